import { expect, test } from 'vitest'
import type { ColumnKind } from './column.ts'
import { readFilter } from './filter-expression.ts'

function kept(typed: string, kind: ColumnKind, cells: string[]): string[] {
  const filter = readFilter(typed, kind)
  if (filter === undefined || filter === 'invalid') throw new Error(`not a filter: ${typed}`)
  return cells.filter((cell) => filter.matches(cell))
}

test('plain text is contained, in any width and size of letters', () => {
  expect(kept('abc', 'text', ['xABCx', 'ＡＢＣ', 'ab'])).toEqual(['xABCx', 'ＡＢＣ'])
  expect(kept('千克', 'code', ['035 千克', '036 克'])).toEqual(['035 千克'])
  expect(kept('1,234', 'quantity', ['1234.5', '51234', '123'])).toEqual(['1234.5', '51234'])
})

test('= finds the whole cell, alone it finds the empty ones', () => {
  expect(kept('=米', 'text', ['米', '平方米'])).toEqual(['米'])
  expect(kept('=', 'text', ['米', ''])).toEqual([''])
})

test('quantities compare exactly, beyond what a binary number can tell apart', () => {
  const cells = ['90071992547409.921', '90071992547409.922', '-5', '10', '9', '合计']
  expect(kept('>90071992547409.921', 'quantity', cells)).toEqual(['90071992547409.922'])
  expect(kept('<=9', 'quantity', cells)).toEqual(['-5', '9'])
  expect(kept('=10.0', 'quantity', cells)).toEqual(['10'])
  expect(kept('＞＝１，０００', 'quantity', ['999.99999', '1000', '1000.00001'])).toEqual(['1000', '1000.00001'])
})

test('days compare as days, however the limit is typed', () => {
  const cells = ['2025-03-04', '2025-03-05', '2025-11-01', '']
  expect(kept('>=20250305', 'date', cells)).toEqual(['2025-03-05', '2025-11-01'])
  expect(kept('<2025/3/5', 'date', cells)).toEqual(['2025-03-04'])
  expect(kept('2025-03', 'date', cells)).toEqual(['2025-03-04', '2025-03-05'])
})

test('the engine is sent a plain expression', () => {
  expect(readFilter('＞ １，０００', 'quantity')).toMatchObject({ expression: '>1000' })
  expect(readFilter('≤2025/3/5', 'date')).toMatchObject({ expression: '<=2025-03-05' })
  expect(readFilter('1,000', 'quantity')).toMatchObject({ expression: '1000' })
  expect(readFilter(' Abc ', 'text')).toMatchObject({ expression: 'Abc' })
})

test('a comparison without a value is invalid, an empty filter is none', () => {
  expect(readFilter('>', 'quantity')).toBe('invalid')
  expect(readFilter('>abc', 'quantity')).toBe('invalid')
  expect(readFilter('=2025-02-30', 'date')).toBe('invalid')
  expect(readFilter('  ', 'text')).toBeUndefined()
})
