import { expect, test } from 'vitest'
import { calendarOf } from './calendar.ts'
import { day } from './day.ts'
import { exchangeDayFor, isCalendarMonth } from './exchange-day.ts'

const none = calendarOf([])

test('E-20 a declaration completed in June 2025 takes the middle rate of 2025-05-21', () => {
  expect(['2025-06-01', '2025-06-30'].map((on) => exchangeDayFor(day(on), none))).toEqual(['2025-05-21', '2025-05-21'])
})

test('R-70 the third Wednesday whatever day the month begins with, also across the year', () => {
  expect(exchangeDayFor(day('2025-11-05'), none)).toBe('2025-10-15') // October began with a Wednesday
  expect(exchangeDayFor(day('2025-06-05'), none)).toBe('2025-05-21') // May with a Thursday
  expect(exchangeDayFor(day('2026-01-31'), none)).toBe('2025-12-17')
})

test('R-70 the fourth Wednesday where the third is a holiday', () => {
  expect(exchangeDayFor(day('2026-03-10'), calendarOf([{ on: day('2026-02-18'), kind: 'rest' }]))).toBe('2026-02-25')
})

test('a calendar month from its first to its last day', () => {
  expect(isCalendarMonth(day('2024-02-01'), day('2024-02-29'))).toBe(true)
  expect([
    isCalendarMonth(day('2024-02-01'), day('2024-02-28')),
    isCalendarMonth(day('2024-02-02'), day('2024-02-29')),
    isCalendarMonth(day('2024-02-01'), null),
  ]).toEqual([false, false, false])
})
