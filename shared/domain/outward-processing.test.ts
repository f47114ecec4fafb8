import { expect, test } from 'vitest'
import { calendarOf } from './calendar.ts'
import { day } from './day.ts'
import { money, printCents, printQuantity, quantity, rate } from './exact.ts'
import { firstDispatch, outstanding, outwardDeadline, outwardGuarantee, returnedTooMuch } from './outward-processing.ts'
import type { OutwardGoods, OutwardMovement, UsedGoods } from './outward-processing.ts'

const weekends = calendarOf([])
const line = (goods: OutwardGoods, itemSeq: number, amount: string, ...uses: [UsedGoods, number, string][]) => ({
  goods,
  itemSeq,
  quantity: quantity(amount),
  uses: uses.map(([used, seq, of]) => ({ goods: used, itemSeq: seq, quantity: quantity(of) })),
})
const moved = (kind: 'dispatch' | 'return', on: string, ...lines: OutwardMovement['lines']): OutwardMovement => ({
  kind,
  movedOn: day(on),
  lines,
})
const shown = (movements: OutwardMovement[]) =>
  outstanding(movements).map(({ goods, itemSeq, sent, returned, used, out }) =>
    [goods, itemSeq, ...[sent, returned, used, out].map(printQuantity)].join(' '),
  )

test('E-17 the first dispatch on Friday 2025-05-09 is filed by Wednesday 2025-05-14', () => {
  expect(outwardDeadline(day('2025-05-09'), 3, weekends)).toBe('2025-05-14')
})

test('R-61 holidays do not count towards the three working days', () => {
  const calendar = calendarOf([{ on: day('2025-05-12'), kind: 'rest' }])
  expect(outwardDeadline(day('2025-05-09'), 3, calendar)).toBe('2025-05-15')
})

test('E-18 all processes sent out: 860 000 at 6.5 % duty and 13 % VAT are guaranteed by 174 967.00', () => {
  const { lines, total } = outwardGuarantee([{ value: money('860000'), dutyRate: rate('6.5'), vatRate: rate('13') }])
  expect(lines.map(({ duty, vat }) => [printCents(duty), printCents(vat)])).toEqual([['55900', '119067']])
  expect(printCents(total)).toBe('174967')
})

test('R-63 each tax of a line is rounded to the cent before it is added (C-3)', () => {
  const of = { value: money('0.1'), dutyRate: rate('5'), vatRate: rate('0') }
  expect(printCents(outwardGuarantee([of, of]).total)).toBe('0.02')
})

test('R-63 the duty in the base of VAT is not rounded (C-5)', () => {
  const { lines } = outwardGuarantee([{ value: money('5.6'), dutyRate: rate('6.5'), vatRate: rate('13') }])
  // (5.6 + 0.364) × 13 % = 0.77532; with the duty at 0.36 it would be 0.7748.
  expect(lines.map(({ duty, vat }) => [duty, vat].map(printCents))).toEqual([['0.36', '0.78']])
})

test('R-61 what went out is back as it went, used up in products, or still out; scrap uses up nothing more', () => {
  const movements = [
    moved('dispatch', '2026-01-05', line('material', 3, '500'), line('semiFinished', 1, '40')),
    moved('return', '2026-01-09', line('product', 1, '100', ['material', 3, '260.5']), line('scrap', 3, '7.5')),
    moved('return', '2026-01-12', line('surplus', 3, '39.5'), line('semiFinished', 1, '40')),
  ]
  expect(shown(movements)).toEqual(['material 3 500 39.5 260.5 200', 'semiFinished 1 40 40 0 0'])
  expect(returnedTooMuch(movements)).toBeUndefined()
  expect(firstDispatch(movements)).toBe('2026-01-05')
})

test('R-61 no more comes back than has gone out, on any day', () => {
  const out = moved('dispatch', '2026-01-05', line('material', 3, '500'))
  const tooMuch = moved('return', '2026-01-06', line('material', 3, '500.00001'))
  expect(returnedTooMuch([out, tooMuch])).toMatchObject({ goods: 'material', itemSeq: 3, on: '2026-01-06', out: -1n })
  const early = moved('return', '2026-01-04', line('material', 3, '1'))
  expect(returnedTooMuch([out, early])).toMatchObject({ on: '2026-01-04' })
  const sameDay = moved('return', '2026-01-05', line('material', 3, '500'))
  expect(returnedTooMuch([sameDay, out])).toBeUndefined()
  const neverSent = moved('return', '2026-01-06', line('product', 1, '1'))
  expect(returnedTooMuch([out, neverSent])).toMatchObject({ goods: 'product', itemSeq: 1 })
})
