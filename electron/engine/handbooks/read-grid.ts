import { customsDistrictName } from '../../../shared/codes/tables.ts'
import { Refusal, refuse } from '../../../shared/contract/errors.ts'
import type { RecognisedSheet, RefusedRow } from '../../../shared/contract/values.ts'
import { cleanHeading, cleanText, readDay } from '../../../shared/domain/cell.ts'
import { checkCell, normaliseCell } from '../../../shared/domain/handbook-record-cells.ts'
import type { Cells } from '../../../shared/domain/handbook-record-cells.ts'
import { bodyLabels, modificationMarks, recordField } from '../../../shared/domain/handbook-record-fields.ts'
import type { RecordBody, RecordPart } from '../../../shared/domain/handbook-record-fields.ts'
import type { Call } from '../call.ts'
import { columnLetter } from '../workbook/read-workbook.ts'
import type { Cell, Workbook } from '../workbook/read-workbook.ts'
import { findTable } from '../workbook/table-reader.ts'
import type { FoundTable } from '../workbook/table-reader.ts'
import { bodyTables, headColumns, headTable, otherHeadLabels, wordsForCodes } from './handbook-tables.ts'

/** A body as a sheet has it: texts, canonical where they can be read, with Excel's row numbers. */
export interface SheetGrid {
  sheet: string
  /** Fields that the sheet has a column for. */
  columns: ReadonlySet<string>
  rows: { cells: Cells; row: number }[]
  recognised: RecognisedSheet
  warnings: string[]
}
interface HeadGrid {
  sheet: string
  cells: Cells
  /** Where each field was found; others are missed at `firstRow`. */
  rowOf: ReadonlyMap<string, number>
  firstRow: number
  recognised: RecognisedSheet
  rejected: RefusedRow[]
  warnings: string[]
}
export type HandbookGrid = { head: HeadGrid } & { [B in RecordBody]: SheetGrid }

/** Reads the four tables of a handbook's workbook, wrong cells as they are. @throws Refusal workbook.* where a table cannot be read */
export async function readHandbookGrid(workbook: Workbook, step: Call['step']): Promise<HandbookGrid> {
  const head = await readHeadGrid(workbook)
  const kind = head.cells['kind'] ?? ''
  const materials = await readBodyGrid(workbook, 'materials', kind, step)
  const products = await readBodyGrid(workbook, 'products', kind, step)
  if (materials.sheet === products.sheet) {
    refuse({
      code: 'workbook.tableMissing',
      message: `工作簿里只有工作表“${materials.sheet}”像料件表和成品表`,
      next: '料件和成品须各有一张工作表，命名为“料件”和“成品”',
    })
  }
  return { head, materials, products, consumptions: await readBodyGrid(workbook, 'consumptions', kind, step) }
}

function textOf(part: RecordPart, id: string, cell: Cell): string {
  const kind = recordField(part, id)?.kind
  // Excel keeps a day as a number, and a code that begins with a zero without it.
  if (kind === 'day' && cell.kind === 'number') return readDay(cell) ?? cleanText(cell.text)
  const text = normaliseCell(part, id, cell.text)
  return id === 'hsCode' && /^\d{9}$/.test(text) ? `0${text}` : text
}

/** @param kind of the handbook or account that the table is of */
export async function readBodyGrid(workbook: Workbook, body: RecordBody, kind: string, step: Call['step']): Promise<SheetGrid> {
  const spec = bodyTables(kind)[body]
  const table = await findTable(workbook, spec)
  const rows: SheetGrid['rows'] = []
  const warnings: string[] = []
  for await (const { row, cells } of table.rows()) {
    await step(`读取${spec.readAs}`, rows.length, null)
    if (modificationMarks.find(cleanText(cells['mark']?.text ?? '')) === '2') {
      warnings.push(`${bodyLabels[body]}第 ${row} 行的修改标志为“删除”，没有读入`)
      continue
    }
    const texts: Record<string, string> = {}
    for (const [id, cell] of Object.entries(cells)) {
      if (id === 'mark' || !cell) continue
      const text = textOf(body, id, cell)
      if (text !== '') texts[id] = text
    }
    rows.push({ cells: texts, row })
  }
  const columns = new Set(spec.columns.map(({ id }) => id).filter((id) => table.hasColumn(id)))
  return { sheet: table.sheet, columns, rows, recognised: table.recognised(), warnings }
}

interface Pair {
  id: string
  heading: string
  label: string
  cell: Cell | undefined
  row: number
  at: number
}

const byLabel = new Map<string, (typeof headColumns)[number]>(
  headColumns.flatMap((column) => [column.heading, ...column.aliases].map((label) => [label, column] as const)),
)

async function readHeadGrid(workbook: Workbook): Promise<HeadGrid> {
  const table = await findUprightHead(workbook)
  const { sheet, firstRow, pairs, recognised } = table ? await readUpright(table) : await readLabelGrid(workbook)
  const cells: Record<string, string> = {}
  const rowOf = new Map<string, number>()
  const rejected: RefusedRow[] = []
  const warnings: string[] = []
  for (const { id, heading, label, cell, row } of pairs) {
    const text = cell ? textOf('head', id, cell) : ''
    const code = wordsForCodes.get(label)
    if (code !== undefined && isWords(id, text) && checkCell('head', id, text) !== undefined) {
      warnings.push(`“${label}”填的是“${text}”，不是${code}，没有读入`)
      continue
    }
    const earlier = rowOf.get(id)
    if (earlier === undefined) rowOf.set(id, row)
    const held = cells[id] ?? ''
    if (earlier !== undefined && held !== text) {
      const message = `第 ${row} 行“${heading}”与第 ${earlier} 行不同`
      rejected.push({ sheet, row, column: heading, code: 'handbook.fieldTwice', message })
    }
    if (held === '' && text !== '') cells[id] = text
  }
  const district = districtInNumber(cells)
  if (district !== undefined) cells['customsDistrict'] = district
  return { sheet, cells, rowOf, firstRow, recognised: recognised(), rejected, warnings }
}

/** Some districts share their name; the number of a handbook has the code of its own (FORMATS §12). */
function districtInNumber({ customsDistrict = '', handbookNo = '' }: Cells): string | undefined {
  const code = handbookNo.slice(1, 5)
  return customsDistrictName(code) === customsDistrict ? code : undefined
}

/** Old handbooks may have the number of a bank under 台账银行; elsewhere a wrong code is a slip. */
const isWords = (id: string, text: string): boolean => (id === 'purpose' ? text !== '' : /[^\x20-\x7e]/.test(text))

async function findUprightHead(workbook: Workbook): Promise<FoundTable<'field' | 'value'> | undefined> {
  try {
    return await findTable<'field' | 'value'>(workbook, headTable)
  } catch (error) {
    if (error instanceof Refusal && error.failure.code === 'workbook.tableMissing') return undefined
    throw error
  }
}

interface ReadHead {
  sheet: string
  firstRow: number
  pairs: Pair[]
  recognised: () => RecognisedSheet
}

async function readUpright(table: FoundTable<'field' | 'value'>): Promise<ReadHead> {
  const pairs: Pair[] = []
  for await (const { row, cells } of table.rows()) {
    const label = cleanHeading(cells.field?.text ?? '')
    const column = byLabel.get(label)
    if (column) pairs.push({ id: column.id, heading: column.heading, label, cell: cells.value, row, at: 0 })
  }
  return { sheet: table.sheet, firstRow: table.headerRow, pairs, recognised: () => table.recognised() }
}

/** A grid of labels and values, several pairs in a row; a value may stand some cells after its label, where cells were merged. */
async function readLabelGrid(workbook: Workbook): Promise<ReadHead> {
  const found: { index: number; named: boolean; pairs: Pair[]; rows: number }[] = []
  for (const [index, { name }] of workbook.sheets.entries()) {
    const named = headTable.sheetNames.some((each) => each === cleanHeading(name))
    const pairs: Pair[] = []
    let rows = 0
    for await (const { row, cells } of workbook.rows(index)) {
      if (row > searchedRows) break
      rows += 1
      pairs.push(...pairsOf(row, cells))
    }
    found.push({ index, named, pairs, rows })
  }
  const [best] = found.toSorted((a, b) => Number(b.named) - Number(a.named) || b.pairs.length - a.pairs.length)
  const required = headColumns.filter((column) => column.required).map(({ heading }) => heading)
  if (!best || best.pairs.length < leastPairs) {
    return refuse({
      code: 'workbook.tableMissing',
      message: '工作簿里没有找到“表头”表',
      next: `请确认选对了文件；这张表应有栏目：${required.join('、')}`,
    })
  }
  const sheet = workbook.sheets[best.index]?.name ?? ''
  const recognised = (): RecognisedSheet => ({
    sheet,
    readAs: headTable.readAs,
    headerRow: 1,
    rows: best.rows,
    skippedRows: 0,
    columns: best.pairs.map(({ label, heading, at }) => ({ heading: label, readAs: heading, letter: columnLetter(at) })),
    sample: [best.pairs.map(({ cell }) => cleanText(cell?.text ?? ''))],
  })
  return { sheet, firstRow: 1, pairs: best.pairs, recognised }
}

const searchedRows = 200
/** Fewer labels than this stand in a table of goods too. */
const leastPairs = 6

function pairsOf(row: number, cells: readonly Cell[]): Pair[] {
  const labels = cells.map(({ text }) => cleanHeading(text))
  const isLabel = (at: number): boolean => byLabel.has(labels[at] ?? '') || otherHeadLabels.has(labels[at] ?? '')
  const pairs: Pair[] = []
  for (let at = 0; at < cells.length; at++) {
    const column = byLabel.get(labels[at] ?? '')
    if (!column) continue
    let value = at + 1
    while (value < cells.length && labels[value] === '' && !isLabel(value)) value += 1
    const cell = value < cells.length && !isLabel(value) ? cells[value] : undefined
    pairs.push({ id: column.id, heading: column.heading, label: labels[at] ?? '', cell, row, at })
    if (cell) at = value
  }
  return pairs
}
