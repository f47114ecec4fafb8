import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useOperation } from '../../app/queries.ts'
import { useOpened } from '../../app/use-opened.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { FirstHandbook } from '../../components/first-handbook.tsx'
import { Panel, Room } from '../../components/page.tsx'
import { VoucherDialog } from './voucher-dialog.tsx'
import { VoucherDrawer } from './voucher-drawer.tsx'
import { otherOf } from './voucher-words.ts'
import type { Voucher } from './voucher-words.ts'

const columnsOf = (open: (voucherNo: string) => void): readonly Column<Voucher>[] => [
  {
    id: 'voucherNo',
    title: '凭证号',
    width: 80,
    kind: 'quantity',
    text: (row) => String(row.voucherNo),
    onOpen: (row) => open(String(row.voucherNo)),
  },
  { id: 'substitutedOn', title: '串换日期', width: 104, kind: 'date', text: (row) => row.substitutedOn },
  { id: 'handbookNo', title: '手册', width: 130, kind: 'code', text: (row) => row.handbookNo },
  {
    id: 'items',
    title: '料件',
    width: 260,
    kind: 'text',
    text: (row) => row.lines.map(({ itemSeq, itemName }) => `${itemSeq} ${itemName}`).join('；'),
  },
  { id: 'by', title: '替换为', width: 240, kind: 'text', text: (row) => row.lines.map(otherOf).join('；') },
  { id: 'approvalNo', title: '批准文号', width: 180, kind: 'code', text: (row) => row.approvalNo },
  { id: 'approvedOn', title: '批准日期', width: 104, kind: 'date', text: (row) => row.approvedOn },
  { id: 'reason', title: '原因', width: 180, kind: 'text', text: (row) => row.reason },
  { id: 'voidReason', title: '作废原因', width: 140, kind: 'text', text: (row) => row.voidReason },
]

/** 料件串换: vouchers that leave every balance as it is. */
export function SubstitutionsSection() {
  const kept = useArrangementInAddress()
  const { opened, go } = useOpened('voucher')
  const [recording, setRecording] = useState(false)
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks
  const answer = useOperation('substitutions.list', {})
  const vouchers = answer.data?.substitutions
  const columns = useMemo(() => columnsOf(go), [go])
  const source = useMemo(() => ({ kind: 'rows' as const, rows: vouchers ?? [] }), [vouchers])
  const shown = vouchers?.find(({ voucherNo }) => String(voucherNo) === opened)
  if (handbooks?.length === 0) {
    return (
      <Panel>
        <Empty action={<FirstHandbook />}>串换在手册的料件之间进行。请先导入海关已批准的手册，或从备案草稿开始。</Empty>
      </Panel>
    )
  }
  return (
    <>
      <ErrorNotice error={answer.error} />
      {vouchers?.length === 0 && (
        <Panel>
          <Empty action={<Button onClick={() => setRecording(true)}>登记串换</Button>}>
            还没有串换凭证。进料加工因生产需要以同品种、同规格、同数量的料件替换保税料件时，先经海关同意，再在这里登记；来料加工不得串换（R-60）。串换不改变任何结余。
          </Empty>
        </Panel>
      )}
      {vouchers && vouchers.length > 0 && (
        <Room>
          <DataTable
            id="substitutions.list"
            columns={columns}
            source={source}
            rowKey={(row) => row.substitutionId}
            kept={kept}
            frozen={1}
            struck={(row) => row.voidedAt !== null}
            onOpenRow={(row) => go(String(row.voucherNo))}
            toolbar={
              <Button size="xs" onClick={() => setRecording(true)}>
                登记串换
              </Button>
            }
            onExport={(table) => void exportTable('料件串换')(table)}
            emptyText="没有符合条件的凭证"
          />
        </Room>
      )}
      {recording && <VoucherDialog onRecorded={(voucherNo) => go(String(voucherNo))} onClose={() => setRecording(false)} />}
      {shown && <VoucherDrawer voucher={shown} onClose={() => go(null)} />}
    </>
  )
}
