import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { countBooks } from '../../electron/engine/stocktakes/count-books.ts'
import type { HandbookGoods } from '../../electron/engine/stocktakes/count-books.ts'
import { reckon } from '../../electron/engine/stocktakes/reckon.ts'
import type { CountGroup, StockFacts } from '../../electron/engine/stocktakes/reckon.ts'
import { addDays, day } from '../../shared/domain/day.ts'
import { addQuantities, Exact, exactPercent, exactQuantity, noQuantity, quantity, rate } from '../../shared/domain/exact.ts'
import type { Quantity, Rate } from '../../shared/domain/exact.ts'
import { divideStock } from '../../shared/domain/stock-division.ts'
import { unitConsumption } from '../../shared/domain/unit-consumption.ts'

const materials = [1, 2, 3]
const amount = fc.bigInt({ min: 0n, max: 10n ** 12n }).map((value) => value as Quantity)
const percent = (least: bigint, most: bigint) =>
  fc.bigInt({ min: least * 10n ** 9n, max: most * 10n ** 9n }).map((value) => value as Rate)
const handbookNos = ['C23325024001', 'C23325024002', 'C23325024003']

const consumption = fc.tuple(
  ...materials.map((materialSeq) =>
    fc.record({
      materialSeq: fc.constant(materialSeq),
      productSeq: fc.constant(1),
      version: fc.constant('0'),
      netConsumption: fc.bigInt({ min: 1n, max: 10n ** 11n }).map((value) => value as Rate),
      tangibleLossRate: percent(0n, 40n),
      intangibleLossRate: percent(0n, 40n),
      bondedRatio: percent(1n, 100n),
    }),
  ),
)
type Lines = HandbookGoods['consumption']

const goodsOf = (handbookNo: string, lines: Lines, withPart = false): HandbookGoods => ({
  handbookNo,
  items: [
    ...materials.map((seq) => ({ goods: 'material' as const, seq, name: `料件${seq}`, unit: '035', partNo: '' })),
    { goods: 'product', seq: 1, name: '成品', unit: '001', partNo: '' },
  ],
  consumption: lines,
  standing: [{ productSeq: 1, version: '0' }],
  parts: withPart ? [{ partNo: 'P', partName: '卷', partUnit: '卷', goods: 'material', itemSeq: 1, factor: rate('1') }] : [],
})
const group = (more: Partial<CountGroup>): CountGroup => ({
  sheet: 1n,
  rows: 1,
  kind: 'raw',
  handbook_no: handbookNos[0] ?? '',
  goods: 'material',
  item_seq: 1n,
  part_no: '',
  version: '',
  completion_e9: rate('100'),
  counted_in: 'declared',
  quantity: noQuantity,
  ...more,
})
const facts = (goods: readonly HandbookGoods[], book: (handbookNo: string, seq: number) => Quantity): StockFacts => ({
  books: countBooks(goods),
  figures: (handbookNo, seq) => ({ book: book(handbookNo, seq), came: quantity('1000000') }),
  firstImport: (handbookNo) => addDays(day('2025-01-01'), handbookNos.indexOf(handbookNo)),
  divisions: new Map(),
  tolerance: rate('0.5'),
})

const counted = fc.oneof(
  fc.record({
    item_seq: fc.constantFrom(1n, 2n, 3n),
    kind: fc.constantFrom('raw', 'wip', 'defect', 'received', 'delivered'),
    quantity: amount,
  }),
  fc.record({
    goods: fc.constant('product' as const),
    version: fc.constant('0'),
    kind: fc.constantFrom('wip', 'defect', 'outsourced', 'delivered'),
    completion_e9: percent(0n, 100n),
    quantity: amount,
  }),
)

test('R-117 C-5 however the counts are split over rows and sheets, they come to the same', () => {
  fc.assert(
    fc.property(
      consumption,
      fc.array(fc.tuple(counted, fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { maxLength: 4 })), { maxLength: 8 }),
      (lines, rows) => {
        const whole = rows.map(([row]) => group(row as Partial<CountGroup>))
        const split = whole.flatMap((row, at) => {
          let left: bigint = row.quantity
          const parts = (rows[at]?.[1] ?? []).map((cut) => {
            const part = cut < left ? cut : left
            left -= part
            return part
          })
          return [...parts, left].map((part, index) => ({ ...row, sheet: BigInt(index + 1), quantity: part as Quantity }))
        })
        const of = facts([goodsOf(handbookNos[0] ?? '', lines)], (_, seq) => quantity(String(seq * 1000)))
        const figures = (groups: readonly CountGroup[]) =>
          reckon(groups, of).differences.map(({ rate: share, ...each }) => ({ ...each, share: share?.toText(9) }))
        expect(figures(split.toReversed())).toEqual(figures(whole))
      },
    ),
  )
})

test('R-117 counting all that the books say leaves no difference, whatever of it is raw and whatever is in products', () => {
  fc.assert(
    fc.property(consumption, amount, percent(0n, 100n), fc.tuple(amount, amount, amount), (lines, made, completion, raw) => {
      // The books hold what lies in the store and what products hold of it, rounded once as they are.
      const book = (_: string, seq: number): Quantity => {
        const line = lines.find(({ materialSeq }) => materialSeq === seq)
        const held = line
          ? exactQuantity(made).times(exactPercent(completion)).times(unitConsumption(line)).times(exactPercent(line.bondedRatio))
          : Exact.zero
        return held.plus(exactQuantity(raw[seq - 1] ?? noQuantity)).toQuantity()
      }
      const groups = [
        ...materials.map((seq) => group({ item_seq: BigInt(seq), quantity: raw[seq - 1] ?? noQuantity })),
        group({ kind: 'wip', goods: 'product', version: '0', completion_e9: completion, quantity: made }),
      ]
      const { differences } = reckon(groups, facts([goodsOf(handbookNos[0] ?? '', lines)], book))
      expect(differences.every(({ difference, withinTolerance }) => difference === 0n && withinTolerance)).toBe(true)
    }),
  )
})

test('R-125 the shares of a stock add up to the count, and none but the last is filled above its room', () => {
  const claim = fc.record({
    firstImportOn: fc.option(
      fc.integer({ min: 0, max: 9 }).map((after) => addDays(day('2025-01-01'), after)),
      { nil: undefined },
    ),
    room: amount,
  })
  fc.assert(
    fc.property(amount, fc.array(claim, { minLength: 1, maxLength: 6 }), (total, claims) => {
      const named = claims.map((each, at) => ({ ...each, handbookNo: `H${at}` }))
      const shares = divideStock(total, named)
      expect(shares.reduce((sum, share) => addQuantities(sum, share.quantity), noQuantity)).toBe(total)
      const above = shares.filter(
        ({ handbookNo, quantity: of }) => of > (named.find((each) => each.handbookNo === handbookNo)?.room ?? 0n),
      )
      expect(above.length).toBeLessThanOrEqual(1)
      expect(shares.every(({ quantity: of }) => of >= 0n)).toBe(true)
    }),
  )
})

test('R-125 a shared stock that is what the books of all handbooks hold leaves none of them with a difference', () => {
  fc.assert(
    fc.property(fc.tuple(amount, amount, amount), fc.tuple(amount, amount, amount), (books, own) => {
      const goods = handbookNos.map((handbookNo) => goodsOf(handbookNo, [], true))
      const bookOf = (handbookNo: string) => books[handbookNos.indexOf(handbookNo)] ?? noQuantity
      // Some of each is counted by itself, never more than its book holds.
      const apart = handbookNos.map((handbookNo, at) => {
        const mine = own[at] ?? noQuantity
        const most = bookOf(handbookNo)
        return group({ handbook_no: handbookNo, quantity: mine < most ? mine : most })
      })
      const all = books.reduce((sum, each) => addQuantities(sum, each), noQuantity)
      const rest = apart.reduce((left, { quantity: of }) => (left - of) as Quantity, all)
      const shared = group({ handbook_no: '', item_seq: null, part_no: 'P', counted_in: 'part', quantity: rest })
      const { differences, shared: stocks } = reckon(
        [...apart, shared],
        facts(goods, (handbookNo, seq) => (seq === 1 ? bookOf(handbookNo) : noQuantity)),
      )
      expect(differences.every(({ difference }) => difference === 0n)).toBe(true)
      for (const stock of stocks)
        expect(stock.dealt.reduce((sum, each) => addQuantities(sum, each.quantity), noQuantity)).toBe(stock.counted)
    }),
  )
})
