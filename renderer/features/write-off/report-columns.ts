import { unitName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import type { BalanceColumn } from '../../../shared/contract/write-off.ts'
import type { Column } from '../../components/data-table/column.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { directionNames } from '../../components/words.ts'
import type { Figure } from './explained-figure.ts'
import type { ReportFigure } from './report-figure.ts'

export type Report = Output<'writeOff.report'>
export type ReportedList = Report['lists'][number]
export type ReportedMaterial = Report['materials'][number]
export type ReportedProduct = Report['products'][number]

/** The figures of a row of the material table, with their sign in R-112; scrap stands beside it. `from` explains them. */
export const materialFigures = [
  { id: 'imported', title: '进口数量', sign: '+', from: null },
  { id: 'transferIn', title: '深加工进口数量', sign: '+', from: 'transferIn' },
  { id: 'domestic', title: '内销数量', sign: '−', from: 'domestic' },
  { id: 'reexport', title: '复出口数量', sign: '−', from: 'reexport' },
  { id: 'destroyed', title: '料件销毁数量', sign: '−', from: 'destroyed' },
  { id: 'surplusOut', title: '余料转出数量', sign: '−', from: 'surplusOut' },
  { id: 'consumed', title: '产品总耗用量', sign: '−', from: 'consumed' },
  { id: 'remaining', title: '料件剩余数量', sign: '=', from: 'balance' },
  { id: 'scrap', title: '边角料数量', sign: '', from: 'tangible' },
] as const satisfies readonly {
  id: keyof ReportedMaterial
  title: string
  sign: '+' | '−' | '=' | ''
  from: BalanceColumn | null
}[]

export const productFigures = [
  { id: 'exported', title: '出口数量' },
  { id: 'transferredOut', title: '深加工出口数量' },
  { id: 'returnedIn', title: '成品退换进口数量' },
  { id: 'returnedOut', title: '成品退换出口数量' },
] as const satisfies readonly { id: keyof ReportedProduct; title: string }[]

/** As the proof of a row is read: nothing where it holds but that it does. */
export const proofOf = ({ holds, gap }: ReportedMaterial): string => (holds ? '✓ 平' : `✗ 差 ${gap}`)

const item: readonly Column<ReportedMaterial | ReportedProduct>[] = [
  { id: 'no', title: '行', width: 44, kind: 'quantity', text: (row) => String(row.no) },
  { id: 'seq', title: '备案序号', width: 76, kind: 'quantity', text: (row) => String(row.seq) },
  { id: 'name', title: '商品名称', width: 150, kind: 'text', text: (row) => row.name },
  { id: 'partNo', title: '料号', width: 110, kind: 'code', text: (row) => row.partNo },
  { id: 'hsCode', title: '商品编码', width: 104, kind: 'code', text: (row) => row.hsCode },
  { id: 'unit', title: '单位', width: 84, kind: 'code', text: (row) => codeLabel(row.unit, unitName(row.unit)) },
]

export const listColumns = (open: (listNo: string) => void): readonly Column<ReportedList>[] => [
  { id: 'no', title: '行', width: 64, kind: 'quantity', text: (row) => String(row.no) },
  {
    id: 'listNo',
    title: '清单编号',
    width: 220,
    kind: 'code',
    text: (row) => row.listNo,
    onOpen: (row) => {
      if (!row.opening) open(row.listNo)
    },
  },
  { id: 'direction', title: '进出口', width: 90, kind: 'text', text: (row) => directionNames[row.direction] },
  { id: 'declaredOn', title: '申报日期', width: 110, kind: 'date', text: (row) => row.declaredOn ?? '' },
  { id: 'opening', title: '来自', width: 110, kind: 'text', text: (row) => (row.opening ? '期初' : '账内清单') },
]

export const materialColumns = (
  explain: (figure: Figure) => void,
  show: (figure: ReportFigure) => void,
): readonly Column<ReportedMaterial>[] => [
  ...item,
  ...materialFigures.map(({ id, title, from }): Column<ReportedMaterial> => ({
    id,
    title,
    width: 116,
    kind: 'quantity',
    text: (row) => row[id],
    onOpen: ({ seq }) => (from ? explain({ seq, column: from }) : show({ goods: 'material', seq, column: 'imported' })),
  })),
  { id: 'holds', title: 'R-112', width: 96, kind: 'text', text: proofOf },
]

export const productColumns = (show: (figure: ReportFigure) => void): readonly Column<ReportedProduct>[] => [
  ...item,
  ...productFigures.map(({ id, title }): Column<ReportedProduct> => ({
    id,
    title,
    width: 140,
    kind: 'quantity',
    text: (row) => row[id],
    onOpen: ({ seq }) => show({ goods: 'product', seq, column: id }),
  })),
]
