import { addDays, daysBetween, parseDay } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { openWorkbook } from '../workbook/read-workbook.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'

/** The sample's handbook runs from February 2025 to February 2026, and its last list is of December. */
const lived = parseDay('2026-01-05')
const ends = parseDay('2026-02-08')

/**
 * How many days the sample is moved, whole weeks, so that who tries the program on `today` finds a handbook that runs, with work
 * still to do, and not one that nobody reported in time. A day within the sample's own year moves nothing.
 */
export function sampleMove(today: Day): number {
  if (!lived || !ends || today <= ends) return 0
  return Math.floor(daysBetween(lived, today) / 7) * 7
}

/** The same workbook with every date `days` later. */
export async function moveWorkbook(bytes: Uint8Array, days: number): Promise<Uint8Array> {
  if (days === 0) return bytes
  const workbook = await openWorkbook(bytes)
  const sheets = []
  for (const [index, { name }] of workbook.sheets.entries()) {
    const rows: string[][] = []
    for await (const { cells } of workbook.rows(index)) rows.push(cells.map(({ text }) => moved(text, days)))
    const [titles = [], ...rest] = rows
    sheets.push({ name, columns: titles.map((title) => ({ title })), rows: rest })
  }
  return writeWorkbook(sheets)
}

function moved(text: string, days: number): string {
  const on = parseDay(text)
  return on ? addDays(on, days) : text
}
