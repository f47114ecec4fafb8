import type { Database } from '../database/connection.ts'

export interface OpeningRow {
  id: bigint
  handbook_id: bigint
  as_of: string
  file_id: string
  imported_at: string
  imported_by: string
}

export interface OpeningTotalRow {
  goods: 'I' | 'E'
  item_seq: bigint
  name: string
  unit: string
  version: string
  mode: string
  direction: 'I' | 'E'
  quantity_e5: bigint
  total_e5: bigint | null
  currency: string
}

interface OpeningListRow {
  list_no: string
  direction: 'I' | 'E'
}

/** 期初: its head, the lists that an older system had, and what of the books it must not overlap. */
export class OpeningStore {
  private readonly standingOf
  private readonly insert
  private readonly insertList
  private readonly setWithdrawn
  private readonly held
  private readonly lists
  private readonly totals
  private readonly bookings
  private readonly overlaps
  private readonly numbers

  constructor(db: Database) {
    this.standingOf = db.prepare<[bigint], OpeningRow>('SELECT * FROM opening WHERE handbook_id = ? AND withdrawn_at IS NULL')
    this.insert = db.prepare<Omit<OpeningRow, 'id'>>(`
      INSERT INTO opening (handbook_id, as_of, file_id, imported_at, imported_by)
      VALUES (@handbook_id, @as_of, @file_id, @imported_at, @imported_by)`)
    this.insertList = db.prepare<[bigint, string, string]>('INSERT INTO opening_list VALUES (?, ?, ?)')
    this.setWithdrawn = db.prepare<[string, string, string, bigint]>(
      'UPDATE opening SET withdrawn_at = ?, withdrawn_by = ?, reason = ? WHERE id = ?',
    )
    this.held = db.prepare<[bigint, string], bigint>('SELECT 1 FROM opening_list WHERE opening = ? AND list_no = ?').pluck()
    this.lists = db.prepare<[bigint], OpeningListRow>(
      "SELECT list_no, direction FROM opening_list WHERE opening = ? ORDER BY direction = 'E', list_no",
    )
    this.totals = db.prepare<[bigint], OpeningTotalRow>(`
      SELECT b.goods, l.item_seq, coalesce(i.name, '') AS name, coalesce(i.unit, '') AS unit, l.version, b.mode, b.direction, l.quantity_e5,
             l.total_e5, l.currency
        FROM bonded_list b JOIN list_line l ON l.list_id = b.id
        LEFT JOIN item i ON i.handbook_id = b.handbook_id AND i.kind = b.goods AND i.seq = l.item_seq
       WHERE b.opening = ? ORDER BY b.goods = 'E', l.item_seq, l.version, b.direction = 'E', b.mode, l.line_no`)
    this.bookings = db.prepare<[bigint], bigint>("SELECT id FROM bonded_list WHERE opening = ? AND status = 'booked'").pluck()
    this.overlaps = db
      .prepare<[bigint, string], string>(`
        SELECT list_no FROM bonded_list
         WHERE handbook_id = ? AND status <> 'deleted' AND opening IS NULL AND declared_on <= ? ORDER BY declared_on, list_no`)
      .pluck()
    this.numbers = db
      .prepare<[bigint], string>(
        "SELECT list_no FROM bonded_list WHERE handbook_id = ? AND status <> 'deleted' AND opening IS NULL",
      )
      .pluck()
  }

  standing(handbookId: bigint): OpeningRow | undefined {
    return this.standingOf.get(handbookId)
  }

  add(row: Omit<OpeningRow, 'id'>): bigint {
    return BigInt(this.insert.run(row).lastInsertRowid)
  }

  addList(opening: bigint, list: OpeningListRow): void {
    this.insertList.run(opening, list.list_no, list.direction)
  }

  withdraw(opening: bigint, at: string, by: string, reason: string): void {
    this.setWithdrawn.run(at, by, reason, opening)
  }

  holdsList(opening: bigint, listNo: string): boolean {
    return this.held.get(opening, listNo) !== undefined
  }

  listsOf(opening: bigint): OpeningListRow[] {
    return this.lists.all(opening)
  }

  totalsOf(opening: bigint): OpeningTotalRow[] {
    return this.totals.all(opening)
  }

  /** Ids of the lists under which its totals are booked. */
  bookingsOf(opening: bigint): bigint[] {
    return this.bookings.all(opening)
  }

  /** Lists of the books that are declared by the end of a day. */
  listsUpTo(handbookId: bigint, asOf: string): string[] {
    return this.overlaps.all(handbookId, asOf)
  }

  listNos(handbookId: bigint): string[] {
    return this.numbers.all(handbookId)
  }
}
