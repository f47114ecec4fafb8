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
let root: string
let db: Database
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bonded-ledger-0010-'))
  db = openConnection(join(root, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, 1), systemClock, '0.1.0')
  db.exec(`
    INSERT INTO stored_file VALUES ('11111111-1111-4111-8111-111111111111', '账册.xlsx', 9, '${'a'.repeat(64)}', '2025-03-01T00:00:00.000Z');
    INSERT INTO handbook VALUES (1, 'E23325100001', 'E', '', '3205940251', '经营', '', '3205940251', '加工', '2332', '0615', '503',
      '', '', '502', '502', '2025-01-01', '2026-01-01', '1', '', '2025-03-01T00:00:00.000Z', '11111111-1111-4111-8111-111111111111');
    INSERT INTO list_import VALUES (1, 1, '11111111-1111-4111-8111-111111111111', '2025-03-01T00:00:00.000Z', 0, 0, NULL);`)
  migrate(db, migrations, systemClock, '0.2.0')
})
afterEach(() => {
  db.close()
  rmSync(root, { recursive: true, force: true })
})

const event = (name: string) =>
  db.exec(`INSERT INTO handbook_event (handbook_id, at, event, happened_on, note, operator_name)
    VALUES (1, '2026-01-02T00:00:00.000Z', '${name}', '2026-01-02', '', '')`)

test('0010 keeps the handbook and its imports; a closed one takes neither lists nor events, and closes once', () => {
  expect(db.prepare('SELECT count(*) FROM list_import').pluck().get()).toBe(1n)
  expect(() => event('vanished')).toThrow(/CHECK/)
  event('reported')
  event('closed')
  expect(() => event('changed')).toThrow(/closed handbook is not changed/)
  const another = `INSERT INTO list_import VALUES (2, 1, '11111111-1111-4111-8111-111111111111', '2026-01-03T00:00:00.000Z', 0, 0, NULL)`
  expect(() => db.exec(another)).toThrow(/takes no lists/)
})

test('0010 a cycle is approved once and never otherwise changed', () => {
  db.exec(`INSERT INTO account_cycle VALUES (1, 1, '2025-01-01', '2025-06-30', 'workOrder', '2025-01-01T00:00:00.000Z', NULL)`)
  expect(() => db.exec(`UPDATE account_cycle SET ends_on = '2025-12-31', approved_on = '2025-07-20'`)).toThrow(/only approved/)
  db.exec(`UPDATE account_cycle SET approved_on = '2025-07-20'`)
  expect(() => db.exec(`UPDATE account_cycle SET approved_on = '2025-07-21'`)).toThrow(/only approved/)
  expect(() => db.exec('DELETE FROM account_cycle')).toThrow(/never deleted/)
  db.exec('INSERT INTO account_cycle_ending VALUES (1, 1, 3, 250000)')
  expect(() => db.exec('UPDATE account_cycle_ending SET ending_e5 = 0')).toThrow(/never changed/)
})
