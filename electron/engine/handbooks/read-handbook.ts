import type { RefusedRow, RecognisedSheet } from '../../../shared/contract/values.ts'
import { isCreditCode } from '../../../shared/domain/credit-code.ts'
import { levyNatureDoubt, readHead, readRow, useOfRows } from '../../../shared/domain/handbook-record-cells.ts'
import type { CellProblem, Cells, RowOf } from '../../../shared/domain/handbook-record-cells.ts'
import { fieldLabel, headFields } from '../../../shared/domain/handbook-record-fields.ts'
import type { RecordBody } from '../../../shared/domain/handbook-record-fields.ts'
import { bodyProblems } from '../../../shared/domain/handbook-record-problems.ts'
import type { HandbookRecord } from '../../../shared/domain/handbook-record.ts'
import type { Call } from '../call.ts'
import type { Workbook } from '../workbook/read-workbook.ts'
import { readHandbookGrid } from './read-grid.ts'
import type { HandbookGrid } from './read-grid.ts'

/** A handbook in force as a workbook has it, checked against the code tables and against itself. */
export interface ReadHandbook {
  handbookNo: string
  counts: { materials: number; products: number; consumptions: number }
  /** Undefined where anything was refused. */
  record: HandbookRecord | undefined
  sheets: RecognisedSheet[]
  rejected: RefusedRow[]
  warnings: string[]
}

const bodies = ['materials', 'products', 'consumptions'] as const

/** Reads a handbook that customs has set up. Mistakes in rows are collected; only what makes the file unreadable is thrown. */
export async function readHandbook(workbook: Workbook, step: Call['step']): Promise<ReadHandbook> {
  const grid = await readHandbookGrid(workbook, step)
  const warnings = gridWarnings(grid)
  const cells = withEstablishedOn(grid.head.cells, warnings)
  const head = readHead(cells, 'book')
  const headProblems = [...missing(cells), ...('problems' in head ? head.problems : [])]
  const rejected = [...grid.head.rejected, ...headPlaces(grid, headProblems), ...bodies.flatMap((body) => bodyPlaces(grid, body))]
  const record =
    rejected.length === 0 && 'value' in head
      ? {
          head: head.value,
          materials: rowsOf('materials', grid),
          products: rowsOf('products', grid),
          consumptions: rowsOf('consumptions', grid),
        }
      : undefined
  return {
    handbookNo: cells['handbookNo'] ?? '',
    counts: countsOf(grid),
    record,
    sheets: sheetsOf(grid),
    rejected,
    warnings: [...warnings, ...headDoubts(cells)],
  }
}

export const countsOf = (grid: HandbookGrid) => ({
  materials: grid.materials.rows.length,
  products: grid.products.rows.length,
  consumptions: grid.consumptions.rows.length,
})
export const sheetsOf = (grid: HandbookGrid): RecognisedSheet[] => [
  grid.head.recognised,
  ...bodies.map((body) => grid[body].recognised),
]
export const gridWarnings = (grid: HandbookGrid): string[] => [
  ...grid.head.warnings,
  ...bodies.flatMap((body) => grid[body].warnings),
]

/** 设立日期 is in no export of the Single Window (FORMATS §11): the day of declaration, else of entry, is the nearest to it. */
function withEstablishedOn(cells: Cells, warnings: string[]): Cells {
  if (cells['establishedOn'] !== undefined) return cells
  const nearest = (['declaredOn', 'inputOn'] as const).find((id) => cells[id] !== undefined)
  if (!nearest) return cells
  warnings.push(`文件没有设立日期，按${fieldLabel('head', nearest)} ${cells[nearest]} 记入，请核对`)
  return { ...cells, establishedOn: cells[nearest] ?? '' }
}

/** What a handbook has only once it is in force. */
const missing = (cells: Cells): CellProblem[] =>
  ['handbookNo', 'establishedOn']
    .filter((id) => cells[id] === undefined)
    .map((id) => ({ column: id, message: `“${fieldLabel('head', id)}”没有填写` }))

/** What may be right all the same. */
export function headDoubts(cells: Cells): string[] {
  const nature = levyNatureDoubt(cells['supervisionMode'] ?? '', cells['levyNature'] ?? '')
  const codes = headFields.flatMap(({ id, label }) => {
    const code = id.endsWith('CreditCode') ? (cells[id] ?? '') : ''
    return code.length === 18 && !isCreditCode(code) ? [`表头“${label}”${code} 的校验位不符，请核对`] : []
  })
  return nature === undefined ? codes : [nature, ...codes]
}

export function headPlaces({ head }: HandbookGrid, problems: readonly CellProblem[]): RefusedRow[] {
  return problems.map(({ column, message }) => {
    const row = head.rowOf.get(column) ?? head.firstRow
    return { sheet: head.sheet, row, column: fieldLabel('head', column), code: 'cell.wrong', message: `第 ${row} 行${message}` }
  })
}

export function bodyPlaces(grid: HandbookGrid, body: RecordBody): RefusedRow[] {
  const { sheet, rows } = grid[body]
  const found = bodyProblems(
    body,
    { materials: grid.materials.rows, products: grid.products.rows, consumptions: grid.consumptions.rows },
    useOfRows(grid.head.cells['kind'] ?? ''),
  )
  return [...found].flatMap(([index, problems]) =>
    problems.map(({ column, message }) => {
      const row = rows[index]?.row ?? 0
      return { sheet, row, column: fieldLabel(body, column), code: 'cell.wrong', message: `第 ${row} 行${message}` }
    }),
  )
}

const rowsOf = <B extends RecordBody>(body: B, grid: HandbookGrid): RowOf[B][] =>
  grid[body].rows.flatMap(({ cells }) => {
    const read = readRow(body, cells, useOfRows(grid.head.cells['kind'] ?? ''))
    return 'value' in read ? [read.value] : []
  })
