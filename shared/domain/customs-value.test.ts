import { expect, test } from 'vitest'
import { valueOf, weightedAverage } from './customs-value.ts'
import { Exact, exactMoney, money, printCents, quantity, rate } from './exact.ts'

const yuan = (text: string) => exactMoney(money(text))

test('R-77 the average is not rounded before it is multiplied', () => {
  const average = weightedAverage([
    { quantity: quantity('1'), total: yuan('1') },
    { quantity: quantity('2'), total: yuan('1') },
  ])
  if ('missing' in average) throw new Error()
  const valued = valueOf({ method: 'weightedAverage', quantity: Exact.fraction(3_000_000n, 1n), unitPrice: average }, 2)
  expect([printCents(valued.value), valued.unitPrice]).toEqual(['2000000', money('0.66667')])
})

test('R-77 without an import there is no price, which is said', () => {
  expect(weightedAverage([])).toMatchObject({ missing: 'price' })
  expect(weightedAverage([{ quantity: quantity('0'), total: Exact.zero }])).toMatchObject({ missing: 'price' })
})

test('C-3 the decimals of the value are a parameter, half-up', () => {
  const value = (decimals: number) =>
    printCents(valueOf({ method: 'auctionPrice', price: money('1234.455'), bondedShare: rate('100') }, decimals).value)
  expect([0, 1, 2].map(value)).toEqual(['1234', '1234.5', '1234.46'])
  expect(printCents(valueOf({ method: 'salePrice', price: money('0.5'), bondedShare: rate('100') }, 0).value)).toBe('1')
})

test('R-81 a transfer price is taken as it is', () => {
  expect(valueOf({ method: 'transferPrice', quantity: Exact.fraction(3n, 1n), unitPrice: yuan('2.5') }, 2)).toMatchObject({
    value: 750n,
    rule: 'R-81',
    formula: '数量 3 × 结转价格 2.5 = 7.5',
  })
})
