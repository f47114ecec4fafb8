import { expect, test } from 'vitest'
import { day } from './day.ts'
import { money, rate } from './exact.ts'
import { equipmentFreeOn, equipmentRelease, monthsUsed } from './free-equipment.ts'

test('E-30 imported 2022-06-15, free on 2027-06-15; released after 36 months for 88 160.00', () => {
  expect(equipmentFreeOn(day('2022-06-15'))).toBe('2027-06-15')
  expect(
    equipmentRelease({
      price: money('1000000'),
      importedOn: day('2022-06-15'),
      releasedOn: day('2025-06-15'),
      dutyRate: rate('8'),
      vatRate: rate('13'),
    }),
  ).toEqual({ months: 36, value: 40_000_000n, duty: 3_200_000n, vat: 5_616_000n, total: 8_816_000n })
})

test('R-135 fifteen days make a month, fourteen do not, and the term is never longer than five years', () => {
  expect(monthsUsed(day('2022-06-15'), day('2022-06-29'))).toBe(0)
  expect(monthsUsed(day('2022-06-15'), day('2022-06-30'))).toBe(1)
  expect(monthsUsed(day('2022-06-15'), day('2022-07-29'))).toBe(1)
  expect(monthsUsed(day('2022-06-15'), day('2022-07-30'))).toBe(2)
  expect(monthsUsed(day('2022-06-15'), day('2031-01-01'))).toBe(60)
})
