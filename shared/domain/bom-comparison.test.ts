import { expect, test } from 'vitest'
import { compareUse, proposedRates } from './bom-comparison.ts'
import type { MaterialUse } from './bom.ts'
import { Exact, exactRate, printRate, rate } from './exact.ts'
import { unitConsumption } from './unit-consumption.ts'
import type { ConsumptionRates } from './unit-consumption.ts'

const declared = (net: string, tangible = '0', intangible = '0', bonded = '100'): ConsumptionRates => ({
  netConsumption: rate(net),
  tangibleLossRate: rate(tangible),
  intangibleLossRate: rate(intangible),
  bondedRatio: rate(bonded),
})
const erp = (net: string, use = net, bondedUse = use): MaterialUse => ({
  net: exactRate(rate(net)),
  use: exactRate(rate(use)),
  bondedUse: exactRate(rate(bondedUse)),
})

test('R-40 1.087 declared against 1.025 true differs by −5.70 %', () => {
  expect(compareUse(declared('1.087'), erp('1.025'))).toEqual({ difference: 'differs', deviation: '-5.7' })
})

test('what agrees to the two decimals that are shown is the same', () => {
  expect(compareUse(declared('2.4', '3', '1'), erp('2.4', '2.5'))).toEqual({ difference: 'same', deviation: '0' })
  expect(compareUse(declared('1'), erp('1.000049'))).toEqual({ difference: 'same', deviation: '0' })
  expect(compareUse(declared('1'), erp('1.00005'))).toEqual({ difference: 'differs', deviation: '0.01' })
})

test('R-31 another bonded ratio is a difference though the consumption is the same', () => {
  expect(compareUse(declared('1', '0', '0', '80'), erp('1', '1', '0.8'))).toMatchObject({ difference: 'same' })
  expect(compareUse(declared('1', '0', '0', '80'), erp('1'))).toEqual({ difference: 'differs', deviation: '0' })
})

test('what only one side knows, and a declared nothing, have no deviation', () => {
  expect(compareUse(undefined, erp('1'))).toEqual({ difference: 'onlyErp', deviation: null })
  expect(compareUse(declared('1'), undefined)).toEqual({ difference: 'onlyDeclared', deviation: null })
  expect(compareUse(declared('0'), erp('1'))).toEqual({ difference: 'differs', deviation: null })
})

test('a proposal divides the loss as the declared line does, and is that consumption again', () => {
  const use: MaterialUse = { net: Exact.fraction(1n, 3n), use: Exact.fraction(10n, 27n), bondedUse: Exact.fraction(10n, 81n) }
  const rates = proposedRates(use, declared('0.3', '6', '3'))
  expect(Object.values(rates).map(printRate)).toEqual(['0.333333333', '6.666666667', '3.333333333', '33.333333333'])
  expect(unitConsumption(rates).toText(8)).toBe(use.use.toText(8))
  expect(proposedRates(use, undefined)).toMatchObject({ tangibleLossRate: rate('10'), intangibleLossRate: 0n })
})
