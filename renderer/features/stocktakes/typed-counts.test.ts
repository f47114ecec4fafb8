import { describe, expect, test } from 'vitest'
import { blankCount, cleanCount, entryOf, isWrong, markOf, withBlank } from './typed-counts.ts'
import type { KnownGoods, TypedCount } from './typed-counts.ts'

const handbookNo = 'C23325020251'
const known: KnownGoods = {
  handbookNos: [handbookNo],
  itemOf: (_no, goods, seq) => (goods === 'product' && seq === '2' ? { name: '移动电源', unit: '台' } : undefined),
  partOf: (partNo) => (partNo === 'P-1' ? { name: '电芯', unit: '只' } : undefined),
}
const row = (cells: Partial<TypedCount>): TypedCount => ({ ...blankCount(), ...cells })

describe('what is typed is kept as the words of the sheet', () => {
  test.each([
    ['kind', '3', '成品库存'],
    ['kind', '１', '料件库存'],
    ['kind', ' 在制品 ', '在制品'],
    ['goods', '2', '成品'],
    ['quantity', '１，２３４.５0', '1234.50'],
    ['completion', '60%', '60'],
    ['handbookNo', 'c23325020251', handbookNo],
  ])('%s %s', (cell, typed, kept) => {
    expect(cleanCount(cell, typed)).toBe(kept)
  })
})

describe('a row says what is wrong with it', () => {
  test('an empty row nothing at all', () => {
    expect(isWrong(blankCount(), known)).toBe(false)
  })
  test('a product is looked for among the products without being told so', () => {
    const counted = { handbookNo, itemSeq: '2', quantity: '10' }
    expect(isWrong(row({ kind: '成品库存', ...counted }), known)).toBe(false)
    expect(markOf(row({ kind: '料件库存', ...counted }), 'itemSeq', known)).toBe('手册的料件中没有序号 2')
    expect(isWrong(row({ kind: '在制品', goods: '成品', completion: '60', ...counted }), known)).toBe(false)
  })
  test.each<[string, Partial<TypedCount>, string]>([
    ['kind', { quantity: '1' }, '填写类别'],
    ['quantity', { kind: '料件库存' }, '填写数量'],
    ['quantity', { quantity: '-1' }, '清点的数量不能为负'],
    ['quantity', { quantity: '0.000001' }, '请填写数字，最多 5 位小数'],
    ['itemSeq', { quantity: '1' }, '填写备案序号或料号'],
    ['handbookNo', { itemSeq: '2' }, '备案序号属于哪一本手册'],
    ['handbookNo', { handbookNo: 'C00000000000' }, '不是这次盘点的手册'],
    ['partNo', { partNo: 'P-9' }, '归并关系中没有这个料号'],
    ['completion', { completion: '100.1' }, '完工比例大于 0，不超过 100'],
    ['completion', { completion: '0' }, '完工比例大于 0，不超过 100'],
  ])('%s of %o', (cell, cells, reason) => {
    expect(markOf(row(cells), cell, known)).toBe(reason)
  })
})

test('the engine gets codes and whole goods', () => {
  expect(entryOf(row({ kind: '成品库存', handbookNo, itemSeq: '2', quantity: '10' }))).toMatchObject({
    kind: 'product',
    goods: 'product',
    itemSeq: 2,
    completion: '100',
  })
})

test('there is always one empty row, and no more, to go on in', () => {
  const once = withBlank([row({ quantity: '1' })])
  expect(once).toHaveLength(2)
  expect(withBlank(once)).toBe(once)
})
