import { expect, test } from 'vitest'
import { consumptionRules } from './rules-of-consumption.ts'
import { domesticSaleRules } from './rules-of-domestic-sales.ts'
import { handbookRules } from './rules-of-handbooks.ts'
import { transferRules } from './rules-of-transfers.ts'
import { rule } from './rules.ts'
import type { Rule } from './rules.ts'

const sections = [...handbookRules, ...consumptionRules, ...transferRules, ...domesticSaleRules]

test('every rule from set-up to domestic sale can be cited, once', () => {
  const numbers = sections.map(({ number }) => number)
  expect(numbers).toEqual(['C-1', ...Array.from({ length: 105 }, (_, index) => `R-${index + 1}`)])
})

test('a rule says what it is, where it stands, and since when where that is known', () => {
  for (const { number } of sections) {
    const { text, source, from }: Rule = rule(number)
    expect(
      [text, source].every((words) => words !== ''),
      number,
    ).toBe(true)
    expect(from, number).toMatch(/^(\d{4}-\d{2}-\d{2})?$/)
  }
})
