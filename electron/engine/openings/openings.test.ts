import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { listsWorkbook, openingWorkbook } from '../../../test/opening-books.ts'
import type { OneLineList, Total } from '../../../test/opening-books.ts'
import { readyForReport } from '../../../test/ready-for-report.ts'

const handbookNo = 'C23325020251'
const asOf = '2025-06-30'
let engine: Engine
beforeEach(async () => {
  engine = await openEngine()
  await engine.call('enterprise.save', { name: '示例电子', creditCode: '91320594MA1202516U', customsCode: '3205940251' })
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(`${samples}factory-a/手册.xlsx`) })
})
afterEach(() => engine.close())

const older = [
  ['OLD-I-1', '进口'],
  ['OLD-I-2', '进口'],
] as const
const opening = async (totals: readonly Total[], lists: readonly (readonly [string, string])[] = older, until = asOf) => ({
  handbookNo,
  asOf: until,
  fileId: await engine.put('期初.xlsx', await openingWorkbook(totals, lists)),
})
const lists = async (of: readonly OneLineList[], onBadRows: 'refuse' | 'skip' = 'refuse') => ({
  handbookNo,
  fileId: await engine.put('清单.xlsx', await listsWorkbook(handbookNo, of)),
  onBadRows,
})
const materialOf = async (seq: number, on?: string) =>
  (await engine.call('writeOff.balance', { handbookNo, ...(on && { asOf: on }) })).materials.find((each) => each.seq === seq)

test('R-19 an opening begins the balance, is explained line by line, and its lists are in the report', async () => {
  const totals = [
    { seq: 2, quantity: '1000', value: '5000', currency: 'USD' },
    { seq: 2, quantity: '30.5', mode: '0654' },
  ]
  const entered = await engine.call('openings.import', await opening(totals))
  expect(entered).toMatchObject({ asOf, lists: [{ listNo: 'OLD-I-1', direction: 'I' }, { listNo: 'OLD-I-2' }] })
  expect(entered.totals).toMatchObject([
    { goods: 'material', itemSeq: 2, mode: '0615', quantity: '1000', value: '5000', currency: '502' },
    { mode: '0654', quantity: '30.5', value: null, currency: '' },
  ])
  await engine.call('bondedLists.importWorkbook', await lists([{ listNo: 'NEW-1', day: '2025-07-01', seq: 2, quantity: '200' }]))
  expect(await materialOf(2)).toMatchObject({ direct: '1200', transferIn: '30.5', balance: '1230.5' })
  expect(await materialOf(2, '2025-06-29')).toMatchObject({ balance: '0' })
  const before = await engine.call('writeOff.explain', { handbookNo, seq: 2, column: 'balance', asOf: '2025-06-29' })
  expect(before.excludes).toContain('截至 2025-06-30 的期初，晚于 2025-06-29')
  const { lines } = await engine.call('writeOff.explain', { handbookNo, seq: 2, column: 'direct' })
  expect(lines.map(({ listNo, quantity }) => [listNo, quantity])).toEqual([
    [expect.stringContaining('期初 0615'), '1000'],
    ['NEW-1', '200'],
  ])
  const report = await engine.call('writeOff.report', { handbookNo })
  expect(report.lists).toEqual([
    { no: 1, listNo: 'OLD-I-1', direction: 'I', declaredOn: null, opening: true },
    { no: 2, listNo: 'OLD-I-2', direction: 'I', declaredOn: null, opening: true },
    { no: 3, listNo: 'NEW-1', direction: 'I', declaredOn: '2025-07-01', opening: false },
  ])
  expect(report.identities.filter(({ holds }) => !holds)).toEqual([])
  const filed = await engine.call('filings.createWriteOffReport', { handbookNo })
  expect(filed.summary).toContainEqual({ label: '进口清单总数', value: '3' })
})

test('the lists of the opening are no lists of the books: not in tables, counts, searches, nor by their number', async () => {
  await engine.call('openings.import', await opening([{ seq: 2, quantity: '1000' }]))
  const page = { offset: 0, limit: 10 }
  expect((await engine.call('bondedLists.list', { handbookNo, ...page })).total).toBe(0)
  expect((await engine.call('bondedLists.lines', { handbookNo, ...page })).total).toBe(0)
  expect((await engine.call('search.find', { text: '期初 0615' })).hits).toEqual([])
  const { lines } = await engine.call('writeOff.explain', { handbookNo, seq: 2, column: 'direct' })
  const refused = await engine.refused('bondedLists.get', { handbookNo, listNo: lines[0]?.listNo ?? '' })
  expect(refused.code).toBe('list.notFound')
})

test('what the opening holds does not come in again: by its day, by its number, row by row', async () => {
  await engine.call('openings.import', await opening([{ seq: 2, quantity: '1000' }]))
  const again = await engine.refused(
    'bondedLists.importWorkbook',
    await lists([
      { listNo: 'L-1', day: asOf, seq: 2, quantity: '1' },
      { listNo: 'OLD-I-1', day: '2025-07-01', seq: 2, quantity: '1' },
      { listNo: 'L-2', day: '2025-07-01', seq: 2, quantity: '1' },
    ]),
  )
  expect(again.rejected?.map(({ row, column, code }) => [row, column, code])).toEqual([
    [2, '申报日期', 'list.beforeOpening'],
    [3, '清单编号', 'list.inOpening'],
  ])
  expect(await materialOf(2)).toMatchObject({ balance: '1000' })
})

test('an opening over lists of the books is refused and names them; one before them comes in', async () => {
  await engine.call('bondedLists.importWorkbook', await lists([{ listNo: 'L-1', day: asOf, seq: 2, quantity: '1' }]))
  const refused = await engine.refused('openings.import', await opening([{ seq: 2, quantity: '1000' }]))
  expect(refused).toMatchObject({ code: 'opening.overlaps', message: expect.stringContaining('L-1') })
  expect(await engine.refused('openings.inspect', await opening([]))).toMatchObject({ code: 'opening.overlaps' })
  await engine.call('openings.import', await opening([{ seq: 2, quantity: '1000' }], older, '2025-06-29'))
  expect(await materialOf(2)).toMatchObject({ balance: '1001' })
})

test('it is withdrawn by rows that reverse it, with a reason; then lists or another opening may come in', async () => {
  await engine.call(
    'openings.import',
    await opening([
      { seq: 2, quantity: '1000' },
      { seq: 3, quantity: '5' },
    ]),
  )
  expect(await engine.refused('openings.import', await opening([{ seq: 2, quantity: '1' }]))).toMatchObject({
    code: 'opening.exists',
  })
  expect(await engine.call('openings.withdraw', { handbookNo, reason: '旧系统导出有误' })).toEqual({ reversed: 2 })
  expect(await engine.call('openings.get', { handbookNo })).toBeNull()
  expect(await materialOf(2)).toMatchObject({ balance: '0' })
  const { lines } = await engine.call('writeOff.explain', { handbookNo, seq: 2, column: 'direct' })
  expect(lines.map(({ effect, reversal }) => [effect, reversal])).toEqual([
    ['1000', false],
    ['-1000', true],
  ])
  expect(await engine.refused('openings.withdraw', { handbookNo, reason: '再撤' })).toMatchObject({ code: 'opening.none' })
  await engine.call('openings.import', await opening([{ seq: 2, quantity: '7' }]))
  expect(await materialOf(2)).toMatchObject({ balance: '7' })
})

test('what was reported does not change under it', async () => {
  await engine.call('openings.import', await opening([{ seq: 2, quantity: '1000' }]))
  await readyForReport(engine, handbookNo)
  const { filingId } = await engine.call('filings.createWriteOffReport', { handbookNo })
  const { keyId } = await engine.call('keys.create', { name: '一号', passphrase: 'correct horse battery' })
  await engine.call('filings.sign', { filingId, keyId, passphrase: 'correct horse battery' })
  expect(await engine.refused('openings.withdraw', { handbookNo, reason: '改' })).toMatchObject({ code: 'opening.reported' })
})

test('R-97 R-117 R-121 what an opening does not say is said: first import, books of an earlier day, values of a part of it', async () => {
  await engine.call('openings.import', await opening([{ seq: 2, quantity: '1000', value: '5000', currency: 'CNY' }]))
  const sale = await engine.call('domesticSales.save', {
    kind: 'material',
    handbookNo,
    soldOn: '2025-12-20',
    lines: [{ itemSeq: 2, quantity: '10' }],
  })
  expect(sale.guards).toContainEqual(
    expect.objectContaining({ severity: 'warns', rule: 'R-97', message: expect.stringContaining(`期初截止日 ${asOf} 起算`) }),
  )
  const scrap = await engine.call('domesticSales.save', {
    kind: 'scrap',
    handbookNo,
    soldOn: '2025-12-20',
    lines: [{ itemSeq: 2, quantity: '1', income: '5', hsCode: '3915901000', name: '废料' }],
  })
  expect(scrap.guards.filter(({ rule }) => rule === 'R-97')).toEqual([])

  const early = await engine.call('stocktakes.create', { name: '早盘', cutOff: '2025-06-29', handbookNos: [handbookNo] })
  expect(early.guards.filter(({ message }) => message.includes('期初'))).toMatchObject([{ severity: 'blocks', rule: 'R-117' }])
  const then = await engine.call('stocktakes.create', { name: '同日', cutOff: asOf, handbookNos: [handbookNo] })
  expect(then.guards.filter(({ message }) => message.includes('期初'))).toEqual([])

  const missing = async (period: { from?: string; to?: string }) =>
    (await engine.call('taxWriteOff.value', { handbookNo, ...period })).missing
  expect(await missing({})).toEqual([])
  expect(await missing({ from: '2025-07-01' })).toEqual([])
  expect(await missing({ from: '2025-04-01' })).toMatchObject([expect.stringContaining(asOf)])
  expect(await missing({ to: '2025-06-29' })).toMatchObject([expect.stringContaining(asOf)])

  const paid = { kind: 'payment', handbookNo, contractNo: 'HT-1', currency: '142', amount: '5', on: '2025-06-20' } as const
  await engine.call('forex.record', paid)
  const forexWarns = async (to: string) =>
    (await engine.call('filings.createForexReport', { from: '2025-06-01', to })).checks.filter(({ message }) =>
      message.includes('期初'),
    )
  expect(await forexWarns('2025-06-29')).toMatchObject([{ severity: 'warns', rule: 'R-180' }])
  expect(await forexWarns(asOf)).toEqual([])
})

test('each wrong row is told with its place, and nothing is written', async () => {
  const totals: Total[] = [
    { seq: 999, quantity: '1' },
    { seq: 2, quantity: '-1' },
    { seq: 2, quantity: '0.000001' },
    { seq: 2, quantity: '1', mode: '0214' },
    { seq: 2, quantity: '1', direction: '出口' },
    { seq: 1, quantity: '1', goods: '成品', direction: '出口', version: '77' },
    { seq: 2, quantity: '1', value: '5' },
    { seq: 3, quantity: '1' },
    { seq: 3, quantity: '2' },
    { seq: 4, quantity: '' },
    { seq: 4, quantity: '=1+1' },
  ]
  const of = await opening(totals, [
    ['OLD-1', '进口'],
    ['OLD-1', '进口'],
    ['', '出口'],
  ])
  const { refused, totals: good } = await engine.call('openings.inspect', of)
  expect(refused.map(({ sheet, row, column }) => `${sheet} ${row} ${column}`)).toEqual([
    '期初数量 2 备案序号',
    '期初数量 3 累计数量',
    '期初数量 4 累计数量',
    '期初数量 5 监管方式',
    '期初数量 6 监管方式',
    '期初数量 7 单耗版本号',
    '期初数量 8 币制',
    '期初数量 10 备案序号',
    '期初数量 12 累计数量',
    '期初清单 3 清单编号',
    '期初清单 4 清单编号',
  ])
  expect(good).toBe(1)
  expect(await engine.refused('openings.import', of)).toMatchObject({ code: 'opening.badRows', total: 11 })
  expect(await engine.call('openings.get', { handbookNo })).toBeNull()
  expect(await materialOf(3)).toMatchObject({ balance: '0' })
})

test('R-19 totals without the lists behind them, a day that is not over, one before the handbook, no figure at all', async () => {
  expect((await engine.call('openings.inspect', await opening([{ seq: 2, quantity: '1' }], []))).refused).toMatchObject([
    { sheet: '期初清单', code: 'opening.noLists' },
  ])
  const on = async (until: string) =>
    (await engine.refused('openings.import', await opening([{ seq: 2, quantity: '1' }], older, until))).code
  expect(await on('2025-12-31')).toBe('opening.notOver')
  expect(await on('2020-01-01')).toBe('opening.tooEarly')
  expect(await engine.refused('openings.import', await opening([]))).toMatchObject({ code: 'opening.empty' })
})

test('the template names every item without a figure, and says so when it comes back as it is', async () => {
  const { fileId, name } = await engine.call('openings.template', { handbookNo })
  expect(name).toBe(`期初_${handbookNo}.xlsx`)
  const seen = await engine.call('openings.inspect', { handbookNo, fileId, asOf })
  expect(seen).toMatchObject({ totals: 0, lists: 0, refused: [] })
  expect(seen.recognised.map(({ readAs }) => readAs)).toEqual(['期初数量', '期初清单'])
  expect(await engine.refused('openings.import', { handbookNo, fileId, asOf })).toMatchObject({ code: 'opening.empty' })
})
