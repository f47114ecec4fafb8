import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'

let engine: Engine
beforeEach(async () => void (engine = await openEngine({ now: '2025-03-10T02:00:00.000Z' })))
afterEach(() => engine.close())

const goods = { name: '控制器', hsCode: '8537109090', value: '1200000', dutyRate: '20', vatRate: '13' }
const materials = [
  { name: '电路板', value: '500000', dutyRate: '2' },
  { name: '外壳', value: '100000', dutyRate: '5' },
  { name: '模块', value: '400000', dutyRate: '3' },
]
const input = { goods, materials, interestFrom: '2021-05-05', taxBillOn: '2021-12-01' }

test('E-33 427 200 as presented against 186 565.13 by materials', async () => {
  const compared = await engine.call('selectiveTaxation.compare', input)
  expect(compared).toMatchObject({
    asPresented: { duty: '240000', vat: '187200', tax: '427200', interest: '0', total: '427200' },
    byMaterials: { duty: '27000', vat: '159510', tax: '186510', interest: '55.13', total: '186565.13' },
    cheaper: 'byMaterials',
    difference: '240634.87',
    days: 210,
    interestBasis: { value: '0.35%', from: '2012-07-06', to: null },
  })
})

test('where hardly any interest is due, no number of days makes both ways cost the same', async () => {
  const compared = await engine.call('selectiveTaxation.compare', {
    ...input,
    goods: { ...goods, value: '1000000000000', dutyRate: '100' },
    materials: [{ name: '外壳', value: '0.01', dutyRate: '0.000000001' }],
  })
  expect(compared).toMatchObject({ cheaper: 'byMaterials', breakEvenDays: null })
})

test('a tax bill of the waiver bears no interest, and the basis says so', async () => {
  const compared = await engine.call('selectiveTaxation.compare', {
    ...input,
    interestFrom: '2020-01-01',
    taxBillOn: '2020-08-10',
  })
  expect(compared).toMatchObject({
    byMaterials: { interest: '0' },
    interestBasis: { value: '暂免', to: '2020-12-31' },
    breakEvenDays: null,
  })
})

describe('R-99 says where the choice is open', () => {
  const guards = async (taxBillOn: string, more: Partial<typeof goods> = {}) => {
    const compared = await engine.call('selectiveTaxation.compare', {
      ...input,
      goods: { ...goods, ...more },
      interestFrom: taxBillOn,
      taxBillOn,
    })
    return compared.guards.map(({ severity, column }) => `${severity} ${column}`.trim())
  }
  test.each([
    ['2016-08-31', {}, ['blocks taxBillOn', 'warns']],
    ['2016-09-01', {}, ['warns taxBillOn', 'warns']],
    ['2020-04-15', {}, ['warns']],
    ['2024-06-30', { hsCode: '1701991000', name: '砂糖' }, ['warns']],
    ['2024-07-01', { hsCode: '1701991000', name: '砂糖' }, ['warns', 'warns hsCode']],
    ['2024-07-01', {}, ['warns']],
  ])('%s %o', async (on, more, expected) => expect(await guards(on, more)).toEqual(expected))
})

test.each([
  [{ goods: { ...goods, value: '0' } }, 'goods.value'],
  [{ goods: { ...goods, dutyRate: '-1' } }, 'goods.dutyRate'],
  [{ goods: { ...goods, vatRate: '101' } }, 'goods.vatRate'],
  [{ goods: { ...goods, consumptionRate: '100' } }, 'goods.consumptionRate'],
  [{ materials: [...materials, { name: '坏', value: '-1', dutyRate: '1' }] }, 'materials.3.value'],
  [{ interestFrom: '2021-12-02' }, 'interestFrom'],
])('figures that no goods have are refused with their field (%#)', async (wrong, field) => {
  const failure = await engine.refused('selectiveTaxation.compare', { ...input, ...wrong })
  expect(failure).toMatchObject({ code: 'selectiveTaxation.nonsense', at: { field } })
  expect(await engine.refused('selectiveTaxation.save', { ...input, ...wrong, title: '坏的' })).toMatchObject({ at: { field } })
  expect((await engine.call('selectiveTaxation.list', {})).comparisons).toEqual([])
})

test('without an interest rate of the day nothing is compared', async () => {
  const early = { ...input, interestFrom: '2008-01-01', taxBillOn: '2008-06-01' }
  expect(await engine.refused('selectiveTaxation.compare', early)).toMatchObject({ code: 'selectiveTaxation.noInterestRate' })
})

test('comparisons are kept as they were entered, the newest first, and the journal says who made them', async () => {
  await engine.call('selectiveTaxation.save', { ...input, title: '一月' })
  await engine.call('selectiveTaxation.save', { ...input, taxBillOn: '2021-12-02', title: '二月' })
  const { comparisons } = await engine.call('selectiveTaxation.list', {})
  expect(comparisons.map(({ title, taxBillOn }) => `${title} ${taxBillOn}`)).toEqual(['二月 2021-12-02', '一月 2021-12-01'])
  expect(comparisons[1]).toMatchObject({ goods: { ...goods, consumptionRate: '0' }, materials, savedBy: '' })
  const { rows } = await engine.call('journal.list', {})
  expect(rows[0]).toMatchObject({ subject: '选择性征税 二月' })
})
