import { describe, expect, test } from 'vitest'
import { calendarOf, rollForward } from './calendar.ts'
import { day } from './day.ts'
import { challengeAnswerBy, closingDeadline, keepUntil, reportDeadline, reportTrigger } from './deadlines.ts'

const weekendsOnly = calendarOf([])
const reportBy = (of: Parameters<typeof reportTrigger>[0]) => reportDeadline(reportTrigger(of))
const validTo = day('2025-01-31')

describe('E-11 the report is due 30 days after', () => {
  test('E-11 the last export, where it is marked as the last', () => {
    expect(reportBy({ lastExportOn: day('2024-11-30'), validTo })).toBe('2024-12-30')
  })
  test('E-11 the end of validity: a Sunday, which moves to Monday', () => {
    const raw = reportBy({ validTo })
    expect([raw, rollForward(raw, weekendsOnly)]).toEqual(['2025-03-02', '2025-03-03'])
  })
  test('E-11 the termination of the contract, before all others', () => {
    const trigger = { terminatedOn: day('2025-04-15'), lastExportOn: day('2024-11-30'), validTo }
    expect(reportBy(trigger)).toBe('2025-05-15')
  })
})

test('E-12 customs closes within 30 days of accepting, within 60 with approval', () => {
  expect([false, true].map((extended) => closingDeadline(day('2024-12-16'), extended))).toEqual(['2025-01-15', '2025-02-14'])
})

test('E-24 a handbook closed on 2025-03-20 is kept to 2028-03-20', () => {
  expect(keepUntil(day('2025-03-20'))).toBe('2028-03-20')
})

test('a challenge is answered in 10 working days; a holiday among them is not counted (R-37)', () => {
  const nationalDay = calendarOf(
    ['01', '02', '03', '06', '07', '08'].map((date) => ({ on: day(`2025-10-${date}`), kind: 'rest' as const })),
  )
  expect(challengeAnswerBy(day('2025-09-24'), weekendsOnly)).toBe('2025-10-08')
  expect(challengeAnswerBy(day('2025-09-24'), nationalDay)).toBe('2025-10-16')
})
