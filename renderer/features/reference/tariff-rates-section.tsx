import { countryName, shownUnit } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { tariffKinds } from '../../../shared/domain/tariff.ts'
import { useOperation } from '../../app/queries.ts'
import type { Column } from '../../components/data-table/column.ts'
import { useDatedColumns } from './in-force.tsx'
import { ReferenceRows } from './reference-table.tsx'

type Row = Output<'reference.tariffRates'>['rows'][number]

const own: readonly Column<Row>[] = [
  { id: 'hsCode', title: '商品编码', width: 116, kind: 'code', text: (row) => row.hsCode },
  { id: 'name', title: '商品名称', width: 140, kind: 'text', text: (row) => row.name },
  { id: 'kind', title: '税率种类', width: 84, kind: 'text', text: (row) => tariffKinds[row.kind] },
  {
    id: 'country',
    title: '原产国',
    width: 92,
    kind: 'text',
    text: (row) => row.country && `${row.country} ${countryName(row.country) ?? ''}`.trim(),
  },
  { id: 'scope', title: '协定或厂商', width: 104, kind: 'text', text: (row) => row.scope },
  { id: 'rate', title: '从价税率', unit: '%', width: 90, kind: 'quantity', text: (row) => row.rate ?? '' },
  { id: 'specific', title: '从量税额', unit: '元', width: 90, kind: 'quantity', text: (row) => row.specific ?? '' },
  { id: 'unit', title: '单位', width: 54, kind: 'text', text: (row) => row.unit && shownUnit(row.unit) },
]

const imported = {
  table: 'tariffRates',
  section: 'tariff-rates',
  what: '税率',
  expects:
    '一张“税率”工作表：商品编码（2 到 10 位，位数最长的一行为准）、税率种类（最惠国、暂定、协定、普通、反倾销、反补贴、保障措施、报复性关税、消费税、增值税、处理基金）、原产国、协定或厂商、从价税率(%)、从量税额(元)、从量单位、起始日期、终止日期、依据。同一种税率的期间不能重叠。导入后替换整张表。',
} as const

const rowKey = (row: Row) => `${row.hsCode} ${row.kind} ${row.country} ${row.scope} ${row.from}`

export function TariffRatesSection() {
  return (
    <ReferenceRows
      of={imported}
      answer={useOperation('reference.tariffRates', {})}
      columns={useDatedColumns(own, 190)}
      rowKey={rowKey}
      whyEmpty="还没有税率，内销的税款无法计算。请把本企业料件、成品的进口税率和增值税率填入工作簿样式后导入；没有税率时程序会指出缺哪一项，不按零计算（R-74、R-76）。"
    />
  )
}
