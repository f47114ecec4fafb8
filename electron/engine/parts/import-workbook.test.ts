import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { partsSamples } from '../../../test/fixtures/make-parts-samples.ts'
import { openWorkbook } from '../workbook/read-workbook.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'

const handbookNo = 'C23325020251'
const folder = `${samples}factory-a/`
let engine: Engine
beforeEach(async () => {
  engine = await openEngine()
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(`${folder}手册.xlsx`) })
})
afterEach(() => engine.close())

const mappingHeadings = ['料号', '料号名称', '企业单位', '料件成品标志', '备案序号', '换算系数', '生效日期']
const bomHeadings = [
  '成品料号',
  '版本',
  '生效日期',
  '上级料号',
  '料号',
  '单位',
  '用量',
  '基数',
  '工序损耗率(%)',
  '替代组',
  '替代比例(%)',
  '保税标志',
]
const put = async (headings: readonly string[], rows: readonly (readonly string[])[], name = '数据') =>
  engine.put('清单.xlsx', await writeWorkbook([{ name, columns: headings.map((title) => ({ title })), rows }]))
const putMappings = (...rows: string[][]) => put(mappingHeadings, rows)
const putBoms = (...rows: string[][]) => put(bomHeadings, rows)
const bomRow = (
  parent: string,
  part: string,
  rest: Partial<Record<'version' | 'from' | 'unit' | 'quantity' | 'base' | 'loss' | 'group' | 'share' | 'bonded', string>> = {},
) => [
  'FG',
  rest.version ?? 'A',
  rest.from ?? '2025-03-01',
  parent,
  part,
  rest.unit ?? '千克',
  rest.quantity ?? '1',
  rest.base ?? '',
  rest.loss ?? '',
  rest.group ?? '',
  rest.share ?? '',
  rest.bonded ?? '',
]
const places = (rejected: readonly { row: number; column: string; code: string }[] | undefined) =>
  rejected?.map(({ row, column, code }) => `${row} ${column} ${code}`)
const counts = async () => ({
  mappings: (await engine.call('mappings.list', { handbookNo, limit: 1 })).total,
  boms: (await engine.call('boms.list', {})).boms.length,
})
async function refusedRows(fileId: string | undefined): Promise<string[][]> {
  const workbook = await openWorkbook(await engine.bytesOf(fileId ?? ''))
  const rows: string[][] = []
  for await (const { cells } of workbook.rows(0)) rows.push(cells.map(({ text }) => text))
  return rows
}

test('the sample workbooks are those that their script makes', async () => {
  const made = await partsSamples()
  expect(Buffer.from(made.mappings).equals(readFileSync(`${folder}归并关系.xlsx`))).toBe(true)
  expect(Buffer.from(made.boms).equals(readFileSync(`${folder}物料清单.xlsx`))).toBe(true)
})

test('what was inspected is imported, and a second time changes nothing', async () => {
  for (const [inspect, run, file, added] of [
    ['mappings.inspectWorkbook', 'mappings.importWorkbook', '归并关系.xlsx', 70],
    ['boms.inspectWorkbook', 'boms.importWorkbook', '物料清单.xlsx', 9],
  ] as const) {
    const fileId = await engine.putFile(`${folder}${file}`)
    expect(await engine.call(inspect, { handbookNo, fileId })).toMatchObject({ added, unchanged: 0, rejectedTotal: 0 })
    expect(await engine.call(run, { handbookNo, fileId })).toEqual({ added, unchanged: 0, heldBack: 0, rejected: [] })
    expect(await engine.call(inspect, { handbookNo, fileId })).toMatchObject({ added: 0, unchanged: added, rejectedTotal: 0 })
    expect(await engine.call(run, { handbookNo, fileId })).toMatchObject({ added: 0, unchanged: added })
  }
  expect(await counts()).toEqual({ mappings: 70, boms: 9 })
})

describe('a workbook of mappings', () => {
  test('is refused row by row with its places, and the rest is taken if the clerk says so', async () => {
    const fileId = await putMappings(
      ['rm-1', '薄膜', '卷', '料件', '3', '25', '2025/3/1'],
      ['RM-2', '', '卷', '料件', '99', '25', '2025-03-01'],
      ['RM-3', '', '', '料件', '3', '0', '2025-02-30'],
      ['RM-4', '', '卷', '半成品', '3', '-1', '2025-03-01'],
      ['RM-5', '=1+1', '卷', '成品', '1', '1.0000000001', '2025-03-01'],
      ['ＲＭ－１', '', '卷', '料件', '3', '20', '2025-03-01'],
      ['RM-6', '', '卷', '料件', '3', '1e3', '2025-03-01'],
    )
    const expected = [
      '3 备案序号 mapping.unknownItem',
      '4 企业单位 cell.required',
      '4 换算系数 cell.zero',
      '4 生效日期 cell.notADay',
      '5 料件成品标志 cell.unknownCode',
      '5 换算系数 cell.negative',
      '6 换算系数 cell.tooManyDecimals',
      '7 料号 mapping.duplicate',
      '8 换算系数 cell.notANumber',
    ]
    expect(places((await engine.call('mappings.inspectWorkbook', { handbookNo, fileId })).rejected)).toEqual(expected)
    const failure = await engine.refused('mappings.importWorkbook', { handbookNo, fileId })
    expect(failure).toMatchObject({ code: 'parts.badRows', total: 9, at: { sheet: '数据', row: 3, column: '备案序号' } })
    expect(places(failure.rejected)).toEqual(expected)
    expect((await counts()).mappings).toBe(0)
    const done = await engine.call('mappings.importWorkbook', { handbookNo, fileId, onBadRows: 'skip' })
    expect(done).toMatchObject({ added: 1, unchanged: 0 })
    const [mapping] = (await engine.call('mappings.list', { handbookNo })).rows
    expect(mapping).toMatchObject({
      partNo: 'RM-1',
      itemName: '聚酯薄膜',
      itemUnit: '035',
      factor: '25',
      from: '2025-03-01',
      to: null,
    })
    const [headings, ...rows] = await refusedRows(done.rejectedFileId)
    expect(headings?.slice(-2)).toEqual(['原行号', '原因'])
    expect(rows.map((row) => row.at(-2))).toEqual(['3', '4', '5', '6', '7', '8'])
    expect(rows[4]?.[1]).toBe('ＲＭ－１')
  })

  test('for another handbook, or without a table, says so', async () => {
    const other = await put(
      ['手册编号', ...mappingHeadings],
      [['C23325020252', 'RM-1', '', '卷', '料件', '3', '25', '2025-03-01']],
    )
    expect(places((await engine.refused('mappings.importWorkbook', { handbookNo, fileId: other })).rejected)).toEqual([
      '2 手册编号 mapping.otherHandbook',
    ])
    const without = await put(mappingHeadings.slice(0, 6), [])
    expect(await engine.refused('mappings.inspectWorkbook', { handbookNo, fileId: without })).toMatchObject({
      code: 'workbook.columnMissing',
      message: expect.stringContaining('生效日期'),
    })
    const unknown = await engine.refused('mappings.inspectWorkbook', { handbookNo: 'C99999999999', fileId: without })
    expect(unknown.code).toBe('handbook.notFound')
  })

  test('R-45 only adds behind what the books have, and only after the last export', async () => {
    const row = (factor: string, from: string) => ['RM-1', '', '卷', '料件', '3', factor, from]
    // A part that is new brings its history, in whatever order.
    await engine.call('mappings.importWorkbook', {
      handbookNo,
      fileId: await putMappings(row('20', '2025-06-01'), row('25', '2025-02-09')),
    })
    const history = (await engine.call('mappings.list', { handbookNo })).rows
    expect(history.map(({ factor, from, to }) => [factor, from, to])).toEqual([
      ['25', '2025-02-09', '2025-05-31'],
      ['20', '2025-06-01', null],
    ])
    const earlier = await engine.refused('mappings.importWorkbook', {
      handbookNo,
      fileId: await putMappings(row('25', '2025-02-09'), row('21', '2025-06-01'), row('22', '2025-04-01')),
    })
    expect(places(earlier.rejected)).toEqual(['3 生效日期 mapping.differs', '4 生效日期 mapping.notLater'])
    await engine.call('bondedLists.importWorkbook', { handbookNo, fileId: await engine.putFile(`${folder}核注清单.xlsx`) })
    const booked = await engine.call('bondedLists.list', { handbookNo, limit: 10_000 })
    const last = booked.rows
      .filter((list) => list.direction === 'E' && list.goods === 'product' && list.status === 'booked')
      .map((list) => list.declaredOn)
      .toSorted()
      .at(-1)
    const onExport = await engine.refused('mappings.importWorkbook', {
      handbookNo,
      fileId: await putMappings(row('22', last ?? '')),
    })
    expect(onExport.rejected?.[0]?.message).toContain(`不晚于最近一次出口 ${last}`)
    expect(
      await engine.call('mappings.importWorkbook', { handbookNo, fileId: await putMappings(row('22', '2099-01-01')) }),
    ).toMatchObject({
      added: 1,
    })
  })
})

describe('a workbook of bills of material', () => {
  test('is refused BOM by BOM: what belongs to a refused row is held back with it', async () => {
    const fileId = await putBoms(
      bomRow('FG', 'SA'),
      bomRow('SA', 'RM-1', { quantity: '０．５', loss: '2%', unit: '卷' }),
      bomRow('FG', 'RM-2', { version: 'B', from: '2025-06-01', quantity: '0' }),
      bomRow('FG', 'RM-3', { version: 'B', from: '2025-06-01', loss: '100' }),
      bomRow('FG', 'RM-4', { version: 'B', from: '2025-06-01', group: 'G', share: '120' }),
      bomRow('FG', 'RM-5', { version: 'B', from: '2025-06-01', bonded: '也许' }),
      bomRow('FG', 'RM-6', { version: 'B', from: '2025-06-01' }),
    )
    const expected = ['4 用量 cell.zero', '5 工序损耗率(%) bom.loss', '6 替代比例(%) bom.share', '7 保税标志 cell.unknownCode']
    expect(await engine.call('boms.inspectWorkbook', { fileId })).toMatchObject({ added: 1, heldBack: 1, rejectedTotal: 4 })
    expect(places((await engine.refused('boms.importWorkbook', { fileId })).rejected)).toEqual(expected)
    expect((await counts()).boms).toBe(0)
    const done = await engine.call('boms.importWorkbook', { fileId, onBadRows: 'skip' })
    expect(done).toMatchObject({ added: 1, heldBack: 1 })
    const [, ...rows] = await refusedRows(done.rejectedFileId)
    expect(rows.map((row) => [row.at(-2), row.at(-1)?.slice(0, 13)])).toEqual([
      ['4', '第 4 行“用量”不能为零'],
      ['5', '第 5 行“工序损耗率(%'],
      ['6', '第 6 行“替代比例(%)'],
      ['7', '第 7 行“保税标志”应为'],
      ['8', '所属物料清单有被拒的行'],
    ])
    const { lines } = await engine.call('boms.lines', { productPartNo: 'FG', bomVersion: 'A' })
    expect(lines[1]).toMatchObject({
      parentPartNo: 'SA',
      partNo: 'RM-1',
      quantity: '0.5',
      base: '1',
      lossRate: '2',
      share: '100',
      bonded: true,
    })
  })

  test('says the way of a cycle, a group that does not add up, a line that nothing leads to', async () => {
    const fileId = await putBoms(
      bomRow('FG', 'SA'),
      bomRow('SA', 'SB'),
      bomRow('SB', 'SA'),
      bomRow('FG', 'RM-1', { group: 'G', share: '60' }),
      bomRow('FG', 'RM-2', { group: 'G', share: '30' }),
      bomRow('SX', 'RM-3'),
      bomRow('SB', 'RM-1', { unit: '卷' }),
      bomRow('FG', 'RM-9', { from: '2025-04-01' }),
    )
    const { rejected, added } = await engine.call('boms.inspectWorkbook', { fileId })
    expect(added).toBe(0)
    expect(rejected.map(({ message }) => message)).toEqual([
      '第 4 行“料号”形成循环：SA → SB → SA',
      '第 5 行“替代比例(%)”：上级 FG 的替代组“G”合计 90，应为 100',
      '第 7 行“上级料号”SX 不在这份物料清单里，从成品 FG 到不了',
      '第 8 行“单位”“卷”与第 5 行的“千克”不同（同一料号 RM-1）',
      '第 9 行“生效日期”2025-04-01 与第 2 行的 2025-03-01 不同（同一版本）',
    ])
  })

  test('never changes a version: the same is unchanged, another needs a new number and a later day', async () => {
    const first = [bomRow('FG', 'SA'), bomRow('SA', 'RM-1')]
    await engine.call('boms.importWorkbook', { fileId: await putBoms(...first) })
    expect(await engine.call('boms.importWorkbook', { fileId: await putBoms(...first.toReversed()) })).toMatchObject({
      unchanged: 1,
    })
    const refusal = async (...rows: string[][]) =>
      places((await engine.refused('boms.importWorkbook', { fileId: await putBoms(...rows) })).rejected)
    expect(await refusal(bomRow('FG', 'SA'), bomRow('SA', 'RM-1', { quantity: '2' }))).toEqual(['3 版本 bom.differs'])
    expect(await refusal(bomRow('FG', 'SA'))).toEqual(['2 版本 bom.differs'])
    expect(await refusal(bomRow('FG', 'RM-1', { version: 'B' }))).toEqual(['2 生效日期 bom.notLater'])
    const sameDay = { from: '2025-09-01' }
    expect(
      await refusal(bomRow('FG', 'RM-1', { version: 'B', ...sameDay }), bomRow('FG', 'RM-1', { version: 'C', ...sameDay })),
    ).toEqual(['3 生效日期 bom.sameDay'])
    await engine.call('boms.importWorkbook', {
      fileId: await putBoms(bomRow('FG', 'RM-1', { version: 'B', from: '2025-06-01' })),
    })
    expect((await engine.call('boms.list', {})).boms.map(({ bomVersion, from, to }) => [bomVersion, from, to])).toEqual([
      ['B', '2025-06-01', null],
      ['A', '2025-03-01', '2025-05-31'],
    ])
  })

  test('as wide as makes an explosion without end is refused, not tried', async () => {
    const doubling = Array.from({ length: 19 }, (_, i) => [
      bomRow(i === 0 ? 'FG' : `S${i}`, `S${i + 1}`, { group: 'X', share: '50' }),
      bomRow(i === 0 ? 'FG' : `S${i}`, `S${i + 1}`, { group: 'X', share: '50', bonded: '否' }),
    ]).flat()
    expect(places((await engine.refused('boms.importWorkbook', { fileId: await putBoms(...doubling) })).rejected)).toEqual([
      '2 成品料号 bom.tooMany',
    ])
    const deep = Array.from({ length: 3000 }, (_, i) => bomRow(i === 0 ? 'FG' : `S${i}`, `S${i + 1}`))
    expect((await engine.refused('boms.importWorkbook', { fileId: await putBoms(...deep) })).rejected?.[0]?.code).toBe(
      'bom.tooDeep',
    )
  })
})
