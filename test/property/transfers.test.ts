import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, day } from '../../shared/domain/day.ts'
import { exactQuantity, exactRate } from '../../shared/domain/exact.ts'
import type { Money, Quantity, Rate } from '../../shared/domain/exact.ts'
import { agrees, inOurUnit, inOurUnits, inTheirUnit, pairItems, priceInOurUnit } from '../../shared/domain/pairing.ts'
import type { TransferItem } from '../../shared/domain/pairing.ts'
import { settle } from '../../shared/domain/slip-settlement.ts'
import type { SlipLine } from '../../shared/domain/slip-settlement.ts'
import { readTransferPackage, seenByOther, writeTransferPackage } from '../../shared/messages/transfer-package.ts'
import type { TransferContent } from '../../shared/messages/transfer-package.ts'

const quantity = fc.bigInt({ min: 1n, max: 10n ** 15n }).map((value) => value as Quantity)
const price = fc.bigInt({ min: 0n, max: 10n ** 10n }).map((value) => value as Money)
/** Partner's units in one of ours: halves, thirds, dozens, grams … */
const factor = fc.bigInt({ min: 1_000_000n, max: 10n ** 13n }).map((value) => value as Rate)
const someDay = fc.integer({ min: 0, max: 400 }).map((after) => addDays(day('2025-01-01'), after))

const lines = fc
  .array(fc.record({ on: someDay, kind: fc.constantFrom('delivery' as const, 'return' as const), quantity }), { maxLength: 40 })
  .map((all) =>
    all.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)).map((line, id): SlipLine<number> => ({ ...line, id })),
  )
const sum = (of: Iterable<Quantity>): bigint => [...of].reduce<bigint>((all, each) => all + each, 0n)

test('settling loses nothing: delivered + undelivered = returned + declared + undeclared, and one of both sides is empty', () => {
  fc.assert(
    fc.property(lines, fc.bigInt({ min: 0n, max: 10n ** 16n }), (slips, declared) => {
      const { delivered, returned, undeclared, undelivered, open, oldestOpen } = settle(slips, declared as Quantity)
      expect(delivered + undelivered).toBe(returned + declared + undeclared)
      expect(undeclared === 0n || undelivered === 0n).toBe(true)
      expect(sum(open.values())).toBe(undeclared)
      for (const { id, kind, quantity: of } of slips) {
        const left = open.get(id)
        expect(kind === 'return' ? left === undefined : left !== undefined && left >= 0n && left <= of).toBe(true)
      }
      const first = slips.find(({ id }) => (open.get(id) ?? 0n) > 0n)
      expect(oldestOpen).toBe(first?.on ?? null)
    }),
  )
})

test('without returns the open part is the newest: nothing before an open delivery is open less than whole behind it', () => {
  fc.assert(
    fc.property(lines, fc.bigInt({ min: 0n, max: 10n ** 16n }), (slips, declared) => {
      const deliveries = slips.filter(({ kind }) => kind === 'delivery')
      const { open } = settle(deliveries, declared as Quantity)
      const first = deliveries.findIndex(({ id }) => (open.get(id) ?? 0n) > 0n)
      if (first < 0) return
      for (const { id, quantity: of } of deliveries.slice(first + 1)) expect(open.get(id)).toBe(of)
    }),
  )
})

test('a declaration in parts settles what one declaration of their sum settles', () => {
  fc.assert(
    fc.property(lines, quantity, quantity, (slips, a, b) => {
      const both = settle(slips, (a + b) as Quantity)
      const first = settle(slips, a)
      if (first.undeclared < b) return
      expect(both.undeclared).toBe(first.undeclared - b)
    }),
  )
})

const item = (itemSeq: number, of: { quantity: Quantity; unitPrice: Money }): TransferItem => ({
  ...of,
  itemSeq,
  hsCode: '8534001000',
  name: '电路板',
  unit: '007',
  currency: '502',
})

test('a transfer and its mirror cancel: what one side sends and the other takes in leaves nothing, in either unit', () => {
  fc.assert(
    fc.property(fc.array(quantity, { minLength: 1, maxLength: 20 }), price, factor, (slips, unitPrice, rate) => {
      // The sender declares its slips; the receiver converts them one by one and declares their sum.
      const sent = sum(slips) as Quantity
      const received = sum(inOurUnits(slips, rate)) as Quantity
      expect(received).toBe(inOurUnit(sent, rate))
      const mirrored = item(1, { quantity: received, unitPrice: priceInOurUnit(unitPrice, rate) })
      const [pair] = pairItems([mirrored], [item(7, { quantity: sent, unitPrice })], () => ({ itemSeq: 1, factor: rate }))
      expect(pair?.difference).toBe(0n)
      expect(pair && agrees(pair)).toBe(true)
      // Back in the sender's unit, no more is missing than the half digit that a list can hold times the factor.
      const back = inTheirUnit(received, rate)
      const missing = exactQuantity((back - sent) as Quantity)
      const bound = exactQuantity(1n as Quantity)
        .times(exactRate(rate))
        .plus(exactQuantity(1n as Quantity))
      expect(bound.isLessThan(missing) || missing.plus(bound).isLessThan(exactQuantity(0n as Quantity))).toBe(false)
    }),
  )
})

test('where the factor divides, converting there and back gives the very quantity', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 1000n }), (whole, times) => {
      const rate = (times * 10n ** 9n) as Rate
      const theirs = (whole * times) as Quantity
      expect(inTheirUnit(inOurUnit(theirs, rate), rate)).toBe(theirs)
      expect(inOurUnit(theirs, rate)).toBe(whole)
    }),
  )
})

const word = fc
  .string({ minLength: 1, maxLength: 20, unit: fc.constantFrom('甲', '乙', 'A', '7', '-', ' ', '"', '\\', '<', '😀') })
  .map((text) => `单${text.trim()}`)
const priced = fc.record({ quantity, unitPrice: fc.option(price, { nil: undefined }) }).map((of) => ({ ...of, currency: '502' }))
const content: fc.Arbitrary<TransferContent> = fc
  .record({
    transferNo: word,
    way: fc.constantFrom('out' as const, 'in' as const),
    days: fc.tuple(someDay, someDay).map((both) => both.toSorted()),
    listNo: fc.constantFrom('', 'QD233225E000000001'),
    items: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 99 }), priced, word), {
      minLength: 1,
      maxLength: 8,
      selector: ([seq]) => seq,
    }),
    slipNos: fc.uniqueArray(word, { maxLength: 6 }),
    slipLines: fc.array(fc.tuple(priced, fc.nat(), word), { minLength: 1, maxLength: 4 }),
    on: someDay,
    kind: fc.constantFrom('delivery' as const, 'return' as const),
  })
  .map(({ days, items, slipNos, slipLines, on, kind, ...of }) => ({
    ...of,
    from: { name: '甲方电子', creditCode: '91320594MA1202516U', customsCode: '3205940251' },
    to: { name: '乙方电子', creditCode: '91320200MA1BB00018', customsCode: '3202940001' },
    handbookNo: 'C23325020251',
    partnerHandbookNo: 'C23255141757',
    periodFrom: days[0] ?? on,
    periodTo: days[1] ?? on,
    items: items.map(([itemSeq, figures, name]) => ({ itemSeq, hsCode: '8534001000', name, unit: '007', ...figures })),
    slips: slipNos.map((slipNo) => ({
      slipNo,
      kind,
      deliveredOn: on,
      vehicle: '苏E12345',
      signedBy: '',
      lines: slipLines.map(([figures, at, lot]) => ({ itemSeq: items[at % items.length]?.[0] ?? 1, ...figures, lot })),
    })),
  }))

test('a package is read back to the same, and written again to the same bytes', () => {
  fc.assert(
    fc.property(content, (of) => {
      const bytes = writeTransferPackage(of)
      const read = readTransferPackage(bytes)
      expect(read).toEqual(of)
      expect(read && writeTransferPackage(read)).toEqual(bytes)
      expect(seenByOther(seenByOther(of))).toEqual(of)
    }),
  )
})

test('no other bytes are taken for a package: whatever is changed, added or taken away', () => {
  fc.assert(
    fc.property(content, fc.nat(), fc.integer({ min: 0, max: 255 }), (of, at, byte) => {
      const bytes = writeTransferPackage(of)
      const changed = Uint8Array.from(bytes)
      const place = at % changed.length
      changed[place] = byte
      const read = readTransferPackage(changed)
      // A letter of a name may become another: then it says so, and is its one form again.
      if (read) expect(writeTransferPackage(read)).toEqual(changed)
      expect(readTransferPackage(bytes.subarray(0, place))).toBeUndefined()
      expect(readTransferPackage(Uint8Array.from([...bytes, 0x20]))).toBeUndefined()
    }),
    { numRuns: 50 },
  )
})
