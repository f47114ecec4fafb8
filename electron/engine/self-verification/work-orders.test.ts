import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { makeWorkOrders } from '../../../test/fixtures/make-work-orders.ts'
import { readFileSync } from 'node:fs'
import { openWorkbook } from '../workbook/read-workbook.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'

const handbookNo = 'C23325020251'
const factory = `${samples}factory-a/`

let engine: Engine
beforeEach(async () => {
  engine = await openEngine()
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(`${factory}手册.xlsx`) })
})
afterEach(() => engine.close())

const heads = ['工单号', '成品序号', '单耗版本号', '计划数量', '完工数量', '报废数量', '单位', '过账日期']
const slips = ['工单号', '料件序号', '保税标志', '批次', '领料数量', '退料数量', '边角料(过磅)', '残次品', '在制品', '单位']
const workbook = (orders: string[][], lines: string[][], headings = { heads, slips }) => {
  const sheet = (name: string, titles: string[], rows: string[][]) => ({
    name,
    columns: titles.map((title) => ({ title })),
    rows,
  })
  return writeWorkbook([sheet('工单', headings.heads, orders), sheet('工单用料', headings.slips, lines)])
}
/** Product 1 version 0 holds 1 of material 14 and 1 of 13. */
const order = (no: string, more: Partial<Record<number, string>> = {}) =>
  [no, '1', '0', '100', '100', '', '个', '2025-05-10'].map((cell, index) => more[index] ?? cell)
const slip = (no: string, more: Partial<Record<number, string>> = {}) =>
  [no, '14', '保税', 'L1', '100', '', '', '', '', '个'].map((cell, index) => more[index] ?? cell)
const load = async (orders: string[][], lines: string[][]) => engine.put('工单.xlsx', await workbook(orders, lines))

test('the sample is what its script makes, imports whole, and balances (R-42)', async () => {
  expect(Buffer.from(await makeWorkOrders()).equals(readFileSync(`${factory}工单.xlsx`))).toBe(true)
  const fileId = await engine.putFile(`${factory}工单.xlsx`)
  const preview = await engine.call('workOrders.inspectWorkbook', { handbookNo, fileId })
  expect(preview).toMatchObject({ unchanged: 0, replaced: 0, imbalanced: [], rejectedTotal: 0, period: { from: '2025-04-18' } })
  expect(preview.orders).toBeGreaterThan(150)
  const done = await engine.call('workOrders.importWorkbook', { handbookNo, fileId })
  expect(done).toMatchObject({ orders: preview.orders, lines: preview.lines, rejected: [] })
  expect(await engine.call('workOrders.importWorkbook', { handbookNo, fileId })).toMatchObject({
    orders: 0,
    unchanged: preview.orders,
  })
  const page = await engine.call('workOrders.list', { handbookNo, limit: 1000 })
  expect(page.total).toBe(preview.orders)
  expect(page.rows.every(({ imbalanced, signed }) => imbalanced === 0 && !signed)).toBe(true)
})

test('an order stands whole or not at all; what is wrong has its place, and comes back as a workbook that can be mended', async () => {
  const fileId = await load(
    [
      order('A'),
      order('B', { 1: '99' }),
      order('C', { 2: '7' }),
      order('D', { 6: '千克' }),
      order('E', { 7: '2026-01-01' }),
      order('F'),
      order('G'),
      order('H', { 4: '-1' }),
      order('I'),
      order('I'),
      order('J'),
      order('K'),
    ],
    [
      ...['A', 'B', 'C', 'D', 'E', 'H', 'I'].map((no) => slip(no)),
      slip('F', { 5: '60', 6: '30', 7: '5', 8: '5.00001' }),
      slip('G'),
      slip('G', { 1: '99' }),
      slip('J', { 9: '千克' }),
      slip('Z'),
    ],
  )
  const failure = await engine.refused('workOrders.importWorkbook', { handbookNo, fileId })
  expect(failure).toMatchObject({ code: 'order.badRows' })
  expect(failure.rejected?.map(({ sheet, row, column, code }) => `${sheet} ${row} ${column} ${code}`)).toEqual([
    '工单 3 成品序号 order.unknownProduct',
    '工单 4 单耗版本号 order.undeclaredVersion',
    '工单 5 单位 order.otherUnit',
    '工单 6 过账日期 order.future',
    '工单 9 完工数量 cell.negative',
    '工单 11 工单号 order.duplicate',
    '工单 13 工单号 order.noSlips',
    '工单用料 9 退料数量 order.moreOutThanIn',
    '工单用料 11 料件序号 order.unknownMaterial',
    '工单用料 12 单位 order.otherUnit',
    '工单用料 13 工单号 order.unknown',
  ])
  expect((await engine.call('workOrders.list', { handbookNo })).total).toBe(0)

  const kept = await engine.call('workOrders.importWorkbook', { handbookNo, fileId, onBadRows: 'skip' })
  expect(kept).toMatchObject({ orders: 1, lines: 1 })
  expect((await engine.call('workOrders.list', { handbookNo })).rows.map(({ orderNo }) => orderNo)).toEqual(['A'])
  const refused = await openWorkbook(await engine.bytesOf(kept.rejectedFileId ?? ''))
  const rows: string[] = []
  for await (const { cells } of refused.rows(1)) rows.push([cells[0]?.text, cells[1]?.text, cells.at(-1)?.text].join(' '))
  expect(rows).toContain('G 14 同一工单的其他行被拒')
  expect(rows.some((row) => row.startsWith('A '))).toBe(false)
})

test('headings may be called otherwise; what is not filled is none', async () => {
  const headings = {
    heads: ['制令单号', '备案序号', '版本号', '投产数量', '入库数量', '不良品数量', '计量单位', '完工日期'],
    slips: ['制令单号', '备案序号', '是否保税', '批号', '发料数量', '退库数量', '边角料', '残次品数量', '在制数量', '计量单位'],
  }
  const bytes = await workbook([order('A', { 2: '' })], [slip('A', { 2: '' })], headings)
  await engine.call('workOrders.importWorkbook', { handbookNo, fileId: await engine.put('工单.xlsx', bytes) })
  expect(await engine.call('workOrders.get', { handbookNo, orderNo: 'A' })).toMatchObject({
    version: '0',
    rejected: '0',
    balance: [{ materialSeq: 14, bonded: true, issued: '100', embodied: '100', rest: '0' }],
  })
})

test('products that would hold more than was issued are imported, and said: that is what is to be found out', async () => {
  const fileId = await load([order('A')], [slip('A', { 4: '94.3' })])
  const preview = await engine.call('workOrders.inspectWorkbook', { handbookNo, fileId })
  expect(preview.imbalanced).toMatchObject([{ sheet: '工单用料', row: 2, column: '领料数量' }])
  expect(preview.imbalanced[0]?.message).toContain('5.7')
  await engine.call('workOrders.importWorkbook', { handbookNo, fileId })
  expect((await engine.call('workOrders.list', { handbookNo })).rows).toMatchObject([{ imbalanced: 1 }])
})

test('a correction takes the place of the order, and the journal keeps both', async () => {
  const input = {
    handbookNo,
    orderNo: 'A',
    productSeq: 1,
    planned: '100',
    finished: '100',
    postedOn: '2025-05-10',
    lines: [{ materialSeq: 14, lot: 'L1', issued: '101', returned: '0', scrap: '1', defects: '0', wip: '0' }],
  }
  await engine.call('workOrders.save', input)
  await engine.call('workOrders.importWorkbook', {
    handbookNo,
    fileId: await load([order('A')], [slip('A', { 4: '103', 6: '3' })]),
  })
  expect(await engine.call('workOrders.get', { handbookNo, orderNo: 'A' })).toMatchObject({
    slips: [{ issued: '103', scrap: '3' }],
  })
  const { rows } = await engine.call('journal.list', {})
  const deed = rows.find(({ what }) => what === '改正工单')
  expect(deed?.before?.['领料 1']).toBe('料件 14，批次 L1，领料 101，边角料 1')
  expect(deed?.after?.['领料 1']).toBe('料件 14，批次 L1，领料 103，边角料 3')
})

test('a typed order is held to the same rules, with the field that is wrong', async () => {
  const input = {
    handbookNo,
    orderNo: 'A',
    productSeq: 1,
    planned: '1',
    finished: '1',
    postedOn: '2025-05-10',
    lines: [{ materialSeq: 14, issued: '1', returned: '2', scrap: '0', defects: '0', wip: '0' }],
  }
  expect(await engine.refused('workOrders.save', input)).toMatchObject({
    code: 'order.moreOutThanIn',
    at: { field: 'lines.0.returned' },
  })
  expect(await engine.refused('workOrders.save', { ...input, postedOn: '2026-01-01' })).toMatchObject({ code: 'order.future' })
  expect(await engine.refused('workOrders.get', { handbookNo, orderNo: 'A' })).toMatchObject({ code: 'order.notFound' })
})

const typed = (orderNo: string, finished: string, issued: string) => ({
  handbookNo,
  orderNo,
  productSeq: 1,
  version: '0',
  planned: '1',
  finished,
  postedOn: '2025-05-10',
  lines: [{ materialSeq: 14, issued, returned: '0', scrap: '0', defects: '0', wip: '0' }],
})

test('a figure that cannot be goods is refused at its field, not a fault', async () => {
  for (const [finished, issued, field] of [
    ['0.000001', '1', 'finished'],
    ['1000000000000.00001', '1', 'finished'],
    ['9'.repeat(64), '1', 'finished'],
    ['1', '92233720368547.75808', 'lines.0.issued'],
  ] as const)
    expect(await engine.refused('workOrders.save', typed('A', finished, issued))).toMatchObject({
      code: 'input.invalid',
      message: expect.stringMatching(/过大|5 位小数|十进制/) as string,
      at: { field },
    })
  for (const tolerance of ['99999999999999', '0.1234567891', '1'.repeat(64)])
    expect(await engine.refused('selfVerification.configure', { handbookNo, tolerance, method: 'workOrder' })).toMatchObject({
      code: 'input.invalid',
      at: { field: 'tolerance' },
    })
})

test('orders together never grow beyond what can be added up: the clerk’s day and the comparison still answer', async () => {
  const most = '1000000000000'
  for (let no = 0; no < 90; no++) await engine.call('workOrders.save', typed(`A${no}`, most, most))
  expect(await engine.refused('workOrders.save', typed('B', most, '1'))).toMatchObject({ code: 'order.tooMuch' })
  expect(await engine.refused('workOrders.save', typed('B', '1', most))).toMatchObject({ code: 'order.tooMuch' })
  const fileId = await load([order('C', { 4: most })], [slip('C')])
  expect(await engine.refused('workOrders.importWorkbook', { handbookNo, fileId })).toMatchObject({ code: 'order.tooMuch' })
  expect((await engine.call('workOrders.list', { handbookNo })).total).toBe(90)
  const period = { handbookNo, from: '2025-05-01', to: '2025-05-31' }
  const point = { ...period, productSeq: 1, version: '0', materialSeq: 14 }
  expect((await engine.call('selfVerification.compare', period)).points).toContainEqual(
    expect.objectContaining({ materialSeq: 14, actual: '90000000000000' }),
  )
  await engine.call('selfVerification.configure', { handbookNo, tolerance: '0', method: 'workOrder' })
  expect(await engine.call('selfVerification.explain', { ...point, materialSeq: 13, explanation: '说明' })).toMatchObject({
    actual: '0',
  })
  await engine.call('workbench.today', {})
})
