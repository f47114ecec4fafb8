import { expect, test } from 'vitest'
import type { Column, EditRules } from './column.ts'
import { cleanInput, headedColumns, planPaste, spread } from './paste-plan.ts'

interface Line {
  name: string
  quantity: string
}
const columns: Column<Line>[] = [
  { id: 'name', title: '品名', width: 100, kind: 'text', text: (row) => row.name },
  { id: 'quantity', title: '数量', width: 100, kind: 'quantity', text: (row) => row.quantity },
]
const edit: EditRules<Line> = {
  canEdit: (row, id) => id === 'quantity' || row.name !== '锁定',
  check: (_row, id, text) => (id === 'quantity' && !/^\d+(\.\d+)?$/.test(text) ? '数量须为正数' : undefined),
  commit: () => Promise.resolve(),
}
const rows: Line[] = [
  { name: '面料', quantity: '10' },
  { name: '锁定', quantity: '20' },
]

test('a paste says what it changes, what is wrong, and what it leaves out', () => {
  const plan = planPaste(
    [
      ['面料', '１，２００', '多余'],
      ['新名', '二十'],
      ['x', '1'],
    ],
    rows,
    columns,
    4,
    edit,
  )
  expect(plan.changes).toEqual([
    { row: rows[0], columnId: 'quantity', text: '1200', title: '数量', index: 4, before: '10', reason: undefined },
  ])
  expect(plan.wrong.map(({ title, index, reason }) => [title, index, reason])).toEqual([
    ['品名', 5, '此格不能修改'],
    ['数量', 5, '数量须为正数'],
  ])
  expect([plan.same, plan.outside]).toEqual([1, 3])
})

test('one cell fills the selection, a block stays a block', () => {
  const selection = { top: 0, bottom: 1, left: 1, right: 2 }
  expect(spread([['5']], selection)).toEqual([
    ['5', '5'],
    ['5', '5'],
  ])
  expect(spread([['1', '2', '3']], selection)).toEqual([['1', '2', '3']])
})

test('figures and days are read as typed, the rest is kept for the check', () => {
  expect(cleanInput('quantity', ' １，２３４．５ ')).toBe('1234.5')
  expect(cleanInput('date', '2025/3/5')).toBe('2025-03-05')
  expect(cleanInput('quantity', '约 5')).toBe('约 5')
  expect(cleanInput('text', ' a ')).toBe('a')
})

test('what goes beyond the last row makes new rows where a blank one is given, and a wrong text stays where it may', () => {
  const blank = (): Line => ({ name: '', quantity: '' })
  const plan = planPaste(
    [
      ['棉布', '十'],
      ['纱线', '5'],
      ['', ''],
    ],
    rows.slice(0, 1),
    columns,
    1,
    {
      ...edit,
      blank,
      wrongMayStand: true,
    },
  )
  expect(plan.added).toBe(1)
  expect(plan.changes.map(({ columnId, text, reason }) => [columnId, text, reason])).toEqual([
    ['name', '棉布', undefined],
    ['quantity', '十', '数量须为正数'],
    ['name', '纱线', undefined],
    ['quantity', '5', undefined],
  ])
  expect(plan.changes[2]?.row).toBe(plan.changes[3]?.row)
  expect([plan.wrong, plan.outside]).toEqual([[], 2])
})

test('headings that were copied along say which columns a block is for', () => {
  expect(
    headedColumns(
      [
        ['数量', ' 品名'],
        ['1', '棉布'],
      ],
      columns,
    ),
  ).toEqual([columns[1], columns[0]])
  expect(
    headedColumns(
      [
        ['数量', '备注'],
        ['1', '棉布'],
      ],
      columns,
    ),
  ).toBeUndefined()
  expect(headedColumns([['数量']], columns)).toBeUndefined()
})
