import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Plain from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine } from '../../../test/crash/engine.ts'
import { contradictions } from '../../../test/crash/examine.ts'
import { enterprise, handbookNo, handbookWorkbook, listsWorkbook } from '../../../test/crash/factory.ts'
import type { Clock } from '../clock.ts'
import { systemClock } from '../clock.ts'
import { Backups, sha256Of } from './backups.ts'
import { openDataFolder } from './data-folder.ts'
import type { DataFolder } from './data-folder.ts'
import { openUntouched } from './connection.ts'
import { openLedgerDatabase } from './ledger-database.ts'
import type { LedgerDatabase } from './ledger-database.ts'

let root: string
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'bonded-ledger-backups-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const refusal = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) })

describe('one backup', () => {
  let folder: DataFolder
  let ledger: LedgerDatabase
  let backups: Backups
  beforeEach(async () => {
    folder = openDataFolder(root)
    ledger = await openLedgerDatabase(folder, systemClock, '0.0.0')
    backups = new Backups(folder.backups, systemClock)
  })
  afterEach(() => ledger.close())

  const enter = (name: string) =>
    ledger.writer
      .prepare(
        `INSERT INTO enterprise (id, name, credit_code, customs_code, customs_district, contact, phone, address, is_sample, saved_at)
         VALUES (1, ?, '91320594MA1202516U', '3205940251', '', '', '', '', 0, '') ON CONFLICT DO UPDATE SET name = excluded.name`,
      )
      .run(name)
  const nameIn = (path: string) => {
    const db = openUntouched(path)
    try {
      return db.prepare('SELECT name FROM enterprise').pluck().get()
    } finally {
      db.close()
    }
  }

  test('is whole, listed, has the hash and size it says, and is one file alone', async () => {
    enter('甲')
    const backup = await backups.create(ledger.reader, 'manual')
    const path = join(folder.backups, `${backup.backupId}.db`)
    expect(backups.list()).toEqual([backup])
    expect(backup).toMatchObject({
      reason: 'manual',
      databaseVersion: ledger.version,
      sha256: await sha256Of(path),
      size: readFileSync(path).length,
    })
    expect(nameIn(path)).toBe('甲')
    expect(readdirSync(folder.backups).toSorted()).toEqual([`${backup.backupId}.db`, `${backup.backupId}.json`])
  })

  test('is a ledger at rest: the run that made it is ended in it', async () => {
    const { backupId } = await backups.create(ledger.reader, 'manual')
    const db = openUntouched(join(folder.backups, `${backupId}.db`))
    expect(db.prepare('SELECT count(*) FROM engine_run WHERE closed_at IS NULL').pluck().get()).toBe(0n)
    expect(db.pragma('journal_mode', { simple: true })).toBe('delete')
    db.close()
    expect(ledger.reader.prepare('SELECT count(*) FROM engine_run WHERE closed_at IS NULL').pluck().get()).toBe(1n)
  })

  test('holds what is committed, not what an open transaction has written', async () => {
    enter('甲')
    ledger.writer.exec('BEGIN IMMEDIATE')
    enter('乙')
    const { backupId } = await backups.create(ledger.reader, 'manual')
    ledger.writer.exec('COMMIT')
    expect(nameIn(join(folder.backups, `${backupId}.db`))).toBe('甲')
    expect(ledger.reader.prepare('SELECT name FROM enterprise').pluck().get()).toBe('乙')
  })

  test('copied to a place is the same, and leaves nothing beside it', async () => {
    enter('甲')
    const { backupId } = await backups.create(ledger.reader, 'manual')
    await backups.copyTo(backupId, join(root, 'copy.db'))
    expect(nameIn(join(root, 'copy.db'))).toBe('甲')
    expect(readdirSync(root).filter((name) => name.startsWith('copy'))).toEqual(['copy.db'])
  })

  test.each<[string, (path: string) => void]>([
    [
      'one bit is turned',
      (path) => {
        const bytes = readFileSync(path)
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
        writeFileSync(path, bytes)
      },
    ],
    ['it is cut short', (path) => truncateSync(path, readFileSync(path).length - 4096)],
    ['it is empty', (path) => truncateSync(path, 0)],
  ])('is refused when %s, and nothing is left at the target', async (_, spoil) => {
    const { backupId } = await backups.create(ledger.reader, 'manual')
    spoil(join(folder.backups, `${backupId}.db`))
    await expect(backups.copyTo(backupId, join(root, 'copy.db'))).rejects.toEqual(refusal('backup.damaged'))
    expect(existsSync(join(root, 'copy.db'))).toBe(false)
  })

  test('that is unknown is refused, whatever its name', async () => {
    for (const name of ['none', '../ledger', ''])
      await expect(backups.copyTo(name, join(root, 'copy.db'))).rejects.toEqual(refusal('backup.notFound'))
  })

  test('of a damaged ledger is not kept', async () => {
    enter('甲')
    // A row that breaks a foreign key, as only damage can make one.
    ledger.writer.pragma('foreign_keys = OFF')
    ledger.writer.exec(
      "INSERT INTO list_import (id, handbook_id, file_id, imported_at, lists, lines, rejected_file_id) VALUES (1, 99, 'x', '', 0, 0, NULL)",
    )
    await expect(backups.create(ledger.reader, 'manual')).rejects.toEqual(refusal('backup.damaged'))
    expect(readdirSync(folder.backups)).toEqual([])
  })

  test('cancelled on its way is not kept', async () => {
    let calls = 0
    const step = async (what: string) => {
      calls += 1
      if (what === '核对备份') throw new Error('cancelled')
    }
    await expect(backups.create(ledger.reader, 'manual', step)).rejects.toThrow('cancelled')
    expect(calls).toBeGreaterThan(0)
    expect(readdirSync(folder.backups)).toEqual([])
  })

  test('what a kill leaves of one is not listed', async () => {
    const backup = await backups.create(ledger.reader, 'manual')
    for (const name of ['a.tmp', 'a.tmp-journal', 'a.json.tmp', 'b.json'])
      writeFileSync(join(folder.backups, name), JSON.stringify({ ...backup, backupId: 'b' }))
    expect(backups.list()).toEqual([backup])
  })
})

describe('pruning', () => {
  test('keeps of the daily ones the newest of each of 30 days and of each month, and every one that a person made', () => {
    const folder = join(root, 'backups')
    mkdirSync(folder)
    const clock: Clock = { now: () => '2026-11-20T04:00:00.000Z' }
    const write = (createdAt: string, reason: string) => {
      const backupId = `${createdAt.replace(/[:.]/g, '-')}-${reason}`
      writeFileSync(join(folder, `${backupId}.db`), '')
      writeFileSync(
        join(folder, `${backupId}.json`),
        JSON.stringify({ backupId, createdAt, reason, size: 0, sha256: '', databaseVersion: 1 }),
      )
    }
    // Three a day for 100 days, the last of a day at 09:00 UTC, which is 17:00 of the same day in China.
    for (let back = 0; back < 100; back++) {
      const day = new Date(Date.UTC(2026, 10, 20 - back)).toISOString().slice(0, 10)
      for (const hour of ['01', '05', '09']) write(`${day}T${hour}:00:00.000Z`, 'daily')
    }
    write('2020-01-01T00:00:00.000Z', 'manual')
    write('2020-01-01T00:00:00.000Z', 'restore')
    const backups = new Backups(folder, clock)
    backups.prune()
    const daily = backups
      .list()
      .filter(({ reason }) => reason === 'daily')
      .map(({ createdAt }) => createdAt)
    const days = daily.map((createdAt) => createdAt.slice(0, 10))
    expect(new Set(days).size).toBe(days.length)
    expect(daily.every((createdAt) => createdAt.includes('T09'))).toBe(true)
    expect(days.filter((day) => day > '2026-10-21')).toHaveLength(30)
    expect(days.filter((day) => day <= '2026-10-21')).toEqual(['2026-09-30', '2026-08-31'])
    expect(backups.list().filter(({ reason }) => reason !== 'daily')).toHaveLength(2)
    const kept = readdirSync(folder)
    backups.prune()
    expect(readdirSync(folder)).toEqual(kept)
    expect(kept.filter((name) => name.endsWith('.db'))).toHaveLength(kept.length / 2)
  })
})

describe('restoring through the application', () => {
  const books = async (call: Awaited<ReturnType<typeof openEngine>>['call']) => ({
    enterprise: await call('enterprise.get', {}),
    balance: await call('writeOff.balance', { handbookNo }),
    lists: await call('bondedLists.list', { handbookNo, offset: 0, limit: 100 }),
  })
  const list = (no: string, status: '已核扣' | '已删除' = '已核扣') => ({
    no,
    direction: 'I' as const,
    status,
    quantities: [1, 2, 3],
  })

  test('brings back exactly the state, and can itself be undone', async () => {
    const { application, call, put } = await openEngine(root)
    const details = { ...enterprise, customsDistrict: '', contact: '', phone: '', address: '' }
    await call('enterprise.save', { ...details, contact: '一' })
    await call('handbooks.importWorkbook', { fileId: await put('手册.xlsx', await handbookWorkbook()) })
    const importLists = async (...lists: Parameters<typeof listsWorkbook>[0]) =>
      call('bondedLists.importWorkbook', {
        handbookNo,
        fileId: await put('清单.xlsx', await listsWorkbook(lists)),
        onBadRows: 'refuse',
      })
    await importLists(list('QD-1'))
    const first = await books(call)
    const { backupId } = await call('backups.create', {})
    await importLists(list('QD-1', '已删除'), list('QD-2'))
    await call('enterprise.save', { ...details, contact: '二' })
    const second = await books(call)
    expect(second).not.toEqual(first)

    const events: string[] = []
    application.subscribe((event) => void (event.type === 'changed' && events.push(...event.topics)))
    const { undoBackupId } = await call('backups.restore', { backupId })
    expect(await books(call)).toEqual(first)
    expect(events).toContain('movements')
    expect((await call('house.status', {})).startCheck.cleanShutdown, 'a restored ledger was not killed').toBe(true)
    await call('backups.restore', { backupId: undoBackupId })
    expect(await books(call)).toEqual(second)

    // The ledger takes writes again, and keeps them over a restart.
    await importLists(list('QD-3'))
    const third = await books(call)
    await application.close()
    const again = await openEngine(root)
    expect(await books(again.call)).toEqual(third)
    expect(await again.call('backups.list', {}).then(({ backups }) => backups.map(({ reason }) => reason))).toEqual([
      'restore',
      'restore',
      'manual',
    ])
    await again.application.close()
    expect(readdirSync(root).filter((name) => name.startsWith('ledger'))).toEqual(['ledger.db', 'ledger.lock'])
    const db = openUntouched(join(root, 'ledger.db'))
    expect(contradictions(db)).toEqual({})
    db.close()
  })

  test('a damaged backup, or one of a newer program, is refused and the ledger goes on', async () => {
    const { application, call } = await openEngine(root)
    await call('enterprise.save', { ...enterprise, customsDistrict: '', contact: '一', phone: '', address: '' })
    const { backupId } = await call('backups.create', {})
    const path = join(root, 'backups', `${backupId}.db`)
    const whole = readFileSync(path)
    const spoilt = Buffer.from(whole)
    spoilt[200] = (spoilt[200] ?? 0) ^ 1
    writeFileSync(path, spoilt)
    expect(await application.call('backups.restore', { backupId }, { wait: true })).toMatchObject({
      ok: false,
      error: { code: 'backup.damaged' },
    })

    // What a newer program would have left in the folder: sound, but not for this program.
    writeFileSync(path, whole)
    const db = new Plain(path)
    db.pragma('user_version = 99')
    db.close()
    const record = join(root, 'backups', `${backupId}.json`)
    writeFileSync(
      record,
      JSON.stringify({ ...(JSON.parse(readFileSync(record, 'utf8')) as object), sha256: await sha256Of(path) }),
    )
    expect(await application.call('backups.restore', { backupId }, { wait: true })).toMatchObject({
      ok: false,
      error: { code: 'engine.databaseTooNew' },
    })

    expect((await call('enterprise.get', {}))?.contact).toBe('一')
    await call('enterprise.save', { ...enterprise, customsDistrict: '', contact: '二', phone: '', address: '' })
    expect(existsSync(join(root, 'ledger.db.restore'))).toBe(false)
    await application.close()
  })

  test('a cancelled backup ends as cancelled, leaves nothing, and the engine lives', async () => {
    const { application, call } = await openEngine(root)
    const started = await application.call('backups.create', {}, { wait: false })
    const { jobId } = (started as { value: { jobId: string } }).value
    expect(await call('jobs.cancel', { jobId })).toEqual({ cancelled: true })
    await expect.poll(async () => (await call('jobs.get', { jobId })).state, { timeout: 10_000 }).toBe('cancelled')
    expect(readdirSync(join(root, 'backups'))).toEqual([])
    await call('backups.create', {})
    await application.close()
  })

  test('a backup asked for during a restore does not have the ledger taken from under it', async () => {
    await (await openEngine(root)).application.close()
    // Large enough that a copy takes several pieces.
    const plain = new Plain(join(root, 'ledger.db'))
    plain.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
      INSERT INTO stored_file (file_id, name, size, sha256, created_at) SELECT 'file-' || i, hex(zeroblob(150)), i, '${'a'.repeat(64)}', '' FROM n`)
    plain.close()
    const { application, call } = await openEngine(root)
    const { backupId } = await call('backups.create', {})
    let during: Promise<unknown> | undefined
    application.subscribe((event) => {
      if (event.type === 'job' && event.job.operation === 'backups.restore' && event.job.what === '恢复')
        during ??= call('backups.create', {})
    })
    await call('backups.restore', { backupId })
    expect(await during).toMatchObject({ reason: 'manual' })
    await application.close()
  })
})
