import { expect, test } from 'vitest'
import { money, printMoney, printQuantity, quantity, rate } from './exact.ts'
import { agrees, inOurUnits, pairItems, weightedPrice } from './pairing.ts'
import type { TransferItem } from './pairing.ts'

const item = (itemSeq: number, amount: string, price: string, hsCode = '8534001000', currency = '502'): TransferItem => ({
  itemSeq,
  hsCode,
  name: '电路板',
  unit: '007',
  quantity: quantity(amount),
  unitPrice: price === '' ? undefined : money(price),
  currency,
})
/** Their item 7 is our item 1, 2.5 of theirs make one of ours. */
const match = (factor: string) => (theirs: TransferItem) =>
  theirs.itemSeq === 7 ? { itemSeq: 1, factor: rate(factor) } : undefined
const pair = (ours: TransferItem, theirs: TransferItem, factor = '2.5') => pairItems([ours], [theirs], match(factor))[0]

test('the same goods in two units agree in quantity and price', () => {
  expect(pair(item(1, '40', '5'), item(7, '100', '2'))).toMatchObject({ converted: quantity('40'), difference: 0n, problems: [] })
})

test('a price per half unit of ours is not the price per unit', () => {
  expect(pair(item(1, '40', '2'), item(7, '100', '2'))?.problems).toEqual(['price'])
})

test('a quantity that differs by the last digit differs', () => {
  const found = pair(item(1, '40.00001', '5'), item(7, '100', '2'))
  expect(found?.problems).toEqual(['quantity'])
  expect(printQuantity(found?.difference ?? quantity('9'))).toBe('0.00001')
})

test('a factor without end agrees where one side, rounded as it is declared, gives the other', () => {
  expect(pair(item(1, '33.33333', ''), item(7, '100', ''), '3')?.problems).toEqual([])
  expect(pair(item(1, '33.33334', ''), item(7, '100', ''), '3')?.problems).toEqual(['quantity'])
})

test('another code needs an explanation, and nothing else', () => {
  const found = pair(item(1, '40', '5', '8534009000'), item(7, '100', '2'))
  expect(found?.problems).toEqual(['code'])
  expect(found && agrees(found)).toBe(true)
  const priced = pair(item(1, '40', ''), item(7, '100', '2'))
  expect(priced?.problems).toEqual(['price'])
  expect(priced && agrees(priced)).toBe(false)
})

test('what one side alone declares stands alone; what the partner does not declare has no pair', () => {
  const found = pairItems([item(1, '40', '5'), item(2, '3', '')], [item(7, '0', ''), item(9, '4', '')], match('2.5'))
  expect(found.map(({ ours, theirs, problems }) => [ours?.itemSeq, theirs?.itemSeq, problems])).toEqual([
    [undefined, 9, ['onlyTheirs']],
    [1, undefined, ['onlyOurs']],
    [2, undefined, ['onlyOurs']],
  ])
})

test('lines converted one by one add up to their converted sum', () => {
  const parts = inOurUnits(['1', '1', '1'].map(quantity), rate('3'))
  expect(parts.map(printQuantity)).toEqual(['0.33333', '0.33334', '0.33333'])
})

test('the price is weighted by quantity, over those that have one, in one currency', () => {
  const line = (amount: string, price: string, currency = '502') => ({
    quantity: quantity(amount),
    unitPrice: price === '' ? undefined : money(price),
    currency,
  })
  const price = weightedPrice([line('10', '2'), line('30', '4'), line('5', '')])
  expect(price && printMoney(price.unitPrice)).toBe('3.5')
  expect(weightedPrice([line('10', '2'), line('30', '4', '142')])).toBeUndefined()
  expect(weightedPrice([line('5', '')])).toBeUndefined()
})
