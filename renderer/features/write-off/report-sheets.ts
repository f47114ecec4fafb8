import { unitName } from '../../../shared/codes/tables.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { directionNames } from '../../components/words.ts'
import { materialFigures, productFigures, proofOf } from './report-columns.ts'
import type { Report } from './report-columns.ts'

const text = (title: string) => ({ title, numeric: false })
const number = (title: string) => ({ title, numeric: true })
const named = [number('行'), number('备案序号'), text('料号'), text('商品编码'), text('商品名称'), text('单位')]
const nameOf = (row: Report['materials'][number] | Report['products'][number]) => [
  String(row.no),
  String(row.seq),
  row.partNo,
  row.hsCode,
  row.name,
  codeLabel(row.unit, unitName(row.unit)),
]

/** The sheets of the report: head, the three tables, and what was proved. */
export const sheetsOf = ({ head, lists, materials, products, identities }: Report) => ({
  head: { sheet: '表头', columns: [text('项目'), text('内容')], rows: head.map(({ label, value }) => [label, value]) },
  lists: {
    sheet: '清单',
    columns: [number('行'), text('清单编号'), text('进出口'), text('申报日期'), text('来自')],
    rows: lists.map((row) => [
      String(row.no),
      row.listNo,
      directionNames[row.direction],
      row.declaredOn ?? '',
      row.opening ? '期初' : '账内清单',
    ]),
  },
  materials: {
    sheet: '料件',
    columns: [...named, ...materialFigures.map(({ title }) => number(title)), text('R-112')],
    rows: materials.map((row) => [...nameOf(row), ...materialFigures.map(({ id }) => row[id]), proofOf(row)]),
  },
  products: {
    sheet: '成品',
    columns: [...named, ...productFigures.map(({ title }) => number(title))],
    rows: products.map((row) => [...nameOf(row), ...productFigures.map(({ id }) => row[id])]),
  },
  identities: {
    sheet: '恒等式',
    columns: [text('规则'), text('恒等式'), number('左边'), number('右边'), text('成立')],
    rows: identities.map((row) => [row.rule, row.text, row.left, row.right, row.holds ? '成立' : '不成立']),
  },
})
