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
const id = (n: number) => `0193a5b0-7c00-7000-8000-00000000000${n}`

let folder: string
let db: Database
const rows = (sql: string) => db.prepare(sql).all()
const kept = () => [
  rows(
    'SELECT id, filing_id, kind, handbook_id, draft_id, proposal_sha256, subject, seq_no, made_by_name, created_at FROM filing ORDER BY id',
  ),
  rows('SELECT * FROM filing_event ORDER BY id'),
  rows(
    'SELECT id, filing, message, result, answered_at, strength, seq_no, handbook_no, notes, counted FROM filing_receipt ORDER BY id',
  ),
]

/** As version 16 kept them: a report with its answer, and a first filing that has no handbook yet. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-0017-'))
  db = openConnection(join(folder, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, 16), systemClock, '0.1.0')
  db.exec(`
    INSERT INTO stored_file VALUES ('7e5d6081-a848-4cb3-9472-111479db15fd', '手册.xlsx', 3, '${'ab'.repeat(32)}', '2026-01-01T00:00:00.000Z');
    INSERT INTO handbook (id, handbook_no, kind, operator_credit_code, operator_customs_code, operator_name, processor_credit_code,
        processor_customs_code, processor_name, customs_district, supervision_mode, levy_nature, import_contract_no, export_contract_no,
        import_currency, export_currency, established_on, valid_to, consumption_stage, purpose, imported_at, source_file_id)
      VALUES (7, 'C23325020251', 'C', '91320594MA1202516U', '3205940251', '示例', '91320594MA1202516U', '3205940251', '示例', '2332',
        '0615', '503', '', '', '502', '502', '2025-02-09', '2026-02-08', '1', '1', '2026-01-01T00:00:00.000Z', '7e5d6081-a848-4cb3-9472-111479db15fd');
    INSERT INTO filing VALUES (1, '${id(1)}', 'writeOffReport', 7, NULL, NULL, '', '', '1', NULL, '', '2026-02-20T01:02:03.000Z'),
      (4, '${id(4)}', 'handbookFiling', NULL, '${id(9)}', '${'cd'.repeat(32)}', 'BA-1', '', '1', NULL, '', '2026-02-21T01:02:03.000Z');
    INSERT INTO filing_event VALUES (1, 1, '2026-02-20T01:02:03.000Z', 'created', 'checked', '生成', NULL),
      (2, 1, '2026-02-21T01:02:03.000Z', 'answered', 'accepted', '通过', NULL);
    INSERT INTO filing_receipt VALUES (3, 1, '2026-02-21T01:02:03.000Z', 'manual', 'approved', '2026-02-21', 6, '', '', '[]', NULL, NULL, 1, '', '');`)
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

test('0017 keeps filings, their events and answers, and enforces foreign keys again', () => {
  const before = kept()
  migrate(db, migrations.slice(0, 17), systemClock, '0.2.0')
  expect(kept()).toEqual(before)
  expect(rows('PRAGMA foreign_key_check')).toEqual([])
  expect(() => db.exec("INSERT INTO filing_event VALUES (9, 99, '', 'created', 'draft', '', NULL)")).toThrow('FOREIGN KEY')
})

test('0017 takes filings for tax, commerce and forex that are about no one handbook, and what happens on the way', () => {
  migrate(db, migrations.slice(0, 17), systemClock, '0.2.0')
  const add = (n: number, kind: string, handbook: string) =>
    db.exec(
      `INSERT INTO filing VALUES (NULL, '${id(n)}', '${kind}', ${handbook}, NULL, NULL, '2025', '', '1', NULL, '', '2026-02-22T01:02:03.000Z')`,
    )
  add(5, 'taxWriteOff', 'NULL')
  add(6, 'capabilityTable', 'NULL')
  expect(() => add(7, 'writeOffReport', 'NULL')).toThrow('CHECK')
  expect(() => db.exec(`UPDATE filing SET handbook_id = 7 WHERE filing_id = '${id(5)}'`)).toThrow('never changed')
  for (const action of ['queued', 'withdrawn', 'sent', 'outcomeUnknown', 'stopped'])
    db.exec(`INSERT INTO filing_event VALUES (NULL, 1, '2026-02-22T01:02:03.000Z', '${action}', 'queued', '', NULL)`)
  expect(() => db.exec("INSERT INTO filing_event VALUES (NULL, 1, '', 'lost', 'sent', '', NULL)")).toThrow('CHECK')
})

test('0017 the chain of packages goes on behind a gap, and nowhere else', () => {
  migrate(db, migrations.slice(0, 17), systemClock, '0.2.0')
  db.exec(`INSERT INTO signing_key (id, key_id, name, public_point, sealed_key, created_at)
    VALUES (1, '${id(8)}', '一号', '04${'ab'.repeat(64)}', 'x', '2026-01-01T00:00:00.000Z')`)
  const sign = (filing: number, sequence: number, previous: string) =>
    db.exec(`INSERT INTO filing_package (filing, sequence, name, signing_key, sha256, previous_sha256, manifest, bytes)
      VALUES (${filing}, ${sequence}, 'a.zip', 1, '${`${sequence}${filing}`.repeat(32)}', ${previous}, x'00', x'00')`)
  db.exec(`INSERT INTO package_chain_gap VALUES (7, '${'77'.repeat(32)}', '2026-02-22T01:02:03.000Z')`)
  expect(() => sign(1, 1, 'NULL')).toThrow('follows the last one')
  expect(() => sign(1, 8, 'NULL')).toThrow('follows the last one')
  sign(1, 8, `'${'77'.repeat(32)}'`)
  sign(4, 9, `'${'81'.repeat(32)}'`)
  expect(() => db.exec('DELETE FROM package_chain_gap')).toThrow('never deleted')
})
