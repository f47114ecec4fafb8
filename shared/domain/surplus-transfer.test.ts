import { expect, test } from 'vitest'
import { day } from './day.ts'
import { exactPercent, money, rate } from './exact.ts'
import { isSameMaterial, surplusGuarantee, surplusProblems, tradeOf, transferShare } from './surplus-transfer.ts'
import type { SurplusBook } from './surplus-transfer.ts'

const value = (transferred: string, more: Partial<Parameters<typeof surplusGuarantee>[0]> = {}) => ({
  transferred: money(transferred),
  imported: money('1050000'),
  otherProcessor: false,
  extensions: 0,
  ...more,
})

test('E-16 532 000 of 1 050 000 is 50.67 % and asks for a guarantee, 510 000 is 48.57 % and does not', () => {
  const percent = (of: string) =>
    transferShare(money(of), money('1050000'))
      ?.dividedBy(exactPercent(rate('1')))
      .toText(2)
  expect(percent('532000')).toBe('50.67')
  expect(percent('510000')).toBe('48.57')
  expect(surplusGuarantee(value('532000'), rate('50'))).toEqual(['share'])
  expect(surplusGuarantee(value('510000'), rate('50'))).toEqual([])
  expect(surplusGuarantee(value('525000'), rate('50'))).toEqual(['share'])
})

test('E-16 the same from 2020 on asks for none', () => {
  expect(surplusGuarantee(value('532000', { otherProcessor: true, extensions: 3 }), undefined)).toEqual([])
})

test('another processor, or two extensions, asked for a guarantee too', () => {
  expect(surplusGuarantee(value('1', { otherProcessor: true, extensions: 2 }), rate('50'))).toEqual([
    'otherProcessor',
    'extendedTwice',
  ])
})

const book = (more: Partial<SurplusBook> = {}): SurplusBook => ({
  handbookNo: 'C23325100001',
  trade: '进料',
  operatorCreditCode: 'A',
  processorCreditCode: 'A',
  establishedOn: day('2025-01-01'),
  validTo: day('2025-12-31'),
  rolls: false,
  reported: false,
  closed: false,
  ...more,
})
const to = (more: Partial<SurplusBook> = {}) => book({ handbookNo: 'C23325100002', ...more })
const on = day('2025-06-01')

test('R-55 the target is another handbook of the same operator, processor and trade', () => {
  expect(surplusProblems(book(), to(), on)).toEqual([])
  expect(surplusProblems(book(), book(), on)).toEqual(['sameBook'])
  expect(surplusProblems(book(), to({ operatorCreditCode: 'B' }), on)).toEqual(['otherOperator'])
  expect(surplusProblems(book(), to({ processorCreditCode: 'B' }), on)).toEqual(['otherProcessor'])
  expect(surplusProblems(book(), to({ trade: '来料' }), on)).toEqual(['otherTrade'])
})

test('R-57 before the old handbook is reported, and while the new one is valid', () => {
  expect(surplusProblems(book({ reported: true }), to(), on)).toEqual(['reported'])
  expect(surplusProblems(book({ reported: true, closed: true }), to(), on)).toEqual(['closed'])
  expect(surplusProblems(book(), to({ reported: true }), on)).toEqual(['targetClosed'])
  expect(surplusProblems(book(), to(), day('2026-01-01'))).toEqual(['targetNotValid'])
  expect(surplusProblems(book(), to({ rolls: true }), day('2026-01-01'))).toEqual([])
  expect(surplusProblems(book(), to({ establishedOn: day('2025-06-02') }), on)).toEqual(['targetNotValid'])
})

test('the trade of a handbook is its letter, of an account its mode', () => {
  expect([tradeOf('B', '0214'), tradeOf('C', '0615'), tradeOf('E', '0214'), tradeOf('E', '0615')]).toEqual([
    '来料',
    '进料',
    '来料',
    '进料',
  ])
})

test('the same material has the same code, name, specification and unit', () => {
  const material = { hsCode: '8534001000', name: '电路板', spec: '4层', unit: '007' }
  expect(isSameMaterial(material, { ...material })).toBe(true)
  for (const field of ['hsCode', 'name', 'spec', 'unit'] as const)
    expect(isSameMaterial(material, { ...material, [field]: 'x' }), field).toBe(false)
})
