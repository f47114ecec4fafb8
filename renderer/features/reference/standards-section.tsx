import type { Output } from '../../../shared/contract/contract.ts'
import { useOperation } from '../../app/queries.ts'
import type { Column } from '../../components/data-table/column.ts'
import { ReferenceRows } from './reference-table.tsx'

type Row = Output<'reference.consumptionStandards'>['rows'][number]

const columns: readonly Column<Row>[] = [
  { id: 'productHsCode', title: '成品商品编码', width: 124, kind: 'code', text: (row) => row.productHsCode },
  { id: 'productName', title: '成品名称', width: 150, kind: 'text', text: (row) => row.productName },
  { id: 'materialHsCode', title: '料件商品编码', width: 124, kind: 'code', text: (row) => row.materialHsCode },
  { id: 'materialName', title: '料件名称', width: 150, kind: 'text', text: (row) => row.materialName },
  { id: 'lower', title: '单耗下限', width: 96, kind: 'quantity', text: (row) => row.lower ?? '' },
  { id: 'upper', title: '单耗上限', width: 96, kind: 'quantity', text: (row) => row.upper },
  { id: 'unit', title: '单位', width: 96, kind: 'text', text: (row) => row.unit },
  { id: 'from', title: '起始日期', width: 104, kind: 'date', text: (row) => row.from },
  { id: 'to', title: '终止日期', width: 104, kind: 'date', text: (row) => row.to ?? '' },
  { id: 'source', title: '依据', width: 260, kind: 'text', text: (row) => row.source },
]

const imported = {
  table: 'consumptionStandards',
  section: 'consumption-standards',
  what: '单耗标准',
  expects:
    '一张“单耗标准”工作表：成品商品编码、料件商品编码（4、6、8 或 10 位）、单位、单耗上限、单耗下限、起始日期、终止日期、依据。导入后替换整张表。',
} as const

const rowKey = (row: Row) => `${row.productHsCode} ${row.materialHsCode} ${row.from}`

export const StandardsSection = () => (
  <ReferenceRows
    of={imported}
    answer={useOperation('reference.consumptionStandards', {})}
    columns={columns}
    rowKey={rowKey}
    whyEmpty="还没有单耗标准。没有标准的商品不受上下限约束；有适用的公告时，请把标准填入工作簿样式后导入（R-32）。"
  />
)
