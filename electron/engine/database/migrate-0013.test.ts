import { fileURLToPath } from 'node:url'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from './connection.ts'
import { readMigrations } from './migrate.ts'

const migrations = readMigrations(fileURLToPath(new URL('./migrations/', import.meta.url)))
const file = '11111111-1111-4111-8111-111111111111'
const id = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`

let db: Database
/** Everything up to 0013, with a handbook, a partner, two slips and a transfer of the first. */
beforeEach(() => {
  db = new SQLite(':memory:')
  // As in migrate.ts: tables are made anew while nobody looks at what refers to them.
  db.pragma('foreign_keys = OFF')
  for (const { sql } of migrations.filter(({ version }) => version <= 13)) db.exec(sql)
  db.pragma('foreign_keys = ON')
  db.exec(`
    INSERT INTO stored_file VALUES ('${file}', '手册.xlsx', 10, '${'a'.repeat(64)}', '2025-03-01T00:00:00.000Z');
    INSERT INTO handbook (id, handbook_no, kind, operator_credit_code, operator_customs_code, operator_name, processor_credit_code, processor_customs_code,
      processor_name, customs_district, supervision_mode, levy_nature, import_contract_no, export_contract_no, import_currency, export_currency,
      established_on, valid_to, consumption_stage, purpose, imported_at, source_file_id)
    VALUES (1, 'C23325100001', 'C', '91320594MA1202516U', '3205940251', '经营', '91320594MA1202516U', '3205940251', '加工', '2332', '0615', '503',
      'IM-1', 'EX-1', '502', '502', '2025-01-01', '2026-01-01', '2', '', '2025-03-01T00:00:00.000Z', '${file}');
    INSERT INTO list_draft (draft_id, handbook_id, business, mode, declaration_type, inner_no, head, lines, state, created_at, saved_at)
    VALUES ('${id(9)}', 1, 'transferOut', '0654', '1', 'N-1', '{}', '[]', 'editing', '2025-06-01T00:00:00.000Z', '2025-06-01T00:00:00.000Z');
    INSERT INTO partner VALUES (1, '${id(1)}', '往来', '91320594MA1202517P', '3205940252', '', '', '', '', NULL, NULL, 1, '2025-05-01T00:00:00.000Z');
    INSERT INTO partner_handbook VALUES ('C23325100009', 1);
    INSERT INTO partner_item VALUES (1, 1, 1, 'E', 1, 'C23325100009', 3, 2000000000, '2025-05-01', '2025-05-01T00:00:00.000Z');
    INSERT INTO delivery_slip (id, slip_id, partner, way, kind, slip_no, delivered_on, handbook_id, partner_handbook_no, vehicle, signed_by, remark, source, recorded_at) VALUES
      (1, '${id(2)}', 1, 'out', 'delivery', 'S-1', '2025-05-06', 1, 'C23325100009', '', '', '', 'typed', '2025-05-06T00:00:00.000Z'),
      (2, '${id(3)}', 1, 'out', 'delivery', 'S-2', '2025-05-07', 1, 'C23325100009', '', '', '', 'typed', '2025-05-07T00:00:00.000Z');
    INSERT INTO delivery_line VALUES (1, 1, 1, '0', 500000, 100000, '502', ''), (2, 1, 1, '0', 500000, NULL, '', '');
    INSERT INTO transfer VALUES (1, '${id(4)}', 'JZ-1', 1, 'out', 1, 'C23325100009', '2025-05-06', '2025-05-07', '2025-06-30', '${id(9)}', '', 0, '2025-06-01T00:00:00.000Z');
    INSERT INTO transfer_line VALUES (1, 1, '0', 500000, 100000, '502', 1);
    INSERT INTO transfer_slip VALUES (1, 1);
    INSERT INTO transfer_claim VALUES (1, 1, 1, 500000);
    INSERT INTO transfer_package VALUES (1, 1, 'read', '${id(5)}', 3, '${'b'.repeat(64)}', '${file}', '结转包', '2025-06-02T00:00:00.000Z');
    INSERT INTO transfer_package_item VALUES (1, 3, '8534001000', '电路板', '007', 1000000, NULL, '');`)
})
afterEach(() => db.close())

const voidSlip = (slip: number, reason: string) =>
  db.exec(`UPDATE delivery_slip SET voided_at = '2025-05-08T00:00:00.000Z', void_reason = '${reason}' WHERE id = ${slip}`)

test('a slip keeps what it says: it is voided, once', () => {
  for (const change of ["slip_no = 'S-9'", "delivered_on = '2025-05-09'", "vehicle = '苏A'", "way = 'in'", "kind = 'return'"]) {
    expect(() => db.exec(`UPDATE delivery_slip SET ${change} WHERE id = 1`), change).toThrow('never changed')
    expect(() => db.exec(`UPDATE delivery_slip SET ${change}, voided_at = 'x', void_reason = 'y' WHERE id = 1`), change).toThrow(
      'never changed',
    )
  }
  expect(() => db.exec('UPDATE delivery_line SET quantity_e5 = 1')).toThrow('never changed')
  expect(() => db.exec('DELETE FROM delivery_line')).toThrow('never deleted')
  expect(() => db.exec('DELETE FROM delivery_slip')).toThrow('never deleted')
  expect(() => voidSlip(2, '')).toThrow('CHECK')
  voidSlip(2, '误登')
  expect(() => voidSlip(2, '再次')).toThrow('never changed')
})

test('the number of a slip is free again once it is voided', () => {
  const again = (slip: number, no: string) =>
    db.exec(`INSERT INTO delivery_slip (id, slip_id, partner, way, kind, slip_no, delivered_on, handbook_id, partner_handbook_no, vehicle, signed_by, remark, source, recorded_at)
      VALUES (${slip}, '${id(slip)}', 1, 'out', 'delivery', '${no}', '2025-05-08', 1, 'C23325100009', '', '', '', 'typed', '2025-05-08T00:00:00.000Z')`)
  expect(() => again(6, 'S-2')).toThrow('UNIQUE')
  voidSlip(2, '误登')
  again(6, 'S-2')
})

test('quantities and prices keep their bounds', () => {
  for (const line of [
    "1, 2, 1, '', 0, NULL, '', ''",
    "1, 2, 1, '', 5, -1, '502', ''",
    "1, 2, 1, '', 5, 1, '', ''",
    "1, 2, 0, '', 5, NULL, '', ''",
  ])
    expect(() => db.exec(`INSERT INTO delivery_line VALUES (${line})`), line).toThrow('CHECK')
  expect(() =>
    db.exec(
      `INSERT INTO partner_item SELECT 2, partner, handbook_id, goods, 2, partner_handbook_no, 4, 0, from_day, recorded_at FROM partner_item`,
    ),
  ).toThrow('CHECK')
})

test('pairs, packages and what they say are never changed', () => {
  for (const table of ['partner_item', 'transfer_package', 'transfer_package_item']) {
    expect(() => db.exec(`UPDATE ${table} SET rowid = rowid`), table).toThrow(/never changed|no such column/)
    expect(() => db.exec(`DELETE FROM ${table}`), table).toThrow('never deleted')
  }
  expect(() => db.exec('UPDATE transfer_package_item SET quantity_e5 = 2')).toThrow('never changed')
})

test('a transfer keeps what it is, and takes its list number from the partner', () => {
  db.exec("UPDATE transfer SET partner_list_no = 'QD-1'")
  for (const change of ["transfer_no = 'JZ-2'", "way = 'in'", 'from_package = 1'])
    expect(() => db.exec(`UPDATE transfer SET ${change}`), change).toThrow('keeps what it is')
  expect(() => db.exec('DELETE FROM transfer')).toThrow('never deleted')
})

test('a partner keeps its credit code once slips stand under it', () => {
  expect(() => db.exec("UPDATE partner SET credit_code = '91320594MA120251XX'")).toThrow('keeps its credit code')
  db.exec("UPDATE partner SET name = '新名'")
  expect(() => db.exec('DELETE FROM partner')).toThrow('never deleted')
})
