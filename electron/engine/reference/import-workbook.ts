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
  sheet: RecognisedSheet
}

async function readTable<Table extends ReferenceTable>(
  table: Table,
  fileId: string,
  call: Call,
): Promise<ReadTable<ReferenceRows[Table]>> {
  const { spec, read, key } = referenceTables[table]
  const found = await findTable(await openStoredWorkbook(fileId, call), spec)
  const rows: ReferenceRows[Table][] = []
  const rejected: RefusedRow[] = []
  const report = (refused: RefusedRow) => void rejected.push(refused)
  const places = new Map<string, number>()
  const firstOfYear = new Map<string, RowCheck<string>>()
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
  }
  // A notice of one year sometimes names the last days of the year before: those alone must not stand for that whole year.
  for (const [year, check] of firstOfYear)
    for (const [monthDay, name] of yearlyHolidays)
      if (!places.has(`${year}-${monthDay}`))
        check.refuse(
          'on',
          'calendar.partOfAYear',
          `所在的 ${year} 年没有${name}（${year}-${monthDay}）；日历按年替换，请放入这一年的全部安排`,
        )
  return { rows, rejected, sheet: found.recognised() }
}

const yearlyHolidays = [
  ['01-01', '元旦'],
  ['10-01', '国庆节'],
] as const

/** What an import would do, without doing it. */
export async function inspectReference(
  { table, fileId }: Input<'reference.inspectWorkbook'>,
  call: Call,
): Promise<Output<'reference.inspectWorkbook'>> {
  const { rows, rejected, sheet } = await readTable(table, fileId, call)
  return {
    sheets: [sheet],
    ...call.read((services) => services.reference.changeBy(table, rows)),
    rejected: rejected.slice(0, mostPlaces),
    rejectedTotal: rejected.length,
  }
}

/** Puts a workbook in the place of a table, whole or not at all. @throws Refusal workbook.*, reference.badRows, reference.empty */
export async function importReference(
  { table, fileId }: Input<'reference.importWorkbook'>,
  call: Call,
): Promise<Output<'reference.importWorkbook'>> {
  const { rows, rejected } = await readTable(table, fileId, call)
  if (rejected.length > 0) refuseRows('reference.badRows', referenceTables[table].spec.readAs, rejected)
  if (table === 'calendar' && rows.length === 0)
    refuse({ code: 'reference.empty', message: '日历里没有一天，没有写入任何数据', next: '请放入一年的放假和调休安排' })
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
  const { spec, kinds, cells } = referenceTables[table]
  const columns = spec.columns.map(({ id, heading }) => ({ title: heading, width: 18, kind: kinds[id] ?? ('text' as const) }))
  const texts = rows.map((row) => {
    const written = cells(row)
    return spec.columns.map(({ id }) => written[id] ?? '')
  })
  return writeWorkbook([{ name: spec.readAs, columns, rows: texts }])
}
