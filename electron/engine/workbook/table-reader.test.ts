import { describe, expect, test } from 'vitest'
import { Refusal } from '../../../shared/contract/errors.ts'
import { openWorkbook } from './read-workbook.ts'
import { findTable } from './table-reader.ts'
import type { TableSpec } from './table-reader.ts'
import { writeWorkbook } from './write-workbook.ts'

const spec = {
  readAs: '清单表体',
  sheetNames: ['清单表体'],
  columns: [
    { id: 'listNo', heading: '清单编号', required: true },
    { id: 'lineNo', heading: '序号', aliases: ['商品序号'], required: true },
    { id: 'quantity', heading: '申报数量', aliases: ['数量', '申报数'], required: true },
    { id: 'total', heading: '总价', required: false },
  ],
} as const satisfies TableSpec

type Sheet = readonly [name: string, ...rows: string[][]]
const tableOf = async (...sheets: Sheet[]) => {
  const written = sheets.map(([name, headings = [], ...rows]) => ({ name, columns: headings.map((title) => ({ title })), rows }))
  return findTable(await openWorkbook(await writeWorkbook(written)), spec)
}
const rowsOf = async (...sheets: Sheet[]) =>
  (await Array.fromAsync((await tableOf(...sheets)).rows())).map(({ row, cells }) => [
    row,
    cells.listNo?.text,
    cells.quantity?.text,
  ])
const refusalOf = async (...sheets: Sheet[]) => {
  try {
    await tableOf(...sheets)
  } catch (error) {
    if (error instanceof Refusal) return error.failure
    throw error
  }
  return undefined
}
const headings = ['清单编号', '序号', '申报数量', '总价']

describe('which column is which', () => {
  test('the standard heading wins over another name, wherever it stands', async () => {
    expect(await rowsOf(['清单表体', ['数量', ...headings], ['9', 'QD1', '1', '100', '']])).toEqual([[2, 'QD1', '100']])
    expect(await rowsOf(['清单表体', ['清单编号', '序号', '数量'], ['QD1', '1', '100']])).toEqual([[2, 'QD1', '100']])
  })
  test.each([
    [[...headings, '申报数量'], '申报数量'],
    [['清单编号', '序号', '数量', '申报数'], '申报数量'],
    [[...headings, '总 价'], '总价'],
  ])('two columns that may be the same one are refused: %j', async (titles, column) => {
    const failure = await refusalOf(['清单表体', titles, ['QD1', '1', '100', '5', '6']])
    expect([failure?.code, failure?.at]).toEqual(['workbook.columnTwice', { sheet: '清单表体', row: 1, column }])
  })
})

describe('which sheet is the table', () => {
  const rows = [['QD1', '1', '100', '']]
  test('the one with the expected name', async () => {
    expect((await tableOf(['草稿', headings, ...rows], ['清单表体', headings, ...rows])).sheet).toBe('清单表体')
  })
  test('the one with more of the columns', async () => {
    expect((await tableOf(['透视', ['序号', '数量'], ['1', '2']], ['明细', headings, ...rows])).sheet).toBe('明细')
  })
  test('none where two are as good', async () => {
    const failure = await refusalOf(['一月', headings, ...rows], ['二月', headings, ...rows])
    expect(failure?.code).toBe('workbook.tableTwice')
    expect(failure?.message).toContain('“一月”和“二月”')
  })
})

describe('what stands in the table and is no data', () => {
  test.each([
    [['合计', '', '1,000', '20']],
    [['', '2', '合计', '20']],
    [['', '', '1,000', '合 计：']],
    [['制表人：张三', '', '', '审核：李四']],
  ])('%j is passed over', async (cells) => {
    expect(await rowsOf(['清单表体', headings, ['QD1', '1', '100', ''], cells])).toEqual([[2, 'QD1', '100']])
  })
  test.each([
    [['QD2', '2', '合计', '20']],
    [['合计', '2', '100', '20']],
    [['', '', '约100', '']],
    [['备注：已核对', '2', '100', '']],
  ])('%j is data, to be refused with its place', async (cells) => {
    expect((await rowsOf(['清单表体', headings, cells])).map(([row]) => row)).toEqual([2])
  })
})
