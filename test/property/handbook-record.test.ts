import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  cellsOf,
  headCells,
  lineTotal,
  normaliseCells,
  readHead,
  readRow,
  rowKey,
} from '../../shared/domain/handbook-record-cells.ts'
import type { RowOf } from '../../shared/domain/handbook-record-cells.ts'
import { markRecord } from '../../shared/domain/handbook-record-changes.ts'
import { recordFields } from '../../shared/domain/handbook-record-fields.ts'
import type { RecordBody, RecordField, RecordPart } from '../../shared/domain/handbook-record-fields.ts'
import type { HandbookRecord, RecordConsumption, RecordHead, RecordItem } from '../../shared/domain/handbook-record.ts'
import { addDays, day } from '../../shared/domain/day.ts'
import { money, printMoney, quantity, rate } from '../../shared/domain/exact.ts'

const someDay = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays(day('2000-01-01'), days))
const word = (most: number, least = 0) =>
  fc
    .stringMatching(new RegExp(`^[A-Z0-9一-龥][A-Z0-9一-龥 ]{0,${Math.min(most, 12) - 1}}$`))
    .map((text) => (text.trim().length < least ? 'A' : text.trim()))
const letters = (length: number) => fc.stringMatching(new RegExp(`^[0-9A-Z]{${length}}$`))

/** Any text that the field itself would write. */
function textOf(field: RecordField): fc.Arbitrary<string> {
  const filled = ((): fc.Arbitrary<string> => {
    if (field.form) return /HS|\\d\{10\}/.test(field.form.pattern.source) ? fc.stringMatching(/^\d{10}$/) : letters(field.most)
    if (field.kind === 'table') return fc.constantFrom(...(field.table?.codes ?? []).map(({ code }) => code))
    if (field.kind === 'tables')
      return fc.uniqueArray(fc.constantFrom('2332', '2301', '5318'), { minLength: 1 }).map((all) => all.join(','))
    if (field.kind === 'day') return someDay
    if (field.kind === 'code') return letters(Math.min(field.most, 8))
    return word(field.most, 1)
  })()
  const needed = field.required !== 'never' || field.fallback !== undefined
  return needed ? filled : fc.oneof(fc.constant(''), filled)
}
const textsOf = (part: RecordPart, without: readonly string[]) =>
  fc.record(
    Object.fromEntries(recordFields[part].filter(({ id }) => !without.includes(id)).map((field) => [field.id, textOf(field)])),
  )

const head: fc.Arbitrary<RecordHead> = fc
  .record({
    texts: textsOf('head', ['capacity', 'handbookNo', 'establishedOn', 'validTo']),
    from: someDay,
    days: fc.nat(700),
    capacity: fc.bigInt(0n, 10n ** 17n),
  })
  .map(({ texts, from, days, capacity }) => ({
    ...(texts as unknown as RecordHead),
    kind: 'C',
    handbookNo: 'C23325000001',
    supervisionMode: '0615',
    establishedOn: from,
    validTo: addDays(from, days),
    capacity: quantity(capacity),
  }))
const figures = {
  quantity: fc.bigInt(1n, 10n ** 12n).map(quantity),
  unitPrice: fc.bigInt(0n, 10n ** 10n).map(money),
  total: fc.bigInt(0n, 10n ** 17n).map(money),
}
const item = (body: 'materials' | 'products'): fc.Arbitrary<RecordItem> =>
  fc
    .record({ texts: textsOf(body, ['seq', 'quantity', 'unitPrice', 'total']), seq: fc.integer({ min: 1, max: 40 }), ...figures })
    .map(({ texts, ...rest }) => ({ ...({ mainMark: '', ...texts } as unknown as RecordItem), ...rest }))
const percent = fc.bigInt(0n, 49_999_999_999n).map(rate)
const consumption: fc.Arbitrary<RecordConsumption> = fc
  .record({
    texts: textsOf('consumptions', [
      'productSeq',
      'materialSeq',
      'netConsumption',
      'tangibleLossRate',
      'intangibleLossRate',
      'bondedRatio',
    ]),
    productSeq: fc.integer({ min: 1, max: 4 }),
    materialSeq: fc.integer({ min: 1, max: 9 }),
    netConsumption: fc.bigInt(0n, 10n ** 14n).map(rate),
    tangibleLossRate: percent,
    intangibleLossRate: percent,
    bondedRatio: fc.bigInt(0n, 100_000_000_000n).map(rate),
  })
  .map(({ texts, ...rest }) => ({ ...(texts as unknown as RecordConsumption), ...rest }))
const record: fc.Arbitrary<HandbookRecord> = fc.record({
  head,
  materials: fc.uniqueArray(item('materials'), { selector: ({ seq }) => seq, maxLength: 12 }),
  products: fc.uniqueArray(item('products'), { selector: ({ seq }) => seq, maxLength: 12 }),
  consumptions: fc.uniqueArray(consumption, {
    selector: (row) => `${row.productSeq}:${row.version}:${row.materialSeq}`,
    maxLength: 12,
  }),
})
const bodies = ['materials', 'products', 'consumptions'] as const

test('a record written as cells and read again is the same record; its cells are canonical', () => {
  fc.assert(
    fc.property(record, (given) => {
      expect(readHead(headCells(given.head), 'book')).toEqual({ value: given.head })
      expect(normaliseCells('head', headCells(given.head))).toEqual(headCells(given.head))
      for (const body of bodies) {
        for (const row of given[body]) {
          const cells = cellsOf(body, row)
          expect(readRow(body, cells)).toEqual({ value: row })
          expect(normaliseCells(body, cells)).toEqual(cells)
        }
      }
    }),
  )
})

test('the marks of a proposal, applied to the record in force, give the proposal', () => {
  const applied = <B extends RecordBody>(
    body: B,
    before: readonly RowOf[B][],
    marked: readonly { mark: string; row: RowOf[B] }[],
  ) => {
    const held = new Map(before.map((row) => [rowKey(body, cellsOf(body, row)), row]))
    for (const { mark, row } of marked) {
      const key = rowKey(body, cellsOf(body, row))
      if (mark === '0') expect(held.get(key)).toEqual(row)
      else expect(held.has(key)).toBe(mark !== '3')
      if (mark === '2') held.delete(key)
      else held.set(key, row)
    }
    return new Set([...held.values()].map((row) => JSON.stringify(cellsOf(body, row))))
  }
  fc.assert(
    fc.property(record, record, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (before, other, keep) => {
      // Part of what is in force stays as it is, so that every mark comes up.
      const after = Object.fromEntries(
        bodies.map((body) => {
          const kept = (before[body] as readonly RowOf[typeof body][]).filter((_, at) => keep[at])
          const keys = new Set(kept.map((row) => rowKey(body, cellsOf(body, row))))
          const others = (other[body] as readonly RowOf[typeof body][]).filter(
            (row) => !keys.has(rowKey(body, cellsOf(body, row))),
          )
          return [body, [...kept, ...others]]
        }),
      ) as unknown as HandbookRecord
      const marked = markRecord(before, after)
      const expected = <B extends RecordBody>(body: B) =>
        new Set((after[body] as unknown as readonly RowOf[B][]).map((row) => JSON.stringify(cellsOf(body, row))))
      expect(applied('materials', before.materials, marked.materials)).toEqual(expected('materials'))
      expect(applied('products', before.products, marked.products)).toEqual(expected('products'))
      expect(applied('consumptions', before.consumptions, marked.consumptions)).toEqual(expected('consumptions'))
    }),
  )
})

test('a line total is the nearest cent, a tie away from zero', () => {
  fc.assert(
    fc.property(figures.quantity, figures.unitPrice, (of, price) => {
      const total = lineTotal(of, price)
      const [exact, cent] = [of * price, 10n ** 8n]
      const off = total * 10n ** 5n - exact
      expect(off > -cent / 2n && off <= cent / 2n).toBe(true)
      expect(printMoney(total)).toMatch(/^\d+(\.\d{1,2})?$/)
    }),
  )
})
