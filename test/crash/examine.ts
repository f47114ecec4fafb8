import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../../electron/engine/database/connection.ts'
import type { PlannedImport } from './factory.ts'

/** What of a ledger contradicts itself, whatever was booked: empty in a sound one. */
export function contradictions(db: Database): Record<string, unknown> {
  const found: Record<string, unknown> = {
    integrity: db.pragma('integrity_check', { simple: true }),
    foreignKeys: db.pragma('foreign_key_check'),
    totals: db
      .prepare(`
      WITH summed AS (
        SELECT handbook_id, item_kind, item_seq, version, mode, direction, substr(booked_on, 1, 7) AS month, sum(quantity_e5) AS quantity_e5
          FROM movement GROUP BY 1, 2, 3, 4, 5, 6, 7)
      SELECT * FROM (SELECT * FROM summed EXCEPT SELECT * FROM movement_total)
      UNION ALL SELECT * FROM (SELECT * FROM movement_total EXCEPT SELECT * FROM summed)`)
      .all(),
    imports: db
      .prepare(`
      SELECT i.id FROM list_import i
       WHERE i.lists <> (SELECT count(*) FROM bonded_list b WHERE b.import_id = i.id)
          OR i.lines <> (SELECT count(*) FROM bonded_list b JOIN list_line l ON l.list_id = b.id WHERE b.import_id = i.id)`)
      .all(),
    reversals: db
      .prepare(`
      SELECT r.id FROM movement r JOIN movement m ON m.id = r.reverses_id
       WHERE r.quantity_e5 <> -m.quantity_e5 OR (r.list_id, r.line_no) <> (m.list_id, m.line_no)`)
      .all(),
    booked: db
      .prepare(`
      SELECT b.list_no FROM bonded_list b
       WHERE b.status = 'booked' AND (SELECT count(*) FROM list_line l WHERE l.list_id = b.id)
         <> (SELECT count(*) FROM list_line l JOIN movement m USING (list_id, line_no) WHERE l.list_id = b.id)`)
      .all(),
  }
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== 'ok' && !(Array.isArray(value) && value.length === 0)),
  )
}

/** Every list: its status, how many lines it has, how many movements, and what those add up to where it is not booked. */
export interface Books {
  imports: number
  refusals: number
  lists: Record<string, { lines: number; status: string; movements: number; net: 'all' | 'none' }>
}

export function booksOf(db: Database): Books {
  const count = (sql: string) => Number(db.prepare(sql).pluck().get())
  const rows = db
    .prepare<[], { list_no: string; status: string; lines: bigint; movements: bigint; net: bigint }>(`
    SELECT b.list_no, b.status, count(DISTINCT l.line_no) AS lines, count(m.id) AS movements, total(m.quantity_e5) = 0 AS net
      FROM bonded_list b LEFT JOIN list_line l ON l.list_id = b.id LEFT JOIN movement m ON m.list_id = l.list_id AND m.line_no = l.line_no
     GROUP BY b.id`)
    .all()
  return {
    imports: count('SELECT count(*) FROM list_import'),
    refusals: count('SELECT count(*) FROM list_refusal'),
    lists: Object.fromEntries(
      rows.map(({ list_no, status, lines, movements, net }) => [
        list_no,
        { lines: Number(lines), status, movements: Number(movements), net: net === 1n ? ('none' as const) : ('all' as const) },
      ]),
    ),
  }
}

/** What the books must hold when the first `count` imports of a plan have been made, and no other. */
export function booksAfter(plan: readonly PlannedImport[], count: number): Books {
  const books: Books = { imports: count, refusals: 0, lists: {} }
  for (const { after, refusals } of plan.slice(0, count)) {
    books.refusals += refusals
    for (const [no, { lines, status }] of Object.entries(after)) {
      const movements = { booked: lines, deleted: 2 * lines, reserved: 0, unbooked: 0 }[status]
      books.lists[no] = { lines, status, movements, net: status === 'booked' ? 'all' : 'none' }
    }
  }
  return books
}

/** Files that the ledger knows and that are not on the disk as it knows them. */
export const missingFiles = (db: Database, folder: string): string[] =>
  db
    .prepare<[], { file_id: string; sha256: string }>('SELECT file_id, sha256 FROM stored_file')
    .all()
    .filter(
      ({ file_id, sha256 }) =>
        createHash('sha256')
          .update(readFileSync(join(folder, file_id)))
          .digest('hex') !== sha256,
    )
    .map(({ file_id }) => file_id)
