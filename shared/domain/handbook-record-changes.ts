import type { Cells } from './handbook-record-cells.ts'
import { cellsOf, rowKey } from './handbook-record-cells.ts'
import type { RowOf } from './handbook-record-cells.ts'
import { recordFields } from './handbook-record-fields.ts'
import type { RecordBody, RecordPart } from './handbook-record-fields.ts'
import type { HandbookRecord, ModificationMark } from './handbook-record.ts'

const same = (part: RecordPart, a: Cells, b: Cells): boolean =>
  recordFields[part].every(({ id }) => (a[id] ?? '') === (b[id] ?? ''))

/** Fields that differ, as texts. */
export const differingFields = (part: RecordPart, before: Cells, after: Cells) =>
  recordFields[part].flatMap(({ id, label }) => {
    const [was, is] = [before[id] ?? '', after[id] ?? '']
    return was === is ? [] : [{ column: id, label, before: was, after: is }]
  })

/**
 * The marks of a body: every row of `after` in its order, then the rows that only `before` has (2 删除). A row whose key is wrong,
 * or is there twice, has no row before it.
 */
export function compareBodies<Row extends { readonly cells: Cells }>(
  body: RecordBody,
  before: readonly Cells[],
  after: readonly Row[],
): { rows: { row: Row; mark: '0' | '1' | '3'; before: Cells | null }[]; deleted: Cells[] } {
  const inForce = new Map(before.map((cells) => [rowKey(body, cells), cells]))
  const rows = after.map((row) => {
    const key = rowKey(body, row.cells)
    const held = key === undefined ? undefined : inForce.get(key)
    if (!held) return { row, mark: '3' as const, before: null }
    inForce.delete(key)
    return { row, mark: same(body, held, row.cells) ? ('0' as const) : ('1' as const), before: held }
  })
  return { rows, deleted: [...inForce.values()] }
}

/** Every row with its 修改标志: what it differs by from the record in force. */
export type MarkedBodies = { readonly [B in RecordBody]: readonly { mark: ModificationMark; row: RowOf[B] }[] }

/** The rows of a proposal with their marks; those that only the record in force has come last, as deleted. */
export function markRecord(before: HandbookRecord | undefined, after: HandbookRecord): MarkedBodies {
  return {
    materials: markBody('materials', before?.materials ?? [], after.materials),
    products: markBody('products', before?.products ?? [], after.products),
    consumptions: markBody('consumptions', before?.consumptions ?? [], after.consumptions),
  }
}

function markBody<B extends RecordBody>(body: B, before: readonly RowOf[B][], after: readonly RowOf[B][]) {
  const held = before.map((row) => ({ row, cells: cellsOf(body, row) }))
  const rowOfCells = new Map(held.map(({ row, cells }) => [cells, row]))
  const { rows, deleted } = compareBodies(
    body,
    held.map(({ cells }) => cells),
    after.map((row) => ({ row, cells: cellsOf(body, row) })),
  )
  const marked: { mark: ModificationMark; row: RowOf[B] }[] = rows.map(({ row, mark }) => ({ mark, row: row.row }))
  for (const cells of deleted) {
    const row = rowOfCells.get(cells)
    if (row) marked.push({ mark: '2', row })
  }
  return marked
}
