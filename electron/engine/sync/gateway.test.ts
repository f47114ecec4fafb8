import { createServer as createProxy } from 'node:http'
import type { IncomingMessage, Server as PlainServer, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { Server } from 'node:https'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { certificatesIn } from '../../../test/authority/certificates.ts'
import { foundEnterprise, makeListFiling, passphrase } from '../../../test/crash/filing-maker.ts'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const begin = Date.parse('2026-01-05T01:00:00.000Z')

let certificates: NonNullable<ReturnType<typeof certificatesIn>>
let folder: string
let engine: Engine
let filingId: string
let bytes: Uint8Array
let server: Server
let now: number
/** What the server was asked, and what it answers to that. */
let asked: string[]
let taken: Map<string, Buffer>
let receipts: { id: string; name: string; bytes: Buffer; announced?: string }[]
type Answer = (asked: IncomingMessage, answer: ServerResponse, body: Buffer) => void
let onPut: Answer
let onAsk: Answer | undefined
let onFetch: Answer | undefined

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-gateway-'))
  certificates = certificatesIn(folder) ?? expect.fail('this test needs OpenSSL')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const json = (answer: ServerResponse, status: number, body: unknown) => answer.writeHead(status).end(JSON.stringify(body))
const receiptOf = (id: string, body: Buffer) => ({ packageId: id, sha256: sha256(body), receivedAt: '2026-01-05T01:00:01.000Z' })
const idOf = ({ url = '' }: IncomingMessage) => url.split('/').at(-1) ?? ''
const keeps: Answer = (question, answer, body) => {
  taken.set(idOf(question), body)
  json(answer, 200, receiptOf(idOf(question), body))
}
function serve(question: IncomingMessage, answer: ServerResponse, body: Buffer): void {
  const url = new URL(question.url ?? '', 'https://x')
  asked.push(`${question.method ?? ''} ${url.pathname.replace(filingId, 'ID')}`)
  if (question.method === 'PUT') return onPut(question, answer, body)
  if (url.pathname === '/base/receipts') {
    const after = Number(url.searchParams.get('after') || 0)
    const listed = receipts.slice(after).map((each) => ({
      id: each.id,
      name: each.name,
      size: each.bytes.length,
      sha256: each.announced ?? sha256(each.bytes),
    }))
    return void json(answer, 200, { receipts: listed, cursor: String(receipts.length) })
  }
  if (onFetch && url.pathname.startsWith('/base/receipts/')) return onFetch(question, answer, body)
  if (url.pathname.startsWith('/base/receipts/')) return void answer.end(receipts.find(({ id }) => id === idOf(question))?.bytes)
  if (onAsk) return onAsk(question, answer, body)
  const held = taken.get(idOf(question))
  if (held) json(answer, 200, receiptOf(idOf(question), held))
  else json(answer, 404, {})
}

beforeEach(async () => {
  asked = []
  taken = new Map()
  receipts = []
  onPut = keeps
  onAsk = undefined
  onFetch = undefined
  now = begin
  server = createServer({ key: certificates.key, cert: certificates.certificate }, (question, answer) => {
    const chunks: Buffer[] = []
    question.on('data', (chunk: Buffer) => chunks.push(chunk))
    question.on('end', () => serve(question, answer, Buffer.concat(chunks)))
    question.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  engine = await openEngine({ now: new Date(now).toISOString() })
  const keyId = await foundEnterprise(engine)
  filingId = await makeListFiling(engine, '100', '2026-01-05')
  await engine.call('filings.sign', { filingId, keyId, passphrase })
  bytes = await engine.bytesOf((await engine.call('filings.export', { filingId })).fileId)
  await channel()
}, 30_000)
afterEach(async () => {
  await engine.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const port = () => (server.address() as AddressInfo).port
async function channel(more: { url?: string; pin?: string; proxy?: string; caFileId?: string | null } = {}) {
  const caFileId = await engine.put('ca.pem', readFileSync(certificates.ca))
  await engine.call('channels.save', {
    authority: 'customs',
    kind: 'gateway',
    folders: {},
    gateway: { url: `https://127.0.0.1:${port()}/base/`, caFileId, pin: certificates.pin, ...more },
    automatic: false,
  })
}
async function round() {
  const done = await engine.call('outbox.exchange', { authority: 'customs' })
  now += 16 * 60_000
  engine.setNow(new Date(now).toISOString())
  return done
}
async function queued() {
  await engine.call('outbox.queue', { filingIds: [filingId] })
  return round()
}
const item = async () => (await engine.call('outbox.list', {})).items[0] ?? expect.fail('nothing in the outbox')
const attempts = async () =>
  (await engine.call('outbox.attempts', { filingId })).attempts.map(({ what, result }) => `${what} ${result}`)
const status = async () => (await engine.call('channels.list', {})).channels[0]?.status
const puts = () => asked.filter((each) => each.startsWith('PUT')).length
const receipt = (Result: string, hash = sha256(bytes)) =>
  Buffer.from(
    `<PackageReceipt><PackageId>${filingId}</PackageId><Sha256>${hash}</Sha256><Result>${Result}</Result><At>2026-01-05 10:00:0${Result}</At><HandbookNo/><SeqNo/><ListNo>${Result === '4' ? 'QD233226I000000001' : ''}</ListNo><Note>说明</Note></PackageReceipt>`,
  )

describe('uploading', () => {
  test('the signed bytes, named by their id and hash; the receipt must repeat them', async () => {
    let headers: IncomingMessage['headers'] = {}
    onPut = (question, answer, body) => {
      ;({ headers } = question)
      keeps(question, answer, body)
    }
    expect(await queued()).toMatchObject({ sent: 1, problems: [] })
    expect(headers).toMatchObject({ 'idempotency-key': filingId, 'x-package-sha256': sha256(bytes) })
    expect(taken.get(filingId)?.equals(Buffer.from(bytes))).toBe(true)
    expect(await item()).toMatchObject({ state: 'sent', channel: 'gateway' })
    expect(await status()).toMatchObject({ state: 'ready' })
    await round()
    expect(puts()).toBe(1)
  })

  test.each([
    ['breaks off behind it', (_: IncomingMessage, answer: ServerResponse) => void answer.socket?.destroy()],
    [
      'answers half',
      (_: IncomingMessage, answer: ServerResponse) =>
        void (answer.writeHead(200, { 'Content-Length': 500 }).write('{"pa'), answer.socket?.destroy()),
    ],
    ['answers with an error', (_: IncomingMessage, answer: ServerResponse) => json(answer, 503, { message: '维护' })],
    ['answers with nonsense', (_: IncomingMessage, answer: ServerResponse) => void answer.end('<html>')],
    [
      'confirms another',
      (_: IncomingMessage, answer: ServerResponse) => json(answer, 200, receiptOf('other', Buffer.from(bytes))),
    ],
  ] as [string, Answer][])('a gateway that takes it and %s is asked, and nothing is sent twice', async (_, answered) => {
    onPut = (question, answer, body) => {
      taken.set(idOf(question), body)
      answered(question, answer, body)
    }
    await queued()
    expect(await item()).toMatchObject({ state: 'unknown', nextTryAt: expect.any(String) as string })
    await round()
    expect(await attempts()).toEqual(['send unknown', 'ask delivered'])
    expect(await item()).toMatchObject({ state: 'sent' })
    expect(puts()).toBe(1)
  })

  test('one that has lost it gets the same bytes again', async () => {
    onPut = (_question, answer) => void answer.socket?.destroy()
    await queued()
    onPut = keeps
    await round()
    expect(await attempts()).toEqual(['send unknown', 'ask notThere', 'send delivered'])
    expect(taken.get(filingId)?.equals(Buffer.from(bytes))).toBe(true)
  })

  test.each([
    [400, '签名无效\u0000\u202E', '签名无效'],
    [409, '另一份', '另一份'],
    [302, '', '没有跟随'],
  ])('%i stops it with the reason, and a retry asks first', async (code, message, shown) => {
    onPut = (_question, answer) => json(answer.setHeader('Location', 'https://127.0.0.1:1/'), code, { message })
    await queued()
    const { state, lastError } = await item()
    expect([state, lastError]).toEqual(['stopped', expect.stringContaining(shown)])
    expect(lastError).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    await round()
    expect(puts()).toBe(1)
    onPut = keeps
    await engine.call('outbox.retry', { filingId })
    await round()
    expect((await attempts()).slice(1)).toEqual(['ask notThere', 'send delivered'])
  })

  test('it holds other bytes under the same id: a person must look, and it cannot be taken back', async () => {
    onPut = (question, answer) => json(answer, 200, receiptOf(idOf(question), Buffer.from('other')))
    await queued()
    expect(await item()).toMatchObject({ state: 'stopped', lastError: expect.stringContaining('不同') as string })
    expect(await engine.refused('outbox.withdraw', { filingId })).toMatchObject({ code: 'outbox.mayHaveArrived' })
  })

  test('always busy: tried at growing distances, and stopped in the end', async () => {
    onPut = (_question, answer) => json(answer, 429, { message: '请稍后' })
    await queued()
    for (let tries = 0; tries < 15; tries++) await round()
    expect(puts()).toBe(12)
    expect(await item()).toMatchObject({ state: 'stopped', lastError: expect.stringContaining('试了 12 次') as string })
    expect(await engine.call('outbox.withdraw', { filingId })).toEqual({ withdrawn: true })
  })
})

describe('receipts', () => {
  test('are taken in by their package, each once; the cursor goes on behind what is kept', async () => {
    await queued()
    receipts = [
      { id: 'r1', name: 'Receipt_1.xml', bytes: receipt('1') },
      { id: 'r4', name: 'Receipt_4.xml', bytes: receipt('4') },
    ]
    expect(await round()).toMatchObject({ received: 2, exceptions: 0 })
    expect(await engine.call('filings.get', { filingId })).toMatchObject({
      state: 'accepted',
      receipts: [
        { message: 'PackageReceipt', result: 'received', notes: ['接收单位：已收下', '说明'] },
        { result: 'approved', listNo: 'QD233226I000000001' },
      ],
    })
    asked = []
    expect(await round()).toMatchObject({ received: 0 })
    expect(asked).toEqual(['GET /base/receipts'])
  })

  test('of another hash are an exception', async () => {
    await queued()
    receipts = [{ id: 'r1', name: 'Receipt_1.xml', bytes: receipt('4', 'cd'.repeat(32)) }]
    expect(await round()).toMatchObject({ received: 0, exceptions: 1 })
    expect((await engine.call('exceptions.list', {})).exceptions).toMatchObject([
      { authority: 'customs', reason: expect.stringContaining('SHA-256') as string },
    ])
    expect(await item()).toMatchObject({ state: 'sent' })
  })

  test('whose bytes are not what the list says are fetched again, and hold up nothing', async () => {
    await queued()
    receipts = [
      { id: 'r1', name: 'Receipt_1.xml', bytes: receipt('1'), announced: 'ab'.repeat(32) },
      { id: 'r4', name: 'Receipt_4.xml', bytes: receipt('4') },
    ]
    expect(await round()).toMatchObject({ received: 1, exceptions: 0 })
    for (let times = 0; times < 4; times++) await round()
    // At last they are kept for a person, and the cursor goes on.
    expect((await engine.call('exceptions.list', {})).exceptions).toMatchObject([
      { name: 'Receipt_1.xml', reason: expect.stringContaining('摘要不符') as string },
    ])
    asked = []
    await round()
    expect(asked).toEqual(['GET /base/receipts'])
  })
})

describe('a receipt that cannot be fetched', () => {
  test('is never given up: the others are taken in, the cursor stays before it', async () => {
    await queued()
    receipts = [
      { id: 'r1', name: 'r1.xml', bytes: receipt('3') },
      { id: 'r2', name: 'r2.xml', bytes: receipt('4') },
    ]
    onFetch = (question, answer) =>
      idOf(question) === 'r1' ? json(answer, 503, {}) : void answer.end(receipts.find(({ id }) => id === idOf(question))?.bytes)
    expect(await round()).toMatchObject({
      received: 1,
      problems: [{ message: expect.stringContaining('1 份回执没有取到') as string }],
    })
    for (let more = 0; more < 8; more++) expect(await round()).toMatchObject({ received: 0, exceptions: 0 })
    onFetch = undefined
    expect(await round()).toMatchObject({ received: 1, exceptions: 0, problems: [] })
  })
})

describe('who is at the other end', () => {
  const failing = async () => {
    const { problems } = await queued()
    expect(puts()).toBe(0)
    expect(await item()).toMatchObject({ state: 'waiting', attempts: 0 })
    return problems[0]?.message
  }

  test('another certificate than the pinned one gets nothing', async () => {
    await channel({ pin: Buffer.alloc(32).toString('base64') })
    expect(await failing()).toContain('指纹')
    const { steps } = await engine.call('channels.test', { authority: 'customs' })
    expect(steps.map(({ ok }) => ok)).toEqual([true, true, false])
    expect(steps.at(-1)?.found).toContain(certificates.pin)
    expect(await status()).toMatchObject({ state: 'refused' })
  })

  test('a certificate of an unknown CA, or of another name, gets nothing', async () => {
    await channel({ caFileId: null })
    expect(await failing()).toContain('不受信任')
    await engine.call('outbox.withdraw', { filingId })
    await channel({ url: `https://127.0.0.2:${port()}/base` })
    expect(await failing()).toMatch(/不受信任|连不上/)
  })

  test('nobody there: away, and everything waits', async () => {
    const free = port()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    expect(await failing()).toContain('连不上')
    expect(await status()).toMatchObject({ state: 'away' })
    await new Promise<void>((resolve) => server.listen(free, '127.0.0.1', resolve))
    expect(await round()).toMatchObject({ sent: 1, problems: [] })
  })

  test('the test of the channel goes through all steps and tells the fingerprint', async () => {
    const { steps, channel: tested } = await engine.call('channels.test', { authority: 'customs' })
    expect(steps.map(({ what, ok }) => [what, ok])).toEqual([
      ['连接网关', true],
      ['核对服务器证书', true],
      ['核对证书指纹', true],
      ['读取回执清单', true],
    ])
    expect(steps[2]?.found).toContain(certificates.pin)
    expect(tested.status.state).toBe('ready')
    expect(puts()).toBe(0)
  })
})

describe('through a proxy', () => {
  let proxy: PlainServer
  let tunnels: string[]
  beforeEach(async () => {
    tunnels = []
    proxy = createProxy()
    proxy.on('connect', ({ url = '' }, socket) => {
      tunnels.push(url)
      const [host = '', to = ''] = url.split(':')
      const onward = connect(Number(to), host, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        onward.pipe(socket)
        socket.pipe(onward)
      })
      onward.on('error', () => undefined)
      onward.on('close', () => socket.destroy())
      socket.on('error', () => onward.destroy())
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  })
  afterEach(async () => {
    proxy.closeAllConnections()
    await new Promise((resolve) => proxy.close(resolve))
  })

  test('it goes by CONNECT, and the certificate and its pin are looked at all the same', async () => {
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    await channel({ proxy: address, pin: Buffer.alloc(32).toString('base64') })
    expect((await queued()).problems).toMatchObject([{ message: expect.stringContaining('指纹') as string }])
    await channel({ proxy: address })
    expect(await round()).toMatchObject({ sent: 1, problems: [] })
    expect(tunnels.length).toBeGreaterThanOrEqual(2)
    expect(new Set(tunnels)).toEqual(new Set([`127.0.0.1:${port()}`]))
  })

  test('what breaks off after it was sent may have arrived: it is asked for, not taken for unsent', async () => {
    await channel({ proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` })
    // Each request opens a tunnel of its own.
    server.prependListener('request', (_, answer: ServerResponse) => answer.setHeader('connection', 'close'))
    onPut = (question, _, body) => {
      taken.set(idOf(question), body)
      question.socket.destroy()
    }
    await queued()
    expect(await attempts()).toEqual(['send unknown'])
    await round()
    expect(await attempts()).toEqual(['send unknown', 'ask delivered'])
    expect(puts()).toBe(1)
  })

  test('a proxy that is not there means away; nothing goes round it', async () => {
    await channel({ proxy: 'http://127.0.0.1:9' })
    expect(await queued()).toMatchObject({ sent: 0, problems: [{ message: expect.stringContaining('连不上') as string }] })
    expect(asked).toEqual([])
  })
})
