import type { Column } from './column.ts'
import type { RowSource } from './row-source.ts'
import type { Place } from './selection.ts'

/** Rows looked at between two breaths of the window. */
const slice = 1_000

/** The next wrong cell in reading order, once around the table; undefined where there is none. */
export async function nextWrongCell<Row>(
  from: Place,
  direction: 1 | -1,
  rows: RowSource<Row>,
  columns: readonly Column<Row>[],
  marks: (row: Row, columnId: string) => string | undefined,
): Promise<Place | undefined> {
  const wrongIn = (row: Row): number[] => columns.flatMap((column, place) => (marks(row, column.id) === undefined ? [] : [place]))
  const pick = (row: Row, index: number, allowed: (place: number) => boolean): Place | undefined => {
    const wrong = wrongIn(row).filter(allowed)
    const column = direction === 1 ? wrong[0] : wrong.at(-1)
    return column === undefined ? undefined : { row: index, column }
  }
  const chunk = slices(rows)
  const ahead = (place: number): boolean => (place - from.column) * direction > 0
  // The row of the cursor is looked at twice: what lies ahead of the cursor first, the rest of it at the end of the round.
  for (let step = 0; step <= rows.total; step += 1) {
    const index = (((from.row + step * direction) % rows.total) + rows.total) % rows.total
    const row = rows.at(index) ?? (await chunk.row(index))
    const found = row === undefined ? undefined : pick(row, index, step === 0 ? ahead : () => true)
    if (found) return found
    if (step % slice === slice - 1) await new Promise((resolve) => setTimeout(resolve, 0))
  }
  return undefined
}

/** Rows that are not here come in slices: one question to the engine for a thousand rows. */
function slices<Row>(rows: RowSource<Row>): { row(index: number): Promise<Row | undefined> } {
  let from = -1
  let loaded: readonly Row[] = []
  return {
    row: async (index) => {
      const start = index - (index % slice)
      if (start !== from) {
        loaded = await rows.load(start, Math.min(start + slice, rows.total))
        from = start
      }
      return loaded[index - start]
    },
  }
}
