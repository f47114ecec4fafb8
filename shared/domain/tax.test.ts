import { describe, expect, test } from 'vitest'
import { valueOf, weightedAverage } from './customs-value.ts'
import { rowOn } from './dated-row.ts'
import { day } from './day.ts'
import { interestOf, interestTerms, shippedInterestRates } from './deferred-interest.ts'
import { addCents, cents, Exact, exactMoney, exactQuantity, money, noCents, printCents, quantity, rate } from './exact.ts'
import type { TariffKind, TariffRow } from './tariff.ts'
import { taxesOf } from './tax.ts'
import type { TaxableLine, TaxedLine, TaxKind } from './tax.ts'

const on = day('2024-12-18')
const row = (hsCode: string, kind: TariffKind, percent: string | null, more: Partial<TariffRow> = {}): TariffRow => ({
  hsCode,
  name: '',
  kind,
  country: '',
  scope: '',
  rate: percent === null ? null : rate(percent),
  specific: null,
  unit: '',
  from: day('2019-04-01'),
  to: null,
  source: '公告',
  ...more,
})
const line = (hsCode: string, value: string, more: Partial<TaxableLine> = {}): TaxableLine => ({
  hsCode,
  origin: '116',
  on,
  value: cents(value),
  quantities: [],
  ...more,
})

function taxed(rows: readonly TariffRow[], lines: readonly TaxableLine[], free = noCents): readonly TaxedLine[] {
  const answer = taxesOf(rows, lines, free)
  if ('lacks' in answer) throw new Error(JSON.stringify(answer.lacks))
  return answer.lines
}
const of = (lines: readonly TaxedLine[], tax: TaxKind): string =>
  printCents(
    lines
      .flatMap(({ taxes }) => taxes.filter((each) => each.tax === tax))
      .reduce((sum, { amount }) => addCents(sum, amount), noCents),
  )
const total = (lines: readonly TaxedLine[]): string => printCents(lines.reduce((sum, each) => addCents(sum, each.total), noCents))

const vat = row('85', 'vat', '13')

/** Interest by the rate that comes with the program, from a day to the day of the tax bill. */
function interest(lines: readonly TaxedLine[], from: string, to: string, bothEnds = false): string[] {
  const rates = shippedInterestRates.flatMap((each) => (each.rate === null ? [] : [{ ...each, rate: each.rate }]))
  const terms = interestTerms({
    from: day(from),
    to: day(to),
    taxBillOn: day(to),
    rateRow: rowOn(rates, day(to)),
    waiver: undefined,
    yearBase: 360,
    bothEnds,
  })
  if ('missing' in terms) throw new Error(terms.missing)
  const tax = (kind: TaxKind) => printCents(interestOf(cents(of(lines, kind)), terms).amount)
  return [tax('duty'), tax('vat')]
}

test('E-7 200 sets, by their materials: value from the weighted average, duty, VAT and interest', () => {
  const imports = (...lots: readonly (readonly [string, string])[]) => {
    const average = weightedAverage(
      lots.map(([amount, price]) => ({
        quantity: quantity(amount),
        total: exactQuantity(quantity(amount)).times(exactMoney(money(price))),
      })),
    )
    if ('missing' in average) throw new Error(average.missing)
    return average
  }
  const sets = exactQuantity(quantity('200'))
  const used = (uc: string) => sets.times(exactQuantity(quantity(uc)))
  const a = valueOf(
    { method: 'weightedAverage', quantity: used('2.5'), unitPrice: imports(['6000', '31.20'], ['4000', '33.70']) },
    2,
  )
  const b = valueOf(
    { method: 'weightedAverage', quantity: used('4'), unitPrice: imports(['10000', '5.05'], ['5000', '5.35']) },
    2,
  )
  expect([a.unitPrice, b.unitPrice]).toEqual([money('32.2'), money('5.15')])
  expect([a.value, b.value].map(printCents)).toEqual(['16100', '4120'])
  expect(a.formula).toBe('数量 500 × 进口加权平均价 32.2 = 16100')

  const rows = [row('8534', 'mfn', '6.5'), row('8532', 'mfn', '0'), vat]
  const lines = taxed(rows, [line('8534001000', '16100'), line('8532241000', '4120')], cents('50'))
  expect(lines.map(({ taxes }) => taxes.map(({ amount }) => printCents(amount)))).toEqual([
    ['1046.5', '2229.05'],
    ['0', '535.6'],
  ])
  expect([of(lines, 'duty'), of(lines, 'vat'), total(lines)]).toEqual(['1046.5', '2764.65', '3811.15'])
  expect(interest(lines, '2024-03-05', '2024-12-18')).toEqual(['2.93', '7.74'])
  expect(interest(lines, '2024-03-05', '2024-12-18', true)).toEqual(['2.94', '7.77'])
})

test('E-8 来料: the price of similar goods of the same time; VAT ends on half a cent', () => {
  const { value, rule } = valueOf(
    { method: 'similarGoods', quantity: exactQuantity(quantity('500')), unitPrice: exactMoney(money('33.40')) },
    2,
  )
  expect([printCents(value), rule]).toEqual(['16700', 'R-78'])
  const lines = taxed([row('8534', 'mfn', '6.5'), vat], [line('8534001000', '16700')])
  expect([of(lines, 'duty'), of(lines, 'vat'), total(lines)]).toEqual(['1085.5', '2312.12', '3397.62'])
})

test('E-9 scrap: its sale price, its rate as presented', () => {
  const { value } = valueOf({ method: 'salePrice', price: money('8000'), bondedShare: rate('100') }, 2)
  const lines = taxed([row('7204', 'mfn', '6'), row('72', 'vat', '13')], [line('7204410000', printCents(value))])
  expect([of(lines, 'duty'), of(lines, 'vat'), total(lines)]).toEqual(['480', '1102.4', '1582.4'])
})

test('E-10 a by-product: its price by the share of bonded materials', () => {
  const { value, formula } = valueOf({ method: 'salePrice', price: money('20000'), bondedShare: rate('70') }, 2)
  expect([printCents(value), formula]).toEqual(['14000', '内销价格 20000 × 保税料件份额 70% = 14000'])
  const lines = taxed([row('2915', 'mfn', '8'), row('29', 'vat', '13')], [line('2915390000', '14000')])
  expect([of(lines, 'duty'), of(lines, 'vat')]).toEqual(['1120', '1965.6'])
  expect(interest(lines, '2024-06-01', '2024-12-18')).toEqual(['2.18', '3.82'])
})

test('E-21 consumption tax stands in its own base', () => {
  const rows = [row('3303', 'mfn', '10'), row('3303', 'consumption', '15'), row('33', 'vat', '13')]
  const lines = taxed(rows, [line('3303000010', '50000')])
  const consumption = lines[0]?.taxes.find(({ tax }) => tax === 'consumption')
  expect([consumption?.base, printCents(consumption?.amount ?? noCents)]).toEqual(['64705.88', '9705.88'])
  expect(consumption?.formula).toBe('组成计税价格 (55000) ÷ (1 − 15%) = 64705.88；64705.88 × 15% = 9705.88')
  expect([of(lines, 'duty'), of(lines, 'vat')]).toEqual(['5000', '8411.76'])
})

test('E-22 anti-dumping of the origin stands beside the duty and in the base of VAT', () => {
  const rows = [row('2926', 'mfn', '6.5'), row('2926', 'antiDumping', '18.2', { country: '116' }), row('29', 'vat', '13')]
  const lines = taxed(rows, [line('2926100000', '300000')])
  expect([of(lines, 'duty'), of(lines, 'tradeRemedy'), of(lines, 'vat'), total(lines)]).toEqual([
    '19500',
    '54600',
    '48633',
    '122733',
  ])
  expect(of(taxed(rows, [line('2926100000', '300000', { origin: '502' })]), 'tradeRemedy')).toBe('0')
})

test('R-74 compound rates: by value and by quantity, also in the base of the consumption tax', () => {
  const rows = [
    row('2203', 'mfn', '10', { specific: money('2'), unit: '095' }),
    row('2203', 'consumption', '20', { specific: money('1'), unit: '095' }),
    row('22', 'vat', '13'),
  ]
  const goods = line('2203000000', '1000', { quantities: [{ unit: '095', quantity: exactQuantity(quantity('100')) }] })
  const lines = taxed(rows, [goods])
  // duty 100 + 200; CT (1000 + 300 + 100) ÷ 0.8 × 20 % + 100 = 450; VAT (1000 + 300 + 450) × 13 %
  expect([of(lines, 'duty'), of(lines, 'consumption'), of(lines, 'vat')]).toEqual(['300', '450', '227.5'])
  expect(lines[0]?.taxes[0]).toMatchObject({ rateKind: '最惠国复合', rate: '10', base: '1000' })
  expect(taxesOf(rows, [{ ...goods, quantities: [{ unit: '035', quantity: Exact.zero }] }], noCents)).toMatchObject({
    lacks: [
      { missing: 'quantity', kind: '最惠国', unit: '升', line: 0 },
      { missing: 'quantity', kind: '消费税', unit: '升', line: 0 },
    ],
  })
})

test('R-102 the fund goes by the piece, and only as long as its row holds', () => {
  const rows = [
    row('8528', 'mfn', '0'),
    vat,
    row('8528', 'fund', null, { specific: money('13'), unit: '001', from: day('2012-07-01'), to: day('2023-12-31') }),
  ]
  const sold = (date: string) =>
    line('8528721200', '10000', { on: day(date), quantities: [{ unit: '001', quantity: exactQuantity(quantity('5')) }] })
  const lines = taxed(rows, [sold('2023-12-31')], cents('50'))
  expect(of(lines, 'fund')).toBe('65')
  expect(lines[0]?.taxes.at(-1)).toMatchObject({ rateKind: '处理基金从量', rate: '13', base: '5' })
  expect(of(taxed(rows, [sold('2024-01-01')], cents('50')), 'fund')).toBe('0')
})

describe('R-75 what a shipment does not pay', () => {
  const rows = [row('8534', 'mfn', '5'), vat]
  test('a tax at or below 50 in the whole shipment is not collected, and is not in the base of the next', () => {
    const lines = taxed(rows, [line('8534001000', '600'), line('8534001000', '400')], cents('50'))
    expect(lines[0]?.taxes[0]).toMatchObject({ tax: 'duty', amount: 0n, waived: true })
    expect(lines[0]?.taxes[0]?.formula).toContain('整票关税不超过 50 元，免征（R-75）')
    expect([of(lines, 'duty'), of(lines, 'vat')]).toEqual(['0', '130'])
  })
  test('a cent more in any line and all of it is collected', () => {
    const lines = taxed(rows, [line('8534001000', '600'), line('8534001000', '400.20')], cents('50'))
    expect([of(lines, 'duty'), of(lines, 'vat')]).toEqual(['50.01', '136.53'])
  })
  test('the other kinds go by themselves; a remedy is always collected', () => {
    const remedy = row('8534', 'antiDumping', '10', { country: '116' })
    const lines = taxed([...rows, remedy], [line('8534001000', '200')], cents('50'))
    expect([of(lines, 'duty'), of(lines, 'tradeRemedy'), of(lines, 'vat')]).toEqual(['0', '20', '0'])
  })
})

test('a rate that nobody has entered is named, line by line, and never zero', () => {
  expect(taxesOf([vat], [line('8534001000', '100'), line('7204410000', '100')], noCents)).toEqual({
    lacks: [
      { missing: 'tariffRate', hsCode: '8534001000', kind: '最惠国', on, line: 0 },
      { missing: 'tariffRate', hsCode: '7204410000', kind: '最惠国', on, line: 1 },
      { missing: 'tariffRate', hsCode: '7204410000', kind: '增值税', on, line: 1 },
    ],
  })
})

test('the rate is that of the day: a row that has ended, or not begun, does not hold', () => {
  const rows = [
    row('8534', 'mfn', '6', { to: day('2024-12-17') }),
    row('8534', 'mfn', '4', { from: on, to: on }),
    row('8534', 'mfn', '2', { from: day('2024-12-19') }),
    vat,
  ]
  const duty = (date: string) => of(taxed(rows, [line('8534001000', '100', { on: day(date) })]), 'duty')
  expect(['2024-12-17', '2024-12-18', '2024-12-19'].map(duty)).toEqual(['6', '4', '2'])
})

test('the trace names the row, its days and its document', () => {
  const rows = [
    row('853400', 'provisional', '1.5', {
      name: '印刷电路',
      from: day('2024-01-01'),
      to: day('2024-12-31'),
      source: '税委会公告',
    }),
    vat,
  ]
  expect(taxed(rows, [line('8534001000', '100')])[0]?.taxes[0]).toMatchObject({
    rateKind: '暂定',
    rate: '1.5',
    base: '100',
    formula: '100 × 1.5% = 1.5；有暂定税率，优先于最惠国税率',
    basis: { what: '853400 暂定 印刷电路', value: '1.5%', from: '2024-01-01', to: '2024-12-31', source: '税委会公告' },
    rule: 'R-74、R-76',
  })
})
