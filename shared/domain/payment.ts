import { addDays, daysBetween } from './day.ts'
import type { Day } from './day.ts'
import { exactCents, exactPercent, Exact, noCents, printCents, printRate } from './exact.ts'
import type { Cents, Rate } from './exact.ts'

/** the raw last day to pay; `start` is the rule parameter paymentStart, `days` paymentDays. Weekends and holidays: C-1. */
export const payBy = (of: { start: string; declaredOn: Day; taxBillOn: Day }, days: number): Day =>
  addDays(of.start === 'taxBill' ? of.taxBillOn : of.declaredOn, days)

/**
 * R-71, E-13: the late fee on what is paid after the last day, of which the next is the first that counts. Below the minimum it is not charged.
 * `percentADay` is the rule parameter lateFeeRate.
 */
export function lateFee(of: { tax: Cents; lastDay: Day; paidOn: Day; percentADay: Rate; minimum: Cents }): {
  days: number
  amount: Cents
  formula: string
} {
  const days = Math.max(0, daysBetween(of.lastDay, of.paidOn))
  const due = exactCents(of.tax)
    .times(Exact.fraction(BigInt(days), 1n))
    .times(exactPercent(of.percentADay))
    .toCents()
  const reckoned = `${printCents(of.tax)} × ${days} 天 × ${printRate(of.percentADay)}% = ${printCents(due)}`
  if (days === 0) return { days, amount: noCents, formula: '没有滞纳' }
  if (due < of.minimum) return { days, amount: noCents, formula: `${reckoned}，不足起征点 ${printCents(of.minimum)}，不征收` }
  return { days, amount: due, formula: reckoned }
}
