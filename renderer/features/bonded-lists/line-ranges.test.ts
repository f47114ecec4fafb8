import { expect, test } from 'vitest'
import { lineRanges } from './line-ranges.ts'

test('lines that follow one another are written as a range, in order', () => {
  expect(lineRanges([7, 1, 3, 2])).toBe('1-3、7')
  expect(lineRanges([1, 2])).toBe('1-2')
  expect(lineRanges([])).toBe('')
})
