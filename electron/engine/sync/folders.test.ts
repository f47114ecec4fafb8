import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { foundEnterprise, makeListFiling, passphrase } from '../../../test/crash/filing-maker.ts'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { bookingReceipt, clientAnswer } from '../../../test/receipt-files.ts'
import { readArchive } from '../packages/archive.ts'
import { readPackage } from '../packages/read-package.ts'

const begin = Date.parse('2026-01-05T01:00:00.000Z')
let root: string
let dataFolder: string
let engine: Engine
let keyId: string
let now: number

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'bonded-ledger-folders-'))
  dataFolder = join(root, 'ledger')
  mkdirSync(dataFolder)
  now = begin
  engine = await openEngine({ now: new Date(now).toISOString(), dataFolder })
  keyId = await foundEnterprise(engine)
  await channel('package')
}, 30_000)
afterEach(async () => {
  await engine.close()
  rmSync(root, { recursive: true, force: true })
})

const box = (name: string) => join(root, 'client', name)
const inBox = (name: string) => readdirSync(box(name)).toSorted()
async function channel(form: 'message' | 'package', automatic = false) {
  for (const name of ['OutBox', 'SentBox', 'InBox', 'FailBox']) mkdirSync(box(name), { recursive: true })
  await engine.call('channels.save', {
    authority: 'customs',
    kind: 'folders',
    folders: { outBox: box('OutBox'), sentBox: box('SentBox'), inBox: box('InBox'), failBox: box('FailBox'), form },
    gateway: {},
    automatic,
  })
}
async function signed(quantity = '100'): Promise<string> {
  const filingId = await makeListFiling(engine, quantity, '2026-01-05')
  await engine.call('filings.sign', { filingId, keyId, passphrase })
  return filingId
}
const queue = (...filingIds: string[]) => engine.call('outbox.queue', { filingIds })
const exchange = () => engine.call('outbox.exchange', {})
const item = async (filingId: string) =>
  (await engine.call('outbox.list', {})).items.find((each) => each.filingId === filingId) ?? expect.fail('not in the outbox')
const stateOf = async (filingId: string) => (await engine.call('filings.get', { filingId })).state
const attempts = async (filingId: string) =>
  (await engine.call('outbox.attempts', { filingId })).attempts.map(({ what, result }) => `${what} ${result}`)
/** The client takes what lies in OutBox. */
const clientTakes = (to = 'SentBox') =>
  inBox('OutBox').forEach((name) => renameSync(join(box('OutBox'), name), join(box(to), name)))
const booked = async (filingId: string) =>
  bookingReceipt({
    bondInvtNo: 'QD233226I000000001',
    vrfdedMarkcd: '2',
    formalVrfdedTime: '2026-01-05 10:00:00',
    etpsInnerInvtNo: (await engine.call('filings.get', { filingId })).subject,
  })
/** As a program leaves its ledger that is killed at that moment. */
async function killedWhile(sql: string, ...values: string[]) {
  await engine.close()
  const db = new Sqlite(join(dataFolder, 'ledger.db'))
  db.prepare(sql).run(...values)
  db.close()
  engine = await openEngine({ now: new Date(now).toISOString(), dataFolder })
}
const sending = (filingId: string) =>
  killedWhile("UPDATE delivery SET state = 'sending' WHERE filing = (SELECT id FROM filing WHERE filing_id = ?)", filingId)

describe('sending', () => {
  test('the signed bytes lie in OutBox under a name of their own, whole; queued twice is queued once', async () => {
    const filingId = await signed()
    expect(await queue(filingId, filingId)).toEqual({ queued: 1, refused: [] })
    expect(await queue(filingId)).toEqual({ queued: 0, refused: [] })
    expect(await stateOf(filingId)).toBe('queued')
    expect((await engine.call('house.status', {})).unsentFilings).toBe(1)
    expect(await exchange()).toEqual({ sent: 1, received: 0, exceptions: 0, problems: [] })
    const [name = ''] = inBox('OutBox')
    expect(name).toBe(`INV_C23325100001_0001_${filingId.slice(0, 8)}.zip`)
    expect(readPackage(readFileSync(join(box('OutBox'), name))).manifest.packageId).toBe(filingId)
    expect(inBox('OutBox')).toHaveLength(1)
    expect(await stateOf(filingId)).toBe('sent')
    expect((await engine.call('house.status', {})).unsentFilings).toBe(0)
    expect(await item(filingId)).toMatchObject({ state: 'sent', attempts: 1, sentAt: new Date(now).toISOString() })
    expect(await exchange()).toMatchObject({ sent: 0 })
  })

  test('as a message: one XML in one ZIP, both of the same base name', async () => {
    await channel('message')
    const filingId = await signed()
    await queue(filingId)
    await exchange()
    const [name = ''] = inBox('OutBox')
    const [entry, ...others] = readArchive(readFileSync(join(box('OutBox'), name))) ?? []
    expect(others).toEqual([])
    expect(entry?.name).toBe(`${basename(name, '.zip')}.xml`)
    expect(Buffer.from(entry?.bytes ?? []).toString()).toContain('InvtMessage')
  })

  test('what is not signed, or is for nobody, is refused by itself; the rest is queued', async () => {
    const [good, unsigned] = [await signed(), await makeListFiling(engine, '7', '2026-01-05')]
    const done = await queue(good, unsigned)
    expect(done).toEqual({ queued: 1, refused: [{ filingId: unsigned, message: expect.stringContaining('签名') as string }] })
  })

  test('it can be taken back before it has left, and not afterwards', async () => {
    const filingId = await signed()
    await queue(filingId)
    expect(await engine.call('outbox.withdraw', { filingId })).toEqual({ withdrawn: true })
    expect(await stateOf(filingId)).toBe('signed')
    await exchange()
    expect(inBox('OutBox')).toEqual([])
    await queue(filingId)
    await exchange()
    expect(await engine.refused('outbox.withdraw', { filingId })).toMatchObject({ code: 'outbox.mayHaveArrived' })
  })
})

describe('a kill while it was sent', () => {
  test('is asked for before it is sent again: in OutBox or in SentBox it has arrived', async () => {
    for (const to of ['OutBox', 'SentBox']) {
      const filingId = await signed()
      await queue(filingId)
      await exchange()
      if (to === 'SentBox') clientTakes()
      await sending(filingId)
      expect(await exchange()).toMatchObject({ sent: 0, problems: [] })
      expect(await attempts(filingId)).toEqual(['send delivered', 'ask delivered'])
      expect(await item(filingId)).toMatchObject({ state: 'sent' })
      // One file of each, and no more.
      expect([...inBox('OutBox'), ...inBox('SentBox')]).toHaveLength(to === 'OutBox' ? 1 : 2)
      clientTakes()
    }
  })

  test('nowhere to be found it is sent once more, the same bytes', async () => {
    const filingId = await signed()
    await queue(filingId)
    await exchange()
    const [name = ''] = inBox('OutBox')
    const before = readFileSync(join(box('OutBox'), name))
    rmSync(join(box('OutBox'), name))
    await sending(filingId)
    expect(await exchange()).toMatchObject({ sent: 1 })
    expect(await attempts(filingId)).toEqual(['send delivered', 'ask notThere', 'send delivered'])
    expect(readFileSync(join(box('OutBox'), name)).equals(before)).toBe(true)
    expect((await engine.call('filings.get', { filingId })).events.map(({ state }) => state)).toEqual([
      'checked',
      'signed',
      'queued',
      'sent',
      'queued',
      'sent',
    ])
  })

  test('an answer that is there before the sending is known is the end of it', async () => {
    const filingId = await signed()
    await queue(filingId)
    await exchange()
    clientTakes()
    await sending(filingId)
    writeFileSync(join(box('InBox'), 'Receipt_1.INV'), await booked(filingId))
    expect(await exchange()).toMatchObject({ sent: 0, received: 1 })
    expect(await item(filingId)).toMatchObject({ state: 'answered' })
    expect(await stateOf(filingId)).toBe('accepted')
    expect(await attempts(filingId)).toEqual(['send delivered'])
  })
})

describe('what comes back', () => {
  test('the client’s first answer is known by the name of our file, whatever number it bears', async () => {
    const [first, second] = [await signed(), await signed('200')]
    await queue(first, second)
    await exchange()
    const nameOf = (filingId: string, sequence: string) => `INV_C23325100001_${sequence}_${filingId.slice(0, 8)}`
    const answer = (SeqNo: string, DealFlag: string) => clientAnswer({ SeqNo, EtpsPreentNo: '', DealFlag, CheckInfo: '说明' })
    writeFileSync(join(box('InBox'), `Successed_${nameOf(first, '0001')}_20260105100000.xml`), answer('202600000000000001', '0'))
    writeFileSync(join(box('InBox'), `Failed_${nameOf(second, '0002')}_20260105100000.xml`), answer('', '-1'))
    expect(await exchange()).toMatchObject({ received: 2, exceptions: 0 })
    expect([await stateOf(first), await stateOf(second)]).toEqual(['acknowledged', 'returned'])
    expect(inBox('InBox')).toHaveLength(2)
    // They stay where they are, and are not taken twice.
    expect(await exchange()).toMatchObject({ received: 0, exceptions: 0 })
  })

  test('for something that was never sent it is an exception, and matched by itself when it is sent', async () => {
    const filingId = await signed()
    writeFileSync(join(box('InBox'), 'Receipt_1.INV'), await booked(filingId))
    expect(await exchange()).toMatchObject({ received: 0, exceptions: 1 })
    const [exception] = (await engine.call('exceptions.list', {})).exceptions
    expect(exception).toMatchObject({ state: 'open', reason: expect.stringContaining('还没有发出') as string })
    expect(await stateOf(filingId)).toBe('signed')
    expect((await engine.call('workbench.today', {})).todo).toContainEqual(
      expect.objectContaining({ title: '1 份异常回执待处理', to: '/filings/exceptions' }),
    )
    const exceptionId = exception?.exceptionId ?? ''
    expect(await engine.refused('exceptions.retry', { exceptionId })).toMatchObject({ code: 'exception.unmatched' })
    await queue(filingId)
    expect(await exchange()).toMatchObject({ sent: 1, received: 1 })
    expect(await stateOf(filingId)).toBe('accepted')
    expect((await engine.call('exceptions.list', { open: false })).exceptions).toMatchObject([{ exceptionId, state: 'matched' }])
  })

  test('however many have come before what they answer was sent, all are matched by themselves', async () => {
    const filingId = await signed()
    const text = Buffer.from(await booked(filingId)).toString()
    const many = 210
    for (let no = 0; no < many; no++) {
      const time = new Date(Date.parse('2026-01-05T10:00:00Z') + no * 1000).toISOString().slice(11, 19)
      writeFileSync(join(box('InBox'), `Receipt_${no}.INV`), text.replace('2026-01-05 10:00:00', `2026-01-05 ${time}`))
    }
    expect(await exchange()).toMatchObject({ received: 0, exceptions: many })
    await queue(filingId)
    expect(await exchange()).toMatchObject({ sent: 1, received: many })
    expect((await engine.call('exceptions.list', { open: true })).exceptions).toEqual([])
  })

  test('a stranger’s is settled by a person, in words, once', async () => {
    writeFileSync(
      join(box('InBox'), 'Receipt_1.INV'),
      bookingReceipt({ bondInvtNo: 'QD1', vrfdedMarkcd: '2', formalVrfdedTime: '2026-01-05' }),
    )
    await exchange()
    const [{ exceptionId, fileId } = expect.fail()] = (await engine.call('exceptions.list', {})).exceptions
    expect(Buffer.from(await engine.bytesOf(fileId)).equals(readFileSync(join(box('InBox'), 'Receipt_1.INV')))).toBe(true)
    expect(await engine.call('exceptions.settle', { exceptionId, note: '别家的清单' })).toMatchObject({
      state: 'settled',
      note: '别家的清单',
    })
    expect(await engine.refused('exceptions.settle', { exceptionId, note: '再来' })).toMatchObject({ code: 'exception.ended' })
    expect((await engine.call('exceptions.list', {})).exceptions).toEqual([])
  })

  test('half a receipt is left until it is whole', async () => {
    const filingId = await signed()
    await queue(filingId)
    await exchange()
    const whole = await booked(filingId)
    writeFileSync(join(box('InBox'), 'Receipt_1.INV'), whole.subarray(0, 300))
    writeFileSync(join(box('InBox'), 'Receipt_2.INV.tmp'), whole)
    for (let look = 0; look < 3; look++) expect(await exchange()).toMatchObject({ received: 0, exceptions: 0 })
    writeFileSync(join(box('InBox'), 'Receipt_1.INV'), whole)
    expect(await exchange()).toMatchObject({ received: 1, exceptions: 0 })
  })

  test('a file in FailBox stops its filing; a person’s retry sends the same bytes again', async () => {
    const filingId = await signed()
    await queue(filingId)
    await exchange()
    clientTakes('FailBox')
    await exchange()
    expect(await item(filingId)).toMatchObject({ state: 'stopped', lastError: expect.stringContaining('FailBox') as string })
    expect((await engine.call('workbench.today', {})).todo).toContainEqual(
      expect.objectContaining({ severity: 'blocks', title: '核注清单停下，没有发出' }),
    )
    await engine.call('outbox.retry', { filingId })
    expect(await exchange()).toMatchObject({ sent: 1 })
    expect(inBox('OutBox')).toHaveLength(1)
    await exchange()
    expect(await item(filingId)).toMatchObject({ state: 'sent' })
  })
})

describe('a channel that is away', () => {
  test('is said in words, loses nothing, and goes on when it is there again', async () => {
    const filingId = await signed()
    await queue(filingId)
    rmSync(box('OutBox'), { recursive: true })
    const { problems } = await exchange()
    expect(problems).toMatchObject([{ authority: 'customs', message: expect.stringContaining('OutBox') as string }])
    expect(await item(filingId)).toMatchObject({
      state: 'waiting',
      attempts: 0,
      waitsFor: expect.stringContaining('OutBox') as string,
    })
    const status = async () =>
      (await engine.call('channels.list', {})).channels.find(({ authority }) => authority === 'customs')?.status.state
    expect(await status()).toBe('away')
    expect((await engine.call('workbench.today', {})).todo).toContainEqual(
      expect.objectContaining({ title: '海关通道不可用，1 份申报在等' }),
    )
    mkdirSync(box('OutBox'))
    expect(await exchange()).toMatchObject({ sent: 1, problems: [] })
    expect(await status()).toBe('ready')
  })

  test('its test says which folder it is, and sends nothing', async () => {
    rmSync(box('SentBox'), { recursive: true })
    const { steps } = await engine.call('channels.test', { authority: 'customs' })
    expect(steps.map(({ what, ok }) => [what, ok])).toEqual([
      ['写入 OutBox', true],
      ['读取 SentBox', false],
      ['读取 InBox', true],
      ['读取 FailBox', true],
    ])
    expect(inBox('OutBox')).toEqual([])
  })
})

describe('by hand', () => {
  test('several packages in one archive; they count as handed in, and their receipts are taken in', async () => {
    const [first, second] = [await signed(), await signed('200')]
    const { fileId, packages } = await engine.call('outbox.handOver', { filingIds: [first, second] })
    expect(packages).toBe(2)
    const archive = readArchive(await engine.bytesOf(fileId)) ?? []
    expect(archive.map(({ bytes }) => readPackage(bytes).manifest.packageId)).toEqual([first, second])
    expect([await stateOf(first), await stateOf(second)]).toEqual(['sent', 'sent'])
    expect(await exchange()).toMatchObject({ sent: 0 })
    const { read } = await engine.call('filings.importReceipts', { fileId: await engine.put('回执.xml', await booked(first)) })
    expect(read).toMatchObject([{ filingId: first, result: 'approved' }])
    expect(await engine.refused('outbox.handOver', { filingIds: [first] })).toMatchObject({ code: 'outbox.notSendable' })
  })
})

test('settings that cannot work are refused with their field', async () => {
  const save = (folders: Record<string, string>, gateway: Record<string, string> = {}, kind: 'folders' | 'gateway' = 'folders') =>
    engine.refused('channels.save', { authority: 'tax', kind, folders, gateway })
  expect((await save({})).at).toEqual({ field: 'folders.outBox' })
  expect((await save({ outBox: 'OutBox', sentBox: '/s', inBox: '/i' })).at).toEqual({ field: 'folders.outBox' })
  expect((await save({ outBox: '/a', sentBox: '/a', inBox: '/i' })).message).toContain('同一个')
  for (const url of ['http://x.cn', 'https://user:word@x.cn', 'x', 'https://x.cn/?a=1'])
    expect((await save({}, { url }, 'gateway')).at).toEqual({ field: 'gateway.url' })
  expect((await save({}, { url: 'https://x.cn', proxy: 'socks://p:1' }, 'gateway')).at).toEqual({ field: 'gateway.proxy' })
})

test('by itself, with nobody on duty: the program sends and the journal says so', async () => {
  await channel('package', true)
  const filingId = await signed()
  await queue(filingId)
  await engine.close()
  const { openApplication } = await import('../application.ts')
  const application = await openApplication({
    dataFolder,
    clock: { now: () => new Date(now).toISOString() },
    programVersion: 'test',
    exchangeEvery: 50,
  })
  const changed: string[] = []
  application.subscribe((event) => event.type === 'changed' && changed.push(...event.topics))
  await expect.poll(() => inBox('OutBox').length, { timeout: 10_000 }).toBe(1)
  await expect.poll(() => changed.includes('outbox')).toBe(true)
  await new Promise((resolve) => setTimeout(resolve, 500))
  // Rounds in which nothing happens change nothing.
  const settled = changed.length
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(changed).toHaveLength(settled)
  await application.close()
  engine = await openEngine({ now: new Date(now).toISOString(), dataFolder })
  const { rows } = await engine.call('journal.list', {})
  expect(rows.find(({ what }) => what.startsWith('写入 OutBox'))).toMatchObject({ operatorName: '程序' })
})
