import { paths } from '../../../shared/contract/paths.ts'
import type { ReferenceSection } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'

/** The workbench from top to bottom, as a clerk thinks. */
export const steps = ['goods', 'conversion', 'value', 'taxes', 'interest', 'licence', 'deadline', 'papers'] as const
export type Step = (typeof steps)[number]
export const stepNames: Record<Step, string> = {
  goods: '卖什么',
  conversion: '折成什么料件',
  value: '怎样计价',
  taxes: '税款',
  interest: '缓税利息',
  licence: '许可证',
  deadline: '期限',
  papers: '清单与凭证',
}

const stepOfPath: readonly (readonly [path: string, step: Step])[] = [
  [paths.reference('exchange-rates'), 'value'],
  [paths.reference('tariff-rates'), 'taxes'],
  [paths.reference('interest-rates'), 'interest'],
  [paths.reference('controlled-goods'), 'licence'],
  [paths.reference('calendar'), 'deadline'],
  [paths.consumption(), 'conversion'],
]
const rulesOfStep: readonly (readonly [step: Step, rules: readonly string[]])[] = [
  ['conversion', ['R-33', 'R-34', 'R-84', 'R-85', 'R-90']],
  ['value', ['R-53', 'R-77', 'R-78', 'R-79', 'R-80', 'R-81']],
  ['taxes', ['R-70', 'R-74', 'R-75', 'R-76', 'R-101', 'R-102']],
  ['interest', ['R-89', 'R-96', 'R-97', 'R-97a', 'R-97b', 'R-98']],
  ['licence', ['R-72', 'R-87', 'R-88', 'R-139']],
  ['deadline', ['R-26', 'R-71', 'R-94', 'R-103', 'R-105']],
  ['papers', ['R-73', 'R-104']],
]
/** Columns of the body and fields of the head are mended where they are typed. */
const stepOfColumn: Readonly<Record<string, Step>> = {
  itemSeq: 'goods',
  version: 'goods',
  quantity: 'goods',
  completion: 'goods',
  income: 'goods',
  hsCode: 'goods',
  name: 'goods',
  bondedShare: 'goods',
  similarPrice: 'value',
  similarCurrency: 'value',
  country: 'taxes',
  proofNo: 'taxes',
  licenceNo: 'licence',
  deliveredOn: 'deadline',
  declaredOn: 'deadline',
  taxBillOn: 'deadline',
  collective: 'deadline',
}

/** Where a guard stands: beside what it is about. */
export function stepOf({ to, column, rule }: Pick<Guard, 'to' | 'column' | 'rule'>): Step {
  const byPath = stepOfPath.find(([path]) => to?.startsWith(path))
  if (byPath) return byPath[1]
  const byColumn = stepOfColumn[column]
  if (byColumn) return byColumn
  const rules = rule.split(/[、，,; ]+/)
  return rulesOfStep.find(([, own]) => rules.some((number) => own.includes(number)))?.[0] ?? 'goods'
}

/** The import of a table of the reference has its own view. */
export const importOf = (section: ReferenceSection): string => `${paths.reference(section)}?view=import`

const ways: readonly (readonly [path: string, name: string, to?: string])[] = [
  [paths.reference('tariff-rates'), '导入税率', importOf('tariff-rates')],
  [paths.reference('exchange-rates'), '导入汇率', importOf('exchange-rates')],
  [paths.reference('interest-rates'), '看缓税利息率'],
  [paths.reference('rule-parameters'), '看规则参数'],
  [paths.reference('calendar'), '看节假日'],
  [paths.reference('controlled-goods'), '导入限制类目录', importOf('controlled-goods')],
  [paths.domesticSales('scrap'), '登记磅单'],
  [paths.consumption(), '看单耗'],
  ['/import/lists', '导入清单'],
]
/** The button that leads to the place of mending: what it says, and where to. */
export function wayOf(to: string): { name: string; to: string } {
  const [, name = '去处理', nearer = to] = ways.find(([path]) => to.startsWith(path)) ?? []
  return { name, to: nearer }
}
