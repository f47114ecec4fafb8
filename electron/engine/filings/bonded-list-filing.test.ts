import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { bookingReceipt, clientAnswer, customsReceipt, declarationReceipt } from '../../../test/receipt-files.ts'
import { readListMessage } from '../../../shared/messages/bonded-list.ts'

const passphrase = '出口 2025'
const seqNo = '202600000012345678'
const listNo = 'QD233226I000000001'
let engine: Engine
let handbookNo: string
let keyId: string

beforeEach(async () => {
  engine = await openEngine({ now: '2026-01-05T01:00:00.000Z' })
  handbookNo = (await engine.call('enterprise.loadSample', {})).handbookNo
  keyId = (await engine.call('keys.create', { name: '一号', passphrase })).keyId
})
afterEach(() => engine.close())

/** A list of one material, complete. */
async function importDraft(quantity: string): Promise<string> {
  const { draftId } = await engine.call('listDrafts.create', { handbookNo, business: 'import' })
  const { head, savedAt } = await engine.call('listDrafts.get', { draftId })
  await engine.call('listDrafts.save', {
    draftId,
    savedAt,
    head: { ...head, declaredOn: '2026-01-05', port: '2332', customsDistrict: '2332', transportMode: '2', country: '110' },
    lines: [
      {
        itemSeq: '1',
        quantity,
        unitPrice: '1.25',
        currency: '502',
        legalQuantity: quantity,
        originCountry: '116',
        destinationCountry: '142',
        levyMode: '3',
      },
    ],
  })
  return draftId
}
async function signed(draftId: string): Promise<string> {
  const { filingId, state, checks } = await engine.call('filings.createBondedList', { draftId })
  expect(checks.filter(({ severity }) => severity === 'blocks')).toEqual([])
  expect(state).toBe('checked')
  await engine.call('filings.sign', { filingId, keyId, passphrase })
  return filingId
}
const take = async (bytes: Uint8Array) =>
  (await engine.call('filings.importReceipts', { fileId: await engine.put('回执.xml', bytes) })).read
const answer = (innerNo: string, manageResult: string, at: string, notes: string[] = []) =>
  customsReceipt('INV201', { etpsPreentNo: seqNo, businessId: listNo, manageResult, manageDate: at }, notes, {
    etpsInnerInvtNo: innerNo,
    bondInvtNo: listNo,
  })
async function balanceOfOne() {
  const { materials } = await engine.call('writeOff.balance', { handbookNo })
  const found = materials.find(({ seq }) => seq === 1)
  if (!found) throw new Error('no material 1')
  return found
}

test('a signed list reserves, 预核扣 gives it its number, INV211 books it; nothing counts twice', async () => {
  const before = await balanceOfOne()
  const draftId = await importDraft('100')
  const filingId = await signed(draftId)
  const { innerNo } = await engine.call('listDrafts.get', { draftId })
  expect((await balanceOfOne()).direct).toBe(before.direct)
  expect(Number((await balanceOfOne()).reserved) - Number(before.reserved)).toBe(100)

  expect(await take(clientAnswer({ SeqNo: seqNo, EtpsPreentNo: innerNo, DealFlag: '0' }))).toMatchObject([{ filingId }])
  expect(await take(answer(innerNo, '4', '2026-01-05 10:00:00'))).toMatchObject([
    { filingId, result: 'received', message: `回执：已接收（2026-01-05），清单 ${listNo} 预核扣` },
  ])
  expect(await engine.call('bondedLists.get', { handbookNo, listNo })).toMatchObject({ status: 'reserved', innerNo })

  await take(declarationReceipt({ invPreentNo: seqNo, manageResult: '1', createDate: '2026-01-05 11:00:00', entrySeqNo: '9' }))
  const booked = bookingReceipt({
    bondInvtNo: listNo,
    invtPreentNo: seqNo,
    vrfdedMarkcd: '2',
    formalVrfdedTime: '2026-01-06 08:00:00',
    etpsInnerInvtNo: innerNo,
  })
  engine.setNow('2026-01-07T01:00:00.000Z')
  expect(await take(booked)).toMatchObject([{ result: 'approved' }])
  expect(await take(booked)).toMatchObject([{ message: '这份回执已经导入过，没有重复记入' }])
  await take(answer(innerNo, '4', '2026-01-07 08:00:00'))
  const after = await balanceOfOne()
  expect(Number(after.direct) - Number(before.direct)).toBe(100)
  expect(after.reserved).toBe(before.reserved)
  expect((await engine.call('filings.get', { filingId })).state).toBe('accepted')
  expect(await engine.call('listDrafts.get', { draftId })).toMatchObject({ state: 'accepted', listNo })
})

test('what is frozen is INV101 and reads back; a draft that changed since is not signed', async () => {
  const draftId = await importDraft('12.5')
  const { filingId, files } = await engine.call('filings.createBondedList', { draftId })
  const xml = files.find(({ name }) => name === 'bonded-list.xml')
  const message = readListMessage(Buffer.from(await engine.bytesOf(xml?.fileId ?? '')).toString())
  expect(message.head).toMatchObject({ handbookNo, mode: '0615', direction: 'I', goods: 'I', declarationType: '1' })
  expect(message.lines).toHaveLength(1)

  const { head, body, savedAt } = await engine.call('listDrafts.get', { draftId })
  await engine.call('listDrafts.save', {
    draftId,
    savedAt,
    head,
    lines: body.map(({ cells }) => ({ ...cells, quantity: '13', total: '', legalQuantity: '13' })),
  })
  expect(await engine.refused('filings.sign', { filingId, keyId, passphrase })).toMatchObject({ code: 'filing.draftChanged' })
})

test('a list that is sent back frees what it reserved, is mended and filed again under its own number', async () => {
  const before = await balanceOfOne()
  const draftId = await importDraft('100')
  const first = await signed(draftId)
  const { innerNo } = await engine.call('listDrafts.get', { draftId })
  await take(answer(innerNo, '3', '2026-01-05 10:00:00', ['第 1 项：单价异常']))
  expect((await engine.call('filings.get', { filingId: first })).state).toBe('returned')
  expect((await balanceOfOne()).reserved).toBe(before.reserved)
  expect((await engine.call('workbench.today', {})).todo).toContainEqual(
    expect.objectContaining({ title: '核注清单被退单，请改正后重新申报' }),
  )

  const { head, body, savedAt } = await engine.call('listDrafts.get', { draftId })
  engine.setNow('2026-01-06T01:00:00.000Z')
  await engine.call('listDrafts.save', {
    draftId,
    savedAt,
    head,
    lines: body.map(({ cells }) => ({ ...cells, unitPrice: '1.3', total: '' })),
  })
  const second = await signed(draftId)
  await take(answer(innerNo, '1', '2026-01-06 10:00:00'))
  expect((await engine.call('filings.get', { filingId: second })).state).toBe('accepted')
  expect(Number((await balanceOfOne()).direct) - Number(before.direct)).toBe(100)
})

test('an answer read off the page books it too, with its number', async () => {
  const draftId = await importDraft('100')
  const filingId = await signed(draftId)
  const said = { filingId, result: 'approved' as const, answeredOn: '2026-01-05' }
  expect(await engine.refused('filings.recordAnswer', said)).toMatchObject({ code: 'answer.noListNo' })
  await engine.call('filings.recordAnswer', { ...said, listNo, listStatus: 'reserved' })
  expect((await engine.call('filings.get', { filingId })).state).toBe('acknowledged')
  await engine.call('filings.recordAnswer', said)
  expect(await engine.call('bondedLists.get', { handbookNo, listNo })).toMatchObject({ status: 'booked' })
})

test('a booked list is changed by another edition and taken back by a deletion, never edited (R-68)', async () => {
  const before = await balanceOfOne()
  const draftId = await importDraft('100')
  await signed(draftId)
  await take(answer((await engine.call('listDrafts.get', { draftId })).innerNo, '1', '2026-01-05 10:00:00'))

  const change = await engine.call('listDrafts.createChange', { handbookNo, listNo })
  const draft = await engine.call('listDrafts.get', { draftId: change.draftId })
  await engine.call('listDrafts.save', {
    draftId: change.draftId,
    savedAt: draft.savedAt,
    head: draft.head,
    lines: draft.body.map(({ cells }) => ({ ...cells, quantity: '80', legalQuantity: '80', total: '' })),
  })
  engine.setNow('2026-01-08T01:00:00.000Z')
  const changed = await signed(change.draftId)
  expect(Number((await balanceOfOne()).direct) - Number(before.direct)).toBe(100)
  await engine.call('filings.recordAnswer', { filingId: changed, result: 'approved', answeredOn: '2026-01-08', listNo })
  expect(Number((await balanceOfOne()).direct) - Number(before.direct)).toBe(80)

  const gone = await engine.call('listDrafts.createChange', { handbookNo, listNo, delete: true })
  const deleted = await signed(gone.draftId)
  await engine.call('filings.recordAnswer', { filingId: deleted, result: 'approved', answeredOn: '2026-01-08', listNo })
  expect((await balanceOfOne()).direct).toBe(before.direct)
  const explained = await engine.call('writeOff.explain', { handbookNo, seq: 1, column: 'direct', limit: 1000 })
  expect(
    explained.lines
      .filter((line) => line.listNo === listNo)
      .map(({ effect }) => effect)
      .toSorted(),
  ).toEqual(['-100', '-80', '100', '80'].toSorted())
})
