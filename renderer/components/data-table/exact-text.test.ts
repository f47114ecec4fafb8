import { expect, test } from 'vitest'
import { ExactSum, readExact } from './exact-text.ts'

const sum = (texts: string[]): ExactSum => {
  const result = new ExactSum()
  for (const text of texts) result.add(text)
  return result
}

test('a sum is exact where binary fractions are not', () => {
  expect(String(sum(['0.1', '0.2', '-0.3']))).toBe('0')
  expect(String(sum(Array.from({ length: 10 }, () => '0.1')))).toBe('1')
  expect(String(sum(['90071992547409.92', '0.00101']))).toBe('90071992547409.92101')
})

test('rates of nine decimals and quantities beyond 64 bits add up together', () => {
  expect(String(sum(['1.050000001', '2']))).toBe('3.050000001')
  expect(String(sum(['92233720368547', '92233720368547', '0.000000001']))).toBe('184467440737094.000000001')
})

test('what is no number is not counted', () => {
  const mixed = sum(['1', '', '合计', '1,000', '2'])
  expect(mixed.numbers).toBe(2)
  expect(String(mixed)).toBe('3')
})

test('exact values compare as numbers do, not as texts', () => {
  const values = ['9', '10', '-1', '9.00001', '9.000000001'].map(readExact)
  expect(values.toSorted((a, b) => ((a ?? 0n) < (b ?? 0n) ? -1 : 1))).toEqual(
    ['-1', '9', '9.000000001', '9.00001', '10'].map(readExact),
  )
  expect(readExact('1e5')).toBeUndefined()
})
