import { expect, test } from 'vitest'
import { day } from './day.ts'
import { legProblems, voucherProblems } from './substitution.ts'

const item = { hsCode: '7408110000', name: '铜线', spec: 'Φ0.5mm', unit: '035' }
const bonded = { by: 'bonded', goods: item, handbookKind: 'C', sameEnterprise: true, sameItem: false } as const
const domestic = { by: 'domestic', name: '铜线', spec: 'Φ0.5mm', zeroDutyNoLicence: true } as const
const voucher = {
  handbookKind: 'C',
  establishedOn: day('2025-01-01'),
  validTo: day('2025-12-31'),
  approvedOn: day('2025-06-01'),
  substitutedOn: day('2025-06-02'),
  today: day('2025-06-02'),
}

test('R-60 the same kind and spec of the same enterprise may change places', () => {
  expect(voucherProblems(voucher)).toEqual([])
  expect(legProblems(item, bonded)).toEqual([])
  expect(legProblems(item, domestic)).toEqual([])
  // Full-width forms and blanks are ways of typing, not another spec.
  expect(legProblems(item, { ...domestic, spec: 'φ０.５ MM' })).toEqual([])
})

test('R-60 materials of 来料加工 may not be substituted, on either side', () => {
  expect(voucherProblems({ ...voucher, handbookKind: 'B' })).toEqual(['suppliedFree'])
  expect(legProblems(item, { ...bonded, handbookKind: 'B' })).toEqual(['suppliedFree'])
})

test('R-60 customs consents before, and the handbook is in force', () => {
  expect(voucherProblems({ ...voucher, approvedOn: day('2025-06-03') })).toEqual(['approvedLater'])
  expect(voucherProblems({ ...voucher, substitutedOn: day('2025-06-03') })).toEqual(['inFuture'])
  const late = { ...voucher, substitutedOn: day('2026-01-01'), today: day('2026-01-01') }
  expect(voucherProblems(late)).toEqual(['expired'])
  const early = { ...voucher, approvedOn: day('2024-12-01'), substitutedOn: day('2024-12-31') }
  expect(voucherProblems(early)).toEqual(['notYetSetUp'])
})

test('R-60 what differs is named', () => {
  const other = { hsCode: '7408190000', name: '铜丝', spec: 'Φ0.6mm', unit: '007' }
  expect(legProblems(item, { ...bonded, goods: other })).toEqual(['otherName', 'otherSpec', 'otherCommodity', 'otherUnit'])
  expect(legProblems(item, { ...bonded, sameEnterprise: false, sameItem: true })).toEqual(['sameItem', 'otherEnterprise'])
  expect(legProblems(item, { ...domestic, name: '', zeroDutyNoLicence: false })).toEqual(['noName', 'dutyOrLicence'])
  expect(legProblems(item, { ...domestic, by: 'imported', zeroDutyNoLicence: false })).toEqual([])
})
