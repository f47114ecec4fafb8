import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Plain from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Child } from '../../../test/crash/child-process.ts'
import { systemClock } from '../clock.ts'
import { Backups } from './backups.ts'
import { openDataFolder } from './data-folder.ts'
import type { DataFolder } from './data-folder.ts'
import { openLedgerDatabase } from './ledger-database.ts'

let folder: DataFolder
beforeEach(() => void (folder = openDataFolder(mkdtempSync(join(tmpdir(), 'bonded-ledger-database-')))))
afterEach(() => rmSync(folder.root, { recursive: true, force: true }))

const refusal = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) })
const open = () => openLedgerDatabase(folder, systemClock, '0.0.0')
const openClose = async () => {
  const ledger = await open()
  ledger.close()
  return ledger.cleanShutdown
}
/** Everything in the folder, byte for byte; what a look at the file may make beside it (-shm) is not content. */
const snapshot = () =>
  Object.fromEntries(
    readdirSync(folder.root, { recursive: true, withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && !entry.name.endsWith('-shm') && readFileSync(join(entry.parentPath, entry.name)).length > 0,
      )
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name)).toString('base64')]),
  )
/** Enough rows that the file has pages in plenty to damage. */
const fill = async () => {
  const ledger = await open()
  ledger.writer.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
    INSERT INTO stored_file (file_id, name, size, sha256, created_at) SELECT 'file-' || i, 'name ' || i, i, '${'a'.repeat(64)}', '' FROM n`)
  ledger.close()
}

describe('how the run before ended', () => {
  test('by itself', async () => {
    expect(await openClose()).toBe(true)
    expect(await openClose()).toBe(true)
  })

  test('by a kill: noticed once, and mended', async () => {
    const child = new Child<{ opened: true }>('./holding-child.ts', [folder.root])
    await child.said(() => true)
    await child.kill()
    expect(await openClose()).toBe(false)
    expect(await openClose()).toBe(true)
  })

  test('without room to say so: the next run checks it as one that was killed, and opens it', async () => {
    const ledger = await open()
    ledger.writer.exec("CREATE TEMP TRIGGER full_disk BEFORE UPDATE ON main.engine_run BEGIN SELECT RAISE(ABORT, 'full'); END")
    ledger.close()
    expect(await openClose()).toBe(false)
    expect(await openClose()).toBe(true)
  })

  test('by a kill, and its -wal lost since: not opened, rather than opened without what was acknowledged', async () => {
    await openClose()
    const child = new Child<{ opened: true }>('./holding-child.ts', [folder.root])
    await child.said(() => true)
    await child.kill()
    const wal = readFileSync(`${folder.database}-wal`)
    for (const suffix of ['-wal', '-shm']) rmSync(folder.database + suffix, { force: true })
    const before = snapshot()
    await expect(open()).rejects.toEqual(refusal('engine.walMissing'))
    await expect(open()).rejects.toEqual(refusal('engine.walMissing'))
    expect(snapshot()).toEqual(before)
    writeFileSync(`${folder.database}-wal`, wal)
    expect(await openClose()).toBe(false)
  })
})

describe('a damaged ledger is refused, and not a byte of it is changed', () => {
  const spoil = (change: (bytes: Buffer) => void) => {
    const bytes = readFileSync(folder.database)
    change(bytes)
    writeFileSync(folder.database, bytes)
  }
  const isRefused = async (code: string) => {
    const before = snapshot()
    await expect(open()).rejects.toEqual(refusal(code))
    expect(snapshot()).toEqual(before)
  }

  test('pages overwritten', async () => {
    await fill()
    spoil((bytes) => bytes.fill(0xa5, bytes.length - 3 * 4096, bytes.length))
    await isRefused('engine.databaseDamaged')
  })

  test('every page but the first overwritten', async () => {
    await fill()
    spoil((bytes) => bytes.fill(0, 4096))
    await isRefused('engine.databaseDamaged')
  })

  test('cut short', async () => {
    await fill()
    writeFileSync(folder.database, readFileSync(folder.database).subarray(0, 4096 * 5))
    await isRefused('engine.databaseDamaged')
  })

  test('the schema itself garbled', async () => {
    await fill()
    spoil((bytes) => bytes.fill(0xff, 120, 4096))
    await isRefused('engine.databaseDamaged')
  })

  test('a reference that leads nowhere', async () => {
    await openClose()
    const db = new Plain(folder.database)
    db.pragma('foreign_keys = OFF')
    db.exec(
      "INSERT INTO list_import (id, handbook_id, file_id, imported_at, lists, lines, rejected_file_id) VALUES (1, 99, 'x', '', 0, 0, NULL)",
    )
    db.close()
    await expect(open()).rejects.toEqual(refusal('engine.databaseDamaged'))
  })

  test('an index that contradicts its table is found after a run that was killed', async () => {
    await fill()
    const db = new Plain(folder.database)
    // What quick_check does not look at: only integrity_check compares an index with its table.
    db.exec('CREATE TABLE probe (a INTEGER) STRICT; CREATE INDEX probe_a ON probe (a); INSERT INTO probe VALUES (1), (2)')
    db.unsafeMode(true)
    db.pragma('writable_schema = ON')
    db.exec("UPDATE sqlite_schema SET sql = 'CREATE INDEX probe_a ON probe (-a)' WHERE name = 'probe_a'")
    db.close()
    expect(await openClose(), 'after a run that ended by itself the quick check is enough').toBe(true)
    const child = new Child<{ opened: true }>('./holding-child.ts', [folder.root])
    await child.said(() => true)
    await child.kill()
    await expect(open()).rejects.toEqual(refusal('engine.databaseDamaged'))
  })
})

describe('a file that is no ledger is refused, and not a byte of it is changed', () => {
  test.each([
    ['a text', Buffer.from('这不是数据库。'.repeat(500))],
    ['noise', Buffer.from(Array.from({ length: 9000 }, (_, index) => (index * 7919) % 251))],
    ['a few bytes', Buffer.from('x')],
  ])('%s', async (_, bytes) => {
    writeFileSync(folder.database, bytes)
    await expect(open()).rejects.toEqual(refusal('engine.notALedger'))
    expect(readFileSync(folder.database)).toEqual(bytes)
  })

  test('the database of another program', async () => {
    const other = new Plain(folder.database)
    other.exec('CREATE TABLE mine (a); INSERT INTO mine VALUES (1)')
    other.close()
    const before = snapshot()
    await expect(open()).rejects.toEqual(refusal('engine.notALedger'))
    expect(snapshot()).toEqual(before)
  })

  test('a ledger of a newer program', async () => {
    await openClose()
    const db = new Plain(folder.database)
    db.pragma('user_version = 99')
    db.close()
    const before = snapshot()
    await expect(open()).rejects.toEqual(refusal('engine.databaseTooNew'))
    expect(snapshot()).toEqual(before)
  })
})

describe('a ledger that is not there', () => {
  test('is made where there never was one', async () => {
    expect((await open().then((ledger) => (ledger.close(), ledger))).version).toBeGreaterThan(0)
  })

  test('is not quietly made anew where there are backups of one', async () => {
    const ledger = await open()
    const { backupId } = await new Backups(folder.backups, systemClock).create(ledger.reader, 'manual')
    ledger.close()
    for (const lose of [() => rmSync(folder.database), () => writeFileSync(folder.database, '')]) {
      lose()
      await expect(open()).rejects.toEqual(refusal('engine.databaseMissing'))
    }
    copyFileSync(join(folder.backups, `${backupId}.db`), folder.database)
    expect(await openClose()).toBe(true)
  })

  test('or a damaged one of a killed run is brought back by what the refusal says to do by hand', async () => {
    await fill()
    const ledger = await open()
    await new Backups(folder.backups, systemClock).create(ledger.reader, 'manual')
    ledger.close()
    const child = new Child<{ opened: true }>('./holding-child.ts', [folder.root])
    await child.said(() => true)
    await child.kill()
    writeFileSync(folder.database, readFileSync(folder.database).fill(0, 4096))
    const refused = await open().catch((error: unknown) => error)
    expect(refused).toEqual(refusal('engine.databaseDamaged'))
    const { next } = (refused as { failure: { next: string } }).failure
    const [, moved = '', copied = ''] = /移走 (.+)，把 backups 中的 (\S+) 复制为 ledger\.db$/.exec(next) ?? []
    for (const name of moved.split('、')) rmSync(join(folder.root, name), { force: true })
    copyFileSync(join(folder.backups, copied), folder.database)
    const again = await open()
    expect(again.reader.prepare('SELECT count(*) FROM stored_file').pluck().get()).toBe(3000n)
    again.close()
    expect(await openClose()).toBe(true)
  })

  test('is not made anew beside what it had not yet taken in', async () => {
    writeFileSync(`${folder.database}-wal`, 'x')
    await expect(open()).rejects.toEqual(refusal('engine.databaseMissing'))
    expect(existsSync(folder.database)).toBe(false)
  })
})

test('a ledger killed between two journals is rolled back, not refused', async () => {
  await openClose()
  const child = new Child<{ opened: true }>('./journal-child.ts', [folder.database])
  await child.said(() => true)
  await child.kill()
  expect(existsSync(`${folder.database}-journal`)).toBe(true)
  const ledger = await open()
  expect(ledger.reader.prepare('SELECT count(*) FROM stored_file').pluck().get()).toBe(0n)
  ledger.close()
})
