import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { listsWorkbook } from '../../../test/opening-books.ts'
import type { OneLineList } from '../../../test/opening-books.ts'
import { loadSmallHandbook } from '../../../test/sales.ts'
import { readWriteOffReport } from '../../../shared/messages/write-off-report.ts'
import { readyForReport } from '../../../test/ready-for-report.ts'

const handbookNo = 'C23325099901'
const passphrase = 'correct horse battery'
const e26 = [
  ['I', 'I', '0654', '1500'],
  ['I', 'I', '0657', '320.5'],
  ['I', 'I', '0700', '80'],
  ['I', 'E', '0700', '80'],
  ['I', 'I', '0644', '350'],
  ['I', 'E', '0664', '200'],
  ['I', 'E', '0200', '25'],
  ['E', 'E', '0615', '3600'],
  ['E', 'E', '0654', '500'],
  ['E', 'I', '4600', '40'],
  ['E', 'E', '4600', '40'],
  ['I', 'I', '0844', '240'],
  ['I', 'E', '0864', '50'],
  ['I', 'E', '0400', '10'],
] as const

let engine: Engine
beforeEach(async () => {
  engine = await openEngine({ now: '2025-02-10T02:00:00.000Z' })
  await engine.call('enterprise.save', { name: '示例公司', creditCode: '91320594MA1202516U', customsCode: '3205940251' })
  const line = { hsCode: '3901200099', unit: '035' }
  await loadSmallHandbook(engine, {
    handbookNo,
    establishedOn: '2024-02-09',
    validTo: '2025-01-31',
    materials: [{ seq: 1, name: '塑料粒', ...line }],
    products: [{ seq: 1, name: '塑料件', ...line }],
    consumption: [{ product: 1, material: 1, net: '2.4', tangible: '3', intangible: '1' }],
    imports: [{ on: '2024-03-05', seq: 1, quantity: '10000', price: '1' }],
  })
  await book(e26.map(([goods, direction, mode, quantity], index) => list(`L-${index + 1}`, goods, direction, mode, quantity)))
})
afterEach(() => engine.close())

const list = (listNo: string, goods: string, direction: string, mode: string, quantity: string): OneLineList => ({
  listNo,
  day: '2024-11-30',
  seq: 1,
  goods,
  direction,
  mode,
  quantity,
  version: goods === 'E' ? '0' : '',
})
const book = async (lists: readonly OneLineList[]) => {
  const fileId = await engine.put('清单.xlsx', await listsWorkbook(handbookNo, lists))
  await engine.call('bondedLists.importWorkbook', { handbookNo, fileId })
}
const steps = async () => {
  const { steps: all } = await engine.call('cleanUp.get', { handbookNo })
  return Object.fromEntries(all.map(({ step, state }) => [step, state]))
}

test('E-26 E-27 through the engine: the tables, the flow and the steps, until the handbook can be closed', async () => {
  const report = await engine.call('writeOff.report', { handbookNo })
  expect(report.materials).toMatchObject([
    {
      imported: '10320.5',
      transferIn: '1500',
      domestic: '350',
      reexport: '200',
      destroyed: '25',
      surplusOut: '0',
      consumed: '10250',
      remaining: '995.5',
      reckoned: '995.5',
      holds: true,
      scrap: '307.5',
    },
  ])
  expect(report.products).toMatchObject([{ exported: '3600', transferredOut: '500', returnedIn: '40', returnedOut: '40' }])
  expect(report.identities.filter(({ holds }) => !holds)).toEqual([])
  expect(report.lists).toHaveLength(15)
  const flow = await engine.call('writeOff.flow', { handbookNo, seq: 1 })
  expect(flow).toMatchObject({ total: '11820.5', unit: '035' })
  const { steps: open } = await engine.call('cleanUp.get', { handbookNo })
  expect(open.find(({ step }) => step === 'surplus')?.action?.to).toBe(`/transfers/surplus?from=${handbookNo}`)
  expect(open.find(({ step }) => step === 'scrap')?.action?.to).toBe(`/domestic-sales/scrap?handbook=${handbookNo}`)
  expect(open.find(({ step }) => step === 'scrap')?.items).toMatchObject([{ title: '料件 1 塑料粒 边角料待处置 7.5 千克' }])
  expect(await steps()).toEqual({
    returns: 'done',
    transfers: 'notNeeded',
    defects: 'notNeeded',
    surplus: 'open',
    scrap: 'later',
    stocktake: 'later',
    report: 'later',
  })
  await book([list('S-1', 'I', 'E', '0657', '995.5'), list('S-2', 'I', 'E', '0400', '7.5')])
  expect((await engine.call('writeOff.report', { handbookNo })).materials).toMatchObject([
    { surplusOut: '995.5', remaining: '0' },
  ])
  expect(await steps()).toMatchObject({ surplus: 'done', scrap: 'done', stocktake: 'open', report: 'later' })
})

test('R-123 the step of the stocktake leads to what is open of it: to begin, to go on, to tax what is short', async () => {
  const action = async () => {
    const { steps: all } = await engine.call('cleanUp.get', { handbookNo })
    return all.find(({ step }) => step === 'stocktake')?.action
  }
  expect(await action()).toEqual({ label: '开始盘点', to: `/write-off/stocktakes?handbook=${handbookNo}` })
  const { stocktakeId } = await engine.call('stocktakes.create', {
    name: '核销前',
    cutOff: '2025-02-09',
    handbookNos: [handbookNo],
  })
  const here = `/write-off/stocktakes/${stocktakeId}`
  expect(await action()).toEqual({ label: '继续盘点', to: here })
  const row = { kind: 'raw' as const, handbookNo, goods: 'material' as const, itemSeq: 1, quantity: '900' }
  await engine.call('stocktakes.saveSheet', { stocktakeId, name: '仓库', countedOn: '2025-02-09', rows: [row] })
  const differences = [{ handbookNo, seq: 1 }]
  await engine.call('stocktakes.judge', { stocktakeId, differences, reason: 'other', disposal: 'tax' })
  await engine.call('stocktakes.settle', { stocktakeId })
  expect(await action()).toEqual({ label: '生成内销', to: here })
  await engine.call('stocktakes.makeDrafts', { stocktakeId })
  expect(await action()).toBeNull()
})

test('R-19 R-112: what is filed says figure by figure what the page says, and its checks are those of the page', async () => {
  const page = await engine.call('writeOff.report', { handbookNo })
  const { checks } = await engine.call('cleanUp.checks', { handbookNo })
  const filing = await engine.call('filings.createWriteOffReport', { handbookNo })
  expect(filing.checks.map(({ severity, rule, message, to }) => [severity, rule, message, to])).toEqual(
    checks.map(({ severity, rule, message, to }) => [severity, rule, message, to ?? '']),
  )
  expect(filing.summary).toEqual(page.head)
  const xml = filing.files.find(({ name }) => name.endsWith('.xml'))
  const message = readWriteOffReport(Buffer.from(await engine.bytesOf(xml?.fileId ?? '')).toString())
  expect(message.lists.map(({ listNo }) => listNo)).toEqual(page.lists.map(({ listNo }) => listNo))
  expect(message.materials.map(({ remaining }) => `${remaining}`)).toEqual(['99550000'])
})

test('FORMATS §7.1 a report that was sent back goes on under its 统一编号', async () => {
  const messageOf = async (filing: Awaited<ReturnType<typeof create>>) =>
    readWriteOffReport(Buffer.from(await engine.bytesOf(filing.files[0]?.fileId ?? '')).toString())
  const create = () => engine.call('filings.createWriteOffReport', { handbookNo })
  await readyForReport(engine, handbookNo)
  const first = await create()
  expect((await messageOf(first)).seqNo).toBe('')
  const { keyId } = await engine.call('keys.create', { name: '一号', passphrase })
  await engine.call('filings.sign', { filingId: first.filingId, keyId, passphrase })
  expect(await steps()).toMatchObject({ report: 'later' })
  expect((await engine.call('cleanUp.checks', { handbookNo })).checks.map(({ message }) => message).join()).toContain('申报包 1')
  const seqNo = '202500000000000042'
  await engine.call('filings.recordAnswer', {
    filingId: first.filingId,
    result: 'returned',
    answeredOn: '2025-02-10',
    seqNo,
    notes: ['料件剩余数量有误'],
  })
  const second = await create()
  expect((await messageOf(second)).seqNo).toBe(seqNo)
  expect(second.summary).toContainEqual({ label: '统一编号', value: seqNo })
  await engine.call('filings.sign', { filingId: second.filingId, keyId, passphrase })
  expect((await engine.call('filings.get', { filingId: second.filingId })).sequence).toBe(2)
})

test('R-124: what was frozen is not signed once the books have moved, or once something stands in its way', async () => {
  const { keyId } = await engine.call('keys.create', { name: '一号', passphrase })
  const create = async () => (await engine.call('filings.createWriteOffReport', { handbookNo })).filingId
  const refused = (filingId: string) => engine.refused('filings.sign', { filingId, keyId, passphrase })
  await readyForReport(engine, handbookNo)
  const first = await create()
  await book([list('S-1', 'I', 'E', '0657', '1')])
  expect(await refused(first)).toMatchObject({ code: 'filing.booksMoved' })
  const second = await create()
  await book([{ ...list('S-2', 'I', 'E', '0657', '1'), status: '预核扣' }])
  expect(await refused(second)).toMatchObject({ code: 'filing.blocked', message: expect.stringContaining('预核扣清单 1 份') })
  const { checks } = await engine.call('cleanUp.checks', { handbookNo })
  expect(checks.map(({ message }) => message)).toContain(
    '盘点 1（截止 2025-02-10）定下以后，截止日的账面有 1 项料件变了，差异不再是定下时的',
  )
  await readyForReport(engine, handbookNo)
  // Signed on a later day it is still what the books say; a count that has grown old by then is not.
  engine.setNow('2025-02-11T02:00:00.000Z')
  await engine.call('filings.sign', { filingId: second, keyId, passphrase })
  const third = await create()
  engine.setNow('2025-04-01T02:00:00.000Z')
  expect(await refused(third)).toMatchObject({ code: 'filing.blocked', message: expect.stringContaining('超过 30 天') })
})
