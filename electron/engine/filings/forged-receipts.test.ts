import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { foundEnterprise, handbookNo, makeListFiling, passphrase } from '../../../test/crash/filing-maker.ts'
import { clientAnswer, customsReceipt } from '../../../test/receipt-files.ts'

const seqNo = '202600000012345678'
const listNo = 'QD233226I000000001'
let engine: Engine
let keyId: string
beforeEach(async () => {
  engine = await openEngine({ now: '2026-01-05T01:00:00.000Z' })
  keyId = await foundEnterprise(engine)
}, 30_000)
afterEach(() => engine.close())

async function signedList() {
  const filingId = await makeListFiling(engine, '10', '2026-01-05')
  const { packageSha256, subject } = await engine.call('filings.sign', { filingId, keyId, passphrase })
  return { filingId, innerNo: subject, packageSha256: packageSha256 ?? '' }
}
const take = async (bytes: Uint8Array, name = '回执.xml') =>
  (await engine.call('filings.importReceipts', { fileId: await engine.put(name, bytes) })).read[0]
const answer = (innerNo: string, manageResult: string, manageDate: string) =>
  customsReceipt('INV201', { etpsPreentNo: seqNo, businessId: listNo, manageResult, manageDate }, [], {
    etpsInnerInvtNo: innerNo,
  })
const technical = (of: { filingId: string; packageSha256: string }, more: Record<string, string>) =>
  Buffer.from(
    `<PackageReceipt><PackageId>${of.filingId}</PackageId><Sha256>${of.packageSha256}</Sha256>${Object.entries({
      Result: '4',
      At: '2026-01-05 12:00:00',
      HandbookNo: '',
      SeqNo: '',
      ListNo: '',
      ...more,
    })
      .map(([name, text]) => `<${name}>${text}</${name}>`)
      .join('')}</PackageReceipt>`,
  )
const stateOf = async ({ filingId }: { filingId: string }) => (await engine.call('filings.get', { filingId })).state

describe('what contradicts what was sent is kept for a person, and moves nothing', () => {
  test('统一编号 that is another list’s', async () => {
    const [first, second] = [await signedList(), await signedList()]
    await take(clientAnswer({ SeqNo: seqNo, EtpsPreentNo: first.innerNo, DealFlag: '0' }))
    expect(await take(clientAnswer({ SeqNo: seqNo, EtpsPreentNo: second.innerNo, DealFlag: '0' }))).toMatchObject({
      filingId: null,
      message: expect.stringContaining(`回执的编号 ${second.innerNo} 是核注清单`) as string,
    })
    const asFirst = clientAnswer({ SeqNo: seqNo, EtpsPreentNo: '', DealFlag: '0' })
    await engine.call('outbox.queue', { filingIds: [second.filingId] })
    const fileName = `INV_${handbookNo}_0002_${second.filingId.slice(0, 8)}`
    expect(await take(asFirst, `Successed_${fileName}_20260105100000.xml`)).toMatchObject({
      filingId: null,
      message: expect.stringContaining(`回执的编号 ${seqNo} 是核注清单`) as string,
    })
    expect(await take(answer(second.innerNo, '1', '2026-01-05 10:00:00'))).toMatchObject({
      filingId: null,
      message: expect.stringContaining(`企业内部编号却是 ${second.innerNo}`) as string,
    })
    expect([await stateOf(first), await stateOf(second)]).toEqual(['acknowledged', 'queued'])
    expect(await take(answer(first.innerNo, '1', '2026-01-05 10:00:00'))).toMatchObject({ filingId: first.filingId })
    expect((await engine.call('exceptions.list', {})).exceptions).toHaveLength(3)
  })

  test('an hour that has not come: a later answer would never count again', async () => {
    const sent = await signedList()
    expect(await take(answer(sent.innerNo, '3', '2099-01-01 00:00:00'))).toMatchObject({
      filingId: null,
      message: expect.stringContaining('请核对电脑的日期') as string,
    })
    expect(await take(answer(sent.innerNo, '4', '2026-01-05 10:00:00'))).toMatchObject({ filingId: sent.filingId })
    expect(await stateOf(sent)).toBe('acknowledged')
  })

  test('a technical receipt of another handbook, from before it was signed, or that passes a list without its number', async () => {
    const sent = await signedList()
    for (const [more, said] of [
      [{ HandbookNo: 'C99999999999', ListNo: listNo }, '回执却是手册 C99999999999 的'],
      [{ At: '2026-01-03 12:00:00', ListNo: listNo }, '早于申报的签名时间'],
      [{ At: '2027-01-04 12:00:00', ListNo: listNo }, '请核对电脑的日期'],
      [{ HandbookNo: handbookNo }, '没有给出清单编号'],
    ] as const)
      expect(await take(technical(sent, more)), said).toMatchObject({
        filingId: null,
        message: expect.stringContaining(said) as string,
      })
    expect(await stateOf(sent)).toBe('signed')
    expect(await take(technical(sent, { HandbookNo: handbookNo, ListNo: listNo }))).toMatchObject({ filingId: sent.filingId })
    expect(await engine.call('bondedLists.get', { handbookNo, listNo })).toMatchObject({ status: 'booked' })
  })
})
