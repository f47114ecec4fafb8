import { expect, test } from 'vitest'
import { printQuantity, printRate, quantity, rate } from './exact.ts'
import { mixedOriginRates } from './mixed-origin.ts'
import { bondedUse, unitConsumption } from './unit-consumption.ts'

test('E-3 0.70 bonded and 0.30 domestic issued, 0.95 contained: 5 % loss, 70 % bonded, 0.70 a piece', () => {
  const { netConsumption, lossRate, bondedRatio } = mixedOriginRates({
    bonded: quantity('0.7'),
    nonBonded: quantity('0.3'),
    contained: quantity('0.95'),
  })
  expect([netConsumption, lossRate, bondedRatio].map((each) => printRate(each))).toEqual(['0.95', '5', '70'])
  const rates = { netConsumption, tangibleLossRate: lossRate, intangibleLossRate: rate('0'), bondedRatio }
  expect(printRate(unitConsumption(rates).toRate())).toBe('1')
  expect(printQuantity(bondedUse(quantity('1'), rates).use.toQuantity())).toBe('0.7')
})

test('nothing issued has no rates', () => {
  const nothing = quantity('0')
  expect(() => mixedOriginRates({ bonded: nothing, nonBonded: nothing, contained: nothing })).toThrow(RangeError)
})
