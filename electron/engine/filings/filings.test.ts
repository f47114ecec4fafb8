import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Output, OperationName, Request } from '../../../shared/contract/contract.ts'
import type { Failure } from '../../../shared/contract/errors.ts'
import { printQuantity } from '../../../shared/domain/exact.ts'
import { readWriteOffReport } from '../../../shared/messages/write-off-report.ts'
import type { WriteOffReport } from '../../../shared/messages/write-off-report.ts'
import { openApplication } from '../application.ts'
import type { Application } from '../application.ts'
import { sha256 } from '../packages/build-package.ts'
import { publicKeyPem } from '../packages/public-key.ts'
import { readPackage } from '../packages/read-package.ts'
import { readyForReport } from '../../../test/ready-for-report.ts'

const passphrase = '出口 2025'
let folder: string
let app: Application
let now = '2026-02-20T01:02:03.000Z'

const open = async () => {
  app = await openApplication({ dataFolder: folder, clock: { now: () => now }, programVersion: '0.1.0' })
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'filings-'))
  now = '2026-02-20T01:02:03.000Z'
  await open()
})

afterEach(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

async function value<N extends OperationName>(name: N, input: Request<N>): Promise<Output<N>> {
  const answer = await app.call(name, input, { wait: true })
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
  return answer.value as Output<N>
}

async function failure<N extends OperationName>(name: N, input: Request<N>): Promise<Failure> {
  const answer = await app.call(name, input, { wait: true })
  if (answer.ok) throw new Error(`${name} was expected to be refused`)
  return answer.error
}

async function bytesOf(fileId: string): Promise<Buffer> {
  const file = await app.getFile(fileId)
  if (!file.ok) throw new Error(file.error.message)
  return readFileSync(file.value.path)
}

/** Writes into the ledger behind the application's back. */
function sql(...statements: string[]): void {
  const db = new Sqlite(join(folder, 'ledger.db'))
  try {
    for (const statement of statements) db.exec(statement)
  } finally {
    db.close()
  }
}

/** A second package out of the first. */
const copy = (sequence: string, previous: string) =>
  sql(
    `INSERT INTO filing_package SELECT 2, ${sequence}, 'x', signing_key, lower(hex(randomblob(32))), ${previous}, manifest, bytes FROM filing_package`,
  )

const hashes = (filing: Output<'filings.get'>) => filing.files.map(({ sha256: hash }) => hash)
async function put(name: string, bytes: Uint8Array): Promise<string> {
  const answer = await app.putFile(
    name,
    (async function* () {
      yield bytes
    })(),
  )
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value.fileId
}
const sample = async () => {
  const { handbookNo } = await value('enterprise.loadSample', {})
  await readyForReport({ call: value, put }, handbookNo)
  return handbookNo
}
const reportIn = async (filing: Output<'filings.get'>): Promise<WriteOffReport> =>
  readWriteOffReport((await bytesOf(filing.files[0]?.fileId ?? '')).toString())
const rulesThat = (filing: Output<'filings.get'>, severity: string) =>
  filing.checks.filter((check) => check.severity === severity).map(({ rule }) => rule)

test('R-19 R-112: the report says of every list, material and product what the ledger says', async () => {
  const handbookNo = await sample()
  const filing = await value('filings.createWriteOffReport', { handbookNo })
  const report = await reportIn(filing)
  const balance = await value('writeOff.balance', { handbookNo })
  const lists = await value('bondedLists.list', { handbookNo, limit: 100_000 })

  expect(filing.state).toBe('checked')
  const booked = lists.rows.filter(({ status }) => status === 'booked')
  expect(booked.length).toBeGreaterThan(0)
  expect(report.lists.map(({ listNo }) => listNo).toSorted()).toEqual(booked.map(({ listNo }) => listNo).toSorted())
  const declared = new Map(booked.map(({ listNo, declaredOn }) => [listNo, declaredOn]))
  const order = report.lists.map(({ listNo }) => `${declared.get(listNo)} ${listNo}`)
  expect(order).toEqual(order.toSorted())

  expect(report.materials.map(({ seq }) => seq)).toEqual(balance.materials.map(({ seq }) => seq))
  for (const [index, material] of report.materials.entries()) {
    const figures = balance.materials[index]
    expect({
      consumed: printQuantity(material.consumed),
      scrap: printQuantity(material.scrap),
      transferIn: printQuantity(material.transferIn),
      balance: printQuantity(material.remaining),
      domestic: printQuantity(material.domestic),
    }).toEqual({
      consumed: figures?.consumed,
      scrap: figures?.tangible,
      transferIn: figures?.transferIn,
      balance: figures?.balance,
      domestic: figures?.domestic,
    })
    const out =
      material.domestic + material.reexport + material.destroyed + material.surplusOut + material.consumed + material.remaining
    const gap = material.imported + material.transferIn - out
    expect(gap >= -1n && gap <= 1n).toBe(true)
  }
  expect(filing.summary).toContainEqual({ label: '报核料件总数', value: `${report.materials.length}` })
  expect(rulesThat(filing, 'passes')).toContain('R-112')
})

test('a report is frozen: what is booked afterwards does not reach it', async () => {
  const handbookNo = await sample()
  const filing = await value('filings.createWriteOffReport', { handbookNo })
  const before = await Promise.all(filing.files.map(({ fileId }) => bytesOf(fileId)))
  expect(filing.files.map(({ size, sha256: hash }) => ({ size, hash }))).toEqual(
    before.map((bytes) => ({ size: bytes.length, hash: sha256(bytes) })),
  )
  now = '2026-02-21T01:02:03.000Z'
  sql("UPDATE bonded_list SET status = 'deleted' WHERE id = (SELECT min(id) FROM bonded_list WHERE status = 'booked')")
  const again = await value('filings.get', { filingId: filing.filingId })
  expect(again.files).toEqual(filing.files)
  const next = await value('filings.createWriteOffReport', { handbookNo })
  expect((await reportIn(next)).lists.length).toBe((await reportIn(filing)).lists.length - 1)
})

test('the same ledger on the same day gives the same bytes', async () => {
  const handbookNo = await sample()
  const first = await value('filings.createWriteOffReport', { handbookNo })
  const second = await value('filings.createWriteOffReport', { handbookNo })
  expect(hashes(second)).toEqual(hashes(first))
  expect(second.filingId).not.toBe(first.filingId)
})

test('an unsigned report is replaced by the next one, and can no longer be signed', async () => {
  const handbookNo = await sample()
  const key = await value('keys.create', { name: '一号', passphrase })
  const first = await value('filings.createWriteOffReport', { handbookNo })
  const second = await value('filings.createWriteOffReport', { handbookNo })
  const { filings } = await value('filings.list', { handbookNo })
  expect(filings.map(({ filingId, state }) => ({ filingId, state }))).toEqual([
    { filingId: second.filingId, state: 'checked' },
    { filingId: first.filingId, state: 'closed' },
  ])
  expect(await failure('filings.sign', { filingId: first.filingId, keyId: key.keyId, passphrase })).toMatchObject({
    code: 'filing.superseded',
  })
  expect((await value('handbooks.get', { handbookNo })).openFilings).toBe(1)
})

test('signed once: a package that verifies, holds the frozen bytes and never changes', async () => {
  const handbookNo = await sample()
  const key = await value('keys.create', { name: '一号', passphrase })
  expect((await value('keys.list', {})).keys).toEqual([key])
  const { filingId, files } = await value('filings.createWriteOffReport', { handbookNo })
  expect(await failure('filings.export', { filingId })).toMatchObject({ code: 'filing.notSigned' })
  expect(await failure('filings.sign', { filingId, keyId: key.keyId, passphrase: '出口 2026' })).toMatchObject({
    code: 'key.wrongPassphrase',
  })
  expect(await failure('filings.sign', { filingId, keyId: filingId, passphrase })).toMatchObject({ code: 'key.notFound' })

  const signed = await value('filings.sign', { filingId, keyId: key.keyId, passphrase })
  expect(signed).toMatchObject({ state: 'signed', sequence: 1, keyName: '一号', previousSha256: null, signedAt: now })
  expect(await failure('filings.sign', { filingId, keyId: key.keyId, passphrase })).toMatchObject({
    code: 'filing.alreadySigned',
  })

  const exported = await value('filings.export', { filingId })
  expect(exported).toEqual({
    fileId: exported.fileId,
    name: `报核_${handbookNo}_0001.zip`,
    size: signed.packageSize,
    sha256: signed.packageSha256,
  })
  const bytes = await bytesOf(exported.fileId)
  expect(sha256(bytes)).toBe(signed.packageSha256)
  const read = readPackage(bytes)
  expect(publicKeyPem(read.signer.publicPoint)).toBe(key.publicKey)
  expect(read.signer.fingerprint).toBe(key.fingerprint)
  expect(read.manifest).toMatchObject({
    packageId: filingId,
    handbookNo,
    kind: 'writeOffReport',
    sequence: 1,
    previousPackageSha256: null,
  })
  expect(read.payload.map(({ name, bytes: content }) => ({ name, hash: sha256(content) }))).toEqual(
    files.map(({ name, sha256: hash }) => ({ name: `payload/${name}`, hash })),
  )
})

test('exported again it is the same file, once in its history; taken out of the folder it is written again', async () => {
  const handbookNo = await sample()
  const key = await value('keys.create', { name: '一号', passphrase })
  const { filingId } = await value('filings.createWriteOffReport', { handbookNo })
  await value('filings.sign', { filingId, keyId: key.keyId, passphrase })
  const [first, second] = await Promise.all([value('filings.export', { filingId }), value('filings.export', { filingId })])
  expect(second).toEqual(first)
  const detail = await value('filings.get', { filingId })
  expect(detail.events.map(({ note }) => note).filter((note) => note.startsWith('导出'))).toHaveLength(1)
  expect(detail).toMatchObject({ state: 'signed', exportedAt: now })

  rmSync(join(folder, 'files', first.fileId))
  const third = await value('filings.export', { filingId })
  expect(third).toEqual({ ...first, fileId: third.fileId })
  expect(sha256(await bytesOf(third.fileId))).toBe(first.sha256)
})

test('packages are a chain, over a restart, and two who sign at once do not share a place in it', async () => {
  const handbookNo = await sample()
  const key = await value('keys.create', { name: '一号', passphrase })
  const create = () => value('filings.createWriteOffReport', { handbookNo })
  const sign = (filingId: string) => value('filings.sign', { filingId, keyId: key.keyId, passphrase })
  const first = await sign((await create()).filingId)
  await app.close()
  await open()
  const { filingId } = await create()
  const answers = await Promise.all(
    [1, 2].map(() => app.call('filings.sign', { filingId, keyId: key.keyId, passphrase }, { wait: true })),
  )
  expect(answers.map((answer) => (answer.ok ? 'signed' : answer.error.code)).toSorted()).toEqual([
    'filing.alreadySigned',
    'signed',
  ])
  const second = await value('filings.get', { filingId })
  expect(second).toMatchObject({ sequence: 2, previousSha256: first.packageSha256 })
  expect(rulesThat(await create(), 'warns')).toContain('R-19')
})

test('what blocks is said, and cannot be signed', async () => {
  const handbookNo = await sample()
  const key = await value('keys.create', { name: '一号', passphrase })
  const movement =
    'INSERT INTO movement (handbook_id, item_kind, item_seq, version, mode, direction, quantity_e5, booked_on, list_id, line_no, recorded_at)'
  sql(
    `${movement} SELECT handbook_id, 'I', item_seq, '', '0664', 'E', 99999999999999, booked_on, list_id, line_no, recorded_at FROM movement WHERE item_kind = 'I' LIMIT 1`,
    `${movement} SELECT handbook_id, 'E', item_seq, '77', '0615', 'E', 100000, booked_on, list_id, line_no, recorded_at FROM movement WHERE item_kind = 'E' LIMIT 1`,
  )
  const filing = await value('filings.createWriteOffReport', { handbookNo })
  expect(filing.state).toBe('draft')
  expect(rulesThat(filing, 'blocks')).toEqual(['R-124', 'R-124'])
  const refused = await failure('filings.sign', { filingId: filing.filingId, keyId: key.keyId, passphrase })
  expect(refused.code).toBe('filing.blocked')
  expect(refused.message).toMatch(/结余为负/)
  expect(refused.message).toMatch(/没有单耗：\d+ .+（版本 77）/)
})

test('a handbook without booked lists, and one of unknown number, are refused', async () => {
  const handbookNo = await sample()
  sql("UPDATE bonded_list SET status = 'deleted'")
  const filing = await value('filings.createWriteOffReport', { handbookNo })
  expect(filing.state).toBe('draft')
  expect(rulesThat(filing, 'blocks')).toContain('R-19')
  expect(await failure('filings.createWriteOffReport', { handbookNo: 'C00000000000' })).toMatchObject({
    code: 'handbook.notFound',
  })
  const filingId = '0193a5b0-7c00-7000-8000-000000000001'
  expect(await failure('filings.get', { filingId })).toMatchObject({ code: 'filing.notFound' })
})

test('R-17: the day decides what is said about the deadline', async () => {
  const handbookNo = await sample()
  const { validTo, reportDeadline } = await value('handbooks.get', { handbookNo })
  const saidOn = async (day: string) => {
    now = `${day}T15:59:59.999Z`
    const { checks } = await value('filings.createWriteOffReport', { handbookNo })
    return checks.find(({ rule }) => rule === 'R-17')
  }
  expect(await saidOn(validTo)).toMatchObject({ severity: 'warns', message: expect.stringContaining(validTo) })
  expect(await saidOn(reportDeadline)).toMatchObject({ severity: 'passes' })
  now = `${reportDeadline}T16:00:00.000Z` // midnight in China
  expect((await value('filings.createWriteOffReport', { handbookNo })).checks).toContainEqual(
    expect.objectContaining({ rule: 'R-17', severity: 'warns', message: expect.stringContaining('已过') }),
  )
})

test('what is frozen, signed or recorded is never changed, nor a package put beside the chain', async () => {
  const handbookNo = await sample()
  const key = await value('keys.create', { name: '一号', passphrase })
  const { filingId } = await value('filings.createWriteOffReport', { handbookNo })
  await value('filings.sign', { filingId, keyId: key.keyId, passphrase })
  await value('filings.createWriteOffReport', { handbookNo })
  for (const table of ['filing', 'filing_check', 'filing_figure', 'filing_file', 'filing_package', 'filing_event']) {
    const column = table === 'filing' ? 'kind' : 'filing'
    expect(() => sql(`UPDATE ${table} SET ${column} = ${column}`)).toThrow(/is never changed/)
    expect(() => sql(`DELETE FROM ${table}`)).toThrow(/is never deleted/)
  }
  expect(() => sql('UPDATE signing_key SET public_point = upper(public_point)')).toThrow(/never another key/)
  expect(() => sql('DELETE FROM signing_key')).toThrow(/is never deleted/)
  expect(() => copy('3', 'sha256')).toThrow(/follows the last one/)
  expect(() => copy('2', 'NULL')).toThrow(/follows the last one/)
  expect(() => copy('2', 'lower(hex(randomblob(32)))')).toThrow(/follows the last one/)
  copy('2', 'sha256')
})
