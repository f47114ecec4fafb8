import { expect, test } from 'vitest'
import { calendarOf } from './calendar.ts'
import { collectiveDeadline } from './collective-sale.ts'
import { day } from './day.ts'
import { shippedParameters } from './rule-parameters.ts'
import { rowOn } from './dated-row.ts'

const weekends = calendarOf([])

/** By the parameter that comes with the program, of the day of the sale. */
function deadline(soldOn: string, validTo?: string) {
  const on = day(soldOn)
  const rows = shippedParameters.filter(({ parameter }) => parameter === 'collectiveSaleDeadline')
  const rule = rowOn(rows, on)?.value ?? ''
  return collectiveDeadline({ soldOn: on, rule, validTo: validTo === undefined ? undefined : day(validTo), calendar: weekends })
}

test('E-23 15 days after the quarter, never across the year, never after the end of validity', () => {
  expect(deadline('2025-02-10').deadline).toBe('2025-04-15')
  expect(deadline('2025-05-31').deadline).toBe('2025-07-15')
  expect(deadline('2025-11-20')).toMatchObject({ deadline: '2025-12-31', period: '2025年4季度' })
  expect(deadline('2025-02-10', '2025-03-20').deadline).toBe('2025-03-20')
  expect(deadline('2025-02-10', '2025-04-15').basis).toContain('季度结束后15日')
})

test('R-94 the rule of the day of the sale holds', () => {
  expect(deadline('2019-12-31')).toMatchObject({ deadline: '2020-01-31', period: '2019年12月' })
  expect(deadline('2020-01-01').deadline).toBe('2020-02-15')
  expect(deadline('2020-06-30').deadline).toBe('2020-07-15')
  expect(deadline('2020-07-01')).toMatchObject({ deadline: '2020-10-15', period: '2020年3季度' })
})

test('C-1, R-94 a day of rest moves the deadline, but not across the year or the end of validity', () => {
  const both = (soldOn: string, validTo?: string) => {
    const { deadline: raw, rolled } = deadline(soldOn, validTo)
    return [raw, rolled]
  }
  expect(both('2023-02-10')).toEqual(['2023-04-15', '2023-04-17'])
  expect(both('2023-02-10', '2023-04-16')).toEqual(['2023-04-15', '2023-04-16'])
  expect(both('2023-02-10', '2023-04-09')).toEqual(['2023-04-09', '2023-04-09'])
  expect(both('2023-11-20')).toEqual(['2023-12-31', '2023-12-31'])
  expect(both('2020-01-20')).toEqual(['2020-02-15', '2020-02-17'])
})
