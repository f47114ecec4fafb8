import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { openConnection } from './connection.ts'
import type { Database } from './connection.ts'
import { migrate, readMigrations } from './migrate.ts'

const migrations = readMigrations(fileURLToPath(new URL('./migrations/', import.meta.url))).slice(0, 15)
const sale = '22222222-2222-4222-8222-222222222222'
let root: string
let db: Database
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bonded-ledger-0015-'))
  db = openConnection(join(root, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, 1), systemClock, '0.1.0')
  db.exec(`
    INSERT INTO stored_file VALUES ('11111111-1111-4111-8111-111111111111', '手册.xlsx', 9, '${'a'.repeat(64)}', '2025-03-01T00:00:00.000Z');
    INSERT INTO handbook VALUES (1, 'C23325100001', 'C', '', '3205940251', '经营', '', '3205940251', '加工', '2332', '0615', '503',
      '', '', '502', '502', '2025-01-01', '2026-01-01', '1', '', '2025-03-01T00:00:00.000Z', '11111111-1111-4111-8111-111111111111');`)
  migrate(db, migrations, systemClock, '0.2.0')
  db.exec(`
    INSERT INTO domestic_sale VALUES (1, '${sale}', 1, 1, 'product', '2025-05-01', '', '', '', 0, NULL, NULL, NULL, '', 0, NULL, NULL, '', '',
      'draft', '2025-05-01T00:00:00.000Z', '');
    INSERT INTO domestic_sale_line VALUES (1, 1, 3, '0', 100000, 100000000000, NULL, '', '', 100000000000);`)
})
afterEach(() => {
  db.close()
  rmSync(root, { recursive: true, force: true })
})

test('0015 keeps the handbook, and a sale is open as a draft, closed as listed, and ends once', () => {
  expect(db.prepare('SELECT count(*) FROM handbook').pluck().get()).toBe(1n)
  expect(() => db.exec(`UPDATE domestic_sale SET kind = 'gift'`)).toThrow(/CHECK/)
  expect(() => db.exec(`UPDATE domestic_sale SET sale_no = 2`)).toThrow(/never changed/)
  db.exec(`UPDATE domestic_sale SET buyer = '买方', state = 'listed'`)
  expect(() => db.exec(`UPDATE domestic_sale SET buyer = '别人'`)).toThrow(/taken back/)
  expect(() => db.exec('DELETE FROM domestic_sale_line')).toThrow(/only a draft/)
  db.exec(`UPDATE domestic_sale SET state = 'draft'`)
  db.exec('DELETE FROM domestic_sale_line')
  db.exec(`UPDATE domestic_sale SET state = 'discarded'`)
  expect(() => db.exec(`UPDATE domestic_sale SET state = 'draft'`)).toThrow(/never changed/)
  expect(() => db.exec('DELETE FROM domestic_sale')).toThrow(/never deleted/)
})

test('0015 a frozen sheet is withdrawn, never changed, and only one stands', () => {
  const freeze = () =>
    db.exec(`INSERT INTO domestic_sale_sheet (sale, sheet, declared_on, frozen_at, frozen_by)
      VALUES (1, '{"lines":[]}', '2025-05-02', '2025-05-02T00:00:00.000Z', '')`)
  freeze()
  expect(freeze).toThrow(/UNIQUE/)
  expect(() => db.exec(`UPDATE domestic_sale_sheet SET sheet = '{}'`)).toThrow(/never changed/)
  db.exec(`UPDATE domestic_sale_sheet SET withdrawn_at = '2025-05-03T00:00:00.000Z'`)
  freeze()
  expect(() => db.exec('DELETE FROM domestic_sale_sheet')).toThrow(/never deleted/)
})

test('0015 settlements, documents, uses of versions and slips are only added to', () => {
  db.exec(`
    INSERT INTO domestic_sale_settlement VALUES (1, 'T1', '2025-05-02', '2025-05-03', '2025-05-04', '{}', NULL, '2025-05-04T00:00:00.000Z', '');
    INSERT INTO domestic_sale_document VALUES (1, 1, 'contract', '11111111-1111-4111-8111-111111111111', '2025-05-04T00:00:00.000Z', '');
    INSERT INTO consumption_sale VALUES (1, 1, 3, '0', '${sale}', 1, '2025-05-01', NULL);
    INSERT INTO scrap_weighing VALUES (1, '${sale}', 'S1', '2025-05-01', 1, 2, 100, '', NULL, '2025-05-01T00:00:00.000Z', '', NULL, NULL);`)
  for (const [table, change] of [
    ['domestic_sale_settlement', `paid_on = '2025-05-05'`],
    ['domestic_sale_document', `requirement = 'invoice'`],
    ['consumption_sale', `version = '1'`],
    ['scrap_weighing', 'quantity_e5 = 200'],
  ]) {
    expect(() => db.exec(`UPDATE ${table} SET ${change}`), table).toThrow(/never changed|only released/)
    if (table !== 'domestic_sale_document') expect(() => db.exec(`DELETE FROM ${table}`), table).toThrow(/never deleted/)
  }
  db.exec(`UPDATE consumption_sale SET released_at = '2025-05-06T00:00:00.000Z'`)
  expect(() => db.exec('UPDATE consumption_sale SET released_at = NULL')).toThrow(/only released/)
  const again = () =>
    db.exec(`INSERT INTO scrap_weighing VALUES (2, '33333333-3333-4333-8333-333333333333', 'S1', '2025-05-01', 1, 2, 100, '', NULL,
      '2025-05-01T00:00:00.000Z', '', NULL, NULL)`)
  expect(again).toThrow(/UNIQUE/)
  db.exec(`UPDATE scrap_weighing SET voided_at = '2025-05-06T00:00:00.000Z', void_reason = '误记'`)
  again()
})

test('0015 a document is taken off a sale until the sale has ended', () => {
  const attach = () =>
    db.exec(`INSERT INTO domestic_sale_document (sale, requirement, file_id, attached_at, attached_by)
      VALUES (1, 'contract', '11111111-1111-4111-8111-111111111111', '2025-05-04T00:00:00.000Z', '')`)
  attach()
  db.exec('DELETE FROM domestic_sale_document')
  attach()
  db.exec(`UPDATE domestic_sale SET state = 'discarded'`)
  expect(() => db.exec('DELETE FROM domestic_sale_document')).toThrow(/never deleted/)
})
