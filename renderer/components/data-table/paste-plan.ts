import { readDay, readDecimal } from '../../../shared/domain/cell.ts'
import type { Change, Column, ColumnKind, EditRules } from './column.ts'
import { columnsOf, rowsOf } from './selection.ts'
import type { Block } from './selection.ts'

/** More than this is the work of an import, with its own preview and its list of refused rows. */
export const pasteLimit = 50_000

export interface PastedCell<Row> extends Change<Row> {
  title: string
  /** Place in the present order, for showing where. */
  index: number
  before: string
  /** Why it will not be written. */
  reason: string | undefined
}

export interface PastePlan<Row> {
  changes: readonly PastedCell<Row>[]
  wrong: readonly PastedCell<Row>[]
  /** Cells that already say the same. */
  same: number
  /** Cells that fall beside the table. */
  outside: number
}

/** What was typed or pasted, in the form the cell keeps; text that cannot be read stays, so that the check can say why. */
export function cleanInput(kind: ColumnKind, text: string): string {
  const trimmed = text.trim()
  if (kind === 'quantity') return readDecimal(trimmed) ?? trimmed
  if (kind === 'date') return readDay({ text: trimmed, kind: 'text' }) ?? trimmed
  return trimmed
}

/** The pasted block laid on the table; one single cell fills the whole selection. */
export function spread(cells: readonly (readonly string[])[], selection: Block): readonly (readonly string[])[] {
  const only = cells.length === 1 && cells[0]?.length === 1 ? cells[0][0] : undefined
  if (only === undefined) return cells
  return Array.from({ length: rowsOf(selection) }, () => Array.from({ length: columnsOf(selection) }, () => only))
}

/** `rows` and `columns` begin at the upper left cell that is pasted on; `top` is the place of the first row. */
export function planPaste<Row>(
  cells: readonly (readonly string[])[],
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  top: number,
  edit: EditRules<Row>,
): PastePlan<Row> {
  const changes: PastedCell<Row>[] = []
  const wrong: PastedCell<Row>[] = []
  let same = 0
  let outside = 0
  for (const [offset, line] of cells.entries()) {
    const row = rows[offset]
    for (const [place, typed] of line.entries()) {
      const column = columns[place]
      if (row === undefined || column === undefined) {
        outside += 1
        continue
      }
      const text = cleanInput(column.kind, typed)
      const before = column.text(row)
      if (text === before) {
        same += 1
        continue
      }
      const reason = edit.canEdit(row, column.id) ? edit.check(row, column.id, text) : '此格不能修改'
      const cell = { row, columnId: column.id, text, title: column.title, index: top + offset, before, reason }
      ;(reason === undefined ? changes : wrong).push(cell)
    }
  }
  return { changes, wrong, same, outside }
}
