import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Output } from '../../../shared/contract/contract.ts'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { readArchive, writeArchive } from '../packages/archive.ts'
import { sha256 } from '../packages/build-package.ts'
import { readPackage } from '../packages/read-package.ts'
import { readAnswer, writeAnswer } from './request-file.ts'
import { readyForReport } from '../../../test/ready-for-report.ts'

const passphrase = '口令 2025'
/** Where the filings are, and where the key is. */
let here: Engine
let there: Engine
let key: Output<'keys.create'>
beforeEach(async () => {
  here = await openEngine()
  there = await openEngine()
  key = await there.call('keys.create', { name: '总部', passphrase })
})
afterEach(async () => {
  await here.close()
  await there.close()
})

const register = async (publicKey = key.publicKey) =>
  here.call('keys.register', { name: '总部', fileId: await here.put('k.pem', Buffer.from(publicKey)) })

/** A report and a record of self-verification, ready to be signed. */
async function filings(): Promise<[string, string]> {
  const { handbookNo } = await here.call('enterprise.loadSample', {})
  await readyForReport(here, handbookNo)
  await here.call('selfVerification.state', { creditLevel: 'general', traceable: true })
  const report = await here.call('filings.createWriteOffReport', { handbookNo })
  const record = await here.call('filings.createSelfVerification', { handbookNo, from: '2025-06-01', to: '2025-06-30' })
  return [record.filingId, report.filingId]
}

const request = async (filingIds: readonly string[]) => {
  const made = await here.call('signing.exportRequest', { filingIds: [...filingIds] })
  return { ...made, bytes: await here.bytesOf(made.fileId) }
}
const signed = async (bytes: Uint8Array) => {
  const { fileId } = await there.call('signing.signRequest', {
    fileId: await there.put('r', bytes),
    keyId: key.keyId,
    passphrase,
  })
  return there.bytesOf(fileId)
}
const importing = async (bytes: Uint8Array) => ({ fileId: await here.put('a', bytes) })
const refusedHere = async (bytes: Uint8Array) => (await here.refused('signing.importSigned', await importing(bytes))).code
const states = async (ids: readonly string[]) =>
  Promise.all(ids.map(async (filingId) => (await here.call('filings.get', { filingId })).state))

test('there and back: the same check code on both sides, the packages are as if signed here', async () => {
  await register()
  const ids = await filings()
  const { bytes, checkCode } = await request(ids)
  const seen = await there.call('signing.inspectRequest', { fileId: await there.put('r', bytes) })
  expect(seen).toMatchObject({ checkCode, afterSequence: 0 })
  expect(checkCode).toMatch(/^([0-9a-f]{4} ){3}[0-9a-f]{4}$/)
  const details = await Promise.all(ids.map((filingId) => here.call('filings.get', { filingId })))
  expect(seen.filings.map(({ filingId, summary, files }) => ({ filingId, summary, files }))).toEqual(
    details.map(({ filingId, summary, files }) => ({
      filingId,
      summary,
      files: files.map(({ name, size, sha256: hash }) => ({ name, size, sha256: hash })),
    })),
  )
  expect(seen.enterpriseName).toBe((await here.call('enterprise.get', {}))?.name)

  const { filings: kept } = await here.call('signing.importSigned', await importing(await signed(bytes)))
  expect(kept.map(({ filingId, state, sequence, keyName }) => ({ filingId, state, sequence, keyName }))).toEqual(
    ids.map((filingId, index) => ({ filingId, state: 'signed', sequence: index + 1, keyName: '总部' })),
  )
  expect(kept[1]?.previousSha256).toBe(kept[0]?.packageSha256)
  const { fileId } = await here.call('filings.export', { filingId: ids[1] })
  const exported = await here.bytesOf(fileId)
  expect(sha256(exported)).toBe(kept[1]?.packageSha256)
  expect(readPackage(exported).signer.fingerprint).toBe(key.fingerprint)
  // The ledger of the other computer has no part in it.
  expect((await there.call('filings.list', {})).filings).toEqual([])
})

test('replayed: the second time is refused, and changes nothing', async () => {
  await register()
  const ids = await filings()
  const answer = await signed((await request(ids)).bytes)
  await here.call('signing.importSigned', await importing(answer))
  const before = await here.call('filings.list', {})
  expect(await refusedHere(answer)).toBe('filing.alreadySigned')
  expect(await here.call('filings.list', {})).toEqual(before)
})

test('a signer that is not registered is refused, until it is', async () => {
  const ids = await filings()
  const answer = await signed((await request(ids)).bytes)
  expect(await here.refused('signing.importSigned', await importing(answer))).toMatchObject({
    code: 'signing.unknownSigner',
    message: expect.stringContaining(key.fingerprint) as string,
  })
  expect(await states(ids)).toEqual(['checked', 'checked'])
  await register()
  await here.call('signing.importSigned', await importing(answer))
  expect(await states(ids)).toEqual(['signed', 'signed'])
})

test('others signed meanwhile: refused, all of it; exported again it goes', async () => {
  await register()
  const own = await here.call('keys.create', { name: '本机', passphrase })
  const [record, report] = await filings()
  const answer = await signed((await request([report])).bytes)
  await here.call('filings.sign', { filingId: record, keyId: own.keyId, passphrase })
  expect(await refusedHere(answer)).toBe('filing.chainMoved')
  expect(await states([report])).toEqual(['checked'])
  await here.call('signing.importSigned', await importing(await signed((await request([report])).bytes)))
  expect((await here.call('filings.get', { filingId: report })).sequence).toBe(2)
})

test('one of them signed here meanwhile: none of the others is taken', async () => {
  await register()
  const own = await here.call('keys.create', { name: '本机', passphrase })
  const [record, report] = await filings()
  const answer = await signed((await request([record, report])).bytes)
  await here.call('filings.sign', { filingId: report, keyId: own.keyId, passphrase })
  expect(await refusedHere(answer)).toBe('filing.chainMoved')
  expect(await states([record, report])).toEqual(['checked', 'signed'])
})

test('another enterprise’s answer, swapped, missing and doubled filings are refused', async () => {
  await register()
  const ids = await filings()
  const answer = await signed((await request(ids)).bytes)
  const packages = readAnswer(answer)
  const [first = Buffer.of(), second = Buffer.of()] = packages
  expect(await refusedHere(writeAnswer([second, first]))).toBe('filing.chainMoved')
  expect(await refusedHere(writeAnswer([second]))).toBe('filing.chainMoved')
  expect(await refusedHere(writeAnswer([first, first]))).toBe('filing.alreadySigned')
  expect(await refusedHere(writeAnswer([first, first, second]))).toBe('filing.alreadySigned')
  expect(await states(ids)).toEqual(['checked', 'checked'])

  const other = await openEngine()
  try {
    const { handbookNo } = await other.call('enterprise.loadSample', {})
    await readyForReport(other, handbookNo)
    const { filingId } = await other.call('filings.createWriteOffReport', { handbookNo })
    const { fileId } = await other.call('signing.exportRequest', { filingIds: [filingId] })
    expect(await refusedHere(await signed(await other.bytesOf(fileId)))).toBe('signing.notOurs')
  } finally {
    await other.close()
  }
  // A part of it that continues the chain is what was frozen, and taken.
  await here.call('signing.importSigned', await importing(writeAnswer([first])))
  expect(await states(ids)).toEqual(['signed', 'checked'])
})

test('what was frozen anew since is not what was signed', async () => {
  await register()
  const [, report] = await filings()
  const { handbookNo } = await here.call('filings.get', { filingId: report })
  const answer = await signed((await request([report])).bytes)
  await here.call('filings.createWriteOffReport', { handbookNo })
  expect(await refusedHere(answer)).toBe('filing.superseded')
})

test('a request whose contents were changed by one who makes it whole again: signed or not, it does not come back in', async () => {
  await register()
  const [, report] = await filings()
  const { bytes } = await request([report])
  const entries = readArchive(bytes) ?? []
  const changed = (change: (json: string) => string) =>
    writeArchive(
      entries.map((entry) =>
        entry.name === 'request.json'
          ? { name: entry.name, bytes: Buffer.from(change(Buffer.from(entry.bytes).toString())) }
          : entry,
      ),
    )
  const refusedThere = async (file: Uint8Array) =>
    (await there.refused('signing.inspectRequest', { fileId: await there.put('r', file) })).code
  for (const change of [
    (json: string) => json.replace('"size": ', '"size": 1'),
    (json: string) => json.replace(/"sha256": "./, '"sha256": "x'),
    (json: string) => json.replace('{', '{ '),
    (json: string) => json.replace('"filings"', '"more": 1, "filings"'),
    () => '[]',
  ])
    expect(await refusedThere(changed(change))).toBe('signing.requestUnreadable')
  // Another kind, another handbook: that is readable, and would be signed by one who does not look. It is not what was frozen.
  for (const change of [
    (json: string) => json.replace('"kind": "writeOffReport"', '"kind": "bondedList"'),
    (json: string) => json.replace('"handbookNo": "C', '"handbookNo": "B'),
    (json: string) => json.replace(/"ruleVersion": "[^"]+"/, '"ruleVersion": "9"'),
  ])
    expect(await refusedHere(await signed(changed(change)))).toBe('filing.packageOfAnother')
  const chain = changed((json) => json.replace('"afterSequence": 0', '"afterSequence": 7'))
  expect(await refusedHere(await signed(chain))).toBe('filing.chainMoved')
  expect(await states([report])).toEqual(['checked'])
})

test('a signing computer with a wrong clock, or whose certificate had run out, is found out', async () => {
  await register()
  const [, report] = await filings()
  const { bytes } = await request([report])
  for (const wrong of ['2099-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z']) {
    there.setNow(wrong)
    expect(await refusedHere(await signed(bytes))).toBe('filing.signedAtWrongTime')
  }
  // A day at most: no two clocks are the same, and the way there and back takes its time.
  there.setNow('2025-12-31T12:00:00.000Z')
  await here.call('signing.importSigned', await importing(await signed(bytes)))
  expect(await states([report])).toEqual(['signed'])
})

test('every bit flip of an answer, and of a request, is refused (sampled)', async () => {
  await register()
  const [, report] = await filings()
  const { bytes } = await request([report])
  const answer = await signed(bytes)
  const flipped = (file: Uint8Array, bit: number) => {
    const changed = Uint8Array.from(file)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return changed
  }
  // Both are archives in their one form, with a check sum for every entry: packages/archive.ts is held to that for every bit.
  for (let step = 0; step < 40; step++) {
    const of = (file: Uint8Array) => flipped(file, Math.floor(((file.length * 8 - 1) * step) / 39))
    expect(['signing.answerUnreadable', 'filing.packageAltered']).toContain(await refusedHere(of(answer)))
    expect(await there.refused('signing.inspectRequest', { fileId: await there.put('r', of(bytes)) })).toMatchObject({
      code: 'signing.requestUnreadable',
    })
  }
  expect(await states([report])).toEqual(['checked'])
})

test('a wrong passphrase signs nothing; a request is no answer, and an answer no request', async () => {
  await register()
  const [, report] = await filings()
  const { bytes } = await request([report])
  const fileId = await there.put('r', bytes)
  expect(await there.refused('signing.signRequest', { fileId, keyId: key.keyId, passphrase: '不对的口令' })).toMatchObject({
    code: 'key.wrongPassphrase',
  })
  expect(await refusedHere(bytes)).toBe('signing.answerUnreadable')
  const answer = await signed(bytes)
  expect(await there.refused('signing.inspectRequest', { fileId: await there.put('a', answer) })).toMatchObject({
    code: 'signing.requestUnreadable',
  })
})

test('what cannot be signed cannot be exported for it', async () => {
  const own = await here.call('keys.create', { name: '本机', passphrase })
  const [record] = await filings()
  await here.call('filings.sign', { filingId: record, keyId: own.keyId, passphrase })
  expect(await here.refused('signing.exportRequest', { filingIds: [record] })).toMatchObject({ code: 'filing.alreadySigned' })
})
