import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sm2 } from 'sm-crypto-v2'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { buildPackage, sha256 } from '../packages/build-package.ts'
import { readPackage } from '../packages/read-package.ts'
import { openConnection } from './connection.ts'
import type { Database } from './connection.ts'
import { migrate, readMigrations } from './migrate.ts'

const migrations = readMigrations(fileURLToPath(new URL('./migrations/', import.meta.url)))
const key = sm2.generateKeyPairHex()
const signed = (sequence: number, previousPackageSha256: string | null) =>
  buildPackage(
    {
      packageId: `0193a5b0-7c00-7000-8000-00000000000${sequence}`,
      kind: 'writeOffReport',
      handbookNo: 'C23325020251',
      sequence,
      previousPackageSha256,
      createdAt: '2026-02-20T01:02:03.000Z',
      programVersion: '0.1.0',
      ruleVersion: '1',
    },
    [{ name: 'payload/write-off-report.xml', bytes: Buffer.from('<DcrMessage/>') }],
    { privateKey: key.privateKey, publicPoint: key.publicKey },
  )
const first = signed(1, null)
const second = signed(2, sha256(first.bytes))

/** Rows as version 2 kept them: two signed reports, one exported, and one that was replaced before it was signed. */
function fill(db: Database) {
  db.exec(`
    INSERT INTO stored_file VALUES ('7e5d6081-a848-4cb3-9472-111479db15fd', '手册.xlsx', 3, '${'ab'.repeat(32)}', '2026-01-01T00:00:00.000Z');
    INSERT INTO handbook VALUES (7, 'C23325020251', 'C', '91320594MA1202516U', '3205940251', '示例', '91320594MA1202516U', '3205940251', '示例',
      '2332', '0615', '503', '', '', '502', '502', '2025-02-09', '2026-02-08', '1', '1', '2026-01-01T00:00:00.000Z', '7e5d6081-a848-4cb3-9472-111479db15fd');
    INSERT INTO signing_key VALUES (3, '0193a5b0-7c00-7000-8000-00000000000a', '一号', '${key.publicKey}', 'sealed', '2026-01-01T00:00:00.000Z');
    INSERT INTO filing VALUES (1, '0193a5b0-7c00-7000-8000-000000000001', 'writeOffReport', 7, '1', '2026-02-20T01:02:03.000Z'),
      (4, '0193a5b0-7c00-7000-8000-000000000004', 'writeOffReport', 7, '1', '2026-02-21T01:02:03.000Z'),
      (5, '0193a5b0-7c00-7000-8000-000000000002', 'writeOffReport', 7, '1', '2026-02-22T01:02:03.000Z');
    INSERT INTO filing_check VALUES (1, 0, 'passes', 'R-19', '符合');
    INSERT INTO filing_figure VALUES (1, 0, '手册编号', 'C23325020251');
    INSERT INTO filing_file VALUES (1, 0, 'write-off-report.xml', '${'cd'.repeat(32)}', '${'ef'.repeat(32)}', '7e5d6081-a848-4cb3-9472-111479db15fd', x'3c');
    INSERT INTO filing_event VALUES (1, 1, '2026-02-20T01:02:03.000Z', 'created', 'checked', '生成', NULL),
      (2, 1, '2026-02-20T01:02:04.000Z', 'signed', 'signed', '签名', NULL), (3, 1, '2026-02-20T01:02:05.000Z', 'exported', 'signed', '导出', '7e5d6081-a848-4cb3-9472-111479db15fd'),
      (4, 4, '2026-02-21T01:02:03.000Z', 'created', 'draft', '生成', NULL), (9, 4, '2026-02-22T01:02:03.000Z', 'superseded', 'closed', '代替', NULL);`)
  const add = db.prepare('INSERT INTO filing_package VALUES (?, ?, ?, 3, ?, ?, ?, ?)')
  add.run(1, 1, '报核_1.zip', sha256(first.bytes), null, first.manifest, first.bytes)
  add.run(5, 2, '报核_2.zip', sha256(second.bytes), sha256(first.bytes), second.manifest, second.bytes)
}

let folder: string
let db: Database
const rows = (sql: string) => db.prepare(sql).all()
const kept = () => [
  rows('SELECT id, filing_id, kind, handbook_id, rule_version, created_at FROM filing ORDER BY id'),
  rows('SELECT * FROM filing_event ORDER BY id'),
  ...['filing_check', 'filing_figure', 'filing_file', 'filing_package', 'signing_key'].map((table) =>
    rows(`SELECT * FROM ${table}`),
  ),
]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-0006-'))
  db = openConnection(join(folder, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, 2), systemClock, '0.1.0')
  fill(db)
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

test('0006 keeps filings, their events and their signed packages, and enforces foreign keys again', () => {
  const before = kept()
  migrate(db, migrations.slice(0, 6), systemClock, '0.2.0')
  expect(kept()).toEqual(before)
  expect(rows('SELECT DISTINCT draft_id, subject, seq_no, made_by, made_by_name FROM filing')).toEqual([
    { draft_id: null, subject: '', seq_no: '', made_by: null, made_by_name: '' },
  ])
  expect(db.pragma('foreign_key_check')).toEqual([])
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(() => db.exec("INSERT INTO filing_figure VALUES (99, 0, 'a', 'b')")).toThrow(/FOREIGN KEY/)

  const packages = db.prepare<[], { bytes: Uint8Array }>('SELECT bytes FROM filing_package ORDER BY sequence').all()
  expect(packages.map(({ bytes }) => readPackage(bytes).manifest.previousPackageSha256)).toEqual([null, sha256(first.bytes)])
  expect(() =>
    db.exec(
      `INSERT INTO filing_package SELECT 4, 3, 'x', 3, '${'00'.repeat(32)}', NULL, manifest, bytes FROM filing_package WHERE sequence = 2`,
    ),
  ).toThrow(/follows the last one/)
})

test('0006 takes every kind of filing, and what is frozen stays frozen', () => {
  migrate(db, migrations.slice(0, 6), systemClock, '0.2.0')
  const add = (kind: string, handbook: string, draft: string) =>
    db.exec(
      `INSERT INTO filing SELECT NULL, lower(hex(randomblob(18))), '${kind}', ${handbook}, ${draft}, iif(${draft} IS NULL, NULL, '${'e'.repeat(64)}'), 'DEMO', '', '1', NULL, '张', '2026-03-01'`,
    )
  const draft = `'${'d'.repeat(36)}'`
  add('handbookFiling', 'NULL', draft)
  add('handbookChange', '7', draft)
  add('selfVerification', '7', 'NULL')
  for (const [kind, handbook, of] of [
    ['handbookChange', 'NULL', draft],
    ['handbookFiling', 'NULL', 'NULL'],
    ['writeOffReport', '7', draft],
    ['somethingElse', '7', 'NULL'],
  ] as const)
    expect(() => add(kind, handbook, of), kind).toThrow(/CHECK/)

  // A first filing gets its handbook once, and nothing else changes with it.
  expect(() => db.exec("UPDATE filing SET handbook_id = 7, subject = 'B' WHERE handbook_id IS NULL")).toThrow(/never changed/)
  db.exec('UPDATE filing SET handbook_id = 7 WHERE handbook_id IS NULL')
  expect(() => db.exec('UPDATE filing SET handbook_id = 7')).toThrow(/never changed/)
  expect(() => db.exec('DELETE FROM filing')).toThrow(/never deleted/)
  expect(() => db.exec("UPDATE filing_event SET note = 'x'")).toThrow(/never changed/)
  expect(() => db.exec('DELETE FROM filing_event')).toThrow(/never deleted/)
  expect(() => db.exec("INSERT INTO filing_event VALUES (NULL, 1, '', 'guessed', 'accepted', '', NULL)")).toThrow(/CHECK/)
})

test('0006 keeps a receipt once, for ever', () => {
  migrate(db, migrations.slice(0, 6), systemClock, '0.2.0')
  const add = (message: string, result: string, notes: string, file: string, hash: string) =>
    db.exec(
      `INSERT INTO filing_receipt VALUES (NULL, 1, '2026-03-01T00:00:00.000Z', '${message}', '${result}', '2026-03-01', 3, '', '', '${notes}', ${file}, ${hash}, 1)`,
    )
  const file = "'7e5d6081-a848-4cb3-9472-111479db15fd'"
  add('EML211', 'approved', '["好"]', file, `'${'1'.repeat(64)}'`)
  add('manual', 'returned', '[]', 'NULL', 'NULL')
  expect(() => add('EML211', 'approved', '[]', file, `'${'1'.repeat(64)}'`)).toThrow(/UNIQUE/)
  expect(() => add('EML211', 'approved', '[]', 'NULL', 'NULL')).toThrow(/CHECK/)
  expect(() => add('manual', 'maybe', '[]', 'NULL', 'NULL')).toThrow(/CHECK/)
  expect(() => add('manual', 'returned', 'no json', 'NULL', 'NULL')).toThrow(/CHECK/)
  expect(() => db.exec('UPDATE filing_receipt SET counted = 0')).toThrow(/never changed/)
  expect(() => db.exec('DELETE FROM filing_receipt')).toThrow(/never deleted/)
})

test('a migration that leaves a reference without its row is undone', () => {
  const broken = {
    version: 3,
    name: '0003_broken.sql',
    sql: 'DROP TABLE signing_key; CREATE TABLE signing_key (id INTEGER PRIMARY KEY) STRICT;',
    checksum: 'x',
  }
  const before = kept()
  expect(() => migrate(db, [...migrations.slice(0, 2), broken], systemClock, '0.2.0')).toThrow(
    /2 rows of filing_package without their signing_key/,
  )
  expect(kept()).toEqual(before)
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1n)
})
