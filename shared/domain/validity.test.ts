import { describe, expect, test } from 'vitest'
import { day } from './day.ts'
import { extensionProblem, latestFirstValidTo, latestValidTo, mayBeChangedOn } from './validity.ts'

const establishedOn = day('2024-04-10')
const extension = (validTo: string, extendedTo: string, filedOn: string) =>
  extensionProblem({ establishedOn, validTo: day(validTo), extendedTo: day(extendedTo), filedOn: day(filedOn) })

describe('E-14', () => {
  test('E-14 a handbook set up on 2024-04-10 is valid to 2025-04-10 at most', () => {
    expect(latestFirstValidTo(establishedOn)).toBe('2025-04-10')
  })
  test('E-14 extension filed on the last day', () => {
    expect(extension('2025-04-09', '2025-10-09', '2025-04-09')).toBeUndefined()
  })
  test('E-14 extension filed a day later is blocked', () => {
    expect(extension('2025-04-09', '2025-10-09', '2025-04-10')).toBe('expired')
  })
  test('E-14 the second extension may reach two years from set-up, and no day more', () => {
    expect(extension('2025-10-09', '2026-04-09', '2025-10-01')).toBeUndefined()
    expect(extension('2025-10-09', '2026-04-10', '2025-10-01')).toBeUndefined()
    expect(extension('2025-10-09', '2026-04-11', '2025-10-01')).toBe('beyondMaximum')
    expect(latestValidTo(establishedOn, { firstYears: 2, maximumYears: 5 })).toBe('2029-04-10')
  })
})

test('a change is filed within validity (R-14), and an extension extends (R-16)', () => {
  expect([mayBeChangedOn(day('2025-04-09'), day('2025-04-09')), mayBeChangedOn(day('2025-04-10'), day('2025-04-09'))]).toEqual([
    true,
    false,
  ])
  expect(extension('2025-04-09', '2025-04-09', '2025-04-01')).toBe('notLater')
})
