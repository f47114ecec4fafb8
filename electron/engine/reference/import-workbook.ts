import type { Input, Output } from '../../../shared/contract/contract.ts'
import { mostPlaces, refuse } from '../../../shared/contract/errors.ts'
import type { RecognisedSheet, RefusedRow } from '../../../shared/contract/values.ts'
import type { Call } from '../call.ts'
import { openStoredWorkbook } from '../files/open-stored-workbook.ts'
import type { FileFolder } from '../files/service.ts'
import { refuseRows } from '../workbook/refused-rows.ts'
import { RowCheck } from '../workbook/row-check.ts'
import { findTable } from '../workbook/table-reader.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import type { ReferenceRows, ReferenceTable } from './store.ts'
import { referenceTables } from './tables.ts'

interface ReadTable<Row> {
  rows: Row[]
  rejected: RefusedRow[]
  /** What is taken in and looks like a slip. */
  warnings: string[]
  sheet: RecognisedSheet
}

/** All rates of the tariff with all its agreements fit in; more is another workbook. */
const mostRows = 300_000
const mostWarnings = 50

async function readTable<Table extends ReferenceTable>(
  table: Table,
  fileId: string,
  call: Call,
): Promise<ReadTable<ReferenceRows[Table]>> {
  const { spec, read, key, series, doubt } = referenceTables[table]
  const found = await findTable(await openStoredWorkbook(fileId, call), spec)
  const rows: ReferenceRows[Table][] = []
  const rejected: RefusedRow[] = []
  const report = (refused: RefusedRow) => void rejected.push(refused)
  const places = new Map<string, number>()
  const firstOfYear = new Map<string, RowCheck<string>>()
  const periods = new Map<string, Period[]>()
  const warnings: string[] = []
  for await (const each of found.rows()) {
    if (rows.length % 128 === 0) await call.step(`读取${spec.readAs}`, rows.length, null)
    const check = new RowCheck(spec, found.sheet, each, report)
    const row = read(check)
    if (row === undefined) continue
    const earlier = places.get(key(row))
    if (earlier !== undefined) check.refuse(spec.columns[0]?.id ?? '', 'row.twice', `与第 ${earlier} 行重复`)
    else places.set(key(row), check.row)
    if ('on' in row && !firstOfYear.has(row.on.slice(0, 4))) firstOfYear.set(row.on.slice(0, 4), check)
    rows.push(row)
    if (rows.length > mostRows) refuseLength(spec.readAs, found.sheet)
    const doubtful = doubt?.(row)
    if (doubtful !== undefined && warnings.length < mostWarnings) warnings.push(`第 ${check.row} 行：${doubtful}`)
    if (series && 'from' in row) {
      const held = { row: check.row, from: row.from, to: row.to }
      const others = periods.get(series(row))
      if (others) others.push(held)
      else periods.set(series(row), [held])
    }
  }
  rejected.push(...overlapsIn(periods.values(), found.sheet))
  // A notice of one year sometimes names the last days of the year before: those alone must not stand for that whole year.
  for (const [year, check] of firstOfYear)
    for (const [monthDay, name] of yearlyHolidays)
      if (!places.has(`${year}-${monthDay}`))
        check.refuse(
          'on',
          'calendar.partOfAYear',
          `所在的 ${year} 年没有${name}（${year}-${monthDay}）；日历按年替换，请放入这一年的全部安排`,
        )
  return { rows, rejected, warnings, sheet: found.recognised() }
}

/** When a row holds, and where it stands. */
interface Period {
  row: number
  from: string
  to: string | null
}

/** Of one rate or parameter only one row holds on a day; two rows that begin together were refused as written twice. */
function overlapsIn(series: Iterable<Period[]>, sheet: string): RefusedRow[] {
  const refused: RefusedRow[] = []
  for (const periods of series) {
    const sorted = periods.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.row - b.row))
    for (const [index, { row, from, to }] of sorted.entries()) {
      const next = sorted[index + 1]
      if (!next || next.from === from || (to !== null && to < next.from)) continue
      const message = `第 ${next.row} 行“起始日期”${next.from} 在第 ${row} 行的期间（${from} 至 ${to ?? '未定'}）之内；请先写明那一行的终止日期`
      refused.push({ sheet, row: next.row, column: '起始日期', code: 'row.overlaps', message })
    }
  }
  return refused
}

const refuseLength = (readAs: string, sheet: string): never =>
  refuse({
    code: 'reference.tooManyRows',
    message: `“${readAs}”超过 ${mostRows} 行，没有写入任何数据`,
    at: { sheet },
    next: '请只留本企业料件和成品用得到的商品编码',
  })

const yearlyHolidays = [
  ['01-01', '元旦'],
  ['10-01', '国庆节'],
] as const

/** What an import would do, without doing it. */
export async function inspectReference(
  { table, fileId }: Input<'reference.inspectWorkbook'>,
  call: Call,
): Promise<Output<'reference.inspectWorkbook'>> {
  const { rows, rejected, warnings, sheet } = await readTable(table, fileId, call)
  return {
    sheets: [sheet],
    ...call.read((services) => services.reference.changeBy(table, rows)),
    rejected: rejected.slice(0, mostPlaces),
    rejectedTotal: rejected.length,
    warnings,
  }
}

/** Puts a workbook in the place of a table, whole or not at all. @throws Refusal workbook.*, reference.badRows, reference.empty */
export async function importReference(
  { table, fileId }: Input<'reference.importWorkbook'>,
  call: Call,
): Promise<Output<'reference.importWorkbook'>> {
  const { rows, rejected } = await readTable(table, fileId, call)
  if (rejected.length > 0) refuseRows('reference.badRows', referenceTables[table].spec.readAs, rejected)
  const { spec, neverEmpty } = referenceTables[table]
  if (neverEmpty !== undefined && rows.length === 0)
    refuse({ code: 'reference.empty', message: `“${spec.readAs}”里没有一行，没有写入任何数据`, next: neverEmpty })
  return call.write((services) => services.reference.replace(table, rows, fileId, services.files.require(fileId).name))
}

/** A table as it is in force, as a workbook that can be imported again. */
export async function referenceTemplate(
  { table }: Input<'reference.template'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'reference.template'>> {
  const bytes = await workbookOf(
    table,
    call.read((services) => services.reference.rowsOf(table)),
  )
  const taken = await folder.take([bytes])
  const { readAs } = referenceTables[table].spec
  const { fileId, name } = await call.write((services) => services.files.record(`${readAs}.xlsx`, taken))
  return { fileId, name }
}

function workbookOf<Table extends ReferenceTable>(table: Table, rows: readonly ReferenceRows[Table][]): Promise<Uint8Array> {
  const { spec, kinds, cells, note } = referenceTables[table]
  const columns = spec.columns.map(({ id, heading }) => ({ title: heading, width: 18, kind: kinds[id] ?? ('text' as const) }))
  const texts = rows.map((row) => {
    const written = cells(row)
    return spec.columns.map(({ id }) => written[id] ?? '')
  })
  return writeWorkbook([{ name: spec.readAs, columns, rows: texts, ...(note !== undefined && { title: note }) }])
}
