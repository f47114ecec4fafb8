import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import type { ConsumptionLine } from '../../shared/domain/balance.ts'
import { Exact, exactQuantity, quantity, rate } from '../../shared/domain/exact.ts'
import type { Quantity, Rate } from '../../shared/domain/exact.ts'
import { actualUse, compareUse, isWithin, methods, periodConsumption } from '../../shared/domain/self-verification.ts'
import type { MaterialUse, ProductOutput, UseComparison } from '../../shared/domain/self-verification.ts'
import { orderBalance } from '../../shared/domain/work-order.ts'

const seq = fc.integer({ min: 1, max: 3 })
const version = fc.constantFrom('0', '1')
const amount = fc.bigInt(0n, 10n ** 12n).map((value) => value as Quantity)
/** An order of one product version: what it made, and what it took of some materials. */
const order = fc.record({
  month: fc.integer({ min: 1, max: 12 }),
  productSeq: seq,
  version,
  finished: amount,
  lines: fc.array(
    fc.record({ materialSeq: seq, issued: amount, returned: amount, wip: amount, scrap: amount, defects: amount }),
    { maxLength: 5 },
  ),
})
type Order = {
  month: number
  productSeq: number
  version: string
  finished: Quantity
  lines: Omit<MaterialUse, 'productSeq' | 'version'>[]
}
const percent = (below: bigint) => fc.bigInt(0n, below).map((value) => value as Rate)
const consumption: fc.Arbitrary<ConsumptionLine[]> = fc.uniqueArray(
  fc.record({
    productSeq: seq,
    version,
    materialSeq: seq,
    netConsumption: percent(10n ** 12n),
    tangibleLossRate: percent(49_999_999_999n),
    intangibleLossRate: percent(50_000_000_000n),
    bondedRatio: percent(100_000_000_000n),
  }),
  { selector: (line) => `${line.productSeq} ${line.version} ${line.materialSeq}` },
)

const usesOf = (orders: readonly Order[]): MaterialUse[] =>
  orders.flatMap(({ productSeq, version: of, lines }) => lines.map((line) => ({ productSeq, version: of, ...line })))
const outputsOf = (orders: readonly Order[]): ProductOutput[] =>
  orders.map(({ productSeq, version: of, finished }) => ({ productSeq, version: of, finished, orders: 1 }))
const compare = (orders: readonly Order[], declared: readonly ConsumptionLine[], tolerance = rate('3')) =>
  compareUse(usesOf(orders), outputsOf(orders), declared, tolerance)
/** Fractions as texts long enough that two different ones of these sizes differ. */
const shown = (comparison: readonly UseComparison[]) =>
  comparison.map((each) =>
    Object.fromEntries(Object.entries(each).map(([name, value]) => [name, value instanceof Exact ? value.toText(40) : value])),
  )
const key = (of: UseComparison) => `${of.productSeq} ${of.version} ${of.materialSeq}`

test.prop([fc.array(order, { maxLength: 12 }), consumption])('a period is the sum of its months', (orders, declared) => {
  const months = Array.from({ length: 12 }, (_, index) =>
    compare(
      orders.filter(({ month }) => month === index + 1),
      declared,
    ),
  )
  for (const total of compare(orders, declared)) {
    const parts = months.flatMap((month) => month.filter((each) => key(each) === key(total)))
    expect(parts.reduce((sum, { actual }) => sum + actual, 0n)).toBe(total.actual)
    const declaredSum = parts.reduce((sum, part) => sum.plus(part.declared ?? Exact.zero), Exact.zero)
    expect(declaredSum.equals(total.declared ?? Exact.zero)).toBe(true)
  }
})

test.prop([fc.array(order, { maxLength: 10 }), consumption, fc.infiniteStream(fc.nat())])(
  'the order in which work orders come does not matter',
  (orders, declared, dice) => {
    const shuffled = orders
      .map((each) => ({ each, at: dice.next().value ?? 0 }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ each }) => each)
    expect(shown(compare(shuffled, declared))).toEqual(shown(compare(orders, declared)))
  },
)

test.prop([seq, version, seq, fc.bigInt(1n, 10n ** 7n), fc.bigInt(1n, 10n ** 5n), percent(100_000_000_000n)])(
  'what is used as declared deviates by nothing, whatever the tolerance',
  (productSeq, of, materialSeq, pieces, perPiece, tolerance) => {
    const one = { productSeq, version: of, materialSeq }
    const none = quantity(0n)
    const use = { ...one, issued: quantity(pieces * perPiece), returned: none, wip: none, scrap: none, defects: none }
    const line = {
      ...one,
      netConsumption: rate(perPiece * 10_000n),
      tangibleLossRate: rate('0'),
      intangibleLossRate: rate('0'),
      bondedRatio: rate('100'),
    }
    const output = { productSeq, version: of, orders: 1, finished: quantity(pieces * 100_000n) }
    const [compared] = compareUse([use], [output], [line], tolerance)
    expect(compared?.deviation?.equals(Exact.zero)).toBe(true)
    expect(compared?.within).toBe(true)
  },
)

test.prop([amount, amount, percent(100_000_000_000n)])(
  'the tolerance is the same above and below',
  (declared, off, tolerance) => {
    const at = (value: bigint) => isWithin(exactQuantity(value as Quantity), exactQuantity(declared), tolerance)
    expect(at(declared + off)).toBe(at(declared - off))
    if (declared > 0n) expect(at(declared + off)).toBe(off * 10n ** 11n <= declared * tolerance)
  },
)

test.prop([fc.array(order, { maxLength: 8 }), consumption])(
  'R-21 where the exports are what was finished, 耗料清单 and 工单 agree wherever something was finished',
  (orders, declared) => {
    const comparison = compare(orders, declared).filter(({ finished }) => finished > 0n)
    const exported = comparison.map(({ productSeq, version: of, finished }) => ({ productSeq, version: of, quantity: finished }))
    const [bill, taken] = [periodConsumption('bill', comparison, exported), periodConsumption('workOrder', comparison, exported)]
    expect(bill.size).toBe(taken.size)
    for (const [material, use] of bill) expect(use.equals(taken.get(material) ?? Exact.zero)).toBe(true)
    expect(Object.keys(methods)).toHaveLength(3)
  },
)

test.prop([order, consumption])('R-42 an order balances: everything issued is somewhere', (one, declared) => {
  const lines = one.lines.map((line, index) => ({ ...line, bonded: index % 2 === 0 }))
  const ratesOf = (materialSeq: number) =>
    declared.find(
      (line) => line.productSeq === one.productSeq && line.version === one.version && line.materialSeq === materialSeq,
    )
  for (const balance of orderBalance({ finished: one.finished, rejected: quantity(0n) }, lines, ratesOf)) {
    if (!balance.embodied || !balance.rest) continue
    const beside = exactQuantity(quantity(balance.returned + balance.wip + balance.scrap + balance.defects))
    expect(beside.plus(balance.embodied).plus(balance.rest).equals(exactQuantity(balance.issued))).toBe(true)
    expect(actualUse(balance)).toBe(balance.issued - balance.returned - balance.wip)
  }
})
