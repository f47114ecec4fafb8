import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { explodeBom } from '../../electron/engine/parts/explode-bom.ts'
import type { BomRow } from '../../electron/engine/parts/store.ts'
import type { NamedMapping, StoredBomLine } from '../../electron/engine/parts/service.ts'
import { bondedPercent, lossPercent } from '../../shared/domain/bom.ts'
import { day } from '../../shared/domain/day.ts'
import { Exact } from '../../shared/domain/exact.ts'
import type { Rate } from '../../shared/domain/exact.ts'

/*
 * A calculator of its own, from: what an order for one declared unit of the product takes, bought part by bought
 * part, in whole numbers over one common denominator. It knows no fractions and nothing of how the engine walks.
 */
const scale = 10n ** 9n
/** `of` ÷ `per`, as two whole numbers. */
type Ratio = readonly [of: bigint, per: bigint]
const times = (a: Ratio, b: Ratio): Ratio => [a[0] * b[0], a[1] * b[1]]
const plus = (a: Ratio, b: Ratio): Ratio => [a[0] * b[1] + b[0] * a[1], a[1] * b[1]]
const exact = ([of, per]: Ratio): Exact => Exact.fraction(of, per)

const positive = fc.bigInt(1n, 10n ** 12n).map((value) => value as Rate)
/** Part n has lines below it that lead to parts of a higher number. */
const line = fc.record({
  parent: fc.nat(4),
  step: fc.integer({ min: 1, max: 3 }),
  quantity: positive,
  base: fc.constantFrom(scale, 100n * scale).map((value) => value as Rate),
  loss: fc.bigInt(0n, 99n * scale).map((value) => value as Rate),
  share: fc.integer({ min: 1, max: 99 }),
  alternates: fc.boolean(),
  bonded: fc.boolean(),
})
const mapping = fc.option(fc.record({ itemSeq: fc.integer({ min: 1, max: 3 }), factor: positive }), { nil: undefined })
const factory = fc.record({
  drafts: fc.array(line, { minLength: 1, maxLength: 12 }),
  materials: fc.array(mapping, { minLength: 8, maxLength: 8 }),
  product: positive,
})

function linesOf(drafts: (typeof line extends fc.Arbitrary<infer Draft> ? Draft : never)[]): StoredBomLine[] {
  const seen = new Set<string>()
  return drafts.flatMap(({ parent, step, quantity, base, loss, share, alternates, bonded }) => {
    const key = `${parent} ${parent + step}`
    if (seen.has(key)) return []
    seen.add(key)
    const one = (partNo: string, percent: number): StoredBomLine => ({
      parentPartNo: `P${parent}`,
      partNo,
      partName: '',
      partUnit: '035',
      quantity,
      base,
      lossRate: loss,
      alternateGroup: alternates ? key : '',
      share: (BigInt(percent) * scale) as Rate,
      bonded,
    })
    return alternates ? [one(`P${parent + step}`, share), one(`A${parent + step}`, 100 - share)] : [one(`P${parent + step}`, 100)]
  })
}

test.prop([factory], { numRuns: 300 })(
  'R-31, R-45, R-46 a BOM becomes the lines of a handbook as an order for it would be counted',
  ({ drafts, materials, product }) => {
    const lines = linesOf(drafts)
    const itemOf = (partNo: string) => (partNo.startsWith('P') ? materials[Number(partNo.slice(1)) - 1] : undefined)
    const bought = new Map<string, { net: Ratio; use: Ratio; bonded: Ratio }>()
    const order = (partNo: string, net: Ratio, use: Ratio): void => {
      for (const each of lines.filter(({ parentPartNo }) => parentPartNo === partNo)) {
        const given: Ratio = [each.quantity * each.share, each.base * 100n * scale]
        const [inside, taken] = [times(net, given), times(times(use, given), [100n * scale, 100n * scale - each.lossRate])]
        const item = itemOf(each.partNo)
        if (each.bonded && !item && lines.some(({ parentPartNo }) => parentPartNo === each.partNo)) {
          order(each.partNo, inside, taken)
          continue
        }
        const factor: Ratio = item ? [item.factor, product] : [scale, product]
        const key = item ? `item ${item.itemSeq}` : `part ${each.partNo}`
        const nothing: Ratio = [0n, 1n]
        const held = bought.get(key) ?? { net: nothing, use: nothing, bonded: nothing }
        bought.set(key, {
          net: plus(held.net, times(inside, factor)),
          use: plus(held.use, times(taken, factor)),
          bonded: each.bonded ? plus(held.bonded, times(taken, factor)) : held.bonded,
        })
      }
    }
    order('P0', [1n, 1n], [1n, 1n])

    const named = (partNo: string, goods: 'material' | 'product', itemSeq: number, factor: Rate): [string, NamedMapping] => [
      partNo,
      { partNo, partName: '', partUnit: '千克', goods, itemSeq, factor, from: day('2025-01-01'), itemName: '', itemUnit: '035' },
    ]
    const mappings = new Map([named('P0', 'product', 1, product)])
    for (const [index, item] of materials.entries())
      if (item) mappings.set(...named(`P${index + 1}`, 'material', item.itemSeq, item.factor))
    const exploded = explodeBom({ product_part_no: 'P0' } as BomRow, lines, mappings).lines
    const keyOf = ({ material, parts }: (typeof exploded)[number]) =>
      material ? `item ${material.itemSeq}` : `part ${parts[0]?.partNo ?? ''}`
    expect(exploded.map(keyOf).toSorted()).toEqual([...bought.keys()].toSorted())
    const hundred = Exact.fraction(100n, 1n)
    for (const each of exploded) {
      const expected = bought.get(keyOf(each))
      if (!expected) continue
      const [net, use, bonded] = [exact(expected.net), exact(expected.use), exact(expected.bonded)]
      expect([each.use.net.equals(net), each.use.use.equals(use), each.use.bondedUse.equals(bonded)]).toEqual([true, true, true])
      expect(lossPercent(each.use).equals(hundred.minus(net.dividedBy(use).times(hundred)))).toBe(true)
      expect(bondedPercent(each.use).equals(bonded.dividedBy(use).times(hundred))).toBe(true)
    }
  },
)
