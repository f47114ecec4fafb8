import { fc } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { addPart, bomProblems, explode, lossPercent } from '../../shared/domain/bom.ts'
import type { BomLine, MaterialUse } from '../../shared/domain/bom.ts'
import { Exact, exactPercent, exactRate } from '../../shared/domain/exact.ts'
import type { Rate } from '../../shared/domain/exact.ts'

const one = Exact.fraction(1n, 1n)
const none = () => false
const product = 'P0'
/** Parts are numbered so that a line leads from a lower to a higher one: no cycle; the last ones are bought. */
const parts = 9

interface Draft {
  from: number
  step: number
  quantity: bigint
  base: bigint
  loss: bigint
  /** Of an alternate that stands beside the part, in percent; none for 0. */
  alternate: number
  bonded: boolean
}
const draft: fc.Arbitrary<Draft> = fc.record({
  from: fc.integer({ min: 0, max: parts - 2 }),
  step: fc.integer({ min: 1, max: 3 }),
  quantity: fc.bigInt({ min: 1n, max: 10n ** 13n }),
  base: fc.oneof(fc.constant(10n ** 9n), fc.bigInt({ min: 1n, max: 10n ** 12n })),
  loss: fc.bigInt({ min: 0n, max: 99_999_999_999n }),
  alternate: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 99 })),
  bonded: fc.boolean(),
})

/** A sound BOM: lines that nothing leads to, and a part that would stand twice below its parent, are left out. */
function linesOf(drafts: readonly Draft[]): BomLine[] {
  const lines: BomLine[] = []
  const reached = new Set([0])
  const seen = new Set<string>()
  for (const { from, step, quantity, base, loss, alternate, bonded } of drafts.toSorted((a, b) => a.from - b.from)) {
    const to = Math.min(from + step, parts - 1)
    if (!reached.has(from) || seen.has(`${from} ${to}`)) continue
    seen.add(`${from} ${to}`)
    reached.add(to)
    const line: BomLine = {
      parentPartNo: `P${from}`,
      partNo: `P${to}`,
      quantity: quantity as Rate,
      base: base as Rate,
      lossRate: loss as Rate,
      alternateGroup: alternate === 0 ? '' : `G${to}`,
      share: (BigInt(100 - alternate) * 10n ** 9n) as Rate,
      bonded: true,
    }
    lines.push(line)
    if (alternate > 0) lines.push({ ...line, partNo: `ALT${to}`, share: (BigInt(alternate) * 10n ** 9n) as Rate, bonded })
  }
  return lines
}
const bom = fc.array(draft, { minLength: 1, maxLength: 14 }).map((drafts) => linesOf([{ ...first, from: 0 }, ...drafts]))
const first: Draft = { from: 0, step: 1, quantity: 10n ** 9n, base: 10n ** 9n, loss: 0n, alternate: 0, bonded: true }

const taken = (line: BomLine): Exact =>
  exactRate(line.quantity)
    .dividedBy(exactRate(line.base))
    .times(exactPercent(line.share))
    .dividedBy(one.minus(exactPercent(line.lossRate)))

function totals(lines: readonly BomLine[]): Map<string, MaterialUse> {
  const found = new Map<string, MaterialUse>()
  for (const part of explode(product, lines, none)) found.set(part.partNo, addPart(found.get(part.partNo), part, one))
  return found
}

function expectSame(a: ReadonlyMap<string, MaterialUse>, b: ReadonlyMap<string, MaterialUse>) {
  expect([...a.keys()].toSorted()).toEqual([...b.keys()].toSorted())
  for (const [part, use] of a) {
    for (const field of ['net', 'use', 'bondedUse'] as const) {
      const other = b.get(part)?.[field]
      expect(other && use[field].equals(other), `${part} ${field}`).toBe(true)
    }
  }
}

test('an exploded BOM conserves quantity: what is issued is embodied or lost at a stage of its way', () => {
  fc.assert(
    fc.property(bom, fc.bigInt({ min: 1n, max: 10n ** 9n }), (lines, n) => {
      expect(bomProblems(product, lines)).toEqual([])
      const made = Exact.fraction(n, 1n)
      for (const part of explode(product, lines, none)) {
        const issued = made.times(part.net).dividedBy(part.kept)
        let left = issued
        let lost = Exact.zero
        // Up from the store to the product: each stage loses its share of what reaches it.
        for (const [at, partNo] of [...part.path.entries()].toReversed()) {
          const parent = part.path[at - 1] ?? product
          const stage = lines.find((line) => line.parentPartNo === parent && line.partNo === partNo)
          const loss = left.times(exactPercent((stage?.lossRate ?? 0n) as Rate))
          lost = lost.plus(loss)
          left = left.minus(loss)
        }
        expect(left.equals(made.times(part.net))).toBe(true)
        expect(left.plus(lost).equals(issued)).toBe(true)
      }
    }),
  )
})

test('the explosion is what planning level by level would order, and n products take n times as much', () => {
  fc.assert(
    fc.property(bom, fc.bigInt({ min: 1n, max: 10n ** 9n }), (lines, n) => {
      // All that is needed of a part is known before the part itself is looked into: no way is followed twice.
      const needed = new Map([[product, Exact.fraction(n, 1n)]])
      for (let from = 0; from < parts; from++) {
        const quantity = needed.get(`P${from}`)
        const below = lines.filter((line) => line.parentPartNo === `P${from}`)
        if (!quantity || below.length === 0) continue
        needed.delete(`P${from}`)
        for (const line of below)
          needed.set(line.partNo, (needed.get(line.partNo) ?? Exact.zero).plus(quantity.times(taken(line))))
      }
      const exploded = totals(lines)
      expect([...exploded.keys()].toSorted()).toEqual([...needed.keys()].toSorted())
      for (const [part, { use }] of exploded) {
        expect(needed.get(part)?.equals(use.times(Exact.fraction(n, 1n))), part).toBe(true)
      }
    }),
  )
})

test('neither the order of the lines nor which semi-finished part is flattened first changes a figure', () => {
  fc.assert(
    fc.property(bom, fc.array(fc.nat(), { maxLength: 30 }), fc.nat(parts - 1), (lines, keys, flat) => {
      const held = totals(lines)
      const shuffled = lines
        .map((line, index) => ({ line, key: keys[index] ?? index }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ line }) => line)
      expectSame(totals(shuffled), held)
      // A part that is a material of its own splits the explosion in two: what it takes, times what is in it.
      const middle = `P${flat}`
      const inside = lines.filter((line) => line.parentPartNo === middle)
      if (flat === 0 || inside.length === 0) return
      const above = new Map<string, MaterialUse>()
      for (const part of explode(product, lines, (partNo) => partNo === middle))
        above.set(part.partNo, addPart(above.get(part.partNo), part, one))
      const semi = above.get(middle)
      above.delete(middle)
      if (semi) {
        for (const part of explode(middle, lines, none)) {
          const whole = { ...part, net: part.net.times(semi.net), kept: part.kept.times(semi.net).dividedBy(semi.use) }
          above.set(part.partNo, addPart(above.get(part.partNo), whole, one))
        }
      }
      expectSame(above, held)
    }),
  )
})

test('the one loss rate lies between the stages that it stands for', () => {
  fc.assert(
    fc.property(bom, (lines) => {
      for (const use of totals(lines).values()) {
        const loss = lossPercent(use).toRate()
        expect(loss >= 0n && loss <= 100n * 10n ** 9n).toBe(true)
        expect(use.net.dividedBy(one.minus(lossPercent(use).times(Exact.fraction(1n, 100n)))).equals(use.use)).toBe(true)
      }
    }),
  )
})
