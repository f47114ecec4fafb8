import { expect, test } from 'vitest'
import { rowOn } from './dated-row.ts'
import { day } from './day.ts'
import { interestTerms, shippedInterestRates } from './deferred-interest.ts'
import { money, printCents, rate } from './exact.ts'
import { compareWays, mayBeSugar, selectiveStageOn } from './selective-taxation.ts'

const rates = shippedInterestRates.flatMap((row) => (row.rate === null ? [] : [{ ...row, rate: row.rate }]))
function terms(from: string, taxBillOn: string) {
  const to = day(taxBillOn)
  const found = interestTerms({
    from: day(from),
    to,
    taxBillOn: to,
    rateRow: rowOn(rates, to),
    waiver: undefined,
    yearBase: 360,
    bothEnds: false,
  })
  if ('missing' in found) throw new Error(found.missing)
  return found
}
const goods = { value: money('1200000'), dutyRate: rate('20'), vatRate: rate('13'), consumptionRate: rate('0') }
const material = (value: string, percent: string) => ({ name: '', value: money(value), dutyRate: rate(percent) })
const materials = [material('500000', '2'), material('100000', '5'), material('400000', '3')]

test('E-33 by materials 186 565.13 with interest, as presented 427 200', () => {
  const term = terms('2021-05-05', '2021-12-01')
  expect(term.days).toBe(210)
  const { asPresented, byMaterials, cheaper, difference, breakEvenDuty, breakEvenDays } = compareWays(goods, materials, term)
  const said = ({ duty, vat, tax, interest, total }: typeof asPresented) => [duty, vat, tax, interest, total].map(printCents)
  expect(said(asPresented)).toEqual(['240000', '187200', '427200', '0', '427200'])
  expect(said(byMaterials)).toEqual(['27000', '159510', '186510', '55.13', '186565.13'])
  expect(byMaterials.formula).toContain('关税 10000 + 5000 + 12000 = 27000')
  expect([cheaper, printCents(difference)]).toEqual(['byMaterials', '240634.87'])
  // 240 000 × 1.13 ÷ (1.13 + 210 × 0.0035 ÷ 360)
  expect(printCents(breakEvenDuty)).toBe('239567.15')
  expect(breakEvenDays).toBe(916_914)
})

test('R-100 at the break-even both ways cost the same but for rounding; a yuan above it the goods are cheaper', () => {
  const term = terms('2021-05-05', '2021-12-01')
  const { breakEvenDuty } = compareWays(goods, materials, term)
  const at = (duty: string) => compareWays(goods, [material(duty, '100')], term)
  expect(at(printCents(breakEvenDuty)).difference).toBeLessThanOrEqual(2n)
  expect(at(String(Number(printCents(breakEvenDuty)) + 1)).cheaper).toBe('asPresented')
  expect(at(String(Number(printCents(breakEvenDuty)) - 1)).cheaper).toBe('byMaterials')
  expect(compareWays(goods, [material('240000', '100')], terms('2021-12-01', '2021-12-01'))).toMatchObject({
    cheaper: 'equal',
    difference: 0n,
  })
})

test('R-99 consumption tax and VAT are on the goods, with the duty that was chosen in their base', () => {
  const taxed = { ...goods, consumptionRate: rate('15') }
  const { byMaterials } = compareWays(taxed, materials, terms('2021-12-01', '2021-12-01'))
  // 1 227 000 ÷ 0.85 = 1 443 529.41
  expect([byMaterials.consumption, byMaterials.vat].map(printCents)).toEqual(['216529.41', '187658.82'])
})

test('R-99 the duty of each material is rounded where it is paid, and not in the base of VAT (C-3, C-5)', () => {
  const term = terms('2021-12-01', '2021-12-01')
  const three = Array.from({ length: 3 }, () => material('14.1', '5'))
  const { duty, vat } = compareWays({ ...goods, value: money('1') }, three, term).byMaterials
  // 3 × 0.705; (1 + 2.115) × 13 % = 0.40495, and 0.4069 with the duty as it is paid.
  expect([duty, vat].map(printCents)).toEqual(['2.13', '0.4'])
})

test('R-100 no number of days makes both ways equal where no duty bears interest, or the materials bear the higher one', () => {
  const term = terms('2021-05-05', '2021-12-01')
  expect(compareWays(goods, [material('500000', '0')], term).breakEvenDays).toBeUndefined()
  expect(compareWays(goods, [material('500000', '60')], term).breakEvenDays).toBeUndefined()
})

test('R-99 the choice is open in pilot places from 2016-09-01, in every zone from 2020-04-15', () => {
  expect(['2016-08-31', '2016-09-01', '2020-04-14', '2020-04-15'].map((on) => selectiveStageOn(day(on)))).toEqual([
    'notYet',
    'pilot',
    'pilot',
    'allZones',
  ])
  expect([
    mayBeSugar({ hsCode: '1701990000', name: '' }),
    mayBeSugar({ hsCode: '', name: '白砂糖' }),
    mayBeSugar({ hsCode: '8534001000', name: '电路板' }),
  ]).toEqual([true, true, false])
})
