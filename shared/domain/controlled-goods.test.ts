import { expect, test } from 'vitest'
import { controlsOn } from './controlled-goods.ts'
import type { ControlledGoods } from './controlled-goods.ts'
import { day } from './day.ts'

const row = (
  hsCode: string,
  goods: ControlledGoods['goods'],
  control: ControlledGoods['control'],
  to?: string,
): ControlledGoods => ({ hsCode, goods, control, from: day('2015-11-10'), to: to === undefined ? undefined : day(to) })

const importBanned = row('26209910', 'import', 'prohibited')
const bothRestricted = row('2620', 'both', 'restricted')
const untilTwenty = row('7204', 'export', 'prohibited', '2020-11-30')
const rows = [bothRestricted, importBanned, untilTwenty]

test('a commodity is controlled by its prefix, its side and the day (R-6, R-7, R-139)', () => {
  const of = controlsOn(rows, day('2025-01-01'))
  expect(of('2620991000', 'import')).toBe(importBanned)
  expect(of('2620991000', 'export')).toBe(bothRestricted)
  expect(of('2620110000', 'import')).toBe(bothRestricted)
  expect(of('2621100000', 'import')).toBeUndefined()
  expect(of('262', 'import')).toBeUndefined()
})

test('a line that has ended, or not begun, controls nothing', () => {
  expect(controlsOn(rows, day('2020-11-30'))('7204100000', 'export')).toBe(untilTwenty)
  expect(controlsOn(rows, day('2020-12-01'))('7204100000', 'export')).toBeUndefined()
  expect(controlsOn(rows, day('2015-11-09'))('2620991000', 'import')).toBeUndefined()
})

test('a prohibition stands before a more exact restriction', () => {
  const prohibited = row('2620', 'both', 'prohibited')
  expect(controlsOn([row('26209910', 'both', 'restricted'), prohibited], day('2025-01-01'))('2620991000', 'import')).toBe(
    prohibited,
  )
})
