import { expect, test } from 'vitest'
import { consumptionRules } from './rules-of-consumption.ts'
import { handbookRules } from './rules-of-handbooks.ts'
import { rule } from './rules.ts'
import type { Rule } from './rules.ts'

test('every rule from set-up to closing, and of unit consumption, can be cited, once', () => {
  const numbers = [...handbookRules, ...consumptionRules].map(({ number }) => number)
  expect(numbers).toEqual(['C-1', ...Array.from({ length: 46 }, (_, index) => `R-${index + 1}`)])
})

test('a rule says what it is, where it stands, and since when where that is known', () => {
  for (const { number } of [...handbookRules, ...consumptionRules]) {
    const { text, source, from }: Rule = rule(number)
    expect(
      [text, source].every((words) => words !== ''),
      number,
    ).toBe(true)
    expect(from, number).toMatch(/^(\d{4}-\d{2}-\d{2})?$/)
  }
})
