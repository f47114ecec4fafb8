import { expect, test } from 'vitest'
import { totalsByCurrency } from './totals-by-currency.ts'

test('totals of different currencies are not added together; what is no figure is left out', () => {
  expect(
    totalsByCurrency([
      { currency: '502', total: '0.1' },
      { currency: '142', total: '3' },
      { currency: '502', total: '0.2' },
      { currency: '502', total: '一百' },
      { currency: '110', total: '' },
    ]),
  ).toEqual([
    { currency: '502', total: '0.3' },
    { currency: '142', total: '3' },
  ])
})
