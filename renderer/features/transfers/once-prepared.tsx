import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { FirstHandbook } from '../../components/first-handbook.tsx'
import { Panel } from '../../components/page.tsx'
import { PartnerDialog } from './partner-dialog.tsx'

/** What a transfer needs before anything else, in its order: a handbook, and somebody to deal with. */
export function OncePrepared({ children }: { children: ReactNode }) {
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks
  const answer = useOperation('partners.list', {})
  const partners = answer.data?.partners
  const [adding, setAdding] = useState(false)
  if (answer.isError) return <ErrorNotice error={answer.error} />
  if (!handbooks || !partners) return null
  if (handbooks.length === 0) {
    return (
      <Panel>
        <Empty action={<FirstHandbook />}>结转在手册之间进行。请先导入海关已批准的手册，或从备案草稿开始。</Empty>
      </Panel>
    )
  }
  if (partners.length > 0) return children
  return (
    <Panel>
      <Empty
        action={
          <Group gap="sm">
            <Button onClick={() => setAdding(true)}>登记往来企业</Button>
            <Button component={Link} to={paths.importTransferPackage} variant="default">
              读入对方的结转包
            </Button>
          </Group>
        }
      >
        还没有往来企业。先登记一家转入或转出的对方企业，再登记收发货单；对方也用本账本的，可以直接读入它的结转包。
      </Empty>
      {adding && <PartnerDialog partner={undefined} onClose={() => setAdding(false)} />}
    </Panel>
  )
}
