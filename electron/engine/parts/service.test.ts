import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'

const handbookNo = 'C23325020251'
const asOf = '2025-12-31'
const folder = `${samples}factory-a/`
let engine: Engine
beforeEach(async () => {
  engine = await openEngine()
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(`${folder}手册.xlsx`) })
})
afterEach(() => engine.close())

const loadSamples = async () => {
  await engine.call('mappings.importWorkbook', { handbookNo, fileId: await engine.putFile(`${folder}归并关系.xlsx`) })
  await engine.call('boms.importWorkbook', { fileId: await engine.putFile(`${folder}物料清单.xlsx`) })
}
const importBom = async (...rows: string[][]) => {
  const headings = ['成品料号', '版本', '生效日期', '上级料号', '料号', '单位', '用量', '基数', '工序损耗率(%)', '保税标志']
  const bytes = await writeWorkbook([{ name: '物料清单', columns: headings.map((title) => ({ title })), rows }])
  await engine.call('boms.importWorkbook', { fileId: await engine.put('物料清单.xlsx', bytes) })
}
const film = {
  handbookNo,
  partNo: 'RM-1',
  partName: '薄膜',
  partUnit: '卷',
  goods: 'material',
  itemSeq: 3,
  factor: '25',
  from: '2025-03-01',
} as const

describe('R-13 R-45 a mapping', () => {
  test('needs a part number and a unit that can be seen', async () => {
    for (const field of ['partNo', 'partUnit'] as const)
      expect(await engine.refused('mappings.save', { ...film, [field]: '\u200b\u0000' })).toMatchObject({
        code: 'mapping.blank',
        at: { field },
      })
  })

  test('of a part number with half a character in it is kept and found, as an unreadable sign', async () => {
    expect(await engine.call('mappings.save', { ...film, partNo: 'RM-\ud800' })).toMatchObject({ partNo: 'RM-\ufffd' })
  })

  test('is ended by the next the day before, and stays what it was', async () => {
    expect(await engine.call('mappings.save', film)).toMatchObject({
      itemName: '聚酯薄膜',
      itemUnit: '035',
      factor: '25',
      to: null,
    })
    expect(await engine.call('mappings.save', { ...film, factor: '20.0', from: '2025-06-01' })).toMatchObject({
      factor: '20',
      to: null,
    })
    const on = async (day: string) =>
      (await engine.call('mappings.list', { handbookNo, asOf: day })).rows.map((row) => row.factor)
    expect([await on('2025-02-28'), await on('2025-03-01'), await on('2025-05-31'), await on('2025-06-01')]).toEqual([
      [],
      ['25'],
      ['25'],
      ['20'],
    ])
    const entries = await engine.call('journal.list', {})
    expect(entries.rows.find(({ what }) => what.includes('RM-1'))).toMatchObject({ subject: `手册 ${handbookNo}` })
  })

  test('typed twice is one; another on that day, an earlier one, a wrong factor or item are refused', async () => {
    await engine.call('mappings.save', film)
    await engine.call('mappings.save', { ...film, partNo: ' rm-1 ' })
    expect((await engine.call('mappings.list', { handbookNo })).total).toBe(1)
    const refusal = async (change: object) => {
      const { code, at } = await engine.refused('mappings.save', { ...film, ...change })
      return [code, at?.field]
    }
    expect(await refusal({ factor: '24' })).toEqual(['mapping.differs', 'from'])
    expect(await refusal({ from: '2025-02-28' })).toEqual(['mapping.notLater', 'from'])
    expect(await refusal({ factor: '0' })).toEqual(['mapping.factor', 'factor'])
    expect(await refusal({ factor: '-1' })).toEqual(['mapping.factor', 'factor'])
    expect(await refusal({ factor: '0.0000000001' })).toEqual(['mapping.factor', 'factor'])
    expect(await refusal({ factor: '9'.repeat(30) })).toEqual(['mapping.factor', 'factor'])
    expect(await refusal({ itemSeq: 42 })).toEqual(['mapping.unknownItem', 'itemSeq'])
    expect(await refusal({ goods: 'product', itemSeq: 12 })).toEqual(['mapping.unknownItem', 'itemSeq'])
    expect((await engine.call('mappings.list', { handbookNo })).total).toBe(1)
  })

  test('is found, filtered and sorted in a page', async () => {
    await loadSamples()
    const page = (input: object) => engine.call('mappings.list', { handbookNo, ...input })
    expect((await page({ filter: { goods: '=product' } })).total).toBe(11)
    expect((await page({ find: '薄膜' })).rows.map((row) => row.partNo)).toEqual([
      'RM-251-0003-01',
      'RM-251-0003-01',
      'RM-251-0003-02',
    ])
    expect((await page({ find: '薄膜', asOf })).rows.map((row) => row.factor)).toEqual(['20', '12.5'])
    expect((await page({ sort: { column: 'factor', descending: true }, limit: 1 })).rows[0]).toMatchObject({
      factor: '1000',
      partUnit: '吨',
    })
    expect((await page({ filter: { factor: '<0.002' } })).rows.every((row) => row.factor === '0.001')).toBe(true)
  })
})

describe('R-46 an exploded BOM', () => {
  test('E-25 turns wafers into chips exactly, by base quantity and stage losses', async () => {
    await importBom(
      ['CHIP', 'A', '2025-03-01', 'CHIP', 'GOOD', '粒', '1', '1', '3.501437157', ''],
      ['CHIP', 'A', '2025-03-01', 'GOOD', 'DIE', '粒', '1', '', '8.004807692', ''],
      ['CHIP', 'A', '2025-03-01', 'DIE', 'WAFER', '片', '1', '520', '', ''],
    )
    await engine.call('mappings.save', { ...film, partNo: 'WAFER', partUnit: '片', itemSeq: 2, factor: '1' })
    await engine.call('mappings.save', { ...film, partNo: 'CHIP', partUnit: '粒', goods: 'product', itemSeq: 1, factor: '1' })
    const { lines, productName } = await engine.call('boms.explode', { handbookNo, productPartNo: 'CHIP', asOf })
    expect(productName).toBe('便携式移动电源')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({
      materialSeq: 2,
      netConsumption: '0.001923077',
      unitConsumption: '0.00216626',
      problem: null,
    })
    expect(lines[0]?.lossRate.slice(0, 9)).toBe('11.225961')
    expect(lines[0]?.parts).toMatchObject([{ partNo: 'WAFER', path: 'GOOD / DIE / WAFER' }])
  })

  test('converts by the factor of the day, and says what it could not turn into an item', async () => {
    await importBom(
      ['FG', 'A', '2025-03-01', 'FG', 'RM-1', '卷', '0.01', '', '', ''],
      ['FG', 'A', '2025-03-01', 'FG', 'RM-2', '米', '3', '', '4', ''],
      ['FG', 'A', '2025-03-01', 'FG', 'RM-3', '千克', '1', '', '', ''],
      ['FG', 'A', '2025-03-01', 'FG', 'PK-1', '个', '1', '', '', '否'],
      ['FG', 'A', '2025-03-01', 'FG', 'RM-4', 'KG', '0.5', '', '', ''],
    )
    await engine.call('mappings.save', film)
    await engine.call('mappings.save', { ...film, factor: '20', from: '2025-06-01' })
    await engine.call('mappings.save', { ...film, partNo: 'RM-2' })
    await engine.call('mappings.save', { ...film, partNo: 'RM-4', partUnit: '千克', itemSeq: 4, factor: '1' })
    // A box of ten is one declared unit: the same BOM, per declared unit, takes ten times as much.
    await engine.call('mappings.save', { ...film, partNo: 'FG', partUnit: '只', goods: 'product', itemSeq: 1, factor: '0.1' })
    const on = async (day: string) => (await engine.call('boms.explode', { handbookNo, productPartNo: 'FG', asOf: day })).lines
    expect((await on('2025-05-31'))[0]).toMatchObject({ materialSeq: 3, unitConsumption: '2.5', unit: '035' })
    const lines = await on('2025-06-01')
    expect(lines.map((line) => [line.materialSeq, line.unitConsumption, line.problem])).toEqual([
      [3, '2', null],
      [4, '5', null],
      [null, '31.25', '物料清单的单位是“米”，归并关系的单位是“卷”'],
      [null, '10', '当日没有归并关系'],
      [null, '10', '非保税，没有归并关系'],
    ])
    const { rows } = await engine.call('boms.compare', { handbookNo, asOf })
    expect(rows.filter(({ difference }) => difference === 'unmapped').map(({ materialName }) => materialName)).toEqual([
      'RM-2',
      'RM-3',
    ])
    expect(await engine.refused('boms.explode', { handbookNo, productPartNo: 'FG', asOf: '2025-02-28' })).toMatchObject({
      code: 'bom.notInForce',
    })
  })

  test('of a product that is no item is counted per unit of its part', async () => {
    await importBom(['FG', 'A', '2025-03-01', 'FG', 'RM-1', '卷', '2', '', '', ''])
    await engine.call('mappings.save', film)
    const exploded = await engine.call('boms.explode', { handbookNo, productPartNo: 'FG', asOf })
    expect(exploded).toMatchObject({ productSeq: null, problem: expect.stringContaining('没有归并到成品') })
    expect(exploded.lines[0]?.unitConsumption).toBe('50')
    expect((await engine.call('boms.compare', { handbookNo, asOf })).unmappedProducts).toEqual([
      { productPartNo: 'FG', productPartName: '' },
    ])
  })
})

describe('R-40 R-41 the ERP against the declared consumption', () => {
  test('agrees but for the lines in which it does not', async () => {
    await loadSamples()
    const { rows, withoutBom, unmappedProducts } = await engine.call('boms.compare', { handbookNo, asOf })
    expect(rows.filter(({ difference }) => difference === 'same')).toHaveLength(110)
    expect(
      rows
        .filter(({ difference }) => difference !== 'same')
        .map((row) => [row.productSeq, row.version, row.materialSeq, row.difference, row.deviation]),
    ).toEqual([
      [1, '1', 37, 'differs', '-1.3'],
      [3, '1', 22, 'onlyDeclared', null],
      [3, '1', 27, 'differs', '2.6'],
      [4, '1', 29, 'differs', '-5.7'],
      [4, '1', 32, 'onlyErp', null],
      [10, '0', null, 'unmapped', null],
    ])
    expect(withoutBom.map(({ productSeq }) => productSeq)).toEqual([6, 8, 9, 11])
    expect(unmappedProducts).toEqual([])
    // A semi-finished part bought by 深加工结转 stands for itself: its resin is not counted again.
    const housing = (await engine.call('boms.explode', { handbookNo, productPartNo: 'FG-251-0003', asOf })).lines
    expect(housing.find(({ materialSeq }) => materialSeq === 24)?.parts.map(({ path }) => path)).toEqual([
      'RM-251-0024-01',
      'RM-251-0024-02',
    ])
    expect(housing.find(({ materialSeq }) => materialSeq === 4)?.parts.every(({ path }) => !path.includes('0024'))).toBe(true)
    expect(housing.find(({ materialSeq }) => materialSeq === 2)?.bondedRatio).toBe('62')
  })

  test('with the factor of another day is another use, on that day only', async () => {
    await loadSamples()
    const differing = async (on: string) =>
      (await engine.call('boms.compare', { handbookNo, asOf: on })).rows
        .filter((row) => row.productSeq === 5 && row.difference !== 'same')
        .map((row) => row.materialSeq)
    expect(await differing('2025-05-31')).toEqual([])
    expect(await differing('2025-06-01')).toEqual([])
    await engine.call('mappings.save', { ...film, partNo: 'RM-251-0003-01', from: '2025-07-01' })
    expect([await differing('2025-06-30'), await differing('2025-07-01')]).toEqual([[], [3]])
  })

  test('reads only: not a figure of the handbook is another one afterwards', async () => {
    await loadSamples()
    const declared = () => engine.call('handbooks.consumptions', { handbookNo, limit: 10_000 })
    const before = await declared()
    await engine.call('boms.compare', { handbookNo, asOf })
    await engine.call('boms.explode', { handbookNo, productPartNo: 'FG-251-0004', asOf })
    expect(await declared()).toEqual(before)
  })

  test('proposes a new version in a draft, as the ERP has it, and writes none', async () => {
    await loadSamples()
    const input = { handbookNo, productPartNo: 'FG-251-0004', asOf }
    const declared = () => engine.call('handbooks.consumptions', { handbookNo, limit: 10_000 })
    const before = await declared()
    const proposed = await engine.call('boms.proposeVersion', input)
    expect(proposed).toMatchObject({ version: '2', lines: 12 })
    expect(await declared()).toEqual(before)
    const { rows } = await engine.call('handbookDrafts.rows', { draftId: proposed.draftId, body: 'consumptions' })
    const added = rows.filter(({ mark }) => mark === '3')
    expect(added).toHaveLength(12)
    expect(rows.filter(({ mark }) => mark !== '3' && mark !== '0')).toEqual([])
    const tape = added.find(({ cells }) => cells.materialSeq === '29')
    expect(tape?.cells).toMatchObject({
      productSeq: '4',
      version: '2',
      netConsumption: '0.696866',
      tangibleLossRate: '0.07',
      intangibleLossRate: '0',
    })
    // Asked again, the proposal is the same one.
    const again = await engine.call('boms.proposeVersion', input)
    expect(again).toEqual(proposed)
    const after = await engine.call('handbookDrafts.rows', { draftId: again.draftId, body: 'consumptions' })
    expect(after.rows.filter(({ mark }) => mark === '3')).toHaveLength(12)
  })

  test('but none of a product or with a part that is not mapped', async () => {
    await loadSamples()
    const refusal = async (productPartNo: string, on: string) =>
      (await engine.refused('boms.proposeVersion', { handbookNo, productPartNo, asOf: on })).code
    expect(await refusal('FG-251-0010', asOf)).toBe('bom.unmapped')
    expect(await refusal('FG-251-0004', '2025-02-08')).toBe('bom.notInForce')
    await importBom(['FG', 'A', '2025-03-01', 'FG', 'RM-251-0002-01', '个', '1', '', '', ''])
    expect(await refusal('FG', asOf)).toBe('bom.unmappedProduct')
    expect((await engine.call('handbookDrafts.list', { handbookNo })).drafts).toEqual([])
  })
})
