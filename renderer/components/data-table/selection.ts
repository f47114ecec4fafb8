/** A cell by its place on the screen: row of the present order, column among those shown. */
export interface Place {
  row: number
  column: number
}

/** The cursor, and where the block that ends at it began. */
export interface Selection {
  cursor: Place
  anchor: Place
}

/** Inclusive on all sides. */
export interface Block {
  top: number
  bottom: number
  left: number
  right: number
}

interface Extent {
  rows: number
  columns: number
}

export const blockOf = ({ cursor, anchor }: Selection): Block => ({
  top: Math.min(cursor.row, anchor.row),
  bottom: Math.max(cursor.row, anchor.row),
  left: Math.min(cursor.column, anchor.column),
  right: Math.max(cursor.column, anchor.column),
})

export const rowsOf = (block: Block): number => block.bottom - block.top + 1
export const columnsOf = (block: Block): number => block.right - block.left + 1
export const cellsOf = (block: Block): number => rowsOf(block) * columnsOf(block)

const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value))

/** The place itself where it is in the table, else the nearest one. */
export const clampPlace = (place: Place, extent: Extent): Place => ({
  row: within(place.row, extent.rows),
  column: within(place.column, extent.columns),
})

export const at = (place: Place): Selection => ({ cursor: place, anchor: place })

export type Step =
  | { kind: 'by'; rows: number; columns: number }
  | { kind: 'edge'; rows: -1 | 0 | 1; columns: -1 | 0 | 1 }
  | { kind: 'rowStart' }
  | { kind: 'rowEnd' }
  | { kind: 'start' }
  | { kind: 'end' }

/** Where a step from a cell leads. `filled` tells whether a cell holds anything, for the steps to the edge of filled cells. */
// oxlint-disable-next-line typescript/consistent-return
export function stepFrom(from: Place, step: Step, extent: Extent, filled: (place: Place) => boolean): Place {
  switch (step.kind) {
    case 'by':
      return clampPlace({ row: from.row + step.rows, column: from.column + step.columns }, extent)
    case 'edge':
      return edgeFrom(from, step, extent, filled)
    case 'rowStart':
      return { row: from.row, column: 0 }
    case 'rowEnd':
      return { row: from.row, column: extent.columns - 1 }
    case 'start':
      return { row: 0, column: 0 }
    case 'end':
      return clampPlace({ row: extent.rows - 1, column: extent.columns - 1 }, extent)
  }
}

/** As in Excel: to the last filled cell before a gap, over a gap to the next filled cell, else to the last cell. */
function edgeFrom(
  from: Place,
  { rows, columns }: { rows: -1 | 0 | 1; columns: -1 | 0 | 1 },
  extent: Extent,
  filled: (place: Place) => boolean,
): Place {
  const next = (place: Place): Place => ({ row: place.row + rows, column: place.column + columns })
  const inside = ({ row, column }: Place): boolean => row >= 0 && row < extent.rows && column >= 0 && column < extent.columns
  let place = from
  if (!inside(next(place))) return place
  const run = filled(place) && filled(next(place))
  for (place = next(place); inside(next(place)); place = next(place)) {
    if (run ? !filled(next(place)) : filled(place)) return place
  }
  return place
}
