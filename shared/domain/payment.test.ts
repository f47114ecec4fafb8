import { expect, test } from 'vitest'
import { day } from './day.ts'
import { cents, printCents, rate } from './exact.ts'
import { lateFee, payBy } from './payment.ts'

const terms = { percentADay: rate('0.05'), minimum: cents('50') }

test('E-13 completed on 2025-03-03, due on 2025-03-18; 15 days late on 56 800 is 426.00', () => {
  const lastDay = payBy({ start: 'declaration', declaredOn: day('2025-03-03'), taxBillOn: day('2025-03-05') }, 15)
  expect(lastDay).toBe('2025-03-18')
  const fee = lateFee({ tax: cents('56800'), lastDay, paidOn: day('2025-04-02'), ...terms })
  expect([fee.days, printCents(fee.amount), fee.formula]).toEqual([15, '426', '56800 × 15 天 × 0.05% = 426'])
})

test('R-71 before 2024-12-01 the days run from the tax bill', () => {
  expect(payBy({ start: 'taxBill', declaredOn: day('2024-03-01'), taxBillOn: day('2024-03-05') }, 15)).toBe('2024-03-20')
})

test('R-71 paid on the last day there is no late fee; below the minimum none is charged', () => {
  const lastDay = day('2025-03-18')
  expect(lateFee({ tax: cents('56800'), lastDay, paidOn: lastDay, ...terms })).toMatchObject({ days: 0, amount: 0n })
  expect(lateFee({ tax: cents('56800'), lastDay, paidOn: day('2025-03-01'), ...terms })).toMatchObject({ days: 0, amount: 0n })
  expect(lateFee({ tax: cents('99980'), lastDay, paidOn: day('2025-03-19'), ...terms })).toMatchObject({ days: 1, amount: 0n })
  expect(lateFee({ tax: cents('100000'), lastDay, paidOn: day('2025-03-19'), ...terms })).toMatchObject({
    days: 1,
    amount: 5000n,
  })
})
