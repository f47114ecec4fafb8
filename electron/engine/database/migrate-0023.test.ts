import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { openConnection } from './connection.ts'
import type { Database } from './connection.ts'
import { migrate, readMigrations } from './migrate.ts'

const migrations = readMigrations(fileURLToPath(new URL('./migrations/', import.meta.url)))
const at = '2026-11-01T01:02:03.000Z'
const hash = (n: number) => n.toString(16).padStart(2, '0').repeat(32)

let folder: string
let db: Database
const rows = (sql: string) => db.prepare(sql).all()
const chainEnd = () => db.prepare('SELECT sequence, sha256 FROM package_chain_end').get()
const sign = (sequence: number, previous: number | null) =>
  db.transaction(() =>
    db.exec(`
    INSERT INTO filing (id, filing_id, kind, subject, seq_no, rule_version, made_by_name, created_at)
      VALUES (${sequence}, '0193a5b0-7c00-7000-8000-0000000000${sequence + 10}', 'capabilityTable', '', '', '1', '', '${at}');
    INSERT INTO filing_package VALUES (${sequence}, ${sequence}, 'p', 1, '${hash(sequence)}', ${previous === null ? 'NULL' : `'${hash(previous)}'`}, x'00', x'00')`),
  )()

/** As version 22 kept them: two packages, and the books set back behind three more. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-0023-'))
  db = openConnection(join(folder, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, 22), systemClock, '0.1.0')
  db.exec(`INSERT INTO signing_key (id, key_id, name, public_point, sealed_key, created_at)
    VALUES (1, '0193a5b0-7c00-7000-8000-000000000001', '一号', '${'04'.repeat(65)}', 'sealed', '${at}')`)
  sign(1, null)
  sign(2, 1)
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

test('0023 the chain ends where it did, at the last package or behind the gap, and a package still follows it', () => {
  const end = chainEnd()
  migrate(db, migrations.slice(0, 23), systemClock, '0.2.0')
  expect(chainEnd()).toEqual(end)
  expect(() => sign(4, 2)).toThrow('follows the last one')
  expect(() => sign(3, 1)).toThrow('follows the last one')
  sign(3, 2)
  db.exec(`INSERT INTO package_chain_gap VALUES (6, '${hash(6)}', '${at}')`)
  expect(chainEnd()).toEqual({ sequence: 6n, sha256: hash(6) })
  sign(7, 6)
  expect(chainEnd()).toEqual({ sequence: 7n, sha256: hash(7) })
})

test('0023 the end of the chain is found without reading every package', () => {
  migrate(db, migrations.slice(0, 23), systemClock, '0.2.0')
  const read = rows('EXPLAIN QUERY PLAN SELECT sequence FROM package_chain_end').map((row) => (row as { detail: string }).detail)
  expect(read.filter((detail) => detail.includes('filing_package'))).toEqual([expect.stringContaining('USING')])
})
