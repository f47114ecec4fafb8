import { addDays, addMonths, day, yearOf } from './day.ts'
import type { Day } from './day.ts'

/** The parameter `deepTransferDeadline`: the 15th, or the last day, of the month after the deliveries. */
export const deepTransferRules = ['nextMonth15', 'nextMonthEnd'] as const
type DeepTransferRule = (typeof deepTransferRules)[number]

/** The books in which a transfer is declared. */
interface TransferBook {
  /** First letter: `E` is an account, which rolls. */
  kind: string
  validTo: Day
  /** Of an account the end of the cycle that is open. */
  cycleEndsOn: Day | undefined
}

export interface TransferDeadline {
  on: Day
  limitedBy: 'rule' | 'validity' | 'yearEnd' | 'cycleEnd'
}

/** `2024-05` */
export const monthOf = (of: Day): string => of.slice(0, 7)

/** The first day on which the deliveries of a month can be declared together: by it the row of the rule is picked (RULES §0.2). */
export const firstFilingDay = (month: string): Day => addMonths(day(`${month}-01`), 1)

const ruleDates: Record<DeepTransferRule, (firstFiling: Day) => Day> = {
  nextMonth15: (firstFiling) => addDays(firstFiling, 14),
  nextMonthEnd: (firstFiling) => addDays(addMonths(firstFiling, 1), -1),
}

/**
 * The last day to declare the deliveries of a month together: the rule's, but not after a handbook's validity. Until the reform of
 * 2023 neither across the year nor past an account's cycle; since then an account may cross its cycle.
 */
export function transferDeadline(month: string, rule: DeepTransferRule, book: TransferBook): TransferDeadline {
  const firstFiling = firstFilingDay(month)
  const limits: TransferDeadline[] = [{ on: ruleDates[rule](firstFiling), limitedBy: 'rule' }]
  if (rule === 'nextMonth15') limits.push({ on: day(`${month.slice(0, 4)}-12-31`), limitedBy: 'yearEnd' })
  if (book.kind !== 'E') limits.push({ on: book.validTo, limitedBy: 'validity' })
  else if (rule === 'nextMonth15' && book.cycleEndsOn) limits.push({ on: book.cycleEndsOn, limitedBy: 'cycleEnd' })
  return limits.reduce((earliest, limit) => (limit.on < earliest.on ? limit : earliest))
}

/** R-49 since 2023-10-31: whoever declares after the year's end has to see that the other side does so too. */
export const crossesYearEnd = (deliveredOn: Day, declaredOn: Day): boolean => yearOf(deliveredOn) !== yearOf(declaredOn)
