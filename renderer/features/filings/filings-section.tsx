import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Panel, Room } from '../../components/page.tsx'
import { FilingsTable } from './filings-table.tsx'

/** All filings of all handbooks, newest first. */
export function FilingsSection() {
  const list = useOperation('filings.list', {})
  return (
    <>
      <ErrorNotice error={list.error} />
      {list.data && (
        <Room>
          {list.data.filings.length === 0 ? (
            <Panel>
              <Empty
                action={
                  <Button component={Link} to={paths.handbooks} variant="default">
                    选择手册
                  </Button>
                }
              >
                还没有申报。打开一本手册，点生成报核；或在手册草稿、清单草稿里核对并生成申报。
              </Empty>
            </Panel>
          ) : (
            <FilingsTable filings={list.data.filings} />
          )}
        </Room>
      )}
    </>
  )
}
