import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { openWorkbook } from '../workbook/read-workbook.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'

const from = 'C23325020251'
/** The same enterprise's next handbook: the same record under another number. */
const target = 'C23325020252'

const missingHead = { port: '2332', customsDistrict: '2332', transportMode: '9', country: '142' }
const missingCells = {
  legalQuantity: '1',

  originCountry: '116',
  destinationCountry: '142',
  levyMode: '3',
}

let engine: Engine
beforeEach(async () => {
  engine = await openEngine({ now: '2026-01-10T02:00:00.000Z' })
  await engine.call('enterprise.save', {
    name: '示例电子（苏州）有限公司',
    creditCode: '91320594MA1202516U',
    customsCode: '3205940251',
    customsDistrict: '2332',
    contact: '',
    phone: '',
    address: '',
  })
  const path = join(samples, 'factory-a', '手册.xlsx')
  const fileId = await engine.putFile(path)
  await engine.call('handbooks.importWorkbook', { fileId })
  await engine.call('handbooks.importWorkbook', { fileId: await renumbered(fileId) })
  await engine.call('bondedLists.importWorkbook', {
    handbookNo: from,
    fileId: await engine.putFile(join(samples, 'factory-a', '核注清单.xlsx')),
    onBadRows: 'skip',
  })
}, 60_000)
afterEach(() => engine.close())

/** The workbook of the handbook with the number of the target in it. */
async function renumbered(fileId: string): Promise<string> {
  const workbook = await openWorkbook(await engine.bytesOf(fileId))
  const sheets = []
  for (const [index, { name }] of workbook.sheets.entries()) {
    const rows: string[][] = []
    for await (const { cells } of workbook.rows(index)) rows.push(cells.map(({ text }) => (text === from ? target : text)))
    const [headings = [], ...rest] = rows
    sheets.push({ name, columns: headings.map((title) => ({ title })), rows: rest })
  }
  return engine.put('手册.xlsx', await writeWorkbook(sheets))
}

test('what is left of a material goes to the next handbook, in first, then out, each naming the other', async () => {
  const surplus = await engine.call('transfers.surplus', { handbookNo: from, targetHandbookNo: target })
  expect(surplus.targets).toEqual([{ handbookNo: target, fits: true, why: '' }])
  const [material] = surplus.materials.filter(({ balance }) => Number(balance) >= 2)
  if (!material?.target) throw new Error('nothing is left in the sample')
  expect(material.target.itemSeq).toBe(material.itemSeq)
  expect(surplus.guards.filter(({ severity }) => severity === 'blocks')).toEqual([])
  const { inDraftId, outDraftId } = await engine.call('transfers.createSurplus', {
    handbookNo: from,
    targetHandbookNo: target,
    lines: [{ itemSeq: material.itemSeq, targetItemSeq: material.target.itemSeq, quantity: '1.5' }],
  })
  const incoming = await engine.call('listDrafts.get', { draftId: inDraftId })
  const outgoing = await engine.call('listDrafts.get', { draftId: outDraftId })
  expect(incoming).toMatchObject({ business: 'surplusIn', handbookNo: target, direction: 'I', goods: 'material', mode: '0657' })
  expect(outgoing).toMatchObject({ business: 'surplusOut', handbookNo: from, direction: 'E', goods: 'material', mode: '0657' })
  expect([incoming.head['relatedHandbookNo'], outgoing.head['relatedHandbookNo']]).toEqual([from, target])
  // Both lead back to the handbook that the surplus leaves.
  expect([incoming.origin?.to, outgoing.origin?.to]).toEqual([
    `/transfers/surplus?from=${from}`,
    `/transfers/surplus?from=${from}`,
  ])
  for (const { body } of [incoming, outgoing]) expect(body.map(({ cells }) => cells['quantity'])).toEqual(['1.5'])
})

test('the export list takes the number of the import list as soon as customs has given it', async () => {
  const { materials } = await engine.call('transfers.surplus', { handbookNo: from, targetHandbookNo: target })
  const [material] = materials.filter(({ balance }) => Number(balance) >= 2)
  const itemSeq = material?.itemSeq ?? 0
  const lines = [{ itemSeq, targetItemSeq: itemSeq, quantity: '1' }]
  const { inDraftId, outDraftId } = await engine.call('transfers.createSurplus', {
    handbookNo: from,
    targetHandbookNo: target,
    lines,
  })
  // What is made out is proposed to nobody else, and can be found again.
  const left = async () => engine.call('transfers.surplus', { handbookNo: from })
  const begun = await left()
  expect(Number(begun.materials.find((each) => each.itemSeq === itemSeq)?.balance)).toBeCloseTo(Number(material?.balance) - 1)
  expect(begun.underWay).toMatchObject([
    { targetHandbookNo: target, incoming: { draftId: inDraftId, state: 'editing' }, outgoing: { draftId: outDraftId, lines: 1 } },
  ])
  const { head, body, savedAt } = await engine.call('listDrafts.get', { draftId: inDraftId })
  await engine.call('listDrafts.save', {
    draftId: inDraftId,
    savedAt,
    head: { ...head, ...missingHead },
    lines: body.map(({ cells }) => ({ ...cells, ...missingCells })),
  })
  const { filingId, checks } = await engine.call('filings.createBondedList', { draftId: inDraftId })
  expect(checks.filter(({ severity }) => severity === 'blocks')).toEqual([])
  const { keyId } = await engine.call('keys.create', { name: '清单', passphrase: '123456' })
  await engine.call('filings.sign', { filingId, keyId, passphrase: '123456' })
  const listNo = 'QD233226I000000001'
  await engine.call('filings.recordAnswer', { filingId, result: 'approved', answeredOn: '2026-01-10', listNo })
  const outgoing = await engine.call('listDrafts.get', { draftId: outDraftId })
  expect(outgoing.head['relatedListNo']).toBe(listNo)
  expect((await left()).underWay).toMatchObject([{ incoming: { state: 'accepted' }, outgoing: { state: 'editing' } }])
  await engine.call('listDrafts.discard', { draftId: outDraftId })
  const again = await left()
  expect(again.underWay).toEqual([])
  expect(again.materials.map(({ balance }) => balance)).toEqual(materials.map(({ balance }) => balance))
})

test('R-55 no more than is left, once, and only as the same material', async () => {
  const { materials } = await engine.call('transfers.surplus', { handbookNo: from, targetHandbookNo: target })
  const [one, two] = materials.filter(({ balance }) => Number(balance) >= 2)
  if (!one || !two) throw new Error('too little is left in the sample')
  const create = (...lines: { itemSeq: number; targetItemSeq: number; quantity: string }[]) =>
    engine.refused('transfers.createSurplus', { handbookNo: from, targetHandbookNo: target, lines })
  const line = { itemSeq: one.itemSeq, targetItemSeq: one.itemSeq, quantity: '1' }
  expect(await create({ ...line, quantity: '999999999' })).toMatchObject({
    code: 'surplus.moreThanLeft',
    at: { field: 'lines.0.quantity' },
  })
  expect((await create({ ...line, targetItemSeq: two.itemSeq })).code).toBe('surplus.otherMaterial')
  expect((await create(line, line)).code).toBe('surplus.twice')
  expect((await create({ ...line, targetItemSeq: 9999 })).code).toBe('surplus.notRecorded')
  expect((await create({ ...line, itemSeq: 9999 })).code).toBe('surplus.nothingLeft')
  expect((await create({ ...line, quantity: '0' })).code).toBe('surplus.notAboveZero')
  expect((await engine.call('listDrafts.list', {})).drafts).toEqual([])
})

test('R-57 not into a handbook that is no longer valid, nor into itself', async () => {
  engine.setNow('2026-03-01T02:00:00.000Z')
  const { targets } = await engine.call('transfers.surplus', { handbookNo: from })
  expect(targets).toEqual([{ handbookNo: target, fits: false, why: '转入手册不在有效期内' }])
  const lines = [{ itemSeq: 1, targetItemSeq: 1, quantity: '1' }]
  expect((await engine.refused('transfers.createSurplus', { handbookNo: from, targetHandbookNo: target, lines })).code).toBe(
    'surplus.targetNotValid',
  )
  expect((await engine.refused('transfers.createSurplus', { handbookNo: from, targetHandbookNo: from, lines })).code).toBe(
    'surplus.sameBook',
  )
})
