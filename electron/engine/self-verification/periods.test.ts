import { expect, test } from 'vitest'
import { day } from '../../../shared/domain/day.ts'
import { monthOf, nextPeriod, uncovered } from './periods.ts'

const period = (from: string, to: string) => ({ from: day(from), to: day(to) })

test('a month has its own last day', () => {
  expect(['2025-02', '2024-02', '2025-12', '2025-04'].map((month) => monthOf(month).to)).toEqual([
    '2025-02-28',
    '2024-02-29',
    '2025-12-31',
    '2025-04-30',
  ])
})

test('the proposal goes from the first month that is not recorded to the end of its quarter', () => {
  const months = ['2025-05', '2025-06', '2025-07', '2025-11'].map(monthOf)
  expect(nextPeriod(months, [])).toEqual(period('2025-05-01', '2025-06-30'))
  expect(nextPeriod(months, [period('2025-05-01', '2025-06-30')])).toEqual(period('2025-07-01', '2025-09-30'))
  // A record that ends within a month: the rest of that month is still open.
  expect(nextPeriod(months, [period('2025-05-01', '2025-05-20')])).toEqual(period('2025-05-21', '2025-06-30'))
  // And one that lies ahead is not run into.
  expect(nextPeriod(months, [period('2025-06-01', '2025-12-31')])).toEqual(period('2025-05-01', '2025-05-31'))
  expect(nextPeriod(months, [period('2025-05-01', '2025-12-31')])).toBeNull()
})

test('the days that no record covers', () => {
  const records = [period('2025-07-01', '2025-09-30'), period('2025-03-10', '2025-06-30')]
  expect(uncovered(day('2025-01-01'), day('2025-12-31'), records)).toEqual([
    period('2025-01-01', '2025-03-09'),
    period('2025-10-01', '2025-12-31'),
  ])
  expect(uncovered(day('2025-04-01'), day('2025-08-01'), records)).toEqual([])
  expect(uncovered(day('2025-04-01'), day('2025-04-01'), [])).toEqual([period('2025-04-01', '2025-04-01')])
})
