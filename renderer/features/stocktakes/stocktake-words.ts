import type { Code } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import type { CountKind, DifferenceReason, Disposal } from '../../../shared/contract/stocktakes.ts'
import type { Tone } from '../../components/tag.tsx'

export type Stocktake = Output<'stocktakes.list'>['stocktakes'][number]
export type StocktakeDetail = Output<'stocktakes.get'>
export type Difference = StocktakeDetail['differences'][number]
export type SharedPart = StocktakeDetail['shared'][number]
export type Sheet = StocktakeDetail['sheetsOf'][number]
export type CountRow = Output<'stocktakes.counts'>['rows'][number]

export const stocktakeStates: Record<Stocktake['state'], { name: string; tone: Tone }> = {
  counting: { name: '盘点中', tone: 'accent' },
  settled: { name: '已定下', tone: 'neutral' },
  discarded: { name: '已作废', tone: 'struck' },
}

export const kindNames: Record<CountKind, string> = {
  raw: '料件库存',
  wip: '在制品',
  product: '成品库存',
  defect: '残次品',
  outsourced: '外发在外',
  received: '已收未报',
  delivered: '已送未报',
}
/** The parts of what was counted, in the order of R-117, and how each goes in. */
export const physicalParts: readonly { kind: CountKind; sign: '+' | '−' }[] = [
  { kind: 'raw', sign: '+' },
  { kind: 'wip', sign: '+' },
  { kind: 'product', sign: '+' },
  { kind: 'defect', sign: '+' },
  { kind: 'outsourced', sign: '+' },
  { kind: 'received', sign: '+' },
  { kind: 'delivered', sign: '−' },
]

export const reasonNames: Record<DifferenceReason, string> = {
  transportLoss: '运输损耗',
  processDeviation: '工艺偏差',
  unrecordedSale: '漏记内销',
  theft: '失窃',
  countError: '盘点错误',
  disaster: '受灾',
  undeclaredTransfer: '收送未报',
  overDelivery: '供方多送',
  overDeclaredConsumption: '单耗多报',
  substitution: '串料',
  unitError: '单位错误',
  other: '其他',
}
export const disposalNames: Record<Disposal, string> = {
  tax: '补税',
  carry: '结转',
  correctVersion: '修正单耗版本',
  recount: '重盘',
  accept: '只作记录',
}

export const isShort = ({ difference }: Difference): boolean => difference.startsWith('-')
/** What may become of a difference: a shortage is taxed, a surplus carried or traced to its version. */
export function disposalsOf(difference: Difference): readonly Disposal[] {
  if (isShort(difference)) return ['tax', 'recount', 'accept']
  return difference.difference === '0' ? ['recount', 'accept'] : ['carry', 'correctVersion', 'recount', 'accept']
}
/** Outside the tolerance, and nobody has said why or what becomes of it: the stocktake waits for it. */
export const isOpen = ({ withinTolerance, reason, disposal }: Difference): boolean =>
  !withinTolerance && (reason === null || disposal === null)

/** Words to choose from in a cell: typed by number, name or pinyin initials; the cell keeps the word. */
export class Choices<T extends string> {
  readonly codes: readonly Code[]
  private readonly names: Readonly<Record<T, string>>
  private readonly values: readonly T[]

  constructor(names: Readonly<Record<T, string>>) {
    this.names = names
    // The keys of an object literal are those of its type.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    this.values = Object.keys(names) as T[]
    this.codes = this.values.map((value, place) => ({ code: String(place + 1), name: names[value] }))
  }

  /** The word for what was typed: a number, the word itself, or both; other text stays as it is. */
  clean(typed: string): string {
    const text = typed.normalize('NFKC').trim()
    return this.codes.find(({ code, name }) => text === code || text === name || text === `${code} ${name}`)?.name ?? text
  }

  valueOf(word: string): T | undefined {
    return this.values.find((value) => this.names[value] === word)
  }
}
export const kindChoices = new Choices(kindNames)
export const reasonChoices = new Choices(reasonNames)
export const disposalChoices = new Choices(disposalNames)

export const differenceKey = ({ handbookNo, seq }: Pick<Difference, 'handbookNo' | 'seq'>): string => `${handbookNo}.${seq}`
