import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { day } from '../../shared/domain/day.ts'
import { interestOf, interestTerms } from '../../shared/domain/deferred-interest.ts'
import { addCents, Exact, noCents } from '../../shared/domain/exact.ts'
import type { Cents, Money, Rate } from '../../shared/domain/exact.ts'
import { compareWays } from '../../shared/domain/selective-taxation.ts'
import type { TariffKind, TariffRow } from '../../shared/domain/tariff.ts'
import { taxesOf, taxKinds } from '../../shared/domain/tax.ts'
import type { TaxableLine, TaxKind } from '../../shared/domain/tax.ts'

const on = day('2025-06-03')
const kinds = ['mfn', 'antiDumping', 'consumption', 'vat', 'fund'] as const satisfies readonly TariffKind[]
type Levied = (typeof kinds)[number]

/** A rate in percent: up to 99 for the consumption tax, which divides by what is left. */
const percent = (most: bigint) => fc.bigInt({ min: 0n, max: most * 10n ** 9n })
const rates = fc.record({
  mfn: percent(200n),
  antiDumping: percent(200n),
  consumption: percent(90n),
  vat: percent(25n),
  fund: percent(10n),
})
type Rates = { [kind in Levied]: bigint }
/** CNY for one unit, 10⁻⁵. */
const specifics = fc.record({
  mfn: fc.bigInt({ min: 0n, max: 10n ** 8n }),
  consumption: fc.bigInt({ min: 0n, max: 10n ** 8n }),
})
const values = fc.bigInt({ min: 1n, max: 10n ** 11n })
const quantities = fc.bigInt({ min: 1n, max: 10n ** 11n })

const rowsOf = (levied: Rates, specific: { mfn: bigint; consumption: bigint }): TariffRow[] =>
  kinds.map((kind) => ({
    hsCode: '8534',
    name: '',
    kind,
    country: kind === 'antiDumping' ? '116' : '',
    scope: '',
    rate: levied[kind] as Rate,
    specific: kind === 'mfn' || kind === 'consumption' ? (specific[kind] as Money) : null,
    unit: kind === 'mfn' || kind === 'consumption' ? '035' : '',
    from: day('2024-01-01'),
    to: null,
    source: '',
  }))
const lineOf = (value: bigint, quantity: bigint): TaxableLine => ({
  hsCode: '8534001000',
  origin: '116',
  on,
  value: value as Cents,
  quantities: [{ unit: '035', quantity: Exact.fraction(quantity, 100_000n) }],
})
function taxes(rows: readonly TariffRow[], lines: readonly TaxableLine[], free = noCents): Record<TaxKind | 'all', bigint> {
  const answer = taxesOf(rows, lines, free)
  if ('lacks' in answer) throw new Error(JSON.stringify(answer.lacks.map(({ missing }) => missing)))
  const of = (wanted: TaxKind) =>
    answer.lines
      .flatMap((line) => line.taxes.filter(({ tax }) => tax === wanted))
      .reduce((sum, { amount }) => addCents(sum, amount), noCents)
  const all = answer.lines.reduce((sum, { total }) => addCents(sum, total), noCents)
  return {
    duty: of('duty'),
    tradeRemedy: of('tradeRemedy'),
    consumption: of('consumption'),
    vat: of('vat'),
    fund: of('fund'),
    all,
  }
}
const each = Object.keys(taxKinds) as TaxKind[]
const notLess = (a: Record<string, bigint>, b: Record<string, bigint>) => {
  for (const kind of [...each, 'all']) expect(a[kind], kind).toBeGreaterThanOrEqual(b[kind] ?? 0n)
}

test.prop([rates, specifics, values, values, quantities, fc.constantFrom(0n, 5000n)])(
  'every tax is monotone in the value, also with what a shipment does not pay (R-75)',
  (levied, specific, value, more, quantity, free) => {
    const rows = rowsOf(levied, specific)
    notLess(taxes(rows, [lineOf(value + more, quantity)], free as Cents), taxes(rows, [lineOf(value, quantity)], free as Cents))
  },
)

test.prop([rates, specifics, values, quantities, fc.constantFrom(...kinds), percent(9n)])(
  'every tax is monotone in each rate: a higher one makes no tax less',
  (levied, specific, value, quantity, kind, more) => {
    const lines = [lineOf(value, quantity)]
    const higher = { ...levied, [kind]: levied[kind] + more }
    notLess(taxes(rowsOf(higher, specific), lines), taxes(rowsOf(levied, specific), lines))
  },
)

test.prop([rates, specifics, fc.array(fc.tuple(values, quantities), { minLength: 2, maxLength: 12 })])(
  'splitting a sale into parts changes each tax by rounding only: half a cent for every part, and for the whole',
  (levied, specific, parts) => {
    const rows = rowsOf(levied, specific)
    const sum = (at: 0 | 1) => parts.reduce((total, part) => total + part[at], 0n)
    const whole = taxes(rows, [lineOf(sum(0), sum(1))])
    const split = taxes(
      rows,
      parts.map(([value, quantity]) => lineOf(value, quantity)),
    )
    for (const kind of each) {
      const difference = whole[kind] - split[kind]
      const halves = BigInt(parts.length + 1)
      expect((difference < 0n ? -difference : difference) * 2n, kind).toBeLessThanOrEqual(halves)
    }
  },
)

test.prop([rates, fc.bigInt({ min: 1n, max: 200_000n })])(
  'what a shipment does not pay is at most the free amount of each tax, and the taxes that follow from it',
  (levied, value) => {
    const rows = rowsOf(levied, { mfn: 0n, consumption: 0n })
    const [all, collected] = [taxes(rows, [lineOf(value, 1n)]), taxes(rows, [lineOf(value, 1n)], 5000n as Cents)]
    notLess(all, collected)
    expect(collected.tradeRemedy).toBe(all.tradeRemedy)
    for (const kind of each)
      if (kind !== 'tradeRemedy') expect(collected[kind] === 0n || collected[kind] > 5000n, kind).toBe(true)
  },
)

const days = fc.integer({ min: 0, max: 4000 })
const termsOf = (from: string, count: number, percentAYear: bigint) => {
  const start = day(from)
  const terms = interestTerms({
    from: start,
    to: start,
    taxBillOn: start,
    rateRow: { rate: percentAYear as Rate, from: start, to: null, source: '' },
    waiver: undefined,
    yearBase: 360,
    bothEnds: false,
  })
  if ('missing' in terms) throw new Error()
  return { ...terms, days: count, daysBothEnds: count + 1 }
}

test.prop([values, values, days, days, percent(20n)])(
  'interest is monotone in tax, days and rate, and counts both ends for a day more',
  (tax, more, count, later, percentAYear) => {
    const of = (amount: bigint, counted: number, rate: bigint) =>
      interestOf(amount as Cents, termsOf('2024-01-01', counted, rate))
    const base = of(tax, count, percentAYear)
    expect(of(tax + more, count, percentAYear).amount).toBeGreaterThanOrEqual(base.amount)
    expect(of(tax, count + later, percentAYear).amount).toBeGreaterThanOrEqual(base.amount)
    expect(of(tax, count, percentAYear + 1_000_000n).amount).toBeGreaterThanOrEqual(base.amount)
    expect(base.amountBothEnds).toBe(of(tax, count + 1, percentAYear).amountOneEnd)
  },
)

test.prop([values, percent(60n), percent(17n), percent(60n), values, days])(
  'R-100 the cheaper way is the one that costs less, and its break-even lies on the right side of the duty by materials',
  (value, dutyRate, vatRate, materialRate, materialValue, count) => {
    const goods = {
      value: (value * 1000n) as Money,
      dutyRate: dutyRate as Rate,
      vatRate: vatRate as Rate,
      consumptionRate: 0n as Rate,
    }
    const material = { name: '', value: (materialValue * 1000n) as Money, dutyRate: materialRate as Rate }
    const { asPresented, byMaterials, cheaper, difference, breakEvenDuty } = compareWays(
      goods,
      [material],
      termsOf('2024-01-01', count, 350_000_000n),
    )
    const saved = asPresented.total - byMaterials.total
    expect(difference).toBe(saved < 0n ? -saved : saved)
    expect(cheaper).toBe(saved > 0n ? 'byMaterials' : saved < 0n ? 'asPresented' : 'equal')
    // Beyond what rounding can decide, the duty by materials is below the break-even exactly where materials are cheaper.
    if (difference > 5n) expect(byMaterials.duty < breakEvenDuty).toBe(cheaper === 'byMaterials')
  },
)
