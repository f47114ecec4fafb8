import { addDays, weekday, yearOf } from './day.ts'
import type { Day } from './day.ts'

/** What a notice of holidays says of one day. rest: off; work: a Saturday or Sunday on (调休). */
export interface CalendarDay {
  on: Day
  kind: 'rest' | 'work'
}

/** The days that are not what their weekday says, and the years for which somebody has entered them (C-1). */
export interface Calendar {
  days: ReadonlyMap<Day, 'rest' | 'work'>
  years: ReadonlySet<number>
}

/** A year is entered by any row of it. */
export const calendarOf = (rows: readonly CalendarDay[]): Calendar => ({
  days: new Map(rows.map(({ on, kind }) => [on, kind])),
  years: new Set(rows.map(({ on }) => yearOf(on))),
})

/** Whether the holidays of that day's year are entered. Where they are not, only weekends are taken as rest, and whoever shows it says so. */
export const knownFor = (on: Day, calendar: Calendar): boolean => calendar.years.has(yearOf(on))

export function isWorkingDay(on: Day, calendar: Calendar): boolean {
  const entered = calendar.days.get(on)
  return entered ? entered === 'work' : weekday(on) % 6 !== 0
}

/** C-1: the day itself, or the next working day where it is a day of rest. */
export function rollForward(on: Day, calendar: Calendar): Day {
  let rolled = on
  while (!isWorkingDay(rolled, calendar)) rolled = addDays(rolled, 1)
  return rolled
}

/** The `count`-th working day after `from`, which is not counted (C-1). */
export function addWorkingDays(from: Day, count: number, calendar: Calendar): Day {
  let reached = from
  for (let left = count; left > 0; left -= 1) reached = rollForward(addDays(reached, 1), calendar)
  return reached
}
