import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Child } from '../../../test/crash/child-process.ts'
import { systemClock } from '../clock.ts'
import { openConnection, openUntouched } from './connection.ts'
import type { Database } from './connection.ts'
import { checkVersion, databaseVersion, migrate, readMigrations } from './migrate.ts'

const shipped = fileURLToPath(new URL('./migrations/', import.meta.url))
const refusal = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) })

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-migrate-'))
  path = join(folder, 'ledger.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A folder of migrations of its own, in the order given. */
function migrationsOf(...texts: readonly string[]): string {
  const made = mkdtempSync(join(folder, 'migrations-'))
  for (const [index, text] of texts.entries()) writeFileSync(join(made, `000${index + 1}_step.sql`), text)
  return made
}
const bringUp = (db: Database, migrations: string) => migrate(db, readMigrations(migrations), systemClock, '0.0.0')
const tablesOf = (db: Database) =>
  db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all()

describe('the shipped migrations, from an empty file', () => {
  let db: Database
  beforeEach(() => {
    db = openConnection(path, 'write')
    bringUp(db, shipped)
  })
  afterEach(() => db.close())

  test('give the shapes that are written down', async () => {
    const shapes = tablesOf(db).map((table) => {
      const columns = db
        .prepare<[string], { name: string; type: string; notnull: bigint; pk: bigint }>('SELECT * FROM pragma_table_info(?)')
        .all(table)
      const keys = db
        .prepare<[string], { from: string; table: string; to: string }>('SELECT * FROM pragma_foreign_key_list(?)')
        .all(table)
      return [
        table,
        ...columns.map(
          ({ name, type, notnull, pk }) => `  ${name} ${type}${notnull ? ' NOT NULL' : ''}${pk ? ` KEY ${pk}` : ''}`,
        ),
        ...keys.map(({ from, table: other, to }) => `  ${from} -> ${other} (${to})`).toSorted(),
      ].join('\n')
    })
    const others = db
      .prepare<[], string>(
        "SELECT type || ' ' || name FROM sqlite_schema WHERE type IN ('index', 'trigger', 'view') AND sql IS NOT NULL ORDER BY 1",
      )
      .pluck()
      .all()
    await expect(`${[...shapes, others.join('\n')].join('\n\n')}\n`).toMatchFileSnapshot('./schema-shape.txt')
  })

  test('make every table strict', () => {
    const loose = db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
      )
      .all()
    expect(loose).toEqual([])
    expect(tablesOf(db).length).toBeGreaterThan(15)
  })

  test('are written down with their checksums, and found unchanged', () => {
    const migrations = readMigrations(shipped)
    expect(db.prepare('SELECT version, name, checksum FROM schema_migration ORDER BY version').all()).toEqual(
      migrations.map(({ version, name, checksum }) => ({ version: BigInt(version), name, checksum })),
    )
    expect(checkVersion(db, migrations)).toEqual({ from: migrations.length, to: migrations.length })
  })
})

test('a checkout with turned line ends has the same checksums', () => {
  const [unix, windows] = ['CREATE TABLE a (x INTEGER) STRICT;\n', 'CREATE TABLE a (x INTEGER) STRICT;\r\n'].map((text) =>
    readMigrations(migrationsOf(text)),
  )
  expect(windows).toEqual(unix)
})

test('migrations with a gap are a fault of the program', () => {
  const made = migrationsOf('')
  writeFileSync(join(made, '0003_later.sql'), '')
  expect(() => readMigrations(made)).toThrow(/out of sequence/)
})

describe('a file that this program must not touch', () => {
  const shippedMigrations = readMigrations(shipped)

  test('a ledger of a newer program', () => {
    const db = openConnection(path, 'write')
    bringUp(db, shipped)
    db.pragma(`user_version = ${shippedMigrations.length + 1}`)
    expect(() => checkVersion(db, shippedMigrations)).toThrow(refusal('engine.databaseTooNew'))
    db.close()
  })

  test.each([
    ['without a version', 'CREATE TABLE mine (a)'],
    ['with a version', 'CREATE TABLE mine (a); PRAGMA user_version = 1'],
  ])('a database of another program, %s', (_, sql) => {
    const db = openConnection(path, 'write')
    db.exec(sql)
    expect(() => checkVersion(db, shippedMigrations)).toThrow(refusal('engine.notALedger'))
    db.close()
  })

  test('a ledger whose earlier migration was another one', () => {
    const db = openConnection(path, 'write')
    bringUp(db, migrationsOf('CREATE TABLE a (x INTEGER) STRICT;'))
    const changed = readMigrations(migrationsOf('CREATE TABLE a (x TEXT) STRICT;', 'CREATE TABLE b (x INTEGER) STRICT;'))
    expect(() => checkVersion(db, changed)).toThrow(refusal('engine.migrationChanged'))
    db.close()
  })
})

const versionOne = 'CREATE TABLE a (x INTEGER NOT NULL) STRICT; INSERT INTO a VALUES (1), (2), (3);'

test('a migration that fails half way leaves the version before, whole', () => {
  const db = openConnection(path, 'write')
  bringUp(db, migrationsOf(versionOne))
  const failing = migrationsOf(
    versionOne,
    'CREATE TABLE b (y INTEGER) STRICT; DELETE FROM a; ALTER TABLE a ADD COLUMN z TEXT; INSERT INTO nowhere VALUES (1);',
  )
  expect(() => bringUp(db, failing)).toThrow(/nowhere/)
  expect(databaseVersion(db)).toBe(1)
  expect(tablesOf(db)).toEqual(['a', 'schema_migration'])
  expect(db.prepare('SELECT * FROM a').all()).toEqual([{ x: 1n }, { x: 2n }, { x: 3n }])
  // Mended, it goes on from there.
  bringUp(db, migrationsOf(versionOne, 'CREATE TABLE b (y INTEGER) STRICT;'))
  expect(databaseVersion(db)).toBe(2)
  db.close()
})

test('a kill during a migration leaves the old version or the new one, never one between', { timeout: 60_000 }, async () => {
  const many = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)'
  const one = `CREATE TABLE a (x INTEGER NOT NULL, t TEXT NOT NULL) STRICT; ${many} INSERT INTO a SELECT i, hex(randomblob(40)) FROM n;`
  const two = `CREATE TABLE b (x INTEGER NOT NULL, t TEXT NOT NULL) STRICT; INSERT INTO b SELECT x, t || t FROM a ORDER BY t; DROP TABLE a; ALTER TABLE b RENAME TO a;`
  const old = join(folder, 'old.db')
  const db = openConnection(old, 'write')
  bringUp(db, migrationsOf(one))
  db.close()
  const migrations = migrationsOf(one, two)

  const found = { old: 0, new: 0 }
  const kills = 12
  let undisturbed = 0
  for (let killed = 0; killed <= kills; killed++) {
    const at = join(folder, `${killed}`)
    mkdirSync(at)
    const file = join(at, 'ledger.db')
    copyFileSync(old, file)
    const child = new Child<{ began?: true; done?: true }>('./migrating-child.ts', [file, migrations])
    await child.said((line) => line.began === true)
    const began = performance.now()
    // The first one is left alone: it tells how long there is.
    await (killed === 0 ? child.said((line) => line.done === true) : sleep((undisturbed * (killed - 1)) / kills))
    if (killed === 0) undisturbed = performance.now() - began
    const done = (await child.kill()).some((line) => line.done)
    const left = openUntouched(file)
    const version = databaseVersion(left)
    const lengths = left.prepare<[], { n: bigint; length: bigint }>('SELECT count(*) AS n, max(length(t)) AS length FROM a').get()
    expect(left.pragma('integrity_check', { simple: true })).toBe('ok')
    expect({
      version,
      tables: tablesOf(left),
      ...lengths,
      applied: left.prepare('SELECT count(*) FROM schema_migration').pluck().get(),
    }).toEqual({
      version,
      tables: ['a', 'schema_migration'],
      n: 20000n,
      length: version === 1 ? 80n : 160n,
      applied: BigInt(version),
    })
    if (done) expect(version).toBe(2)
    found[version === 1 ? 'old' : 'new'] += 1
    left.close()
  }
  expect(found.old).toBeGreaterThan(0)
  expect(found.new).toBeGreaterThan(0)
  console.log(`${kills} kills during a migration: ${found.old} left the old version, ${found.new} the new one, 0 between`)
})

test('there is a test for every shipped migration', () => {
  const here = readdirSync(new URL('.', import.meta.url))
  const untested = readMigrations(shipped)
    .slice(1)
    .filter(({ version }) => !here.includes(`migrate-${String(version).padStart(4, '0')}.test.ts`))
  expect(untested.map(({ name }) => name)).toEqual([])
})
