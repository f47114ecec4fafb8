import { expect, test } from 'vitest'
import { printQuantity, quantity } from '../../../shared/domain/exact.ts'
import { booksOfE26, consumptionOfE26, moved } from '../../../test/report-books.ts'
import { flowOf } from './flow.ts'
import { reportOf, rowHolds } from './report.ts'
import { reportTables } from './report-tables.ts'

test('E-26 E-27 the report of the handbook: 10 320.5 + 1 500 − 350 − 200 − 25 − 0 − 10 250 = 995.5', () => {
  const { materials, products } = reportOf(booksOfE26())
  const printed = Object.fromEntries(
    Object.entries(materials[0] ?? {}).flatMap(([field, value]) =>
      typeof value === 'bigint' ? [[field, printQuantity(quantity(value))]] : [],
    ),
  )
  expect(printed).toEqual({
    imported: '10320.5',
    transferIn: '1500',
    domestic: '350',
    reexport: '200',
    destroyed: '25',
    surplusOut: '0',
    consumed: '10250',
    remaining: '995.5',
    scrap: '307.5',
  })
  expect(products).toMatchObject([
    { exported: quantity('3600'), transferredOut: quantity('500'), returnedIn: quantity('40'), returnedOut: quantity('40') },
  ])
})

test('every recorded line is in the report, moved or not; versions of a product are one row', () => {
  const { materials, products } = reportOf(booksOfE26(moved('product', 'E0615', '7', '1')))
  expect(materials.map(({ seq, imported }) => [seq, imported])).toEqual([
    [1, quantity('10320.5')],
    [2, 0n],
  ])
  expect(products.map(({ seq, exported }) => [seq, exported])).toEqual([[1, quantity('3607')]])
})

test('R-106: what has no column of its own is said in the remark', () => {
  expect(reportOf(booksOfE26(moved('product', 'I0642', '12.5', '0'))).products[0]).toMatchObject({
    exported: quantity('3600'),
    remark: '另有减免或以产顶进 12.5',
  })
})

test('R-112: the last digit of rounding may differ, no more', () => {
  const [material] = reportOf(booksOfE26()).materials
  if (!material) throw new Error('no material')
  const holds = [-2n, -1n, 0n, 1n, 2n].map((gap) => rowHolds({ ...material, remaining: quantity(material.remaining + gap) }))
  expect(holds).toEqual([false, true, true, true, false])
})

test('E-26 R-112 R-19: the tables prove themselves, row by row and against the books', () => {
  const tables = reportTables(booksOfE26(), consumptionOfE26)
  expect(tables.materials[0]).toMatchObject({ remaining: '995.5', reckoned: '995.5', gap: '0', holds: true, scrap: '307.5' })
  expect(tables.identities.map(({ rule, left, right, holds }) => [rule, left, right, holds])).toEqual([
    ['R-19', '1', '1', true],
    ['R-19', '1', '1', true],
    ['R-19', '2', '2', true],
    ['R-19', '2', '2', true],
    ['R-19', '1', '1', true],
    ['R-112', '2', '2', true],
    ['R-108', '1', '1', true],
    ['R-109', '2', '2', true],
  ])
})

test('R-19 R-109: a list named twice and a consumption that is not the declared one break their identities', () => {
  const books = booksOfE26()
  const twice = reportTables({ ...books, lists: [...books.lists, ...books.lists.slice(0, 1)] }, consumptionOfE26)
  expect(twice.identities.filter(({ holds }) => !holds).map(({ left, right }) => [left, right])).toEqual([['3', '2']])
  expect(reportTables(books, []).identities.filter(({ holds }) => !holds)).toMatchObject([
    { rule: 'R-109', left: '1', right: '2' },
  ])
})

const names = new Map([[1, '塑料件']])
const flow = (...more: Parameters<typeof booksOfE26>) => flowOf(1, booksOfE26(...more).balance, consumptionOfE26, names)
const sumOf = (ends: readonly { quantity: string }[]) => ends.reduce((sum, end) => sum + quantity(end.quantity), 0n)
const shortOf = (ends: readonly { label: string; quantity: string }[]) => ends.map((end) => `${end.label} ${end.quantity}`)

test('E-26 where the material came from and where it went: both sides are 11 820.5', () => {
  const { sources, uses, total } = flow()
  expect(shortOf(sources)).toEqual(['直接进口 10000', '深加工转入 1500', '余料转入 320.5'])
  expect(shortOf(uses)).toEqual([
    '成品 1 塑料件 9840',
    '有形损耗 307.5',
    '无形损耗 102.5',
    '内销 350',
    '复出口 200',
    '销毁 25',
    '结余 995.5',
  ])
  expect([total, printQuantity(quantity(sumOf(sources))), printQuantity(quantity(sumOf(uses)))]).toEqual(Array(3).fill('11820.5'))
  expect(sources[0]?.share).toBe('84.6')
})

test('what is short, and an exchange that is not whole, stand on the side of their sign', () => {
  const { sources, uses } = flow(moved('material', 'E0657', '1000'), moved('material', 'E0700', '20'))
  expect(shortOf(sources)).toContain('结余不足 24.5')
  expect(shortOf(uses)).toContain('退换净出 20')
  expect(sumOf(sources)).toBe(sumOf(uses))
})

test('what rounding leaves over is an end of its own, and both sides are equal', () => {
  const { sources, uses } = flow(moved('product', 'E0615', '0.00007', '0'))
  expect(shortOf([...sources, ...uses]).filter((end) => end.startsWith('四舍五入尾差'))).toHaveLength(1)
  expect(sumOf(sources)).toBe(sumOf(uses))
})
