import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { addWorkingDays, calendarOf, isWorkingDay, rollForward } from '../../shared/domain/calendar.ts'
import { addDays, addMonths, day, daysBetween } from '../../shared/domain/day.ts'
import type { Day } from '../../shared/domain/day.ts'

const start = day('2025-01-01')
const days = fc.integer({ min: 0, max: 400 }).map((offset) => addDays(start, offset))
/** Any notice of holidays: days off and weekends worked, however odd. */
const calendars = fc
  .uniqueArray(fc.record({ on: days, kind: fc.constantFrom('rest' as const, 'work' as const) }), {
    selector: ({ on }) => on,
    maxLength: 80,
  })
  .map(calendarOf)
const between = (after: Day, to: Day) => Array.from({ length: daysBetween(after, to) }, (_, index) => addDays(after, index + 1))

test.prop([days, calendars])('a rolled day is the first working day from the raw one on (C-1)', (raw, calendar) => {
  const rolled = rollForward(raw, calendar)
  expect(isWorkingDay(rolled, calendar)).toBe(true)
  expect(between(addDays(raw, -1), addDays(rolled, -1)).some((on) => isWorkingDay(on, calendar))).toBe(false)
})

test.prop([days, fc.integer({ min: 1, max: 30 }), calendars])(
  'the n-th working day has n working days up to it, and is one (C-1)',
  (from, count, calendar) => {
    const reached = addWorkingDays(from, count, calendar)
    expect(isWorkingDay(reached, calendar)).toBe(true)
    expect(between(from, reached).filter((on) => isWorkingDay(on, calendar))).toHaveLength(count)
  },
)

test.prop([days, fc.integer({ min: -60, max: 60 })])('a month keeps the day number or ends the month (C-2)', (from, months) => {
  const moved = addMonths(from, months)
  const keeps = moved.slice(8) === from.slice(8)
  expect(keeps || addDays(moved, 1).endsWith('-01')).toBe(true)
  expect(moved.slice(8) <= from.slice(8)).toBe(true)
})
