import { Exact, exactPercent } from './exact.ts'
import type { Rate } from './exact.ts'
import type { Direction } from './posting-rules.ts'

/** The value balance that the tax office asks for: of values, so scrap stands in it, which the balance of goods leaves out. */

type Side = 'imports' | 'exports'
interface ValueRule {
  mode: string
  direction: Direction
  side: Side
  sign: 1 | -1
}

const values = (entries: string, side: Side, sign: 1 | -1): ValueRule[] =>
  entries.split(' ').map((entry) => ({ direction: entry.startsWith('I') ? 'I' : 'E', mode: entry.slice(1), side, sign }))

/** R-121, in the order of the form. 0200 is entered in either direction (FORMATS §5.7). */
export const valueRules: readonly ValueRule[] = [
  ...values('I0615 I0654 I0657 I0700 I0715 I1215', 'imports', 1),
  ...values('E0657 E0664 E0700 E0864 E0200 I0200 I0644 I0844', 'imports', -1),
  ...values('E0615 E0654 E0715 E1215 E4600', 'exports', 1),
  ...values('I4600', 'exports', -1),
]
const byKey = new Map(valueRules.map((rule) => [`${rule.direction}${rule.mode}`, rule]))

/** Undefined of what is no part of the value balance: 来料加工, equipment. */
export const valueRule = (mode: string, direction: Direction): ValueRule | undefined => byKey.get(`${direction}${mode}`)

/** What one mode and direction comes to, in one currency. */
interface ValueTotal {
  mode: string
  direction: Direction
  value: Exact
}

/** 进口总值 and 出口总值. */
export function valueBalance(totals: readonly ValueTotal[]): Record<Side, Exact> {
  const sum = { imports: Exact.zero, exports: Exact.zero }
  for (const { mode, direction, value } of totals) {
    const rule = valueRule(mode, direction)
    if (rule) sum[rule.side] = rule.sign > 0 ? sum[rule.side].plus(value) : sum[rule.side].minus(value)
  }
  return sum
}

/** 分配率 as a fraction: 实际 of what was booked, 计划 of what was planned. Undefined where nothing is exported. */
export const allocationRate = ({ imports, exports }: Record<Side, Exact>): Exact | undefined =>
  Exact.zero.isLessThan(exports) ? imports.dividedBy(exports) : undefined

/** One period's exports with the rates of their goods. */
export interface ExportPeriod {
  /** Free on board, in CNY. */
  fob: Exact
  levyRate: Rate
  refundRate: Rate
}

/** 不得免征和抵扣税额抵减额: exports × 分配率 × (征税率 − 退税率). */
export const deductionCredit = (periods: readonly ExportPeriod[], allocation: Exact): Exact =>
  periods.reduce(
    (sum, { fob, levyRate, refundRate }) =>
      sum.plus(fob.times(allocation).times(exactPercent(levyRate).minus(exactPercent(refundRate)))),
    Exact.zero,
  )
