import { lineTotalOf, rowKey, withFallbacks } from '../../../shared/domain/handbook-record-cells.ts'
import type { Cells } from '../../../shared/domain/handbook-record-cells.ts'
import { recordFields } from '../../../shared/domain/handbook-record-fields.ts'
import type { RecordBody } from '../../../shared/domain/handbook-record-fields.ts'
import type { SheetGrid } from '../handbooks/read-grid.ts'

export type Sheet = Pick<SheetGrid, 'rows' | 'columns'>
export type Sheets = { readonly [B in RecordBody]: Sheet }

/**
 * The rows of a draft as a sheet gives them. A column that the sheet does not have says nothing: what is in force stays, else what
 * is usual is taken; so does the total of a line whose quantity and price are those in force.
 */
export function rowsOfSheet(body: RecordBody, sheet: Sheet, inForce: readonly Cells[]): Cells[] {
  const held = new Map(inForce.map((cells) => [rowKey(body, cells), cells]))
  const lacking = recordFields[body].map(({ id }) => id).filter((id) => id !== 'total' && !sheet.columns.has(id))
  return sheet.rows.map(({ cells }) => {
    const before = held.get(rowKey(body, cells))
    const kept = Object.fromEntries(lacking.flatMap((id) => (before?.[id] === undefined ? [] : [[id, before[id]]])))
    const row = withFallbacks(body, { ...kept, ...cells })
    if (body === 'consumptions' || row['total'] !== undefined) return row
    const unmoved = before?.['quantity'] === row['quantity'] && before?.['unitPrice'] === row['unitPrice']
    const total = unmoved ? before?.['total'] : lineTotalOf(row)
    return total === undefined ? row : { ...row, total }
  })
}
