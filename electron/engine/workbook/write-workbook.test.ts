import { readXlsx } from 'hucre/xlsx'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { openWorkbook } from './read-workbook.ts'
import { writeWorkbook, type SheetToWrite } from './write-workbook.ts'

const oneColumn = (kind: 'text' | 'number' | 'date', ...cells: string[]): SheetToWrite[] => [
  { name: '表', columns: [{ title: '列', kind }], rows: cells.map((cell) => [cell]) },
]
const readBack = async (sheets: SheetToWrite[], sheet = 0) =>
  (await Array.fromAsync((await openWorkbook(await writeWorkbook(sheets))).rows(sheet))).map(({ cells }) =>
    cells.map(({ kind, text }) => [kind, text]),
  )
const partOf = (bytes: Uint8Array, name: string): string => strFromU8(unzipSync(bytes)[name] ?? new Uint8Array())

const balance: SheetToWrite[] = [
  {
    name: '料件平衡',
    title: '手册 C23325020251',
    columns: [
      { title: '备案序号', width: 10 },
      { title: '商品编码' },
      { title: '结余', kind: 'number' },
      { title: '日期', kind: 'date' },
    ],
    rows: [
      ['1', '0101210999', '94428.062', '2025-02-14'],
      ['2', '', '-0.00001', ''],
    ],
  },
  { name: '说明', columns: [{ title: '内容' }], rows: [] },
]

test('what is written is read back: sheets, title, headings, codes, figures, days', async () => {
  expect(await readBack(balance)).toEqual([
    [['text', '手册 C23325020251']],
    ['备案序号', '商品编码', '结余', '日期'].map((title) => ['text', title]),
    [
      ['text', '1'],
      ['text', '0101210999'],
      ['number', '94428.062'],
      ['date', '2025-02-14'],
    ],
    [
      ['text', '2'],
      ['empty', ''],
      ['number', '-0.00001'],
    ],
  ])
  expect(await readBack(balance, 1)).toEqual([[['text', '内容']]])
})

test('another reader reads the same, with the headings bold and frozen', async () => {
  const book = await readXlsx(await writeWorkbook(balance), { readStyles: true })
  expect(book.sheets.map(({ name }) => name)).toEqual(['料件平衡', '说明'])
  const [sheet] = book.sheets
  expect(sheet?.rows[2]).toEqual(['1', '0101210999', 94428.062, new Date('2025-02-14T00:00:00Z')])
  expect(sheet?.freezePane).toMatchObject({ rows: 2 })
  expect(sheet?.cells?.get('1,0')?.style?.font?.bold).toBe(true)
  expect(sheet?.cells?.get('2,0')?.style?.font?.bold).not.toBe(true)
  expect(sheet?.cells?.get('2,2')?.style).toMatchObject({ numFmt: '0.000', alignment: { horizontal: 'right' } })
})

test('the same input gives the same bytes at another time', async () => {
  const first = await writeWorkbook(balance)
  await new Promise((resolve) => setTimeout(resolve, 2100))
  expect(Buffer.from(first).equals(await writeWorkbook(balance))).toBe(true)
})

describe('a figure is a numeric cell only where Excel gives back that very figure', () => {
  test.each(['0', '1', '-12.5', '1234.50', '123456789012345', '0.000000001', '99999999.99999'])('%s is', async (text) => {
    const bytes = await writeWorkbook(oneColumn('number', text))
    expect(partOf(bytes, 'xl/worksheets/sheet1.xml')).toContain(`<v>${text}</v>`)
  })
  test.each([
    '1234567890123456',
    '0.1234567890123456',
    '9223372036854.77580',
    '007',
    '-0',
    '约100',
    '1e5',
    '1,234',
    '=1+1',
    'NaN',
  ])('%s is not', async (text) => expect((await readBack(oneColumn('number', text)))[1]).toEqual([['text', text]]))
})

test('what is no day of Excel stays a text', async () => {
  const rows = await readBack(oneColumn('date', '1900-02-28', '1900-03-01', '2025-02-30', '20250214', '待定'))
  expect(rows.slice(1).flat()).toEqual([
    ['text', '1900-02-28'],
    ['date', '1900-03-01'],
    ['text', '2025-02-30'],
    ['date', '2025-02-14'],
    ['text', '待定'],
  ])
})

test('a text is never a formula, and comes back as it was', async () => {
  const texts = [
    '=HYPERLINK("http://x")',
    '+1',
    '-1+2',
    '@SUM(A1)',
    '<&">\'',
    ' 前后 ',
    '两\n行',
    '回\r车',
    '\u0001',
    '_x0041_',
    '_x',
    '𠮷',
    '\ttab',
  ]
  const bytes = await writeWorkbook(oneColumn('text', ...texts))
  expect(partOf(bytes, 'xl/worksheets/sheet1.xml')).not.toMatch(/<f[ >]/)
  const rows = await Array.fromAsync((await openWorkbook(bytes)).rows(0))
  expect(rows.slice(1).map(({ cells }) => cells[0]?.text)).toEqual(texts)
  expect((await readXlsx(bytes)).sheets[0]?.rows.slice(1).map(([cell]) => cell)).toEqual(texts)
})

test('sheet names are made such that Excel opens them', async () => {
  const names = ['清单/表头', '[A]:B', '长'.repeat(40), '长'.repeat(40), 'a', 'A', '']
  const book = await openWorkbook(await writeWorkbook(names.map((name) => ({ name, columns: [{ title: '列' }], rows: [] }))))
  expect(book.sheets.map(({ name }) => name)).toEqual([
    '清单 表头',
    'A  B',
    '长'.repeat(31),
    `${'长'.repeat(29)}_2`,
    'a',
    'A_2',
    '表',
  ])
})

test('ten thousand rows in pieces', async () => {
  const rows = (function* () {
    for (let i = 0; i < 10_000; i++) yield [`${i}`, `${i}.5`]
  })()
  const back = await readBack([{ name: '行', columns: [{ title: '号' }, { title: '数', kind: 'number' }], rows }])
  expect(back.length).toBe(10_001)
  expect(back[10_000]).toEqual([
    ['text', '9999'],
    ['number', '9999.5'],
  ])
})

const blank = (count: number): SheetToWrite[] => [
  { name: '流水', columns: [{ title: '列' }], rows: Array.from({ length: count }, (): string[] => []) },
]

test('more rows than Excel takes are refused, not cut', async () => {
  await expect(writeWorkbook(blank(1_048_576))).rejects.toMatchObject({ failure: { code: 'workbook.tooManyRows' } })
  expect((await writeWorkbook(blank(1_048_575))).length).toBeGreaterThan(0)
})
