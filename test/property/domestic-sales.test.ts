import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ConsumptionLine } from '../../shared/domain/balance.ts'
import { day } from '../../shared/domain/day.ts'
import { exactPercent, Exact, exactQuantity, money, noCents, rate } from '../../shared/domain/exact.ts'
import type { Money, Quantity, Rate } from '../../shared/domain/exact.ts'
import { convertToMaterials } from '../../shared/domain/sale-conversion.ts'
import { treatmentOf } from '../../shared/domain/sale-kinds.ts'
import { taxSheet } from '../../shared/domain/tax-sheet.ts'
import type { SaleFacts, SaleLine, TaxSheet } from '../../shared/domain/tax-sheet.ts'
import type { TariffRow } from '../../shared/domain/tariff.ts'
import { unitConsumption } from '../../shared/domain/unit-consumption.ts'

const materials = 5
const percent = (most: number) => fc.bigInt({ min: 0n, max: BigInt(most) * 10n ** 9n }).map((value) => value as Rate)
const quantity = fc.bigInt({ min: 1n, max: 10n ** 11n }).map((value) => value as Quantity)
const consumption = fc
  .uniqueArray(
    fc.record({
      materialSeq: fc.integer({ min: 1, max: materials }),
      netConsumption: fc.bigInt({ min: 1n, max: 10n ** 11n }).map((value) => value as Rate),
      tangibleLossRate: percent(40),
      intangibleLossRate: percent(40),
      bondedRatio: fc.bigInt({ min: 1n, max: 100n * 10n ** 9n }).map((value) => value as Rate),
    }),
    { minLength: 1, maxLength: materials, selector: ({ materialSeq }) => materialSeq },
  )
  .map((lines) => lines.map((line): ConsumptionLine => ({ ...line, productSeq: 1, version: '0' })))
const completion = fc.bigInt({ min: 1n, max: 100n * 10n ** 9n }).map((value) => value as Rate)

const soldProduct = (lineNo: number, of: Quantity, made: Rate): SaleLine => ({
  lineNo,
  itemSeq: 1,
  version: '0',
  quantity: of,
  completion: made,
  income: undefined,
  hsCode: '',
  name: '',
  bondedShare: rate('100'),
})

test('converting a product to materials conserves quantity: what came of it, turned back, is what was sold', () => {
  fc.assert(
    fc.property(consumption, fc.array(fc.tuple(quantity, completion), { minLength: 1, maxLength: 6 }), (lines, sold) => {
      const converted = convertToMaterials(
        sold.map(([of, made], at) => ({ ...soldProduct(at + 1, of, made), productSeq: 1 })),
        lines,
      )
      const made = sold.reduce((sum, [of, share]) => sum.plus(exactQuantity(of).times(exactPercent(share))), Exact.zero)
      expect(converted).toHaveLength(lines.length)
      for (const { materialSeq, quantity: total, parts } of converted) {
        const line = lines.find((each) => each.materialSeq === materialSeq)
        if (!line) throw new Error('a material from nowhere')
        const perUnit = unitConsumption(line).times(exactPercent(line.bondedRatio))
        expect(total.dividedBy(perUnit).equals(made)).toBe(true)
        expect(parts.reduce((sum, part) => sum.plus(part.quantity), Exact.zero).equals(total)).toBe(true)
      }
    }),
  )
})

interface Rates {
  duty: Rate
  remedy: Rate
  consumption: Rate
  vat: Rate
}
const rates: fc.Arbitrary<Rates> = fc.record({
  duty: percent(60),
  remedy: percent(60),
  consumption: percent(45),
  vat: percent(17),
})
const prices = fc.array(
  fc.bigInt({ min: 1n, max: 10n ** 9n }).map((value) => value as Money),
  {
    minLength: materials,
    maxLength: materials,
  },
)

const held = { from: day('2020-01-01'), to: null, source: '试' }
const row = (kind: TariffRow['kind'], of: Rate): TariffRow => ({
  ...held,
  hsCode: '39',
  name: '',
  kind,
  country: '',
  scope: '',
  rate: of,
  specific: null,
  unit: '',
})

const facts = (of: Rates, unitPrices: readonly Money[], lines: readonly ConsumptionLine[]): SaleFacts => ({
  treatment: treatmentOf({ kind: 'product', destruction: '', withIncome: false }),
  processing: 'imported',
  declaredOn: day('2025-06-30'),
  taxBillOn: day('2025-06-30'),
  material: (seq) => ({
    name: `料件${seq}`,
    hsCode: '3920620009',
    unit: '035',
    origin: '116',
    proofNo: '',
    producer: '',
    similar: undefined,
  }),
  consumption: lines,
  importsOf: (seq) => [
    {
      listNo: `QD${seq}`,
      lineNo: 1,
      declaredOn: day('2025-01-02'),
      mode: '0615',
      quantity: 100_000n as Quantity,
      total: unitPrices[seq - 1] ?? money('1'),
      currency: '142',
    },
  ],
  isTransfer: () => false,
  tariff: [row('mfn', of.duty), row('antiDumping', of.remedy), row('consumption', of.consumption), row('vat', of.vat)],
  exchangeRateOn: (currency) => ({ ...held, currency, rate: rate('1') }),
  interest: {
    isAccount: false,
    firstImport: day('2025-01-02'),
    firstImportIsOpening: false,
    lastWriteOff: undefined,
    end: 'taxBill',
    rateRow: { ...held, rate: rate('0.35') },
    waiver: undefined,
    yearBase: 360,
    bothEnds: false,
  },
  valueDecimals: 2,
  // R-75 is a step in the tax of a shipment: what is split to stay below it is no rounding.
  taxFree: noCents,
  isRestricted: () => false,
  imported: undefined,
  surplusLimit: { share: rate('3'), value: money('10000') },
})

function sheetOf(lines: readonly SaleLine[], of: SaleFacts): TaxSheet {
  const found = taxSheet(lines, of)
  if ('lacks' in found) throw new Error(JSON.stringify(found.lacks))
  return found.sheet
}

test('splitting a sale changes its tax by rounding only: at most a few cents for each tax of each material', () => {
  fc.assert(
    fc.property(consumption, rates, prices, fc.tuple(quantity, quantity), ([...lines], of, unitPrices, [one, other]) => {
      const circumstances = facts(of, unitPrices, lines)
      const of100 = rate('100')
      const whole = sheetOf([soldProduct(1, (one + other) as Quantity, of100)], circumstances).totals
      const parts = [one, other].map((each) => sheetOf([soldProduct(1, each, of100)], circumstances).totals)
      const sum = (name: keyof typeof whole) => parts.reduce<bigint>((all, totals) => all + totals[name], 0n)
      // The value of a material is off by a cent at most, which is at most 1.8 in one of its four taxes, and each tax is rounded once more.
      const slack = BigInt(lines.length) * 9n + 5n
      for (const name of ['value', 'duty', 'tradeRemedy', 'consumption', 'vat', 'tax', 'interest', 'total'] as const) {
        const gap = sum(name) - whole[name]
        expect(gap <= slack && gap >= -slack, `${name} ${gap}`).toBe(true)
      }
    }),
  )
})

test('two lines of one sale are taxed as one of both: what is one material is one line of the sheet', () => {
  fc.assert(
    fc.property(consumption, rates, prices, fc.tuple(quantity, quantity), (lines, of, unitPrices, [one, other]) => {
      const circumstances = facts(of, unitPrices, lines)
      const of100 = rate('100')
      const together = sheetOf([soldProduct(1, (one + other) as Quantity, of100)], circumstances).totals
      expect(sheetOf([soldProduct(1, one, of100), soldProduct(2, other, of100)], circumstances).totals).toEqual(together)
    }),
  )
})

test('tax never falls with quantity, and every sum of a sheet is the sum of its lines', () => {
  fc.assert(
    fc.property(consumption, rates, prices, fc.tuple(quantity, quantity), (lines, of, unitPrices, [one, more]) => {
      const circumstances = facts(of, unitPrices, lines)
      const of100 = rate('100')
      const [less, greater] = [one, (one + more) as Quantity].map((each) => sheetOf([soldProduct(1, each, of100)], circumstances))
      if (!less || !greater) throw new Error('no sheets')
      for (const name of ['value', 'duty', 'tradeRemedy', 'consumption', 'vat', 'tax', 'interest', 'total'] as const)
        expect(greater.totals[name] >= less.totals[name], name).toBe(true)
      expect(greater.lines.reduce<bigint>((sum, line) => sum + line.taxTotal, 0n)).toBe(greater.totals.tax)
      const { duty, tradeRemedy, consumption: consumptionTax, vat, fund, tax, interest, total } = greater.totals
      expect(duty + tradeRemedy + consumptionTax + vat + fund).toBe(tax)
      expect(tax + interest).toBe(total)
    }),
  )
})
