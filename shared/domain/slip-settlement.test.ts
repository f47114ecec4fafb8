import { expect, test } from 'vitest'
import { day } from './day.ts'
import { noQuantity, printQuantity, quantity } from './exact.ts'
import { settle } from './slip-settlement.ts'

const line = (id: string, on: string, amount: string, kind: 'delivery' | 'return' = 'delivery') => ({
  id,
  on: day(on),
  kind,
  quantity: quantity(amount),
})
const shown = (lines: Parameters<typeof settle<string>>[0], declared: string) => {
  const { undeclared, undelivered, open, oldestOpen } = settle(lines, quantity(declared))
  return {
    undeclared: printQuantity(undeclared),
    undelivered: printQuantity(undelivered),
    open: Object.fromEntries([...open].map(([id, left]) => [id, printQuantity(left)])),
    oldestOpen,
  }
}

const twoMonths = [line('a', '2025-05-06', '100'), line('b', '2025-06-03', '50.5')]

test('lists settle the oldest delivery first', () => {
  expect(shown(twoMonths, '120')).toEqual({
    undeclared: '30.5',
    undelivered: '0',
    open: { a: '0', b: '30.5' },
    oldestOpen: '2025-06-03',
  })
})

test('what was declared of a delivery by name stays with it; an older slip that comes later is open', () => {
  const named = (id: string) => quantity({ b: '50.5' }[id] ?? '0')
  const { open, oldestOpen, undeclared } = settle(twoMonths, quantity('60'), named)
  expect([open.get('a'), open.get('b'), undeclared]).toEqual([quantity('90.5'), quantity('0'), quantity('90.5')])
  expect(oldestOpen).toBe('2025-05-06')
  // Of what no list declares any more nothing stays.
  expect(settle(twoMonths, quantity('10'), named).open.get('b')).toBe(quantity('40.5'))
})

test('what is declared and has not been delivered stands on the other side', () => {
  expect(shown(twoMonths, '160')).toEqual({ undeclared: '0', undelivered: '9.5', open: { a: '0', b: '0' }, oldestOpen: null })
})

test('a return takes back the newest goods until its day, so that the oldest keep their deadline', () => {
  const returned = [...twoMonths, line('r', '2025-06-10', '20', 'return'), line('c', '2025-07-01', '5')]
  expect(shown(returned, '0')).toEqual({
    undeclared: '135.5',
    undelivered: '0',
    open: { a: '100', b: '30.5', c: '5' },
    oldestOpen: '2025-05-06',
  })
})

test('goods that were declared and have come back settle what is delivered later', () => {
  const returned = [line('a', '2025-05-06', '100'), line('r', '2025-07-02', '10', 'return'), line('c', '2025-07-10', '30')]
  expect(shown(returned, '100').open).toEqual({ a: '0', c: '20' })
  expect(shown(returned.slice(0, 2), '100').undelivered).toBe('10')
})

test('nothing delivered and nothing declared is nothing', () => {
  expect(settle([], noQuantity)).toMatchObject({ undeclared: 0n, undelivered: 0n, oldestOpen: null })
})
