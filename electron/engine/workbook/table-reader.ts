import { refuse } from '../../../shared/contract/errors.ts'
import type { RecognisedSheet } from '../../../shared/contract/values.ts'
import { cleanHeading, cleanText, isNoteRow, isPlain, isRemark, isTotalsRow } from '../../../shared/domain/cell.ts'
import { columnLetter } from './read-workbook.ts'
import type { Cell, SheetRow, Workbook } from './read-workbook.ts'

/** A column that a table of the product has; `heading` is its standard name, also in messages. */
export interface ColumnSpec<Id extends string = string> {
  id: Id
  heading: string
  aliases?: readonly string[]
  required: boolean
}

export interface TableSpec<Id extends string = string> {
  /** What the table is called, and the sheet where it usually stands. */
  readAs: string
  sheetNames: readonly string[]
  columns: readonly ColumnSpec<Id>[]
}

export interface TableRow<Id extends string> {
  row: number
  /** Undefined where the sheet lacks the column. */
  cells: Partial<Record<Id, Cell>>
}

/** A table found in a workbook: which sheet, which row holds the headings, which column is which. */
export interface FoundTable<Id extends string> {
  sheet: string
  headerRow: number
  hasColumn(id: Id): boolean
  /** The rows below the headings, without blank rows, totals rows and notes. */
  rows(): AsyncIterable<TableRow<Id>>
  /** What was recognised; the counts are final once {@link rows} has been read to its end. */
  recognised(): RecognisedSheet
}

/** Titles, notes and blank rows may stand above the headings; further down nobody looks for them. */
const searchedRows = 30
const sampleRows = 3
const empty: Cell = { text: '', kind: 'empty' }

interface Headings<Id extends string> {
  columns: Map<number, ColumnSpec<Id>>
  /** The first column that two headings of the row name equally well. */
  twice: ColumnSpec<Id> | undefined
}

/**
 * Finds a table by its headings, wherever it stands: any sheet, any order of columns, title rows above, blanks inside headings.
 * A sheet with the expected name wins over others, then the one with more of the columns; what is left open after that is refused.
 * @throws Refusal workbook.tableMissing, workbook.tableTwice, workbook.columnMissing, workbook.columnTwice
 */
export async function findTable<Id extends string>(workbook: Workbook, spec: TableSpec<Id>): Promise<FoundTable<Id>> {
  const found: (Headings<Id> & { index: number; score: number; named: boolean; header: SheetRow })[] = []
  for (const [index, sheet] of workbook.sheets.entries()) {
    const named = spec.sheetNames.includes(cleanHeading(sheet.name))
    for await (const header of workbook.rows(index)) {
      if (header.row > searchedRows) break
      const headings = matchHeadings(header, spec)
      const score = headings.columns.size
      if (score >= Math.min(2, spec.columns.length)) found.push({ ...headings, index, score, named, header })
    }
  }
  const [best, ...others] = found.toSorted(
    (a, b) => Number(b.named) - Number(a.named) || b.score - a.score || a.header.row - b.header.row,
  )
  if (!best) {
    return refuse({
      code: 'workbook.tableMissing',
      message: `工作簿里没有找到“${spec.readAs}”表`,
      next: `请确认选对了文件；这张表应有列：${spec.columns
        .filter((column) => column.required)
        .map((column) => column.heading)
        .join('、')}`,
    })
  }
  const sheetName = (at: number) => workbook.sheets[at]?.name ?? ''
  const sheet = sheetName(best.index)
  const rival = others.find((each) => each.index !== best.index && each.named === best.named && each.score === best.score)
  if (rival) {
    refuse({
      code: 'workbook.tableTwice',
      message: `工作表“${sheet}”和“${sheetName(rival.index)}”都像“${spec.readAs}”表`,
      next: `请只留一张，或把要导入的一张命名为“${spec.sheetNames[0] ?? spec.readAs}”`,
    })
  }
  if (best.twice) {
    refuse({
      code: 'workbook.columnTwice',
      message: `工作表“${sheet}”有两列都像“${best.twice.heading}”`,
      at: { sheet, row: best.header.row, column: best.twice.heading },
      next: '请只留一列，或给另一列改名',
    })
  }
  const present = new Set([...best.columns.values()].map((column) => column.id))
  const missing = spec.columns.filter((column) => column.required && !present.has(column.id))
  if (missing.length > 0) {
    refuse({
      code: 'workbook.columnMissing',
      message: `工作表“${sheet}”缺少列：${missing.map((column) => column.heading).join('、')}`,
      at: { sheet, row: best.header.row },
      next: '请补上这些列后再导入',
    })
  }
  return table(workbook, best.index, sheet, best.header, best.columns, spec)
}

/** The standard heading of a column wins over its other names. */
function matchHeadings<Id extends string>(row: SheetRow, spec: TableSpec<Id>): Headings<Id> {
  const headings = row.cells.map(({ text }) => cleanHeading(text))
  const columns = new Map<number, ColumnSpec<Id>>()
  let twice: ColumnSpec<Id> | undefined
  for (const column of spec.columns) {
    const standard = placesOf(headings, (heading) => heading === column.heading)
    const places = standard.length > 0 ? standard : placesOf(headings, (heading) => column.aliases?.includes(heading) ?? false)
    const [place, second] = places
    if (place === undefined) continue
    columns.set(place, column)
    if (second !== undefined) twice ??= column
  }
  return { columns, twice }
}

const placesOf = (headings: readonly string[], isIt: (heading: string) => boolean): number[] =>
  headings.flatMap((heading, at) => (isIt(heading) ? [at] : []))

/**
 * Totals and notes are no data and say so; they leave several cells empty that a row of data must have, while a damaged row of data
 * is refused with its place rather than passed over. Columns that the product does not read have no say but for such a word.
 */
function isBesideData(cells: readonly Cell[], columns: ReadonlyMap<number, ColumnSpec>): boolean {
  let missing = 0
  for (const [at, { required }] of columns) {
    const text = cells[at]?.text ?? ''
    if (required && (text === '' || (!isPlain(text) && (isRemark(text) || cleanText(text) === '')))) missing += 1
  }
  if (missing < 2) return false
  const words = cells.map(({ text }, at) => (columns.has(at) || isRemark(text) ? text : ''))
  return isTotalsRow(words) || (missing > 2 && isNoteRow(words))
}

function table<Id extends string>(
  workbook: Workbook,
  index: number,
  sheet: string,
  header: SheetRow,
  columns: Map<number, ColumnSpec<Id>>,
  spec: TableSpec<Id>,
): FoundTable<Id> {
  const present = new Map([...columns].map(([at, column]) => [column.id, at]))
  const places = [...present]
  const sample: string[][] = []
  let rowCount = 0
  let skippedRows = 0
  let lastRow = header.row
  return {
    sheet,
    headerRow: header.row,
    hasColumn: (id) => present.has(id),
    async *rows() {
      rowCount = 0
      skippedRows = 0
      lastRow = header.row
      sample.length = 0
      for await (const { row, cells } of workbook.rows(index)) {
        if (row <= header.row) continue
        skippedRows += row - lastRow - 1
        lastRow = row
        if (cells.every((cell) => cleanText(cell.text) === '') || isBesideData(cells, columns)) {
          skippedRows += 1
          continue
        }
        rowCount += 1
        if (sample.length < sampleRows) sample.push(header.cells.map((_, at) => cleanText(cells[at]?.text ?? '')))
        const values: Partial<Record<Id, Cell>> = {}
        for (const [id, at] of places) values[id] = cells[at] ?? empty
        yield { row, cells: values }
      }
    },
    recognised: () => ({
      sheet,
      readAs: spec.readAs,
      headerRow: header.row,
      rows: rowCount,
      skippedRows,
      columns: header.cells
        .map((cell, at) => ({
          heading: cleanText(cell.text),
          readAs: columns.get(at)?.heading ?? null,
          letter: columnLetter(at),
          at,
        }))
        .filter(({ heading }) => heading !== '')
        .map(({ heading, readAs, letter }) => ({ heading, readAs, letter })),
      sample: sample.map((cells) => cells.filter((_, at) => cleanText(header.cells[at]?.text ?? '') !== '')),
    }),
  }
}
