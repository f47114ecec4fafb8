import { describe, expect, test } from 'vitest'
import { rowOn } from './dated-row.ts'
import { day } from './day.ts'
import { interestDays, interestEnd, interestOf, interestStart, interestTerms, shippedInterestRates } from './deferred-interest.ts'
import type { InterestTerms } from './deferred-interest.ts'
import { cents, printCents, rate } from './exact.ts'

const rates = shippedInterestRates.flatMap((row) => (row.rate === null ? [] : [{ ...row, rate: row.rate }]))
const waivers = shippedInterestRates.filter(({ kind }) => kind === 'waiver')

/** By the rows that come with the program, as the day of the tax bill picks them. */
function terms(from: string, taxBillOn: string, bothEnds = false): InterestTerms {
  const on = day(taxBillOn)
  const found = interestTerms({
    from: day(from),
    to: on,
    taxBillOn: on,
    rateRow: rowOn(rates, on),
    waiver: rowOn(waivers, on),
    yearBase: 360,
    bothEnds,
  })
  if ('missing' in found) throw new Error(found.missing)
  return found
}

test('E-5 258 days on 120 000 are 301.00, both ends counted 302.17', () => {
  const term = terms('2024-03-05', '2024-11-18')
  expect([term.days, term.daysBothEnds]).toEqual([258, 259])
  const interest = interestOf(cents('120000'), term)
  expect(interest).toMatchObject({ amount: 30_100n, amountOneEnd: 30_100n, amountBothEnds: 30_217n })
  expect(interest.formula).toBe('120000 × 258 天 × 0.35% ÷ 360 = 301')
  expect(interestOf(cents('120000'), terms('2024-03-05', '2024-11-18', true)).amount).toBe(30_217n)
})

test('E-6 a tax bill of the waiver bears none; once it is over the whole period is charged', () => {
  const waived = interestOf(cents('120000'), terms('2020-02-03', '2020-08-10'))
  expect(waived).toMatchObject({ amount: 0n, amountBothEnds: 0n })
  expect(waived.formula).toContain('2020-04-15 至 2020-12-31')
  const after = terms('2020-02-03', '2021-01-11')
  expect(after.days).toBe(343)
  expect(printCents(interestOf(cents('120000'), after).amount)).toBe('400.17')
  expect(interestOf(cents('120000'), terms('2020-02-03', '2020-12-31')).amount).toBe(0n)
  expect(interestOf(cents('120000'), terms('2020-02-03', '2021-01-01')).amount).toBeGreaterThan(0n)
})

test('E-10 E-33 200 days on the taxes of a by-product, 210 on the duty of materials', () => {
  const byProduct = terms('2024-05-01', '2024-11-17')
  expect(byProduct.days).toBe(200)
  expect(interestOf(cents('1120'), byProduct).amount).toBe(218n)
  expect(interestOf(cents('1965.60'), byProduct).amount).toBe(382n)
  expect(interestOf(cents('27000'), terms('2024-04-21', '2024-11-17')).amount).toBe(5513n)
})

describe('the rows that come with the program', () => {
  test('follow one another without gap or overlap, and say that they are to be checked', () => {
    for (const [index, row] of rates.entries()) {
      const next = rates[index + 1]
      expect(next ? interestDays(row.to ?? row.from, next.from).days : row.to).toBe(next ? 1 : null)
      expect(row.source).toContain('待核')
    }
  })

  test.each([
    ['2012-07-05', '0.4'],
    ['2012-07-06', '0.35'],
    ['2026-11-21', '0.35'],
    ['2011-04-05', '0.4'],
  ])('on %s %s %% holds', (on, percent) => expect(rowOn(rates, day(on))?.rate).toBe(rate(percent)))

  test('know no rate before the demand deposit rate, and say so', () => {
    expect(rowOn(rates, day('2008-11-26'))).toBeUndefined()
    const on = day('2008-11-26')
    const found = interestTerms({
      from: on,
      to: on,
      taxBillOn: on,
      rateRow: undefined,
      waiver: undefined,
      yearBase: 360,
      bothEnds: false,
    })
    expect(found).toEqual({ missing: 'interestRate', on })
  })
})

test('R-97 a handbook starts with its first import, an account with its last write-off, else its first import', () => {
  const firstImport = day('2024-03-05')
  const lastWriteOff = day('2025-02-03')
  const start = (of: Partial<Parameters<typeof interestStart>[0]>) =>
    interestStart({ isAccount: false, firstImport, firstImportIsOpening: false, lastWriteOff, ...of })
  expect(start({})).toMatchObject({ from: firstImport, basis: '手册首批料件进口之日（R-97）' })
  expect(start({ isAccount: true })).toMatchObject({ from: lastWriteOff })
  expect(start({ isAccount: true, lastWriteOff: undefined })).toMatchObject({ from: firstImport })
  expect(start({ firstImport: undefined })).toMatchObject({ missing: 'interestStart' })
  expect(start({ firstImportIsOpening: true })).toMatchObject({ from: firstImport, basis: expect.stringContaining('进口更早') })
})

test('R-98 it ends with the tax bill, by the parameter with the declaration, and without permission with the sale or its discovery', () => {
  const [declaredOn, taxBillOn, discoveredOn] = [day('2025-03-03'), day('2025-03-05'), day('2025-06-01')]
  const to = (end: string, unauthorized?: { soldOn: typeof declaredOn | undefined; discoveredOn: typeof declaredOn }) =>
    interestEnd({ end, declaredOn, taxBillOn, ...(unauthorized && { unauthorized }) }).to
  expect([to('taxBill'), to('declaration')]).toEqual([taxBillOn, declaredOn])
  expect(to('taxBill', { soldOn: day('2025-01-02'), discoveredOn })).toBe('2025-01-02')
  expect(to('taxBill', { soldOn: undefined, discoveredOn })).toBe(discoveredOn)
})

test('C-7 no day is counted twice, and none before the start', () => {
  expect(interestDays(day('2025-03-05'), day('2025-03-05'))).toEqual({ days: 0, daysBothEnds: 1 })
  expect(interestDays(day('2025-03-06'), day('2025-03-05'))).toEqual({ days: 0, daysBothEnds: 0 })
})
