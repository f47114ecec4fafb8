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
const id = (n: number) => `0193a5b0-7c00-7000-8000-00000000000${n}`
const point = (n: number) => `04${`0${n}`.repeat(64)}`

let folder: string
let db: Database
const rows = (sql: string) => db.prepare(sql).all()

/** As version 17 kept it: one software key. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-0018-'))
  db = openConnection(join(folder, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, 17), systemClock, '0.1.0')
  db.exec(`INSERT INTO signing_key VALUES (1, '${id(1)}', '一号', '${point(1)}', '1:sealed', '2026-01-01T00:00:00.000Z')`)
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

test('0018 keeps the keys of before as software keys', () => {
  const before = rows('SELECT * FROM signing_key')
  migrate(db, migrations.slice(0, 18), systemClock, '0.2.0')
  expect(rows('SELECT id, key_id, name, public_point, sealed_key, created_at FROM signing_key')).toEqual(before)
  expect(rows('SELECT holder FROM signing_key')).toEqual([{ holder: 'software' }])
})

test('0018 takes keys in a U-key and elsewhere, which have nothing sealed here', () => {
  migrate(db, migrations.slice(0, 18), systemClock, '0.2.0')
  const add = (n: number, sealed: string, holder: string) =>
    db.exec(
      `INSERT INTO signing_key VALUES (NULL, '${id(n)}', '二号', '${point(n)}', '${sealed}', '2026-01-01T00:00:00.000Z', '${holder}')`,
    )
  add(2, '', 'uKey')
  add(3, '', 'elsewhere')
  expect(() => add(4, '', 'software')).toThrow('CHECK')
  expect(() => add(4, '1:sealed', 'uKey')).toThrow('CHECK')
  expect(() => add(4, '', 'cloud')).toThrow('CHECK')
  // A backup makes a key that was elsewhere one of this computer.
  db.exec(`UPDATE signing_key SET sealed_key = '1:sealed', holder = 'software' WHERE key_id = '${id(3)}'`)
})

test('0018 certificates and backups of a key are only ever added', () => {
  migrate(db, migrations.slice(0, 18), systemClock, '0.2.0')
  const certificate = (key: number, pem: string) =>
    db.exec(`INSERT INTO key_certificate VALUES (NULL, ${key}, '${pem}', '2026-02-01T00:00:00.000Z')`)
  certificate(1, '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n')
  expect(() => certificate(9, '-----BEGIN CERTIFICATE-----\n')).toThrow('FOREIGN KEY')
  expect(() => certificate(1, 'AA==')).toThrow('CHECK')
  db.exec("INSERT INTO key_backup VALUES (NULL, 1, '2026-02-01T00:00:00.000Z')")
  for (const table of ['key_certificate', 'key_backup']) {
    expect(() => db.exec(`UPDATE ${table} SET signing_key = 1`)).toThrow('never changed')
    expect(() => db.exec(`DELETE FROM ${table}`)).toThrow('never deleted')
  }
})

test('0018 of the U-key there is one row, whole or not at all', () => {
  migrate(db, migrations.slice(0, 18), systemClock, '0.2.0')
  db.exec("INSERT INTO u_key (id, address) VALUES (1, 'ws://127.0.0.1:61232')")
  expect(() => db.exec("INSERT INTO u_key (id, address) VALUES (2, '')")).toThrow('CHECK')
  expect(() => db.exec("UPDATE u_key SET failed_at = '2026-02-01T00:00:00.000Z'")).toThrow('CHECK')
  expect(() => db.exec("UPDATE u_key SET signed_at = '2026-02-01T00:00:00.000Z', signed_bytes = x'00'")).toThrow('CHECK')
})
