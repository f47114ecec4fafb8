import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { clientAnswer, customsReceipt, zipped } from '../../../test/receipt-files.ts'
import { readyForReport } from '../../../test/ready-for-report.ts'

const passphrase = '出口 2025'
let engine: Engine
let handbookNo: string
let keyId: string

beforeEach(async () => {
  engine = await openEngine({ now: '2026-02-20T01:02:03.000Z' })
  handbookNo = (await engine.call('enterprise.loadSample', {})).handbookNo
  await readyForReport(engine, handbookNo)
  keyId = (await engine.call('keys.create', { name: '一号', passphrase })).keyId
}, 60_000)
afterEach(() => engine.close())

async function signedReport(): Promise<string> {
  const { filingId } = await engine.call('filings.createWriteOffReport', { handbookNo })
  await engine.call('filings.sign', { filingId, keyId, passphrase })
  return filingId
}
const take = async (bytes: Uint8Array, name = '回执.xml') =>
  (await engine.call('filings.importReceipts', { fileId: await engine.put(name, bytes) })).read
const report = (manageResult: string, manageDate: string, notes: string[] = []) =>
  customsReceipt('EML221', { etpsPreentNo: '202600000012345678', businessId: handbookNo, manageResult, manageDate }, notes)
const states = async (filingId: string) => (await engine.call('filings.get', { filingId })).state
const lifeEvents = async () => (await engine.call('handbooks.life', { handbookNo })).events.map(({ what }) => what)

describe('receipts of a report', () => {
  test('move it from received to accepted; each stands with its bytes', async () => {
    const filingId = await signedReport()
    engine.setNow('2026-02-21T01:00:00.000Z')
    const received = report('Y', '2026-02-20 10:00:00')
    expect(await take(received, 'Receipt_1.EML')).toEqual([
      { name: 'Receipt_1.EML', filingId, result: 'received', message: '回执：已接收（2026-02-20）' },
    ])
    expect(await states(filingId)).toBe('acknowledged')
    const [first] = (await engine.call('filings.get', { filingId })).receipts
    expect(Buffer.from(await engine.bytesOf(first?.fileId ?? '')).equals(Buffer.from(received))).toBe(true)

    await take(report('2', '2026-02-21 08:00:00'))
    const accepted = await engine.call('filings.get', { filingId })
    expect(accepted.state).toBe('accepted')
    expect(accepted.receipts).toMatchObject([
      { result: 'received', counted: true },
      { message: 'EML221', result: 'approved', answeredOn: '2026-02-21', seqNo: '202600000012345678', handbookNo, counted: true },
    ])
    expect((await engine.call('workbench.today', {})).receipts[0]).toMatchObject({
      to: `/filings/${filingId}`,
      at: '2026-02-21T01:00:00.000Z',
    })
  })

  test('the same receipt twice has one effect, under any name and in any archive', async () => {
    const filingId = await signedReport()
    const bytes = report('Y', '2026-02-20 10:00:00')
    await take(bytes)
    const before = await engine.call('filings.get', { filingId })
    expect(await take(zipped({ 'InBox/again.xml': bytes }), '回执.zip')).toEqual([
      { name: 'again.xml', filingId, result: 'received', message: '这份回执已经导入过，没有重复记入' },
    ])
    expect(await engine.call('filings.get', { filingId })).toEqual(before)
  })

  test('after the handbook is closed they only go on record, and nothing is signed any more', async () => {
    const [answered, late] = [await signedReport(), await signedReport()]
    const unsigned = await engine.call('filings.createWriteOffReport', { handbookNo })
    await engine.call('filings.recordAnswer', { filingId: answered, result: 'approved', answeredOn: '2026-02-20' })
    await engine.call('handbooks.close', { handbookNo, on: '2026-02-20', noticeNo: '核销2026-1' })
    const before = await lifeEvents()
    expect(
      await engine.refused('filings.recordAnswer', { filingId: late, result: 'returned', answeredOn: '2026-02-20' }),
    ).toMatchObject({ code: 'answer.weaker', message: expect.stringContaining('结案') as string })
    expect(await engine.refused('filings.sign', { filingId: unsigned.filingId, keyId, passphrase })).toMatchObject({
      code: 'handbook.closed',
    })
    expect((await take(report('3', '2026-02-20 11:00:00')))[0]?.message).toMatch(/只存入记录/)
    expect(await lifeEvents()).toEqual(before)
  })

  test('leave no bytes behind where they change nothing', async () => {
    await signedReport()
    const archive = zipped({
      'one.xml': report('Y', '2026-02-20 10:00:00'),
      'again.xml': report('Y', '2026-02-20 10:00:00'),
      'stranger.xml': clientAnswer({ SeqNo: '202600000099999999', EtpsPreentNo: '别家的', DealFlag: '0' }),
    })
    const kept = () => readdirSync(join(engine.dataFolder, 'files')).length
    const before = kept()
    expect((await take(archive, '回执.zip')).map(({ message }) => message.slice(0, 4)).toSorted()).toEqual([
      '回执：已',
      '没有对上',
      '这份回执',
    ])
    // The archive itself, the one receipt that has a filing, and the one that has none.
    expect(kept()).toBe(before + 3)
    expect((await engine.call('exceptions.list', {})).exceptions).toMatchObject([{ name: 'stranger.xml', authority: null }])
  })

  test('in the wrong order the weaker ones only go on record', async () => {
    const filingId = await signedReport()
    await take(report('2', '2026-02-22 08:00:00'))
    for (const [code, on] of [
      ['Y', '2026-02-20 10:00:00'],
      ['A', '2026-02-21 10:00:00'],
      ['6', '2026-02-21 11:00:00'],
      ['3', '2026-02-23 11:00:00'],
    ] as const)
      expect((await take(report(code, on)))[0]?.message).toMatch(/只存入记录/)
    const { state, receipts } = await engine.call('filings.get', { filingId })
    expect(state).toBe('accepted')
    expect(receipts.map(({ counted }) => counted)).toEqual([true, false, false, false, false])
  })

  test('of equal weight the later one counts, whichever comes first', async () => {
    const filingId = await signedReport()
    await take(report('A', '2026-02-22 10:00:00', ['请补充说明']))
    expect(await states(filingId)).toBe('manualReview')
    await take(report('A', '2026-02-21 10:00:00', ['早些的']))
    const { receipts } = await engine.call('filings.get', { filingId })
    expect(receipts.map(({ counted, notes }) => [counted, notes[1]])).toEqual([
      [true, '请补充说明'],
      [false, '早些的'],
    ])
  })

  test('returned with its reasons: a new report can be made and is the one that the next receipt answers', async () => {
    const first = await signedReport()
    engine.setNow('2026-02-22T01:00:00.000Z')
    await take(report('3', '2026-02-21 10:00:00', ['料件 3 数量不符', '请核对 <清单> & 重报']))
    expect(await engine.call('filings.get', { filingId: first })).toMatchObject({
      state: 'returned',
      receipts: [{ notes: ['海关：报核退单', '料件 3 数量不符', '请核对 <清单> & 重报'] }],
    })
    expect((await engine.call('workbench.today', {})).todo).toContainEqual(
      expect.objectContaining({ severity: 'blocks', to: `/filings/${first}` }),
    )
    const second = await signedReport()
    await take(report('2', '2026-02-23 10:00:00'))
    expect([await states(first), await states(second)]).toEqual(['returned', 'accepted'])
  })
})

describe('what is not an answer to anything', () => {
  test('is listed and changes nothing', async () => {
    const filingId = await signedReport()
    const before = await engine.call('filings.get', { filingId })
    const read = await take(
      zipped({
        'a.xml': customsReceipt('EML221', { businessId: 'C00000000009', manageResult: '2', manageDate: '2026-02-21' }),
        'b.xml': customsReceipt('EML211', { businessId: handbookNo, manageResult: '1', manageDate: '2026-02-21' }),
        'c.xml': customsReceipt('EML221', { businessId: handbookNo, manageResult: '2', manageDate: '2026-02-19' }),
        'd.xml': customsReceipt('EML221', { manageResult: '2', manageDate: '2026-02-21' }),
        'e.xml': Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]><EML221/>'),
        'f.pdf': Buffer.from('%PDF-1.7'),
        'g.xml': clientAnswer({ SeqNo: '', EtpsPreentNo: 'X-1', DealFlag: '-1' }),
      }),
    )
    expect(read.every((each) => each.filingId === null)).toBe(true)
    expect(Object.fromEntries(read.map(({ name, message }) => [name, message]))).toEqual({
      'a.xml': '没有对上申报：没有手册编号 C00000000009的已签名报核',
      'b.xml': `没有对上申报：没有手册编号 ${handbookNo}的已签名备案、变更`,
      'c.xml': '没有对上申报：审核时间 2026-02-19 早于申报的签名时间',
      'd.xml': '没有对上申报：回执没有任何编号',
      'e.xml': '没有读取：含有文档类型声明，为安全起见没有读取',
      'f.pdf': '没有读取：不是 XML 文件',
      'g.xml': '没有对上申报：没有企业内部编号 X-1的已签名备案、变更、报核、核注清单',
    })
    expect(await engine.call('filings.get', { filingId })).toEqual(before)
  })

  test('an unsigned report has no answers', async () => {
    const { filingId } = await engine.call('filings.createWriteOffReport', { handbookNo })
    expect(await take(report('2', '2026-02-21'))).toMatchObject([{ filingId: null }])
    expect(
      await engine.refused('filings.recordAnswer', { filingId, result: 'approved', answeredOn: '2026-02-20' }),
    ).toMatchObject({
      code: 'filing.notSigned',
    })
  })

  test('an archive that is damaged or hostile is refused whole', async () => {
    const archive = zipped({ 'a.xml': report('2', '2026-02-21') })
    for (const bytes of [archive.subarray(0, archive.length - 5), Buffer.from('PK\u0003\u0004')])
      expect(await engine.refused('filings.importReceipts', { fileId: await engine.put('x.zip', bytes) })).toMatchObject({
        code: 'receipts.damaged',
      })
    const many = zipped(Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`${index}.xml`, new Uint8Array()])))
    expect(await engine.refused('filings.importReceipts', { fileId: await engine.put('x.zip', many) })).toMatchObject({
      code: 'receipts.tooMany',
    })
    const bomb = zipped({ 'a.xml': new Uint8Array(40_000_000) })
    expect(await engine.refused('filings.importReceipts', { fileId: await engine.put('x.zip', bomb) })).toMatchObject({
      code: 'receipts.bomb',
    })
  })
})

describe('a typed answer', () => {
  test('does what the receipt would do, and a weaker one is refused', async () => {
    const filingId = await signedReport()
    const answer = (result: 'approved' | 'returned' | 'manualReview', answeredOn: string) =>
      engine.call('filings.recordAnswer', { filingId, result, answeredOn, notes: ['网页所见'] })
    expect(
      await engine.refused('filings.recordAnswer', { filingId, result: 'approved', answeredOn: '2026-02-21' }),
    ).toMatchObject({
      code: 'answer.inFuture',
    })
    expect(
      await engine.refused('filings.recordAnswer', { filingId, result: 'approved', answeredOn: '2026-02-19' }),
    ).toMatchObject({
      code: 'answer.tooEarly',
    })
    expect((await answer('manualReview', '2026-02-20')).state).toBe('manualReview')
    expect(await answer('approved', '2026-02-20')).toMatchObject({
      state: 'accepted',
      receipts: [{ result: 'manualReview' }, { message: 'manual', result: 'approved', fileId: null, notes: ['网页所见'] }],
    })
    expect(
      await engine.refused('filings.recordAnswer', { filingId, result: 'returned', answeredOn: '2026-02-20' }),
    ).toMatchObject({
      code: 'answer.weaker',
    })
    expect((await engine.call('filings.get', { filingId })).receipts).toHaveLength(2)
    expect((await engine.call('journal.list', {})).rows.map(({ what }) => what)).toContain(
      '登记结果：通过（2026-02-20），海关已受理报核',
    )
    expect(await lifeEvents()).toEqual(['海关受理报核：申报包 1', '报核：申报包 1'])
  })
})
