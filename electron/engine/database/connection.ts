import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'

export type { Database } from 'better-sqlite3'

/** Marks a file as ours, so that another program's database is never taken for a ledger. */
export const applicationId = 0x424c4447n

/**
 * A look at a file that may not be ours, or not sound: not a byte of it is changed, and nothing of its -wal is taken over.
 * Only a transaction that a kill left half written in it (a -journal beside it) is rolled back, without which nothing can be read.
 */
export function openUntouched(path: string): Database.Database {
  const db = new Database(path, { readonly: !existsSync(`${path}-journal`), fileMustExist: true, timeout: 5000 })
  db.defaultSafeIntegers(true)
  return db
}

/**
 * A connection with the settings that durability rests on, each read back: the driver opens an existing WAL file with
 * synchronous=NORMAL, under which a power cut loses acknowledged commits.
 * @throws where a setting does not hold.
 */
export function openConnection(path: string, use: 'write' | 'read'): Database.Database {
  const db = new Database(path, { readonly: use === 'read', fileMustExist: use === 'read', timeout: 5000 })
  try {
    db.defaultSafeIntegers(true)
    if (use === 'write') db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    if (use === 'read') db.pragma('query_only = ON')
    // 64 MiB: the indexes of a long import stay in memory while they grow.
    db.pragma('cache_size = -65536')
    const expected: Record<string, unknown> = {
      journal_mode: 'wal',
      synchronous: 2n,
      foreign_keys: 1n,
      trusted_schema: 0n,
      cell_size_check: 1n,
      query_only: use === 'read' ? 1n : 0n,
    }
    for (const [setting, value] of Object.entries(expected)) {
      const held = db.pragma(setting, { simple: true })
      if (held !== value) throw new Error(`database setting ${setting} is ${String(held)}, expected ${String(value)}`)
    }
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
