import { expect, test } from 'vitest'
import { addWorkingDays, calendarOf, isWorkingDay, knownFor, rollForward } from './calendar.ts'
import type { CalendarDay } from './calendar.ts'
import { day } from './day.ts'

const rows = (kind: CalendarDay['kind'], ...days: string[]) => days.map((on): CalendarDay => ({ on: day(on), kind }))
const labourDay = calendarOf([
  ...rows('rest', '2025-05-01', '2025-05-02', '2025-05-03', '2025-05-04', '2025-05-05'),
  ...rows('work', '2025-04-27'),
])

test('a weekend is rest unless it is worked in lieu, a weekday is work unless it is a holiday (C-1)', () => {
  const working = (on: string) => isWorkingDay(day(on), labourDay)
  expect(['2025-04-26', '2025-04-27', '2025-04-30', '2025-05-01', '2025-05-05', '2025-05-06'].map(working)).toEqual([
    false,
    true,
    true,
    false,
    false,
    true,
  ])
})

test('a last day of rest moves to the next working day, a working day stays (C-1)', () => {
  expect(rollForward(day('2025-05-01'), labourDay)).toBe('2025-05-06')
  expect(rollForward(day('2025-04-27'), labourDay)).toBe('2025-04-27')
})

test('E-17 three working days from Friday 2025-05-09 end on 2025-05-14', () => {
  expect(addWorkingDays(day('2025-05-09'), 3, labourDay)).toBe('2025-05-14')
})

test('the first day is not counted, and a worked Sunday is (C-1)', () => {
  expect(addWorkingDays(day('2025-04-25'), 1, labourDay)).toBe('2025-04-27')
  expect(addWorkingDays(day('2025-04-30'), 1, labourDay)).toBe('2025-05-06')
})

test('a year that nobody has entered knows only its weekends, and says so', () => {
  expect([knownFor(day('2025-10-01'), labourDay), knownFor(day('2027-10-01'), labourDay)]).toEqual([true, false])
  expect(isWorkingDay(day('2027-10-01'), labourDay)).toBe(true)
  expect(rollForward(day('2027-10-02'), labourDay)).toBe('2027-10-04')
})
