import { expect, test } from 'vitest'
import { day } from './day.ts'
import { crossesYearEnd, firstFilingDay, transferDeadline } from './transfer-deadline.ts'

const handbook = (validTo: string) => ({ kind: 'C', validTo: day(validTo), cycleEndsOn: undefined })
const account = (cycleEndsOn: string) => ({ kind: 'E', validTo: day('2022-01-01'), cycleEndsOn: day(cycleEndsOn) })

test('E-15 deliveries of May 2022 are declared by 15 June', () => {
  expect(transferDeadline('2022-05', 'nextMonth15', handbook('2022-12-31'))).toEqual({ on: '2022-06-15', limitedBy: 'rule' })
})

test('E-15 deliveries of May 2024 are declared by the end of June, or by the last day of the handbook', () => {
  expect(transferDeadline('2024-05', 'nextMonthEnd', handbook('2024-12-31'))).toEqual({ on: '2024-06-30', limitedBy: 'rule' })
  expect(transferDeadline('2024-05', 'nextMonthEnd', handbook('2024-06-20'))).toEqual({ on: '2024-06-20', limitedBy: 'validity' })
})

test('E-15 deliveries of December 2022 are declared within the year', () => {
  expect(transferDeadline('2022-12', 'nextMonth15', handbook('2023-06-30'))).toEqual({ on: '2022-12-31', limitedBy: 'yearEnd' })
})

test('since the reform December runs to the end of January, and both sides must stay on one side of the year end', () => {
  expect(transferDeadline('2024-12', 'nextMonthEnd', handbook('2025-06-30')).on).toBe('2025-01-31')
  expect(crossesYearEnd(day('2024-12-30'), day('2025-01-02'))).toBe(true)
  expect(crossesYearEnd(day('2024-12-30'), day('2024-12-31'))).toBe(false)
})

test('an account was bound to its cycle, not to a validity, and since the reform is bound to neither', () => {
  expect(transferDeadline('2022-05', 'nextMonth15', account('2022-06-10'))).toEqual({ on: '2022-06-10', limitedBy: 'cycleEnd' })
  expect(transferDeadline('2024-05', 'nextMonthEnd', account('2024-06-10'))).toEqual({ on: '2024-06-30', limitedBy: 'rule' })
})

test('the rule is the one of the first day on which the month can be declared', () => {
  expect(firstFilingDay('2023-10')).toBe('2023-11-01')
  expect(firstFilingDay('2022-12')).toBe('2023-01-01')
})
