import { describe, expect, test } from 'vitest'
import { cleanCode, cleanHeading, cleanText, isNoteRow, isTotalsRow, readDay, readDecimal, readPercent } from './cell.ts'

describe('cleanText', () => {
  test.each([
    ['\u3000 料件\u00a0\ufeff', '料件'],
    ['\u200b苏州\u200b', '苏州'],
    ['示例\r\n公司', '示例 公司'],
    ['示例 \n\n  公司', '示例 公司'],
    ['A  B', 'A  B'],
    ['ＡＢ（１）', 'ＡＢ（１）'],
    [' \n\t', ''],
  ])('%j is %j', (typed, clean) => expect(cleanText(typed)).toBe(clean))
})

test.each([
  [' ｃ２３３２５０２０２５１ ', 'C23325020251'],
  ['qd 2332 25i', 'QD233225I'],
  ['0101210999', '0101210999'],
  ['ＰＮ－００１', 'PN-001'],
])('the code %j is %j', (typed, clean) => expect(cleanCode(typed)).toBe(clean))

test.each([
  ['有形损耗率（％）', '有形损耗率(%)'],
  [' 申报\n数量 ', '申报数量'],
  ['申报数量*', '申报数量'],
  ['＊料号', '料号'],
  ['手册编号：', '手册编号'],
])('the heading %j is %j', (typed, clean) => expect(cleanHeading(typed)).toBe(clean))

describe('readDecimal', () => {
  test.each([
    ['１，２３４．５０', '1234.50'],
    ['1,234,567.89', '1234567.89'],
    ['1 234.5', '1234.5'],
    ['1\u00a0234\u3000567', '1234567'],
    [' 5020.99605\u3000', '5020.99605'],
    ['+3', '3'],
    ['-10', '-10'],
    ['－10', '-10'],
    ['−10.5', '-10.5'],
    ['007', '007'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['0', '0'],
    ['531620260000099999', '531620260000099999'],
  ])('%j is %j', (typed, plain) => expect(readDecimal(typed)).toBe(plain))

  test.each([
    '',
    ' ',
    '.',
    '-',
    '约100',
    '1,23',
    '1,2345',
    '12,34,567',
    '1,234 567',
    '1 23',
    '1.2.3',
    '1.234,5',
    '--5',
    '- 5',
    '1e5',
    '(10)',
    '10kg',
    '①',
    '十',
    '٣',
    '3%',
    '1,234.567,8',
    'NaN',
    'Infinity',
    '0x10',
    ',123',
    '1,,234',
    '1234,567',
    '100\n200',
  ])('%j is no number', (typed) => expect(readDecimal(typed)).toBeUndefined())
})

test.each([
  ['3%', '3'],
  ['３％', '3'],
  ['0.5 %', '0.5'],
  ['3', '3'],
  ['0.03', '0.03'],
])('the percentage %j is %j', (typed, plain) => expect(readPercent(typed)).toBe(plain))
test.each(['%', '3%%', '3‰', '%3', '约3%'])('%j is no percentage', (typed) => expect(readPercent(typed)).toBeUndefined())

describe('readDay', () => {
  test.each([
    ['2025-02-27', '2025-02-27'],
    ['2025/2/10', '2025-02-10'],
    ['2025.2.10', '2025-02-10'],
    ['2025年2月14日', '2025-02-14'],
    ['2025 年 2 月 14 日', '2025-02-14'],
    ['２０２５／２／１０', '2025-02-10'],
    ['20250220', '2025-02-20'],
    ['2025-02-10 00:00:00', '2025-02-10'],
    ['2025-02-10T00:00:00', '2025-02-10'],
    ['2025/2/10 0:00', '2025-02-10'],
    [' 2025-02-10\n', '2025-02-10'],
    ['2024-02-29', '2024-02-29'],
  ])('the text %j is %s', (text, day) => expect(readDay({ text, kind: 'text' })).toBe(day))

  test.each([
    '',
    '2025-02-30',
    '20250230',
    '2025年2月30日',
    '25-02-10',
    '02/10/2025',
    '10.2.2025',
    '2025-2',
    '2025-02/10',
    '202502',
    '45702',
    '2025-02-10 25:00',
    '2025-02-10 星期一',
    '约2025-02-10',
    '12025-02-10',
    '1899-12-31',
  ])('the text %j is no day', (text) => expect(readDay({ text, kind: 'text' })).toBeUndefined())

  test.each([
    ['45702', '2025-02-14'],
    ['45702.75', '2025-02-14'],
    ['20250220', '2025-02-20'],
    ['20000', '1954-10-03'],
    ['80000', '2119-01-11'],
  ])('the number %s is %s', (text, day) => expect(readDay({ text, kind: 'number' })).toBe(day))
  test.each(['19999', '80001', '100', '-45702', '20250230'])('the number %s is no day', (text) =>
    expect(readDay({ text, kind: 'number' })).toBeUndefined(),
  )

  test('a cell with the style of a date', () => expect(readDay({ text: '2025-02-14', kind: 'date' })).toBe('2025-02-14'))
})

describe('isTotalsRow', () => {
  test.each([
    [['合计', '', '']],
    [['', ' 合 计：', '12,345.60', '千克', '']],
    [['本页合计', '10']],
    [['小计（人民币）', '1,000.00', '元']],
    [['累计', '3%']],
    [['12', '', '合计', '1,000.00']],
    [['（千克）', '１２，３４５', '本页小计：']],
  ])('%j', (cells) => expect(isTotalsRow(cells)).toBe(true))
  test.each([
    [[]],
    [['', ' ']],
    [['合计', 'QD233225I000000021', '100']],
    [['合计', '2025-02-10']],
    [['QD233225I000000021', '合计']],
    [['合计器', '100']],
    [['累计折旧仪', '100']],
  ])('not %j', (cells) => expect(isTotalsRow(cells)).toBe(false))
})

describe('isNoteRow', () => {
  test.each([
    [['制表人：张三  审核：李四']],
    [['', '制表：张三', '', '审核：', '', '日期：2025年12月31日']],
    [['审核人：', '王五']],
    [['打印时间：2025-12-31 10:00:00']],
    [['第1页/共3页']],
    [['—— 以下空白 ——']],
    [['（以下空白）']],
    [['以上数据经核对无误']],
  ])('%j', (cells) => expect(isNoteRow(cells)).toBe(true))
  test.each([
    [[]],
    [['']],
    [['约100']],
    [['备注：已核对', 'QD233225I000000021', '100']],
    [['备注：已核对', '１００']],
    [['QD233225I000000021', '备注：已核对']],
    [['片式电阻']],
  ])('not %j', (cells) => expect(isNoteRow(cells)).toBe(false))
})

test('what is made to be slow to read is read at once', () => {
  const long = 32_767
  const started = performance.now()
  for (const text of [
    `a${' '.repeat(long)}b`,
    `${'*'.repeat(long)}x`,
    `x${'*:'.repeat(long)}x`,
    `1${',111'.repeat(long)}x`,
    '2025-02-10T00:00:00.'.repeat(long),
  ]) {
    cleanText(text)
    cleanHeading(text)
    readDecimal(text)
    readPercent(text)
    readDay({ text, kind: 'text' })
  }
  expect(performance.now() - started).toBeLessThan(500)
})
