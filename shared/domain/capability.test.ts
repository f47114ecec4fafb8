import { describe, expect, test } from 'vitest'
import { capabilityHoldsOn, capabilityValidTo, commercePrerequisiteOn, missingHeadings, readHeadings } from './capability.ts'
import { day } from './day.ts'

describe('E-19', () => {
  const filledOn = day('2025-03-10')
  test('E-19 a table filled on 2025-03-10 holds to 2026-03-10 and not a day more', () => {
    expect(capabilityValidTo(filledOn)).toBe('2026-03-10')
    const holds = ['2025-03-09', '2025-03-10', '2026-03-10', '2026-03-11'].map((on) => capabilityHoldsOn(day(on), filledOn))
    expect(holds).toEqual([false, true, true, false])
  })
  test('E-19 headings that the table does not list are named', () => {
    expect(missingHeadings(['8534.00.1000', '8542.31.9000', '8542399000', '8541100000'], ['8534', '8541'])).toEqual(['8542'])
    expect(missingHeadings(['8534001000'], ['8534'])).toEqual([])
  })
})

test('what commerce must have given depends on the business date (R-5)', () => {
  const kinds = ['2016-08-31', '2016-09-01', '2018-12-31', '2019-01-01'].map((on) => commercePrerequisiteOn(day(on)).kind)
  expect(kinds).toEqual(['approval', 'certificate', 'certificate', 'informationTable'])
})

test('headings are read from whatever is pasted, and what is none is named', () => {
  expect(readHeadings('8541、8534\n８５４２, 8542.31.9000；8534')).toEqual({ headings: ['8534', '8541', '8542'], wrong: [] })
  expect(readHeadings('853 印制电路 8534')).toEqual({ headings: ['8534'], wrong: ['853', '印制电路'] })
  expect(readHeadings(' \n')).toEqual({ headings: [], wrong: [] })
})
