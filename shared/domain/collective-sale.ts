import { rollForward } from './calendar.ts'
import type { Calendar } from './calendar.ts'
import { addDays, addMonths, day, yearOf } from './day.ts'
import type { Day } from './day.ts'

/** how long a collective domestic sale may wait for its declaration. */
export interface CollectiveDeadline {
  /** `2025年2季度`, `2020年3月`: what is declared together. */
  period: string
  /** Raw: the day of the rule, or the end of validity or cycle where that is earlier. */
  deadline: Day
  /** Moved to a working day (C-1), yet never across the end of validity or cycle, nor of the year where the rule forbids it. */
  rolled: Day
  basis: string
}

/**
 * R-94, E-23. `rule` is the rule parameter collectiveSaleDeadline of the day of the sale; `validTo` the end of validity of the handbook or of
 * the account's cycle.
 */
export function collectiveDeadline(of: {
  soldOn: Day
  rule: string
  validTo: Day | undefined
  calendar: Calendar
}): CollectiveDeadline {
  const { soldOn, rule, validTo, calendar } = of
  const byRule = deadlineOf(soldOn, rule)
  const found =
    validTo === undefined || byRule.deadline <= validTo
      ? byRule
      : { ...byRule, deadline: validTo, basis: '不得晚于手册有效期或核销周期的末日（R-94）' }
  const yearEnd = rule === 'quarter15' ? day(`${yearOf(soldOn)}-12-31`) : undefined
  const rolled = [validTo, yearEnd].reduce<Day>(
    (earliest, on) => (on !== undefined && on < earliest ? on : earliest),
    rollForward(found.deadline, calendar),
  )
  return { ...found, rolled }
}

function deadlineOf(soldOn: Day, rule: string): Omit<CollectiveDeadline, 'rolled'> {
  const [year, month] = [yearOf(soldOn), Number(soldOn.slice(5, 7))]
  const first = day(`${soldOn.slice(0, 8)}01`)
  if (rule === 'quarter15') {
    const quarter = Math.ceil(month / 3)
    const period = `${year}年${quarter}季度`
    if (quarter === 4) return { period, deadline: day(`${year}-12-31`), basis: '四季度不得跨年，至12月31日（R-94）' }
    return {
      period,
      deadline: addDays(addMonths(day(`${year}-01-01`), quarter * 3), 14),
      basis: '季度结束后15日内（R-94）',
    }
  }
  const period = `${year}年${month}月`
  if (rule === 'nextMonth15') return { period, deadline: addDays(addMonths(first, 1), 14), basis: '次月15日前（R-94）' }
  return { period, deadline: addDays(addMonths(first, 2), -1), basis: '次月末日前（R-94）' }
}
