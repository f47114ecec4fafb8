import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, rmdirSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { writeArchive } from '../../electron/engine/packages/archive.ts'
import { Authority } from '../authority/authority.ts'
import { Books } from '../authority/books.ts'
import { ImportClient } from '../authority/folders.ts'
import { openEngine } from '../engine.ts'
import type { Engine } from '../engine.ts'
import { bookingReceipt, clientAnswer } from '../receipt-files.ts'
import { foundEnterprise, handbookNo, makeListFiling, passphrase } from './filing-maker.ts'

/** A disk of its own, so small that it can be filled, and read only at will. Only the superuser of Linux can make one. */
function mountSmallDisk(): string | undefined {
  const at = mkdtempSync(join(tmpdir(), 'bonded-ledger-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', at], { stdio: 'pipe' })
    return at
  } catch {
    rmdirSync(at)
    return undefined
  }
}
const disk = mountSmallDisk()
if (!disk) console.warn('SKIPPED: tests of a full and of a read-only disk need the right to mount one (root on Linux)')
afterAll(() => {
  if (!disk) return
  execFileSync('umount', [disk])
  rmdirSync(disk)
})

/** A ledger with one signed list, of which every test has a copy. */
let signed: string
let folder: string
let client: string
let engine: Engine
let filingId: string
let innerNo: string
/** Of the engine; moved on for the patience with files that may be half written. */
let now: number
const begin = Date.parse('2026-01-05T01:00:00.000Z')

beforeAll(async () => {
  signed = mkdtempSync(join(tmpdir(), 'bonded-ledger-signed-'))
  const first = await openEngine({ now: new Date(begin).toISOString(), dataFolder: signed })
  const keyId = await foundEnterprise(first)
  filingId = await makeListFiling(first, '100', '2026-01-05')
  await first.call('filings.sign', { filingId, keyId, passphrase })
  innerNo = (await first.call('filings.get', { filingId })).subject
  await first.close()
}, 60_000)
afterAll(() => rmSync(signed, { recursive: true, force: true }))

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-hostile-'))
  client = join(folder, 'client')
  cpSync(signed, join(folder, 'ledger'), { recursive: true })
  now = begin
  engine = await openEngine({ now: new Date(now).toISOString(), dataFolder: join(folder, 'ledger') })
  await useFolders(client)
}, 30_000)
afterEach(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const boxNames = ['OutBox', 'SentBox', 'InBox', 'FailBox']
async function useFolders(root: string): Promise<void> {
  for (const name of boxNames) mkdirSync(join(root, name), { recursive: true })
  const [outBox, sentBox, inBox, failBox] = boxNames.map((name) => join(root, name))
  await engine.call('channels.save', {
    authority: 'customs',
    kind: 'folders',
    folders: { outBox, sentBox, inBox, failBox, form: 'package' },
    gateway: {},
    automatic: false,
  })
}
async function exchange() {
  const done = await engine.call('outbox.exchange', {})
  now += 16 * 60_000
  engine.setNow(new Date(now).toISOString())
  return done
}
const arrives = (name: string, bytes: Uint8Array) => writeFileSync(join(client, 'InBox', name), bytes)
const stateOfFiling = async () => (await engine.call('filings.get', { filingId })).state
async function send() {
  await engine.call('outbox.queue', { filingIds: [filingId] })
  await exchange()
  expect(readdirSync(join(client, 'OutBox'))).toHaveLength(1)
}
const chinese = expect.stringMatching(/[\u4e00-\u9fff]{4}/) as string

describe('what comes and is no answer', () => {
  const doctype = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
  const laughs = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">${Array.from({ length: 12 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('')}]><l>&l12;</l>`
  const outside = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>'
  const accepted = (innerNumber: string) =>
    bookingReceipt({
      bondInvtNo: 'QD233226I000000001',
      vrfdedMarkcd: '2',
      formalVrfdedTime: '2026-01-05 10:00:00',
      etpsInnerInvtNo: innerNumber,
    })
  const good = () => accepted(innerNo)
  const bomb = () => zipSync({ 'bomb.xml': new Uint8Array(130 * 1024 * 1024) }, { level: 1 })

  test.each([
    ['an entity', () => Buffer.from(doctype)],
    ['a billion laughs', () => Buffer.from(laughs)],
    ['a file of this computer', () => Buffer.from(outside)],
    ['half a receipt', () => good().subarray(0, 200)],
    ['half an archive', () => zipSync({ 'a.xml': good() }).subarray(0, 150)],
    ['an archive that would fill the memory', bomb],
    ['another list', () => accepted('别家')],
    ['another enterprise’s import', () => clientAnswer({ SeqNo: '202600000099999999', EtpsPreentNo: '别家', DealFlag: '0' })],
    ['noise', () => Buffer.from('<<<>>>\u0000\u0001')],
  ])('%s is an exception in words, and changes nothing', { timeout: 60_000 }, async (_, bytes) => {
    await send()
    const before = await stateOfFiling()
    const content = bytes()
    arrives('Receipt_X_1.INV', content)
    for (let round = 0; round < 3; round++) await exchange()
    const { exceptions } = await engine.call('exceptions.list', { open: true })
    expect(exceptions).toMatchObject([{ name: 'Receipt_X_1.INV', reason: chinese, state: 'open', authority: 'customs' }])
    expect(await stateOfFiling()).toBe(before)
    // Once more, and under another name: it is known.
    arrives('Receipt_X_2.INV', content)
    for (let round = 0; round < 3; round++) await exchange()
    expect((await engine.call('exceptions.list', { open: true })).exceptions).toHaveLength(1)
    // And the right answer still comes through.
    arrives('Receipt_Y_1.INV', good())
    await exchange()
    expect(await stateOfFiling()).toBe('accepted')
  })

  test('names that climb out of an archive put nothing anywhere, and what they say is read by itself', async () => {
    await send()
    const climbing = ['../../climbed.INV', '/climbed.INV', 'a/../../../climbed.INV'].map((name) => ({ name, bytes: good() }))
    arrives('many.zip', writeArchive(climbing))
    for (let round = 0; round < 2; round++) await exchange()
    for (const place of [folder, client, join(client, 'InBox'), join(engine.dataFolder, '..'), engine.dataFolder, '/'])
      expect(existsSync(join(place, 'climbed.INV')), place).toBe(false)
  })

  test('a file of 140 MB is left where it is, and keeps nothing back', { timeout: 60_000 }, async () => {
    await send()
    arrives('large.INV', Buffer.alloc(140 * 1024 * 1024, 0x20))
    arrives('Receipt_Y_1.INV', good())
    const began = performance.now()
    await exchange()
    expect(performance.now() - began).toBeLessThan(30_000)
    expect(await stateOfFiling()).toBe('accepted')
    expect(existsSync(join(client, 'InBox', 'large.INV'))).toBe(true)
  })
})

describe('clocks that are wrong', () => {
  const booked = (time: string) =>
    bookingReceipt({ bondInvtNo: 'QD233226I000000001', vrfdedMarkcd: '2', formalVrfdedTime: time, etpsInnerInvtNo: innerNo })

  test('an answer from before the signature is an exception; one from a far future, too, until the clock is right', async () => {
    await send()
    arrives('Receipt_P_1.INV', booked('2020-01-05 10:00:00'))
    await exchange()
    expect((await engine.call('exceptions.list', { open: true })).exceptions).toMatchObject([{ reason: chinese }])
    arrives('Receipt_F_1.INV', booked('2026-06-05 10:00:00'))
    await exchange()
    expect((await engine.call('exceptions.list', { open: true })).exceptions[0]?.reason).toContain('请核对电脑的日期')
    expect(await stateOfFiling()).not.toBe('accepted')
    // It was this computer's clock: what comes next finds the other one waiting.
    now = Date.parse('2026-06-05T03:00:00.000Z')
    engine.setNow(new Date(now).toISOString())
    arrives('Receipt_N_1.xml', clientAnswer({ SeqNo: '202600000012345678', EtpsPreentNo: innerNo, DealFlag: '0' }))
    await exchange()
    const { state, receipts } = await engine.call('filings.get', { filingId })
    expect([state, receipts.find(({ result }) => result === 'approved')?.answeredOn]).toEqual(['accepted', '2026-06-05'])
  })

  test('this computer’s clock set back by a year neither loses nor repeats a sending', async () => {
    await engine.call('outbox.queue', { filingIds: [filingId] })
    engine.setNow('2025-01-05T01:00:00.000Z')
    await engine.call('outbox.exchange', {})
    await engine.call('outbox.exchange', {})
    expect(readdirSync(join(client, 'OutBox'))).toHaveLength(1)
    const { attempts } = await engine.call('outbox.attempts', { filingId })
    expect(attempts.filter(({ what }) => what === 'send')).toHaveLength(1)
  })
})

describe('folders that are away', () => {
  test('and come back: the filing waits, says why, and goes once', async () => {
    rmSync(client, { recursive: true })
    await engine.call('outbox.queue', { filingIds: [filingId] })
    expect(await exchange()).toMatchObject({ sent: 0, problems: [{ message: chinese, next: chinese }] })
    expect((await engine.call('channels.list', {})).channels[0]?.status).toMatchObject({ state: 'away', message: chinese })
    for (const name of boxNames) mkdirSync(join(client, name), { recursive: true })
    await exchange()
    await exchange()
    expect(readdirSync(join(client, 'OutBox'))).toHaveLength(1)
  })
})

describe.skipIf(!disk)('a disk', () => {
  const root = disk ?? ''
  beforeEach(() => useFolders(root))
  afterEach(() => {
    for (const name of readdirSync(root)) rmSync(join(root, name), { recursive: true, force: true })
  })

  test('that is full: said in words, nothing half written, and sent when there is room', async () => {
    const { bavail, bsize } = statfsSync(root)
    writeFileSync(join(root, 'filler'), Buffer.alloc(bavail * bsize, 1))
    await engine.call('outbox.queue', { filingIds: [filingId] })
    const { sent, problems } = await exchange()
    expect([sent, problems]).toMatchObject([0, [{ message: expect.stringContaining('磁盘空间不足') as string, next: chinese }]])
    expect(readdirSync(join(root, 'OutBox'))).toEqual([])
    rmSync(join(root, 'filler'))
    await exchange()
    expect(readdirSync(join(root, 'OutBox'))).toHaveLength(1)
  })

  test('that is read only: said in words, and sent when it may be written', async () => {
    await engine.call('outbox.queue', { filingIds: [filingId] })
    execFileSync('mount', ['-o', 'remount,ro', root])
    try {
      const { sent, problems } = await exchange()
      expect([sent, problems]).toMatchObject([0, [{ message: expect.stringContaining('读写权限') as string, next: chinese }]])
    } finally {
      execFileSync('mount', ['-o', 'remount,rw', root])
    }
    await exchange()
    expect(readdirSync(join(root, 'OutBox'))).toHaveLength(1)
  })
})

test('with the receiving authority at the other end, a list is sent, verified and booked on both sides', async () => {
  const books = new Books(join(folder, 'authority'))
  const began = Date.now()
  const authority = new Authority(books, { now: () => now + Date.now() - began, die: () => undefined })
  books.write({ type: 'rules', rules: { seed: 1, decides: true, delayMs: 0, chances: {} } })
  const importClient = new ImportClient(client, authority)
  await send()
  importClient.exchange()
  await new Promise((done) => setTimeout(done, 200))
  importClient.exchange()
  await exchange()
  expect(await stateOfFiling()).toBe('accepted')
  expect(authority.movements()).toEqual({ [`${handbookNo}|I1|0615|I`]: '100' })
  const { materials } = await engine.call('writeOff.balance', { handbookNo })
  expect(materials.find(({ seq }) => seq === 1)?.direct).toBe('100')
  expect((await engine.call('exceptions.list', { open: true })).exceptions).toEqual([])
  books.close()
})
