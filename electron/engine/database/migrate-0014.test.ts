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
const id = (digit: number) => `0000000${digit}-0000-4000-8000-000000000000`
const at = '2026-01-05T00:00:00.000Z'
let root: string
let db: Database
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bonded-ledger-0014-'))
  db = openConnection(join(root, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, 1), systemClock, '0.1.0')
  db.exec(`
    INSERT INTO stored_file VALUES ('${id(9)}', '手册.xlsx', 9, '${'a'.repeat(64)}', '${at}');
    INSERT INTO handbook VALUES (1, 'C23325100001', 'C', '', '3205940251', '经营', '', '3205940251', '加工', '2332', '0615', '503',
      '', '', '502', '502', '2025-01-01', '2026-12-01', '1', '', '${at}', '${id(9)}');`)
  migrate(db, migrations, systemClock, '0.2.0')
})
afterEach(() => {
  db.close()
  rmSync(root, { recursive: true, force: true })
})

const application = () =>
  db.exec(`INSERT INTO outward_application VALUES (1, '${id(1)}', 1, 'WF-1', '承揽', '', '', '', '', '', '', '', '', '电镀', 0, '外壳', '外壳',
    '2026-06-30', '', 'draft', '', NULL, NULL, '', '${at}')`)

test('0014 an application is edited as a draft alone, and filed only with its filing', () => {
  application()
  db.exec(`UPDATE outward_application SET processes = '喷涂'`)
  expect(() => db.exec(`UPDATE outward_application SET state = 'accepted'`)).toThrow(/CHECK/)
  db.exec(`UPDATE outward_application SET state = 'closed', close_note = '不再外发'`)
  expect(() => db.exec(`UPDATE outward_application SET close_note = ''`)).toThrow(/never changed/)
  expect(() => db.exec('DELETE FROM outward_application')).toThrow(/never deleted/)
  expect(() => db.exec('INSERT INTO outward_guarantee_line VALUES (1, 1, 1, 0, 0, 0)')).toThrow(/not edited/)
})

test('0014 a slip is only voided, once, and its number is free again then', () => {
  application()
  const slip = (no: number) =>
    db.exec(
      `INSERT INTO outward_movement VALUES (${no}, '${id(no)}', 1, 'dispatch', 'F-1', '2026-01-05', '', '', '', '${at}', NULL, '')`,
    )
  slip(2)
  db.exec(`INSERT INTO outward_movement_line VALUES (2, 1, 'material', 1, '', '', 500000)`)
  expect(() => slip(3)).toThrow(/UNIQUE/)
  expect(() => db.exec(`UPDATE outward_movement SET moved_on = '2026-01-06'`)).toThrow(/only voided/)
  expect(() => db.exec(`UPDATE outward_movement_line SET quantity_e5 = 1`)).toThrow(/only voided/)
  db.exec(`UPDATE outward_movement SET voided_at = '${at}', void_reason = '重复'`)
  expect(() => db.exec(`UPDATE outward_movement SET void_reason = '另一'`)).toThrow(/only voided/)
  slip(3)
})

test('0014 a voucher of substitution has its approval before it, and is only voided', () => {
  const voucher = (approvedOn: string) =>
    db.exec(
      `INSERT INTO substitution VALUES (1, '${id(1)}', 1, 1, '2026-01-05', '批-1', '${approvedOn}', '周转', '', '${at}', NULL, '')`,
    )
  expect(() => voucher('2026-01-06')).toThrow(/CHECK/)
  voucher('2026-01-05')
  const line = (by: string, handbook: string) =>
    db.exec(`INSERT INTO substitution_line VALUES (1, 1, 1, '料', '', '035', '${by}', '${handbook}', NULL, '料', '', 0, 100000)`)
  expect(() => line('domestic', 'C23325100002')).toThrow(/CHECK/)
  expect(() => line('bonded', '')).toThrow(/CHECK/)
  line('imported', '')
  expect(() => db.exec(`UPDATE substitution SET reason = ''`)).toThrow(/only voided/)
  expect(() => db.exec('DELETE FROM substitution_line')).toThrow(/never deleted/)
})

test('0014 the steps of a chain are written anew with their entries, and none with an entry is lost', () => {
  db.exec(`INSERT INTO chain VALUES (1, '${id(1)}', '示例芯片', '${at}')`)
  const step = () =>
    db.exec(
      `INSERT INTO chain_step VALUES ('${id(2)}', 1, 1, 'wafer', '晶圆厂', '', '裸晶圆', '片', '晶圆', '片', 1000000000, NULL, NULL)`,
    )
  step()
  db.exec(`INSERT INTO chain_yield VALUES ('${id(2)}', 1, '加工', 96000000000)`)
  db.exec(
    `INSERT INTO chain_entry VALUES (1, '${id(3)}', 1, '${id(2)}', 'in', '2026-01-05', 2500000, NULL, '', '${at}', NULL, '')`,
  )
  expect(() => db.exec('DELETE FROM chain_step')).toThrow(/FOREIGN KEY/)
  db.transaction(() => {
    db.exec('DELETE FROM chain_step')
    step()
  })()
  expect(db.prepare('SELECT count(*) FROM chain_entry').pluck().get()).toBe(1n)
  expect(db.prepare('SELECT count(*) FROM chain_yield').pluck().get()).toBe(0n)
  expect(() => db.exec('UPDATE chain_entry SET quantity_e5 = 1')).toThrow(/only voided/)
})

test('0014 what a group has stated is never changed', () => {
  db.exec(`INSERT INTO group_statement VALUES (1, 1, 0, 0, 0, 0, 0, '${at}');
    INSERT INTO group_member VALUES (1, 0, '牵头', '', 'advanced')`)
  expect(() => db.exec(`UPDATE group_member SET credit = 'regular'`)).toThrow(/never changed/)
  expect(() => db.exec('DELETE FROM group_statement')).toThrow(/never deleted/)
})
