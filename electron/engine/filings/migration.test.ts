import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openConnection } from '../database/connection.ts'
import { databaseVersion, migrate, readMigrations } from '../database/migrate.ts'

const migrations = readMigrations(fileURLToPath(new URL('../database/migrations/', import.meta.url)))
const clock = { now: () => '2026-02-20T01:02:03.000Z' }

/** Rows as version 1 of the ledger kept them. */
const oldRows = `
  INSERT INTO enterprise VALUES (1, '示例企业', '91320594MA1202516U', '3205940251', '2332', '', '', '', 0, '2026-01-01T00:00:00.000Z');
  INSERT INTO stored_file VALUES ('7e5d6081-a848-4cb3-9472-111479db15fd', '手册.xlsx', 3, '${'ab'.repeat(32)}', '2026-01-01T00:00:00.000Z');
  INSERT INTO handbook VALUES (7, 'C23325020251', 'C', '91320594MA1202516U', '3205940251', '示例企业', '91320594MA1202516U', '3205940251',
    '示例企业', '2332', '0615', '503', '', '', '502', '502', '2025-02-09', '2026-02-08', '1', '1', '2026-01-01T00:00:00.000Z',
    '7e5d6081-a848-4cb3-9472-111479db15fd');
  INSERT INTO item VALUES (7, 'I', 1, 'RM-1', '3901200099', '塑料粒', '', '035', '035', 100000, 0, '502', '142', '3');`

test('0002: a ledger of version 1 keeps what it holds and can file it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'migration-'))
  const db = openConnection(join(folder, 'ledger.db'), 'write')
  try {
    migrate(db, migrations.slice(0, 1), clock, '0.0.1')
    db.exec(oldRows)
    const held = () =>
      ['enterprise', 'stored_file', 'handbook', 'item'].map((table) => db.prepare(`SELECT * FROM ${table}`).all())
    const before = held()
    migrate(db, migrations.slice(0, 2), clock, '0.1.0')
    expect(databaseVersion(db)).toBe(2)
    expect(held()).toEqual(before)
    db.exec(
      `INSERT INTO filing VALUES (1, '0193a5b0-7c00-7000-8000-000000000001', 'writeOffReport', 7, '1', '2026-02-20T01:02:03.000Z')`,
    )
    expect(() =>
      db.exec(`INSERT INTO filing VALUES (2, '0193a5b0-7c00-7000-8000-000000000002', 'writeOffReport', 8, '1', '')`),
    ).toThrow(/FOREIGN KEY/)
    expect(db.pragma('foreign_key_check')).toEqual([])
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  } finally {
    db.close()
    rmSync(folder, { recursive: true })
  }
})
