import type { CountKind, DifferenceReason, Disposal } from '../../../shared/domain/stocktake.ts'
import type { Database } from '../database/connection.ts'
import { readPage } from '../database/page.ts'
import type { PageColumn, PageQuery } from '../database/page.ts'

export interface StocktakeRow {
  id: bigint
  stocktake_id: string
  stocktake_no: bigint
  name: string
  cut_off: string
  note: string
  made_by: string
  created_at: string
  state: 'counting' | 'settled' | 'discarded'
  ended_at: string | null
  ended_by: string | null
  result: string | null
}

export interface SheetRow {
  id: bigint
  sheet_id: string
  stocktake: bigint
  name: string
  origin: 'import' | 'typed'
  counted_by: string
  counted_on: string
  file_id: string | null
  file_sha256: string | null
  at: string
}

export interface CountRow {
  no: bigint
  kind: CountKind
  handbook_no: string
  goods: 'material' | 'product'
  item_seq: bigint | null
  part_no: string
  name: string
  version: string
  completion_e9: bigint
  quantity_e5: bigint
  counted_in: 'declared' | 'part'
  location: string
  remark: string
}
export type NamedCountRow = CountRow & { sheet_id: string; sheet_name: string }

/** Rows of one sheet that say the same but for how much, added up; in two halves, because many large ones pass 64 bits. */
export interface CountGroupRow extends Omit<CountRow, 'no' | 'name' | 'quantity_e5' | 'location' | 'remark'> {
  sheet: bigint
  rows: bigint
  quantity_high: bigint
  quantity_low: bigint
}

interface DivisionRow {
  part_no: string
  handbook_no: string
  quantity_e5: bigint
  reason: string
}

export interface JudgementRow {
  handbook_no: string
  item_seq: bigint
  reason: DifferenceReason | null
  disposal: Disposal | null
  note: string
}

interface ShortageSaleRow {
  stocktake: bigint
  handbook_no: string
  item_seq: bigint
  quantity_e5: bigint
  sale_id: string
}

const countColumns: Record<string, PageColumn> = {
  no: { sql: 'no', number: 'integer' },
  kind: { sql: 'kind' },
  handbookNo: { sql: 'handbook_no' },
  goods: { sql: 'goods' },
  itemSeq: { sql: 'item_seq', number: 'integer' },
  partNo: { sql: 'part_no' },
  name: { sql: 'name' },
  version: { sql: 'version' },
  completion: { sql: 'completion_e9', number: 'Rate' },
  quantity: { sql: 'quantity_e5', number: 'Quantity' },
  location: { sql: 'location' },
  sheetName: { sql: 'sheet_name' },
}

const group = 'r.sheet, r.kind, r.handbook_no, r.goods, r.item_seq, r.part_no, r.version, r.completion_e9, r.counted_in'

/** Stocktakes, what was counted, and what was decided of it. */
export class StocktakeStore {
  private readonly db: Database
  private readonly statements

  constructor(db: Database) {
    this.db = db
    this.statements = {
      newestFirst: db.prepare<[], StocktakeRow>('SELECT * FROM stocktake ORDER BY id DESC'),
      ofHandbook: db.prepare<[bigint], StocktakeRow>(`
        SELECT t.* FROM stocktake_handbook h JOIN stocktake t ON t.id = h.stocktake WHERE h.handbook_id = ? ORDER BY t.id DESC`),
      find: db.prepare<[string], StocktakeRow>('SELECT * FROM stocktake WHERE stocktake_id = ?'),
      lastNo: db.prepare<[], bigint>('SELECT coalesce(max(stocktake_no), 0) FROM stocktake').pluck(),
      insert: db.prepare<Omit<StocktakeRow, 'id' | 'state' | 'ended_at' | 'ended_by' | 'result'>>(`
        INSERT INTO stocktake (stocktake_id, stocktake_no, name, cut_off, note, made_by, created_at, state)
        VALUES (@stocktake_id, @stocktake_no, @name, @cut_off, @note, @made_by, @created_at, 'counting')`),
      insertHandbook: db.prepare<[bigint, string, bigint]>('INSERT INTO stocktake_handbook VALUES (?, ?, ?)'),
      handbooks: db
        .prepare<[bigint], string>('SELECT handbook_no FROM stocktake_handbook WHERE stocktake = ? ORDER BY handbook_no')
        .pluck(),
      end: db.prepare<Pick<StocktakeRow, 'id' | 'state' | 'ended_at' | 'ended_by' | 'result'>>(`
        UPDATE stocktake SET state = @state, ended_at = @ended_at, ended_by = @ended_by, result = @result WHERE id = @id`),
      sheets: db.prepare<[bigint], SheetRow>('SELECT * FROM count_sheet WHERE stocktake = ? ORDER BY id'),
      sheet: db.prepare<[bigint, string], SheetRow>('SELECT * FROM count_sheet WHERE stocktake = ? AND sheet_id = ?'),
      sheetOfFile: db.prepare<[bigint, string], SheetRow>('SELECT * FROM count_sheet WHERE stocktake = ? AND file_sha256 = ?'),
      insertSheet: db.prepare<Omit<SheetRow, 'id'>>(`
        INSERT INTO count_sheet (sheet_id, stocktake, name, origin, counted_by, counted_on, file_id, file_sha256, at)
        VALUES (@sheet_id, @stocktake, @name, @origin, @counted_by, @counted_on, @file_id, @file_sha256, @at)`),
      changeSheet: db.prepare<Pick<SheetRow, 'id' | 'name' | 'counted_by' | 'counted_on' | 'at'>>(`
        UPDATE count_sheet SET name = @name, counted_by = @counted_by, counted_on = @counted_on, at = @at WHERE id = @id`),
      removeSheet: db.prepare<[bigint]>('DELETE FROM count_sheet WHERE id = ?'),
      removeRows: db.prepare<[bigint]>('DELETE FROM count_row WHERE sheet = ?'),
      insertRow: db.prepare<CountRow & { sheet: bigint }>(`
        INSERT INTO count_row VALUES (@sheet, @no, @kind, @handbook_no, @goods, @item_seq, @part_no, @name, @version, @completion_e9,
               @quantity_e5, @counted_in, @location, @remark)`),
      groups: db.prepare<[bigint], CountGroupRow>(`
        SELECT ${group}, count(*) AS rows, sum(r.quantity_e5 / 1000000000) AS quantity_high, sum(r.quantity_e5 % 1000000000) AS quantity_low
          FROM count_sheet s JOIN count_row r ON r.sheet = s.id WHERE s.stocktake = ? GROUP BY ${group}`),
      rows: db.prepare<[bigint], NamedCountRow>(`
        SELECT r.*, s.sheet_id, s.name AS sheet_name FROM count_sheet s JOIN count_row r ON r.sheet = s.id
         WHERE s.stocktake = ? ORDER BY s.id, r.no`),
      divisions: db.prepare<[bigint], DivisionRow>(
        'SELECT part_no, handbook_no, quantity_e5, reason FROM stock_division WHERE stocktake = ? ORDER BY part_no, handbook_no',
      ),
      removeDivision: db.prepare<[bigint, string]>('DELETE FROM stock_division WHERE stocktake = ? AND part_no = ?'),
      insertDivision: db.prepare<DivisionRow & { stocktake: bigint }>(
        'INSERT INTO stock_division VALUES (@stocktake, @part_no, @handbook_no, @quantity_e5, @reason)',
      ),
      judgements: db.prepare<[bigint], JudgementRow>(
        'SELECT handbook_no, item_seq, reason, disposal, note FROM difference_judgement WHERE stocktake = ?',
      ),
      removeJudgement: db.prepare<[bigint, string, bigint]>(
        'DELETE FROM difference_judgement WHERE stocktake = ? AND handbook_no = ? AND item_seq = ?',
      ),
      insertJudgement: db.prepare<JudgementRow & { stocktake: bigint }>(
        'INSERT INTO difference_judgement VALUES (@stocktake, @handbook_no, @item_seq, @reason, @disposal, @note)',
      ),
      sales: db.prepare<[bigint], ShortageSaleRow>(`
        SELECT s.stocktake, s.handbook_no, s.item_seq, s.quantity_e5, s.sale_id
          FROM stocktake_handbook h JOIN shortage_sale s ON s.handbook_no = h.handbook_no WHERE h.stocktake = ? ORDER BY s.id`),
      insertSale: db.prepare<ShortageSaleRow>(`
        INSERT INTO shortage_sale (stocktake, handbook_no, item_seq, quantity_e5, sale_id)
        VALUES (@stocktake, @handbook_no, @item_seq, @quantity_e5, @sale_id)`),
    }
  }

  /** Newest first; of all handbooks where undefined. */
  list(handbookId?: bigint): StocktakeRow[] {
    return handbookId === undefined ? this.statements.newestFirst.all() : this.statements.ofHandbook.all(handbookId)
  }

  find(stocktakeId: string): StocktakeRow | undefined {
    return this.statements.find.get(stocktakeId)
  }

  nextNo(): bigint {
    return (this.statements.lastNo.get() ?? 0n) + 1n
  }

  add(
    row: Parameters<StocktakeStore['statements']['insert']['run']>[0],
    handbooks: readonly { id: bigint; handbook_no: string }[],
  ): void {
    const id = BigInt(this.statements.insert.run(row).lastInsertRowid)
    for (const handbook of handbooks) this.statements.insertHandbook.run(id, handbook.handbook_no, handbook.id)
  }

  handbooksOf(id: bigint): string[] {
    return this.statements.handbooks.all(id)
  }

  end(row: Pick<StocktakeRow, 'id' | 'state' | 'ended_at' | 'ended_by' | 'result'>): void {
    this.statements.end.run(row)
  }

  sheets(id: bigint): SheetRow[] {
    return this.statements.sheets.all(id)
  }

  sheet(id: bigint, sheetId: string): SheetRow | undefined {
    return this.statements.sheet.get(id, sheetId)
  }

  sheetOfFile(id: bigint, sha256: string): SheetRow | undefined {
    return this.statements.sheetOfFile.get(id, sha256)
  }

  addSheet(row: Omit<SheetRow, 'id'>): bigint {
    return BigInt(this.statements.insertSheet.run(row).lastInsertRowid)
  }

  changeSheet(row: Pick<SheetRow, 'id' | 'name' | 'counted_by' | 'counted_on' | 'at'>): void {
    this.statements.changeSheet.run(row)
    this.statements.removeRows.run(row.id)
  }

  removeSheet(sheet: bigint): void {
    this.statements.removeRows.run(sheet)
    this.statements.removeSheet.run(sheet)
  }

  addRow(sheet: bigint, row: CountRow): void {
    this.statements.insertRow.run({ ...row, sheet })
  }

  /** What was counted, rows of a kind together. */
  groups(id: bigint): CountGroupRow[] {
    return this.statements.groups.all(id)
  }

  /** Every counted row, one after another: there may be many. */
  rows(id: bigint): IterableIterator<NamedCountRow> {
    return this.statements.rows.iterate(id)
  }

  page(id: bigint, sheetId: string | undefined, query: PageQuery): { total: number; rows: NamedCountRow[] } {
    const of = sheetId === undefined ? '' : 'AND s.sheet_id = ?'
    return readPage<NamedCountRow>(
      this.db,
      'r.*, s.sheet_id, s.name AS sheet_name',
      `FROM count_sheet s JOIN count_row r ON r.sheet = s.id WHERE s.stocktake = ? ${of}`,
      [id, ...(sheetId === undefined ? [] : [sheetId])],
      countColumns,
      'sheet, no',
      query,
    )
  }

  divisions(id: bigint): DivisionRow[] {
    return this.statements.divisions.all(id)
  }

  /** In the place of what was said of the part before; none to say nothing. */
  divide(id: bigint, partNo: string, rows: readonly DivisionRow[]): void {
    this.statements.removeDivision.run(id, partNo)
    for (const row of rows) this.statements.insertDivision.run({ ...row, stocktake: id })
  }

  judgements(id: bigint): JudgementRow[] {
    return this.statements.judgements.all(id)
  }

  judge(id: bigint, row: JudgementRow): void {
    this.statements.removeJudgement.run(id, row.handbook_no, row.item_seq)
    if (row.reason !== null || row.disposal !== null || row.note !== '')
      this.statements.insertJudgement.run({ ...row, stocktake: id })
  }

  /** Of its handbooks, by whatever stocktake; oldest first. */
  sales(id: bigint): ShortageSaleRow[] {
    return this.statements.sales.all(id)
  }

  addSale(row: ShortageSaleRow): void {
    this.statements.insertSale.run(row)
  }
}
