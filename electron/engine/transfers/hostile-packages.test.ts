import { join } from 'node:path'
import { sm2 } from 'sm-crypto-v2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { buildPackage } from '../packages/build-package.ts'
import { fingerprint } from '../packages/public-key.ts'

/** Packages that the partner's own, confirmed key has signed, and that are not what they should be: nothing of them is taken. */
const ours = 'C23325000417'
const theirs = 'C23325020251'
const receiver = { name: '乙方电子（无锡）有限公司', creditCode: '91320200MA1BB00018', customsCode: '3202940001' }
const sender = { name: '甲方电子（苏州）有限公司', creditCode: '91320594MA1202516U', customsCode: '3205940251' }
const { privateKey, publicKey: publicPoint } = sm2.generateKeyPairHex()

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ now: '2025-06-10T02:00:00.000Z' })
  await engine.call('enterprise.save', { ...receiver, customsDistrict: '2332', contact: '', phone: '', address: '' })
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(join(samples, 'factory-b', '手册.xlsx')) })
  const { partnerId } = await engine.call('partners.save', { ...sender, handbooks: [] })
  await engine.call('partners.trust', { partnerId, fingerprint: fingerprint(publicPoint) })
}, 60_000)
afterAll(() => engine.close())

const item = { itemSeq: 7, hsCode: '4819100000', name: '纸箱', unit: '007', quantity: '100', unitPrice: '0.62', currency: '502' }
const line = { itemSeq: 7, quantity: '100', unitPrice: null, currency: '', lot: '' }
const slip = { slipNo: 'SH-1', kind: 'delivery', deliveredOn: '2025-05-06', vehicle: '', signedBy: '', lines: [line] }
const sound = {
  format: 'bonded-ledger-transfer/1',
  transferNo: '3205940251-202505-01',
  from: sender,
  to: receiver,
  way: 'out',
  handbookNo: theirs,
  partnerHandbookNo: ours,
  periodFrom: '2025-05-06',
  periodTo: '2025-05-06',
  listNo: '',
  slips: [slip],
  items: [item],
}
const json = (content: object, indent = 1) => Buffer.from(`${JSON.stringify(content, null, indent)}\n`)

let made = 0
function signed(
  bytes: Uint8Array,
  more: { kind?: string; handbookNo?: string; name?: string; packageId?: string } = {},
): Uint8Array {
  made += 1
  return buildPackage(
    {
      packageId: more.packageId ?? `01990000-0000-7000-8000-${String(made).padStart(12, '0')}`,
      kind: more.kind ?? 'transferPackage',
      handbookNo: more.handbookNo ?? theirs,
      sequence: made,
      previousPackageSha256: null,
      createdAt: '2025-06-01T00:00:00.000Z',
      programVersion: 'test',
      ruleVersion: 'test',
    },
    [{ name: more.name ?? 'payload/transfer.json', bytes }],
    { privateKey, publicPoint },
  ).bytes
}
const refusal = async (bytes: Uint8Array) => {
  const failure = await engine.refused('transfers.importPackage', { fileId: await engine.put('结转包.zip', bytes) })
  expect((await engine.call('deliveries.list', {})).total).toBe(0)
  expect((await engine.call('transfers.list', {})).transfers).toEqual([])
  expect((await engine.call('listDrafts.list', {})).drafts).toEqual([])
  return failure.code
}

test.each<[string, object]>([
  ['an item twice', { items: [item, item] }],
  ['a slip twice', { slips: [slip, slip] }],
  ['a slip with an item that is not described', { slips: [{ ...slip, lines: [{ ...line, itemSeq: 8 }] }] }],
  ['no item', { items: [] }],
  ['nothing declared', { items: [{ ...item, quantity: '0' }] }],
  ['a quantity below zero', { items: [{ ...item, quantity: '-1' }] }],
  ['a quantity with a power', { items: [{ ...item, quantity: '1e3' }] }],
  ['a quantity as a number', { items: [{ ...item, quantity: 100 }] }],
  ['a quantity written otherwise', { items: [{ ...item, quantity: '100.0' }] }],
  ['more digits than goods have', { items: [{ ...item, quantity: '1.000001' }] }],
  ['more than real goods', { items: [{ ...item, quantity: '9999999999999999999' }] }],
  ['a price without currency', { items: [{ ...item, currency: '' }] }],
  ['a day that is none', { periodTo: '2025-02-30' }],
  ['a period that ends before it begins', { periodTo: '2025-05-05' }],
  ['itself as the partner', { from: receiver }],
  ['a wrong credit code', { from: { ...sender, creditCode: '91320594MA1202516A' } }],
  ['a path as handbook', { partnerHandbookNo: '../../ledger' }],
  ['a text that turns round', { transferNo: 'JZ-\u202e1' }],
  ['a text with a null', { transferNo: 'JZ-\u00001' }],
  ['a field more', { extra: 1 }],
  ['a field of the prototype', { ['__proto__']: 1, constructor: 1 }],
  ['another format', { format: 'bonded-ledger-transfer/2' }],
])('%s', async (_, more) => {
  expect(await refusal(signed(json({ ...sound, ...more })))).toBe('transfer.badContent')
})

test('bytes that are no content, or another form of one', async () => {
  for (const bytes of [Buffer.from(''), Buffer.from('{'), Buffer.from([0xff, 0xfe]), Buffer.from('['.repeat(100_000))])
    expect(await refusal(signed(bytes))).toBe('transfer.badContent')
  expect(await refusal(signed(json(sound, 2)))).toBe('transfer.badContent')
  const { items, ...rest } = sound
  expect(await refusal(signed(json({ items, ...rest })))).toBe('transfer.badContent')
  expect(await refusal(signed(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), json(sound)])))).toBe('transfer.badContent')
})

test('a content beyond all bounds', async () => {
  expect(await refusal(signed(Buffer.alloc(33 * 1024 * 1024, 0x20)))).toBe('transfer.badContent')
  const slips = Array.from({ length: 5001 }, (_, n) => ({ ...slip, slipNo: `SH-${n}` }))
  expect(await refusal(signed(json({ ...sound, slips })))).toBe('transfer.badContent')
}, 60_000)

test('a package of another kind, of another handbook, or with its content elsewhere', async () => {
  expect(await refusal(signed(json(sound), { kind: 'writeOffReport' }))).toBe('transfer.notAPackage')
  expect(await refusal(signed(json(sound), { name: 'payload/other.json' }))).toBe('transfer.notAPackage')
  expect(await refusal(signed(json(sound), { handbookNo: 'C23325020259' }))).toBe('transfer.badContent')
  for (const name of ['../transfer.json', 'payload/../../transfer.json', '/payload/transfer.json', 'payload/Transfer.json'])
    expect(() => signed(json(sound), { name }), name).toThrow('Invalid string')
})

test('what the slips say must fit our books', async () => {
  const returned = { ...slip, slipNo: 'TH-1', kind: 'return' }
  expect(await refusal(signed(json({ ...sound, slips: [returned] })))).toBe('transfer.badSlip')
  expect(await refusal(signed(json({ ...sound, periodTo: '2025-06-20', slips: [{ ...slip, deliveredOn: '2025-06-20' }] })))).toBe(
    'transfer.badSlip',
  )
  expect(await refusal(signed(json({ ...sound, items: [{ ...item, name: '别的货' }] })))).toBe('transfer.unknownItems')
  expect(await refusal(signed(json({ ...sound, partnerHandbookNo: 'C23325000418' })))).toBe('transfer.unknownHandbook')
})

test('the sound one is taken: by code, name and unit the item is ours; another of its id is not', async () => {
  const bytes = signed(json(sound), { packageId: '01990000-0000-7000-8000-aaaaaaaaaaaa' })
  const taken = await engine.call('transfers.importPackage', { fileId: await engine.put('结转包.zip', bytes) })
  expect(taken).toMatchObject({ way: 'in', items: 1, slips: 1, paired: 'agrees' })
  expect((await engine.call('partners.list', {})).partners[0]?.handbooks).toEqual([theirs])
  const again = signed(json({ ...sound, listNo: 'QD1' }), { packageId: '01990000-0000-7000-8000-aaaaaaaaaaaa' })
  const fileId = await engine.put('结转包.zip', again)
  expect((await engine.refused('transfers.importPackage', { fileId })).code).toBe('transfer.samePackageId')
  const newer = await engine.put('结转包.zip', signed(json({ ...sound, listNo: 'QD233225E000000001' })))
  const updated = await engine.call('transfers.importPackage', { fileId: newer })
  expect(updated).toMatchObject({ transferId: taken.transferId, partnerListNo: 'QD233225E000000001', paired: 'agrees' })
  const { head } = await engine.call('listDrafts.get', { draftId: taken.draftId })
  expect(head['relatedListNo']).toBe('QD233225E000000001')
})

test('whatever numbers a partner gives its transfers, ours count on from one', async () => {
  for (const [index, tail] of ['x', '99999999999999999999', '1e3', '02'].entries()) {
    const slips = [{ ...slip, slipNo: `SH-9${index}` }]
    const bytes = signed(json({ ...sound, transferNo: `${receiver.customsCode}-202505-${tail}`, slips }))
    await engine.call('transfers.importPackage', { fileId: await engine.put('结转包.zip', bytes) })
  }
  const partnerId = (await engine.call('partners.list', {})).partners[0]?.partnerId ?? ''
  const numbers: string[] = []
  for (const slipNo of ['SH-A', 'SH-B']) {
    const between = { partnerId, way: 'in', handbookNo: ours, partnerHandbookNo: theirs } as const
    const lines = [{ itemSeq: 7, quantity: '1', unitPrice: '0.62', currency: '502' }]
    await engine.call('deliveries.save', { ...between, slipNo, deliveredOn: '2025-05-07', signedBy: '丁', lines })
    numbers.push((await engine.call('transfers.create', { ...between, through: '2025-05-31' })).transferNo)
  }
  expect(numbers).toEqual([`${receiver.customsCode}-202505-01`, `${receiver.customsCode}-202505-03`])
})
