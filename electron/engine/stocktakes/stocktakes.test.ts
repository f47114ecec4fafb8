import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Output, Request } from '../../../shared/contract/contract.ts'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import {
  exampleTwentyEight,
  loadCountedBooks,
  mapFilm,
  newStocktake,
  secondHandbook,
} from '../../../test/fixtures/make-counts.ts'

type Detail = Output<'stocktakes.get'>
type Row = Request<'stocktakes.saveSheet'>['rows'][number]

let engine: Engine
beforeEach(async () => {
  engine = await openEngine({ now: '2024-12-18T01:00:00.000Z' })
})
afterEach(() => engine.close())

const { handbookNo } = exampleTwentyEight
const second = secondHandbook.handbookNo
const film = (quantity: string, more: Partial<Row> = {}): Row => ({
  kind: 'raw',
  handbookNo,
  goods: 'material',
  itemSeq: 1,
  quantity,
  ...more,
})
const product = (quantity: string, more: Partial<Row> = {}): Row =>
  film(quantity, { kind: 'product', goods: 'product', version: '0', ...more })
const roll = (quantity: string, more: Partial<Row> = {}): Row =>
  film(quantity, { handbookNo: '', itemSeq: null, partNo: 'PET-1', ...more })
const save = (stocktakeId: string, rows: Row[], name = '料件库'): Promise<Detail> =>
  engine.call('stocktakes.saveSheet', { stocktakeId, name, countedOn: '2024-12-17', rows })
const blocks = ({ guards }: Pick<Detail, 'guards'>) => guards.filter(({ severity }) => severity === 'blocks')
const judgeFilm = (stocktakeId: string, more: Partial<Request<'stocktakes.judge'>> = {}) =>
  engine.call('stocktakes.judge', {
    stocktakeId,
    differences: [{ handbookNo, seq: 1 }],
    reason: 'theft',
    disposal: 'tax',
    ...more,
  })
const exampleRows = [film('452.3'), product('100', { kind: 'wip', completion: '75' }), product('13')]
const shortOnes = (detail: Detail) => detail.differences.map((each) => [each.handbookNo, each.seq, each.difference])

test('E-28 10.5 kg short: 338.10 of value, 21.98 of duty, 46.81 of VAT; explained row by row, taxed by one draft, settled for good', async () => {
  await loadCountedBooks(engine, exampleTwentyEight)
  const stocktakeId = await newStocktake(engine, handbookNo)
  const [difference] = (await save(stocktakeId, exampleRows)).differences
  expect(difference).toMatchObject({
    book: '520',
    raw: '452.3',
    wip: '48.75',
    product: '8.45',
    physical: '509.5',
    difference: '-10.5',
    rate: '-2.0192',
    withinTolerance: false,
    unitValue: '32.2',
    value: '338.1',
    duty: '21.98',
    vat: '46.81',
    made: null,
  })
  const explained = await engine.call('stocktakes.explain', { stocktakeId, handbookNo, seq: 1 })
  expect(explained.substituted).toBe('452.3 + 48.75 + 8.45 = 509.5；509.5 − 520 = -10.5；-10.5 ÷ 520 = -2.0192%')
  expect(explained.rows.map(({ counted, unitConsumption, converted }) => [counted, unitConsumption, converted])).toEqual([
    ['452.3', '1', '452.3'],
    ['100', '0.65', '48.75'],
    ['13', '0.65', '8.45'],
  ])

  expect(await engine.refused('stocktakes.settle', { stocktakeId })).toMatchObject({ code: 'stocktake.blocked' })
  await judgeFilm(stocktakeId)
  const { made } = await engine.call('stocktakes.makeDrafts', { stocktakeId })
  expect(made).toMatchObject([{ handbookNo, label: '内销 1', seqs: [1] }])
  const again = await engine.call('stocktakes.makeDrafts', { stocktakeId })
  expect(again.made).toEqual([])
  expect(again.stocktake.differences[0]?.made).toEqual({ label: '内销 1', to: made[0]?.to })
  const sales = await engine.call('domesticSales.list', { handbookNo })
  expect(sales.rows).toHaveLength(1)
  expect(sales.rows[0]).toMatchObject({ kind: 'material', soldOn: '2024-12-17', lines: 1 })

  const settled = await engine.call('stocktakes.settle', { stocktakeId })
  expect(settled).toMatchObject({ state: 'settled', open: 0 })
  await loadMoreImports()
  expect((await engine.call('stocktakes.get', { stocktakeId })).differences).toEqual(settled.differences)
  expect(await engine.call('stocktakes.explain', { stocktakeId, handbookNo, seq: 1 })).toMatchObject({ rows: explained.rows })
  expect(
    await engine.refused('stocktakes.saveSheet', { stocktakeId, name: 'x', countedOn: '2024-12-17', rows: [] }),
  ).toMatchObject({
    code: 'stocktake.notCounting',
  })
  expect(await engine.refused('stocktakes.discard', { stocktakeId })).toMatchObject({ code: 'stocktake.notCounting' })
})

/** A booked list of a day before the cut-off that comes in late. */
async function loadMoreImports(): Promise<void> {
  const { writeWorkbook } = await import('../workbook/write-workbook.ts')
  const titled = (headings: string) => headings.split(' ').map((title) => ({ title }))
  const bytes = await writeWorkbook([
    {
      name: '清单表头',
      columns: titled('清单编号 手册编号 进出口标志 料件成品标志 监管方式 申报日期 核扣标志'),
      rows: [['QD99', handbookNo, 'I', 'I', '0615', '2024-04-01', '已核扣']],
    },
    {
      name: '清单表体',
      columns: titled('清单编号 序号 备案序号 申报数量 单价 总价 币制'),
      rows: [['QD99', '1', '1', '100', '40', '4000', '142']],
    },
  ])
  await engine.call('bondedLists.importWorkbook', { handbookNo, fileId: await engine.put('迟到.xlsx', bytes) })
  expect((await engine.call('writeOff.balance', { handbookNo })).materials[0]?.balance).toBe('620')
}

test('R-117 the book is that of the cut-off, not of today', async () => {
  await loadCountedBooks(engine, exampleTwentyEight)
  const made = await engine.call('stocktakes.create', { name: '早盘', cutOff: '2024-03-04', handbookNos: [handbookNo] })
  expect((await save(made.stocktakeId, [film('5')])).differences[0]).toMatchObject({ book: '0', difference: '5', rate: null })
})

test('several sheets add up; one taken away counts no more', async () => {
  await loadCountedBooks(engine, exampleTwentyEight)
  const stocktakeId = await newStocktake(engine, handbookNo)
  await save(stocktakeId, [film('200')], '甲库')
  const two = await save(stocktakeId, [film('320')], '乙库')
  expect(two.differences[0]).toMatchObject({ raw: '520', difference: '0', withinTolerance: true, value: '0' })
  const sheetId = two.sheetsOf[1]?.sheetId ?? ''
  const one = await engine.call('stocktakes.removeSheet', { stocktakeId, sheetId })
  expect(one.differences[0]).toMatchObject({ raw: '200', difference: '-320' })
})

test('rows that cannot be converted are kept with their reason, count for nothing and keep the stocktake open', async () => {
  await loadCountedBooks(engine, exampleTwentyEight)
  const stocktakeId = await newStocktake(engine, handbookNo)
  const detail = await save(stocktakeId, [
    film('520'),
    film('1', { itemSeq: 9 }),
    product('1', { version: '7' }),
    roll('1', { partNo: 'NONE' }),
    film('1', { completion: '50', kind: 'wip' }),
  ])
  expect(detail.sheetsOf[0]).toMatchObject({ rows: 5, problems: 4 })
  const { rows } = await engine.call('stocktakes.counts', { stocktakeId })
  expect(rows.map(({ problem }) => problem)).toEqual([
    '',
    `手册 ${handbookNo} 没有料件 9`,
    '成品 1 没有版本 7 的单耗（R-33）',
    '料号 NONE 在截止日没有归并关系',
    '料件不按完工比例折算，请填 100 或留空',
  ])
  expect(blocks(detail)).toMatchObject([{ message: '有 4 行不能折算，没有计入实盘' }])
  expect(detail.differences[0]).toMatchObject({ difference: '0' })
})

test('what is no count is refused with its place: below zero, of another handbook, of nothing', async () => {
  await loadCountedBooks(engine, exampleTwentyEight)
  const stocktakeId = await newStocktake(engine, handbookNo)
  const refused = (row: Row) =>
    engine.refused('stocktakes.saveSheet', { stocktakeId, name: '库', countedOn: '2024-12-17', rows: [film('1'), row] })
  expect(await refused(film('-1'))).toMatchObject({ code: 'count.negative', at: { field: 'rows.1.quantity' } })
  expect(await refused(film('1', { handbookNo: second }))).toMatchObject({ code: 'count.otherHandbook' })
  expect(await refused(film('1', { itemSeq: null }))).toMatchObject({ code: 'count.noGoods' })
  expect(await refused(product('1', { completion: '100.1' }))).toMatchObject({ code: 'count.completion' })
  expect((await engine.call('stocktakes.get', { stocktakeId })).sheetsOf).toEqual([])
})

test('R-13 a part is counted in its own unit by the factor of the cut-off', async () => {
  await loadCountedBooks(engine, exampleTwentyEight)
  await mapFilm(engine, handbookNo, '12.5')
  const stocktakeId = await newStocktake(engine, handbookNo)
  expect((await save(stocktakeId, [roll('40')])).differences[0]).toMatchObject({ raw: '500', difference: '-20' })
  expect((await engine.call('stocktakes.counts', { stocktakeId })).rows[0]).toMatchObject({ unit: '卷', name: '聚酯薄膜' })
})

test('R-125 shared stock fills the handbook that imported first; the clerk may divide it otherwise, with a reason and the same sum', async () => {
  await loadCountedBooks(engine, secondHandbook, exampleTwentyEight)
  await mapFilm(engine, handbookNo)
  await mapFilm(engine, second)
  const stocktakeId = await newStocktake(engine, handbookNo, second)
  const detail = await save(stocktakeId, [roll('600'), roll('100', { kind: 'outsourced' }), product('40')])
  expect(detail.shared).toMatchObject([
    {
      partNo: 'PET-1',
      unit: '卷',
      counted: '700',
      overridden: false,
      shares: [
        { handbookNo, room: '494', firstImportOn: '2024-03-05', quantity: '494' },
        { handbookNo: second, room: '300', firstImportOn: '2024-05-05', quantity: '206' },
      ],
    },
  ])
  expect(shortOnes(detail)).toEqual([
    [handbookNo, 1, '0'],
    [second, 1, '-94'],
  ])
  expect(detail.differences[1]).toMatchObject({ raw: '106', outsourced: '100' })
  const divide = (shares: [string, string][], reason = '按领料记录') => ({
    stocktakeId,
    partNo: 'PET-1',
    reason,
    shares: shares.map(([no, quantity]) => ({ handbookNo: no, quantity })),
  })
  expect(
    await engine.refused(
      'stocktakes.divide',
      divide([
        [handbookNo, '700'],
        [second, '1'],
      ]),
    ),
  ).toMatchObject({
    code: 'stocktake.division',
  })
  expect(await engine.refused('stocktakes.divide', divide([[handbookNo, '700']], ''))).toMatchObject({ at: { field: 'reason' } })
  const divided = await engine.call(
    'stocktakes.divide',
    divide([
      [handbookNo, '400'],
      [second, '300'],
    ]),
  )
  expect(divided.shared[0]).toMatchObject({ overridden: true, reason: '按领料记录' })
  expect(shortOnes(divided)).toEqual([
    [handbookNo, 1, '-94'],
    [second, 1, '0'],
  ])
  const more = await save(stocktakeId, [roll('1')], '补盘')
  expect(more.shared[0]).toMatchObject({ overridden: false, counted: '701' })
  expect(blocks(more).map(({ rule }) => rule)).toContain('R-125')
  const back = await engine.call('stocktakes.divide', divide([]))
  expect(blocks(back).map(({ rule }) => rule)).not.toContain('R-125')
})

test('R-125 a stock in rolls is divided in rolls, up to what the book in kilograms has room for', async () => {
  await loadCountedBooks(engine, secondHandbook, exampleTwentyEight)
  await mapFilm(engine, handbookNo, '12.5')
  await mapFilm(engine, second, '10')
  const { shared } = await save(await newStocktake(engine, handbookNo, second), [roll('60')])
  expect(shared).toMatchObject([
    {
      unit: '卷',
      shares: [
        { handbookNo, room: '41.6', quantity: '41.6' },
        { handbookNo: second, room: '30', quantity: '18.4' },
      ],
    },
  ])
})

test('R-118 R-119 a disposal fits its difference; what is recorded outside the tolerance needs words; a closed or future one is not settled', async () => {
  await loadCountedBooks(engine, exampleTwentyEight)
  const stocktakeId = await newStocktake(engine, handbookNo)
  await save(stocktakeId, [film('530')])
  expect(
    await engine.refused('stocktakes.judge', {
      stocktakeId,
      differences: [{ handbookNo, seq: 1 }],
      reason: 'theft',
      disposal: 'tax',
    }),
  ).toMatchObject({ code: 'stocktake.disposal' })
  expect((await judgeFilm(stocktakeId, { reason: 'overDelivery', disposal: 'accept' })).open).toBe(1)
  expect((await judgeFilm(stocktakeId, { reason: 'overDelivery', disposal: 'recount' })).open).toBe(1)
  expect((await judgeFilm(stocktakeId, { reason: 'overDelivery', disposal: 'carry' })).open).toBe(0)
  expect((await engine.call('stocktakes.makeDrafts', { stocktakeId })).made).toEqual([])
  const later = await engine.call('stocktakes.create', { name: '年底', cutOff: '2024-12-31', handbookNos: [handbookNo] })
  expect(blocks(await save(later.stocktakeId, [film('520')]))).toMatchObject([{ message: '截止日 2024-12-31 还没有到' }])
})

test('a discarded draft of a shortage may be made anew; one of another quantity is told', async () => {
  await loadCountedBooks(engine, exampleTwentyEight)
  const stocktakeId = await newStocktake(engine, handbookNo)
  await save(stocktakeId, exampleRows)
  await judgeFilm(stocktakeId)
  const first = await engine.call('stocktakes.makeDrafts', { stocktakeId })
  const recounted = await save(stocktakeId, [film('0.5')], '补盘')
  expect(recounted.guards.some(({ message }) => message === '内销 1的数量与现在的短少不同')).toBe(true)
  await engine.call('domesticSales.discard', { saleId: first.made[0]?.to.split('/').at(-1) ?? '' })
  const anew = await engine.call('stocktakes.makeDrafts', { stocktakeId })
  expect(anew.made).toMatchObject([{ label: '内销 2' }])
})

test('R-118 what is short is taxed once: by whichever stocktake, as much as the sale says now, until the books have it', async () => {
  await loadCountedBooks(engine, exampleTwentyEight)
  const counted = async (cutOff: string) => {
    const { stocktakeId } = await engine.call('stocktakes.create', { name: cutOff, cutOff, handbookNos: [handbookNo] })
    // Whatever an earlier one has made, each is judged by itself.
    expect((await save(stocktakeId, [film('500')])).differences).toMatchObject([
      { difference: '-20', disposal: null, made: null },
    ])
    await judgeFilm(stocktakeId)
    return stocktakeId
  }
  const first = await counted('2024-12-17')
  await engine.call('stocktakes.makeDrafts', { stocktakeId: first })
  await engine.call('stocktakes.settle', { stocktakeId: first })
  const again = await counted('2024-12-18')
  const nothing = await engine.call('stocktakes.makeDrafts', { stocktakeId: again })
  expect(nothing.made).toEqual([])
  expect(nothing.stocktake.differences).toMatchObject([{ difference: '-20', made: { label: '内销 1' } }])

  const [sale] = (await engine.call('domesticSales.list', { handbookNo })).rows
  const saleId = sale?.saleId ?? ''
  const lines = [{ itemSeq: 1, quantity: '4' }]
  await engine.call('domesticSales.save', { saleId, kind: 'material', handbookNo, soldOn: '2024-12-17', lines })
  const less = await engine.call('stocktakes.get', { stocktakeId: again })
  expect(less.guards.map(({ message }) => message)).toContain('内销 1的数量与现在的短少不同')
  expect(less.differences).toMatchObject([{ made: null }])
  await engine.call('stocktakes.settle', { stocktakeId: again })
  const owed = async () =>
    (await engine.call('cleanUp.checks', { handbookNo })).checks.filter(
      ({ rule, severity }) => rule === 'R-118' && severity === 'blocks',
    )
  expect(await owed()).toHaveLength(1)
  const rest = await engine.call('stocktakes.makeDrafts', { stocktakeId: again })
  expect(rest.made).toMatchObject([{ label: '内销 2', seqs: [1] }])
  expect(rest.stocktake.differences).toMatchObject([{ made: { label: '内销 2' } }])
  const quantities = (await engine.call('domesticSales.get', { saleId: rest.made[0]?.to.split('/').at(-1) ?? '' })).body
  expect(quantities.map(({ quantity }) => quantity)).toEqual(['16'])
  expect(await owed()).toEqual([])
})

test('R-118 a shortage that was counted anew is taxed by the newer count', async () => {
  await loadCountedBooks(engine, exampleTwentyEight)
  const first = await newStocktake(engine, handbookNo)
  await save(first, [film('500')])
  await judgeFilm(first)
  await engine.call('stocktakes.settle', { stocktakeId: first })
  const { stocktakeId } = await engine.call('stocktakes.create', {
    name: '重盘',
    cutOff: '2024-12-18',
    handbookNos: [handbookNo],
  })
  await save(stocktakeId, [film('520')])
  await engine.call('stocktakes.settle', { stocktakeId })
  expect(await engine.refused('stocktakes.makeDrafts', { stocktakeId: first })).toMatchObject({ code: 'stocktake.superseded' })
  expect((await engine.call('domesticSales.list', { handbookNo })).rows).toEqual([])
})

test('R-117 R-118 what is received or delivered and not declared is not taxed; below nothing there is no stock', async () => {
  await loadCountedBooks(engine, exampleTwentyEight)
  const stocktakeId = await newStocktake(engine, handbookNo)
  await save(stocktakeId, [film('520'), film('30', { kind: 'delivered' })])
  await judgeFilm(stocktakeId)
  expect(await engine.refused('stocktakes.makeDrafts', { stocktakeId })).toMatchObject({ code: 'stocktake.undeclared' })
  const below = await save(stocktakeId, [film('491', { kind: 'delivered' })], '送货')
  expect(below.differences[0]).toMatchObject({ delivered: '521', physical: '-1' })
  expect(blocks(below)).toMatchObject([{ rule: 'R-117', message: `1 项料件实盘为负：${handbookNo} 料件 1` }])
})

test('R-78 来料 is worth what was declared at import until a similar price is named', async () => {
  const supplied = 'B23325024028'
  await loadCountedBooks(engine, { ...exampleTwentyEight, handbookNo: supplied })
  const stocktakeId = await newStocktake(engine, supplied)
  const detail = await save(stocktakeId, [film('509.5', { handbookNo: supplied })])
  expect(detail.differences[0]).toMatchObject({ difference: '-10.5', value: '338.1', duty: '21.98', vat: '46.81' })
  expect(detail.guards.filter(({ rule }) => rule === 'R-78')).toMatchObject([{ severity: 'warns' }])
  expect(detail.guards.filter(({ rule }) => rule === 'R-77')).toEqual([])
})

test('the workbench tells of an open stocktake with undecided differences', async () => {
  await loadCountedBooks(engine, exampleTwentyEight)
  const stocktakeId = await newStocktake(engine, handbookNo)
  await save(stocktakeId, exampleRows)
  const titles = async () => (await engine.call('workbench.today', {})).todo.map(({ title }) => title)
  expect(await titles()).toContain('盘点有 1 项差异待处理')
  await judgeFilm(stocktakeId)
  await engine.call('stocktakes.settle', { stocktakeId })
  expect((await titles()).filter((title) => title.startsWith('盘点'))).toEqual([])
  expect((await engine.call('stocktakes.list', { handbookNo })).stocktakes).toMatchObject([{ stocktakeNo: 1, state: 'settled' }])
})
