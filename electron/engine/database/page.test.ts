import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'

/** Paging over the real tables: every table of the window is read this way. */
const handbookNo = 'C23325020251'
let engine: Engine
beforeAll(async () => {
  engine = await openEngine()
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(`${samples}factory-a/手册.xlsx`) })
  await engine.call('bondedLists.importWorkbook', {
    handbookNo,
    fileId: await engine.putFile(`${samples}factory-a/核注清单.xlsx`),
  })
})
afterAll(() => engine.close())

const lines = (query: object) => engine.call('bondedLists.lines', { handbookNo, ...query })

test('pages follow one another without a gap or a repeat', async () => {
  const seen: string[] = []
  for (let offset = 0; offset < 475; offset += 100) {
    const { total, rows } = await lines({ offset, limit: 100, sort: { column: 'quantity' } })
    expect(total).toBe(475)
    seen.push(...rows.map((row) => `${row.listNo}:${row.lineNo}`))
  }
  expect(new Set(seen).size).toBe(475)
})

test('numbers are sorted and compared as numbers, exactly', async () => {
  const { rows } = await lines({ limit: 475, sort: { column: 'quantity', descending: true } })
  const quantities = rows.map((row) => BigInt(Math.round(Number(row.quantity) * 1e5)))
  expect(quantities).toEqual(quantities.toSorted((a, b) => (a < b ? 1 : -1)))
  const largest = rows[0]?.quantity ?? ''
  expect((await lines({ filter: { quantity: `>=${largest}` } })).total).toBe(1)
  expect((await lines({ filter: { quantity: `>${largest}` } })).total).toBe(0)
  expect((await lines({ filter: { quantity: largest } })).total).toBe(1)
  // Full width and separators, as in any field of the window.
  expect((await lines({ filter: { quantity: '>=１0,000' } })).total).toBe(
    rows.filter((row) => Number(row.quantity) >= 10_000).length,
  )
})

test('text is found by a part of it, whatever its case; filters add up', async () => {
  const all = (await lines({ limit: 475 })).rows
  expect((await lines({ filter: { listNo: 'qd233225e' } })).total).toBe(
    all.filter((row) => row.listNo.startsWith('QD233225E')).length,
  )
  expect((await lines({ filter: { mode: '0615', goods: 'product' } })).total).toBe(
    all.filter((row) => row.mode === '0615' && row.goods === 'product').length,
  )
  expect((await lines({ filter: { mode: '=0615|0657' } })).total).toBe(
    all.filter((row) => ['0615', '0657'].includes(row.mode)).length,
  )
  expect((await lines({ find: '触摸屏' })).total).toBe(all.filter((row) => row.itemName.includes('触摸屏')).length)
  expect((await lines({ filter: { declaredOn: '>=2025-12-01' } })).total).toBe(
    all.filter((row) => row.declaredOn >= '2025-12-01').length,
  )
})

test('no text of a caller becomes SQL', async () => {
  for (const hostile of ["' OR 1=1 --", '%', '_', '"', '\\', ');DROP TABLE movement;--', '\u0000']) {
    expect((await lines({ filter: { itemName: hostile } })).total).toBe(0)
    expect((await lines({ find: hostile })).total).toBeLessThan(475)
  }
  expect(await engine.refused('bondedLists.lines', { handbookNo, sort: { column: 'id; DROP TABLE movement' } })).toMatchObject({
    code: 'input.invalid',
  })
  expect(await engine.refused('bondedLists.lines', { handbookNo, filter: { quantity: 'abc' } })).toMatchObject({
    code: 'input.filter',
  })
})
