import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { refuse } from '../../../shared/contract/errors.ts'
import type { Clock } from '../clock.ts'
import { applicationId } from './connection.ts'
import type { Database } from './connection.ts'
import { notALedger } from './open-failure.ts'

interface Migration {
  version: number
  name: string
  sql: string
  checksum: string
}

/** The numbered migrations of a folder, in order. @throws where the numbers have a gap. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
  return names.map((name, index) => {
    const version = Number(name.slice(0, 4))
    if (version !== index + 1) throw new Error(`migration ${name} is out of sequence`)
    // A checkout on Windows may turn line ends round; the checksum is of the text.
    const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
    return { version, name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

export const databaseVersion = (db: Database): number => Number(db.pragma('user_version', { simple: true }))

/**
 * Refuses a file that is not ours, or that a newer program has written; says whether it has to be brought up.
 * @throws Refusal engine.notALedger, engine.databaseTooNew, engine.migrationChanged
 */
export function checkVersion(db: Database, migrations: readonly Migration[]): { from: number; to: number } {
  const from = databaseVersion(db)
  const to = migrations.length
  if (from === 0 && db.prepare('SELECT count(*) AS n FROM sqlite_schema').pluck().get() !== 0n) refuse(notALedger)
  if (from > 0 && db.pragma('application_id', { simple: true }) !== applicationId) refuse(notALedger)
  if (from > to) {
    refuse({
      code: 'engine.databaseTooNew',
      message: `账本由更新的程序写成（账本版本 ${from}，本程序只到 ${to}），为免损坏没有打开`,
      next: '请安装新版程序后再打开',
    })
  }
  if (from > 0) {
    const applied = db
      .prepare<[], { version: bigint; checksum: string }>('SELECT version, checksum FROM schema_migration ORDER BY version')
      .all()
    for (const { version, checksum } of applied) {
      if (migrations[Number(version) - 1]?.checksum !== checksum) {
        refuse({
          code: 'engine.migrationChanged',
          message: `账本结构第 ${version} 版与本程序记录的不一致，为免损坏没有打开`,
          next: '请用原来的程序打开，或恢复备份',
        })
      }
    }
  }
  return { from, to }
}

/**
 * Brings the database up. Each migration and its record are one transaction: a kill in the middle leaves the version before.
 * A table is rebuilt by dropping it, which others refer to: foreign keys are off meanwhile (they cannot be turned off inside a
 * transaction), and all of them are checked before each commit.
 */
export function migrate(db: Database, migrations: readonly Migration[], clock: Clock, programVersion: string): void {
  db.pragma('foreign_keys = OFF')
  try {
    for (const migration of migrations.slice(databaseVersion(db))) bringUp(db, migration, clock, programVersion)
  } finally {
    db.pragma('foreign_keys = ON')
  }
  if (db.pragma('foreign_keys', { simple: true }) !== 1n) throw new Error('foreign keys are not enforced')
}

function bringUp(db: Database, migration: Migration, clock: Clock, programVersion: string): void {
  db.transaction(() => {
    if (migration.version === 1) {
      db.pragma(`application_id = ${applicationId}`)
      db.exec(`CREATE TABLE schema_migration (
        version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL, program_version TEXT NOT NULL
      ) STRICT`)
    }
    db.exec(migration.sql)
    const dangling = db.pragma('foreign_key_check') as { table: string; parent: string }[]
    if (dangling.length > 0)
      throw new Error(
        `migration ${migration.name} leaves ${dangling.length} rows of ${dangling[0]?.table} without their ${dangling[0]?.parent}`,
      )
    db.prepare('INSERT INTO schema_migration VALUES (?, ?, ?, ?, ?)').run(
      migration.version,
      migration.name,
      migration.checksum,
      clock.now(),
      programVersion,
    )
    db.pragma(`user_version = ${migration.version}`)
  }).immediate()
}
