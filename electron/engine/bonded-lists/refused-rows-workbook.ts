import { writeWorkbook } from '../workbook/write-workbook.ts'
import type { FoundTable, TableSpec } from '../workbook/table-reader.ts'
import type { ImportPlan } from './plan-import.ts'
import { headTable, lineTable } from './read-lists.ts'
import type { ReadLists } from './read-lists.ts'

/**
 * The refused rows as they stood in the file, with the reason in a last column; lines that were held back with their head are there
 * too. Mended, the workbook imports as it is.
 */
export async function refusedRowsWorkbook(read: ReadLists, plan: ImportPlan): Promise<Uint8Array> {
  const reasons = new Map<string, string[]>()
  const add = (sheet: string, row: number, reason: string) => {
    const key = `${sheet}\n${row}`
    reasons.set(key, [...(reasons.get(key) ?? []), reason])
  }
  for (const { sheet, row, message } of plan.refused) add(sheet, row, message)
  for (const row of plan.heldBack) add(read.lineSheet.sheet, row, '所属清单的表头被拒')
  return writeWorkbook([await sheetOf(headTable, read.headSheet, reasons), await sheetOf(lineTable, read.lineSheet, reasons)])
}

async function sheetOf<Id extends string>(spec: TableSpec<Id>, found: FoundTable<Id>, reasons: ReadonlyMap<string, string[]>) {
  const rows: string[][] = []
  for await (const { row, cells } of found.rows()) {
    const why = reasons.get(`${found.sheet}\n${row}`)
    if (why) rows.push([...spec.columns.map((column) => cells[column.id]?.text ?? ''), String(row), why.join('；')])
  }
  const columns = [
    ...spec.columns.map((column) => ({ title: column.heading, width: 16 })),
    { title: '原行号', width: 8 },
    { title: '原因', width: 60 },
  ]
  return { name: spec.readAs, columns, rows }
}
