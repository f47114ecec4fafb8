import type { Held, Missing } from './dated-row.ts'
import { addDays, day, daysBetween } from './day.ts'
import type { Day } from './day.ts'
import { Exact, exactCents, exactPercent, noCents, printCents, printRate, rate } from './exact.ts'
import type { Cents, Rate } from './exact.ts'

/** 缓税利息 (R-96 … R-98). */

/** Percent a year (R-96, R-97a). */
export interface InterestRateRow extends Held {
  rate: Rate
}
/** For tax bills of these days interest is waived (R-97b). */
export type InterestWaiverRow = Held

const benchmark = [
  ['2008-11-27', '0.36'],
  ['2011-02-09', '0.4'],
  ['2011-04-06', '0.5'],
  ['2012-06-08', '0.4'],
  ['2012-07-06', '0.35'],
] as const
const afterwards = (index: number): Day | null => {
  const next = benchmark[index + 1]
  return next ? addDays(day(next[0]), -1) : null
}

/** R-97a, R-97b: what comes with the program, each with how far it can be trusted. */
export const shippedInterestRates: readonly (Held & { kind: 'rate' | 'waiver'; rate: Rate | null })[] = [
  ...benchmark.map(([from, percent], index) => ({
    kind: 'rate' as const,
    rate: rate(percent),
    from: day(from),
    to: afterwards(index),
    source: '人民银行活期存款基准利率；随程序提供，待核：请向海关确认',
  })),
  {
    kind: 'waiver' as const,
    rate: null,
    from: day('2020-04-15'),
    to: day('2020-12-31'),
    source: '海关总署2020年暂免征收加工贸易企业内销税款缓税利息的公告；转述',
  },
]

/** C-7: `to − from`, or with both ends counted one more. No day where the end lies before the start. */
export function interestDays(from: Day, to: Day): { days: number; daysBothEnds: number } {
  const days = daysBetween(from, to)
  return days < 0 ? { days: 0, daysBothEnds: 0 } : { days, daysBothEnds: days + 1 }
}

/** R-96, E-5: 应征税额 × 计息期限(天) × 缓税利息率 ÷ 360, of one tax, half-up to a cent. */
const interestOn = (tax: Cents, days: number, percent: Rate, yearBase: number): Cents =>
  exactCents(tax)
    .times(Exact.fraction(BigInt(days), BigInt(yearBase)))
    .times(exactPercent(percent))
    .toCents()

/** What interest runs by: of a handbook the first import of materials, of an account the last write-off. */
export function interestStart(of: {
  /** An account is rolled and written off by cycles. */
  isAccount: boolean
  firstImport: Day | undefined
  /** Of an older system's total, whose lists have no days here: the first batch came earlier. */
  firstImportIsOpening: boolean
  lastWriteOff: Day | undefined
}): { from: Day; basis: string } | Missing {
  if (of.isAccount && of.lastWriteOff) return { from: of.lastWriteOff, basis: '账册最近一次核销之日（R-97）' }
  if (of.firstImport && of.firstImportIsOpening)
    return { from: of.firstImport, basis: '期初截止日；首批料件进口更早，实际利息更多，以海关税单为准（R-97）' }
  if (of.firstImport)
    return {
      from: of.firstImport,
      basis: of.isAccount ? '账册尚未核销过，首批料件进口之日（R-97）' : '手册首批料件进口之日（R-97）',
    }
  return { missing: 'interestStart', why: '还没有料件进口的清单' }
}

/** where it ends; `end` is the rule parameter interestEnd. A sale without permission ends it on its day, or the day of discovery. */
export function interestEnd(of: {
  end: string
  declaredOn: Day
  taxBillOn: Day
  unauthorized?: { soldOn: Day | undefined; discoveredOn: Day }
}): { to: Day; basis: string } {
  if (of.unauthorized)
    return of.unauthorized.soldOn
      ? { to: of.unauthorized.soldOn, basis: '擅自内销之日（R-98）' }
      : { to: of.unauthorized.discoveredOn, basis: '擅自内销之日不明，海关发现之日（R-98）' }
  return of.end === 'declaration'
    ? { to: of.declaredOn, basis: '申报完成之日（R-98）' }
    : { to: of.taxBillOn, basis: '税款缴款书填发之日（R-98）' }
}

/** Interest of one tax by both day counts (C-7); `amount` is the one that the rule parameter interestBothEnds chooses. */
export interface Interest {
  amount: Cents
  amountOneEnd: Cents
  amountBothEnds: Cents
  formula: string
}

/** The terms on which a sale bears interest. */
export interface InterestTerms {
  from: Day
  to: Day
  days: number
  daysBothEnds: number
  row: InterestRateRow
  /** R-97b; the interest is then zero. */
  waiver: InterestWaiverRow | undefined
  yearBase: number
  bothEnds: boolean
}

/** The terms, or what is missing. `rateRow` is the one of the day of the tax bill, and so is `waiver`. */
export function interestTerms(of: {
  from: Day
  to: Day
  taxBillOn: Day
  rateRow: InterestRateRow | undefined
  waiver: InterestWaiverRow | undefined
  yearBase: number
  bothEnds: boolean
}): InterestTerms | Missing {
  const { from, to, rateRow, waiver, yearBase, bothEnds } = of
  if (!rateRow) return { missing: 'interestRate', on: of.taxBillOn }
  return { from, to, ...interestDays(from, to), row: rateRow, waiver, yearBase, bothEnds }
}

/** R-96, R-97b: interest on one tax. A waived one is zero and says so. */
export function interestOf(tax: Cents, terms: InterestTerms): Interest {
  const { days, daysBothEnds, row, waiver, yearBase, bothEnds } = terms
  if (waiver)
    return {
      amount: noCents,
      amountOneEnd: noCents,
      amountBothEnds: noCents,
      formula: `税单填发之日在暂免期间 ${waiver.from} 至 ${waiver.to ?? '未定'} 内，缓税利息为 0（R-97b）`,
    }
  const amountOneEnd = interestOn(tax, days, row.rate, yearBase)
  const amountBothEnds = interestOn(tax, daysBothEnds, row.rate, yearBase)
  const amount = bothEnds ? amountBothEnds : amountOneEnd
  const counted = bothEnds ? daysBothEnds : days
  const formula = `${printCents(tax)} × ${counted} 天 × ${printRate(row.rate)}% ÷ ${yearBase} = ${printCents(amount)}`
  return { amount, amountOneEnd, amountBothEnds, formula }
}
