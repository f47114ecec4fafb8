import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { paged } from '../../app/paged.ts'
import { useOpened } from '../../app/use-opened.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { Tag } from '../../components/tag.tsx'
import { SlipDrawer } from './slip-drawer.tsx'
import { declaredWords, slipCodes, slipKinds, slipWays } from './transfer-words.ts'
import type { Slip } from './transfer-words.ts'

const columnsOf = (open: (slipId: string) => void, withHandbook: boolean): readonly Column<Slip>[] => [
  {
    id: 'slipNo',
    title: '单号',
    width: 170,
    kind: 'code',
    text: (row) => row.slipNo,
    onOpen: (row) => open(row.slipId),
  },
  { id: 'deliveredOn', title: '日期', width: 104, kind: 'date', text: (row) => row.deliveredOn },
  { id: 'way', title: '收发', width: 64, kind: 'text', text: (row) => slipWays[row.way] },
  { id: 'kind', title: '类别', width: 64, kind: 'text', text: (row) => slipKinds[row.kind] },
  { id: 'partnerName', title: '往来企业', width: 230, kind: 'text', text: (row) => row.partnerName },
  ...(withHandbook
    ? [{ id: 'handbookNo', title: '我方手册', width: 128, kind: 'code', text: (row) => row.handbookNo } satisfies Column<Slip>]
    : []),
  { id: 'partnerHandbookNo', title: '对方手册', width: 128, kind: 'code', text: (row) => row.partnerHandbookNo },
  { id: 'lines', title: '表体', unit: '行', width: 72, kind: 'quantity', text: (row) => String(row.lines) },
  {
    id: 'declared',
    title: '结转',
    width: 92,
    kind: 'status',
    text: (row) => (row.voidedAt ? '已作废' : declaredWords[row.declared].name),
    render: (row) =>
      row.voidedAt ? (
        <Tag tone="struck">已作废</Tag>
      ) : (
        <Tag tone={declaredWords[row.declared].tone}>{declaredWords[row.declared].name}</Tag>
      ),
  },
  { id: 'vehicle', title: '运输工具', width: 108, kind: 'code', text: (row) => row.vehicle },
]

/** 收发货单, newest work on top by the engine's order; a row opens the slip, whose id stands in the address. */
export function SlipsTable({ handbookNo, toolbar, emptyText }: { handbookNo?: string; toolbar: ReactNode; emptyText: string }) {
  const kept = useArrangementInAddress()
  const { opened, go } = useOpened('slip')
  const columns = useMemo(() => columnsOf(go, handbookNo === undefined), [go, handbookNo])
  const source = useMemo(
    () => paged('deliveries.list', { ...(handbookNo !== undefined && { handbookNo }) }, slipCodes),
    [handbookNo],
  )
  return (
    <>
      <DataTable
        id="deliveries.list"
        columns={columns}
        source={source}
        rowKey={(row) => row.slipId}
        kept={kept}
        frozen={1}
        struck={(row) => row.voidedAt !== null}
        onOpenRow={(row) => go(row.slipId)}
        toolbar={toolbar}
        onExport={(table) => void exportTable('收发货单')(table)}
        emptyText={emptyText}
      />
      {opened && <SlipDrawer slipId={opened} onClose={() => go(null)} />}
    </>
  )
}
