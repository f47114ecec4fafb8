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
const file = '7e5d6081-a848-4cb3-9472-111479db15fd'

let folder: string
let db: Database
const rows = (sql: string) => db.prepare(sql).all()
const kept = () => [
  rows(
    'SELECT id, list_no, edition, inner_no, status, declared_on, import_id, draft_id, entered_at, replaced_by FROM bonded_list ORDER BY id',
  ),
  rows('SELECT * FROM list_line ORDER BY list_id, line_no'),
  rows('SELECT * FROM movement ORDER BY id'),
  rows('SELECT * FROM used_version'),
  rows('SELECT * FROM movement_total ORDER BY item_seq, version, mode, direction, month'),
]
const list = (id: number, no: string, declaredOn: string, more: { opening?: string; status?: string } = {}) =>
  db.exec(`INSERT INTO bonded_list (id, handbook_id, list_no, edition, inner_no, seq_no, direction, goods, mode, list_type, declared_on,
      related_handbook_no, status, import_id, opening, entered_at)
    VALUES (${id}, 7, '${no}', 0, '', '', 'I', 'I', '0615', '', '${declaredOn}', '', '${more.status ?? 'booked'}',
      ${more.opening === undefined ? '1' : 'NULL'}, ${more.opening ?? 'NULL'}, '2026-01-01T00:00:00.000Z')`)
const opening = (id: number, asOf: string) =>
  db.exec(`INSERT INTO opening (id, handbook_id, as_of, file_id, imported_at, imported_by)
    VALUES (${id}, 7, '${asOf}', '${file}', '2026-01-02T00:00:00.000Z', '王')`)

/** As version 20 kept them: a booked list, one that was changed, and its first edition taken back. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-0021-'))
  db = openConnection(join(folder, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, 20), systemClock, '0.1.0')
  db.exec(`
    INSERT INTO stored_file VALUES ('${file}', '手册.xlsx', 3, '${'ab'.repeat(32)}', '2026-01-01T00:00:00.000Z');
    INSERT INTO handbook (id, handbook_no, kind, operator_credit_code, operator_customs_code, operator_name, processor_credit_code,
        processor_customs_code, processor_name, customs_district, supervision_mode, levy_nature, import_contract_no, export_contract_no,
        import_currency, export_currency, established_on, valid_to, consumption_stage, purpose, imported_at, source_file_id)
      VALUES (7, 'C23325020251', 'C', '91320594MA1202516U', '3205940251', '示例', '91320594MA1202516U', '3205940251', '示例', '2332',
        '0615', '503', '', '', '502', '502', '2025-02-09', '2026-02-08', '1', '1', '2026-01-01T00:00:00.000Z', '${file}');
    INSERT INTO list_import VALUES (1, 7, '${file}', '2026-01-01T00:00:00.000Z', 2, 2, NULL);
    INSERT INTO bonded_list (id, handbook_id, list_no, edition, inner_no, seq_no, direction, goods, mode, list_type, declared_on,
        related_handbook_no, status, import_id, entered_at)
      VALUES (4, 7, 'QD-1', 0, 'N-1', '', 'I', 'I', '0615', '0', '2025-03-01', '', 'booked', 1, '2026-01-01T00:00:00.000Z'),
        (5, 7, 'QD-2', 0, '', '', 'E', 'E', '0615', '0', '2025-04-01', '', 'deleted', 1, '2026-01-01T00:00:00.000Z'),
        (6, 7, 'QD-2', 1, '', '', 'E', 'E', '0615', '0', '2025-04-02', '', 'reserved', 1, '2026-01-01T00:00:00.000Z');
    UPDATE bonded_list SET replaced_by = 6 WHERE id = 5;
    INSERT INTO list_line (list_id, line_no, item_seq, version, quantity_e5, currency) VALUES (4, 1, 1, '', 500, '502'), (5, 1, 2, '0', 30, '502'), (6, 1, 2, '0', 30, '502');
    INSERT INTO movement VALUES
      (1, 7, 'I', 1, '', '0615', 'I', 500, NULL, '2025-03-01', 4, 1, NULL, '2026-01-01T00:00:00.000Z'),
      (2, 7, 'E', 2, '0', '0615', 'E', 30, NULL, '2025-04-01', 5, 1, NULL, '2026-01-01T00:00:00.000Z'),
      (3, 7, 'E', 2, '0', '0615', 'E', -30, NULL, '2025-04-01', 5, 1, 2, '2026-01-01T00:00:00.000Z');`)
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

test('0021 keeps lists with their editions, lines and movements, and what guards them', () => {
  const before = kept()
  migrate(db, migrations.slice(0, 21), systemClock, '0.2.0')
  expect(kept()).toEqual(before)
  expect(rows('PRAGMA foreign_key_check')).toEqual([])
  expect(() => db.exec('DELETE FROM bonded_list')).toThrow('never deleted')
  expect(() => db.exec("UPDATE bonded_list SET mode = '0654' WHERE id = 4")).toThrow('keeps what it says')
  expect(() => db.exec('UPDATE bonded_list SET opening = 1 WHERE id = 4')).toThrow('keeps what it says')
  expect(() =>
    db.exec("INSERT INTO list_line (list_id, line_no, item_seq, version, quantity_e5, currency) VALUES (99, 1, 1, '', 5, '')"),
  ).toThrow('FOREIGN KEY')
})

test('0021 a handbook has one opening; it is only withdrawn, and its lists stay', () => {
  migrate(db, migrations.slice(0, 21), systemClock, '0.2.0')
  opening(1, '2025-02-28')
  db.exec("INSERT INTO opening_list VALUES (1, 'OLD-1', 'I')")
  list(10, '期初 1', '2025-02-28', { opening: '1' })
  expect(() => opening(2, '2025-02-27')).toThrow('UNIQUE')
  expect(() => list(11, '期初 2', '2025-02-28', { opening: '1', status: 'reserved' })).toThrow('CHECK')
  expect(() => db.exec('DELETE FROM opening')).toThrow('never deleted')
  expect(() => db.exec("UPDATE opening SET as_of = '2025-02-01', withdrawn_at = 'x', reason = 'y'")).toThrow('only withdrawn')
  expect(() => db.exec("UPDATE opening SET withdrawn_at = 'x'")).toThrow('CHECK')
  expect(() => db.exec('DELETE FROM opening_list')).toThrow('never deleted')
  expect(() => db.exec("UPDATE opening_list SET direction = 'E'")).toThrow('never changed')
  db.exec("UPDATE opening SET withdrawn_at = 'x', reason = 'y'")
  expect(() => db.exec("UPDATE opening SET reason = 'z'")).toThrow('only withdrawn')
  opening(2, '2025-02-27')
})

test('0021 neither an opening nor a list is booked over the other', () => {
  migrate(db, migrations.slice(0, 21), systemClock, '0.2.0')
  expect(() => opening(1, '2025-03-01')).toThrow('before the lists')
  opening(1, '2025-02-28')
  expect(() => db.exec("INSERT INTO opening_list VALUES (1, 'QD-1', 'I')")).toThrow('in the books')
  db.exec("INSERT INTO opening_list VALUES (1, 'OLD-1', 'I')")
  expect(() => list(11, 'QD-9', '2025-02-28')).toThrow('after the opening')
  expect(() => list(11, 'OLD-1', '2025-05-01')).toThrow('in the opening')
  list(11, 'QD-9', '2025-03-01')
  db.exec("UPDATE opening SET withdrawn_at = 'x', reason = 'y'")
  list(12, 'OLD-1', '2025-01-01')
})
