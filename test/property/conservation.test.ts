import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { writeOffBalance } from '../../shared/domain/balance.ts'
import type { ConsumptionLine, MovementTotal } from '../../shared/domain/balance.ts'
import { Exact, exactQuantity } from '../../shared/domain/exact.ts'
import type { Quantity, Rate } from '../../shared/domain/exact.ts'
import { postingRules } from '../../shared/domain/posting-rules.ts'
import { bondedUse } from '../../shared/domain/unit-consumption.ts'

const materials = 4
const products = 3
const seqs = Array.from({ length: materials }, (_, index) => index + 1)

const total = fc
  .record({
    rule: fc.constantFrom(...postingRules),
    seq: fc.integer({ min: 1, max: materials }),
    version: fc.constantFrom('0', '1'),
    quantity: fc.bigInt(1n, 10n ** 13n),
  })
  .map(({ rule, seq, version, quantity }): MovementTotal => ({
    goods: rule.goods,
    seq: rule.goods === 'product' ? ((seq - 1) % products) + 1 : seq,
    version: rule.goods === 'product' ? version : '',
    mode: rule.mode,
    direction: rule.direction,
    quantity: quantity as Quantity,
  }))

const percent = (below: bigint) => fc.bigInt(0n, below).map((value) => value as Rate)
const consumption = fc.uniqueArray(
  fc.record({
    materialSeq: fc.integer({ min: 1, max: materials }),
    productSeq: fc.integer({ min: 1, max: products }),
    version: fc.constantFrom('0', '1'),
    netConsumption: fc.bigInt(0n, 10n ** 13n).map((value) => value as Rate),
    tangibleLossRate: percent(49_999_999_999n),
    intangibleLossRate: percent(50_000_000_000n),
    bondedRatio: percent(100_000_000_000n),
  }),
  { selector: (line) => `${line.materialSeq}:${line.productSeq}:${line.version}`, maxLength: materials * products * 2 },
)

test.prop([fc.array(total, { maxLength: 40 }), fc.array(total, { maxLength: 5 }), consumption])(
  'every figure of the balance is the exact fraction, rounded once',
  (booked, reserved, lines: ConsumptionLine[]) => {
    const { materials: rows, products: exports } = writeOffBalance(seqs, booked, reserved, lines)
    for (const row of rows) {
      const sums = { use: Exact.zero, tangible: Exact.zero, intangible: Exact.zero }
      for (const line of lines.filter((each) => each.materialSeq === row.seq)) {
        const netExport = exports.find((each) => each.seq === line.productSeq && each.version === line.version)?.netExport
        if (netExport === undefined) continue
        const use = bondedUse(netExport, line)
        for (const figure of ['use', 'tangible', 'intangible'] as const) sums[figure] = sums[figure].plus(use[figure])
      }
      const kept = row.imported - row.domestic - row.reexport - row.surplusOut - row.destroyed
      expect(row.consumed).toBe(sums.use.toQuantity())
      expect(row.tangible).toBe(sums.tangible.toQuantity())
      expect(row.intangible).toBe(sums.intangible.toQuantity())
      expect(row.balance).toBe(
        exactQuantity(kept as Quantity)
          .minus(sums.use)
          .toQuantity(),
      )
      expect(row.scrapLeft).toBe(sums.tangible.minus(exactQuantity(row.scrapDisposed)).toQuantity())
    }
  },
)

test.prop([fc.array(total, { maxLength: 40 }), consumption, fc.integer()])(
  'the order of booking does not matter',
  (booked, lines, seed) => {
    const shuffled = booked.toSorted((a, b) => Number((a.quantity * BigInt(seed) - b.quantity * BigInt(seed)) % 1000n))
    expect(writeOffBalance(seqs, shuffled, [], lines.toReversed())).toEqual(writeOffBalance(seqs, booked, [], lines))
  },
)

test.prop([fc.array(total, { maxLength: 30 }), total, consumption])(
  'a line and its reversal leave nothing behind',
  (booked, line, lines) => {
    const reversal = { ...line, quantity: -line.quantity as Quantity }
    const strip = (balance: ReturnType<typeof writeOffBalance>) => ({
      ...balance,
      products: balance.products.filter((each) => each.netExport !== 0n),
    })
    expect(strip(writeOffBalance(seqs, [...booked, line, reversal], [], lines))).toEqual(
      strip(writeOffBalance(seqs, booked, [], lines)),
    )
  },
)

test.prop([fc.array(total, { maxLength: 30 }), total, consumption])(
  'what is reserved, once booked, moves the balance by what was said',
  (booked, line, lines) => {
    const before = writeOffBalance(seqs, booked, [line], lines)
    const after = writeOffBalance(seqs, [...booked, line], [], lines)
    for (const [index, row] of before.materials.entries()) {
      const moved = (after.materials[index]?.balance ?? 0n) - row.balance - row.reserved
      // Three figures, each rounded once.
      expect(moved >= -1n && moved <= 1n).toBe(true)
    }
  },
)
