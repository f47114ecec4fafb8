import { Exact, exactPercent, exactQuantity, noQuantity } from './exact.ts'
import type { Quantity, Rate } from './exact.ts'

/** the places where bonded goods are found, and the sign with which each stands in the physical stock. */
export const countKinds = {
  raw: { name: '料件库存', sign: 1n },
  wip: { name: '在制品', sign: 1n },
  product: { name: '成品库存', sign: 1n },
  defect: { name: '残次品', sign: 1n },
  outsourced: { name: '外发在外', sign: 1n },
  received: { name: '已收未报', sign: 1n },
  delivered: { name: '已送未报', sign: -1n },
} as const satisfies Record<string, { name: string; sign: 1n | -1n }>
export type CountKind = keyof typeof countKinds
export const countKindNames = Object.keys(countKinds) as readonly CountKind[]

/** Slips without a list yet: of a transfer, which names its handbook. */
export const isUndeclared = (kind: CountKind): boolean => kind === 'received' || kind === 'delivered'

export const differenceReasons = {
  transportLoss: '运输短损',
  processDeviation: '工艺偏差',
  unrecordedSale: '漏记内销',
  theft: '失窃',
  countError: '盘点差错',
  disaster: '受灾',
  undeclaredTransfer: '收发货未申报',
  overDelivery: '供方多送',
  overDeclaredConsumption: '单耗多报',
  substitution: '串料',
  unitError: '单位错误',
  other: '其他',
} as const
export type DifferenceReason = keyof typeof differenceReasons

/** What becomes of a difference, and of which it can. */
export const disposals = {
  tax: { name: '补税', of: 'shortage' },
  carry: { name: '结转', of: 'surplus' },
  correctVersion: { name: '修正单耗版本', of: 'surplus' },
  recount: { name: '重盘', of: 'either' },
  accept: { name: '只作记录', of: 'either' },
} as const satisfies Record<string, { name: string; of: 'shortage' | 'surplus' | 'either' }>
export type Disposal = keyof typeof disposals

export const disposalFits = (disposal: Disposal, difference: Quantity): boolean =>
  disposals[disposal].of === 'either' || (disposals[disposal].of === 'shortage') === difference < noQuantity

/** What was counted of one material, by where it was found; exact, each without its sign. */
export type Counted = Readonly<Record<CountKind, Exact>>

export const nothingCounted: Counted = Object.fromEntries(countKindNames.map((kind) => [kind, Exact.zero])) as Record<
  CountKind,
  Exact
>

/** A material at the cut-off. Each figure is rounded once, half-up to 10⁻⁵, from exact sums (C-5). */
export interface StockDifference extends Record<CountKind, Quantity> {
  /** */
  book: Quantity
  /** */
  physical: Quantity
  /** physical − book: below zero a shortage, above it a surplus. */
  difference: Quantity
  /** 已收未报 − 已送未报: what a declaration settles. */
  undeclared: Quantity
  /** R-120, percent; undefined where nothing came in. */
  rate: Exact | undefined
  withinTolerance: boolean
}

const hundred = Exact.fraction(100n, 1n)

/** R-117, literally. */
const physicalOf = (counted: Counted): Exact =>
  countKindNames.reduce(
    (sum, kind) => (countKinds[kind].sign === 1n ? sum.plus(counted[kind]) : sum.minus(counted[kind])),
    Exact.zero,
  )

/**
 * Book against count of one material.
 * @param came 期初 + 进口 up to the cut-off; @param tolerance percent, R-120
 */
export function stockDifference(book: Quantity, came: Quantity, counted: Counted, tolerance: Rate): StockDifference {
  const rounded = Object.fromEntries(countKindNames.map((kind) => [kind, counted[kind].toQuantity()])) as Record<
    CountKind,
    Quantity
  >
  const physical = physicalOf(counted).toQuantity()
  const difference = (physical - book) as Quantity
  const share = came > 0n ? exactQuantity(difference).dividedBy(exactQuantity(came)) : undefined
  return {
    ...rounded,
    book,
    physical,
    difference,
    undeclared: counted.received.minus(counted.delivered).toQuantity(),
    rate: share?.times(hundred),
    withinTolerance: share === undefined ? difference === noQuantity : isWithin(share, exactPercent(tolerance)),
  }
}

const isWithin = (share: Exact, limit: Exact): boolean => !limit.isLessThan(share) && !limit.isLessThan(Exact.zero.minus(share))

/** R-118 … R-120: a difference that the enterprise has not yet decided about. */
export const isUndecided = (
  of: Pick<StockDifference, 'difference' | 'withinTolerance'>,
  judged: { reason: DifferenceReason | null; disposal: Disposal | null; note: string } | undefined,
): boolean => !of.withinTolerance && (judged === undefined || decisionProblem(of, judged) !== undefined)

/** Why a judgement does not settle a difference outside the tolerance: in words, undefined where it does. */
export function decisionProblem(
  of: Pick<StockDifference, 'difference' | 'withinTolerance'>,
  { reason, disposal, note }: { reason: DifferenceReason | null; disposal: Disposal | null; note: string },
): string | undefined {
  if (reason === null) return '还没有写明原因'
  if (disposal === null) return '还没有选择处理'
  if (disposal === 'recount') return '等待重盘'
  if (!disposalFits(disposal, of.difference))
    return `“${disposals[disposal].name}”不适用于${of.difference < noQuantity ? '短少' : of.difference > noQuantity ? '溢余' : '没有差异的料件'}`
  if (disposal === 'accept' && !of.withinTolerance && note === '') return '超出容差而只作记录，须在说明里写明理由'
  return undefined
}
