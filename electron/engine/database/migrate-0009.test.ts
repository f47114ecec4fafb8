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

const before = migrations.findIndex(({ name }) => name.startsWith('0009'))

/** A handbook, three operators of whom one reviews, and a key: as version 8 keeps them. */
const rows = `
INSERT INTO stored_file VALUES ('11111111-1111-4111-8111-111111111111', '手册.xlsx', 1, '${'a'.repeat(64)}', '2025-03-01T00:00:00.000Z');
INSERT INTO handbook (id, handbook_no, kind, operator_credit_code, operator_customs_code, operator_name, processor_credit_code,
  processor_customs_code, processor_name, customs_district, supervision_mode, levy_nature, import_contract_no, export_contract_no,
  import_currency, export_currency, established_on, valid_to, consumption_stage, purpose, imported_at, source_file_id) VALUES (1, 'C23325100001', 'C', '91320594MA1202516U', '3205940251', '经营', '91320594MA1202516U', '3205940251', '加工', '2332', '0615', '503',
  'IM-1', 'EX-1', '502', '502', '2025-01-01', '2026-01-01', '1', '', '2025-03-01T00:00:00.000Z', '11111111-1111-4111-8111-111111111111');
INSERT INTO operator (id, operator_id, name, prepares, reviews, declares, passphrase_hash, active, saved_at) VALUES (1, '${'1'.repeat(36)}', '陈', 1, 0, 0, NULL, 1, '2025-03-01T00:00:00.000Z'), (2, '${'2'.repeat(36)}', '林', 0, 1, 0, NULL, 1, '2025-03-01T00:00:00.000Z'),
  (3, '${'3'.repeat(36)}', '高', 0, 0, 1, NULL, 1, '2025-03-01T00:00:00.000Z');
INSERT INTO signing_key VALUES (1, '${'k'.repeat(36)}', '密钥', '${'0'.repeat(130)}', 'sealed', '2025-03-01T00:00:00.000Z');
`
const filings = `
INSERT INTO filing (id, filing_id, kind, handbook_id, draft_id, subject, seq_no, rule_version, made_by, made_by_name, created_at) VALUES (1, '${'a'.repeat(36)}', 'selfVerification', 1, NULL, '2025-01-01—2025-03-31', '', '2026-01-01', NULL, '', '2025-04-01T00:00:00.000Z'),
  (2, '${'b'.repeat(36)}', 'selfVerification', 1, NULL, '2025-04-01—2025-06-30', '', '2026-01-01', NULL, '', '2025-07-01T00:00:00.000Z');
INSERT INTO filing_event (filing, at, action, state, note) VALUES (1, '2025-04-01T00:00:00.000Z', 'created', 'checked', ''), (2, '2025-07-01T00:00:00.000Z', 'created', 'checked', '');
`
const signed = `
INSERT INTO filing_package VALUES (1, 1, '记录.zip', 1, '${'f'.repeat(64)}', NULL, x'00', x'00');
INSERT INTO filing_event (filing, at, action, state, note) VALUES (1, '2025-04-02T00:00:00.000Z', 'signed', 'signed', '');
`

let root: string
let db: Database
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bonded-ledger-0009-'))
  db = openConnection(join(root, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, before), systemClock, '0.1.0')
  db.exec(rows)
})
afterEach(() => {
  db.close()
  rmSync(root, { recursive: true, force: true })
})

const upgrade = () => migrate(db, migrations.slice(0, before + 1), systemClock, '0.1.0')
const order = (id: number, postedOn: string) =>
  `INSERT INTO work_order VALUES (${id}, 1, 'WO-${id}', 1, '0', 1000000, 900000, 0, '${postedOn}', '2025-03-01T00:00:00.000Z', NULL)`
const line = (workOrder: number, no: number, figures = '500000, 0, 0, 0, 0') =>
  `INSERT INTO work_order_line VALUES (${workOrder}, ${no}, 1, 1, 'L1', ${figures})`
const record = (id: number, from: string, to: string) =>
  `INSERT INTO self_verification_record VALUES (${id}, 1, '${'ab'.charAt(id - 1).repeat(36)}', '${from}', '${to}', 'workOrder', 3000000000, '2025-04-01T00:00:00.000Z')`
const explanation = (id: number, operator: string) =>
  `INSERT INTO deviation_explanation VALUES (${id}, 1, '2025-01-01', '2025-03-31', 1, '0', 1, 1, 1, '开机损耗', ${operator}, '', '2025-04-01T00:00:00.000Z')`
const approval = (id: number, operator: number) =>
  `INSERT INTO deviation_approval VALUES (${id}, ${operator}, '', '2025-04-01T00:00:00.000Z')`
const refused = (sql: string, why: RegExp) => expect(() => db.exec(sql), sql).toThrow(why)

test('0009 keeps what was there, and its bounds bite', () => {
  const handbook = db.prepare('SELECT * FROM handbook').get()
  upgrade()
  expect(db.prepare('SELECT * FROM handbook').get()).toMatchObject(handbook as object)
  expect(db.pragma('foreign_key_check')).toEqual([])
  db.exec(order(1, '2025-02-10'))
  db.exec(line(1, 1, '500000, 100000, 200000, 50000, 150000'))
  refused(line(1, 2, '500000, 100000, 200000, 50000, 150001'), /CHECK/)
  refused(line(1, 2, '500000, 0, 0, -1, 0'), /CHECK/)
  refused(`INSERT INTO self_verification_setting VALUES (1, 100000000001, 'workOrder')`, /CHECK/)
  refused(`INSERT INTO self_verification_setting VALUES (1, 3000000000, 'guess')`, /CHECK/)
  refused(order(1, '2025-02-11').replace('(1,', '(9,'), /UNIQUE/)
  refused('DELETE FROM work_order', /never deleted/)
  refused('UPDATE work_order_line SET issued_e5 = 1', /replaced together/)
  // A correction before anything is signed.
  db.exec(
    `DELETE FROM work_order_line WHERE work_order = 1; ${line(1, 1)}; UPDATE work_order SET finished_e5 = 800000 WHERE id = 1`,
  )
})

test('0009 an order of a signed period stays as it was signed, until customs sends the record back', () => {
  upgrade()
  db.exec(filings)
  db.exec(`${order(1, '2025-03-31')}; ${line(1, 1)}; ${order(2, '2025-04-01')}; ${line(2, 1)}`)
  db.exec(`${record(1, '2025-01-01', '2025-03-31')}; ${record(2, '2025-04-01', '2025-06-30')}`)
  // Frozen but not signed: it may still be corrected, and the record made anew.
  db.exec('UPDATE work_order SET finished_e5 = 800000 WHERE id = 1')
  db.exec(signed)
  const why = /period of this work order is signed/
  refused('UPDATE work_order SET finished_e5 = 700000 WHERE id = 1', why)
  refused("UPDATE work_order SET posted_on = '2025-04-30' WHERE id = 1", why)
  refused("UPDATE work_order SET posted_on = '2025-03-30' WHERE id = 2", why)
  refused(order(3, '2025-01-01'), why)
  refused(line(1, 2), why)
  refused('DELETE FROM work_order_line WHERE work_order = 1', why)
  db.exec('UPDATE work_order SET finished_e5 = 700000 WHERE id = 2')
  db.exec(
    "INSERT INTO filing_event (filing, at, action, state, note) VALUES (1, '2025-04-03T00:00:00.000Z', 'answered', 'returned', '')",
  )
  db.exec(`UPDATE work_order SET finished_e5 = 700000 WHERE id = 1; ${order(3, '2025-01-01')}`)
})

test('0009 an explanation is approved by another operator, who reviews; neither is ever changed', () => {
  upgrade()
  db.exec(`${explanation(1, '1')}; ${explanation(2, '2')}; ${explanation(3, 'NULL')}`)
  const why = /approved by another operator/
  refused(approval(1, 1), why)
  refused(approval(2, 2), why)
  refused(approval(1, 3), why)
  refused(approval(3, 2), why)
  db.exec(approval(1, 2))
  refused(approval(1, 2), /UNIQUE/)
  refused("UPDATE deviation_explanation SET explanation = '无'", /never changed/)
  refused('DELETE FROM deviation_explanation', /never deleted/)
  refused('UPDATE deviation_approval SET operator = 3', /never changed/)
  refused('DELETE FROM deviation_approval', /never deleted/)
})

test('0009 a record and a statement are never changed', () => {
  upgrade()
  db.exec(filings)
  db.exec(record(1, '2025-01-01', '2025-03-31'))
  db.exec("INSERT INTO self_verification_figure VALUES (1, 1, '0', 1, 1, 1, 1)")
  db.exec("INSERT INTO self_verification_statement VALUES (1, 'general', 1, '2025-04-01', '2025-04-01T00:00:00.000Z')")
  for (const table of ['self_verification_record', 'self_verification_figure', 'self_verification_statement']) {
    refused(`DELETE FROM ${table}`, /never deleted/)
  }
  refused("UPDATE self_verification_record SET to_day = '2025-12-31'", /never changed/)
  refused('UPDATE self_verification_figure SET actual_e5 = 2', /never changed/)
  refused("UPDATE self_verification_statement SET credit_level = 'advanced'", /never changed/)
  refused("INSERT INTO self_verification_statement VALUES (2, 'best', 1, '2025-04-01', '')", /CHECK/)
})
