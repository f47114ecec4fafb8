import { existsSync, renameSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { refuse } from '../../../shared/contract/errors.ts'
import type { Clock } from '../clock.ts'
import { Backups } from './backups.ts'
import { openConnection } from './connection.ts'
import type { Database } from './connection.ts'
import type { DataFolder } from './data-folder.ts'
import { checkVersion, migrate, readMigrations } from './migrate.ts'

/** Beside this file in the source tree, beside the bundle in the product. */
const migrationsFolder = fileURLToPath(new URL('./migrations/', import.meta.url))

/** The open ledger: one connection that writes, one that only reads and sees what is committed. */
export interface LedgerDatabase {
  writer: Database
  reader: Database
  version: number
  /** Whether the run before ended by itself. */
  cleanShutdown: boolean
  checkedAt: string
  /** Marks the run as ended, checkpoints and closes. */
  close(): void
}

/**
 * Opens the ledger of a data folder: settings asserted, version checked, a verified backup before any migration, quick check
 * (integrity check after a run that did not end by itself).
 * @throws Refusal engine.* where the ledger must not be opened
 */
export async function openLedgerDatabase(folder: DataFolder, clock: Clock, programVersion: string): Promise<LedgerDatabase> {
  const migrations = readMigrations(migrationsFolder)
  const writer = openConnection(folder.database, 'write')
  try {
    const { from, to } = checkVersion(writer, migrations)
    const cleanShutdown = from === 0 || endedByItself(writer)
    if (from > 0) checkIntegrity(writer, cleanShutdown)
    if (from > 0 && from < to) await new Backups(folder.backups, clock).create(writer, 'migration')
    migrate(writer, migrations, clock, programVersion)
    const checkedAt = clock.now()
    const run = writer.prepare('INSERT INTO engine_run (started_at, program_version) VALUES (?, ?)').run(checkedAt, programVersion)
    const reader = openConnection(folder.database, 'read')
    return {
      writer,
      reader,
      version: to,
      cleanShutdown,
      checkedAt,
      close() {
        reader.close()
        writer.prepare('UPDATE engine_run SET closed_at = ? WHERE id = ?').run(clock.now(), run.lastInsertRowid)
        writer.pragma('optimize')
        writer.close()
      },
    }
  } catch (error) {
    writer.close()
    throw error
  }
}

const endedByItself = (db: Database): boolean =>
  db.prepare('SELECT closed_at IS NOT NULL FROM engine_run ORDER BY id DESC LIMIT 1').pluck().get() !== 0n

function checkIntegrity(db: Database, cleanShutdown: boolean): void {
  const found = db.pragma(cleanShutdown ? 'quick_check(1)' : 'integrity_check(1)', { simple: true })
  const broken = db.pragma('foreign_key_check') as unknown[]
  if (found === 'ok' && broken.length === 0) return
  refuse({
    code: 'engine.databaseDamaged',
    message: '账本文件没有通过完整性检查，为免错上加错没有打开',
    next: '请不要删除任何文件；先复制整个数据文件夹，再用最近的备份恢复',
  })
}

/** Puts a whole, checked copy in the place of the closed ledger. */
export function replaceDatabase(folder: DataFolder, copy: string): void {
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(folder.database + suffix)) rmSync(folder.database + suffix)
  }
  renameSync(copy, folder.database)
}
