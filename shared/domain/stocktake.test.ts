import { expect, test } from 'vitest'
import type { ConsumptionLine } from './balance.ts'
import { conversionText, materialsHeld } from './count-conversion.ts'
import type { CountedGoods } from './count-conversion.ts'
import { Exact, exactQuantity, printCents, printQuantity, quantity, rate } from './exact.ts'
import { valueOf } from './customs-value.ts'
import { decisionProblem, isUndecided, nothingCounted, stockDifference } from './stocktake.ts'
import type { Counted, CountKind } from './stocktake.ts'

const line = (more: Partial<ConsumptionLine> = {}): ConsumptionLine => ({
  materialSeq: 1,
  productSeq: 1,
  version: '0',
  netConsumption: rate('0.65'),
  tangibleLossRate: rate('0'),
  intangibleLossRate: rate('0'),
  bondedRatio: rate('100'),
  ...more,
})
const linesOf = (lines: readonly ConsumptionLine[]) => (productSeq: number, version: string) =>
  lines.filter((each) => each.productSeq === productSeq && each.version === version)
const product = (counted: string, completion = '100'): CountedGoods => ({
  goods: 'product',
  seq: 1,
  version: '0',
  completion: rate(completion),
  quantity: exactQuantity(quantity(counted)),
})
const counted = (figures: Partial<Record<CountKind, Exact>>): Counted => ({ ...nothingCounted, ...figures })
const tolerance = rate('0.5')

test('E-28 452.300 of raw material, 48.75 on the floor and 8.45 in products against a book of 520: 10.5 short, −2.0192 %', () => {
  const sum = (of: CountedGoods) =>
    materialsHeld(of, linesOf([line()])).reduce((total, held) => total.plus(held.quantity), Exact.zero)
  const wip = sum(product('100', '75'))
  const found = stockDifference(
    quantity('520'),
    quantity('520'),
    counted({ raw: exactQuantity(quantity('452.3')), wip, product: sum(product('13')) }),
    tolerance,
  )
  expect(printQuantity(found.wip)).toBe('48.75')
  expect(printQuantity(found.product)).toBe('8.45')
  expect(printQuantity(found.physical)).toBe('509.5')
  expect(printQuantity(found.difference)).toBe('-10.5')
  expect(found.rate?.toText(4)).toBe('-2.0192')
  expect(found.withinTolerance).toBe(false)
  const { value } = valueOf(
    { method: 'weightedAverage', quantity: exactQuantity(quantity('10.5')), unitPrice: exactQuantity(quantity('32.2')) },
    2,
  )
  expect(printCents(value)).toBe('338.1')
})

test('E-34 30 defects and 12 pieces made to 60 % hold 93 kg', () => {
  const lines = [line({ netConsumption: rate('2.4'), tangibleLossRate: rate('3'), intangibleLossRate: rate('1') })]
  const held = [product('30'), product('12', '60')].flatMap((of) => materialsHeld(of, linesOf(lines)))
  expect(held.map((each) => each.quantity.toText(5))).toEqual(['75', '18'])
  expect(held[0]?.perUnit.toText(5)).toBe('2.5')
})

test('R-31 only what is bonded of a material is in the handbook', () => {
  const [held] = materialsHeld(product('10'), linesOf([line({ netConsumption: rate('1'), bondedRatio: rate('80') })]))
  expect(held?.quantity.toText(5)).toBe('8')
})

test('C-5 three thirds that are counted apart are a whole: nothing is rounded before the end', () => {
  const lines = [line({ netConsumption: rate('1'), tangibleLossRate: rate('70') })]
  const parts = ['0.1', '0.1', '0.1'].flatMap((of) => materialsHeld(product(of), linesOf(lines)))
  const raw = parts.reduce((sum, { quantity: of }) => sum.plus(of), Exact.zero)
  expect(printQuantity(stockDifference(quantity('1'), quantity('1'), counted({ raw }), tolerance).difference)).toBe('0')
})

test('R-117 what was received and not declared is added, what was delivered and not declared is taken off, and both stand by themselves', () => {
  const of = (text: string) => exactQuantity(quantity(text))
  const found = stockDifference(
    quantity('100'),
    quantity('200'),
    counted({ raw: of('60'), defect: of('5'), outsourced: of('25'), received: of('30'), delivered: of('12') }),
    tolerance,
  )
  expect(printQuantity(found.physical)).toBe('108')
  expect(printQuantity(found.difference)).toBe('8')
  expect(printQuantity(found.undeclared)).toBe('18')
})

test.each([
  ['1000', '1005', true],
  ['1000', '995', true],
  ['1000', '1005.00001', false],
  ['1000', '994.99999', false],
])('R-120 of %s that came in %s are counted: within 0.5 %% is %s', (came, raw, within) => {
  const found = stockDifference(quantity(came), quantity(came), counted({ raw: exactQuantity(quantity(raw)) }), tolerance)
  expect(found.withinTolerance).toBe(within)
})

test('R-120 where nothing came in there is no rate, and any stock at all is out of tolerance', () => {
  const none = quantity('0')
  expect(stockDifference(none, none, nothingCounted, tolerance)).toMatchObject({ rate: undefined, withinTolerance: true })
  const some = stockDifference(none, none, counted({ raw: exactQuantity(quantity('0.00001')) }), tolerance)
  expect(some).toMatchObject({ rate: undefined, withinTolerance: false })
})

test('R-118 R-119 a difference is decided by a reason and a disposal that fits it', () => {
  const short = { difference: quantity('-10.5'), withinTolerance: false }
  const over = { difference: quantity('10.5'), withinTolerance: false }
  const judged = { reason: 'theft', disposal: 'tax', note: '' } as const
  expect(isUndecided(short, undefined)).toBe(true)
  expect(isUndecided({ ...short, withinTolerance: true }, undefined)).toBe(false)
  expect(isUndecided(short, judged)).toBe(false)
  expect(isUndecided(short, { ...judged, reason: null })).toBe(true)
  expect(isUndecided(short, { ...judged, disposal: 'recount' })).toBe(true)
  expect(decisionProblem(over, judged)).toBe('“补税”不适用于溢余')
  expect(decisionProblem(short, { ...judged, disposal: 'carry' })).toBe('“结转”不适用于短少')
  expect(decisionProblem(short, { ...judged, disposal: 'accept' })).toContain('写明理由')
  expect(decisionProblem(short, { ...judged, disposal: 'accept', note: '承运人已赔付' })).toBeUndefined()
})

test('an explanation says what was multiplied', () => {
  const of = product('100', '75')
  const [held] = materialsHeld(of, linesOf([line()]))
  expect(held && conversionText(of, held)).toBe('100 × 单耗 0.65 × 完工 75%')
})
