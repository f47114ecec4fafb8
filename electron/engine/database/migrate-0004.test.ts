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
const file = '11111111-1111-4111-8111-111111111111'
const draft = '22222222-2222-4222-8222-222222222222'

let root: string
let db: Database
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bonded-ledger-0004-'))
  db = openConnection(join(root, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, 3), systemClock, '0.1.0')
  db.exec(`
    INSERT INTO stored_file VALUES ('${file}', '手册.xlsx', 1, '${'a'.repeat(64)}', '2025-03-01T00:00:00.000Z');
    INSERT INTO handbook VALUES (1, 'C23325100001', 'C', '', '3205940251', '经营', '', '3205940251', '加工', '2332', '0615', '503',
      'IM', 'EX', '502', '502', '2025-01-01', '2026-01-01', '1', '', '2025-03-01T00:00:00.000Z', '${file}');
    INSERT INTO consumption VALUES (1, 1, 1, '0', 24000000001, 500000000, 0, 100000000000)`)
})
afterEach(() => {
  db.close()
  rmSync(root, { recursive: true, force: true })
})
const bringUp = () => migrate(db, migrations, systemClock, '0.2.0')
const item = (seq: number, quantity: bigint, price: bigint) =>
  db
    .prepare("INSERT INTO item VALUES (1, 'I', ?, 'P', '8542310000', '芯片', '', '007', '007', ?, ?, '502', '142', '3')")
    .run(seq, quantity, price)
const columns = (table: string) => db.prepare<[], { name: string }>(`PRAGMA table_info(${table})`).all().length

test('0004 keeps the books and adds to them what nobody had filled', () => {
  const before = ['handbook', 'consumption'].map((table) => ({
    table,
    rows: db.prepare(`SELECT * FROM ${table}`).all(),
    width: columns(table),
  }))
  bringUp()
  for (const { table, rows, width } of before) {
    expect(db.prepare(`SELECT * FROM ${table}`).all()).toMatchObject(rows)
    expect(columns(table)).toBeGreaterThan(width)
  }
  expect(db.prepare('SELECT capacity_e5, inner_no, declarant_type FROM handbook').get()).toEqual({
    capacity_e5: 0n,
    inner_no: '',
    declarant_type: '',
  })
  expect(db.prepare('SELECT declaration_state, execution_mark FROM consumption').get()).toEqual({
    declaration_state: '2',
    execution_mark: '1',
  })
})

test('0004 works out the totals of old items to the cent, half-up, however large the factors', () => {
  const lines: [bigint, bigint, bigint][] = [
    [94_682_500n, 65_000n, 61_544_000n], // 946.825 × 0.65 = 615.43625
    [100_000n, 500n, 1000n], // 1 × 0.005, a tie
    [100_000n, 499n, 0n],
    [100_000_000_000_000_000n, 99_999_999n, 99_999_999_000_000_000_00n / 100n], // 10¹² × 999.99999
    [9_007_199_254_740_993n, 1n, 90_072_000n],
    [4_611_686_018_427_387_904n, 4_611_686_018_427_387_904n, 0n], // beyond 64 bits
  ]
  for (const [index, [quantity, price]] of lines.entries()) item(index + 1, quantity, price)
  bringUp()
  const totals = db.prepare<[], { total_e5: bigint }>('SELECT total_e5 FROM item ORDER BY seq').all()
  const rounded = (quantity: bigint, price: bigint) => ((quantity * price * 2n + 10n ** 8n) / (2n * 10n ** 8n)) * 1000n
  expect(totals.map(({ total_e5 }) => total_e5)).toEqual(
    lines.map(([quantity, price]) => (rounded(quantity, price) < 2n ** 63n ? rounded(quantity, price) : 0n)),
  )
  expect(totals.slice(0, 3).map(({ total_e5 }) => total_e5)).toEqual(lines.slice(0, 3).map(([, , total]) => total))
})

const newDraft = (id: string, kind = 'change', state = 'editing', handbook = '1', filing = 'NULL') =>
  `INSERT INTO handbook_draft VALUES ('${id}', '${kind}', 0, ${handbook}, '${state}', ${filing}, '{}', '', '')`

test('0004 lets a draft be changed in the hands of the clerk alone', () => {
  bringUp()
  const other = draft.replaceAll('2', '3')
  expect(() => db.exec(newDraft(other, 'change', 'editing', 'NULL'))).toThrow('CHECK')
  expect(() => db.exec(newDraft(other, 'filing', 'editing', '1'))).toThrow('CHECK')
  expect(() => db.exec(newDraft(other, 'change', 'filed'))).toThrow('CHECK')
  expect(() => db.exec(newDraft(other).replace('{}', 'no json'))).toThrow('CHECK')
  db.exec(newDraft(draft))
  expect(() => db.exec(newDraft(other))).toThrow('UNIQUE')
  db.exec(newDraft(other, 'filing', 'editing', 'NULL'))

  const row = `INSERT INTO draft_row (draft_id, body, cells) VALUES ('${draft}', 'materials', '{"seq":"1"}')`
  const document = `INSERT INTO draft_document VALUES ('${draft}', 'contract', '${file}')`
  db.exec(row)
  db.exec(document)
  expect(() => db.exec(row.replace('materials', 'things'))).toThrow('CHECK')
  expect(() => db.exec(`UPDATE draft_row SET draft_id = '${other}'`)).toThrow('not changed')
  db.exec(`UPDATE handbook_draft SET state = 'filed', filing_id = 'f' WHERE draft_id = '${draft}'`)
  for (const change of [
    row,
    "UPDATE draft_row SET cells = '{}'",
    'DELETE FROM draft_row',
    document.replace('contract', 'other'),
    'DELETE FROM draft_document',
    'UPDATE handbook_draft SET head = \'{"a":"b"}\' WHERE state = \'filed\'',
  ])
    expect(() => db.exec(change), change).toThrow('not changed')
  db.exec(`UPDATE handbook_draft SET state = 'returned' WHERE draft_id = '${draft}'`)
  db.exec("UPDATE draft_row SET cells = '{}'")
  db.exec(`UPDATE handbook_draft SET state = 'accepted' WHERE draft_id = '${draft}'`)
  expect(() => db.exec(`UPDATE handbook_draft SET state = 'editing' WHERE draft_id = '${draft}'`)).toThrow('has ended')
  expect(() => db.exec('DELETE FROM handbook_draft')).toThrow('never deleted')
  // An accepted change makes room for the next.
  db.exec(newDraft(draft.replaceAll('2', '4')))
})
