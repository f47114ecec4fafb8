import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Refusal, refuse } from '../../../shared/contract/errors.ts'
import type { Clock } from '../clock.ts'
import { Backups } from './backups.ts'
import { openConnection, openUntouched } from './connection.ts'
import type { Database } from './connection.ts'
import type { DataFolder } from './data-folder.ts'
import { checkVersion, migrate, readMigrations } from './migrate.ts'
import { asRefusal, damaged, notALedger } from './open-failure.ts'

/** Beside this file in the source tree, beside the bundle in the product. */
const migrationsFolder = fileURLToPath(new URL('./migrations/', import.meta.url))

/** The open ledger: one connection that writes, one that only reads and sees what is committed. */
export interface LedgerDatabase {
  writer: Database
  reader: Database
  version: number
  /** Whether there was a ledger before this opening. */
  existed: boolean
  /** Whether the run before ended by itself. */
  cleanShutdown: boolean
  checkedAt: string
  /** Marks the run as ended, checkpoints and closes. */
  close(): void
}

/**
 * Opens the ledger of a data folder: looked at and checked before a byte of it is touched (version, quick check; integrity check
 * after a run that did not end by itself), a verified backup before any migration, settings asserted.
 * @throws Refusal engine.* where the ledger must not be opened
 */
export async function openLedgerDatabase(folder: DataFolder, clock: Clock, programVersion: string): Promise<LedgerDatabase> {
  const migrations = readMigrations(migrationsFolder)
  const backups = new Backups(folder.backups, clock)
  try {
    checkPresent(folder, backups)
    const { from, to, endedByItself } = inspectLedger(folder.database)
    const writer = openConnection(folder.database, 'write')
    let reader: Database | undefined
    try {
      if (from > 0 && from < to) await backups.create(writer, 'migration')
      migrate(writer, migrations, clock, programVersion)
      // What migrations have put into the -wal is given back to the disk.
      if (from < to) writer.pragma('wal_checkpoint(TRUNCATE)')
      const reading = (reader = openConnection(folder.database, 'read'))
      const checkedAt = clock.now()
      const run = writer
        .prepare('INSERT INTO engine_run (started_at, program_version) VALUES (?, ?)')
        .run(checkedAt, programVersion)
      // That the run has begun stands in the file itself, so that a -wal lost after a kill is noticed.
      writer.pragma('wal_checkpoint(PASSIVE)')
      return {
        writer,
        reader: reading,
        version: to,
        existed: from > 0,
        cleanShutdown: endedByItself,
        checkedAt,
        close() {
          try {
            writer.pragma('optimize')
            writer.prepare('UPDATE engine_run SET closed_at = ? WHERE id = ?').run(clock.now(), run.lastInsertRowid)
            reading.close()
            writer.close()
          } catch {
            // On a full disk the run cannot be marked as ended: the next opening checks it as one that was killed.
            closeKeepingWal(writer, reading)
          }
        },
      }
    } catch (error) {
      closeKeepingWal(writer, reader)
      throw error
    }
  } catch (error) {
    throw withWayBack(asRefusal(error), backups)
  }
}

/** Where a backup is the way back. */
const lostCodes = ['engine.databaseDamaged', 'engine.walMissing', 'engine.databaseMissing', 'engine.notALedger']

/**
 * While the ledger does not open, nothing in the window can restore it: what to do by hand is said with the refusal. The -wal goes,
 * too, or it would be read into the backup.
 */
function withWayBack(error: unknown, backups: Backups): unknown {
  const lost = error instanceof Refusal && lostCodes.includes(error.failure.code)
  const [newest] = lost ? backups.list() : []
  if (!lost || !newest) return error
  const { failure } = error
  const wayBack = `恢复的办法：先复制整个数据文件夹，再移走 ledger.db、ledger.db-wal、ledger.db-shm，把 backups 中的 ${newest.backupId}.db 复制为 ledger.db`
  return new Refusal({ ...failure, next: [failure.next, wayBack].join('。') })
}

/** The last to close takes the -wal away, if it may write: a run that is not marked as ended leaves it, as a kill would. */
function closeKeepingWal(writer: Database, reader: Database | undefined): void {
  writer.close()
  reader?.close()
}

/**
 * What a ledger's file says of itself, found without changing a byte of it. A file that is not there yet is version 0.
 * @throws Refusal engine.notALedger, engine.databaseTooNew, engine.migrationChanged, engine.databaseDamaged, engine.walMissing
 */
export function inspectLedger(path: string): { from: number; to: number; endedByItself: boolean } {
  const migrations = readMigrations(migrationsFolder)
  if (!existsSync(path)) return { from: 0, to: migrations.length, endedByItself: true }
  // SQLite takes what is shorter than its header for an empty database.
  if (statSync(path).size > 0 && statSync(path).size < 512) refuse(notALedger)
  // A look at the file leaves an empty one behind.
  const walIsThere = existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0
  try {
    const db = openUntouched(path)
    try {
      const { from, to } = checkVersion(db, migrations)
      const ended = from === 0 || endedByItself(db)
      if (from > 0) checkIntegrity(db, ended)
      if (!ended && !walIsThere) refuse(walMissing)
      return { from, to, endedByItself: ended }
    } finally {
      db.close()
    }
  } catch (error) {
    throw asRefusal(error)
  }
}

const walMissing = {
  code: 'engine.walMissing',
  message: '账本上次没有正常关闭，而 ledger.db-wal 文件不见了：最近记的账可能在那个文件里，没有打开',
  next: '请从回收站或杀毒软件的隔离区找回 ledger.db-wal，放回数据文件夹',
}

/** An empty ledger must never quietly take the place of one that has been lost. @throws Refusal engine.databaseMissing */
function checkPresent(folder: DataFolder, backups: Backups): void {
  if (existsSync(folder.database) && statSync(folder.database).size > 0) return
  if (backups.list().length === 0 && !existsSync(`${folder.database}-wal`)) return
  refuse({
    code: 'engine.databaseMissing',
    message: '数据文件夹里的账本文件 ledger.db 不见了或是空的，没有新建账本',
    next: '请从回收站或杀毒软件的隔离区找回 ledger.db，放回数据文件夹',
  })
}

const endedByItself = (db: Database): boolean =>
  db.prepare('SELECT closed_at IS NOT NULL FROM engine_run ORDER BY id DESC LIMIT 1').pluck().get() !== 0n

function checkIntegrity(db: Database, cleanShutdown: boolean): void {
  const found = db.pragma(cleanShutdown ? 'quick_check(1)' : 'integrity_check(1)', { simple: true })
  const broken = db.pragma('foreign_key_check') as unknown[]
  if (found !== 'ok' || broken.length > 0) throw new Refusal(damaged)
}

/** Puts a whole, checked copy in the place of the closed ledger. */
export function replaceDatabase(folder: DataFolder, copy: string): void {
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(folder.database + suffix)) rmSync(folder.database + suffix)
  }
  renameSync(copy, folder.database)
}
