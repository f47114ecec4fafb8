import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readReceipt } from '../../shared/messages/receipts.ts'
import { foundEnterprise, handbookNo, makeListFiling, passphrase } from '../crash/filing-maker.ts'
import { openEngine } from '../engine.ts'
import type { Engine } from '../engine.ts'
import { Authority } from './authority.ts'
import { Books } from './books.ts'
import { ImportClient } from './folders.ts'
import type { Rules } from './misbehaviour.ts'
import { verifyPackage } from './verify-package.ts'

let engine: Engine
/** Three lists and a report, signed one after the other by the real engine. */
const packages: { filingId: string; bytes: Buffer }[] = []

beforeAll(async () => {
  engine = await openEngine({ now: '2026-01-05T01:00:00.000Z' })
  const keyId = await foundEnterprise(engine)
  const filings = []
  for (const quantity of ['100', '20.5', '3']) filings.push(await makeListFiling(engine, quantity, '2026-01-05'))
  for (const filingId of filings) {
    await engine.call('filings.sign', { filingId, keyId, passphrase })
    const { fileId } = await engine.call('filings.export', { filingId })
    packages.push({ filingId, bytes: Buffer.from(await engine.bytesOf(fileId)) })
  }
}, 60_000)
afterAll(() => engine.close())

let folder: string
let books: Books
let authority: Authority
let now: number
const open = () => {
  books = new Books(folder)
  authority = new Authority(books, {
    now: () => now,
    die: () => {
      throw new Error('the authority died')
    },
  })
}
const rules = (chances: Rules['chances'], decides = true) =>
  books.write({ type: 'rules', rules: { seed: 7, decides, delayMs: 1000, chances } })
const bytesOf = (index: number) => packages[index]?.bytes ?? Buffer.alloc(0)
const takePackage = (index: number) =>
  authority.take(bytesOf(index), { via: 'gateway', name: 'a.zip', expected: packages[index]?.filingId ?? '' })
const answersSoFar = () => {
  now += 10_000
  const due = authority.due('gateway')
  authority.delivered(...due)
  return due.map(({ id, what }) => ({ what, bytes: books.bytesOf('answers', id) }))
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'authority-'))
  now = Date.parse('2026-01-05T02:00:00.000Z')
  open()
})
afterEach(() => {
  books.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a package of the engine verifies by code that shares nothing with it', () => {
  const { steps, found } = verifyPackage(bytesOf(1))
  expect(steps.map(({ what, ok }) => [what, ok])).toEqual(
    ['压缩包结构', '清单', '文件摘要', '签名者', '签名'].map((what) => [what, true]),
  )
  expect(found?.manifest).toMatchObject({ packageId: packages[1]?.filingId, sequence: 2, kind: 'bondedList', handbookNo })
})

test('a package has one effect however often it comes, and answers that the engine can read', () => {
  rules({})
  expect(takePackage(0)).toMatchObject({ result: 'taken', filing: { state: 'accepted', sequence: 1 } })
  for (let time = 0; time < 5; time++) expect(takePackage(0)).toMatchObject({ result: 'again' })
  expect(authority.movements()).toEqual({ [`${handbookNo}|I1|0615|I`]: '100' })
  const answers = answersSoFar()
  expect(answers.map(({ what }) => what)).toEqual(['PackageReceipt', 'INV200', 'INV201', 'INV202', 'INV211'])
  const read = answers.slice(1).map(({ bytes }) => readReceipt(bytes))
  expect(read.map(({ result, listStatus }) => [result, listStatus])).toEqual([
    ['received', undefined],
    ['received', 'reserved'],
    ['received', undefined],
    ['approved', 'booked'],
  ])
  expect(new Set(read.map(({ seqNo }) => seqNo)).size).toBe(1)
})

test('no answer takes the place of one from before the program died', () => {
  rules({ stray: 1, crash: 1 })
  expect(() => takePackage(0)).toThrow('died')
  const before = [...books.answers.values()].map((answer) => ({ ...answer }))
  books.close()
  open()
  expect(() => takePackage(1)).toThrow('died')
  expect([...books.answers.values()].slice(0, before.length)).toEqual(before)
})

test('what was taken is there after the program died, and a line cut off has never been', () => {
  takePackage(0)
  const before = readFileSync(join(folder, 'journal.jsonl'))
  appendFileSync(join(folder, 'journal.jsonl'), '{"type":"taken","filing":{"key"')
  books.close()
  open()
  expect(readFileSync(join(folder, 'journal.jsonl'))).toEqual(before)
  expect(takePackage(0)).toMatchObject({ result: 'again' })
  rules({ crash: 1 })
  expect(() => takePackage(1)).toThrow('died')
  books.close()
  open()
  authority.resume()
  expect(takePackage(1)).toMatchObject({ result: 'again', filing: { state: 'accepted' } })
  expect(takePackage(0)).toMatchObject({ filing: { state: 'accepted' } })
})

describe('the chain of a key', () => {
  test('may come out of order, and has its gaps named', () => {
    takePackage(2)
    expect(Object.values(authority.gaps())).toEqual([[1, 2]])
    takePackage(0)
    expect(Object.values(authority.gaps())).toEqual([[2]])
    takePackage(1)
    expect(Object.values(authority.gaps())).toEqual([[]])
  })
  test('the same id with other bytes is a conflict; another id than the package has is refused', () => {
    takePackage(0)
    const other = Buffer.from(bytesOf(1))
    const otherId = packages[0]?.filingId ?? ''
    expect(authority.take(other, { via: 'gateway', name: 'b.zip', expected: otherId })).toMatchObject({ result: 'refused' })
    // The same package signed anew has another signature, and so other bytes.
    const known = books.filings.get(otherId)
    if (known) known.sha256 = 'f'.repeat(64)
    books.byHash.clear()
    expect(takePackage(0)).toMatchObject({ result: 'conflict' })
  })
})

describe('a report', () => {
  const report = (remaining: string, seqNo = '') =>
    Buffer.from(
      `<DcrMessage><NptsDcrHeadType><SeqNo>${seqNo}</SeqNo><EmlNo>C23325020251</EmlNo><BizopEtpsSccd>91320594MA1202516U</BizopEtpsSccd>` +
        '<ImpInvtTotalCnt>1</ImpInvtTotalCnt><ExpInvtTotalCnt>0</ExpInvtTotalCnt><ChgoffMtpckTotalAmt>1</ChgoffMtpckTotalAmt>' +
        '<ChgoffEndprdTotalAmt>0</ChgoffEndprdTotalAmt></NptsDcrHeadType>' +
        '<NptsDcrBillType><GNo>1</GNo><BondInvtNo>QD1</BondInvtNo><IeFlag>I</IeFlag></NptsDcrBillType>' +
        '<NptsDcrImgType><GNo>1</GNo><EmlSeqno>1</EmlSeqno><ImpTotalQty>10320.5</ImpTotalQty><DprcsCrdImpQty>1500</DprcsCrdImpQty>' +
        '<SdinQty>350</SdinQty><ReexpQty>200</ReexpQty><MtpckDstryQty>25</MtpckDstryQty><RemainCrdwQty>0</RemainCrdwQty>' +
        `<CsmTotalQty>10250</CsmTotalQty><RemainMtpckQty>${remaining}</RemainMtpckQty></NptsDcrImgType></DcrMessage>`,
    )
  const zip = (xml: Buffer) => Buffer.from(zipSync({ 'DCR_C23325020251_0001_abcdef01.xml': xml }))
  const drop = (xml: Buffer) =>
    authority.take(zip(xml), { via: join(folder, 'client'), name: 'DCR_C23325020251_0001_abcdef01.zip' })

  test('E-26 balances, and is passed; a hundred-thousandth more does not, and comes back with the row (R-112)', () => {
    rules({})
    expect(drop(report('995.50001'))).toMatchObject({ filing: { state: 'returned' } })
    const [returned] = [...books.filings.values()]
    expect(returned?.reasons).toEqual(['料件 1 不平衡：进口与各项去向相差 -0.00001'])
    expect(drop(report('995.5'))).toMatchObject({ result: 'taken', filing: { state: 'accepted', seqNo: returned?.seqNo } })
  })

  test('that is filed again while the first is open is refused, with the reason in the client’s answer', () => {
    rules({}, false)
    const client = new ImportClient(join(folder, 'client'), authority)
    expect(drop(report('995.5')).result).toBe('taken')
    writeFileSync(join(client.root, 'OutBox', 'second.zip'), zip(report('995.4')))
    writeFileSync(join(client.root, 'OutBox', 'third.zip.tmp'), 'half')
    now += 1000
    client.exchange()
    now += 1000
    client.exchange()
    expect(readdirSync(join(client.root, 'FailBox'))).toEqual(['second.zip'])
    expect(readdirSync(join(client.root, 'OutBox'))).toEqual(['third.zip.tmp'])
    const inBox = readdirSync(join(client.root, 'InBox'))
    const failed = inBox.find((name) => name.startsWith('Failed_second_')) ?? ''
    expect(readReceipt(readFileSync(join(client.root, 'InBox', failed)))).toMatchObject({ result: 'notReceived' })
    expect(inBox.filter((name) => name.startsWith('Successed_DCR_C23325020251_0001_abcdef01_'))).toHaveLength(1)
  })

  test('is returned with reasons, or sent to a person, or closed by a letter; a decision stands', () => {
    rules({}, false)
    drop(report('995.5'))
    const [{ key } = { key: '' }] = [...books.filings.values()]
    authority.decide(key, 'manualReview', [])
    expect(() => authority.close(key)).toThrow('报核通过以后')
    expect(() => authority.decide(key, 'returned', [])).toThrow('退单须写明原因')
    authority.decide(key, 'accepted', [])
    expect(() => authority.decide(key, 'returned', ['晚了'])).toThrow('已有结果')
    expect(authority.close(key).bytes.toString()).toContain('C23325020251')
    expect(books.filings.get(key)?.state).toBe('closed')
  })
})

describe('on demand', () => {
  test('it loses, repeats, halves and mixes up answers, the same for the same seed; what was lost comes when it is asked for', () => {
    rules({ drop: 0.4, repeat: 0.5, truncate: 0.5, stray: 0.5, return: 0.5 })
    for (const index of [0, 1, 2]) takePackage(index)
    const first = answersSoFar().map(({ what }) => what)
    expect(first).toContain('half')
    expect(first).toContain('stray')
    const lost = [...books.answers.values()].filter(({ due }) => due === null).length
    expect(lost).toBeGreaterThan(0)
    expect(authority.resend()).toBe(lost)
    expect(answersSoFar()).toHaveLength(lost)
    expect(authority.resend()).toBe(0)

    books.close()
    rmSync(folder, { recursive: true, force: true })
    open()
    rules({ drop: 0.4, repeat: 0.5, truncate: 0.5, stray: 0.5, return: 0.5 })
    for (const index of [0, 1, 2]) takePackage(index)
    expect(answersSoFar().map(({ what }) => what)).toEqual(first)
  })
})
