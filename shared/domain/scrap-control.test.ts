import { expect, test } from 'vitest'
import { printQuantity, quantity, rate } from './exact.ts'
import { scrapLeft, scrapProblems } from './scrap-control.ts'

const figures = (due: string, weighed: string | undefined, disposed: string, pending = '0') => ({
  due: quantity(due),
  weighed: weighed === undefined ? undefined : quantity(weighed),
  disposed: quantity(disposed),
  pending: quantity(pending),
})
const five = rate('5')

test('E-27 of 307.5 due, 240 sold, 50 re-exported and 10 destroyed leave 7.5', () => {
  expect(printQuantity(scrapLeft(figures('307.5', '300', '300')))).toBe('7.5')
  expect(scrapProblems(figures('307.5', '300', '300'), five)).toEqual([])
})

test('R-116 what is disposed of must have been weighed, and what is weighed must have become scrap', () => {
  expect(scrapProblems(figures('100', undefined, '10'), five).map(({ severity }) => severity)).toEqual(['warns'])
  expect(scrapProblems(figures('100', '50', '40', '20'), five).map(({ severity }) => severity)).toEqual(['blocks'])
  expect(scrapProblems(figures('100', '105', '0'), five)).toEqual([])
  expect(scrapProblems(figures('100', '105.00001', '0'), five).map(({ severity }) => severity)).toEqual(['warns'])
  expect(scrapProblems(figures('100', undefined, '0'), five)).toEqual([])
})
