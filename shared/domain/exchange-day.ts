import { isWorkingDay } from './calendar.ts'
import type { Calendar } from './calendar.ts'
import type { Held } from './dated-row.ts'
import { addDays, addMonths, day, weekday } from './day.ts'
import type { Day } from './day.ts'
import { rate } from './exact.ts'
import type { Rate } from './exact.ts'

/** CNY for one unit of the currency. */
export interface ExchangeRateRow extends Held {
  /** Customs number of three digits. */
  currency: string
  rate: Rate
}

/** CNY is 1 by itself. */
export const yuan: ExchangeRateRow = { currency: '142', rate: rate('1'), from: day('1900-01-01'), to: null, source: '人民币计价' }

const firstOfMonth = (on: Day): Day => day(`${on.slice(0, 8)}01`)

/** A duty exchange rate holds for a calendar month. */
export const isCalendarMonth = (from: Day, to: Day | null): boolean =>
  from === firstOfMonth(from) && to === addDays(addMonths(from, 1), -1)

/**
 * R-70, E-20: the day whose middle rate is the 计征汇率 of a declaration completed on `on`: the third Wednesday of the month before, or the
 * fourth where that is a holiday.
 */
export function exchangeDayFor(on: Day, calendar: Calendar): Day {
  const first = addMonths(firstOfMonth(on), -1)
  const third = addDays(first, ((3 - weekday(first) + 7) % 7) + 14)
  return isWorkingDay(third, calendar) ? third : addDays(third, 7)
}
