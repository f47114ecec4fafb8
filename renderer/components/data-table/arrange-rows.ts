import type { Arrangement, Column } from './column.ts'
import { readExact } from './exact-text.ts'
import { fold, readFilter } from './filter-expression.ts'

const chinese = new Intl.Collator('zh-CN', { numeric: true })

/** Rows that pass the filters and the quick find, in the order asked for. Invalid filters hold nothing back. */
export function arrangeRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { sort, filter, find }: Arrangement,
): readonly Row[] {
  const tests: ((row: Row) => boolean)[] = []
  for (const column of columns) {
    const wanted = readFilter(filter[column.id] ?? '', column.kind)
    if (wanted !== undefined && wanted !== 'invalid') tests.push((row) => says(column, row, (text) => wanted.matches(text)))
  }
  const part = fold(find.trim())
  if (part !== '') tests.push((row) => columns.some((column) => says(column, row, (text) => fold(text).includes(part))))
  const kept = tests.length === 0 ? rows : rows.filter((row) => tests.every((test) => test(row)))
  const column = columns.find(({ id }) => id === sort?.column)
  return column && sort ? sorted(kept, column, sort.descending ? -1 : 1) : kept
}

/** A code is looked for by its name too, which is read beside it. */
function says<Row>({ text, shown }: Column<Row>, row: Row, matches: (text: string) => boolean): boolean {
  const held = text(row)
  return matches(held) || (shown !== undefined && matches(shown(held)))
}

const unlessEmpty = (text: string): string | undefined => text || undefined

/** Equal rows keep their order; cells without a value come last in both directions. */
function sorted<Row>(rows: readonly Row[], column: Column<Row>, direction: 1 | -1): Row[] {
  const compare = <Key>(key: (text: string) => Key | undefined, order: (a: Key, b: Key) => number): Row[] =>
    rows
      .map((row) => ({ row, key: key(column.text(row)) }))
      .toSorted((a, b) => {
        if (a.key === undefined || b.key === undefined) return Number(a.key === undefined) - Number(b.key === undefined)
        return direction * order(a.key, b.key)
      })
      .map(({ row }) => row)
  if (column.kind === 'quantity') return compare(readExact, (a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return column.kind === 'text'
    ? compare(unlessEmpty, (a, b) => chinese.compare(a, b))
    : compare(unlessEmpty, (a, b) => (a < b ? -1 : a > b ? 1 : 0))
}
