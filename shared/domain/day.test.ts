import { expect, test } from 'vitest'
import { addDays, addMonths, addYears, day, dayOf, dayOfInstant, daysBetween, parseDay, weekday } from './day.ts'

test('only days of the calendar are days', () => {
  expect(dayOf(2025, 2, 29)).toBeUndefined()
  expect(dayOf(2024, 2, 29)).toBe('2024-02-29')
  expect(dayOf(2025, 13, 1)).toBeUndefined()
  expect(dayOf(1899, 12, 31)).toBeUndefined()
  expect(parseDay('2025-2-3')).toBeUndefined()
  expect(() => day('2025-02-30')).toThrow(RangeError)
})

test('days are counted without the first one (C-1)', () => {
  expect(addDays(day('2025-01-31'), 30)).toBe('2025-03-02')
  expect(daysBetween(day('2025-01-31'), day('2025-03-02'))).toBe(30)
  expect(daysBetween(day('2024-02-28'), day('2024-03-01'))).toBe(2)
})

test('the business day is that of China, whatever the machine says', () => {
  expect(dayOfInstant('2025-03-04T15:59:59.999Z')).toBe('2025-03-04')
  expect(dayOfInstant('2025-03-04T16:00:00.000Z')).toBe('2025-03-05')
})

test('months keep the day number, clipped to the end of the month (C-2)', () => {
  expect(addMonths(day('2025-01-31'), 1)).toBe('2025-02-28')
  expect(addMonths(day('2024-01-31'), 1)).toBe('2024-02-29')
  expect(addMonths(day('2025-11-30'), 3)).toBe('2026-02-28')
  expect(addMonths(day('2025-03-31'), -1)).toBe('2025-02-28')
  expect(addYears(day('2024-02-29'), 1)).toBe('2025-02-28')
  expect(addYears(day('2025-03-20'), 3)).toBe('2028-03-20')
})

test('weekdays, before 1970 too', () => {
  expect(['1969-12-28', '1970-01-01', '2025-03-02', '2025-05-09'].map((text) => weekday(day(text)))).toEqual([0, 4, 0, 5])
})
