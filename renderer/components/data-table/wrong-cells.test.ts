import { expect, test } from 'vitest'
import type { Column } from './column.ts'
import type { RowSource } from './row-source.ts'
import { nextWrongCell } from './wrong-cells.ts'

type Line = readonly [a: string, b: string, c: string]
const columns = [0, 1, 2].map((place): Column<Line> => ({
  id: String(place),
  title: '',
  width: 80,
  kind: 'text',
  text: (row) => row[place] ?? '',
}))
const marks = (row: Line, columnId: string): string | undefined => (row[Number(columnId)] === 'x' ? '有误' : undefined)

function sourceOf(lines: readonly Line[], here: boolean): RowSource<Line> & { asked: number } {
  const source = {
    total: lines.length,
    loading: false,
    error: undefined,
    asked: 0,
    at: (index: number) => (here ? lines[index] : undefined),
    load: (from: number, to: number) => {
      source.asked += 1
      return Promise.resolve(lines.slice(from, to))
    },
    show: () => {},
    retry: () => {},
  }
  return source
}

const lines: Line[] = [
  ['', 'x', ''],
  ['', '', ''],
  ['x', '', 'x'],
]
const next = async (row: number, column: number, direction: 1 | -1 = 1, of = lines, here = true): Promise<string> => {
  const place = await nextWrongCell({ row, column }, direction, sourceOf(of, here), columns, marks)
  return place ? `${place.row},${place.column}` : 'none'
}

test('goes on in reading order and round the table', async () => {
  expect(await next(0, 0)).toBe('0,1')
  expect(await next(0, 1)).toBe('2,0')
  expect(await next(2, 0)).toBe('2,2')
  expect(await next(2, 2)).toBe('0,1')
})

test('goes backwards too', async () => {
  expect(await next(0, 1, -1)).toBe('2,2')
  expect(await next(2, 2, -1)).toBe('2,0')
  expect(await next(2, 0, -1)).toBe('0,1')
})

test('the only wrong cell is found from itself, and nothing where nothing is wrong', async () => {
  expect(await next(0, 1, 1, [['', 'x', '']])).toBe('0,1')
  expect(await next(0, 0, 1, [['', '', '']])).toBe('none')
  expect(await next(0, 0, 1, [])).toBe('none')
})

test('rows of the engine are asked for in slices', async () => {
  const many = Array.from({ length: 5_000 }, (_, index): Line => ['', '', index === 4_999 ? 'x' : ''])
  const source = sourceOf(many, false)
  expect(await nextWrongCell({ row: 0, column: 0 }, 1, source, columns, marks)).toEqual({ row: 4_999, column: 2 })
  expect(source.asked).toBe(5)
})
