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
const id = (n: number) => `0193a5b0-7c00-4000-8000-00000000000${n}`
const handbookNo = 'C23325020251'
const file = '7e5d6081-a848-4cb3-9472-111479db15fd'

let folder: string
let db: Database
const rows = (sql: string) => db.prepare(sql).all()

/** As version 19 kept them: a handbook with a material, and the sale of some of it. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-0020-'))
  db = openConnection(join(folder, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, 19), systemClock, '0.2.0')
  db.exec(`
    INSERT INTO stored_file VALUES ('${file}', '手册.xlsx', 3, '${'ab'.repeat(32)}', '2026-01-01T00:00:00.000Z');
    INSERT INTO handbook (id, handbook_no, kind, operator_credit_code, operator_customs_code, operator_name, processor_credit_code,
        processor_customs_code, processor_name, customs_district, supervision_mode, levy_nature, import_contract_no, export_contract_no,
        import_currency, export_currency, established_on, valid_to, consumption_stage, purpose, imported_at, source_file_id)
      VALUES (7, '${handbookNo}', 'C', '91320594MA1202516U', '3205940251', '示例', '91320594MA1202516U', '3205940251', '示例', '2332',
        '0615', '503', '', '', '502', '502', '2025-02-09', '2026-02-08', '1', '1', '2026-01-01T00:00:00.000Z', '${file}');
    INSERT INTO domestic_sale VALUES (1, '${id(1)}', 1, 7, 'material', '2025-12-31', '', '', '', 0, NULL, NULL, NULL, '', 0, NULL, NULL,
      '', '', 'draft', '2026-01-01T00:00:00.000Z', '');`)
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

/** A stocktake of the handbook with an imported sheet of one row, a division and a judgement. */
function count(): void {
  migrate(db, migrations.slice(0, 20), systemClock, '0.3.0')
  db.exec(`
    INSERT INTO stocktake VALUES (1, '${id(2)}', 1, '年末盘点', '2025-12-31', '', '王', '2026-01-02T00:00:00.000Z', 'counting', NULL, NULL, NULL);
    INSERT INTO stocktake_handbook VALUES (1, '${handbookNo}', 7);
    INSERT INTO count_sheet VALUES (1, '${id(3)}', 1, '料件库', 'import', '', '2025-12-31', '${file}', '${'ab'.repeat(32)}', '2026-01-02T00:00:00.000Z');
    INSERT INTO count_row VALUES (1, 1, 'raw', '${handbookNo}', 'material', 1, '', '铜线', '', 100000000000, 45230000, 'declared', 'A-1', '');
    INSERT INTO stock_division VALUES (1, 'CU-1', '${handbookNo}', 45230000, '按领料记录');
    INSERT INTO difference_judgement VALUES (1, '${handbookNo}', 1, 'theft', 'tax', '');
    INSERT INTO shortage_sale VALUES (1, 1, '${handbookNo}', 1, 1050000, '${id(1)}');`)
}

test('0020 keeps what was there, and a stocktake is counted, divided and judged while it is open', () => {
  const before = rows('SELECT * FROM domestic_sale')
  count()
  expect(rows('SELECT * FROM domestic_sale')).toEqual(before)
  expect(rows('PRAGMA foreign_key_check')).toEqual([])
  expect(() => db.exec('UPDATE count_row SET quantity_e5 = 1')).toThrow('replaced, never changed')
  expect(() => db.exec('UPDATE stock_division SET quantity_e5 = 1')).toThrow('replaced, never changed')
  expect(() => db.exec("UPDATE difference_judgement SET note = 'x'")).toThrow('replaced, never changed')
  expect(() => db.exec("UPDATE count_sheet SET name = 'x'")).toThrow('only a typed sheet')
  expect(() => db.exec("UPDATE shortage_sale SET sale_id = 'x'")).toThrow('never changed')
  expect(() => db.exec('DELETE FROM shortage_sale')).toThrow('never deleted')
  expect(() => db.exec("UPDATE stocktake SET cut_off = '2025-11-30'")).toThrow('only settled or discarded')
  expect(() => db.exec('DELETE FROM stocktake_handbook')).toThrow('never changed')
  db.exec('DELETE FROM count_row; DELETE FROM count_sheet; DELETE FROM stock_division; DELETE FROM difference_judgement')
  expect(rows('SELECT * FROM count_row')).toEqual([])
})

test('0020 refuses what is no count: below zero, of nothing, more than whole, the same file twice', () => {
  count()
  const row = (no: number, more: string) => db.exec(`INSERT INTO count_row VALUES (1, ${no}, ${more})`)
  expect(() => row(2, `'raw', '', 'material', 1, '', '', '', 100000000000, -1, 'declared', '', ''`)).toThrow('CHECK')
  expect(() => row(2, `'raw', '', 'material', NULL, '', '', '', 100000000000, 1, 'declared', '', ''`)).toThrow('CHECK')
  expect(() => row(2, `'wip', '', 'product', 1, '', '', '0', 100000000001, 1, 'declared', '', ''`)).toThrow('CHECK')
  expect(() => row(2, `'lost', '', 'product', 1, '', '', '0', 100000000000, 1, 'declared', '', ''`)).toThrow('CHECK')
  row(2, `'wip', '', 'product', NULL, 'P-1', '', '', 60000000000, 0, 'part', '', ''`)
  expect(() =>
    db.exec(
      `INSERT INTO count_sheet VALUES (2, '${id(4)}', 1, '又一份', 'import', '', '2025-12-31', '${file}', '${'ab'.repeat(32)}', '')`,
    ),
  ).toThrow('UNIQUE')
})

test('0020 a settled stocktake is never changed again', () => {
  count()
  expect(() => db.exec("UPDATE stocktake SET state = 'settled', ended_at = 'x', ended_by = ''")).toThrow('CHECK')
  db.exec("UPDATE stocktake SET state = 'settled', ended_at = 'x', ended_by = '', result = '{}'")
  expect(() => db.exec("UPDATE stocktake SET state = 'counting', ended_at = NULL, ended_by = NULL, result = NULL")).toThrow(
    'once',
  )
  expect(() => db.exec("UPDATE stocktake SET result = '[]'")).toThrow('once')
  expect(() => db.exec('DELETE FROM stocktake')).toThrow('never deleted')
  expect(() => db.exec('DELETE FROM count_row')).toThrow('keeps its rows')
  expect(() => db.exec('DELETE FROM count_sheet')).toThrow('keeps its')
  expect(() => db.exec('DELETE FROM stock_division')).toThrow('keeps its division')
  expect(() => db.exec('DELETE FROM difference_judgement')).toThrow('keeps its judgements')
  expect(() => db.exec(`INSERT INTO difference_judgement VALUES (1, '${handbookNo}', 2, NULL, NULL, '')`)).toThrow(
    'not judged anew',
  )
  expect(() => db.exec(`INSERT INTO stock_division VALUES (1, 'P', '${handbookNo}', 1, 'x')`)).toThrow('not divided anew')
})
