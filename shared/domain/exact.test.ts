import { expect, test } from 'vitest'
import {
  addCents,
  cents,
  Exact,
  exactCents,
  exactMoney,
  exactPercent,
  exactQuantity,
  exactRate,
  money,
  noCents,
  parseScaled,
  printCents,
  printMoney,
  printQuantity,
  printRate,
  quantity,
  rate,
  RoundedSum,
} from './exact.ts'
import type { Quantity } from './exact.ts'

test('a decimal is read to its scale and no further', () => {
  expect(parseScaled('Quantity', '12.34567')).toBe(1234567n)
  expect(parseScaled('Quantity', '-0.00001')).toBe(-1n)
  expect(parseScaled('Quantity', '12.3456700')).toBe(1234567n)
  expect(parseScaled('Quantity', '12.345678')).toBe('tooManyDecimals')
  expect(parseScaled('Rate', '0.000000001')).toBe(1n)
  for (const text of ['', '1e5', '1,000', ' 1', '.5', '1.2.3', '０', 'NaN', '--1', '0x1'])
    expect(parseScaled('Quantity', text), text).toBe('notANumber')
  expect(parseScaled('Quantity', '92233720368547.75807')).toBe(2n ** 63n - 1n)
  expect(parseScaled('Quantity', '92233720368547.75808')).toBe('tooLarge')
})

test('a number is printed without trailing zeros or exponent', () => {
  expect(['0', '-0.5', '10', '1234567.8', '0.00001'].map((text) => printQuantity(quantity(text)))).toEqual([
    '0',
    '-0.5',
    '10',
    '1234567.8',
    '0.00001',
  ])
  expect(printQuantity(quantity('-0'))).toBe('0')
})

test('rounding is half-up, away from zero on a tie', () => {
  const millionth = (n: bigint) => Exact.fraction(n, 1_000_000n).toQuantity()
  expect([4n, 5n, 15n, 14n, -5n, -4n, -15n].map(millionth)).toEqual([0n, 1n, 2n, 1n, -1n, 0n, -2n])
})

test('fractions stay exact through a division that no decimal holds', () => {
  const third = Exact.fraction(1n, 3n)
  expect(third.plus(third).plus(third).equals(Exact.fraction(1n, 1n))).toBe(true)
  expect(
    exactQuantity(quantity('24'))
      .dividedBy(exactQuantity(quantity('11079')))
      .times(exactQuantity(quantity('11079')))
      .toQuantity(),
  ).toBe(quantity('24'))
  expect(printRate(exactRate(rate('1.25')).dividedBy(Exact.fraction(93n, 100n)).toRate())).toBe('1.344086022')
  expect(exactPercent(rate('3')).equals(Exact.fraction(3n, 100n))).toBe(true)
  expect(() => Exact.fraction(1n, 0n)).toThrow(RangeError)
})

test('a tax is rounded half-up to a cent of its exact amount, and only there (C-3)', () => {
  const duty = exactMoney(money('17785.5')).times(exactPercent(rate('13')))
  expect(printCents(duty.toCents())).toBe('2312.12')
  expect(printMoney(duty.toMoney())).toBe('2312.115')
  expect(exactCents(duty.toCents()).equals(Exact.fraction(231_212n, 100n))).toBe(true)
  expect(printCents(Exact.fraction(-5n, 1000n).toCents())).toBe('-0.01')
  expect(printCents(addCents(noCents, cents('0.10')))).toBe('0.1')
  expect(parseScaled('Cents', '0.001')).toBe('tooManyDecimals')
})

test('a long sum rounds as the exact fraction does, and says when it cannot tell', () => {
  const unit = 1_000_000n
  const sum = new RoundedSum(unit)
  for (let i = 0; i < 7; i++) sum.add(unit * 10n, 7n)
  // Seven sevenths of ten, each rounded down: the loss is counted, and the whole is exact.
  expect(sum.roundedWith(0n as Quantity, 1n)).toBe(10n)
  const tie = new RoundedSum(unit)
  for (let i = 0; i < 3; i++) tie.add(unit, 6n)
  // Half of the last place exactly, but known only to three small units: not for this sum to decide.
  expect(tie.roundedWith(0n as Quantity, 1n)).toBeUndefined()
})
