import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { countryName, currencyName } from '../../../shared/codes/tables.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import classes from './list-draft.module.css'
import { lineRanges } from './line-ranges.ts'
import type { DeclarationLine, ListDraftDetail } from './list-draft-words.ts'

const columnsOf = (draft: ListDraftDetail, onGo: (lineNo: number) => void): readonly Column<DeclarationLine>[] => [
  { id: 'no', title: '报关单行', width: 84, kind: 'quantity', text: (row) => String(row.no) },
  {
    id: 'lineNos',
    title: '由清单行合并',
    width: 140,
    kind: 'text',
    text: (row) => lineRanges(row.lineNos),
    onOpen: (row) => onGo(row.lineNos[0] ?? 1),
  },
  { id: 'hsCode', title: '商品编码', width: 104, kind: 'code', text: (row) => row.hsCode },
  { id: 'name', title: '商品名称', width: 170, kind: 'text', text: (row) => row.name },
  {
    id: 'quantity',
    title: '成交数量',
    width: 136,
    kind: 'quantity',
    text: (row) => row.quantity,
    render: (row) => <QuantityWithUnit value={row.quantity} unit={row.unit} />,
  },
  { id: 'unitPrice', title: '单价', width: 96, kind: 'quantity', text: (row) => row.unitPrice },
  { id: 'total', title: '总价', width: 116, kind: 'quantity', text: (row) => row.total },
  {
    id: 'currency',
    title: '币制',
    width: 96,
    kind: 'code',
    text: (row) => row.currency,
    shown: (code) => codeLabel(code, currencyName(code)),
  },
  {
    id: 'country',
    title: draft.goods === 'material' ? '原产国(地区)' : '最终目的国(地区)',
    width: 130,
    kind: 'code',
    text: (row) => row.country,
    shown: (code) => codeLabel(code, countryName(code)),
  },
  { id: 'apart', title: '单列的原因', width: 200, kind: 'text', text: (row) => row.apart },
]

/** 将合并成的报关单商品行: which lines of the list go where, and why some stand alone. */
export function DeclarationPreview({
  draft,
  onGo,
  toolbar,
}: {
  draft: ListDraftDetail
  onGo: (lineNo: number) => void
  toolbar: ReactNode
}) {
  const columns = useMemo(() => columnsOf(draft, onGo), [draft, onGo])
  const source = useMemo(() => ({ kind: 'rows', rows: draft.declaration }) as const, [draft.declaration])
  return (
    <DataTable
      id="listDrafts.declaration"
      columns={columns}
      source={source}
      rowKey={(row) => String(row.no)}
      frozen={2}
      onExport={(table) => void exportTable(`${draft.innerNo || '清单草稿'} 报关单商品行`)(table)}
      toolbar={
        <>
          {toolbar}
          <span
            className={classes.about}
            title="R-67：2018 年第 23 号公告第八条。消耗性料件、出口应税商品、有无单耗标准的成品不与其他行合并，也可以在表体指定单列。"
          >
            编码、单位、品名、币制、{draft.goods === 'material' ? '原产国' : '最终目的国'}
            都相同的清单行合并为一行，单价为总价除以数量
          </span>
        </>
      }
      emptyText="表体还没有可以合并的行"
    />
  )
}
