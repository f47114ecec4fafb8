import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'

let engine: Engine
beforeEach(async () => {
  engine = await openEngine()
})
afterEach(() => engine.close())

const head = (extra: string[][] = []) => [
  ['手册编号', 'C23325000001'],
  ['手册类型', 'C'],
  ['经营企业海关编码', '3205940251'],
  ['经营企业名称', '示例公司'],
  ['加工企业海关编码', '3205940251'],
  ['加工企业名称', '示例公司'],
  ['主管海关', '2332'],
  ['监管方式', '0615'],
  ['征免性质', '503'],
  ['进口币制', '502'],
  ['出口币制', '502'],
  ['设立日期', '2025-01-01'],
  ['有效期', '2025-12-31'],
  ['单耗申报环节', '1'],
  ...extra,
]
const titled = (headings: string) => headings.split(' ').map((title) => ({ title }))
const item = (seq: string, unit = '035') => [seq, `P-${seq}`, '8533211000', '片式电阻', unit, unit, '100', '1', '502', '142', '3']

const workbook = (headRows: string[][], materials: string[][], sheetOfMaterials = '料件') => {
  const items = titled('序号 料号 商品编码 商品名称 申报计量单位 法定计量单位 备案数量 单价 币制 产销国(地区) 征免方式')
  return writeWorkbook([
    { name: '表头', columns: titled('项目 内容'), rows: headRows },
    ...(sheetOfMaterials === '' ? [] : [{ name: sheetOfMaterials, columns: items, rows: materials }]),
    { name: '成品', columns: items, rows: [item('1')] },
    {
      name: '单耗',
      columns: titled('成品序号 料件序号 净耗 有形损耗率(%) 无形损耗率(%)'),
      rows: [
        ['1', '1', '1', '0', '0'],
        ['1', '2', '1', '0', '0'],
      ],
    },
  ])
}
const refusals = async (headRows: string[][], materials: string[][]) => {
  const fileId = await engine.put('手册.xlsx', await workbook(headRows, materials))
  const { rejected } = await engine.refused('handbooks.importWorkbook', { fileId })
  return rejected?.map(({ sheet, row, column }) => [sheet, row, column])
}

test('a refused item is the only refusal: consumption that names it is not wrong for that', async () => {
  expect(await refusals(head(), [item('1'), item('2', '约')])).toEqual([
    ['料件', 3, '申报计量单位'],
    ['料件', 3, '法定计量单位'],
  ])
  expect(await refusals(head(), [item('1')])).toEqual([['单耗', 3, '料件序号']])
})

test('a field of the head that is there twice is refused where the two differ, as nobody knows which holds', async () => {
  expect(await refusals(head([['有效期', '2026-12-31']]), [item('1'), item('2')])).toEqual([['表头', 16, '有效期']])
  const fileId = await engine.put('手册.xlsx', await workbook(head([['有效期', '2025-12-31']]), [item('1'), item('2')]))
  expect((await engine.call('handbooks.importWorkbook', { fileId })).materials).toBe(2)
})

test('products are never taken for the materials that are not there', async () => {
  for (const sheet of ['', '备料']) {
    const fileId = await engine.put('手册.xlsx', await workbook(head(), [item('1'), item('2')], sheet))
    const { code } = await engine.refused('handbooks.importWorkbook', { fileId })
    expect(code).toBe(sheet === '' ? 'workbook.tableMissing' : 'workbook.tableTwice')
  }
})
