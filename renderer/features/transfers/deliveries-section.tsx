import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { useOpened } from '../../app/use-opened.ts'
import { Room } from '../../components/page.tsx'
import { OncePrepared } from './once-prepared.tsx'
import { SlipDialog } from './slip-dialog.tsx'
import { SlipsTable } from './slips-table.tsx'

/** 收发货单: what has left for, or come from, a partner. */
export const DeliveriesSection = () => (
  <OncePrepared>
    <Room>
      <Slips />
    </Room>
  </OncePrepared>
)

/** Of one handbook, or of all. */
export function Slips({ handbookNo, choice }: { handbookNo?: string; choice?: ReactNode }) {
  const today = useOperation('house.status', {}).data?.businessDate
  const { opened: typing, go } = useOpened('new')
  return (
    <>
      <SlipsTable
        {...(handbookNo !== undefined && { handbookNo })}
        toolbar={
          <>
            {choice}
            <Button size="xs" onClick={() => go('1')}>
              登记收发货单
            </Button>
            <Button size="xs" variant="default" component={Link} to={paths.importDeliveries}>
              导入工作簿
            </Button>
          </>
        }
        emptyText="还没有收发货单。逐张登记，或从 ERP 导出后导入工作簿"
      />
      {typing && today !== undefined && <SlipDialog handbookNo={handbookNo} today={today} onClose={() => go(null)} />}
    </>
  )
}
