import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cleanCode, cleanHeading, isTotalsRow, readDay, readDecimal } from '../../../shared/domain/cell.ts'
import { openWorkbook, type Cell, type SheetRow } from './read-workbook.ts'

/** The same lists twice: as a program exports them, and spoiled as real files are. */
const open = (name: string) =>
  openWorkbook(readFileSync(new URL(`../../../test/fixtures/samples/factory-a/${name}.xlsx`, import.meta.url)))

interface Table {
  rows: readonly { row: number; cell: (heading: string) => Cell }[]
  totals: number
}

async function tableOf(book: string, sheetIndex: number, headerRow: number): Promise<Table> {
  const all: SheetRow[] = await Array.fromAsync((await open(book)).rows(sheetIndex))
  const headings = all.find(({ row }) => row === headerRow)?.cells.map(({ text }) => cleanHeading(text)) ?? []
  const body = all.filter(({ row }) => row > headerRow)
  const data = body.filter(({ cells }) => !isTotalsRow(cells.map(({ text }) => text)))
  const rows = data.map(({ row, cells }) => ({
    row,
    cell: (heading: string): Cell => cells[headings.indexOf(heading)] ?? { text: '', kind: 'empty' },
  }))
  return { rows, totals: body.length - data.length }
}

/** Rows of a table that read otherwise than their clean twins, by the reading of one column. */
async function differing(
  sheet: number,
  column: string,
  key: (cell: (heading: string) => Cell) => string,
  read: (cell: Cell) => unknown,
) {
  const clean = await tableOf('核注清单', sheet, 1)
  const spoiled = await tableOf('核注清单-杂乱', sheet, 3)
  const expected = new Map(clean.rows.map(({ cell }) => [key(cell), read(cell(column))]))
  expect(spoiled.rows.length).toBe(clean.rows.length)
  return spoiled.rows.filter(({ cell }) => expected.get(key(cell)) !== read(cell(column))).map(({ row }) => row)
}

const listKey = (cell: (heading: string) => Cell): string => cleanCode(cell('企业内部编号').text)
const lineKey = (cell: (heading: string) => Cell): string =>
  `${cleanCode(cell('清单编号').text)} ${cleanCode(cell('序号').text)} ${readDecimal(cell('总价').text)}`

test('every day reads as in the clean workbook but the one that is no day', async () => {
  expect(await differing(0, '申报日期', listKey, readDay)).toEqual([64])
})

test('every quantity reads as in the clean workbook but the harmful ones', async () => {
  const rows = await differing(1, '申报数量', lineKey, ({ text }) => readDecimal(text))
  // Row 71 names a list that is not there, so it has no twin; the others are 约100, -10, 12.3456789 and an empty cell.
  expect(rows).toEqual([42, 71, 321, 369, 471])
})

test('only rows of totals are passed over', async () => {
  expect((await tableOf('核注清单-杂乱', 1, 3)).totals).toBe(1)
  expect((await tableOf('核注清单', 1, 1)).totals).toBe(0)
})

test('sheet names are trimmed', async () => {
  expect((await open('核注清单-杂乱')).sheets).toEqual([{ name: '清单表头' }, { name: '清单表体' }])
})
