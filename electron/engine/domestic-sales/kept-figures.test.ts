import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'

/** Figures that no sale and no slip of the weighbridge can have: refused with their place, not found out by the ledger. */
const handbookNo = 'C23325020251'
let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ now: '2025-12-31T02:00:00.000Z' })
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(join(samples, 'factory-a', '手册.xlsx')) })
}, 60_000)
afterAll(() => engine.close())

const line = { itemSeq: 1, quantity: '1' }
const save = (of: object, materials: { itemSeq: number; similarPrice: string }[] = []) =>
  engine.refused('domesticSales.save', {
    kind: 'material',
    handbookNo,
    soldOn: '2025-12-20',
    materials,
    lines: [line, { ...line, ...of }],
  })

test.each<[string, object, string]>([
  ['no quantity', { quantity: '0' }, 'lines.1.quantity'],
  ['a quantity of 0.00000', { quantity: '0.00000' }, 'lines.1.quantity'],
  ['a quantity below zero', { quantity: '-0.00001' }, 'lines.1.quantity'],
  ['nothing made', { completion: '0' }, 'lines.1.completion'],
  ['more than wholly made', { completion: '100.000000001' }, 'lines.1.completion'],
  ['more than all bonded', { bondedShare: '100.1' }, 'lines.1.bondedShare'],
  ['less than nothing bonded', { bondedShare: '-1' }, 'lines.1.bondedShare'],
  ['an income below zero', { income: '-0.01' }, 'lines.1.income'],
])('a sale with %s', async (_, of, field) => {
  expect(await save(of)).toMatchObject({ code: 'input.invalid', at: { field } })
})

test('a price of similar goods below zero', async () => {
  const failure = await save({}, [{ itemSeq: 1, similarPrice: '-1' }])
  expect(failure).toMatchObject({ code: 'input.invalid', at: { field: 'materials.0.similarPrice' } })
})

test.each(['0', '-1'])('a slip of the weighbridge of %s', async (quantity) => {
  const slip = { slipNo: 'B-1', weighedOn: '2025-12-20', handbookNo, itemSeq: 1, quantity }
  expect(await engine.refused('scrap.weigh', slip)).toMatchObject({ code: 'input.invalid', at: { field: 'quantity' } })
})

test('at their bounds they are kept', async () => {
  const bounds = { quantity: '0.00001', completion: '0.000000001', bondedShare: '0', income: '0' }
  await engine.call('domesticSales.save', { kind: 'defect', handbookNo, soldOn: '2025-12-20', lines: [{ ...line, ...bounds }] })
})

test('a sale of a year that no rule is known of keeps no page from opening', async () => {
  const collective = { kind: 'material' as const, handbookNo, collective: true, lines: [line] }
  const { saleId } = await engine.call('domesticSales.save', { ...collective, soldOn: '2005-12-20' })
  await engine.call('domesticSales.save', { ...collective, soldOn: '2025-12-20' })
  const { guards } = await engine.call('domesticSales.get', { saleId })
  expect(guards.map(({ message }) => message)).toEqual(['规则参数“集中内销纳税期限”（R-94）在 2005-12-20 没有值'])
  const { groups } = await engine.call('domesticSales.collective', {})
  expect(groups.map(({ sales }) => sales.map(({ soldOn }) => soldOn))).toEqual([['2025-12-20']])
  expect((await engine.call('domesticSales.list', {})).total).toBe(3)
})
