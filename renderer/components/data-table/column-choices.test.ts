import { expect, test } from 'vitest'
import { noChoices, orderColumns, readChoices } from './column-choices.ts'

test('choices come back as they were stored', () => {
  const choices = { order: ['b', 'a'], hidden: ['c'], widths: { a: 120 }, filterRow: false }
  expect(readChoices(JSON.stringify(choices))).toEqual(choices)
  expect(readChoices(null)).toEqual(noChoices)
})

test('what is not understood is left out', () => {
  expect(readChoices('not json')).toEqual(noChoices)
  expect(readChoices('[1]')).toEqual(noChoices)
  expect(readChoices('"text"')).toEqual(noChoices)
  expect(readChoices('{"order":[1,"a"],"widths":{"a":"wide","b":-5,"c":80},"hidden":7}')).toEqual({
    ...noChoices,
    order: ['a'],
    widths: { c: 80 },
  })
})

test('a new column stands behind its neighbour, a dropped one is passed over', () => {
  expect(orderColumns(['a', 'b', 'new', 'c'], ['c', 'gone', 'b', 'a'])).toEqual(['c', 'b', 'new', 'a'])
  expect(orderColumns(['new', 'a'], ['a'])).toEqual(['new', 'a'])
  expect(orderColumns(['a', 'b'], [])).toEqual(['a', 'b'])
})
