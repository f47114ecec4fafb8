import type { Output } from '../../../shared/contract/contract.ts'
import { useOperation } from '../../app/queries.ts'
import type { Column } from '../../components/data-table/column.ts'
import { ReferenceRows } from './reference-table.tsx'

type Row = Output<'reference.controlledGoods'>['rows'][number]

const sides = { import: '进口', export: '出口', both: '进出口' }
const controls = { prohibited: '禁止', restricted: '限制' }

const columns: readonly Column<Row>[] = [
  { id: 'hsCode', title: '商品编码', width: 124, kind: 'code', text: (row) => row.hsCode },
  { id: 'name', title: '商品名称', width: 280, kind: 'text', text: (row) => row.name },
  { id: 'goods', title: '进出口', width: 84, kind: 'text', text: (row) => sides[row.goods] },
  { id: 'control', title: '禁止或限制', width: 104, kind: 'text', text: (row) => controls[row.control] },
  { id: 'from', title: '起始日期', width: 104, kind: 'date', text: (row) => row.from },
  { id: 'to', title: '终止日期', width: 104, kind: 'date', text: (row) => row.to ?? '' },
  { id: 'source', title: '依据', width: 320, kind: 'text', text: (row) => row.source },
]

const imported = {
  table: 'controlledGoods',
  section: 'controlled-goods',
  what: '禁限类商品',
  expects:
    '一张“禁限类商品”工作表：商品编码（4、6、8 或 10 位）、商品名称、进出口、禁止或限制、起始日期、终止日期、依据。导入后替换整张表。',
} as const

const rowKey = (row: Row) => `${row.hsCode} ${row.goods} ${row.control} ${row.from}`

export const ControlledGoodsSection = () => (
  <ReferenceRows
    of={imported}
    answer={useOperation('reference.controlledGoods', {})}
    columns={columns}
    rowKey={rowKey}
    whyEmpty="还没有禁止类、限制类商品目录，备案时无法按目录核对料件和成品。请把现行公告的目录填入工作簿样式后导入（R-6、R-139）。"
  />
)
