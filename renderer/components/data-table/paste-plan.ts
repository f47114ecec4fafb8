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
  /** Why it will not be written, or, where what is wrong may stand, what is wrong with it. */
  reason: string | undefined
}

export interface PastePlan<Row> {
  /** Rows that are new. */
  added: number
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

export const cleaned = <Row>(edit: EditRules<Row>, column: Column<Row>, typed: string): string =>
  edit.clean?.(column.id, typed) ?? cleanInput(column.kind, typed)

/** The pasted block laid on the table; one single cell fills the whole selection. */
export function spread(cells: readonly (readonly string[])[], selection: Block): readonly (readonly string[])[] {
  const only = cells.length === 1 && cells[0]?.length === 1 ? cells[0][0] : undefined
  if (only === undefined) return cells
  return Array.from({ length: rowsOf(selection) }, () => Array.from({ length: columnsOf(selection) }, () => only))
}

/** Columns by the headings that were copied along; undefined where the first line is not headings alone. */
export function headedColumns<Row>(
  cells: readonly (readonly string[])[],
  columns: readonly Column<Row>[],
): readonly Column<Row>[] | undefined {
  const found = cells[0]?.map((text) => columns.find(({ title }) => title === text.trim()))
  return cells.length > 1 && found?.every((column) => column !== undefined) ? found : undefined
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
  let added = 0
  for (const [offset, line] of cells.entries()) {
    const isNew = rows[offset] === undefined && edit.blank !== undefined && line.some((typed) => typed.trim() !== '')
    const row = isNew ? edit.blank?.() : rows[offset]
    if (isNew) added += 1
    for (const [place, typed] of line.entries()) {
      const column = columns[place]
      if (row === undefined || column === undefined) {
        outside += 1
        continue
      }
      const text = cleaned(edit, column, typed)
      const before = column.text(row)
      if (text === before) {
        same += 1
        continue
      }
      const locked = !edit.canEdit(row, column.id)
      const reason = locked ? (edit.whyNot?.(row, column.id) ?? '此格不能修改') : edit.check(row, column.id, text)
      const cell = { row, columnId: column.id, text, title: column.title, index: top + offset, before, reason }
      ;(reason === undefined || (edit.wrongMayStand && !locked) ? changes : wrong).push(cell)
    }
  }
  return { added, changes, wrong, same, outside }
}
