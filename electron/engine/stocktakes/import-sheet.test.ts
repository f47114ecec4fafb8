import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import {
  countWorkbook,
  exampleTwentyEight,
  loadCountedBooks,
  mapFilm,
  newStocktake,
  secondHandbook,
} from '../../../test/fixtures/make-counts.ts'
import { openWorkbook } from '../workbook/read-workbook.ts'

const { handbookNo } = exampleTwentyEight
let engine: Engine
let stocktakeId: string
beforeEach(async () => {
  engine = await openEngine({ now: '2024-12-18T01:00:00.000Z' })
  await loadCountedBooks(engine, exampleTwentyEight)
  await mapFilm(engine, handbookNo, '12.5')
  stocktakeId = await newStocktake(engine, handbookNo)
})
afterEach(() => engine.close())

/** 盘点类别 手册编号 料件成品 备案序号 料号 名称 单耗版本 完工比例 数量 单位 工序/库位 备注 */
const row = (kind: string, goods: string, seq: string, quantity: string, more: Record<number, string> = {}): string[] =>
  Object.assign([kind, handbookNo, goods, seq, '', '', '', '', quantity, '', '', ''], more)
const put = async (sheets: Record<string, readonly (readonly string[])[]>, headings?: string) =>
  engine.put('盘点.xlsx', await countWorkbook(sheets, headings))
const rowsOf = async (fileId: string): Promise<string[][][]> => {
  const workbook = await openWorkbook(await engine.bytesOf(fileId))
  return Promise.all(
    workbook.sheets.map(async (_, index) => {
      const rows: string[][] = []
      for await (const each of workbook.rows(index)) rows.push(each.cells.map(({ text }) => text))
      return rows
    }),
  )
}

test('E-28 a workbook of counts: what is left open was not counted, totals are no row', async () => {
  const fileId = await put({
    盘点表: [
      row('料件库存', '料件', '1', '452.3', { 9: '千克' }),
      row('料件库存', '料件', '2', ''),
      row('在制品', '成品', '1', '100', { 6: '0', 7: '75%', 10: '焊接' }),
      row('成品库存', '', '1', '13'),
      ['合计', '', '', '', '', '', '', '', '565.3', '', '', ''],
    ],
  })
  expect(await engine.call('stocktakes.inspectSheet', { stocktakeId, fileId })).toMatchObject({ rows: 3, refusedRows: 0 })
  const { imported, stocktake } = await engine.call('stocktakes.importSheet', { stocktakeId, fileId })
  expect(imported).toBe(3)
  expect(stocktake.differences[0]).toMatchObject({ difference: '-10.5', rate: '-2.0192', wip: '48.75', product: '8.45' })
  expect(stocktake.sheetsOf[0]).toMatchObject({ name: '盘点.xlsx', origin: 'import', rows: 3, fileId })
  expect(await engine.refused('stocktakes.importSheet', { stocktakeId, fileId })).toMatchObject({ code: 'stocktake.sameFile' })
})

test('one sheet for each place, its name is the place; other headings; a cover beside them', async () => {
  const fileId = await put(
    {
      说明: [['请按实物填写']],
      原材料: [[handbookNo, '1', '', '500', '']],
      产成品: [[handbookNo, '1', '', '20', '0']],
    },
    '手册号 项号 企业料号 实盘数量 版本号',
  )
  const { stocktake } = await engine.call('stocktakes.importSheet', { stocktakeId, fileId })
  expect(stocktake.differences[0]).toMatchObject({ raw: '500', product: '13', difference: '-7' })
})

test('R-13 a part is counted in its own unit or in that of its item, and in no other', async () => {
  const part = (quantity: string, unit: string) => row('料件库存', '', '', quantity, { 4: 'PET-1', 9: unit })
  const fileId = await put({ 盘点表: [part('40', '卷'), part('20', '千克'), part('1', '')] })
  const { stocktake } = await engine.call('stocktakes.importSheet', { stocktakeId, fileId })
  expect(stocktake.differences[0]).toMatchObject({ raw: '532.5' })
  const wrong = await put({ 盘点表: [part('1', '个')] })
  expect(await engine.refused('stocktakes.importSheet', { stocktakeId, fileId: wrong })).toMatchObject({
    code: 'count.badRows',
    rejected: [{ code: 'count.otherUnit', row: 2, column: '单位' }],
  })
})

test('refused rows: nothing is written, or the good ones alone; they come back as a workbook with place and reason', async () => {
  const fileId = await put({
    盘点表: [
      row('料件库存', '料件', '1', '520'),
      row('料件库存', '料件', '1', '-3'),
      row('料件库存', '料件', '9', '1'),
      row('成品库存', '成品', '1', '1', { 6: '7' }),
      row('料件库存', '', '', '1', { 4: 'NONE' }),
      row('料件库存', '料件', '1', '1', { 1: secondHandbook.handbookNo }),
      row('废料', '料件', '1', '1'),
      row('料件库存', '料件', '1', '=SUM(A1)'),
      row('在制品', '', '1', '1'),
      row('在制品', '成品', '1', '1', { 7: '120%' }),
      row('料件库存', '料件', '', '1'),
    ],
  })
  const refused = await engine.refused('stocktakes.importSheet', { stocktakeId, fileId })
  expect(refused).toMatchObject({ code: 'count.badRows', total: 10 })
  expect(refused.rejected?.map((each) => [each.row, each.column, each.code])).toEqual([
    [3, '数量', 'cell.negative'],
    [4, '备案序号', 'count.unknownItem'],
    [5, '单耗版本', 'count.unknownVersion'],
    [6, '料号', 'count.unknownPart'],
    [7, '手册编号', 'count.otherHandbook'],
    [8, '盘点类别', 'cell.unknownCode'],
    [9, '数量', 'cell.notANumber'],
    [10, '料件成品', 'count.whichGoods'],
    [11, '完工比例', 'cell.tooLarge'],
    [12, '备案序号', 'count.noGoods'],
  ])
  expect((await engine.call('stocktakes.get', { stocktakeId })).sheetsOf).toEqual([])
  const good = await engine.call('stocktakes.importSheet', { stocktakeId, fileId, onlyGood: true })
  expect(good).toMatchObject({ imported: 1, refusedRows: 10 })
  expect(good.stocktake.differences[0]).toMatchObject({ difference: '0' })
  const [sheet] = await rowsOf(good.refusedFileId ?? '')
  expect(sheet).toHaveLength(11)
  expect(sheet?.[1]?.slice(-2)).toEqual(['3', '第 3 行“数量”不能为负（填写了 -3）'])
})

test('the blank sheet lists every item and imports as nothing until it is filled in', async () => {
  const { fileId, name } = await engine.call('stocktakes.template', { stocktakeId })
  expect(name).toBe('盘点表_年末盘点_2024-12-17.xlsx')
  const sheets = await rowsOf(fileId)
  expect(sheets.map((rows) => rows.length)).toEqual([3, 2, 2, 2, 1, 1, 1])
  expect(await engine.call('stocktakes.inspectSheet', { stocktakeId, fileId })).toMatchObject({ rows: 0, refusedRows: 0 })
})

test('the result as a workbook: differences, what each row came to, shared stock', async () => {
  const fileId = await put({ 盘点表: [row('料件库存', '料件', '1', '452.3'), row('成品库存', '成品', '1', '13')] })
  await engine.call('stocktakes.importSheet', { stocktakeId, fileId })
  const result = await engine.call('stocktakes.export', { stocktakeId })
  const [differences, conversions, shared] = await rowsOf(result.fileId)
  expect(differences?.[2]).toEqual(expect.arrayContaining([handbookNo, '聚酯薄膜', '520', '452.3', '8.45', '460.75', '-59.25']))
  expect(conversions?.[2]).toEqual(expect.arrayContaining(['成品库存', '成品 1 音箱：13 × 单耗 0.65', '8.45']))
  expect(shared).toHaveLength(1)
})

test('20 000 rows come in as a job that can be cancelled with nothing kept', async () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => row('料件库存', '料件', '1', '0.001', { 10: `架 ${at}` }))
  const fileId = await put({ 盘点表: rows })
  const started = await engine.application.call('stocktakes.importSheet', { stocktakeId, fileId }, { wait: false })
  if (!started.ok) throw new Error(JSON.stringify(started.error))
  const { jobId } = started.value as { jobId: string }
  await engine.call('jobs.cancel', { jobId })
  expect((await engine.call('stocktakes.get', { stocktakeId })).sheetsOf).toEqual([])
  const { imported, stocktake } = await engine.call('stocktakes.importSheet', { stocktakeId, fileId })
  expect(imported).toBe(20_000)
  expect(stocktake.differences[0]).toMatchObject({ raw: '20', difference: '-500' })
}, 60_000)
