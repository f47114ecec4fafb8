import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { foundEnterprise, makeListFiling, passphrase } from '../../../test/crash/filing-maker.ts'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { readPackage } from '../packages/read-package.ts'

let engine: Engine
let keyId: string
let client: string

beforeEach(async () => {
  engine = await openEngine({ now: '2026-01-05T01:00:00.000Z' })
  keyId = await foundEnterprise(engine)
  client = mkdtempSync(join(tmpdir(), 'bonded-ledger-client-'))
  for (const name of ['OutBox', 'SentBox', 'InBox']) mkdirSync(join(client, name))
}, 30_000)
afterEach(async () => {
  await engine.close()
  rmSync(client, { recursive: true })
})

async function signed(quantity: string) {
  const filingId = await makeListFiling(engine, quantity, '2026-01-05')
  return engine.call('filings.sign', { filingId, keyId, passphrase })
}
async function manifestOf(filingId: string) {
  const { fileId } = await engine.call('filings.export', { filingId })
  return readPackage(await engine.bytesOf(fileId)).manifest
}

test('an older backup continues the chain behind the last package that was ever signed, there and back', async () => {
  const first = await signed('1')
  const { backupId } = await engine.call('backups.create', {})
  const [second, third] = [await signed('2'), await signed('3')]
  engine.setNow('2026-01-06T01:00:00.000Z')
  const { undoBackupId } = await engine.call('backups.restore', { backupId })
  expect((await engine.call('filings.list', {})).filings.map(({ filingId }) => filingId)).toEqual([first.filingId])
  const fourth = await signed('4')
  expect(await manifestOf(fourth.filingId)).toMatchObject({ sequence: 4, previousPackageSha256: third.packageSha256 })

  // The books of before the restore do not have the fourth: they go on behind it.
  await engine.call('backups.restore', { backupId: undoBackupId })
  const fifth = await signed('5')
  expect(await manifestOf(fifth.filingId)).toMatchObject({ sequence: 5, previousPackageSha256: fourth.packageSha256 })
  expect((await engine.call('filings.get', { filingId: second.filingId })).sequence).toBe(2)
})

test('a restore of the newest books leaves no gap', async () => {
  const first = await signed('1')
  const { backupId } = await engine.call('backups.create', {})
  await engine.call('backups.restore', { backupId })
  expect(await manifestOf((await signed('2')).filingId)).toMatchObject({
    sequence: 2,
    previousPackageSha256: first.packageSha256,
  })
})

test('what waits in restored books may have been sent since: it is asked for before it is sent', async () => {
  const { filingId } = await signed('1')
  const [outBox = '', sentBox = '', inBox = ''] = ['OutBox', 'SentBox', 'InBox'].map((name) => join(client, name))
  await engine.call('channels.save', {
    authority: 'customs',
    kind: 'folders',
    folders: { outBox, sentBox, inBox, form: 'package' },
    gateway: {},
    automatic: false,
  })
  await engine.call('outbox.queue', { filingIds: [filingId] })
  const { backupId } = await engine.call('backups.create', {})
  await engine.call('outbox.exchange', {})
  const [name = ''] = readdirSync(outBox)
  renameSync(join(outBox, name), join(sentBox, name))
  await engine.call('backups.restore', { backupId })
  expect(await engine.call('outbox.exchange', {})).toMatchObject({ sent: 0, problems: [] })
  expect(readdirSync(outBox)).toEqual([])
  expect((await engine.call('outbox.list', {})).items).toMatchObject([{ state: 'sent' }])
})

test('with a clock that was set back nothing is signed, and the sentence says from when to when', async () => {
  await signed('1')
  engine.setNow('2026-01-04T23:00:00.000Z')
  const filingId = await makeListFiling(engine, '2', '2026-01-05')
  expect(await engine.refused('filings.sign', { filingId, keyId, passphrase })).toMatchObject({
    code: 'filing.clockSetBack',
    message: '电脑时间 2026-01-05 07:00:00 早于上一份申报包的签名时间 2026-01-05 09:00:00，不能签名',
  })
  engine.setNow('2026-01-05T01:00:00.000Z')
  await engine.call('filings.sign', { filingId, keyId, passphrase })
})

test('a package signed years ahead by a wrong clock does not keep the right one from signing: a person says so once', async () => {
  engine.setNow('2099-01-05T01:00:00.000Z')
  await signed('1')
  engine.setNow('2026-01-05T01:00:00.000Z')
  const [second, third] = [await makeListFiling(engine, '2', '2026-01-05'), await makeListFiling(engine, '3', '2026-01-05')]
  const sign = { filingId: second, keyId, passphrase }
  expect(await engine.refused('filings.sign', sign)).toMatchObject({ code: 'filing.clockSetBack' })
  expect(await engine.refused('filings.signMany', { filingIds: [second, third], keyId, passphrase })).toMatchObject({
    code: 'filing.clockSetBack',
  })
  await engine.call('filings.sign', { ...sign, clockChecked: true })
  expect((await engine.call('filings.sign', { filingId: third, keyId, passphrase })).sequence).toBe(3)
  const { rows } = await engine.call('journal.list', {})
  expect(rows.filter(({ subject }) => subject === '电脑时间')).toHaveLength(1)
})
