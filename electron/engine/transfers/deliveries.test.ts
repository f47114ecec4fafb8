import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import type { Request } from '../../../shared/contract/contract.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'

const ours = 'C23325020251'
const theirs = 'C23255141757'
const receiver = { name: '乙方电子（无锡）有限公司', creditCode: '91320200MA1BB00018', customsCode: '3202940001' }

let engine: Engine
let partnerId: string
beforeEach(async () => {
  engine = await openEngine({ now: '2025-06-10T02:00:00.000Z' })
  await engine.call('enterprise.save', {
    name: '甲方电子（苏州）有限公司',
    creditCode: '91320594MA1202516U',
    customsCode: '3205940251',
    customsDistrict: '2332',
    contact: '',
    phone: '',
    address: '',
  })
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(join(samples, 'factory-a', '手册.xlsx')) })
  partnerId = (await engine.call('partners.save', { ...receiver, handbooks: [theirs] })).partnerId
}, 60_000)
afterEach(() => engine.close())

type SlipInput = Request<'deliveries.save'>
const slip = (more: Partial<SlipInput> = {}): SlipInput => ({
  partnerId,
  way: 'out',
  slipNo: 'SH-1',
  deliveredOn: '2025-05-06',
  handbookNo: ours,
  partnerHandbookNo: theirs,
  lines: [{ itemSeq: 4, version: '0', quantity: '100', unitPrice: '10', currency: '502' }],
  ...more,
})
const line = (quantity: string, more: object = {}) => [{ itemSeq: 4, version: '0', quantity, ...more }]
const matching = async () =>
  (await engine.call('transfers.matching', { partnerId })).rows.map((row) => [
    row.way,
    row.itemSeq,
    row.version,
    row.delivered,
    row.returned,
    row.declared,
    row.undeclared,
    row.undelivered,
    row.oldestMonth,
    row.deadline,
  ])

describe('a slip that is typed', () => {
  test('is kept once: the same again is the same slip, another of its number is refused', async () => {
    const { slipId } = await engine.call('deliveries.save', slip())
    expect(await engine.call('deliveries.save', slip())).toEqual({ slipId })
    const failure = await engine.refused('deliveries.save', slip({ lines: line('99', { unitPrice: '10', currency: '502' }) }))
    expect(failure).toMatchObject({ code: 'delivery.differs', at: { field: 'slipNo' } })
    expect(failure.message).toContain('第 1 行数量')
    expect((await engine.call('deliveries.list', {})).total).toBe(1)
  })

  test.each<[string, Partial<SlipInput>, string]>([
    ['an item that is not there', { lines: [{ itemSeq: 99, version: '0', quantity: '1' }] }, 'lines.0.itemSeq'],
    ['a version that is not there', { lines: [{ itemSeq: 4, version: '7', quantity: '1' }] }, 'lines.0.version'],
    ['one of several versions left open', { lines: [{ itemSeq: 1, quantity: '1' }] }, 'lines.0.version'],
    ['nothing delivered', { lines: line('0') }, 'lines.0.quantity'],
    ['less than nothing', { lines: line('-1') }, 'lines.0.quantity'],
    ['a price without currency', { lines: line('1', { unitPrice: '3' }) }, 'lines.0.currency'],
    ['an unknown currency', { lines: line('1', { currency: '999' }) }, 'lines.0.currency'],
    ['tomorrow', { deliveredOn: '2025-06-11' }, 'deliveredOn'],
    ['before the handbook', { deliveredOn: '2025-02-08' }, 'deliveredOn'],
    ['a handbook that is not the partner’s', { partnerHandbookNo: 'C23255149999' }, 'partnerHandbookNo'],
    ['a return of what never went', { kind: 'return' }, 'lines.0.quantity'],
  ])('is refused with its place: %s', async (_, more, field) => {
    expect((await engine.refused('deliveries.save', slip(more))).at).toEqual({ field })
    expect((await engine.call('deliveries.list', {})).total).toBe(0)
  })

  test('takes no more than can be added up', async () => {
    for (let n = 0; n < 90; n++) await engine.call('deliveries.save', slip({ slipNo: `SH-${n}`, lines: line('1000000000000') }))
    expect((await engine.refused('deliveries.save', slip({ slipNo: 'SH-90', lines: line('1000000000000') }))).code).toBe(
      'delivery.tooMuch',
    )
  }, 60_000)

  test('is voided with its reason, and its number is free again; not while a return rests on it', async () => {
    const { slipId } = await engine.call('deliveries.save', slip())
    const back = await engine.call(
      'deliveries.save',
      slip({ slipNo: 'TH-1', kind: 'return', deliveredOn: '2025-05-08', lines: line('30') }),
    )
    expect((await engine.refused('deliveries.void', { slipId, reason: '误登' })).code).toBe('delivery.returnedSince')
    await engine.call('deliveries.void', { slipId: back.slipId, reason: '误登' })
    await engine.call('deliveries.void', { slipId, reason: '误登' })
    expect((await engine.refused('deliveries.void', { slipId, reason: '再次' })).code).toBe('delivery.voided')
    await engine.call('deliveries.save', slip({ lines: line('80') }))
    expect(await matching()).toEqual([['out', 4, '0', '80', '0', '0', '80', '0', '2025-05', '2025-06-30']])
  })
})

test('slips against lists: what is delivered and not declared, and what is declared and not delivered', async () => {
  await engine.call('bondedLists.importWorkbook', {
    handbookNo: ours,
    fileId: await engine.putFile(join(samples, 'factory-a', '核注清单.xlsx')),
    onBadRows: 'skip',
  })
  const before = await matching()
  expect(before.length).toBeGreaterThan(0)
  // Every list of the workbook that names the partner's handbook is declared and not delivered.
  for (const [, , , delivered, , declared, undeclared, undelivered] of before)
    expect([delivered, undeclared, undelivered]).toEqual(['0', '0', declared])
  const [way, itemSeq, version, , , declared] = before[0] ?? []
  if (way !== 'in' && way !== 'out') throw new Error('no list in the sample')
  await engine.call(
    'deliveries.save',
    slip({
      way,
      deliveredOn: '2025-05-01',
      lines: [{ itemSeq: Number(itemSeq), version: String(version), quantity: `${declared}` }],
    }),
  )
  expect((await matching())[0]?.slice(5, 9)).toEqual([declared, '0', '0', null])
  const { rows } = await engine.call('deliveries.list', {})
  expect(rows.map((row) => row.declared)).toEqual(['all'])
  const { todo } = await engine.call('workbench.today', {})
  expect(todo.some(({ title }) => title.includes('已结转未'))).toBe(true)
})

test('a transfer claims its slips until it is given up', async () => {
  const { slipId } = await engine.call('deliveries.save', slip())
  await engine.call('deliveries.save', slip({ slipNo: 'TH-1', kind: 'return', deliveredOn: '2025-05-08', lines: line('30') }))
  await engine.call('deliveries.save', slip({ slipNo: 'SH-2', deliveredOn: '2025-06-02', lines: line('5') }))
  const between = { partnerId, way: 'out' as const, handbookNo: ours, partnerHandbookNo: theirs }
  const proposal = await engine.call('transfers.propose', { ...between, through: '2025-05-31' })
  expect(proposal.lines.map(({ quantity, unitPrice }) => [quantity, unitPrice])).toEqual([['70', '10']])
  expect(proposal.slips.map(({ slipNo }) => slipNo)).toEqual(['SH-1', 'TH-1'])
  expect(proposal.deadlineBasis).toContain('2023-10-31')
  const transfer = await engine.call('transfers.create', { ...between, through: '2025-05-31' })
  expect((await engine.refused('deliveries.void', { slipId, reason: '误登' })).code).toBe('delivery.inTransfer')
  expect((await engine.refused('transfers.create', { ...between, through: '2025-05-31' })).code).toBe('transfer.nothing')
  expect(
    (await engine.call('transfers.propose', { ...between, through: '2025-06-30' })).lines.map(({ quantity }) => quantity),
  ).toEqual(['5'])
  expect(await engine.call('transfers.discard', { transferId: transfer.transferId })).toMatchObject({ state: 'discarded' })
  expect(
    (await engine.call('transfers.propose', { ...between, through: '2025-06-30' })).lines.map(({ quantity }) => quantity),
  ).toEqual(['75'])
  expect((await engine.call('transfers.create', { ...between, through: '2025-06-30' })).transferNo).toBe('3205940251-202506-01')
})

test('E-15 the deadline of May stands on the workbench, red once it is near', async () => {
  await engine.call('deliveries.save', slip())
  engine.setNow('2025-06-28T02:00:00.000Z')
  const { due } = await engine.call('workbench.today', {})
  expect(due.filter(({ rule }) => rule === 'R-49')).toMatchObject([{ date: '2025-06-30', daysLeft: 2, severity: 'blocks' }])
})

test('R-51 an enterprise ordered to rectify makes no transfer', async () => {
  await engine.call('deliveries.save', slip())
  await engine.call('capability.save', {
    filledOn: '2025-01-02',
    documentNo: '',
    headings: ['8504'],
    leasedPlant: false,
    underSmugglingInvestigation: false,
    underInvestigation: false,
    orderedToRectify: true,
  })
  const input = { partnerId, way: 'out' as const, handbookNo: ours, partnerHandbookNo: theirs, through: '2025-05-31' }
  expect(await engine.refused('transfers.create', input)).toMatchObject({ code: 'transfer.blocked' })
  expect((await engine.call('listDrafts.list', {})).drafts).toEqual([])
})

describe('a workbook of slips', () => {
  const headings = [
    '单号',
    '收发',
    '类别',
    '日期',
    '往来企业',
    '手册编号',
    '对方手册编号',
    '备案序号',
    '单耗版本号',
    '数量',
    '单位',
    '单价',
    '币制',
    '运输工具',
  ]
  const row = (slipNo: string, itemSeq: string, quantity: string, more: Partial<Record<string, string>> = {}) => {
    const cells: Record<string, string> = {
      单号: slipNo,
      收发: '转出',
      日期: '2025-05-06',
      往来企业: receiver.name,
      手册编号: ours,
      对方手册编号: theirs,
      备案序号: itemSeq,
      单耗版本号: '0',
      数量: quantity,
      单价: '10',
      币制: '美元',
      运输工具: '苏E12345',
      ...more,
    }
    return headings.map((heading) => cells[heading] ?? '')
  }
  const put = async (rows: string[][]) =>
    engine.put('收发货单.xlsx', await writeWorkbook([{ name: '收发货单', columns: headings.map((title) => ({ title })), rows }]))

  test('comes in once; the same again changes nothing', async () => {
    const fileId = await put([
      row('S1', '4', '10'),
      row('S1', '1', '5'),
      row('S2', '4', '3', { 类别: '退货', 日期: '2025-05-09' }),
    ])
    expect(await engine.call('deliveries.inspectWorkbook', { fileId })).toMatchObject({
      slips: 2,
      lines: 3,
      unchanged: 0,
      rejectedTotal: 0,
      period: { from: '2025-05-06', to: '2025-05-09' },
    })
    expect(await engine.call('deliveries.importWorkbook', { fileId })).toMatchObject({ slips: 2, lines: 3 })
    expect(await engine.call('deliveries.importWorkbook', { fileId })).toMatchObject({ slips: 0, unchanged: 2 })
    expect(await matching()).toEqual([
      ['out', 1, '0', '5', '0', '0', '5', '0', '2025-05', '2025-06-30'],
      ['out', 4, '0', '10', '3', '0', '7', '0', '2025-05', '2025-06-30'],
    ])
  })

  test('with a bad row writes nothing, or the whole slips; the rest comes back and can be imported', async () => {
    const rows = [
      row('S1', '4', '10'),
      row('S1', '99', '5'),
      row('S2', '4', '3'),
      row('S3', '4', '-1'),
      row('S4', '4', '1', { 往来企业: '没有这家' }),
      row('S5', '4', '1'),
      row('S5', '4', '1', { 日期: '2025-05-07' }),
      row('S6', '4', '2', { 类别: '退货', 对方手册编号: theirs, 日期: '2025-05-05', 备案序号: '5' }),
      row('S7', '4', '1', { 单位: '千克' }),
    ]
    const fileId = await put(rows)
    const failure = await engine.refused('deliveries.importWorkbook', { fileId })
    expect(failure).toMatchObject({ code: 'delivery.badRows' })
    expect(failure.rejected?.map(({ row: at, column }) => [at, column])).toEqual([
      [3, '备案序号'],
      [5, '数量'],
      [6, '往来企业'],
      [8, '日期'],
      [9, '数量'],
      [10, '单位'],
    ])
    expect((await engine.call('deliveries.list', {})).total).toBe(0)
    const taken = await engine.call('deliveries.importWorkbook', { fileId, onBadRows: 'skip' })
    expect(taken).toMatchObject({ slips: 1, lines: 1 })
    expect((await engine.call('deliveries.list', {})).rows.map(({ slipNo }) => slipNo)).toEqual(['S2'])
    const back = await engine.call('deliveries.inspectWorkbook', { fileId: taken.rejectedFileId ?? '' })
    expect(back.sheets[0]?.rows).toBe(8)
  })

  test('a slip in the books that differs is refused with its place', async () => {
    await engine.call('deliveries.importWorkbook', { fileId: await put([row('S1', '4', '10')]) })
    const failure = await engine.refused('deliveries.importWorkbook', {
      fileId: await put([row('S0', '4', '1'), row('S1', '4', '11')]),
    })
    expect(failure.rejected).toMatchObject([{ row: 3, column: '单号', code: 'delivery.differs' }])
    expect((await engine.call('deliveries.list', {})).total).toBe(1)
  })

  test('has a template that can be filled, and is not taken as it is', async () => {
    const { fileId } = await engine.call('deliveries.template', {})
    expect(await engine.call('deliveries.inspectWorkbook', { fileId })).toMatchObject({ slips: 0 })
  })
})

describe('a partner', () => {
  test('has one credit code, handbooks of its own, and one key', async () => {
    expect((await engine.refused('partners.save', { ...receiver, handbooks: [] })).code).toBe('partner.known')
    const other = { ...receiver, creditCode: '91320594MA1202517Y' }
    expect((await engine.refused('partners.save', { ...other, handbooks: [theirs] })).code).toBe('partner.handbookTaken')
    expect((await engine.refused('partners.save', { ...other, handbooks: [ours] })).code).toBe('partner.ourHandbook')
    expect((await engine.refused('partners.save', { ...other, creditCode: '91320594MA1202516U' })).code).toBe(
      'partner.isOurselves',
    )
    await engine.call('deliveries.save', slip())
    expect((await engine.refused('partners.save', { ...receiver, partnerId, handbooks: [] })).code).toBe('partner.handbookUsed')
    expect((await engine.refused('partners.save', { ...other, partnerId, handbooks: [theirs] })).code).toBe('partner.codeIsUsed')
    expect((await engine.refused('partners.trust', { partnerId, fingerprint: '1234' })).code).toBe('partner.notAFingerprint')
    const trusted = await engine.call('partners.trust', { partnerId, fingerprint: '0123-4567 89AB cdef' })
    expect(trusted).toMatchObject({ fingerprint: '0123 4567 89ab cdef', deliveries: 1, handbooks: [theirs] })
    const second = await engine.call('partners.save', { ...other, handbooks: [] })
    expect((await engine.refused('partners.trust', { partnerId: second.partnerId, fingerprint: '0123456789abcdef' })).code).toBe(
      'partner.keyIsAnothers',
    )
  })

  test('has pairs of items that follow each other by their day', async () => {
    const pair = {
      partnerId,
      handbookNo: ours,
      goods: 'product' as const,
      itemSeq: 1,
      partnerHandbookNo: theirs,
      partnerItemSeq: 7,
      factor: '2',
      from: '2025-03-01',
    }
    await engine.call('partners.saveItem', pair)
    expect(await engine.call('partners.saveItem', pair)).toEqual({ pairs: 1 })
    expect((await engine.refused('partners.saveItem', { ...pair, factor: '3' })).code).toBe('partner.pairNotLater')
    expect((await engine.refused('partners.saveItem', { ...pair, factor: '0', from: '2025-05-01' })).code).toBe(
      'partner.factorNotAboveZero',
    )
    expect((await engine.refused('partners.saveItem', { ...pair, itemSeq: 4 })).code).toBe('partner.pairTaken')
    await engine.call('partners.saveItem', { ...pair, factor: '3', from: '2025-05-01' })
    const { pairs } = await engine.call('partners.items', { partnerId })
    expect(pairs.map(({ factor, from, to, itemName }) => [factor, from, to, itemName])).toEqual([
      ['2', '2025-03-01', '2025-04-30', '便携式移动电源'],
      ['3', '2025-05-01', null, '便携式移动电源'],
    ])
  })
})
