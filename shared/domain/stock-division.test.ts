import { expect, test } from 'vitest'
import { day } from './day.ts'
import { printQuantity, quantity } from './exact.ts'
import { dealOut, divideStock } from './stock-division.ts'
import type { StockClaim } from './stock-division.ts'

const claim = (handbookNo: string, firstImportOn: string | undefined, room: string): StockClaim => ({
  handbookNo,
  firstImportOn: firstImportOn === undefined ? undefined : day(firstImportOn),
  room: quantity(room),
})
const shares = (total: string, claims: readonly StockClaim[]) =>
  divideStock(quantity(total), claims).map(({ handbookNo, quantity: of }) => [handbookNo, printQuantity(of)])

const books = [claim('B', '2025-03-01', '50'), claim('A', '2025-04-01', '30'), claim('C', '2025-01-15', '100')]

test('R-125 the handbook that imported the item first is filled up first', () => {
  expect(shares('120', books)).toEqual([
    ['C', '100'],
    ['B', '20'],
    ['A', '0'],
  ])
})

test('R-125 what no book accounts for goes to the last that imported the item, never to one that did not', () => {
  expect(shares('200', [...books, claim('D', undefined, '0')])).toEqual([
    ['C', '100'],
    ['B', '50'],
    ['A', '50'],
    ['D', '0'],
  ])
  expect(shares('7', [claim('D', undefined, '0')])).toEqual([['D', '7']])
})

test('R-125 handbooks of the same day come by their number, whatever their order', () => {
  const same = [claim('B', '2025-03-01', '5'), claim('A', '2025-03-01', '5')]
  expect(shares('6', same)).toEqual(shares('6', same.toReversed()))
  expect(shares('6', same)[0]).toEqual(['A', '5'])
})

test('kinds of a stock are dealt out to the shares one after another', () => {
  const dealt = dealOut(
    [
      { kind: 'raw', quantity: quantity('120') },
      { kind: 'outsourced', quantity: quantity('30') },
    ],
    [
      { handbookNo: 'A', quantity: quantity('100') },
      { handbookNo: 'B', quantity: quantity('50') },
    ],
  )
  expect(dealt.map(({ kind, handbookNo, quantity: of }) => [kind, handbookNo, printQuantity(of)])).toEqual([
    ['raw', 'A', '100'],
    ['raw', 'B', '20'],
    ['outsourced', 'B', '30'],
  ])
})
