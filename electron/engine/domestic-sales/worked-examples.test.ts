import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Output, Request } from '../../../shared/contract/contract.ts'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { exampleSeven, loadSampleRates, loadSmallHandbook } from '../../../test/sales.ts'
import type { SmallHandbook } from '../../../test/sales.ts'

let engine: Engine
beforeEach(async () => {
  engine = await openEngine({ now: '2024-12-18T01:00:00.000Z' })
  await loadSampleRates(engine)
})
afterEach(() => engine.close())

type Preview = Output<'domesticSales.preview'>
const { handbookNo } = exampleSeven
const day = '2024-12-18'
type Question = Partial<Request<'domesticSales.preview'>>
const preview = (more: Question): Promise<Preview> =>
  engine.call('domesticSales.preview', {
    kind: 'product',
    handbookNo,
    soldOn: day,
    declaredOn: day,
    taxBillOn: day,
    lines: [{ itemSeq: 1, version: '0', quantity: '200' }],
    ...more,
  })
const blocks = ({ guards }: Pick<Preview, 'guards'>) => guards.filter(({ severity }) => severity === 'blocks')
function sheetOf(of: Preview): NonNullable<Preview['sheet']> {
  expect(blocks(of)).toEqual([])
  if (!of.sheet) throw new Error('no sheet')
  return of.sheet
}

test('E-7 200 sets of products are taxed by their materials: 3 811.15, and 10.67 of interest', async () => {
  await loadSmallHandbook(engine, exampleSeven)
  const sheet = sheetOf(await preview({}))
  expect(
    sheet.lines.map(({ itemSeq, quantity, valuation, taxes }) => [
      itemSeq,
      quantity,
      valuation.unitPrice,
      valuation.value,
      taxes.map(({ amount }) => amount),
    ]),
  ).toEqual([
    [1, '500', '32.2', '16100', ['1046.5', '2229.05']],
    [2, '800', '5.15', '4120', ['0', '535.6']],
  ])
  expect(sheet.totals).toMatchObject({
    value: '20220',
    duty: '1046.5',
    vat: '2764.65',
    tax: '3811.15',
    interest: '10.67',
    total: '3821.82',
  })
  expect(sheet.interest).toMatchObject({ from: '2024-03-05', to: day, days: 288, daysBothEnds: 289, rate: '0.35', waived: null })
  expect(sheet.interest?.taxes.map(({ tax, amount, amountBothEnds }) => [tax, amount, amountBothEnds])).toEqual([
    ['duty', '2.93', '2.94'],
    ['vat', '7.74', '7.77'],
  ])
  expect(sheet.lines[0]?.valuation.imports.map(({ listNo, quantity, total }) => [listNo, quantity, total])).toEqual([
    ['QD1', '6000', '187200'],
    ['QD2', '4000', '134800'],
  ])
  expect(sheet.lines[0]?.valuation.formula).toBe(
    '2 批进口总价 322000 ÷ 数量 10000 = 32.2；数量 500 × 进口加权平均价 32.2 = 16100',
  )
  expect(sheet.payBy).toBe('2025-01-02')
})

test('E-8 来料: 500 kg at 33.40 of similar goods are 3 397.62 of tax; without a price there is no sheet', async () => {
  const supplied: SmallHandbook = {
    ...exampleSeven,
    handbookNo: 'B23325024008',
    imports: [{ on: '2024-03-05', seq: 1, quantity: '6000', price: '31.2' }],
  }
  await loadSmallHandbook(engine, supplied)
  const sale: Question = { kind: 'material', handbookNo: supplied.handbookNo, lines: [{ itemSeq: 1, quantity: '500' }] }
  expect(blocks(await preview(sale))).toMatchObject([{ rule: 'R-78' }])
  const product: Question = {
    kind: 'product',
    handbookNo: supplied.handbookNo,
    lines: [{ itemSeq: 1, version: '0', quantity: '200' }],
  }
  const unpriced = blocks(await preview(product)).filter(({ rule }) => rule === 'R-78')
  expect(unpriced.map(({ message }) => message)).toEqual([
    '料件 1 聚酯薄膜 没有同期相同或类似保税货物的价格',
    '料件 2 印刷电路板 没有同期相同或类似保税货物的价格',
  ])
  const sheet = sheetOf(
    await preview({
      ...sale,
      materials: [{ itemSeq: 1, similarPrice: '33.4', similarCurrency: '142', similarBasis: '报关单 2332…' }],
    }),
  )
  expect(sheet.totals).toMatchObject({ value: '16700', duty: '1085.5', vat: '2312.12', tax: '3397.62' })
  expect(sheet.lines[0]?.valuation).toMatchObject({ method: 'similarGoods', rule: 'R-78' })
})

test('E-9 scrap sold for 8 000 is taxed as presented, without interest: 1 582.40', async () => {
  await loadSmallHandbook(engine, exampleSeven)
  await engine.call('reference.importWorkbook', { table: 'tariffRates', fileId: await sixAndEight() })
  const scrap: Question = {
    kind: 'scrap',
    lines: [{ itemSeq: 1, quantity: '15', income: '8000', hsCode: '3915909000', name: '废塑料' }],
  }
  const sheet = sheetOf(await preview(scrap))
  expect(sheet.totals).toMatchObject({ duty: '480', vat: '1102.4', tax: '1582.4', interest: '0', total: '1582.4' })
  expect(sheet.interest).toBeNull()
  expect(sheet.licence).toMatchObject({ needed: false, rule: 'R-88' })
})

test('E-10 a by-product of which 70 % is bonded: 14 000 of value, 3 085.60 of tax, 6.00 of interest', async () => {
  await loadSmallHandbook(engine, { ...exampleSeven, imports: [{ on: '2024-06-01', seq: 1, quantity: '6000', price: '31.2' }] })
  await engine.call('reference.importWorkbook', { table: 'tariffRates', fileId: await sixAndEight() })
  const sheet = sheetOf(
    await preview({
      kind: 'byProduct',
      lines: [{ itemSeq: 1, quantity: '100', income: '20000', hsCode: '3824999999', name: '副产溶剂', bondedShare: '70' }],
    }),
  )
  expect(sheet.totals).toMatchObject({ value: '14000', duty: '1120', vat: '1965.6', interest: '6' })
  expect(sheet.interest).toMatchObject({ days: 200, taxes: [{ amount: '2.18' }, { amount: '3.82' }] })
})

test('E-34 30 defects and 12 pieces made to 60 % are 93 kg of the material, at one average price', async () => {
  await loadSmallHandbook(engine, exampleSeven)
  const sheet = sheetOf(
    await preview({
      kind: 'defect',
      lines: [
        { itemSeq: 1, version: '0', quantity: '30' },
        { itemSeq: 1, version: '0', quantity: '12', completion: '60' },
      ],
    }),
  )
  expect(sheet.lines[0]).toMatchObject({ itemSeq: 1, quantity: '93', conversion: [{ quantity: '75' }, { quantity: '18' }] })
})

test('E-6 R-77 R-97 of an account interest runs from the last write-off, the average is of the cycle, and a bill of the waiver bears none', async () => {
  const account: SmallHandbook = {
    ...exampleSeven,
    handbookNo: 'E23325019006',
    establishedOn: '2019-01-01',
    validTo: '2022-12-31',
    imports: [
      { on: '2019-01-10', seq: 1, quantity: '50000', price: '99', total: '4950000' },
      { on: '2020-02-05', seq: 1, quantity: '50000', price: '30', total: '1500000' },
      { on: '2020-11-20', seq: 1, quantity: '50000', price: '31', total: '1550000' },
    ],
  }
  await loadSmallHandbook(engine, account)
  const cycle = (startsOn: string, endsOn: string) =>
    engine.call('accountCycles.open', { handbookNo: account.handbookNo, startsOn, endsOn, method: 'unitConsumption' })
  const sold = async (soldOn: string, billed: string) =>
    sheetOf(
      await preview({
        kind: 'material',
        handbookNo: account.handbookNo,
        soldOn,
        declaredOn: billed,
        taxBillOn: billed,
        // At 30.5 the duty of 6.5 % is 120 000.
        lines: [{ itemSeq: 1, quantity: '60529.63443' }],
      }),
    )
  await cycle('2019-01-01', '2019-12-31')
  const first = await sold('2019-12-31', '2020-01-02')
  expect([first.interest?.from, first.lines[0]?.valuation.unitPrice]).toEqual(['2019-01-10', '99'])
  await engine.call('accountCycles.approve', { handbookNo: account.handbookNo, cycleNo: 1, on: '2020-02-03' })
  await cycle('2020-01-01', '2020-12-31')

  const waived = await sold('2020-08-10', '2020-08-10')
  expect(waived.lines[0]?.valuation.unitPrice).toBe('30')
  expect(waived.interest).toMatchObject({ from: '2020-02-03', waived: { from: '2020-04-15', to: '2020-12-31' } })
  expect(waived.totals.interest).toBe('0')
  const after = await sold('2020-12-31', '2021-01-11')
  expect([after.lines[0]?.valuation.unitPrice, after.totals.duty]).toEqual(['30.5', '120000'])
  expect(after.interest).toMatchObject({ from: '2020-02-03', days: 343, waived: null })
  expect(after.interest?.taxes[0]).toMatchObject({ tax: 'duty', base: '120000', amount: '400.17' })
})

test('R-70, R-77 a foreign import is priced in CNY by the rate of the day of the sale’s declaration, and a missing rate blocks', async () => {
  await loadSmallHandbook(engine, {
    ...exampleSeven,
    imports: [
      { on: '2024-03-05', seq: 1, quantity: '100', price: '4', total: '400', currency: '502' },
      { on: '2024-04-05', seq: 1, quantity: '100', price: '5', total: '500', currency: '502' },
      { on: '2024-04-06', seq: 2, quantity: '100', price: '5', total: '500', currency: '303' },
    ],
  })
  const sale = (itemSeq: number) => preview({ kind: 'material', lines: [{ itemSeq, quantity: '10' }] })
  const { imports, unitPrice, method } = sheetOf(await sale(1)).lines[0]?.valuation ?? {}
  expect(imports?.map(({ declaredOn, exchangeRate, total }) => [declaredOn, exchangeRate, total])).toEqual([
    ['2024-03-05', '7.091', '2836.4'],
    ['2024-04-05', '7.091', '3545.5'],
  ])
  expect([method, unitPrice]).toEqual(['weightedAverage', '31.9095'])
  expect(blocks(await sale(2))).toMatchObject([
    { rule: 'R-70', message: expect.stringContaining('303'), to: '/reference/exchange-rates' },
  ])
})

test('R-81 what came by deep-processing transfer alone is valued at the transfer price', async () => {
  await loadSmallHandbook(engine, {
    ...exampleSeven,
    imports: [{ on: '2024-03-05', seq: 1, quantity: '100', price: '30', mode: '0654', total: '3000' }],
  })
  const sheet = sheetOf(await preview({ kind: 'material', lines: [{ itemSeq: 1, quantity: '10' }] }))
  expect(sheet.lines[0]?.valuation).toMatchObject({ method: 'transferPrice', rule: 'R-81', value: '300' })
})

test('R-76 an agreement holds with a proof of origin alone; a trade remedy by the origin of the material', async () => {
  await loadSmallHandbook(engine, {
    ...exampleSeven,
    materials: [
      { seq: 1, hsCode: '7410121000', name: '铜箔', unit: '035', country: '132' },
      { seq: 2, hsCode: '3908101200', name: '聚酰胺粒子', unit: '035', country: '132' },
    ],
  })
  const lines = [
    { itemSeq: 1, quantity: '100' },
    { itemSeq: 2, quantity: '1000' },
  ]
  const taxes = async (materials: Request<'domesticSales.preview'>['materials']) =>
    sheetOf(await preview({ kind: 'material', lines, materials })).lines.map((line) =>
      line.taxes.map(({ tax, rateKind, rate }) => `${tax} ${rateKind} ${rate}`),
    )
  expect(await taxes([])).toEqual([
    ['duty 暂定 3', 'vat 增值税 13'],
    ['duty 最惠国 6.5', 'tradeRemedy 反倾销 15.1', 'vat 增值税 13'],
  ])
  expect(
    await taxes([
      { itemSeq: 1, proofNo: 'CO-1' },
      { itemSeq: 2, producer: '示例甲公司' },
    ]),
  ).toEqual([
    ['duty 协定 0', 'vat 增值税 13'],
    ['duty 最惠国 6.5', 'tradeRemedy 反倾销 8.5', 'vat 增值税 13'],
  ])
  expect((await taxes([{ itemSeq: 2, country: '502' }]))[1]).toEqual(['duty 最惠国 6.5', 'vat 增值税 13'])
})

/** Rates of scrap and by-product as the examples have them. */
async function sixAndEight(): Promise<string> {
  const titles = '商品编码 税率种类 从价税率(%) 起始日期 依据'.split(' ').map((title) => ({ title }))
  return engine.put(
    '税率.xlsx',
    await writeWorkbook([
      {
        name: '税率',
        columns: titles,
        rows: [
          ['3915909000', '最惠国', '6', '2020-01-01', '示例'],
          ['3824', '最惠国', '8', '2020-01-01', '示例'],
          ['38', '增值税', '13', '2020-01-01', '示例'],
          ['39', '增值税', '13', '2020-01-01', '示例'],
        ],
      },
    ]),
  )
}
