import { expect, test } from 'vitest'
import { arrangeRows } from './arrange-rows.ts'
import type { Arrangement, Column } from './column.ts'

interface Line {
  seq: string
  name: string
  quantity: string
}
const column = (id: keyof Line, kind: Column<Line>['kind']): Column<Line> => ({
  id,
  title: id,
  width: 80,
  kind,
  text: (row) => row[id],
})
const columns = [column('seq', 'code'), column('name', 'text'), column('quantity', 'quantity')]
const rows: Line[] = [
  { seq: '1', name: '面料', quantity: '10' },
  { seq: '2', name: '纽扣', quantity: '9.5' },
  { seq: '3', name: '拉链 10', quantity: '' },
  { seq: '4', name: '拉链 9', quantity: '-100' },
]
const seqs = (asked: Partial<Arrangement>): string =>
  arrangeRows(rows, columns, { filter: {}, find: '', ...asked })
    .map(({ seq }) => seq)
    .join('')

test('quantities sort by value, blanks last in both directions', () => {
  expect(seqs({ sort: { column: 'quantity', descending: false } })).toBe('4213')
  expect(seqs({ sort: { column: 'quantity', descending: true } })).toBe('1243')
})

test('Chinese text sorts by pinyin, figures in it by value', () => {
  expect(seqs({ sort: { column: 'name', descending: false } })).toBe('4312')
})

test('filters of several columns and the quick find all hold', () => {
  expect(seqs({ filter: { name: '拉链', quantity: '<0' } })).toBe('4')
  expect(seqs({ find: '9' })).toBe('24')
  expect(seqs({ find: '9', filter: { name: '纽' } })).toBe('2')
})

test('nothing asked leaves the rows as they are', () => {
  expect(arrangeRows(rows, columns, { filter: {}, find: ' ' })).toBe(rows)
  expect(seqs({ filter: { quantity: '>' } })).toBe('1234')
})

test('a code is found by the name that stands beside it', () => {
  const units = { ...column('seq', 'code'), shown: (text: string) => (text === '3' ? '3 千克' : text) }
  const found = (asked: Partial<Arrangement>) =>
    arrangeRows(rows, [units], { filter: {}, find: '', ...asked }).map(({ seq }) => seq)
  expect(found({ filter: { seq: '千克' } })).toEqual(['3'])
  expect(found({ find: '千克' })).toEqual(['3'])
  expect(found({ filter: { seq: '=3' } })).toEqual(['3'])
})
