import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { openConnection, openUntouched } from './connection.ts'
import type { Database } from './connection.ts'
import { openDataFolder } from './data-folder.ts'
import { openLedgerDatabase } from './ledger-database.ts'
import { Backups } from './backups.ts'
import { migrate, readMigrations } from './migrate.ts'

const migrations = readMigrations(fileURLToPath(new URL('./migrations/', import.meta.url)))

let root: string
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'bonded-ledger-0002-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** Rows as version 1 kept them, of every table: a list that is booked, one taken back, one reserved, one refused row open and one settled. */
const rows = `
INSERT INTO engine_run VALUES (1, '2025-03-01T00:00:00.000Z', '0.1.0', '2025-03-01T08:00:00.000Z'), (2, '2025-03-02T00:00:00.000Z', '0.1.0', NULL);
INSERT INTO enterprise VALUES (1, '示例电子（苏州）有限公司', '91320594MA1202516U', '3205940251', '2332', '王', '0512', '苏州', 0, '2025-03-01T00:00:00.000Z');
INSERT INTO stored_file VALUES ('11111111-1111-4111-8111-111111111111', '手册.xlsx', 9007199254740993, '${'a'.repeat(64)}', '2025-03-01T00:00:00.000Z'),
  ('22222222-2222-4222-8222-222222222222', '清单.xlsx', 10, '${'b'.repeat(64)}', '2025-03-01T00:00:00.000Z'),
  ('33333333-3333-4333-8333-333333333333', '被拒的行.xlsx', 0, '${'c'.repeat(64)}', '2025-03-01T00:00:00.000Z');
INSERT INTO handbook VALUES (1, 'C23325100001', 'C', '91320594MA1202516U', '3205940251', '经营', '91320594MA1202516U', '3205940251', '加工', '2332', '0615', '503',
  'IM-1', 'EX-1', '502', '502', '2025-01-01', '2026-01-01', '1', '', '2025-03-01T00:00:00.000Z', '11111111-1111-4111-8111-111111111111');
INSERT INTO item VALUES (1, 'I', 1, 'P-1', '8542310000', '芯片', '规格', '007', '007', 4611686018427387904, 125000, '502', '142', '3'),
  (1, 'E', 1, 'F-1', '8517130000', '手机', '', '007', '007', 100000000, 9900000, '502', '142', '3');
INSERT INTO consumption VALUES (1, 1, 1, '0', 24000000001, 500000000, 0, 100000000000);
INSERT INTO list_import VALUES (1, 1, '22222222-2222-4222-8222-222222222222', '2025-03-01T00:00:00.000Z', 3, 4, '33333333-3333-4333-8333-333333333333');
INSERT INTO list_refusal VALUES (1, 1, '清单表体', 7, '备案序号', 'line.unknownItem', '第 7 行', 'QD-1', 2, NULL),
  (2, 1, '清单表头', 3, '监管方式', 'list.noPosting', '第 3 行', '', NULL, '2025-03-01T09:00:00.000Z');
INSERT INTO bonded_list VALUES (1, 1, 'QD-1', 'N-1', 'I', 'I', '0615', '0', '2025-02-28', '', 'booked', 1),
  (2, 1, 'QD-2', '', 'E', 'E', '0615', '0', '2025-02-27', 'C23325100002', 'deleted', 1), (3, 1, 'QD-3', '', 'I', 'I', '0615', '', '2025-02-26', '', 'reserved', 1);
INSERT INTO list_line VALUES (1, 1, 1, '', 9007199254740993, 125000, NULL, '502'), (1, 2, 1, '', 1, NULL, NULL, '502'),
  (2, 1, 1, '0', 300000, NULL, 990000, '502'), (3, 1, 1, '', 700000, NULL, NULL, '502');
INSERT INTO movement (id, handbook_id, item_kind, item_seq, version, mode, direction, quantity_e5, value_e5, booked_on, list_id, line_no, reverses_id, recorded_at) VALUES
  (1, 1, 'I', 1, '', '0615', 'I', 9007199254740993, 500, '2025-02-28', 1, 1, NULL, '2025-03-01T00:00:00.000Z'),
  (2, 1, 'I', 1, '', '0615', 'I', 1, NULL, '2025-02-28', 1, 2, NULL, '2025-03-01T00:00:00.000Z'),
  (3, 1, 'E', 1, '0', '0615', 'E', 300000, 990000, '2025-02-27', 2, 1, NULL, '2025-03-01T00:00:00.000Z'),
  (4, 1, 'E', 1, '0', '0615', 'E', -300000, -990000, '2025-02-27', 2, 1, 3, '2025-03-02T00:00:00.000Z');
`

const contents = (db: Database) => {
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all()
  return Object.fromEntries(tables.map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all()]))
}

/** A row without what later versions have added to it. */
const onlyColumnsOf = (older: unknown, row: unknown) =>
  Object.fromEntries(Object.entries(Object(row)).filter(([column]) => column in Object(older)))

test('0002 keeps every row of version 1 as it was, and every later version does, after a verified backup that holds them too', async () => {
  const folder = openDataFolder(root)
  const one = openConnection(folder.database, 'write')
  migrate(one, migrations.slice(0, 1), systemClock, '0.1.0')
  one.exec(rows)
  const before = contents(one)
  const two = openConnection(join(root, 'two.db'), 'write')
  migrate(two, migrations.slice(0, 1), systemClock, '0.1.0')
  two.exec(rows)
  migrate(two, migrations.slice(0, 2), systemClock, '0.2.0')
  expect(contents(two)).toMatchObject({ ...before, schema_migration: [{ version: 1n }, { version: 2n }] })
  two.close()
  expect(
    Object.values(before).every((held) => held.length > 0),
    'rows of every table',
  ).toBe(true)
  expect(before['movement_total']).toHaveLength(2)
  // The last run has not ended: what it wrote is still in the -wal, as a kill would leave it.
  const other = openUntouched(folder.database)
  other.prepare('SELECT 1 FROM engine_run').get()
  one.close()
  other.close()
  expect(existsSync(`${folder.database}-wal`)).toBe(true)

  const ledger = await openLedgerDatabase(folder, systemClock, '0.2.0')
  expect(ledger.version).toBe(migrations.length)
  const after = contents(ledger.writer)
  for (const [table, held] of Object.entries(before)) {
    expect(
      after[table]?.slice(0, held.length).map((row, index) => onlyColumnsOf(held[index], row)),
      table,
    ).toEqual(held)
  }
  expect(after['schema_migration']).toHaveLength(migrations.length)
  expect(ledger.writer.pragma('foreign_key_check')).toEqual([])
  ledger.close()

  const backups = new Backups(folder.backups, systemClock)
  const [backup, ...more] = backups.list()
  expect(more).toEqual([])
  expect(backup).toMatchObject({ reason: 'migration', databaseVersion: 1 })
  await backups.copyTo(backup?.backupId ?? '', join(root, 'copy.db'))
  const copy = openUntouched(join(root, 'copy.db'))
  // All but the end of the run, which the backup closes so that it is a ledger at rest.
  expect({ ...contents(copy), engine_run: null }).toEqual({ ...before, engine_run: null })
  copy.close()
})
