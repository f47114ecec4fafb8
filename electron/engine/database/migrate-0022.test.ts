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
/** As version 16 kept them: a handbook with a report. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-0022-'))
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

test('0022 keeps what was there, and holds a plan, periods and foreign exchange within their bounds', () => {
  const before = rows('SELECT * FROM filing ORDER BY id')
  migrate(db, migrations.slice(0, 22), systemClock, '0.2.0')
  expect(rows('SELECT * FROM filing ORDER BY id')).toEqual(before)
  expect(rows('PRAGMA foreign_key_check')).toEqual([])
  const at = "'2026-02-22T01:02:03.000Z'"
  db.exec(`INSERT INTO tax_plan VALUES (1, 7, 650000, 1000000, ${at}, '')`)
  expect(() => db.exec(`INSERT INTO tax_plan VALUES (2, 7, 650000, 0, ${at}, '')`)).toThrow('CHECK')
  expect(() => db.exec('UPDATE tax_plan SET import_total_e5 = 0')).toThrow('never changed')
  expect(() => db.exec('DELETE FROM tax_plan')).toThrow('never deleted')
  db.exec(`INSERT INTO tax_period VALUES (7, 1, '2025-03', 100000, 13000000000, 10000000000)`)
  for (const bad of [`7, 2, '2025-3', 1, 1, 1`, `7, 2, '2025-03', 1, 10, 13`, `7, 2, '2025-03', -1, 1, 1`])
    expect(() => db.exec(`INSERT INTO tax_period VALUES (${bad})`), bad).toThrow('CHECK')
})

test('0022 an entry of foreign exchange is struck out, never changed', () => {
  migrate(db, migrations.slice(0, 22), systemClock, '0.2.0')
  const add = (n: number, kind: string, amount: number) =>
    db.exec(
      `INSERT INTO forex_entry VALUES (${n}, '${id(n)}', '${kind}', 'HT-1', 7, '502', ${amount}, '2025-03-01', '', '', '', '2026-02-22T01:02:03.000Z', '')`,
    )
  add(1, 'receipt', 5)
  expect(() => add(2, 'receipt', 0)).toThrow('CHECK')
  expect(() => add(2, 'gift', 5)).toThrow('CHECK')
  expect(() => db.exec('UPDATE forex_entry SET amount_e5 = 9')).toThrow('never changed')
  db.exec("INSERT INTO forex_void VALUES (1, '写错', '2026-02-22T01:02:03.000Z', '')")
  expect(() => db.exec("INSERT INTO forex_void VALUES (1, '再划', '', '')")).toThrow('UNIQUE')
  expect(() => db.exec('DELETE FROM forex_void')).toThrow('stays so')
})
