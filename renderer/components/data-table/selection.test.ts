import { expect, test } from 'vitest'
import { blockOf, cellsOf, stepFrom } from './selection.ts'
import type { Place, Step } from './selection.ts'

const extent = { rows: 10, columns: 4 }
const go = (row: number, column: number, step: Step, filled: (place: Place) => boolean = () => true): string => {
  const place = stepFrom({ row, column }, step, extent, filled)
  return `${place.row},${place.column}`
}

const gap = ({ row }: Place): boolean => row < 3 || row > 5

test('a block is the same whichever corner the cursor stands in', () => {
  const block = { top: 2, bottom: 5, left: 1, right: 3 }
  expect(blockOf({ cursor: { row: 5, column: 1 }, anchor: { row: 2, column: 3 } })).toEqual(block)
  expect(blockOf({ cursor: { row: 2, column: 3 }, anchor: { row: 5, column: 1 } })).toEqual(block)
  expect(cellsOf(block)).toBe(12)
})

test('steps stop at the borders', () => {
  expect(go(0, 0, { kind: 'by', rows: -1, columns: 0 })).toBe('0,0')
  expect(go(9, 3, { kind: 'by', rows: 1, columns: 1 })).toBe('9,3')
  expect(go(4, 2, { kind: 'by', rows: 100, columns: 0 })).toBe('9,2')
})

test('Home and End, alone and with Ctrl', () => {
  expect(go(4, 2, { kind: 'rowStart' })).toBe('4,0')
  expect(go(4, 2, { kind: 'rowEnd' })).toBe('4,3')
  expect(go(4, 2, { kind: 'start' })).toBe('0,0')
  expect(go(4, 2, { kind: 'end' })).toBe('9,3')
})

test('Ctrl+arrow goes to the edge of filled cells as Excel does', () => {
  const down: Step = { kind: 'edge', rows: 1, columns: 0 }
  expect(go(0, 0, down)).toBe('9,0')
  expect(go(0, 0, down, gap)).toBe('2,0')
  expect(go(2, 0, down, gap)).toBe('6,0')
  expect(go(4, 0, down, gap)).toBe('6,0')
  expect(go(6, 0, down, gap)).toBe('9,0')
  expect(go(9, 0, { kind: 'edge', rows: -1, columns: 0 }, gap)).toBe('6,0')
  expect(go(9, 0, down, gap)).toBe('9,0')
  expect(go(0, 3, { kind: 'edge', rows: 0, columns: -1 })).toBe('0,0')
})
