import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'

/** 甲 sends products of its handbook to 乙, whose books are another data folder. Today is 2025-06-10. */
const now = '2025-06-10T02:00:00.000Z'
const ours = 'C23325020251'
const theirs = 'C23325000417'
const sender = { name: '甲方电子（苏州）有限公司', creditCode: '91320594MA1202516U', customsCode: '3205940251' }
const receiver = { name: '乙方电子（无锡）有限公司', creditCode: '91320200MA1BB00018', customsCode: '3202940001' }
const passphrase = '口令 123456'

interface Side {
  engine: Engine
  partnerId: string
  keyId: string
  fingerprint: string
}

async function openSide(
  own: typeof sender,
  other: typeof sender,
  books: { factory: string; otherHandbook: string },
): Promise<Side> {
  const engine = await openEngine({ now })
  await engine.call('enterprise.save', { ...own, customsDistrict: '2332', contact: '', phone: '', address: '' })
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(join(samples, books.factory, '手册.xlsx')) })
  const { partnerId } = await engine.call('partners.save', { ...other, handbooks: [books.otherHandbook] })
  const { keyId, fingerprint } = await engine.call('keys.create', { name: '结转', passphrase })
  return { engine, partnerId, keyId, fingerprint }
}

let a: Side
let b: Side
beforeEach(async () => {
  a = await openSide(sender, receiver, { factory: 'factory-a', otherHandbook: theirs })
  b = await openSide(receiver, sender, { factory: 'factory-b', otherHandbook: ours })
  await a.engine.call('partners.trust', { partnerId: a.partnerId, fingerprint: b.fingerprint })
}, 60_000)
afterEach(async () => {
  await a.engine.close()
  await b.engine.close()
})

const slip = (slipNo: string, deliveredOn: string, lines: [itemSeq: number, quantity: string, unitPrice: string][]) => ({
  partnerId: a.partnerId,
  way: 'out' as const,
  slipNo,
  deliveredOn,
  handbookNo: ours,
  partnerHandbookNo: theirs,
  vehicle: '苏E12345',
  lines: lines.map(([itemSeq, quantity, unitPrice]) => ({ itemSeq, version: '0', quantity, unitPrice, currency: '502' })),
})
const between = () => ({ partnerId: a.partnerId, way: 'out' as const, handbookNo: ours, partnerHandbookNo: theirs })

/** Two slips of May, and their collective transfer. */
async function transferOfMay() {
  await a.engine.call(
    'deliveries.save',
    slip('SH-1', '2025-05-06', [
      [1, '100', '20'],
      [4, '40', '10'],
    ]),
  )
  await a.engine.call('deliveries.save', slip('SH-2', '2025-05-20', [[1, '50.5', '20']]))
  return a.engine.call('transfers.create', { ...between(), through: '2025-05-31' })
}
async function packageOf(side: Side, transferId: string): Promise<Uint8Array> {
  const { filingId } = await side.engine.call('filings.createTransferPackage', { transferId })
  await side.engine.call('filings.sign', { filingId, keyId: side.keyId, passphrase })
  const { fileId } = await side.engine.call('filings.export', { filingId })
  return side.engine.bytesOf(fileId)
}
const trustA = () => b.engine.call('partners.trust', { partnerId: b.partnerId, fingerprint: a.fingerprint })
/** 乙's material 1 is 甲's product 1, two and a half to one; material 3 is product 4. */
async function pairItems() {
  const pair = {
    partnerId: b.partnerId,
    handbookNo: theirs,
    goods: 'material' as const,
    partnerHandbookNo: ours,
    from: '2025-04-01',
  }
  await b.engine.call('partners.saveItem', { ...pair, itemSeq: 1, partnerItemSeq: 1, factor: '2.5' })
  await b.engine.call('partners.saveItem', { ...pair, itemSeq: 3, partnerItemSeq: 4, factor: '1' })
}
const everything = async ({ engine }: Side) =>
  JSON.stringify([
    await engine.call('deliveries.list', {}),
    await engine.call('transfers.list', {}),
    await engine.call('listDrafts.list', {}),
    await engine.call('partners.list', {}),
  ])

test('a month of deliveries becomes a collective transfer, its package is mirrored, and the answer pairs both sides', async () => {
  const proposal = await a.engine.call('transfers.propose', { ...between(), through: '2025-05-31' })
  expect(proposal.lines).toEqual([])
  const sent = await transferOfMay()
  expect(sent).toMatchObject({
    transferNo: '3205940251-202505-01',
    way: 'out',
    from: '2025-05-06',
    to: '2025-05-20',
    deadline: '2025-06-30',
    slips: 2,
    items: 2,
    state: 'draft',
    paired: 'no',
  })
  const draft = await a.engine.call('listDrafts.get', { draftId: sent.draftId })
  expect(draft).toMatchObject({ business: 'transferOut', mode: '0654', direction: 'E', goods: 'product' })
  expect(draft.head).toMatchObject({ relatedHandbookNo: theirs })
  expect(
    draft.body.map(({ cells }) => [cells['itemSeq'], cells['version'], cells['quantity'], cells['unitPrice'], cells['currency']]),
  ).toEqual([
    ['1', '0', '150.5', '20', '502'],
    ['4', '0', '40', '10', '502'],
  ])

  await trustA()
  await pairItems()
  const fileId = await b.engine.put('结转包.zip', await packageOf(a, sent.transferId))
  const seen = await b.engine.call('transfers.inspectPackage', { fileId })
  expect(seen).toMatchObject({ trusted: true, way: 'in', handbookNo: theirs, partnerHandbookNo: ours, transferId: null })
  expect(seen.slips.map(({ slipNo, known }) => [slipNo, known])).toEqual([
    ['SH-1', false],
    ['SH-2', false],
  ])
  expect(
    seen.items.map(({ itemSeq, quantity, price, difference, problems }) => [itemSeq, quantity, price, difference, problems]),
  ).toEqual([
    [1, '60.2', '50', '0', ['商品编码不同']],
    [3, '40', '10', '0', ['商品编码不同']],
  ])
  expect(seen.guards.filter(({ severity }) => severity === 'blocks')).toEqual([])

  const taken = await b.engine.call('transfers.importPackage', { fileId })
  expect(taken).toMatchObject({
    transferNo: sent.transferNo,
    way: 'in',
    fromPackage: true,
    slips: 2,
    items: 2,
    paired: 'agrees',
    deadline: '2025-06-30',
    message: '补登收发货单 2 张，建立结转 3205940251-202505-01 和清单草稿',
  })
  const mirrored = await b.engine.call('listDrafts.get', { draftId: taken.draftId })
  expect(mirrored).toMatchObject({ business: 'transferIn', direction: 'I', goods: 'material', handbookNo: theirs })
  expect(mirrored.head).toMatchObject({ relatedHandbookNo: ours })
  expect(mirrored.body.map(({ cells }) => [cells['itemSeq'], cells['quantity'], cells['unitPrice'], cells['currency']])).toEqual([
    ['1', '60.2', '50', '502'],
    ['3', '40', '10', '502'],
  ])
  const slips = await b.engine.call('deliveries.list', {})
  expect(slips.rows.map(({ slipNo, source, way, declared }) => [slipNo, source, way, declared])).toEqual([
    ['SH-2', 'package', 'in', 'none'],
    ['SH-1', 'package', 'in', 'none'],
  ])
  expect(
    (await b.engine.call('deliveries.get', { slipId: slips.rows[1]?.slipId ?? '' })).body.map(({ quantity }) => quantity),
  ).toEqual(['40', '40'])

  const before = await everything(b)
  expect((await b.engine.call('transfers.importPackage', { fileId })).message).toBe('这个结转包已经读入过，没有变化')
  expect(await everything(b)).toBe(before)

  const answer = await a.engine.put('对方.zip', await packageOf(b, taken.transferId))
  const answered = await a.engine.call('transfers.importPackage', { fileId: answer })
  expect(answered).toMatchObject({ transferId: sent.transferId, paired: 'differs', state: 'draft' })
  const { guards } = await a.engine.call('transfers.get', { transferId: sent.transferId })
  expect(guards.some(({ message }) => message.includes('没有登记商品对应关系'))).toBe(true)
  await pairBack()
  expect(await a.engine.call('transfers.get', { transferId: sent.transferId })).toMatchObject({ paired: 'agrees' })
  expect((await a.engine.call('transfers.get', { transferId: sent.transferId })).packages.map(({ way }) => way)).toEqual([
    'sent',
    'read',
  ])
})

test('R-50 the receiver declares first: its list number comes back and stands in the sender’s draft', async () => {
  await trustA()
  await pairItems()
  const sent = await transferOfMay()
  const fileId = await b.engine.put('1.zip', await packageOf(a, sent.transferId))
  const taken = await b.engine.call('transfers.importPackage', { fileId })
  const { head, body, savedAt } = await b.engine.call('listDrafts.get', { draftId: taken.draftId })
  const missing = { originCountry: '142', destinationCountry: '142', levyMode: '3' }
  await b.engine.call('listDrafts.save', {
    draftId: taken.draftId,
    savedAt,
    head: { ...head, port: '2332', customsDistrict: '2332', country: '142' },
    lines: body.map(({ cells }) => ({ ...cells, ...missing, legalQuantity: cells['quantity'] ?? '' })),
  })
  const { filingId, checks } = await b.engine.call('filings.createBondedList', { draftId: taken.draftId })
  expect(checks.filter(({ severity }) => severity === 'blocks')).toEqual([])
  await b.engine.call('filings.sign', { filingId, keyId: b.keyId, passphrase })
  const matching = await b.engine.call('transfers.matching', {})
  expect(matching.rows.map(({ declared, undeclared, deadline }) => [declared, undeclared, deadline])).toEqual([
    ['60.2', '0', null],
    ['40', '0', null],
  ])
  const listNo = 'QD233225I000009001'
  await b.engine.call('filings.recordAnswer', { filingId, result: 'approved', answeredOn: '2025-06-10', listNo })
  const [booked] = (await b.engine.call('transfers.list', {})).transfers
  expect(booked).toMatchObject({ state: 'accepted', listNo })

  const answer = await a.engine.put('2.zip', await packageOf(b, taken.transferId))
  const answered = await a.engine.call('transfers.importPackage', { fileId: answer })
  expect(answered).toMatchObject({ partnerListNo: listNo })
  expect((await a.engine.call('listDrafts.get', { draftId: sent.draftId })).head['relatedListNo']).toBe(listNo)

  // What was declared cannot follow the sender's change of mind any more.
  const draft = await a.engine.call('listDrafts.get', { draftId: sent.draftId })
  const lines = draft.body.map(({ cells }) => ({ ...cells, quantity: '1' }))
  await a.engine.call('listDrafts.save', { draftId: sent.draftId, head: draft.head, lines, savedAt: draft.savedAt })
  const changed = await b.engine.put('3.zip', await packageOf(a, sent.transferId))
  expect((await b.engine.refused('transfers.importPackage', { fileId: changed })).code).toBe('transfer.alreadyFiled')
})

describe('a package is not taken', () => {
  let bytes: Uint8Array
  let transferId: string
  beforeEach(async () => {
    transferId = (await transferOfMay()).transferId
    bytes = await packageOf(a, transferId)
  }, 60_000)
  const refusedBy = async (side: Side, given: Uint8Array) => {
    const fileId = await side.engine.put('结转包.zip', given)
    const before = await everything(side)
    const failure = await side.engine.refused('transfers.importPackage', { fileId })
    expect(await everything(side)).toBe(before)
    return { failure, fileId }
  }

  test('before its key is confirmed, nor with another key', async () => {
    const { failure, fileId } = await refusedBy(b, bytes)
    expect(failure.code).toBe('transfer.untrustedKey')
    expect(failure.next).toContain(a.fingerprint)
    expect(await b.engine.call('transfers.inspectPackage', { fileId })).toMatchObject({
      trusted: false,
      partnerId: b.partnerId,
      fingerprint: a.fingerprint,
    })
    await b.engine.call('partners.trust', { partnerId: b.partnerId, fingerprint: '0123 4567 89ab cdef' })
    expect((await refusedBy(b, bytes)).failure.code).toBe('transfer.otherKey')
  })

  test('by whom it is not for, nor from one who is not registered', async () => {
    await b.engine.call('enterprise.save', {
      ...receiver,
      creditCode: '91320594MA1202517Y',
      customsDistrict: '2332',
      contact: '',
      phone: '',
      address: '',
    })
    expect((await refusedBy(b, bytes)).failure.code).toBe('transfer.notForUs')
    const stranger = await openEngine({ now })
    try {
      await stranger.call('enterprise.save', { ...receiver, customsDistrict: '2332', contact: '', phone: '', address: '' })
      const fileId = await stranger.put('结转包.zip', bytes)
      expect((await stranger.refused('transfers.importPackage', { fileId })).code).toBe('transfer.unknownPartner')
      const { guards } = await stranger.call('transfers.inspectPackage', { fileId })
      expect(guards.filter(({ severity }) => severity === 'blocks')).toHaveLength(2)
    } finally {
      await stranger.close()
    }
  })

  test('where no item is known to be the partner’s: which ones is said', async () => {
    await trustA()
    const { failure } = await refusedBy(b, bytes)
    expect(failure.code).toBe('transfer.unknownItems')
    expect(failure.message).toMatch(/1 便携式移动电源、4 电源适配器/)
  })

  test('with a single bit altered, whatever it is', async () => {
    await trustA()
    await pairItems()
    const places = [0, 40, 700, Math.floor(bytes.length / 2), bytes.length - 40, bytes.length - 1]
    for (const place of places) {
      const altered = Uint8Array.from(bytes)
      altered[place] = (altered[place] ?? 0) ^ 1
      expect((await refusedBy(b, altered)).failure.code, `byte ${place}`).toBe('filing.packageAltered')
    }
    expect((await refusedBy(b, bytes.subarray(0, -1))).failure.code).toBe('filing.packageAltered')
    expect((await refusedBy(b, Buffer.from('{"transferNo":1}'))).failure.code).toBe('filing.packageAltered')
  })

  test('where our own transfer has the slips already: one side gives way', async () => {
    await trustA()
    await pairItems()
    const own = { ...between(), partnerId: b.partnerId, way: 'in' as const, handbookNo: theirs, partnerHandbookNo: ours }
    await b.engine.call('deliveries.save', {
      ...slip('SH-1', '2025-05-06', []),
      ...own,
      lines: [{ itemSeq: 1, quantity: '40', unitPrice: '50', currency: '502' }],
    })
    const transfer = await b.engine.call('transfers.create', { ...own, through: '2025-05-31' })
    const { failure } = await refusedBy(b, bytes)
    expect(failure.code).toBe('transfer.bothSides')
    expect(failure.next).toContain(transfer.transferNo)
    await b.engine.call('transfers.discard', { transferId: transfer.transferId })
    const fileId = await b.engine.put('结转包.zip', bytes)
    expect((await b.engine.call('transfers.importPackage', { fileId })).message).toContain('补登收发货单 1 张')
  })

  test('that is older than one taken before, nor after the transfer has been given up', async () => {
    await trustA()
    await pairItems()
    const newer = await packageOf(a, transferId)
    const fileId = await b.engine.put('结转包.zip', newer)
    const taken = await b.engine.call('transfers.importPackage', { fileId })
    expect((await refusedBy(b, bytes)).failure.code).toBe('transfer.olderPackage')
    await b.engine.call('transfers.discard', { transferId: taken.transferId })
    expect((await refusedBy(b, await packageOf(a, transferId))).failure.code).toBe('transfer.discarded')
  })

  test('half: a slip that cannot be written leaves nothing behind', async () => {
    await trustA()
    await pairItems()
    b.engine.setNow('2025-05-10T02:00:00.000Z')
    const { failure } = await refusedBy(b, bytes)
    expect(failure.code).toBe('transfer.badSlip')
    expect(failure.message).toContain('SH-2')
  })
})

test('a newer package with other figures replaces them while our list is a draft', async () => {
  await trustA()
  await pairItems()
  const sent = await transferOfMay()
  const first = await b.engine.put('1.zip', await packageOf(a, sent.transferId))
  const taken = await b.engine.call('transfers.importPackage', { fileId: first })
  const draft = await a.engine.call('listDrafts.get', { draftId: sent.draftId })
  const lines = draft.body.map(({ cells }) => (cells['itemSeq'] === '1' ? { ...cells, quantity: '150' } : cells))
  await a.engine.call('listDrafts.save', { draftId: sent.draftId, head: draft.head, lines, savedAt: draft.savedAt })
  const second = await b.engine.put('2.zip', await packageOf(a, sent.transferId))
  const updated = await b.engine.call('transfers.importPackage', { fileId: second })
  expect(updated).toMatchObject({ transferId: taken.transferId, draftId: taken.draftId, paired: 'agrees' })
  const mirrored = await b.engine.call('listDrafts.get', { draftId: taken.draftId })
  expect(mirrored.body.map(({ cells }) => cells['quantity'])).toEqual(['60', '40'])
})

test('what the partner declares otherwise is shown item by item, and on the workbench', async () => {
  await trustA()
  await pairItems()
  const sent = await transferOfMay()
  const taken = await b.engine.call('transfers.importPackage', {
    fileId: await b.engine.put('1.zip', await packageOf(a, sent.transferId)),
  })
  const draft = await b.engine.call('listDrafts.get', { draftId: taken.draftId })
  const lines = draft.body.map(({ cells }) => (cells['itemSeq'] === '1' ? { ...cells, quantity: '60.3' } : cells))
  await b.engine.call('listDrafts.save', { draftId: taken.draftId, head: draft.head, lines, savedAt: draft.savedAt })
  const answer = await a.engine.put('对方.zip', await packageOf(b, taken.transferId))
  await pairBack()
  expect(await a.engine.call('transfers.importPackage', { fileId: answer })).toMatchObject({ paired: 'differs' })
  const { pairing, guards } = await a.engine.call('transfers.get', { transferId: sent.transferId })
  expect(
    pairing.map(({ itemSeq, quantity, converted, difference, problems }) => [itemSeq, quantity, converted, difference, problems]),
  ).toEqual([
    [1, '150.5', '150.75', '-0.25', ['换算后数量不同', '商品编码不同']],
    [4, '40', '40', '0', ['商品编码不同']],
  ])
  expect(guards.some(({ rule, message }) => rule === 'R-50' && message.includes('换算后数量不同'))).toBe(true)
})

/** The same correspondence in 甲's books. */
async function pairBack() {
  const pair = {
    partnerId: a.partnerId,
    handbookNo: ours,
    goods: 'product' as const,
    partnerHandbookNo: theirs,
    from: '2025-04-01',
  }
  await a.engine.call('partners.saveItem', { ...pair, itemSeq: 1, partnerItemSeq: 1, factor: '0.4' })
  await a.engine.call('partners.saveItem', { ...pair, itemSeq: 4, partnerItemSeq: 3, factor: '1' })
}

test('an older slip that is written down after its month was declared is open, and goes into a transfer of its own', async () => {
  const { engine, partnerId } = b
  const received = (slipNo: string, deliveredOn: string) =>
    engine.call('deliveries.save', {
      partnerId,
      way: 'in',
      slipNo,
      deliveredOn,
      handbookNo: theirs,
      partnerHandbookNo: ours,
      signedBy: '丁',
      lines: [{ itemSeq: 7, quantity: '10', unitPrice: '0.62', currency: '502' }],
    })
  const declare = () =>
    engine.call('transfers.create', { partnerId, way: 'in', handbookNo: theirs, partnerHandbookNo: ours, through: '2025-05-31' })
  const slipsOf = async (transferId: string) =>
    (await engine.call('transfers.get', { transferId })).slipsOf.map(({ slipNo }) => slipNo)
  await received('SH-2', '2025-05-20')
  const first = await declare()
  const { head, body, savedAt } = await engine.call('listDrafts.get', { draftId: first.draftId })
  await engine.call('listDrafts.save', {
    draftId: first.draftId,
    head: { ...head, port: '2233', country: '142', relatedListNo: 'QD233225E000000001' },
    lines: body.map(({ cells }) => cells),
    savedAt,
  })
  const { filingId } = await engine.call('filings.createBondedList', { draftId: first.draftId })
  await engine.call('filings.sign', { filingId, keyId: b.keyId, passphrase })
  await received('SH-1', '2025-05-06')
  const rows = (await engine.call('deliveries.list', {})).rows.map(({ slipNo, declared }) => [slipNo, declared])
  expect(Object.fromEntries(rows)).toEqual({ 'SH-1': 'none', 'SH-2': 'all' })
  const second = await declare()
  expect([await slipsOf(first.transferId), await slipsOf(second.transferId)]).toEqual([['SH-2'], ['SH-1']])
  // Sent back and given up, the first leaves its slip to be declared anew.
  await engine.call('filings.recordAnswer', { filingId, result: 'returned', answeredOn: '2025-06-10' })
  await engine.call('transfers.discard', { transferId: first.transferId })
  expect(await slipsOf((await declare()).transferId)).toEqual(['SH-2'])
})
