import { expect, test } from 'vitest'
import { cents, money } from './exact.ts'
import { depositForExports, depositForImports } from './ledger-deposit.ts'

test('E-31 3 000 000 of imports, 1 200 000 of 4 000 000 restricted: a deposit of 99 000.00', () => {
  const of = { imports: money('3000000'), restrictedExports: money('1200000'), exports: money('4000000') }
  expect(depositForExports(of)).toBe(cents('99000'))
  expect(depositForExports({ ...of, exports: money('0') })).toBeUndefined()
})

test('R-141 half of duty and VAT of restricted materials', () => {
  expect(depositForImports({ duty: cents('100.01'), vat: cents('200') })).toBe(cents('150.01'))
})
