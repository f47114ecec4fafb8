import { expect, test } from 'vitest'
import { booksOfE26, item } from '../../../test/report-books.ts'
import { openWorkbook } from '../workbook/read-workbook.ts'
import { reportOf } from '../write-off/report.ts'
import { unwritableText } from './prepare-write-off-report.ts'
import { reportWorkbook } from './report-workbook.ts'
import type { CheckRow } from './store.ts'

const checks: CheckRow[] = [
  { severity: 'passes', rule: 'R-112', message: '料件各栏平衡' },
  { severity: 'warns', rule: 'R-110', message: '尚有结余', to: '/transfers/surplus' },
]

test('a text that XML cannot hold is told by its place', () => {
  expect(unwritableText(reportOf(booksOfE26()))).toBeUndefined()
  const bad = { ...booksOfE26(), materials: [item(1, '塑料粒'), item(2, '坏\u0001字')] }
  expect(unwritableText(reportOf(bad))).toBe('料件 2 的料号、编码、名称或单位')
})

test('the workbook says what the message says, sheet by sheet', async () => {
  const report = reportOf({ ...booksOfE26(), seqNo: '202500000000000042' })
  const bytes = await reportWorkbook(report, checks)
  expect(Buffer.from(await reportWorkbook(report, checks)).equals(Buffer.from(bytes))).toBe(true)
  const workbook = await openWorkbook(bytes)
  expect(workbook.sheets.map(({ name }) => name)).toEqual(['表头', '清单', '料件', '成品', '核对'])
  const rows = async (sheet: number) =>
    (await Array.fromAsync(workbook.rows(sheet))).map(({ cells }) => cells.map(({ text }) => text))
  expect(await rows(0)).toContainEqual(['统一编号', '202500000000000042'])
  expect(await rows(0)).toContainEqual(['报核料件总数', '2'])
  expect((await rows(1)).slice(1)).toEqual([
    ['1', 'QD233225I000000001', '进口'],
    ['2', 'QD233225E000000002', '出口'],
  ])
  const figures = ['10320.5', '1500', '350', '200', '25', '307.5', '0', '10250', '995.5']
  expect((await rows(2))[1]).toEqual(['1', '1', 'P-1', '3901200099', '塑料粒', '千克', ...figures])
  expect((await rows(3))[1]).toEqual(['1', '1', 'P-1', '3901200099', '塑料件', '千克', '3600', '500', '40', '40'])
  expect((await rows(4)).slice(1)).toEqual([
    ['通过', 'R-112', '料件各栏平衡'],
    ['提醒', 'R-110', '尚有结余'],
  ])
})
