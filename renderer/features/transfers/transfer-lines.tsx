import { useMemo } from 'react'
import { currencyName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { codeLabel } from '../../components/fields/format.ts'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'

type Line = Output<'transfers.propose'>['lines'][number]

const columns: readonly Column<Line>[] = [
  { id: 'itemSeq', title: '备案序号', width: 80, kind: 'quantity', text: (row) => String(row.itemSeq) },
  { id: 'itemName', title: '商品名称', width: 200, kind: 'text', text: (row) => row.itemName },
  { id: 'version', title: '版本', width: 64, kind: 'code', text: (row) => row.version },
  {
    id: 'quantity',
    title: '数量',
    width: 140,
    kind: 'quantity',
    text: (row) => row.quantity,
    render: (row) => <QuantityWithUnit value={row.quantity} unit={row.unit} />,
  },
  { id: 'unitPrice', title: '单价', width: 110, kind: 'quantity', text: (row) => row.unitPrice },
  {
    id: 'currency',
    title: '币制',
    width: 100,
    kind: 'code',
    text: (row) => row.currency,
    render: (row) => row.currency && codeLabel(row.currency, currencyName(row.currency)),
  },
  { id: 'slips', title: '单据', unit: '张', width: 72, kind: 'quantity', text: (row) => String(row.slips) },
]

/** What of the slips is declared together, item by item. */
export function TransferLines({ lines }: { lines: readonly Line[] }) {
  const source = useMemo(() => ({ kind: 'rows' as const, rows: lines }), [lines])
  return (
    <DataTable
      id="transfers.lines"
      columns={columns}
      source={source}
      rowKey={(row) => `${row.itemSeq} ${row.version}`}
      emptyText="没有未结转的商品"
      height={Math.min(360, 150 + 32 * Math.max(2, lines.length))}
    />
  )
}
