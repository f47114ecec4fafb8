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
const file = '11111111-1111-4111-8111-111111111111'
let root: string
let db: Database
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bonded-ledger-0016-'))
  db = openConnection(join(root, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, 15), systemClock, '0.1.0')
  db.exec(`
    INSERT INTO stored_file VALUES ('${file}', '日历.xlsx', 9, '${'a'.repeat(64)}', '2025-03-01T00:00:00.000Z');
    INSERT INTO reference_import VALUES (7, 'calendar', '${file}', '2025-03-01T00:00:00.000Z');
    INSERT INTO calendar_day VALUES (7, '2027-01-01', 'rest', '元旦', '通知');`)
  migrate(db, migrations, systemClock, '0.2.0')
})
afterEach(() => {
  db.close()
  rmSync(root, { recursive: true, force: true })
})

const importOf = (table: string) =>
  db.exec(
    `INSERT INTO reference_import (table_name, file_id, imported_at) VALUES ('${table}', '${file}', '2025-03-02T00:00:00.000Z')`,
  )

test('0016 keeps what was imported before, and its rows still refer to it', () => {
  expect(db.prepare('SELECT id, table_name FROM reference_import').all()).toEqual([{ id: 7n, table_name: 'calendar' }])
  expect(db.prepare('SELECT count(*) FROM calendar_day JOIN reference_import ON id = import').pluck().get()).toBe(1n)
  expect(db.pragma('foreign_key_check')).toEqual([])
  expect(() => db.exec(`INSERT INTO calendar_day VALUES (9, '2027-01-02', 'rest', '', '')`)).toThrow(/FOREIGN KEY/)
  expect(() => db.exec('UPDATE reference_import SET imported_at = imported_at')).toThrow(/never changed/)
  expect(() => db.exec('DELETE FROM reference_import')).toThrow(/never deleted/)
  expect(() => importOf('weather')).toThrow(/CHECK/)
  importOf('tariffRates')
})

const tariff = (values: string) => db.exec(`INSERT INTO tariff_rate VALUES (8, ${values})`)

test('0016 a rate goes by value, by quantity or by both, and never by nothing', () => {
  importOf('tariffRates')
  tariff(`1, '8534', '', 'mfn', '', '', 6500000000, NULL, '', '2024-01-01', NULL, '公告'`)
  tariff(`2, '2710', '', 'consumption', '', '', NULL, 120000, '095', '2024-01-01', NULL, '公告'`)
  for (const bad of [
    `3, '8534', '', 'mfn', '', '', NULL, NULL, '', '2024-01-01', NULL, '公告'`,
    `3, '8534', '', 'mfn', '', '', NULL, 1, '', '2024-01-01', NULL, '公告'`,
    `3, '8534', '', 'mfn', '', '', 1, NULL, '', '2024-01-02', '2024-01-01', '公告'`,
    `3, '85x4', '', 'mfn', '', '', 1, NULL, '', '2024-01-01', NULL, '公告'`,
    `3, '2402', '', 'consumption', '', '', 100000000000, NULL, '', '2024-01-01', NULL, '公告'`,
    `3, '8534', '', 'guess', '', '', 1, NULL, '', '2024-01-01', NULL, '公告'`,
  ])
    expect(() => tariff(bad), bad).toThrow(/CHECK/)
  expect(() => db.exec('UPDATE tariff_rate SET rate_e9 = 0')).toThrow(/never changed/)
  expect(() => db.exec('DELETE FROM tariff_rate')).toThrow(/never deleted/)
})

test('0016 interest is a rate or a waiver, an exchange rate is of a foreign currency and above zero', () => {
  importOf('interestRates')
  db.exec(
    `INSERT INTO interest_rate VALUES (8, 1, 'rate', 350000000, '2012-07-06', NULL, '公告'), (8, 2, 'waiver', NULL, '2020-04-15', '2020-12-31', '公告')`,
  )
  expect(() => db.exec(`INSERT INTO interest_rate VALUES (8, 3, 'waiver', 0, '2021-01-01', NULL, '')`)).toThrow(/CHECK/)
  expect(() => db.exec(`INSERT INTO interest_rate VALUES (8, 3, 'rate', NULL, '2021-01-01', NULL, '')`)).toThrow(/CHECK/)
  expect(() => db.exec(`INSERT INTO exchange_rate VALUES (8, 1, '502', 0, '2025-06-01', '2025-06-30', '')`)).toThrow(/CHECK/)
  expect(() => db.exec(`INSERT INTO exchange_rate VALUES (8, 1, '142', 1, '2025-06-01', '2025-06-30', '')`)).toThrow(/CHECK/)
  expect(() => db.exec(`INSERT INTO rule_parameter VALUES (8, 1, 'paymentDays', '', '原文', '2025-06-01', NULL, '')`)).toThrow(
    /CHECK/,
  )
  expect(() => db.exec('DELETE FROM interest_rate')).toThrow(/never deleted/)
})

test('0016 a comparison is kept as it was saved', () => {
  const insert = (input: string) =>
    db.exec(`INSERT INTO selective_comparison (comparison_id, title, input, saved_at, saved_by)
      VALUES ('${file}', '一月', '${input}', '2025-03-02T00:00:00.000Z', '')`)
  expect(() => insert('{')).toThrow(/CHECK/)
  insert('{}')
  expect(() => db.exec(`UPDATE selective_comparison SET title = '二月'`)).toThrow(/never changed/)
  expect(() => db.exec('DELETE FROM selective_comparison')).toThrow(/never deleted/)
})
