import type { FoundTable, TableSpec } from './table-reader.ts'
import type { SheetToWrite } from './write-workbook.ts'

/**
 * The refused rows of a table as they stood in the file, with the place and the reason in two last columns: mended, they import as
 * they are. @param reasons by row number
 */
export async function refusedSheet<Id extends string>(
  spec: TableSpec<Id>,
  found: FoundTable<Id>,
  reasons: ReadonlyMap<number, readonly string[]>,
): Promise<SheetToWrite> {
  const rows: string[][] = []
  for await (const { row, cells } of found.rows()) {
    const why = reasons.get(row)
    if (why) rows.push([...spec.columns.map((column) => cells[column.id]?.text ?? ''), String(row), why.join('；')])
  }
  const columns = [
    ...spec.columns.map((column) => ({ title: column.heading, width: 16 })),
    { title: '原行号', width: 8 },
    { title: '原因', width: 60 },
  ]
  return { name: spec.readAs, columns, rows }
}
