import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Output, Request } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { day } from '../../../shared/domain/day.ts'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { exampleSeven, loadSampleRates, loadSmallHandbook } from '../../../test/sales.ts'
import { openConnection } from '../database/connection.ts'
import { FileFolder } from '../files/service.ts'
import { composeServices } from '../services.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'

const handbookNo = 'C23325020251'
const today = '2026-01-05'
const passphrase = '内销 2026'
let engine: Engine
let keyId: string
beforeEach(async () => {
  engine = await openEngine({ now: `${today}T01:00:00.000Z` })
  await engine.call('enterprise.save', {
    name: '示例电子（苏州）有限公司',
    creditCode: '91320594MA1202516U',
    customsCode: '3205940251',
  })
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(`${samples}factory-a/手册.xlsx`) })
  const lists = await engine.putFile(`${samples}factory-a/核注清单.xlsx`)
  await engine.call('bondedLists.importWorkbook', { handbookNo, fileId: lists })
  await loadSampleRates(engine)
  keyId = (await engine.call('keys.create', { name: '申报', passphrase })).keyId
})
afterEach(() => engine.close())

type Detail = Output<'domesticSales.get'>
type Kind = Detail['kind']
type Draft = Omit<Request<'domesticSales.save'>, 'handbookNo' | 'soldOn'> & { handbookNo?: string; soldOn?: string }

const save = (of: Draft) => engine.call('domesticSales.save', { handbookNo, soldOn: today, declaredOn: today, ...of })
const blocking = ({ guards }: Pick<Detail, 'guards'>) => guards.filter(({ severity }) => severity === 'blocks')
const product = { itemSeq: 3, version: '0', quantity: '2' }
/** One sale of each kind, with everything that its kind asks for. */
const each: readonly (Draft & { kind: Kind; mode: string; sheet: 'materials' | 'presented' | 'untaxed' })[] = [
  { kind: 'material', lines: [{ itemSeq: 2, quantity: '120.5' }], mode: '0644', sheet: 'materials' },
  { kind: 'surplus', lines: [{ itemSeq: 11, quantity: '25' }], mode: '0644', sheet: 'materials' },
  { kind: 'product', lines: [product], mode: '0644', sheet: 'materials' },
  { kind: 'semiFinished', lines: [{ ...product, completion: '60' }], mode: '0644', sheet: 'materials' },
  { kind: 'defect', lines: [product], mode: '0644', sheet: 'materials' },
  {
    kind: 'scrap',
    lines: [{ itemSeq: 3, quantity: '100', income: '800', hsCode: '3915909000', name: '废塑料' }],
    mode: '0844',
    sheet: 'presented',
  },
  {
    kind: 'byProduct',
    lines: [{ itemSeq: 11, quantity: '20', income: '4000', hsCode: '7404000090', name: '铜屑', bondedShare: '80' }],
    mode: '0844',
    sheet: 'presented',
  },
  {
    kind: 'disaster',
    disasterOn: '2025-12-20',
    reportedOn: '2025-12-24',
    lines: [{ itemSeq: 3, quantity: '50', income: '900' }],
    mode: '0644',
    sheet: 'materials',
  },
  {
    kind: 'destruction',
    destruction: 'materials',
    lines: [{ itemSeq: 3, quantity: '5' }, product],
    mode: '0200',
    sheet: 'untaxed',
  },
  {
    kind: 'destruction',
    destruction: 'materials',
    withIncome: true,
    lines: [{ itemSeq: 3, quantity: '5', income: '3000' }],
    mode: '0644',
    sheet: 'materials',
  },
  {
    kind: 'destruction',
    destruction: 'scrap',
    lines: [{ itemSeq: 3, quantity: '5', hsCode: '3915909000', name: '废塑料' }],
    mode: '0400',
    sheet: 'untaxed',
  },
]

test('each kind of sale of factory-a: to its tax sheet and its list', { timeout: 60_000 }, async () => {
  for (const { mode, sheet, ...of } of each) {
    const saved = await save(of)
    expect(blocking(saved)).toEqual([])
    expect(saved.body[0]).toMatchObject({ mode })
    const { lines, totals, interest } = saved.sheet ?? {}
    expect(lines?.length).toBeGreaterThan(0)
    expect(totals?.tax === '0').toBe(sheet === 'untaxed')
    expect(interest === null).toBe(sheet === 'untaxed' || of.kind === 'scrap')
    for (const line of lines ?? []) {
      expect(line.taxes.length > 0).toBe(sheet !== 'untaxed')
      for (const tax of line.taxes) expect(tax.basis?.source).toContain('示例数据')
      if (sheet === 'presented') expect(line.hsCode).toBe(of.lines[0]?.hsCode)
    }

    const listed = await engine.call('domesticSales.makeLists', { saleId: saved.saleId })
    expect(listed).toMatchObject({ state: 'listed', drafts: [{ mode, state: 'editing' }] })
    expect(listed.sheet).toEqual(saved.sheet)
    const draft = await completed(listed)
    expect(draft.guards.filter(({ severity }) => severity === 'blocks')).toEqual([])
    expect(draft.goods).toBe('material')
    expect(draft.body.map(({ cells }) => [cells['itemSeq'], cells['quantity'], cells['total'] ?? ''])).toEqual(
      (lines ?? []).map((line) => [String(line.itemSeq), line.quantity, sheet === 'untaxed' ? '' : line.valuation.value]),
    )
  }
})

/** The list that a sale has made, with the legal quantities that only a scale can tell. */
async function completed(sale: Detail): Promise<Output<'listDrafts.get'>> {
  const draftId = sale.drafts.find(({ state }) => state === 'editing')?.draftId ?? ''
  const { head, body, savedAt } = await engine.call('listDrafts.get', { draftId })
  const lines = body.map(({ cells, item }) => (item.unit === item.legalUnit ? cells : { ...cells, legalQuantity: '1' }))
  await engine.call('listDrafts.save', { draftId, head, lines, savedAt })
  return engine.call('listDrafts.get', { draftId })
}

/** Files the list of a sale. */
async function filed(sale: Detail): Promise<string> {
  const { draftId } = await completed(sale)
  const { filingId } = await engine.call('filings.createBondedList', { draftId })
  await engine.call('filings.sign', { filingId, keyId, passphrase })
  return filingId
}

/** Files the list of a sale and has customs book it. */
async function declare(sale: Detail, listNo: string): Promise<Detail> {
  const filingId = await filed(sale)
  const answeredOn = today
  await engine.call('filings.recordAnswer', { filingId, result: 'approved', answeredOn, listNo, seqNo: '202600000012345678' })
  return engine.call('domesticSales.get', { saleId: sale.saleId })
}

test('a product sale goes from draft to settled: its version is frozen, its materials leave the books, nothing counts as export', async () => {
  const before = await engine.call('writeOff.balance', { handbookNo })
  const saved = await save({ kind: 'product', lines: [{ itemSeq: 3, version: '0', quantity: '60' }] })
  const listed = await engine.call('domesticSales.makeLists', { saleId: saved.saleId })
  const versions = async () => (await engine.call('consumption.versions', { handbookNo })).versions
  expect((await versions()).find(({ productSeq, version }) => productSeq === 3 && version === '0')?.frozen).toBe(true)
  expect(
    await engine.refused('domesticSales.save', {
      saleId: saved.saleId,
      handbookNo,
      soldOn: today,
      kind: 'product',
      lines: [product],
    }),
  ).toMatchObject({ code: 'sale.notDraft' })
  expect(
    await engine.refused('domesticSales.settle', {
      saleId: saved.saleId,
      taxBillNo: 'T',
      declaredOn: today,
      taxBillOn: today,
      paidOn: today,
    }),
  ).toMatchObject({ code: 'sale.notDeclared' })

  const declared = await declare(listed, 'QD233226I000000644')
  expect(declared).toMatchObject({
    state: 'declared',
    deadline: '2026-01-20',
    drafts: [{ state: 'accepted', listNo: 'QD233226I000000644' }],
  })
  const after = await engine.call('writeOff.balance', { handbookNo })
  expect(after.products).toEqual(before.products)
  for (const line of declared.sheet?.lines ?? []) {
    const [was, is] = [before, after].map(({ materials }) => materials.find(({ seq }) => seq === line.itemSeq))
    expect(is?.consumed).toBe(was?.consumed)
    expect(Number(is?.domestic) - Number(was?.domestic)).toBeCloseTo(Number(line.quantity), 5)
  }
  expect(await engine.refused('domesticSales.takeBack', { saleId: saved.saleId })).toMatchObject({ code: 'listDraft.accepted' })

  // The sheet stands, whatever is imported afterwards; interest goes by the real bill, and ten days late cost 0.05 % each.
  engine.setNow('2026-02-05T01:00:00.000Z')
  expect((await engine.call('domesticSales.get', { saleId: saved.saleId })).sheet).toEqual(saved.sheet)
  const wrong = { saleId: saved.saleId, taxBillNo: '2332…', declaredOn: today, taxBillOn: '2026-01-04', paidOn: '2026-01-30' }
  expect(await engine.refused('domesticSales.settle', wrong)).toMatchObject({ code: 'sale.dates' })
  const settled = await engine.call('domesticSales.settle', { ...wrong, taxBillOn: '2026-01-07' })
  const days = (saved.sheet?.interest?.days ?? 0) + 2
  const tax = Number(saved.sheet?.totals.tax)
  expect(settled).toMatchObject({ state: 'settled', paidOn: '2026-01-30', taxBillNo: '2332…', guards: [], deadline: null })
  expect(settled.sheet).toMatchObject({
    payBy: '2026-01-20',
    totals: { tax: saved.sheet?.totals.tax },
    interest: { to: '2026-01-07', days },
  })
  expect(settled.sheet?.lateFee).toEqual({ days: 10, amount: expect.any(String) })
  expect(Number(settled.sheet?.lateFee?.amount)).toBeCloseTo(tax * 0.005, 2)
  expect(settled.sheet?.lines).toEqual(saved.sheet?.lines)
})

test('R-34 making lists freezes the version of the sale, taking them back frees it; a filed list is not taken back', async () => {
  // Nothing of this handbook has been exported.
  const small = { ...exampleSeven, validTo: '2026-12-31' }
  await loadSmallHandbook(engine, small)
  const frozen = async () => (await engine.call('consumption.versions', { handbookNo: small.handbookNo })).versions[0]?.frozenBy
  expect(await frozen()).toBeNull()
  const saved = await save({
    handbookNo: small.handbookNo,
    kind: 'defect',
    lines: [{ itemSeq: 1, version: '0', quantity: '30' }],
  })
  expect(await frozen()).toBeNull()
  const { saleId } = await engine.call('domesticSales.makeLists', { saleId: saved.saleId })
  expect(await frozen()).toMatchObject({ reason: '已申请内销（内销 1）', rule: 'R-34', on: today })
  const back = await engine.call('domesticSales.takeBack', { saleId })
  expect(back).toMatchObject({ state: 'draft', frozenAt: null, drafts: [{ state: 'discarded' }] })
  expect(await frozen()).toBeNull()
  await filed(await engine.call('domesticSales.makeLists', { saleId }))
  expect(await engine.refused('domesticSales.takeBack', { saleId })).toMatchObject({ code: 'listDraft.filed' })
  expect(await engine.call('domesticSales.get', { saleId })).toMatchObject({ state: 'listed', deadline: '2026-01-20' })
  expect(await frozen()).not.toBeNull()
})

test('R-105 what has gone out before its taxes is told loudly, a delivery planned before them is blocked, a collective one is neither', async () => {
  const sale: Draft = { kind: 'material', lines: [{ itemSeq: 2, quantity: '1' }] }
  const rules = ({ guards }: Pick<Detail, 'guards'>) => guards.map(({ rule, severity }) => `${rule} ${severity}`)
  const gone = await save({ ...sale, deliveredOn: '2026-01-04' })
  expect(rules(gone)).toEqual(['R-105 warns'])
  expect(gone.guards[0]?.message).toContain('R-26')
  expect(rules(await save({ ...sale, deliveredOn: '2026-01-06' }))).toEqual(['R-105 blocks'])
  expect(rules(await save({ ...sale, deliveredOn: '2026-01-04', collective: true }))).toEqual([])
  expect(rules(await save({ ...sale, soldOn: '2025-08-10', collective: true }))).toEqual(['R-94 warns'])
})

test('E-23 collective sales go by quarter, 31 December for the last, and never beyond the validity', async () => {
  const sale = (soldOn: string) =>
    engine.call('domesticSales.save', {
      handbookNo,
      soldOn,
      kind: 'material',
      collective: true,
      lines: [{ itemSeq: 2, quantity: '1' }],
    })
  for (const soldOn of ['2025-02-10', '2025-05-31', '2025-11-20', '2025-12-01', '2026-01-05']) await sale(soldOn)
  const { groups } = await engine.call('domesticSales.collective', { handbookNo })
  expect(groups.map(({ period, deadline, deadlineRolled, sales }) => [period, deadline, deadlineRolled, sales.length])).toEqual([
    ['2025年1季度', '2025-04-15', '2025-04-15', 1],
    ['2025年2季度', '2025-07-15', '2025-07-15', 1],
    ['2025年4季度', '2025-12-31', '2025-12-31', 2],
    ['2026年1季度', '2026-02-08', '2026-02-08', 1],
  ])
})

test('the clerk is told what is due, what waits, what has gone out unpaid, and scrap beyond the slips', async () => {
  const sale: Draft = { kind: 'material', lines: [{ itemSeq: 2, quantity: '50' }] }
  const waiting = await save(sale)
  const gone = await save({ ...sale, deliveredOn: '2026-01-04' })
  const collective = await save({ ...sale, collective: true })
  const listed = await save(sale)
  await engine.call('domesticSales.makeLists', { saleId: listed.saleId })
  await engine.call('scrap.weigh', { slipNo: 'BD-1', weighedOn: today, handbookNo, itemSeq: 3, quantity: '9' })
  const db = openConnection(join(engine.dataFolder, 'ledger.db'), 'read')
  const services = composeServices(db, {
    clock: { now: () => `${today}T01:00:00.000Z` },
    folder: new FileFolder(join(engine.dataFolder, 'files')),
    programVersion: 'test',
  })
  const { due, todo, margins } = services.domesticSales.work(day(today))
  db.close()
  expect(due.map(({ to, date, rule }) => [to, date, rule])).toEqual([
    [paths.sale(listed.saleId), '2026-01-20', 'R-71'],
    [paths.sale(collective.saleId), '2026-02-08', 'R-94'],
  ])
  expect(todo.map(({ to, rule, severity }) => [to, rule, severity])).toEqual([
    [paths.sale(listed.saleId), 'R-73', 'info'],
    [paths.sale(collective.saleId), 'R-83', 'info'],
    [paths.sale(gone.saleId), 'R-105', 'blocks'],
    [paths.sale(waiting.saleId), 'R-83', 'info'],
  ])
  expect(margins).toMatchObject([{ rule: 'R-116', severity: 'blocks', title: '边角料 3 聚酯薄膜' }])
})

test('what is missing blocks with its place, and nothing is taken for zero', async () => {
  const guards = async (of: Draft) => (await save(of)).guards.map(({ rule, lineNo, column }) => [rule, lineNo, column])
  expect(await guards({ kind: 'material', lines: [{ itemSeq: 99, quantity: '1' }] })).toEqual([['R-12', 1, 'itemSeq']])
  expect(await guards({ kind: 'product', lines: [{ itemSeq: 3, version: '9', quantity: '1' }] })).toEqual([
    ['R-33', 1, 'version'],
  ])
  expect(await guards({ kind: 'scrap', lines: [{ itemSeq: 3, quantity: '1' }] })).toEqual([
    ['R-86', 1, 'hsCode'],
    ['R-79', 1, ''],
  ])
  expect(await guards({ kind: 'destruction', lines: [{ itemSeq: 3, quantity: '1' }] })).toEqual([['R-93', null, 'destruction']])
  expect(await guards({ kind: 'material', lines: [{ itemSeq: 2, quantity: '9999999' }] })).toEqual([['R-110', null, 'quantity']])
  expect(
    await guards({
      kind: 'disaster',
      disasterOn: '2025-12-20',
      reportedOn: '2025-12-28',
      lines: [{ itemSeq: 3, quantity: '1', income: '1' }],
    }),
  ).toEqual([['R-92', null, 'reportedOn']])
  const blocked = await save({
    kind: 'scrap',
    lines: [{ itemSeq: 3, quantity: '1', income: '1', hsCode: '0101210010', name: '马' }],
  })
  expect(blocked).toMatchObject({
    sheet: null,
    taxTotal: null,
    guards: [{ rule: 'R-70', to: '/reference/tariff-rates' }, { rule: 'R-70' }],
  })
  expect(await engine.refused('domesticSales.makeLists', { saleId: blocked.saleId })).toMatchObject({ code: 'sale.blocked' })
})

test('the list of sales sorts and filters by what is computed; a discarded one is closed', async () => {
  await save({ kind: 'material', buyer: '甲', lines: [{ itemSeq: 2, quantity: '50' }] })
  const second = await save({ kind: 'material', buyer: '乙', lines: [{ itemSeq: 2, quantity: '100' }] })
  await save({ kind: 'destruction', destruction: 'materials', lines: [{ itemSeq: 2, quantity: '1' }] })
  const numbers = async (query: Partial<Request<'domesticSales.list'>>) =>
    (await engine.call('domesticSales.list', { handbookNo, ...query })).rows.map(({ saleNo }) => saleNo)
  expect(await numbers({})).toEqual([3, 2, 1])
  expect(await numbers({ sort: { column: 'taxTotal', descending: true } })).toEqual([2, 1, 3])
  expect(await numbers({ filter: { taxTotal: '>0', buyer: '乙' } })).toEqual([2])
  expect(await engine.call('domesticSales.discard', { saleId: second.saleId })).toMatchObject({
    state: 'discarded',
    deadline: null,
    guards: [],
  })
  expect(await numbers({ filter: { state: '=draft' } })).toEqual([3, 1])
  expect(await engine.refused('domesticSales.discard', { saleId: second.saleId })).toMatchObject({ code: 'sale.notDraft' })
})

test('R-104 papers are attached to what they prove; the sheet is a workbook', async () => {
  const saved = await save({ kind: 'product', lines: [product] })
  const fileId = await engine.put('合同.pdf', Buffer.from('合同'))
  const attached = await engine.call('domesticSales.attach', { saleId: saved.saleId, requirement: 'contract', fileId })
  expect(attached.documents.find(({ requirement }) => requirement === 'contract')).toMatchObject({
    required: true,
    files: [{ name: '合同.pdf' }],
  })
  expect(await engine.refused('domesticSales.attach', { saleId: saved.saleId, requirement: 'nothing', fileId })).toMatchObject({
    code: 'sale.noRequirement',
  })
  const paper = { saleId: saved.saleId, requirement: 'contract', fileId }
  const filesOf = ({ documents }: typeof attached) =>
    documents.find(({ requirement }) => requirement === 'contract')?.files.map(({ name }) => name)
  expect(filesOf(await engine.call('domesticSales.detach', paper))).toEqual([])
  expect(filesOf(await engine.call('domesticSales.attach', paper))).toEqual(['合同.pdf'])
  const { fileId: workbook, name } = await engine.call('domesticSales.sheetWorkbook', { saleId: saved.saleId })
  expect(name).toBe('税款计算表_C23325020251_内销1.xlsx')
  expect((await engine.bytesOf(workbook)).length).toBeGreaterThan(4000)
  await engine.call('domesticSales.discard', { saleId: saved.saleId })
  expect(await engine.refused('domesticSales.detach', paper)).toMatchObject({ code: 'sale.ended' })
})

test('R-116 scrap: weighed, disposed, pending and left; a sale beyond the slips is told', async () => {
  const row = async () => (await engine.call('scrap.control', { handbookNo })).rows.find(({ itemSeq }) => itemSeq === 3)
  expect(await row()).toMatchObject({
    due: '870.27337',
    weighed: '0',
    disposed: '522.16',
    pending: '0',
    left: '348.11337',
    guards: [{ severity: 'warns' }],
  })
  const slip = { slipNo: 'BD-1', weighedOn: '2026-01-03', handbookNo, itemSeq: 3, quantity: '600' }
  const { weighingId } = await engine.call('scrap.weigh', slip)
  expect(await engine.refused('scrap.weigh', slip)).toMatchObject({ code: 'scrap.slipTwice' })
  expect(await row()).toMatchObject({ weighed: '600', guards: [] })
  await save({ kind: 'scrap', lines: [{ itemSeq: 3, quantity: '100', income: '800', hsCode: '3915909000', name: '废塑料' }] })
  expect(await row()).toMatchObject({ pending: '100', left: '248.11337', guards: [{ severity: 'blocks', rule: 'R-116' }] })
  await engine.call('scrap.voidWeighing', { weighingId, reason: '重复过磅' })
  expect(await engine.refused('scrap.voidWeighing', { weighingId, reason: '再来' })).toMatchObject({ code: 'scrap.voided' })
  expect(await row()).toMatchObject({ weighed: '0' })
})

test('slips of a workbook enter whole or not at all, once', async () => {
  const workbook = async (rows: string[][]) =>
    engine.put(
      '磅单.xlsx',
      await writeWorkbook([
        { name: '磅单', columns: '磅单号 过磅日期 手册编号 料件序号 净重 收购方'.split(' ').map((title) => ({ title })), rows },
      ]),
    )
  const good = ['BD-1', '2026-01-03', handbookNo, '3', '600', '回收公司']
  const bad = await workbook([
    good,
    ['BD-2', '2026-01-09', handbookNo, '3', '1', ''],
    ['BD-3', '2026-01-03', handbookNo, '999', '1', ''],
  ])
  const inspected = await engine.call('scrap.inspectWeighings', { fileId: bad })
  expect(inspected).toMatchObject({ rows: 1, rejectedTotal: 2 })
  expect(inspected.rejected.map(({ row, column }) => [row, column])).toEqual([
    [3, '过磅日期'],
    [4, '料件序号'],
  ])
  expect(await engine.refused('scrap.importWeighings', { fileId: bad })).toMatchObject({ code: 'scrap.badRows' })
  expect((await engine.call('scrap.control', { handbookNo })).weighings).toEqual([])
  const fileId = await workbook([good])
  expect(await engine.call('scrap.importWeighings', { fileId })).toEqual({ rows: 1, unchanged: 0 })
  expect(await engine.call('scrap.importWeighings', { fileId })).toEqual({ rows: 0, unchanged: 1 })
  expect((await engine.call('scrap.control', { handbookNo })).weighings).toMatchObject([
    { slipNo: 'BD-1', buyer: '回收公司', quantity: '600' },
  ])
  const differs = await workbook([['BD-1', '2026-01-03', handbookNo, '3', '601', '']])
  expect((await engine.refused('scrap.importWeighings', { fileId: differs })).rejected).toMatchObject([
    { row: 2, column: '磅单号' },
  ])
})
