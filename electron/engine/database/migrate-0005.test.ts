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
const before = migrations.findIndex(({ name }) => name.startsWith('0005'))
const file = '11111111-1111-4111-8111-111111111111'

let root: string
let db: Database
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bonded-ledger-0005-'))
  db = openConnection(join(root, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, before), systemClock, '0.1.0')
  db.exec(`INSERT INTO stored_file VALUES ('${file}', '资料.xlsx', 1, '${'a'.repeat(64)}', '2025-03-01T00:00:00.000Z')`)
})
afterEach(() => {
  db.close()
  rmSync(root, { recursive: true, force: true })
})

const addImport = (table: string, fileId = file) =>
  `INSERT INTO reference_import (table_name, file_id, imported_at) VALUES ('${table}', '${fileId}', '2025-03-01T00:00:00.000Z')`
const calendarDay = (on: string, kind = 'rest') => `INSERT INTO calendar_day VALUES (1, '${on}', '${kind}', '元旦', '通知')`
const standard = (no: number, of: { product?: string; upper?: string; lower?: string; to?: string } = {}) =>
  `INSERT INTO consumption_standard VALUES (1, ${no}, '${of.product ?? '853400'}', '', '7410', '', '千克', ${of.upper ?? '5'}, ${of.lower ?? 'NULL'},
    '2025-01-01', ${of.to ?? 'NULL'}, '公告')`
const controlled = (no: number, of: { hsCode?: string; goods?: string; control?: string; to?: string } = {}) =>
  `INSERT INTO controlled_goods VALUES (1, ${no}, '${of.hsCode ?? '2620'}', '${of.goods ?? 'both'}', '${of.control ?? 'prohibited'}', '矿渣',
    '2025-01-01', ${of.to ?? 'NULL'}, '公告')`
const capability = `INSERT INTO capability_table (filled_on, document_no, leased_plant, under_smuggling_investigation, under_investigation,
  ordered_to_rectify, saved_at) VALUES ('2025-03-10', '', 0, 0, 0, 0, '2025-03-10T00:00:00.000Z')`

test('0005 leaves the books as they were', () => {
  const files = () => db.prepare('SELECT * FROM stored_file').all()
  const held = files()
  migrate(db, migrations, systemClock, '0.2.0')
  expect(files()).toEqual(held)
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
})

test('0005 takes what a reference table may hold and nothing else', () => {
  migrate(db, migrations, systemClock, '0.2.0')
  for (const sound of [
    addImport('calendar'),
    calendarDay('2025-01-01'),
    standard(1),
    standard(2, { lower: '5', to: "'2025-01-01'" }),
  ])
    db.exec(sound)
  for (const sound of [
    controlled(1),
    controlled(2, { hsCode: '2620991000', goods: 'import', control: 'restricted' }),
    capability,
  ])
    db.exec(sound)
  db.exec("INSERT INTO capability_heading VALUES (1, '8534')")
  for (const wrong of [
    addImport('units'),
    calendarDay('2025-1-1'),
    calendarDay('2025-01-02', 'holiday'),
    standard(3, { product: '853' }),
    standard(3, { product: '85340000101' }),
    standard(3, { product: '8534x0' }),
    standard(3, { upper: '0' }),
    standard(3, { lower: '6' }),
    standard(3, { to: "'2024-12-31'" }),
    controlled(3, { hsCode: '26' }),
    controlled(3, { goods: 'transit' }),
    controlled(3, { control: 'allowed' }),
    controlled(3, { to: "'2024-12-31'" }),
    "INSERT INTO capability_heading VALUES (1, '853')",
    capability.replace('0, 0, 0, 0', '2, 0, 0, 0'),
  ])
    expect(() => db.exec(wrong), wrong).toThrow('CHECK')
  expect(() => db.exec(addImport('calendar', 'no such file'))).toThrow('FOREIGN KEY')
  expect(() => db.exec(calendarDay('2025-01-01'))).toThrow('UNIQUE')
})

test('0005 what was imported or filled is never changed and never deleted', () => {
  migrate(db, migrations, systemClock, '0.2.0')
  for (const row of [addImport('calendar'), calendarDay('2025-01-01'), standard(1), controlled(1), capability]) db.exec(row)
  db.exec("INSERT INTO capability_heading VALUES (1, '8534')")
  const columns = {
    reference_import: 'table_name',
    calendar_day: 'kind',
    consumption_standard: 'upper_e9',
    controlled_goods: 'control',
    capability_table: 'filled_on',
    capability_heading: 'heading',
  }
  for (const [table, column] of Object.entries(columns)) {
    expect(() => db.exec(`UPDATE ${table} SET ${column} = ${column}`), table).toThrow('never changed')
    expect(() => db.exec(`DELETE FROM ${table}`), table).toThrow('never deleted')
  }
})
