import { expect, test } from 'vitest'
import { codesOfWords } from './words.ts'

test.each([
  ['status', '预核扣', '=reserved'],
  ['status', '核扣', '=booked|reserved|unbooked'],
  ['mode', '进料对口', '=0615'],
  ['mode', '0615 进料对口', '=0615'],
  ['currency', '=美元', '=502'],
  ['unit', '=千克', '=035'],
  // Nothing is called so: nothing may be found, rather than everything.
  ['currency', '金币', '金币'],
  ['mode', '06', '06'],
  ['itemName', '铜箔', '铜箔'],
])('in %s, %s means %s', (column, typed, expected) => {
  expect(codesOfWords(column, typed)).toBe(expected)
})

test('a word of many names finds all of them', () => {
  expect(codesOfWords('mode', '进料').split('|').length).toBeGreaterThan(3)
})
