import { Button } from '@mantine/core'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { saveStoredFile } from '../../components/export-table.ts'
import { printInstant } from '../../components/moment.ts'
import { Panel, Room, Scroll } from '../../components/page.tsx'
import classes from './openings.module.css'
import { OpeningFigures } from './opening-figures.tsx'
import { OpeningImport } from './opening-import.tsx'
import { WithdrawOpening } from './withdraw-opening.tsx'

/** 期初: where the books of a handbook begin, when an older system has kept them until then. */
export function OpeningsSection({ handbookNo, closed }: { handbookNo: string; closed: boolean }) {
  const [search] = useSearchParams()
  const [withdrawing, setWithdrawing] = useState(false)
  const answer = useOperation('openings.get', { handbookNo })
  const opening = answer.data
  if (answer.error) return <ErrorNotice error={answer.error} action={{ label: '重试', onClick: () => void answer.refetch() }} />
  if (opening === undefined) return null
  // A file in the address is an import that has not been left: it still says what became of it.
  if (!closed && (opening === null || search.has('file')))
    return (
      <Scroll>
        <OpeningImport handbookNo={handbookNo} />
      </Scroll>
    )
  if (opening === null)
    return (
      <Panel>
        <Empty>这本手册没有期初，账从第一份清单记起。</Empty>
      </Panel>
    )
  return (
    <Room>
      <OpeningFigures handbookNo={handbookNo} opening={opening}>
        <span className={classes.facts}>
          截至 <strong>{opening.asOf}</strong>　{printInstant(opening.importedAt)} {opening.importedBy} 导入
        </span>
        <Button size="xs" variant="default" onClick={() => saveStoredFile(opening.fileId)}>
          取出原工作簿
        </Button>
        {!closed && (
          <Button size="xs" variant="default" onClick={() => setWithdrawing(true)}>
            撤回期初
          </Button>
        )}
      </OpeningFigures>
      {withdrawing && (
        <WithdrawOpening handbookNo={handbookNo} totals={opening.totals.length} onClose={() => setWithdrawing(false)} />
      )}
    </Room>
  )
}
