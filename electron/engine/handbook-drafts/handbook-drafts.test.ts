import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { openConnection } from '../database/connection.ts'
import { openDataFolder } from '../database/data-folder.ts'
import { FileFolder } from '../files/service.ts'
import { composeServices } from '../services.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { day } from '../../../shared/domain/day.ts'
import { rate } from '../../../shared/domain/exact.ts'
import type { RecordConsumption } from '../../../shared/domain/handbook-record.ts'

const handbookNo = 'C23325020251'
const enterprise = {
  name: '示例电子（苏州）有限公司',
  creditCode: '91320594MA1202516U',
  customsCode: '3205940251',
  customsDistrict: '2332',
  contact: '王芳',
  phone: '0512-1',
  address: '',
}

let engine: Engine
beforeEach(async () => {
  engine = await openEngine({ now: '2025-06-02T02:00:00.000Z' })
  await engine.call('enterprise.save', enterprise)
})
afterEach(() => engine.close())

const importHandbook = async () => {
  const fileId = await engine.putFile(`${samples}factory-a/手册.xlsx`)
  return engine.call('handbooks.importWorkbook', { fileId })
}
const importLists = async () => {
  const fileId = await engine.putFile(`${samples}factory-a/核注清单.xlsx`)
  return engine.call('bondedLists.importWorkbook', { handbookNo, fileId, onBadRows: 'refuse' })
}

/** The engine's own services beside it: what a filing would call once customs has answered. */
async function asFilings<T>(work: (services: ReturnType<typeof composeServices>) => T): Promise<T> {
  const folder = openDataFolder(engine.dataFolder)
  const db = openConnection(folder.database, 'write')
  try {
    const clock = { now: () => '2025-06-03T02:00:00.000Z' }
    const services = composeServices(db, { clock, folder: new FileFolder(folder.files), programVersion: 'test' })
    services.journal.begin('filings.importReceipt')
    return db.transaction(() => work(services)).immediate()
  } finally {
    db.close()
  }
}
const filingId = '33333333-3333-4333-8333-333333333333'
async function accept(draftId: string, no: string, seqNo = '000000000000000001') {
  const sourceFileId = await engine.put('报文.xml', new Uint8Array([1]))
  return asFilings(({ handbookDrafts }) => {
    handbookDrafts.markFiled(draftId, filingId)
    return handbookDrafts.accept(draftId, { handbookNo: no, seqNo, acceptedOn: day('2025-06-03'), sourceFileId })
  })
}

const item = (extra: Record<string, string> = {}) => ({
  partNo: 'P-1',
  hsCode: '3901200099',
  name: '塑料粒',
  unit: '千克',
  legalUnit: '035',
  quantity: '１，０００',
  unitPrice: '1.25',
  currency: 'USD',
  country: '日本',
  levyMode: '全免',
  ...extra,
})
const line = (extra: Record<string, string> = {}) => ({
  productSeq: '1',
  materialSeq: '1',
  netConsumption: '0.19',
  tangibleLossRate: '5%',
  intangibleLossRate: '0',
  ...extra,
})
const add = (draftId: string, body: 'materials' | 'products' | 'consumptions', ...rows: Record<string, string>[]) =>
  engine.call('handbookDrafts.saveRows', { draftId, body, rows: rows.map((cells) => ({ rowId: null, cells })) })
const rowsOf = async (draftId: string, body: 'materials' | 'products' | 'consumptions') =>
  (await engine.call('handbookDrafts.rows', { draftId, body })).rows

async function drafted() {
  const { draftId } = await engine.call('handbookDrafts.create', { kind: 'C' })
  await engine.call('handbookDrafts.saveHead', { draftId, cells: { importCurrency: '美元', exportCurrency: '502' } })
  await add(draftId, 'materials', item())
  await add(draftId, 'products', item({ partNo: 'F-1', name: '塑料件', quantity: '5000', unitPrice: '0.5' }))
  await add(draftId, 'consumptions', line())
  return draftId
}

test('a draft knows what the enterprise knows; names and full-width figures become codes and numbers, numbers and totals follow', async () => {
  const draftId = await drafted()
  const draft = await engine.call('handbookDrafts.get', { draftId })
  expect(draft.head).toMatchObject({
    operatorCustomsCode: '3205940251',
    declarantName: enterprise.name,
    customsDistrict: '2332',
    supervisionMode: '0615',
    levyNature: '503',
    validTo: '2026-06-01',
    importCurrency: '502',
  })
  expect(draft).toMatchObject({ problems: 0, materials: 1, products: 1, consumptions: 1, state: 'editing', handbookNo: null })
  const [material] = await rowsOf(draftId, 'materials')
  expect(material).toMatchObject({ mark: '3', before: null, problems: [] })
  expect(material?.cells).toMatchObject({
    seq: '1',
    quantity: '1000',
    total: '1250',
    unit: '035',
    currency: '502',
    country: '116',
    levyMode: '3',
  })
  const [consumption] = await rowsOf(draftId, 'consumptions')
  expect(consumption?.cells).toMatchObject({ version: '0', bondedRatio: '100', tangibleLossRate: '5', declarationState: '2' })

  const rowId = material?.rowId ?? 0
  await engine.call('handbookDrafts.saveRows', { draftId, body: 'materials', rows: [{ rowId, cells: { quantity: '2000' } }] })
  expect((await rowsOf(draftId, 'materials'))[0]?.cells['total']).toBe('2500')
  await engine.call('handbookDrafts.saveRows', { draftId, body: 'materials', rows: [{ rowId, cells: { total: '2499.99' } }] })
  await engine.call('handbookDrafts.saveRows', { draftId, body: 'materials', rows: [{ rowId, cells: { quantity: '3000' } }] })
  expect((await rowsOf(draftId, 'materials'))[0]?.cells['total']).toBe('2499.99')
})

test('wrong cells stay as they are, each with its place and reason', async () => {
  const draftId = await drafted()
  await add(
    draftId,
    'materials',
    item({ unit: '约', hsCode: '12', partNo: 'X'.repeat(33), quantity: '0' }),
    item({ seq: '1', name: '#N/A' }),
  )
  await add(draftId, 'consumptions', line({ productSeq: '9', tangibleLossRate: '60', intangibleLossRate: '40' }), line())
  const [, wrong, twice] = await rowsOf(draftId, 'materials')
  expect(wrong?.cells).toMatchObject({ seq: '2', unit: '约', hsCode: '12' })
  expect(wrong?.problems.map(({ column }) => column)).toEqual(['partNo', 'hsCode', 'unit', 'quantity'])
  expect(wrong?.problems.map(({ message }) => message).join()).toMatch(/超过 32 个字符.*应为 10 位数字.*不在代码表中.*不能为零/)
  expect(twice?.problems.map(({ message }) => message)).toEqual(['“商品名称”是公式错误值 #N/A', '“序号”1 与前面的一行重复'])
  const [, lost, again] = await rowsOf(draftId, 'consumptions')
  expect(lost?.problems.map(({ message }) => message)).toEqual([
    '有形与无形损耗率合计须小于 100（R-27）',
    '“成品序号”9 不在成品表中',
  ])
  expect(again?.problems.map(({ column }) => column)).toEqual(['materialSeq'])

  const { checks } = await engine.call('handbookDrafts.check', { draftId })
  expect(checks.find(({ at }) => at?.column === 'hsCode')).toMatchObject({
    severity: 'blocks',
    rule: 'R-11',
    at: { rowId: wrong?.rowId },
  })
  expect(await asFilings(({ handbookDrafts }) => handbookDrafts.proposedRecord(draftId))).toEqual({ problems: 9 })
  expect((await engine.refused('handbookDrafts.saveHead', { draftId, cells: { handbookNo } })).code).toBe('draft.givenField')
  expect((await engine.refused('handbookDrafts.saveHead', { draftId, cells: { colour: 'red' } })).code).toBe('draft.unknownField')
})

test('a filing is accepted as a handbook, changed, and changed again by the marks', async () => {
  const draftId = await drafted()
  await accept(draftId, 'C23325250001')
  const handbook = await engine.call('handbooks.get', { handbookNo: 'C23325250001' })
  expect(handbook).toMatchObject({
    establishedOn: '2025-06-03',
    seqNo: '000000000000000001',
    materials: 1,
    importCurrency: '502',
  })
  expect(await engine.call('handbookDrafts.get', { draftId })).toMatchObject({ state: 'accepted', handbookNo: 'C23325250001' })
  expect((await engine.refused('handbookDrafts.saveHead', { draftId, cells: { remark: '晚了' } })).code).toBe('draft.accepted')

  const change = await engine.call('handbookDrafts.createChange', { handbookNo: 'C23325250001' })
  expect((await engine.refused('handbookDrafts.createChange', { handbookNo: 'C23325250001' })).code).toBe('draft.openChange')
  await engine.call('handbookDrafts.saveHead', { draftId: change.draftId, cells: { remark: '增加一种料件' } })
  const [held] = await rowsOf(change.draftId, 'materials')
  expect(held?.mark).toBe('0')
  await engine.call('handbookDrafts.saveRows', {
    draftId: change.draftId,
    body: 'materials',
    rows: [
      { rowId: held?.rowId ?? 0, cells: { quantity: '1500' } },
      { rowId: null, cells: item({ partNo: 'P-2' }) },
    ],
  })
  const [consumption] = await rowsOf(change.draftId, 'consumptions')
  await engine.call('handbookDrafts.removeRows', {
    draftId: change.draftId,
    body: 'consumptions',
    rowIds: [consumption?.rowId ?? 0],
  })
  await add(change.draftId, 'consumptions', line({ version: '1', materialSeq: '2' }))
  const { head, bodies } = await engine.call('handbookDrafts.compare', { draftId: change.draftId })
  expect(head.map(({ column, after }) => [column, after])).toEqual([['remark', '增加一种料件']])
  expect(bodies.map(({ rows }) => rows.map(({ key, mark }) => `${mark} ${key}`))).toEqual([
    ['1 1', '3 2'],
    [],
    ['3 1:1:2', '2 1:0:1'],
  ])
  expect(bodies[0]?.rows[0]?.fields.map(({ column, before, after }) => [column, before, after])).toEqual([
    ['quantity', '1000', '1500'],
    ['total', '1250', '1875'],
  ])
  await accept(change.draftId, 'C23325250001')
  expect(await engine.call('handbooks.get', { handbookNo: 'C23325250001' })).toMatchObject({
    establishedOn: '2025-06-03',
    remark: '增加一种料件',
    materials: 2,
  })
  const materials = await engine.call('handbooks.materials', { handbookNo: 'C23325250001' })
  expect(materials.rows.map(({ seq, quantity, total }) => [seq, quantity, total])).toEqual([
    [1, '1500', '1875'],
    [2, '1000', '1250'],
  ])
  const { rows } = await engine.call('handbooks.consumptions', { handbookNo: 'C23325250001' })
  expect(rows.map(({ version, materialSeq }) => [version, materialSeq])).toEqual([['1', 2]])

  const second = await engine.call('handbookDrafts.createChange', { handbookNo: 'C23325250001', validTo: '2027-06-01' })
  expect(second).toMatchObject({ extension: true, problems: 0 })
  await accept(second.draftId, 'C23325250001')
  expect(await engine.call('handbooks.get', { handbookNo: 'C23325250001' })).toMatchObject({ validTo: '2027-06-01' })
  expect(await engine.call('handbookDrafts.get', { draftId: second.draftId })).toMatchObject({ extension: true })
  const { rows: deeds } = await engine.call('journal.list', { limit: 100 })
  expect(deeds.find(({ what }) => what === '保存料件 2 行')).toMatchObject({
    subject: '手册 C23325250001 变更草稿',
    before: { '料件 1': '备案数量 1000；申报总价 1250' },
    after: { '料件 1': '备案数量 1500；申报总价 1875' },
  })
})

test('R-7 no new handbook is drafted while another is overdue for its report', async () => {
  await importHandbook()
  engine.setNow('2026-03-10T02:00:00.000Z')
  expect((await engine.call('handbookDrafts.create', { kind: 'C' })).state).toBe('editing')
  engine.setNow('2026-03-11T02:00:00.000Z')
  expect(await engine.refused('handbookDrafts.create', { kind: 'C' })).toMatchObject({ code: 'draft.overdueHandbook' })
})

test('E-14 an extension beyond two years from the set-up is blocked, but for 特殊行业, where the contract decides', async () => {
  await importHandbook()
  engine.setNow('2026-02-01T02:00:00.000Z')
  const { draftId } = await engine.call('handbookDrafts.createChange', { handbookNo, validTo: '2027-02-10' })
  const severities = async () =>
    (await engine.call('handbookDrafts.check', { draftId })).checks
      .filter(({ rule }) => rule === 'R-15')
      .map(({ severity }) => severity)
  expect(await severities()).toEqual(['blocks'])
  await engine.call('handbookDrafts.saveHead', { draftId, cells: { purpose: '2' } })
  expect(await severities()).toEqual(['warns'])
  await engine.call('handbookDrafts.saveHead', { draftId, cells: { purpose: '1', validTo: '2027-02-09' } })
  expect(await severities()).toEqual([])
})

test('E-14 an extension is drafted on the last day of validity and not on the next', async () => {
  await importHandbook()
  engine.setNow('2026-02-08T02:00:00.000Z')
  const { draftId, extension } = await engine.call('handbookDrafts.createChange', { handbookNo, validTo: '2027-02-09' })
  expect(extension).toBe(true)
  const { checks } = await engine.call('handbookDrafts.check', { draftId })
  expect(checks.filter(({ rule }) => rule === 'R-16').map(({ severity }) => severity)).toEqual(['passes'])
  await engine.call('handbookDrafts.discard', { draftId })
  engine.setNow('2026-02-09T02:00:00.000Z')
  expect((await engine.refused('handbookDrafts.createChange', { handbookNo })).code).toBe('draft.expired')
})

test('the list says what is wrong as of now: after a cell was written, and after lists came in that forbid a change', async () => {
  await importHandbook()
  const wrong = async () => (await engine.call('handbookDrafts.list', {})).drafts.map(({ problems }) => problems)
  const { draftId } = await engine.call('handbookDrafts.createChange', { handbookNo })
  const [before = 0] = await wrong()
  const [material] = await rowsOf(draftId, 'materials')
  const write = (quantity: string) =>
    engine.call('handbookDrafts.saveRows', {
      draftId,
      body: 'materials',
      rows: [{ rowId: material?.rowId ?? 0, cells: { quantity } }],
    })
  await write('很多')
  expect(await wrong()).toEqual([before + 1])
  await write(material?.cells['quantity'] ?? '')
  expect(await wrong()).toEqual([before])
  await engine.call('handbookDrafts.removeRows', { draftId, body: 'materials', rowIds: [material?.rowId ?? 0] })
  const [removed = 0] = await wrong()
  await importLists()
  expect(await wrong()).toEqual([removed + 1])
})

test('R-34 a used version and a listed item stay; the way out is a new version', async () => {
  await importHandbook()
  await importLists()
  engine.setNow('2025-12-31T02:00:00.000Z')
  const { draftId } = await engine.call('handbookDrafts.createChange', { handbookNo })
  const [first] = await rowsOf(draftId, 'consumptions')
  const rowId = first?.rowId ?? 0
  await engine.call('handbookDrafts.saveRows', {
    draftId,
    body: 'consumptions',
    rows: [{ rowId, cells: { netConsumption: '9' } }],
  })
  const [material] = await rowsOf(draftId, 'materials')
  await engine.call('handbookDrafts.removeRows', { draftId, body: 'materials', rowIds: [material?.rowId ?? 0] })
  const { checks } = await engine.call('handbookDrafts.check', { draftId })
  expect(checks.find(({ rule, severity }) => severity === 'blocks' && rule === 'R-35')).toMatchObject({
    at: { rowId, column: 'netConsumption' },
  })
  expect(checks.some(({ message }) => message.includes('已有核注清单，不能删除'))).toBe(true)
  const deleted = (await rowsOf(draftId, 'materials')).find(({ mark }) => mark === '2')
  expect(deleted?.rowId).toBeNull()
  await engine.call('handbookDrafts.restoreRow', { draftId, body: 'materials', before: deleted?.before ?? {} })
  await engine.call('handbookDrafts.restoreRow', { draftId, body: 'consumptions', before: first?.before ?? {} })
  expect((await engine.call('handbookDrafts.get', { draftId })).problems).toBe(0)

  const before = (await engine.call('handbooks.consumptions', { handbookNo, limit: 100_000 })).rows
  const proposed: RecordConsumption = {
    productSeq: 1,
    materialSeq: 5,
    version: '7',
    netConsumption: rate('0.04'),
    tangibleLossRate: rate('0.38'),
    intangibleLossRate: rate('0'),
    bondedRatio: rate('100'),
    declarationState: '2',
    executionMark: '1',
    validTo: '',
    remark: '',
  }
  const into = await asFilings(({ handbookDrafts }) => {
    handbookDrafts.propose(handbookNo, [proposed, { ...proposed, materialSeq: 11 }])
    return handbookDrafts.propose(handbookNo, [proposed])
  })
  expect(into).toBe(draftId)
  expect(
    (await rowsOf(draftId, 'consumptions')).filter(({ mark }) => mark !== '0').map(({ cells }) => cells['materialSeq']),
  ).toEqual(['5'])
  expect((await engine.call('handbooks.consumptions', { handbookNo, limit: 100_000 })).rows).toEqual(before)
  await expect(
    asFilings(({ handbookDrafts }) => handbookDrafts.propose(handbookNo, [{ ...proposed, version: '0' }])),
  ).rejects.toMatchObject({
    failure: { code: 'draft.versionInForce' },
  })
})

test('R-34 a version used while its change waited for the answer keeps what it consumed: nothing comes into force', async () => {
  await importHandbook()
  const { draftId } = await engine.call('handbookDrafts.createChange', { handbookNo })
  const [first] = await rowsOf(draftId, 'consumptions')
  await engine.call('handbookDrafts.saveRows', {
    draftId,
    body: 'consumptions',
    rows: [{ rowId: first?.rowId ?? 0, cells: { netConsumption: '9' } }],
  })
  await asFilings(({ handbookDrafts }) => handbookDrafts.markFiled(draftId, filingId))
  await importLists()
  const sourceFileId = await engine.put('报文.xml', new Uint8Array([1]))
  const by = { handbookNo, seqNo: '', acceptedOn: day('2025-06-03'), sourceFileId }
  await expect(asFilings(({ handbookDrafts }) => handbookDrafts.accept(draftId, by))).rejects.toMatchObject({
    failure: { code: 'draft.barred' },
  })
  expect((await engine.call('handbookDrafts.get', { draftId })).state).toBe('filed')
  await asFilings(({ handbookDrafts }) => handbookDrafts.markReturned(draftId))
  await engine.call('handbookDrafts.restoreRow', { draftId, body: 'consumptions', before: first?.before ?? {} })
  expect(await engine.call('handbookDrafts.get', { draftId })).toMatchObject({ state: 'returned', problems: 0 })
})

test('a draft goes out as a workbook and comes back as it was, wrong cells included', async () => {
  const draftId = await drafted()
  await add(draftId, 'materials', item({ unit: '约', quantity: '1.1234567' }))
  const { fileId } = await engine.call('handbookDrafts.exportWorkbook', { draftId })
  const looked = await engine.call('handbookDrafts.inspectWorkbook', { fileId })
  expect(looked).toMatchObject({ materials: 2, products: 1, consumptions: 1, changes: null })
  expect(looked.rejected.map(({ sheet, row, column }) => [sheet, row, column])).toEqual([
    ['料件', 3, '申报计量单位'],
    ['料件', 3, '备案数量'],
  ])
  const again = await engine.call('handbookDrafts.importWorkbook', { fileId })
  const { head, problems } = await engine.call('handbookDrafts.get', { draftId })
  expect(await engine.call('handbookDrafts.get', { draftId: again.draftId })).toMatchObject({ head, problems })
  for (const body of ['materials', 'products', 'consumptions'] as const) {
    const cells = async (id: string) => (await rowsOf(id, body)).map((row) => row.cells)
    expect(await cells(again.draftId)).toEqual(await cells(draftId))
  }
  const { rows, problems: wrong } = await engine.call('handbookDrafts.importBody', { draftId, body: 'products', fileId })
  expect([rows, wrong]).toEqual([1, 0])
})

test('R-32 a draft is measured by the standard of its own unit alone', async () => {
  const draftId = await drafted()
  const importing = async (unit: string) => {
    const titles = ['成品商品编码', '料件商品编码', '单位', '单耗上限', '单耗下限', '生效日期', '失效日期', '依据']
    const row = ['3901', '3901', unit, '0.19', '', '2007-06-01', '', '海关总署公告']
    const bytes = await writeWorkbook([{ name: '单耗标准', columns: titles.map((title) => ({ title })), rows: [row] }])
    await engine.call('reference.importWorkbook', {
      table: 'consumptionStandards',
      fileId: await engine.put('单耗标准.xlsx', bytes),
    })
    const { checks } = await engine.call('handbookDrafts.check', { draftId })
    return checks.filter(({ rule }) => rule === 'R-32').map(({ message }) => message)
  }
  // 0.19 ÷ 0.95 = 0.2
  expect(await importing('035')).toEqual(['成品 1 版本 0 料件 1 的保税单耗 0.2 高于上限 0.19，海关按限核销（海关总署公告）'])
  expect(await importing('克')).toEqual(['申报的单耗都在单耗标准之内'])
})

test('the checks name the rule, and documents satisfy R-4', async () => {
  const draftId = await drafted()
  const severities = async (rule: string) =>
    (await engine.call('handbookDrafts.check', { draftId })).checks
      .filter((check) => check.rule === rule)
      .map(({ severity }) => severity)
  expect(await severities('R-5')).toEqual(['blocks'])
  await engine.call('capability.save', { filledOn: '2025-06-01', headings: ['3901'] })
  expect(await severities('R-5')).toEqual(['passes'])
  // The first handbook: 信息表, 基本情况登记表, 对外合同.
  expect(await severities('R-4')).toEqual(['blocks', 'blocks', 'blocks'])
  const { documents } = await engine.call('handbookDrafts.get', { draftId })
  const fileId = await engine.put('合同.pdf', new Uint8Array([1, 2]))
  for (const { requirement, required } of documents) {
    if (required) await engine.call('handbookDrafts.attach', { draftId, requirement, fileId })
  }
  expect(await severities('R-4')).toEqual(['passes'])
  await engine.call('handbookDrafts.detach', { draftId, requirement: 'foreignContract', fileId })
  expect(await severities('R-4')).toEqual(['blocks'])
  expect(await severities('R-2')).toEqual(['passes'])
  await engine.call('handbookDrafts.saveHead', { draftId, cells: { levyNature: '502' } })
  expect(await severities('R-2')).toEqual(['blocks'])
})
