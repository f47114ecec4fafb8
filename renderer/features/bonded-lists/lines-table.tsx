import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { currencyName, supervisionModeName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { paged } from '../../app/paged.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import { codesOfWords, directionNames, goodsNames, listStatuses } from '../../components/words.ts'

type Line = Output<'bondedLists.lines'>['rows'][number]

const columns: readonly Column<Line>[] = [
  { id: 'listNo', title: '清单编号', width: 190, kind: 'code', text: (row) => row.listNo },
  { id: 'lineNo', title: '行', width: 60, kind: 'quantity', text: (row) => String(row.lineNo) },
  { id: 'declaredOn', title: '申报日期', width: 104, kind: 'date', text: (row) => row.declaredOn },
  {
    id: 'direction',
    title: '进出口',
    width: 76,
    kind: 'text',
    text: (row) => directionNames[row.direction],
  },
  { id: 'goods', title: '料件成品', width: 84, kind: 'text', text: (row) => goodsNames[row.goods] },
  {
    id: 'mode',
    title: '监管方式',
    width: 150,
    kind: 'code',
    text: (row) => row.mode,
    render: (row) => codeLabel(row.mode, supervisionModeName(row.mode)),
  },
  { id: 'itemSeq', title: '备案序号', width: 84, kind: 'quantity', text: (row) => String(row.itemSeq) },
  { id: 'itemName', title: '商品名称', width: 180, kind: 'text', text: (row) => row.itemName },
  { id: 'version', title: '版本', width: 60, kind: 'code', text: (row) => row.version },
  {
    id: 'quantity',
    title: '申报数量',
    width: 140,
    kind: 'quantity',
    text: (row) => row.quantity,
    render: (row) => <QuantityWithUnit value={row.quantity} unit={row.unit} />,
  },
  { id: 'unitPrice', title: '单价', width: 96, kind: 'quantity', text: (row) => row.unitPrice },
  { id: 'total', title: '总价', width: 120, kind: 'quantity', text: (row) => row.total },
  {
    id: 'currency',
    title: '币制',
    width: 96,
    kind: 'code',
    text: (row) => row.currency,
    render: (row) => codeLabel(row.currency, currencyName(row.currency)),
  },
  {
    id: 'status',
    title: '核扣标志',
    width: 96,
    kind: 'status',
    text: (row) => listStatuses[row.status].name,
    render: (row) => <Tag tone={listStatuses[row.status].tone}>{listStatuses[row.status].name}</Tag>,
  },
]

export function LinesTable({ handbookNo, toolbar }: { handbookNo: string; toolbar: ReactNode }) {
  const kept = useArrangementInAddress()
  const source = useMemo(() => paged('bondedLists.lines', { handbookNo }, codesOfWords), [handbookNo])
  return (
    <DataTable
      id="bondedLists.lines"
      columns={columns}
      source={source}
      kept={kept}
      rowKey={(row) => `${row.listNo}/${row.lineNo}`}
      frozen={2}
      onExport={(table) => void exportTable(`${handbookNo} 清单表体`)(table)}
      toolbar={toolbar}
      emptyText="没有符合条件的清单行"
    />
  )
}
