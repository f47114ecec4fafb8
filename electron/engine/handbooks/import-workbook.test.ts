import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { openWorkbook } from '../workbook/read-workbook.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'

let engine: Engine
beforeEach(async () => {
  engine = await openEngine()
})
afterEach(() => engine.close())

type Sheets = Record<string, string[][]>

/** The sample handbook as rows of text, to be spoiled. */
async function sampleSheets(): Promise<Sheets> {
  const fileId = await engine.putFile(`${samples}factory-a/手册.xlsx`)
  const workbook = await openWorkbook(await engine.bytesOf(fileId))
  const sheets: Sheets = {}
  for (const [index, { name }] of workbook.sheets.entries()) {
    const rows = await Array.fromAsync(workbook.rows(index))
    sheets[name] = rows.map((row) => row.cells.map((cell) => cell.text))
  }
  return sheets
}
const file = async (sheets: Sheets) => {
  const written = Object.entries(sheets).map(([name, [titles = [], ...rows]]) => ({ name, columns: titles.map((title) => ({ title })), rows }))
  return engine.put('手册.xlsx', await writeWorkbook(written))
}
/** Changes one cell; `row` is Excel's. */
const set = (sheets: Sheets, sheet: string, row: number, heading: string, value: string) => {
  const column = sheets[sheet]?.[0]?.indexOf(heading) ?? -1
  const cells = sheets[sheet]?.[row - 1]
  if (!cells || column < 0) throw new Error(`no ${heading} in ${sheet} ${row}`)
  cells[column] = value
}

test('the sample handbook is read whole, and reads back from the books', async () => {
  const result = await engine.call('handbooks.importWorkbook', { fileId: await file(await sampleSheets()) })
  expect(result).toEqual({ handbookNo: 'C23325020251', materials: 41, products: 11, consumptions: 293, unchanged: false, warnings: [] })
  expect(await engine.call('handbooks.get', { handbookNo: 'C23325020251' })).toMatchObject({
    kind: 'C', supervisionMode: '0615', establishedOn: '2025-02-09', validTo: '2026-02-08', reportDeadline: '2026-03-10', consumptionStage: '1',
  })
  const { rows } = await engine.call('handbooks.materials', { handbookNo: 'C23325020251', filter: { seq: '2' } })
  // The factory's workbook holds 94428.06200000001, as a spreadsheet's arithmetic leaves it.
  expect(rows).toMatchObject([{ seq: 2, hsCode: '8529901090', quantity: '94428.062', unit: '007', country: '116', levyMode: '3' }])
})

test('importing it again changes nothing and says so; a different one is refused, whatever differs', async () => {
  const sheets = await sampleSheets()
  const fileId = await file(sheets)
  await engine.call('handbooks.importWorkbook', { fileId })
  expect(await engine.call('handbooks.importWorkbook', { fileId })).toMatchObject({ unchanged: true })
  set(sheets, '单耗', 2, '净耗', '0.043')
  const changed = await file(sheets)
  expect(await engine.call('handbooks.inspectWorkbook', { fileId: changed })).toMatchObject({ state: 'differs' })
  expect(await engine.refused('handbooks.importWorkbook', { fileId: changed })).toMatchObject({ code: 'handbook.differs' })
  const { rows } = await engine.call('handbooks.consumptions', { handbookNo: 'C23325020251', limit: 1 })
  expect(rows[0]?.netConsumption).toBe('0.042')
})

describe('a mistake is refused with its place, and nothing is written', () => {
  test.each([
    ['表头', 2, '内容', 'C2332502025', '手册编号', 'handbook.number'],
    ['表头', 3, '内容', 'B', '手册类型', 'handbook.kindMismatch'],
    ['表头', 11, '内容', '0214', '监管方式', 'handbook.modeMismatch'],
    ['表头', 18, '内容', '2025-01-01', '有效期', 'handbook.validity'],
    ['料件', 3, '序号', '1', '序号', 'item.duplicate'],
    ['料件', 3, '商品编码', '85299010', '商品编码', 'cell.hsCode'],
    ['料件', 3, '申报计量单位', '九', '申报计量单位', 'cell.unknownCode'],
    ['成品', 2, '备案数量', '#N/A', '备案数量', 'cell.notANumber'],
    ['单耗', 2, '料件序号', '99', '料件序号', 'consumption.unknownMaterial'],
    ['单耗', 2, '成品序号', '99', '成品序号', 'consumption.unknownProduct'],
    ['单耗', 2, '有形损耗率(%)', '100', '有形损耗率(%)', 'consumption.lossTooHigh'],
    ['单耗', 2, '保税料件比例(%)', '101', '保税料件比例(%)', 'consumption.ratioTooHigh'],
    ['单耗', 2, '净耗', '0.0123456789', '净耗', 'cell.tooManyDecimals'],
    ['单耗', 3, '料件序号', '5', '料件序号', 'consumption.duplicate'],
  ] as const)('%s 第 %i 行 %s = %s', async (sheet, row, heading, value, column, code) => {
    const sheets = await sampleSheets()
    set(sheets, sheet, row, heading, value)
    const failure = await engine.refused('handbooks.importWorkbook', { fileId: await file(sheets) })
    expect(failure.rejected).toContainEqual(expect.objectContaining({ sheet, row, column, code }))
    expect((await engine.call('handbooks.list', {})).handbooks).toEqual([])
  })
})

test('codes that a spreadsheet has spoiled, and names in place of codes, are read as what they are', async () => {
  const sheets = await sampleSheets()
  set(sheets, '料件', 2, '申报计量单位', '54')
  set(sheets, '料件', 2, '币制', 'USD')
  set(sheets, '料件', 3, '产销国(地区)', '日本')
  set(sheets, '料件', 4, '法定计量单位', '千克')
  set(sheets, '表头', 11, '内容', '615')
  set(sheets, '表头', 19, '内容', '出口前')
  expect(await engine.call('handbooks.importWorkbook', { fileId: await file(sheets) })).toMatchObject({ materials: 41 })
  expect(await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(`${samples}factory-a/手册.xlsx`) })).toMatchObject({ unchanged: true })
})

test('a missing table or column is named', async () => {
  const { 单耗: _, ...without } = await sampleSheets()
  expect(await engine.refused('handbooks.importWorkbook', { fileId: await file(without) })).toMatchObject({ code: 'workbook.tableMissing', message: expect.stringContaining('单耗') })
  const sheets = await sampleSheets()
  set(sheets, '料件', 1, '商品编码', '税则号列')
  expect(await engine.refused('handbooks.importWorkbook', { fileId: await file(sheets) })).toMatchObject({ code: 'workbook.columnMissing', at: { sheet: '料件' } })
})

test('a handbook of another enterprise is taken in, and said', async () => {
  await engine.call('enterprise.save', { name: '别家', creditCode: '91320594MA1202516U', customsCode: '3205940999' })
  const { warnings } = await engine.call('handbooks.importWorkbook', { fileId: await file(await sampleSheets()) })
  expect(warnings).toEqual([expect.stringContaining('不是本企业')])
})
