import { mostPlaces, refuse } from '../../../shared/contract/errors.ts'
import type { RefusedRow } from '../../../shared/contract/values.ts'
import type { FoundTable, TableSpec } from './table-reader.ts'
import { writeWorkbook } from './write-workbook.ts'
import type { SheetToWrite } from './write-workbook.ts'

/** A row that does not come in, and why: itself refused, or held back with one that is. */
type LeftOut = Pick<RefusedRow, 'sheet' | 'row' | 'message'>

interface Table {
  spec: TableSpec
  found: FoundTable<string>
}

/**
 * The rows that an import leaves out, as they stood in the file, with the place and the reason in two last columns: mended, the
 * workbook imports as it is.
 */
export async function refusedRowsWorkbook(leftOut: readonly LeftOut[], tables: readonly Table[]): Promise<Uint8Array> {
  const reasons = Map.groupBy(leftOut, ({ sheet, row }) => `${sheet}\n${row}`)
  return writeWorkbook(await Promise.all(tables.map((table) => sheetOf(table, reasons))))
}

async function sheetOf({ spec, found }: Table, reasons: ReadonlyMap<string, readonly LeftOut[]>): Promise<SheetToWrite> {
  const rows: string[][] = []
  for await (const { row, cells } of found.rows()) {
    const why = reasons.get(`${found.sheet}\n${row}`)
    if (!why) continue
    const texts = spec.columns.map((column) => cells[column.id]?.text ?? '')
    rows.push([...texts, String(row), why.map(({ message }) => message).join('；')])
  }
  const columns = [
    ...spec.columns.map((column) => ({ title: column.heading, width: 16 })),
    { title: '原行号', width: 8 },
    { title: '原因', width: 60 },
  ]
  return { name: spec.readAs, columns, rows }
}

/**
 * Ends an import of which nothing was written: says the first place, and lists up to {@link mostPlaces}.
 * @param what the table in the clerk's words
 * @param rejectedFileId the refused rows as a workbook, where the import could also have skipped them
 * @throws Refusal `code`
 */
export function refuseRows(code: string, what: string, rejected: readonly RefusedRow[], rejectedFileId?: string): never {
  const [first] = rejected
  return refuse({
    code,
    message: `${what}有 ${rejected.length} 处不合格，没有写入任何数据。${first?.message ?? ''}`,
    at: { sheet: first?.sheet, row: first?.row, column: first?.column },
    next: rejectedFileId === undefined ? '请按列出的位置改正后再导入' : '请改正后再导入，或选择“导入合格的行”',
    rejected: rejected.slice(0, mostPlaces),
    total: rejected.length,
    ...(rejectedFileId !== undefined && { rejectedFileId }),
  })
}
