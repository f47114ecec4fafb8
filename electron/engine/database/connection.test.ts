import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Plain from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openConnection } from './connection.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-connection-'))
  path = join(folder, 'ledger.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const settings = ['journal_mode', 'synchronous', 'foreign_keys', 'trusted_schema', 'cell_size_check', 'query_only'] as const
const held = (db: Plain.Database) =>
  Object.fromEntries(settings.map((setting) => [setting, db.pragma(setting, { simple: true })]))
const durable = { journal_mode: 'wal', synchronous: 2n, foreign_keys: 1n, trusted_schema: 0n, cell_size_check: 1n }

test('every setting holds on the first open and on each later one', () => {
  for (let time = 0; time < 3; time++) {
    const writer = openConnection(path, 'write')
    if (time === 0) writer.exec('CREATE TABLE t (a INTEGER) STRICT')
    const reader = openConnection(path, 'read')
    expect(held(writer)).toEqual({ ...durable, query_only: 0n })
    expect(held(reader)).toEqual({ ...durable, query_only: 1n })
    reader.close()
    writer.close()
  }
})

test('the driver alone would open an existing WAL file with less than it needs', () => {
  openConnection(path, 'write').close()
  const plain = new Plain(path)
  // Were this 2, the setting would be superfluous; it is what makes an acknowledged commit survive a power cut.
  expect(plain.pragma('synchronous', { simple: true })).toBe(1)
  plain.close()
})

test('a reader cannot write, not even where SQL would let it', () => {
  const writer = openConnection(path, 'write')
  writer.exec('CREATE TABLE t (a INTEGER) STRICT')
  const reader = openConnection(path, 'read')
  expect(() => reader.exec('INSERT INTO t VALUES (1)')).toThrow(/readonly|query_only/)
  reader.pragma('query_only = OFF')
  expect(() => reader.exec('INSERT INTO t VALUES (1)')).toThrow(/readonly/)
  reader.close()
  writer.close()
})

test('foreign keys are enforced', () => {
  const db = openConnection(path, 'write')
  db.exec('CREATE TABLE p (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE c (p INTEGER NOT NULL REFERENCES p (id)) STRICT')
  expect(() => db.exec('INSERT INTO c VALUES (1)')).toThrow(/FOREIGN KEY/)
  db.close()
})

test('integers come back exact, beyond what a double holds', () => {
  const db = openConnection(path, 'write')
  db.exec('CREATE TABLE t (a INTEGER) STRICT')
  const values = [9007199254740993n, 9223372036854775807n, -9223372036854775808n]
  for (const value of values) db.prepare('INSERT INTO t VALUES (?)').run(value)
  expect(db.prepare('SELECT a FROM t ORDER BY rowid').pluck().all()).toEqual(values)
  db.close()
})

test('a file on which a setting does not hold is not opened', () => {
  const plain = new Plain(path)
  plain.exec('CREATE TABLE t (a)')
  plain.close()
  expect(() => openConnection(path, 'read')).toThrow(/journal_mode is delete/)
})
