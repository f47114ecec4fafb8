import { expect, test } from 'vitest'
import {
  checkCell,
  levyNatureDoubt,
  lineTotalOf,
  normaliseCell,
  normaliseCells,
  readHead,
  readRow,
  rowKey,
} from './handbook-record-cells.ts'

test('what cannot mean anything else is taken as it was meant', () => {
  const read: [Parameters<typeof normaliseCell>, string][] = [
    [['materials', 'unit', '千克'], '035'],
    [['materials', 'unit', '035 千克'], '035'],
    [['materials', 'quantity', '１２，３４５．５０'], '12345.5'],
    [['materials', 'seq', '007'], '7'],
    [['materials', 'mainMark', '辅料'], '2'],
    [['consumptions', 'tangibleLossRate', '3.5%'], '3.5'],
    [['consumptions', 'executionMark', '停用'], '2'],
    [['head', 'validTo', '2026年2月8日'], '2026-02-08'],
    [['head', 'kind', '进料加工'], 'C'],
    [['head', 'ports', '2332、 2301'], '2332,2301'],
    [['head', 'operatorCustomsCode', ' 3205940251 '], '3205940251'],
    [['head', 'remark', '  两边有空格 '], '两边有空格'],
  ]
  for (const [cell, text] of read) {
    expect(normaliseCell(...cell), cell.join()).toBe(text)
    expect(checkCell(...cell), cell.join()).toBeUndefined()
  }
})

test('every other cell stays as typed, and its reason is said', () => {
  const wrong: [Parameters<typeof checkCell>, string][] = [
    [['materials', 'partNo', ''], '没有填写'],
    [['materials', 'partNo', 'X'.repeat(33)], '超过 32 个字符（填写了 33 个）'],
    [['materials', 'hsCode', '853321100'], '应为 10 位数字（填写了“853321100”）'],
    [['materials', 'unit', '约'], '不在代码表中（填写了“约”）'],
    [['materials', 'quantity', '1.123456'], '小数位数过多（填写了“1.123456”）'],
    [['materials', 'quantity', '0'], '不能为零'],
    [['materials', 'unitPrice', '-1'], '不能为负'],
    [['materials', 'quantity', '1000000000001'], '数值过大（填写了“1000000000001”）'],
    [['materials', 'name', '#REF!'], '是公式错误值 #REF!'],
    [['materials', 'colour', '红'], '没有这个栏目'],
    [['products', 'mainMark', '1'], '没有这个栏目'],
    [['consumptions', 'version', '123456789'], '超过 8 个字符（填写了 9 个）'],
    [['consumptions', 'netConsumption', '1/3'], '不是数字（填写了“1/3”）'],
    [['head', 'validTo', '2026-02-30'], '不是有效日期（填写了“2026-02-30”）'],
    [['head', 'ports', '2332,火星'], '“火星”不在代码表中'],
  ]
  for (const [cell, reason] of wrong) {
    expect(checkCell(...cell), cell.join()).toBe(reason)
    if (reason !== '没有这个栏目') expect(normaliseCell(...cell), cell.join()).toBe(cell[2])
  }
})

const item = {
  seq: '1',
  partNo: 'P',
  hsCode: '8533211000',
  name: '电阻',
  unit: '007',
  legalUnit: '007',
  quantity: '3',
  unitPrice: '0.335',
  currency: '502',
  country: '142',
  levyMode: '3',
}

test('a total that is left empty is quantity × price to the cent, half-up', () => {
  expect(lineTotalOf(item)).toBe('1.01')
  expect(readRow('materials', item)).toMatchObject({ value: { total: 101000n, seq: 1 } })
  expect(readRow('materials', { ...item, total: '9.99' })).toMatchObject({ value: { total: 999000n } })
  expect(lineTotalOf({ ...item, quantity: '约' })).toBeUndefined()
})

test('a row is known by its number, or by product, version and material; a version left empty is 0', () => {
  expect(rowKey('materials', { seq: '01' })).toBe('1')
  expect(rowKey('consumptions', { productSeq: '3', materialSeq: '12' })).toBe('3:0:12')
  expect(rowKey('consumptions', { productSeq: 'x', materialSeq: '12' })).toBeUndefined()
  expect(rowKey('consumptions', { productSeq: '3', materialSeq: '12', version: '000000001' })).toBeUndefined()
})

test.each([
  ['D', '0320', '501', 'B'],
  ['H', '5014', '502', 'E'],
  ['H', '5015', '503', 'C'],
] as const)('R-2 %s goes with mode %s and levy nature %s, and %s does not', (kind, mode, nature, other) => {
  const head = { kind, supervisionMode: mode, levyNature: nature }
  const problems = (cells: Record<string, string>) => {
    const read = readHead(cells, 'book')
    return 'problems' in read ? read.problems.filter(({ column }) => column === 'supervisionMode') : []
  }
  expect(problems(head)).toEqual([])
  expect(problems({ ...head, kind: other })).toEqual([
    { column: 'supervisionMode', message: `“监管方式”${mode} 不能用于 ${other} 类手册（R-2）` },
  ])
  expect(levyNatureDoubt(mode, nature)).toBeUndefined()
  expect(levyNatureDoubt(mode, '101')).toContain(`一般对应征免性质 ${nature}`)
})

test('R-1, R-2: number, kind and mode of a head agree; a filing asks for more than the books', () => {
  const head = {
    handbookNo: 'C23325000001',
    kind: 'C',
    customsDistrict: '2332',
    operatorCustomsCode: '3205940251',
    operatorName: '甲',
    processorCustomsCode: '3205940251',
    processorName: '甲',
    supervisionMode: '0615',
    levyNature: '503',
    importCurrency: '502',
    exportCurrency: '502',
    establishedOn: '2025-01-01',
    validTo: '2025-12-31',
  }
  const columns = (cells: Record<string, string>, use: 'book' | 'filing' = 'book') => {
    const read = readHead(cells, use)
    return 'problems' in read ? read.problems.map(({ column }) => column) : []
  }
  expect(columns(head)).toEqual([])
  expect(columns(head, 'filing')).toEqual([
    'innerNo',
    'declarantCustomsCode',
    'declarantName',
    'declaredOn',
    'inputCreditCode',
    'inputCustomsCode',
    'inputName',
    'inputOn',
  ])
  expect(columns({ ...head, kind: 'B' })).toEqual(['kind', 'supervisionMode'])
  expect(columns({ ...head, supervisionMode: '0214' })).toEqual(['supervisionMode'])
  expect(columns({ ...head, validTo: '2024-12-31' })).toEqual(['validTo'])
})

test('unknown and empty cells are not kept', () => {
  expect(normaliseCells('head', { kind: 'C', remark: ' ', colour: '红' })).toEqual({ kind: 'C' })
})
