import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openConnection } from './connection.ts'
import type { Database } from './connection.ts'
import { migrate, readMigrations } from './migrate.ts'

const migrations = readMigrations(fileURLToPath(new URL('./migrations/', import.meta.url)))
const clock = { now: () => '2026-03-01T00:00:00.000Z' }

let folder: string
let db: Database
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-0003-'))
  db = openConnection(join(folder, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, 2), clock, '0.2.0')
  db.exec(`
    INSERT INTO engine_run (id, started_at, program_version, closed_at) VALUES (7, '2026-01-01T00:00:00.000Z', '0.2.0', NULL);
    INSERT INTO enterprise (id, name, credit_code, customs_code, customs_district, contact, phone, address, is_sample, saved_at)
    VALUES (1, '示例企业', '91320594MA1202516U', '3205940251', '2332', '', '', '', 0, '2026-01-01T00:00:00.000Z')`)
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})
const upToThree = () => migrate(db, migrations.slice(0, 3), clock, '0.3.0')

test('0003 keeps the enterprise as it was, with nobody registered and the maker free to sign', () => {
  const before = db.prepare('SELECT * FROM enterprise').get()
  upToThree()
  expect(db.prepare('SELECT * FROM enterprise').get()).toEqual({ ...Object(before), signed_by_another: 0n })
  expect(db.prepare('SELECT (SELECT count(*) FROM operator) + (SELECT count(*) FROM journal)').pluck().get()).toBe(0n)
  expect(db.pragma('foreign_key_check')).toEqual([])
  expect(() => db.exec('UPDATE enterprise SET signed_by_another = 2')).toThrow(/CHECK/)
})

describe('0003 refuses', () => {
  const operator = (id: number, name: string, roles: string) =>
    `INSERT INTO operator (id, operator_id, name, prepares, reviews, declares, passphrase_hash, active, saved_at)
     VALUES (${id}, '0193a5b0-7c00-7000-8000-00000000000${id}', '${name}', ${roles}, NULL, 1, '')`
  const entry = (before: string) =>
    `INSERT INTO journal (at, operator, operator_name, operation, subject, what, before) VALUES ('', 1, '张三', 'a', '', '改', ${before})`
  beforeEach(() => {
    upToThree()
    db.exec(`${operator(1, '张三', '1, 0, 1')}; INSERT INTO duty (operator, run, since) VALUES (1, 7, ''); ${entry("'{}'")}`)
  })

  test.each([
    ['a name twice', operator(2, '张三', '1, 0, 0'), /UNIQUE/],
    ['an operator without a role', operator(2, '李四', '0, 0, 0'), /CHECK/],
    ['to forget an operator', 'DELETE FROM operator', /never deleted/],
    ['to make an operator somebody else', `UPDATE operator SET operator_id = upper(operator_id)`, /same person/],
    ['a duty of nobody', "INSERT INTO duty (operator, run, since) VALUES (9, 7, '')", /FOREIGN KEY/],
    ['a duty in no run', "INSERT INTO duty (operator, run, since) VALUES (1, 8, '')", /FOREIGN KEY/],
    ['to change a duty', "UPDATE duty SET since = '1'", /never changed/],
    ['to forget a duty', 'DELETE FROM duty', /never deleted/],
    ['to change an entry of the journal', "UPDATE journal SET operator_name = '李四'", /never changed/],
    [
      'to replace an entry of the journal',
      `INSERT OR REPLACE INTO journal (id, at, operator_name, operation, subject, what) VALUES (1, '', '', 'a', '', '无')`,
      /never changed/,
    ],
    ['to forget an entry of the journal', 'DELETE FROM journal', /never changed/],
    ['fields that are no object', entry("'[]'"), /CHECK/],
    ['fields that are no JSON', entry("'{'"), /JSON|CHECK/i],
  ])('%s', (_, sql, reason) => {
    const held = () => ['operator', 'duty', 'journal'].map((table) => db.prepare(`SELECT * FROM ${table}`).all())
    const before = held()
    expect(() => db.exec(sql)).toThrow(reason)
    expect(held()).toEqual(before)
  })
})
