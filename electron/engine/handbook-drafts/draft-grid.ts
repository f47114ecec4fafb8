import { cellsOf, headCells, readHead, useOfRows } from '../../../shared/domain/handbook-record-cells.ts'
import type { CellProblem, Cells } from '../../../shared/domain/handbook-record-cells.ts'
import { compareBodies } from '../../../shared/domain/handbook-record-changes.ts'
import { fieldLabel } from '../../../shared/domain/handbook-record-fields.ts'
import type { RecordBody } from '../../../shared/domain/handbook-record-fields.ts'
import { bodyProblems } from '../../../shared/domain/handbook-record-problems.ts'
import type { HandbookRecord } from '../../../shared/domain/handbook-record.ts'
import type { Frozen } from '../../../shared/domain/consumption-version.ts'
import { versionKey } from '../../../shared/domain/consumption-version.ts'
import type { Draft, DraftRow } from './store.ts'

export const bodies = ['materials', 'products', 'consumptions'] as const

/** What is in force of the handbook that a draft changes, and what of it can no longer be changed. */
export interface InForce {
  head: Cells
  rows: { readonly [B in RecordBody]: readonly Cells[] }
  /** By `productSeq:version`. */
  frozen: ReadonlyMap<string, Frozen>
  /** Items that a list names: `I5` is material 5. */
  listed: ReadonlySet<string>
}

export const inForceOf = (record: HandbookRecord, frozen: ReadonlyMap<string, Frozen>, listed: ReadonlySet<string>): InForce => ({
  head: headCells(record.head),
  rows: {
    materials: record.materials.map((row) => cellsOf('materials', row)),
    products: record.products.map((row) => cellsOf('products', row)),
    consumptions: record.consumptions.map((row) => cellsOf('consumptions', row)),
  },
  frozen,
  listed,
})

/** A draft with its rows. */
export interface DraftGrid {
  draft: Draft
  rows: { readonly [B in RecordBody]: readonly DraftRow[] }
  inForce: InForce | undefined
}

export interface ExaminedRow {
  /** Null for a row of the record in force that the draft deletes. */
  rowId: number | null
  cells: Cells
  mark: '0' | '1' | '2' | '3'
  before: Cells | null
  problems: readonly CellProblem[]
  /** Why it must not differ from the record in force. */
  barred: Barred | undefined
}
interface Barred {
  rule: string
  column: string
  message: string
}

export function headProblems({ draft }: DraftGrid): readonly CellProblem[] {
  const read = readHead(draft.head, 'filing')
  const problems = 'problems' in read ? [...read.problems] : []
  if (draft.kind === 'filing' && draft.head['handbookNo'] !== undefined)
    problems.push({ column: 'handbookNo', message: `“${fieldLabel('head', 'handbookNo')}”由海关批准后给出，备案时不填` })
  return problems
}

/** The rows of a body with their marks, the deleted ones last, and what is wrong with each. */
export function examineBody(grid: DraftGrid, body: RecordBody): ExaminedRow[] {
  const { inForce } = grid
  const problems = bodyProblems(body, grid.rows, useOfRows(grid.draft.head['kind'] ?? ''))
  const { rows, deleted } = compareBodies(body, inForce?.rows[body] ?? [], grid.rows[body])
  const examined = rows.map(({ row, mark, before }, index): ExaminedRow => {
    const barred = inForce && barredBy(body, mark, before, row.cells, inForce)
    const wrong = problems.get(index) ?? []
    return {
      rowId: row.rowId,
      cells: row.cells,
      mark,
      before,
      barred,
      problems: barred ? [...wrong, { column: barred.column, message: barred.message }] : wrong,
    }
  })
  for (const cells of deleted) {
    const barred = inForce && barredBy(body, '2', cells, cells, inForce)
    examined.push({
      rowId: null,
      cells,
      mark: '2',
      before: cells,
      barred,
      problems: barred ? [{ column: barred.column, message: barred.message }] : [],
    })
  }
  return examined
}

const rates = ['netConsumption', 'tangibleLossRate', 'intangibleLossRate', 'bondedRatio'] as const
const differs = (before: Cells | null, cells: Cells, column: string) => (before?.[column] ?? '') !== (cells[column] ?? '')

/** a used version keeps what it consumes; an item that a list names stays. */
function barredBy(
  body: RecordBody,
  mark: ExaminedRow['mark'],
  before: Cells | null,
  cells: Cells,
  { frozen, listed }: InForce,
): Barred | undefined {
  if (mark === '0') return undefined
  if (body !== 'consumptions') {
    const key = `${body === 'materials' ? 'I' : 'E'}${cells['seq'] ?? ''}`
    return mark === '2' && listed.has(key)
      ? { rule: 'R-14', column: 'seq', message: `序号 ${cells['seq']} 已有核注清单，不能删除` }
      : undefined
  }
  const column = mark === '1' ? rates.find((each) => differs(before, cells, each)) : 'version'
  if (column === undefined) return undefined
  const [productSeq, version] = [Number(cells['productSeq']), cells['version'] ?? '0']
  const by = frozen.get(versionKey(productSeq, version))
  if (!by) return undefined
  const since = by.listNo === null ? by.on : `${by.on} 清单 ${by.listNo}`
  return {
    rule: by.rule,
    column,
    message: `成品 ${productSeq} 版本 ${version} ${by.reason}（${since}），不能改动，请用新版本申报`,
  }
}
