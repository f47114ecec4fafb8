import { expect, test } from 'vitest'
import { exactMoney, money, rate } from './exact.ts'
import { licenceFor } from './licence.ts'
import { treatmentOf } from './sale-kinds.ts'
import type { SaleKind } from './sale-kinds.ts'

const ask = (kind: SaleKind, value: string, imported: string, restricted = ['聚酯薄膜']) =>
  licenceFor({
    treatment: treatmentOf({ kind, destruction: '', withIncome: false }),
    restricted,
    value: exactMoney(money(value)),
    imported: exactMoney(money(imported)),
    limit: { share: rate('3'), value: money('10000') },
  })

test('E-32 surplus of 9 600 out of 402 000 needs no licence, out of 310 000 it does', () => {
  expect(ask('surplus', '9600', '402000')).toMatchObject({ needed: false, share: '2.3881', rule: 'R-87' })
  expect(ask('surplus', '9600', '310000')).toMatchObject({ needed: true, share: '3.0968', rule: 'R-87' })
})

test('R-87 both limits count, and the limit itself is within', () => {
  expect(ask('surplus', '10000', '1000000')).toMatchObject({ needed: false, share: '1' })
  expect(ask('surplus', '10000.01', '1000000').needed).toBe(true)
  expect(ask('surplus', '3000', '100000')).toMatchObject({ needed: false, share: '3' })
  expect(ask('surplus', '10000.01', '1000000', []).needed).toBe(false)
  expect(ask('surplus', '100', '0').needed).toBe(true)
})

test('R-88 scrap and disaster goods need none; materials do where they are restricted', () => {
  expect(ask('scrap', '90000', '100000').needed).toBe(false)
  expect(ask('disaster', '90000', '100000').needed).toBe(false)
  expect(ask('material', '1', '100000').needed).toBe(true)
  expect(ask('byProduct', '1', '100000', []).needed).toBe(false)
})
