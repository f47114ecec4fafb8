import type { ReactNode } from 'react'
import { formatDay, formatQuantity } from '../fields/format.ts'
import type { Column } from './column.ts'
import { fold } from './filter-expression.ts'

export function displayText<Row>(column: Column<Row>, text: string): string {
  if (column.shown) return column.shown(text)
  if (column.kind === 'quantity') return formatQuantity(text)
  if (column.kind === 'date') return formatDay(text)
  return text
}

/** The text with the part that was looked for marked; undefined where it is not in the text as shown. */
export function highlighted(text: string, find: string): ReactNode | undefined {
  if (find === '') return undefined
  const folded = fold(text)
  const from = folded.indexOf(find)
  // Folding may change the length of rare signs; then places in the text are not those in the folded one.
  if (from < 0 || folded.length !== text.length) return undefined
  return (
    <>
      {text.slice(0, from)}
      <mark>{text.slice(from, from + find.length)}</mark>
      {text.slice(from + find.length)}
    </>
  )
}
