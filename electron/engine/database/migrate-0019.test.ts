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
const at = "'2026-02-21T01:02:03.000Z'"
const sha = `'${'ab'.repeat(32)}'`

let folder: string
let db: Database
const rows = (sql: string) => db.prepare(sql).all()

/** As version 18 kept it: a filing for tax that was sent by hand, and its first answer. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-0019-'))
  db = openConnection(join(folder, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, 18), systemClock, '0.1.0')
  db.exec(`
    INSERT INTO stored_file VALUES ('7e5d6081-a848-4cb3-9472-111479db15fd', 'x.xml', 3, ${sha}, ${at});
    INSERT INTO filing VALUES (1, '0193a5b0-7c00-7000-8000-000000000001', 'taxWriteOff', NULL, NULL, NULL, '2025', '', '1', NULL, '', ${at});
    INSERT INTO filing_event VALUES (1, 1, ${at}, 'signed', 'signed', '', NULL);
    INSERT INTO filing_receipt VALUES (3, 1, ${at}, 'manual', 'manualReview', '2026-02-21', 6, '', '', '[]', NULL, NULL, 1, '', '')`)
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

const queue = () =>
  db.exec(
    `INSERT INTO delivery (filing, authority, subject_key, sequence, file_name, state, queued_at) VALUES (1, 'tax', 'taxWriteOff:2025', 1, 'TAX_0_0001_a', 'waiting', ${at})`,
  )
const answer = (id: number, result: string, counted: number) =>
  db.exec(
    `INSERT INTO filing_receipt VALUES (${id}, 1, ${at}, 'manual', '${result}', '2026-02-22', 6, '', '', '[]', NULL, NULL, ${counted}, '', '')`,
  )
const delivery = () => rows('SELECT state, decided FROM delivery')

test('0019 leaves filings and answers as they are, with nothing in the outbox', () => {
  const before = [rows('SELECT * FROM filing'), rows('SELECT * FROM filing_event'), rows('SELECT * FROM filing_receipt')]
  migrate(db, migrations.slice(0, 19), systemClock, '0.2.0')
  expect([rows('SELECT * FROM filing'), rows('SELECT * FROM filing_event'), rows('SELECT * FROM filing_receipt')]).toEqual(before)
  expect(delivery()).toEqual([])
})

test('0019 a delivery follows the answers of its filing, and only those that count', () => {
  migrate(db, migrations.slice(0, 19), systemClock, '0.2.0')
  queue()
  answer(4, 'returned', 0)
  expect(delivery()).toEqual([{ state: 'waiting', decided: 0n }])
  answer(5, 'manualReview', 1)
  expect(delivery()).toEqual([{ state: 'answered', decided: 0n }])
  answer(6, 'approved', 1)
  expect(delivery()).toEqual([{ state: 'answered', decided: 1n }])
})

test('0019 attempts, their ends and exceptions stay as they were written, a delivery stays that of its filing', () => {
  migrate(db, migrations.slice(0, 19), systemClock, '0.2.0')
  queue()
  db.exec(`
    INSERT INTO delivery_attempt VALUES (1, 1, ${at}, 'folders', 'send', 'D:/OutBox', 'a.zip', 3, ${sha});
    INSERT INTO delivery_attempt_end VALUES (1, ${at}, 'delivered', '', '');
    INSERT INTO receipt_exception VALUES (1, '0193a5b0-7c00-7000-8000-000000000009', ${at}, NULL, 'x', 'x.xml', 3, ${sha}, '7e5d6081-a848-4cb3-9472-111479db15fd', '', '', 0);
    INSERT INTO receipt_exception_end VALUES (1, ${at}, 'settled', '', NULL, '')`)
  for (const table of ['delivery_attempt', 'delivery_attempt_end', 'receipt_exception', 'receipt_exception_end']) {
    expect(() => db.exec(`UPDATE ${table} SET at = ''`)).toThrow('never changed')
    expect(() => db.exec(`DELETE FROM ${table}`)).toThrow('never deleted')
  }
  expect(() => db.exec("UPDATE delivery SET file_name = 'b'")).toThrow('for good')
  expect(() => db.exec('DELETE FROM delivery')).toThrow('never deleted')
  expect(() => db.exec("UPDATE delivery SET state = 'lost'")).toThrow('CHECK')
  expect(() =>
    db.exec(`INSERT INTO channel VALUES ('tax', 'gateway', '', '', '', '', 'package', 'http://x', NULL, '', '', 1, '', 'unset', NULL, '', '')`),
  ).toThrow('CHECK')
})
