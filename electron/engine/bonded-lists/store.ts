import type { Database } from '../database/connection.ts'
import { readPage } from '../database/page.ts'
import type { PageColumn, PageQuery } from '../database/page.ts'

export type ListStatus = 'booked' | 'reserved' | 'unbooked' | 'deleted'

export interface ListRow {
  id: bigint
  handbook_id: bigint
  /** Of a list made here 企业内部清单编号, until customs has numbered it. */
  list_no: string
  /** how many changes of it customs has accepted. */
  edition: bigint
  inner_no: string
  seq_no: string
  direction: 'I' | 'E'
  goods: 'I' | 'E'
  mode: string
  list_type: string
  declared_on: string
  related_handbook_no: string
  status: ListStatus
  /** The import that brought it, or the draft that it was made from, or the opening that it holds totals of. */
  import_id: bigint | null
  draft_id: string | null
  opening: bigint | null
  entered_at: string
  /** The edition in its place; null for the newest. */
  replaced_by: bigint | null
}

export interface LineRow {
  list_id: bigint
  line_no: bigint
  item_seq: bigint
  version: string
  quantity_e5: bigint
  unit_price_e5: bigint | null
  total_e5: bigint | null
  currency: string
  /** Of a list made here; an imported one does not say. */
  legal_quantity_e5: bigint | null
  origin_country: string
  destination_country: string
}
export type NamedLineRow = LineRow & { list_no: string; item_name: string | null; unit: string | null }
type ListedLineRow = NamedLineRow & Pick<ListRow, 'direction' | 'goods' | 'mode' | 'declared_on' | 'status'>

interface MovementRow {
  handbook_id: bigint
  item_kind: 'I' | 'E'
  item_seq: bigint
  version: string
  mode: string
  direction: 'I' | 'E'
  quantity_e5: bigint
  value_e5: bigint | null
  booked_on: string
  list_id: bigint
  line_no: bigint
  reverses_id: bigint | null
  recorded_at: string
}

type ProductUseRow = Pick<ListRow, 'list_no' | 'mode' | 'direction' | 'declared_on'> & Pick<LineRow, 'item_seq' | 'version'>

/** A booked line that brought materials in. */
type MaterialImportRow = Pick<ListRow, 'list_no' | 'declared_on' | 'mode'> & Omit<LineRow, 'list_id' | 'version'>
interface ImportValueRow {
  declared_on: string
  currency: string
  /** In 10⁴ of the currency, and the rest in 10⁻⁵: many large ones pass 64 bits. */
  total_high: bigint
  total_low: bigint
  without_price: bigint
}

interface ImportRow {
  id: bigint
  handbook_no: string
  file_id: string
  file_name: string
  imported_at: string
  lists: bigint
  lines: bigint
  rejected: bigint
  open: bigint
  rejected_file_id: string | null
}

interface RefusalRow {
  sheet: string
  row: bigint
  column: string
  code: string
  message: string
  list_no: string
  line_no: bigint | null
}

const listColumns: Record<string, PageColumn> = {
  listNo: { sql: 'list_no' },
  innerNo: { sql: 'inner_no' },
  direction: { sql: 'direction' },
  goods: { sql: "CASE goods WHEN 'I' THEN 'material' ELSE 'product' END" },
  mode: { sql: 'mode' },
  listType: { sql: 'list_type' },
  declaredOn: { sql: 'declared_on' },
  relatedHandbookNo: { sql: 'related_handbook_no' },
  status: { sql: 'status' },
  lines: { sql: 'lines', number: 'integer' },
}

const lineColumns: Record<string, PageColumn> = {
  listNo: { sql: 'list_no' },
  lineNo: { sql: 'line_no', number: 'integer' },
  goods: { sql: "CASE goods WHEN 'I' THEN 'material' ELSE 'product' END" },
  itemSeq: { sql: 'item_seq', number: 'integer' },
  itemName: { sql: 'item_name' },
  version: { sql: 'version' },
  quantity: { sql: 'quantity_e5', number: 'Quantity' },
  unitPrice: { sql: 'unit_price_e5', number: 'Money' },
  total: { sql: 'total_e5', number: 'Money' },
  currency: { sql: 'currency' },
  direction: { sql: 'direction' },
  mode: { sql: 'mode' },
  declaredOn: { sql: 'declared_on' },
  status: { sql: 'status' },
}

const withItem = `LEFT JOIN item i ON i.handbook_id = b.handbook_id AND i.kind = b.goods AND i.seq = l.item_seq`

export class BondedListStore {
  private readonly db: Database
  private readonly byNo
  private readonly byId
  private readonly byInnerNo
  private readonly editions
  private readonly updateNumber
  private readonly updateReplaced
  private readonly lines
  private readonly namedLines
  private readonly insertList
  private readonly insertLine
  private readonly insertMovement
  private readonly updateStatus
  private readonly standing
  private readonly times
  private readonly counts
  private readonly insertImport
  private readonly updateImport
  private readonly insertRefusal
  private readonly allImports
  private readonly settle
  private readonly importTime
  private readonly bookedLists
  private readonly productUses
  private readonly listed
  private readonly lastExport
  private readonly importsOfItems
  private readonly firstImport
  private readonly importValues
  private readonly sum

  constructor(db: Database) {
    this.db = db
    this.byNo = db.prepare<[bigint, string], ListRow>(
      'SELECT * FROM bonded_list WHERE handbook_id = ? AND list_no = ? AND replaced_by IS NULL AND opening IS NULL',
    )
    this.byId = db.prepare<[bigint], ListRow>('SELECT * FROM bonded_list WHERE id = ?')
    this.byInnerNo = db.prepare<[string], ListRow>('SELECT * FROM bonded_list WHERE inner_no = ? AND replaced_by IS NULL')
    this.editions = db
      .prepare<[bigint, string], bigint>('SELECT count(*) FROM bonded_list WHERE handbook_id = ? AND list_no = ?')
      .pluck()
    this.lines = db.prepare<[bigint], LineRow>('SELECT * FROM list_line WHERE list_id = ? ORDER BY line_no')
    this.namedLines = db.prepare<[bigint], NamedLineRow>(`
      SELECT l.*, b.list_no, i.name AS item_name, i.unit
        FROM list_line l JOIN bonded_list b ON b.id = l.list_id ${withItem}
       WHERE l.list_id = ? ORDER BY l.line_no`)
    this.insertList = db.prepare<Omit<ListRow, 'id' | 'replaced_by'>>(`
      INSERT INTO bonded_list (handbook_id, list_no, edition, inner_no, seq_no, direction, goods, mode, list_type, declared_on,
        related_handbook_no, status, import_id, draft_id, opening, entered_at)
      VALUES (@handbook_id, @list_no, @edition, @inner_no, @seq_no, @direction, @goods, @mode, @list_type, @declared_on,
        @related_handbook_no, @status, @import_id, @draft_id, @opening, @entered_at)`)
    this.insertLine = db.prepare<LineRow>(`
      INSERT INTO list_line (list_id, line_no, item_seq, version, quantity_e5, unit_price_e5, total_e5, currency, legal_quantity_e5,
        origin_country, destination_country)
      VALUES (@list_id, @line_no, @item_seq, @version, @quantity_e5, @unit_price_e5, @total_e5, @currency, @legal_quantity_e5,
        @origin_country, @destination_country)`)
    this.insertMovement = db.prepare<
      [bigint, string, bigint, string, string, string, bigint, bigint | null, string, bigint, bigint, bigint | null, string]
    >(`
      INSERT INTO movement (handbook_id, item_kind, item_seq, version, mode, direction, quantity_e5, value_e5, booked_on, list_id,
        line_no, reverses_id, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    this.updateStatus = db.prepare<[ListStatus, bigint]>('UPDATE bonded_list SET status = ? WHERE id = ?')
    this.updateNumber = db.prepare<Pick<ListRow, 'id' | 'list_no' | 'edition' | 'seq_no' | 'declared_on'>>(`
      UPDATE bonded_list SET list_no = @list_no, edition = @edition, seq_no = @seq_no, declared_on = @declared_on WHERE id = @id`)
    this.updateReplaced = db.prepare<[bigint, bigint]>('UPDATE bonded_list SET replaced_by = ? WHERE id = ?')
    this.standing = db.prepare<[bigint], MovementRow & { id: bigint }>(`
      SELECT m.* FROM movement m
       WHERE m.list_id = ? AND m.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)`)
    this.times = db.prepare<[bigint], { booked_at: string | null; reversed_at: string | null }>(`
      SELECT min(CASE WHEN m.reverses_id IS NULL THEN m.recorded_at END) AS booked_at,
             max(CASE WHEN m.reverses_id IS NOT NULL THEN m.recorded_at END) AS reversed_at
        FROM movement m WHERE m.list_id = ?`)
    this.counts = db.prepare<[bigint], { status: ListStatus; n: bigint }>(
      `SELECT status, count(*) AS n FROM bonded_list
        WHERE handbook_id = ? AND replaced_by IS NULL AND opening IS NULL GROUP BY status`,
    )
    this.insertImport = db.prepare<[bigint, string, string]>(
      'INSERT INTO list_import (handbook_id, file_id, imported_at, lists, lines) VALUES (?, ?, ?, 0, 0)',
    )
    this.updateImport = db.prepare<[bigint, bigint, string | null, bigint]>(
      'UPDATE list_import SET lists = ?, lines = ?, rejected_file_id = ? WHERE id = ?',
    )
    this.insertRefusal = db.prepare<RefusalRow & { import_id: bigint }>(`
      INSERT INTO list_refusal (import_id, sheet, row, "column", code, message, list_no, line_no)
      VALUES (@import_id, @sheet, @row, @column, @code, @message, @list_no, @line_no)`)
    // A refused row has been made good when its line (or, for a head, its list) has come into the books since.
    this.allImports = db.prepare<{ handbook_id: bigint | null }, ImportRow>(`
      SELECT i.id, h.handbook_no, i.file_id, f.name AS file_name, i.imported_at, i.lists, i.lines, i.rejected_file_id,
             (SELECT count(*) FROM list_refusal r WHERE r.import_id = i.id) AS rejected,
             (SELECT count(*) FROM list_refusal r
               WHERE r.import_id = i.id AND r.settled_at IS NULL AND NOT EXISTS (
                 SELECT 1 FROM bonded_list b
                  WHERE b.handbook_id = i.handbook_id AND b.list_no = r.list_no AND (r.line_no IS NULL OR EXISTS (
                    SELECT 1 FROM list_line l WHERE l.list_id = b.id AND l.line_no = r.line_no)))) AS open
        FROM list_import i JOIN handbook h ON h.id = i.handbook_id JOIN stored_file f ON f.file_id = i.file_id
       WHERE @handbook_id IS NULL OR i.handbook_id = @handbook_id
       ORDER BY i.id DESC`)
    this.settle = db.prepare<[string, bigint]>(
      'UPDATE list_refusal SET settled_at = ? WHERE import_id = ? AND settled_at IS NULL',
    )
    this.importTime = db.prepare<[bigint], string>('SELECT imported_at FROM list_import WHERE id = ?').pluck()
    this.importsOfItems = db.prepare<[string, bigint, string], MaterialImportRow>(`
      SELECT b.list_no, b.declared_on, b.mode, l.line_no, l.item_seq, l.quantity_e5, l.unit_price_e5, l.total_e5, l.currency
        FROM json_each(?) w CROSS JOIN movement m ON m.handbook_id = ? AND m.item_kind = 'I' AND m.item_seq = w.value
        JOIN bonded_list b ON b.id = m.list_id JOIN list_line l ON l.list_id = m.list_id AND l.line_no = m.line_no
       WHERE m.reverses_id IS NULL AND b.status = 'booked' AND b.direction = 'I' AND b.mode IN (SELECT value FROM json_each(?))
       ORDER BY l.item_seq, b.declared_on, b.list_no, l.line_no`)
    const booked = `status = 'booked' AND goods = 'I' AND direction = 'I' AND mode IN (SELECT value FROM json_each(?))`
    this.firstImport = db
      .prepare<[bigint, string], string | null>(`SELECT min(declared_on) FROM bonded_list WHERE handbook_id = ? AND ${booked}`)
      .pluck()
    this.importValues = db.prepare<[bigint, string], ImportValueRow>(`
      SELECT b.declared_on, l.currency, coalesce(sum(l.total_e5 / 1000000000), 0) AS total_high,
             coalesce(sum(l.total_e5 % 1000000000), 0) AS total_low, count(*) - count(l.total_e5) AS without_price
        FROM bonded_list b JOIN list_line l ON l.list_id = b.id
       WHERE b.handbook_id = ? AND b.${booked} GROUP BY b.declared_on, l.currency`)
    this.lastExport = db
      .prepare<[bigint], string | null>(
        `SELECT max(declared_on) FROM bonded_list
          WHERE handbook_id = ? AND status = 'booked' AND direction = 'E' AND goods = 'E' AND opening IS NULL`,
      )
      .pluck()
    this.sum = db
      .prepare<[bigint], bigint>(`
        SELECT coalesce(sum(l.quantity_e5), 0) FROM bonded_list b JOIN list_line l ON l.list_id = b.id
         WHERE b.handbook_id = ? AND b.status <> 'deleted'`)
      .pluck()
    this.bookedLists = db.prepare<[bigint], ListRow>(
      "SELECT * FROM bonded_list WHERE handbook_id = ? AND status = 'booked' AND opening IS NULL ORDER BY declared_on, list_no",
    )
    // With min(), SQLite gives the other columns of the row that is the least.
    this.productUses = db.prepare<[bigint], ProductUseRow>(`
      SELECT l.item_seq, l.version, b.list_no, b.mode, b.direction, b.declared_on, min(b.declared_on || ' ' || b.list_no) AS first
        FROM bonded_list b JOIN list_line l ON l.list_id = b.id
       WHERE b.handbook_id = ? AND b.goods = 'E' AND b.status <> 'deleted'
       GROUP BY l.item_seq, l.version ORDER BY l.item_seq, l.version`)
    this.listed = db.prepare<[bigint], { goods: 'I' | 'E'; item_seq: bigint }>(`
      SELECT DISTINCT b.goods, l.item_seq FROM bonded_list b JOIN list_line l ON l.list_id = b.id WHERE b.handbook_id = ?`)
  }

  find(handbookId: bigint, listNo: string): ListRow | undefined {
    return this.byNo.get(handbookId, listNo)
  }

  linesOf(listId: bigint): LineRow[] {
    return this.lines.all(listId)
  }

  namedLinesOf(listId: bigint): NamedLineRow[] {
    return this.namedLines.all(listId)
  }

  get(listId: bigint): ListRow | undefined {
    return this.byId.get(listId)
  }

  withInnerNo(innerNo: string): ListRow[] {
    return this.byInnerNo.all(innerNo)
  }

  editionsOf(handbookId: bigint, listNo: string): bigint {
    return this.editions.get(handbookId, listNo) ?? 0n
  }

  addList(row: Omit<ListRow, 'id' | 'replaced_by'>): bigint {
    return BigInt(this.insertList.run(row).lastInsertRowid)
  }

  setNumber(row: Pick<ListRow, 'id' | 'list_no' | 'edition' | 'seq_no' | 'declared_on'>): void {
    const { id, list_no, edition, seq_no, declared_on } = row
    this.updateNumber.run({ id, list_no, edition, seq_no, declared_on })
  }

  setReplaced(listId: bigint, by: bigint): void {
    this.updateReplaced.run(by, listId)
  }

  addLine(row: LineRow): void {
    this.insertLine.run(row)
  }

  addMovement(row: MovementRow): void {
    this.insertMovement.run(
      row.handbook_id,
      row.item_kind,
      row.item_seq,
      row.version,
      row.mode,
      row.direction,
      row.quantity_e5,
      row.value_e5,
      row.booked_on,
      row.list_id,
      row.line_no,
      row.reverses_id,
      row.recorded_at,
    )
  }

  setStatus(listId: bigint, status: ListStatus): void {
    this.updateStatus.run(status, listId)
  }

  /** Movements of a list that stand: booked and not taken back. */
  standingMovements(listId: bigint): (MovementRow & { id: bigint })[] {
    return this.standing.all(listId)
  }

  timesOf(listId: bigint): { booked_at: string | null; reversed_at: string | null } {
    return this.times.get(listId) ?? { booked_at: null, reversed_at: null }
  }

  countByStatus(handbookId: bigint): Record<ListStatus, number> {
    const counts = { booked: 0, reserved: 0, unbooked: 0, deleted: 0 }
    for (const { status, n } of this.counts.all(handbookId)) counts[status] = Number(n)
    return counts
  }

  /** All goods of all lists that are not deleted, whatever they are. */
  sumOfLines(handbookId: bigint): bigint {
    return this.sum.get(handbookId) ?? 0n
  }

  bookedListsOf(handbookId: bigint): ListRow[] {
    return this.bookedLists.all(handbookId)
  }

  firstProductUses(handbookId: bigint): ProductUseRow[] {
    return this.productUses.all(handbookId)
  }

  listedItems(handbookId: bigint): { goods: 'I' | 'E'; item_seq: bigint }[] {
    return this.listed.all(handbookId)
  }

  addImport(handbookId: bigint, fileId: string, importedAt: string): bigint {
    return BigInt(this.insertImport.run(handbookId, fileId, importedAt).lastInsertRowid)
  }

  finishImport(importId: bigint, lists: number, lines: number, rejectedFileId: string | null): void {
    this.updateImport.run(BigInt(lists), BigInt(lines), rejectedFileId, importId)
  }

  addRefusal(importId: bigint, row: RefusalRow): void {
    this.insertRefusal.run({ ...row, import_id: importId })
  }

  imports(handbookId: bigint | null): ImportRow[] {
    return this.allImports.all({ handbook_id: handbookId })
  }

  /** Undefined where there was no such import. */
  importedAt(importId: bigint): string | undefined {
    return this.importTime.get(importId)
  }

  settleRefusals(importId: number, at: string): number {
    return this.settle.run(at, BigInt(importId)).changes
  }

  page(handbookId: bigint, query: PageQuery): { total: number; rows: (ListRow & { lines: bigint })[] } {
    return readPage(
      this.db,
      'b.*, (SELECT count(*) FROM list_line l WHERE l.list_id = b.id) AS lines',
      'FROM bonded_list b WHERE b.handbook_id = ? AND b.replaced_by IS NULL AND b.opening IS NULL',
      [handbookId],
      listColumns,
      'declared_on, list_no',
      query,
    )
  }

  linePage(handbookId: bigint, query: PageQuery): { total: number; rows: ListedLineRow[] } {
    return readPage(
      this.db,
      'l.*, b.list_no, b.direction, b.goods, b.mode, b.declared_on, b.status, i.name AS item_name, i.unit',
      `FROM list_line l JOIN bonded_list b ON b.id = l.list_id ${withItem}
       WHERE b.handbook_id = ? AND b.replaced_by IS NULL AND b.opening IS NULL`,
      [handbookId],
      lineColumns,
      'declared_on, list_no, line_no',
      query,
    )
  }

  lastProductExport(handbookId: bigint): string | undefined {
    return this.lastExport.get(handbookId) ?? undefined
  }

  importsOf(handbookId: bigint, seqs: readonly number[], modes: readonly string[]): MaterialImportRow[] {
    return this.importsOfItems.all(JSON.stringify(seqs), handbookId, JSON.stringify(modes))
  }

  firstImportOf(handbookId: bigint, modes: readonly string[]): string | undefined {
    return this.firstImport.get(handbookId, JSON.stringify(modes)) ?? undefined
  }

  importValuesOf(handbookId: bigint, modes: readonly string[]): ImportValueRow[] {
    return this.importValues.all(handbookId, JSON.stringify(modes))
  }
}
