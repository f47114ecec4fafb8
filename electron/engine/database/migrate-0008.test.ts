import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import SQLite from 'better-sqlite3'
import type { Database } from './connection.ts'
import { readMigrations } from './migrate.ts'

const migrations = readMigrations(fileURLToPath(new URL('./migrations/', import.meta.url)))
const file = '11111111-1111-4111-8111-111111111111'

let db: Database
/** A handbook with versions 0 (exported), 1 (exported and taken back), 2 (reserved list), 3 (unused) of product 1. */
beforeEach(() => {
  db = new SQLite(':memory:')
  db.pragma('foreign_keys = ON')
  const before = migrations.findIndex(({ name }) => name.startsWith('0008'))
  for (const { sql } of migrations.slice(0, before)) db.exec(sql)
  db.exec(`
    INSERT INTO stored_file VALUES ('${file}', '手册.xlsx', 10, '${'a'.repeat(64)}', '2025-03-01T00:00:00.000Z');
    INSERT INTO handbook (id, handbook_no, kind, operator_credit_code, operator_customs_code, operator_name, processor_credit_code, processor_customs_code,
      processor_name, customs_district, supervision_mode, levy_nature, import_contract_no, export_contract_no, import_currency, export_currency,
      established_on, valid_to, consumption_stage, purpose, imported_at, source_file_id)
    VALUES (1, 'C23325100001', 'C', '91320594MA1202516U', '3205940251', '经营', '91320594MA1202516U', '3205940251', '加工', '2332', '0615', '503',
      'IM-1', 'EX-1', '502', '502', '2025-01-01', '2026-01-01', '2', '', '2025-03-01T00:00:00.000Z', '${file}');
    INSERT INTO consumption (handbook_id, material_seq, product_seq, version, net_e9, tangible_e9, intangible_e9, bonded_e9)
      SELECT 1, m.value, 1, v.value, 2400000000, 3000000000, 1000000000, 100000000000 FROM json_each('[1,2]') m, json_each('["0","1","2","3"]') v;
    INSERT INTO list_import VALUES (1, 1, '${file}', '2025-03-01T00:00:00.000Z', 3, 3, NULL);
    INSERT INTO bonded_list VALUES (1, 1, 'QD-1', '', 'E', 'E', '0615', '0', '2025-02-01', '', 'booked', 1),
      (2, 1, 'QD-2', '', 'E', 'E', '0615', '0', '2025-02-02', '', 'deleted', 1), (3, 1, 'QD-3', '', 'E', 'E', '0615', '0', '2025-02-03', '', 'reserved', 1);
    INSERT INTO list_line VALUES (1, 1, 1, '0', 300000, NULL, NULL, '502'), (2, 1, 1, '1', 300000, NULL, NULL, '502'), (3, 1, 1, '2', 300000, NULL, NULL, '502');
    INSERT INTO movement (id, handbook_id, item_kind, item_seq, version, mode, direction, quantity_e5, value_e5, booked_on, list_id, line_no, reverses_id, recorded_at) VALUES
      (1, 1, 'E', 1, '0', '0615', 'E', 300000, NULL, '2025-02-01', 1, 1, NULL, '2025-03-01T00:00:00.000Z'),
      (2, 1, 'E', 1, '1', '0615', 'E', 300000, NULL, '2025-02-02', 2, 1, NULL, '2025-03-01T00:00:00.000Z'),
      (3, 1, 'E', 1, '1', '0615', 'E', -300000, NULL, '2025-02-02', 2, 1, 2, '2025-03-02T00:00:00.000Z');
  `)
})
afterEach(() => db.close())

const rows = () => db.prepare('SELECT * FROM consumption ORDER BY version, material_seq').all()
const migrateOn = () => {
  for (const { sql } of migrations.filter(({ name }) => name.startsWith('0008'))) db.exec(sql)
}

test('0008 keeps the declared consumption as it was', () => {
  const before = rows()
  migrateOn()
  expect(rows()).toEqual(before)
})

const attempts = (version: string) => [
  `UPDATE consumption SET net_e9 = net_e9 + 1 WHERE version = '${version}'`,
  `UPDATE consumption SET bonded_e9 = 0 WHERE version = '${version}' AND material_seq = 2`,
  `UPDATE consumption SET version = '9' WHERE version = '${version}'`,
  `DELETE FROM consumption WHERE version = '${version}'`,
  `REPLACE INTO consumption (handbook_id, material_seq, product_seq, version, net_e9, tangible_e9, intangible_e9, bonded_e9) VALUES (1, 1, 1, '${version}', 1, 0, 0, 0)`,
  `INSERT INTO consumption (handbook_id, material_seq, product_seq, version, net_e9, tangible_e9, intangible_e9, bonded_e9) VALUES (1, 1, 1, '${version}', 1, 0, 0, 0)
     ON CONFLICT DO UPDATE SET net_e9 = excluded.net_e9`,
]

test.each(['0', '2'])('used version %s is changed by no statement', (version) => {
  migrateOn()
  const before = rows()
  for (const attempt of attempts(version)) expect(() => db.exec(attempt), attempt).toThrow(/used version is never/)
  expect(() =>
    db.exec(`UPDATE consumption SET version = '${version}', material_seq = 7 WHERE version = '3' AND material_seq = 1`),
  ).toThrow('never changed')
  expect(rows()).toEqual(before)
})

test.each(['1', '3'])('version %s, which no list that stands has used, may change', (version) => {
  migrateOn()
  for (const attempt of attempts(version)) {
    db.exec('SAVEPOINT here')
    expect(() => db.exec(attempt), attempt).not.toThrow()
    db.exec('ROLLBACK TO here')
  }
})

test('a version that customs has fixed is changed no more', () => {
  migrateOn()
  db.exec(`INSERT INTO consumption_challenge VALUES (1, 1, 1, '3', 'ZY-1', '2025-03-01', NULL, '2025-03-01T00:00:00.000Z', '')`)
  db.exec(`UPDATE consumption SET net_e9 = 1 WHERE version = '3'`)
  db.exec(
    `INSERT INTO consumption_challenge_event VALUES (1, 1, 'fixed', '2025-03-09', '核定', NULL, '2025-03-09T00:00:00.000Z', '')`,
  )
  for (const attempt of attempts('3')) expect(() => db.exec(attempt), attempt).toThrow(/used version is never/)
})

test('evidence is only withdrawn, and only once', () => {
  migrateOn()
  db.exec(
    `INSERT INTO consumption_evidence VALUES (1, 1, 1, '0', 'photo', '${file}', '样品.jpg', '', '2025-03-01T00:00:00.000Z', '王', NULL, NULL, NULL)`,
  )
  expect(() => db.exec(`UPDATE consumption_evidence SET note = '别的'`)).toThrow('only withdrawn')
  expect(() => db.exec(`UPDATE consumption_evidence SET withdrawn = '误传'`)).toThrow('CHECK')
  expect(() =>
    db.exec(`UPDATE consumption_evidence SET kind = 'other', withdrawn = '误传', withdrawn_at = 'x', withdrawn_by = ''`),
  ).toThrow('only withdrawn')
  db.exec(`UPDATE consumption_evidence SET withdrawn = '误传', withdrawn_at = '2025-03-02T00:00:00.000Z', withdrawn_by = ''`)
  expect(() => db.exec(`UPDATE consumption_evidence SET withdrawn = '另一个原因'`)).toThrow('only withdrawn')
  expect(() => db.exec('DELETE FROM consumption_evidence')).toThrow('never deleted')
})

test('challenges and their answers are never changed, and end once', () => {
  migrateOn()
  const event = (id: number, state: string) =>
    db.exec(
      `INSERT INTO consumption_challenge_event VALUES (${id}, 1, '${state}', '2025-03-05', '说明', NULL, '2025-03-05T00:00:00.000Z', '')`,
    )
  db.exec(`INSERT INTO consumption_challenge VALUES (1, 1, 1, '0', 'ZY-1', '2025-03-01', NULL, '2025-03-01T00:00:00.000Z', '')`)
  event(1, 'answered')
  event(2, 'answered')
  event(3, 'settled')
  expect(() => event(4, 'answered')).toThrow('has ended')
  expect(() => event(4, 'fixed')).toThrow('has ended')
  expect(() => db.exec(`UPDATE consumption_challenge SET received_on = '2025-03-02'`)).toThrow('never changed')
  expect(() => db.exec('DELETE FROM consumption_challenge')).toThrow('never deleted')
  expect(() => db.exec(`UPDATE consumption_challenge_event SET answer = ''`)).toThrow('never changed')
  expect(() => db.exec('DELETE FROM consumption_challenge_event')).toThrow('never deleted')
})
