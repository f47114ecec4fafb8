import { expect, test } from 'vitest'
import { Exact, exactQuantity, printQuantity, quantity, rate } from './exact.ts'
import type { Quantity } from './exact.ts'
import { atStake, compareUse, defaultTolerance, deviationOf, isWithin, periodConsumption } from './self-verification.ts'
import type { MaterialUse } from './self-verification.ts'

const line = (materialSeq: number, net: string, more: { productSeq?: number; loss?: string; bonded?: string } = {}) => ({
  productSeq: more.productSeq ?? 1,
  version: '0',
  materialSeq,
  netConsumption: rate(net),
  tangibleLossRate: rate(more.loss ?? '0'),
  intangibleLossRate: rate('0'),
  bondedRatio: rate(more.bonded ?? '100'),
})
const use = (
  materialSeq: number,
  issued: string,
  more: Partial<Record<'returned' | 'wip' | 'scrap', string>> = {},
): MaterialUse => ({
  productSeq: 1,
  version: '0',
  materialSeq,
  issued: quantity(issued),
  returned: quantity(more.returned ?? '0'),
  wip: quantity(more.wip ?? '0'),
  scrap: quantity(more.scrap ?? '0'),
  defects: quantity('0'),
})
const output = (finished: string, orders = 1) => ({ productSeq: 1, version: '0', orders, finished: quantity(finished) })
const text = (value: Exact | null | undefined) => value?.toText(9)

test('a published case: 1.087 declared where 1.025 is true leaves the tolerance by −5.70 % and misses 9 126.4 kg', () => {
  // 147 200 pieces: what makes the published shortage of the published consumption.
  const [compared] = compareUse([use(1, '150880')], [output('147200')], [line(1, '1.087')], defaultTolerance)
  expect(compared).toMatchObject({ within: false, actual: quantity('150880') })
  expect(text(compared?.actualPerUnit)).toBe('1.025')
  // −62/1087 exactly; −5.703771849 % as it is read.
  expect(compared?.deviation?.equals(Exact.fraction(-62n, 1087n))).toBe(true)
  expect(compared?.deviation?.times(Exact.fraction(100n, 1n)).toText(9)).toBe('-5.703771849')
  const stake = atStake(quantity('147200'), compared?.declaredPerUnit ?? Exact.zero, compared?.actualPerUnit ?? Exact.zero)
  expect(printQuantity(stake.toQuantity())).toBe('9126.4')
})

test('the tolerance holds its bound on both sides, and not a 10⁻⁵ more', () => {
  const declared = exactQuantity(quantity('100'))
  const within = (actual: string) => isWithin(exactQuantity(quantity(actual)), declared, rate('3'))
  expect(['97', '103', '100'].map(within)).toEqual([true, true, true])
  expect(['96.99999', '103.00001', '0'].map(within)).toEqual([false, false, false])
})

test('what is not declared is outside as soon as it is used, and has no deviation', () => {
  const [compared] = compareUse([use(9, '0.00001')], [output('5')], [], defaultTolerance)
  expect(compared).toMatchObject({ declared: null, deviation: null, within: false })
  expect(deviationOf(Exact.zero, Exact.zero)).toBeNull()
  expect(isWithin(Exact.zero, null, defaultTolerance)).toBe(true)
})

test('a declared material that no order took is there, with nothing used', () => {
  const compared = compareUse([use(1, '10')], [output('10')], [line(1, '1'), line(2, '0.5')], defaultTolerance)
  expect(compared.map(({ materialSeq, actual, within }) => [materialSeq, actual, within])).toEqual([
    [1, 1_000_000n, true],
    [2, 0n, false],
  ])
  expect(compared[1]?.deviation?.equals(Exact.fraction(-1n, 1n))).toBe(true)
})

test('a version that nobody made is not compared', () => {
  expect(compareUse([], [], [line(1, '1')], defaultTolerance)).toEqual([])
})

test('returns and material on the line are not used; scrap is', () => {
  const [compared] = compareUse(
    [use(1, '120', { returned: '10', wip: '5', scrap: '3' })],
    [output('100')],
    [line(1, '1')],
    defaultTolerance,
  )
  expect(printQuantity(compared?.actual ?? (0n as Quantity))).toBe('105')
  expect(compared?.deviation?.toText(4)).toBe('0.05')
})

test('the declared use is bonded and not rounded on the way: three pieces of 1/0.93 at 62 %', () => {
  const [compared] = compareUse([use(1, '2')], [output('3')], [line(1, '1', { loss: '7', bonded: '62' })], rate('100'))
  expect(compared?.declared?.equals(Exact.fraction(3n * 62n, 93n))).toBe(true)
  // 1.86 ÷ 0.93 is 2: rounding 1/0.93 before would have left a remainder.
  expect(compared?.deviation?.equals(Exact.zero)).toBe(true)
})

test('R-21 the three methods find the consumption of a period each in its own way', () => {
  const comparison = compareUse([use(1, '110')], [output('100')], [line(1, '1')], defaultTolerance)
  const exported = [{ productSeq: 1, version: '0', quantity: quantity('50') }]
  const by = (method: Parameters<typeof periodConsumption>[0]) =>
    periodConsumption(method, comparison, exported).get(1)?.toText(5)
  expect([by('unitConsumption'), by('bill'), by('workOrder')]).toEqual(['50', '55', '110'])
})
