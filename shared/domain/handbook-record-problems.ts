import { readRow, rowKey } from './handbook-record-cells.ts'
import type { CellProblem, Cells, RecordUse } from './handbook-record-cells.ts'
import { fieldLabel } from './handbook-record-fields.ts'
import type { RecordBody } from './handbook-record-fields.ts'

/** `row` is where it stands, for a message about another row. */
interface GridRow {
  readonly cells: Cells
  readonly row?: number
}
type Grid = { readonly [B in RecordBody]: readonly GridRow[] }

/**
 * What is wrong with each row, by its place in the body: its cells, a number that is there twice, a consumption of something that
 * the other bodies do not have. Rows without a mistake are left out.
 */
export function bodyProblems(body: RecordBody, grid: Grid, use: RecordUse = 'filing'): Map<number, CellProblem[]> {
  const found = new Map<number, CellProblem[]>()
  const firstOf = new Map<string, GridRow>()
  const known =
    body === 'consumptions' ? { productSeq: seqsOf('products', grid), materialSeq: seqsOf('materials', grid) } : undefined
  for (const [index, row] of grid[body].entries()) {
    const read = readRow(body, row.cells, use)
    const problems = 'problems' in read ? [...read.problems] : []
    const key = rowKey(body, row.cells)
    const first = key === undefined ? undefined : firstOf.get(key)
    if (first) problems.push(duplicate(body, row, first))
    else if (key !== undefined) firstOf.set(key, row)
    for (const [column, seqs] of Object.entries(known ?? {})) {
      const seq = row.cells[column]
      if (seq !== undefined && /^\d+$/.test(seq) && !seqs.has(seq))
        problems.push({
          column,
          message: `“${fieldLabel(body, column)}”${seq} 不在${column === 'productSeq' ? '成品' : '料件'}表中`,
        })
    }
    if (problems.length > 0) found.set(index, problems)
  }
  return found
}

/** Those of wrong rows too: what refers to one of them is not wrong for that. */
const seqsOf = (body: 'materials' | 'products', grid: Grid): ReadonlySet<string | undefined> =>
  new Set(grid[body].map(({ cells }) => rowKey(body, cells)))

function duplicate(body: RecordBody, row: GridRow, first: GridRow): CellProblem {
  const where = first.row === undefined ? '前面的一行' : `第 ${first.row} 行`
  return body === 'consumptions'
    ? { column: 'materialSeq', message: `与${where}的成品、版本、料件都相同` }
    : { column: 'seq', message: `“序号”${row.cells['seq'] ?? ''} 与${where}重复` }
}
