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
const before = migrations.findIndex(({ name }) => name.startsWith('0007'))
const file = '11111111-1111-4111-8111-111111111111'

let root: string
let db: Database
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bonded-ledger-0007-'))
  db = openConnection(join(root, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, before), systemClock, '0.1.0')
  db.exec(`
    INSERT INTO stored_file VALUES ('${file}', '手册.xlsx', 1, '${'a'.repeat(64)}', '2025-03-01T00:00:00.000Z');
    INSERT INTO handbook (handbook_no, kind, operator_credit_code, operator_customs_code, operator_name, processor_credit_code,
      processor_customs_code, processor_name, customs_district, supervision_mode, levy_nature, import_contract_no, export_contract_no,
      import_currency, export_currency, established_on, valid_to, consumption_stage, purpose, imported_at, source_file_id)
      VALUES ('C23325100001', 'C', '', '', '经营', '', '', '加工', '2332', '0615', '503', 'IM', 'EX', '502', '502', '2025-01-01',
        '2026-01-01', '1', '', '2025-03-01T00:00:00.000Z', '${file}')`)
})
afterEach(() => {
  db.close()
  rmSync(root, { recursive: true, force: true })
})

const mapping = (part: string, from: string, factor = '1000000000', seq = 1, goods = 'I') =>
  `INSERT INTO mapping (handbook_id, part_no, part_name, part_unit, goods, item_seq, factor_e9, valid_from, recorded_at)
     VALUES (1, '${part}', '薄膜', '卷', '${goods}', ${seq}, ${factor}, '${from}', '2025-03-01T00:00:00.000Z')`
const bom = (version: string, from: string, levels = 2) =>
  `INSERT INTO bom (product_part_no, product_part_name, version, valid_from, levels, imported_at, source_file_id)
     VALUES ('FG', '成品', '${version}', '${from}', ${levels}, '2025-03-01T00:00:00.000Z', '${file}')`
const line = (
  fields: Partial<Record<'parent' | 'part' | 'quantity' | 'base' | 'loss' | 'group' | 'share' | 'bonded', string>>,
) => {
  const row = { parent: 'FG', part: 'RM', quantity: '1', base: '1', loss: '0', group: '', share: '100000000000', bonded: '1' }
  const { parent, part, quantity, base, loss, group, share, bonded } = { ...row, ...fields }
  return `INSERT INTO bom_line VALUES (1, (SELECT count(*) + 1 FROM bom_line), '${parent}', '${part}', '', '卷', ${quantity}, ${base},
    ${loss}, '${group}', ${share}, ${bonded})`
}

test('0007 leaves the books as they were', () => {
  const books = () => db.prepare('SELECT * FROM handbook').all()
  const held = books()
  migrate(db, migrations, systemClock, '0.2.0')
  expect(books()).toEqual(held)
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
})

test('0007 a mapping only follows the earlier ones of its part and is never changed', () => {
  migrate(db, migrations, systemClock, '0.2.0')
  db.exec(mapping('RM-1', '2025-03-01'))
  db.exec(mapping('RM-1', '2025-04-01'))
  db.exec(mapping('RM-2', '2025-01-01'))
  expect(() => db.exec(mapping('RM-1', '2025-04-01'))).toThrow('begins after')
  expect(() => db.exec(mapping('RM-1', '2025-03-15'))).toThrow('begins after')
  for (const wrong of [
    mapping('RM-3', '2025-01-01', '0'),
    mapping('RM-3', '2025-01-01', '-1'),
    mapping('', '2025-01-01'),
    mapping('RM-3', '2025-01-01', '1', 0),
    mapping('RM-3', '2025-01-01', '1', 1, 'X'),
  ])
    expect(() => db.exec(wrong), wrong).toThrow('CHECK')
  expect(() => db.exec('UPDATE mapping SET factor_e9 = 2')).toThrow('never changed')
  expect(() => db.exec('DELETE FROM mapping')).toThrow('never deleted')
})

test('0007 a version of a bill of material is kept as it came', () => {
  migrate(db, migrations, systemClock, '0.2.0')
  db.exec(bom('A', '2025-03-01'))
  db.exec(line({}))
  db.exec(line({ group: '膜', share: '30000000000', bonded: '0' }))
  expect(() => db.exec(bom('A', '2025-05-01'))).toThrow('UNIQUE')
  expect(() => db.exec(bom('B', '2025-03-01'))).toThrow('begins after')
  expect(() => db.exec(bom('B', '2025-05-01', 21))).toThrow('CHECK')
  for (const wrong of [
    { quantity: '0' },
    { base: '0' },
    { loss: '100000000000' },
    { loss: '-1' },
    { share: '50000000000' },
    { group: '膜', share: '0' },
    { group: '膜', share: '100000000001' },
    { part: 'FG' },
    { bonded: '2' },
  ])
    expect(() => db.exec(line(wrong)), JSON.stringify(wrong)).toThrow('CHECK')
  for (const table of ['bom', 'bom_line']) {
    expect(() => db.exec(`DELETE FROM ${table}`)).toThrow('never deleted')
  }
  expect(() => db.exec("UPDATE bom SET version = 'C'")).toThrow('never changed')
  expect(() => db.exec('UPDATE bom_line SET quantity_e9 = 2')).toThrow('never changed')
})
