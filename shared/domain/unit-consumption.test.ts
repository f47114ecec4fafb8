import { describe, expect, test } from 'vitest'
import { Exact, exactQuantity, printQuantity, printRate, quantity, rate } from './exact.ts'
import { bondedUse, consumptionProblem, unitConsumption } from './unit-consumption.ts'

const rates = (net: string, tangible: string, intangible: string, bonded = '100') => ({
  netConsumption: rate(net),
  tangibleLossRate: rate(tangible),
  intangibleLossRate: rate(intangible),
  bondedRatio: rate(bonded),
})
const use = (units: string, of: ReturnType<typeof rates>) => printQuantity(bondedUse(quantity(units), of).use.toQuantity())

describe('E-1', () => {
  test('E-1 2.4 kg net with 3 % and 1 % loss is 2.5 kg, of which 0.075 and 0.025 are lost', () => {
    const of = rates('2.4', '3', '1')
    expect(printRate(unitConsumption(of).toRate())).toBe('2.5')
    const { tangible, intangible } = bondedUse(quantity('1'), of)
    expect([tangible, intangible].map((share) => printQuantity(share.toQuantity()))).toEqual(['0.075', '0.025'])
  })

  test('E-1 100 000 pieces at 1.25 with 7 % loss use 134 408.60215: nothing is rounded before it is multiplied', () => {
    const of = rates('1.25', '7', '0')
    expect(printRate(unitConsumption(of).toRate())).toBe('1.344086022')
    expect(use('100000', of)).toBe('134408.60215')
  })
})

test('E-2 80 % of a unit consumption of 2.5 is bonded: 2.00 a piece', () => {
  expect(use('1', rates('2.4', '3', '1', '80'))).toBe('2')
})

test('E-3 0.95 net with 5 % loss, 70 % bonded: 0.70', () => {
  expect(printRate(unitConsumption(rates('0.95', '5', '0')).toRate())).toBe('1')
  expect(use('1', rates('0.95', '5', '0', '70'))).toBe('0.7')
})

test('E-4 versions are never averaged: 1 000 at 2.50 and 500 at 2.45 use 3 725', () => {
  const [one, two] = [bondedUse(quantity('1000'), rates('2.5', '0', '0')), bondedUse(quantity('500'), rates('2.45', '0', '0'))]
  expect(printQuantity(one.use.plus(two.use).toQuantity())).toBe('3725')
})

test('E-25 25 raw wafers at 4 % loss give 24; 24 wafers become 11 079 chips and are used up to the last', () => {
  expect(use('24', rates('1', '4', '0'))).toBe('25')
  // 520 dies a wafer, 11 079 good of 12 480: the loss itself is a fraction, so the chain is computed in fractions.
  const chipsPerWafer = Exact.fraction(1n, 520n)
  const unit = chipsPerWafer.dividedBy(Exact.fraction(11_079n, 12_480n))
  expect(printQuantity(exactQuantity(quantity('11079')).times(unit).toQuantity())).toBe('24')
  expect(
    printRate(
      Exact.fraction(12_480n - 11_079n, 12_480n)
        .times(Exact.fraction(100n, 1n))
        .toRate(),
    ),
  ).toBe('11.225961538')
})

test('a consumption line that no law allows is named (R-27, R-31)', () => {
  expect(consumptionProblem(rates('1', '60', '39.999999999'))).toBeUndefined()
  expect(consumptionProblem(rates('1', '60', '40'))).toBe('lossTooHigh')
  expect(consumptionProblem(rates('1', '0', '0', '100.000000001'))).toBe('ratioTooHigh')
  expect(consumptionProblem(rates('-1', '0', '0'))).toBe('negative')
  expect(consumptionProblem(rates('1', '-1', '2'))).toBe('negative')
})
