import { refusedSheet } from '../workbook/refused-sheet.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import type { ImportPlan } from './plan-import.ts'
import { headTable, lineTable } from './read-lists.ts'
import type { ReadLists } from './read-lists.ts'

/**
 * The refused rows as they stood in the file, with the reason in a last column; lines that were held back with their head are there
 * too. Mended, the workbook imports as it is.
 */
export async function refusedRowsWorkbook(read: ReadLists, plan: ImportPlan): Promise<Uint8Array> {
  const ofHeads = new Map<number, string[]>()
  const ofLines = new Map<number, string[]>(plan.heldBack.map((row) => [row, ['所属清单的表头被拒']]))
  for (const { sheet, row, message } of plan.refused) {
    const reasons = sheet === read.headSheet.sheet ? ofHeads : ofLines
    reasons.set(row, [...(reasons.get(row) ?? []), message])
  }
  return writeWorkbook([
    await refusedSheet(headTable, read.headSheet, ofHeads),
    await refusedSheet(lineTable, read.lineSheet, ofLines),
  ])
}
