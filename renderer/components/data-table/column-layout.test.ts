import { expect, test } from 'vitest'
import { filled } from './column-layout.ts'

test('what a wide frame leaves goes to the columns of words, in proportion', () => {
  expect(filled([100, 200, 80], [true, true, false], 530)).toEqual([150, 300, 80])
})

test('no column grows to more than twice its width', () => {
  expect(filled([100, 80], [true, false], 2000)).toEqual([200, 80])
})

test('a table that does not fit, or has nothing to grow, stays as it is', () => {
  expect(filled([100, 200], [true, true], 250)).toEqual([100, 200])
  expect(filled([100, 200], [false, false], 500)).toEqual([100, 200])
})
