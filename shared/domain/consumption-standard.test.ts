import { describe, expect, test } from 'vitest'
import { standardFor, withinStandard } from './consumption-standard.ts'
import type { ConsumptionStandard } from './consumption-standard.ts'
import { day } from './day.ts'
import { Exact, exactQuantity, printQuantity, quantity, rate } from './exact.ts'
import { bondedUse } from './unit-consumption.ts'

const of = (upper: string, lower?: string) => ({ upper: rate(upper), lower: lower === undefined ? undefined : rate(lower) })
const print = (value: Exact) => printQuantity(value.toQuantity())

describe('E-2', () => {
  const bonded = bondedUse(quantity('1'), {
    netConsumption: rate('2.4'),
    tangibleLossRate: rate('3'),
    intangibleLossRate: rate('1'),
    bondedRatio: rate('80'),
  }).use

  test('E-2 2.00 declared, 1.90 allowed: 1 900 of 1 000 pieces is written off, 100 is taxed', () => {
    const { writtenOff, excess, limit } = withinStandard(bonded, of('1.9'))
    const pieces = exactQuantity(quantity('1000'))
    expect([print(bonded), print(writtenOff.times(pieces)), print(excess.times(pieces)), limit]).toEqual([
      '2',
      '1900',
      '100',
      'upper',
    ])
  })
  test('the limit itself is allowed', () => {
    expect(withinStandard(bonded, of('2', '2')).limit).toBeUndefined()
  })
  test('below the lower limit the lower limit is written off, and nothing is in excess (R-32)', () => {
    const { writtenOff, excess, limit } = withinStandard(bonded, of('3', '2.1'))
    expect([print(writtenOff), print(excess), limit]).toEqual(['2.1', '0', 'lower'])
  })
})

test('the standard is picked by day, by the most exact codes, and may be missing (R-32)', () => {
  const row = (productHsCode: string, materialHsCode: string, from: string, to?: string, unit = '千克'): ConsumptionStandard => ({
    productHsCode,
    materialHsCode,
    unit,
    ...of('1'),
    from: day(from),
    to: to === undefined ? undefined : day(to),
  })
  const [broad, old, current] = [
    row('8534', '7410', '2010-01-01'),
    row('853400', '74102110', '2010-01-01', '2019-12-31'),
    row('853400', '74102110', '2020-01-01'),
  ]
  const inGrams = row('85340010', '7410211000', '2020-01-01', undefined, '036')
  const pick = (material: string, on: string, unit = '035') =>
    standardFor([broad, old, current, inGrams], { productHsCode: '8534001000', materialHsCode: material, unit, on: day(on) })
  expect(pick('7410211000', '2019-12-31')).toBe(old)
  expect(pick('7410211000', '2020-01-01')).toBe(current)
  expect(pick('7410110000', '2020-01-01')).toBe(broad)
  expect(pick('7410110000', '2009-12-31')).toBeUndefined()
  expect(pick('3920990000', '2020-01-01')).toBeUndefined()
  expect(pick('7410211000', '2020-01-01', '036')).toBe(inGrams)
  expect(pick('7410211000', '2020-01-01', '007')).toBeUndefined()
})
