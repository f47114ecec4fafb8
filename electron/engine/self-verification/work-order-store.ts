import { largestSum } from '../../../shared/domain/exact.ts'
import type { Database } from '../database/connection.ts'
import { readPage } from '../database/page.ts'
import type { PageColumn, PageQuery } from '../database/page.ts'

export interface OrderRow {
  id: bigint
  handbook_id: bigint
  order_no: string
  product_seq: bigint
  version: string
  planned_e5: bigint
  finished_e5: bigint
  rejected_e5: bigint
  posted_on: string
  recorded_at: string
  source_file_id: string | null
}
export type ListedOrderRow = OrderRow & { product_name: string; signed: bigint; lines: bigint }

export interface SlipRow {
  work_order: bigint
  line_no: bigint
  material_seq: bigint
  bonded: bigint
  lot: string
  issued_e5: bigint
  returned_e5: bigint
  scrap_e5: bigint
  defects_e5: bigint
  wip_e5: bigint
}

/** What product versions took of a material in a month, bonded goods alone. */
export interface MonthlyUseRow extends Omit<SlipRow, 'work_order' | 'line_no' | 'bonded' | 'lot'> {
  month: string
  product_seq: bigint
  version: string
}

export interface MonthlyOutputRow {
  month: string
  product_seq: bigint
  version: string
  orders: bigint
  finished_e5: bigint
}

type PointRow = Pick<OrderRow, 'order_no' | 'posted_on' | 'finished_e5' | 'rejected_e5'> & SlipRow

const columns: Record<string, PageColumn> = {
  orderNo: { sql: 'order_no' },
  productSeq: { sql: 'product_seq', number: 'integer' },
  productName: { sql: 'product_name' },
  version: { sql: 'version' },
  planned: { sql: 'planned_e5', number: 'Quantity' },
  finished: { sql: 'finished_e5', number: 'Quantity' },
  rejected: { sql: 'rejected_e5', number: 'Quantity' },
  postedOn: { sql: 'posted_on' },
}

const listed = `w.*, coalesce(i.name, '') AS product_name, EXISTS (SELECT 1 FROM signed_work_order s WHERE s.id = w.id) AS signed,
  (SELECT count(*) FROM work_order_line WHERE work_order = w.id) AS lines`
const withProduct = `FROM work_order w LEFT JOIN item i ON i.handbook_id = w.handbook_id AND i.kind = 'E' AND i.seq = w.product_seq`
type Days = { handbook_id: bigint; from: string; to: string }

export class WorkOrderStore {
  private readonly db: Database
  private readonly byNo
  private readonly listedByNo
  private readonly slips
  private readonly allOrders
  private readonly allSlips
  private readonly slipsOfOrders
  private readonly insertOrder
  private readonly updateOrder
  private readonly deleteSlips
  private readonly insertSlip
  private readonly sumIsTooLarge
  private readonly uses
  private readonly outputs
  private readonly pointSlips
  private readonly lastDay
  private readonly sources

  constructor(db: Database) {
    this.db = db
    this.byNo = db.prepare<[bigint, string], OrderRow>('SELECT * FROM work_order WHERE handbook_id = ? AND order_no = ?')
    this.listedByNo = db.prepare<[bigint, string], ListedOrderRow>(
      `SELECT ${listed} ${withProduct} WHERE w.handbook_id = ? AND w.order_no = ?`,
    )
    this.slips = db.prepare<[bigint], SlipRow>('SELECT * FROM work_order_line WHERE work_order = ? ORDER BY line_no')
    this.allOrders = db.prepare<Days, ListedOrderRow>(
      `SELECT ${listed} ${withProduct} WHERE w.handbook_id = @handbook_id AND w.posted_on BETWEEN @from AND @to ORDER BY w.posted_on, w.order_no`,
    )
    this.allSlips = db.prepare<Days, SlipRow>(`
      SELECT l.* FROM work_order w JOIN work_order_line l ON l.work_order = w.id
       WHERE w.handbook_id = @handbook_id AND w.posted_on BETWEEN @from AND @to ORDER BY l.work_order, l.line_no`)
    this.slipsOfOrders = db.prepare<[string], SlipRow>(
      'SELECT * FROM work_order_line WHERE work_order IN (SELECT value FROM json_each(?)) ORDER BY work_order, line_no',
    )
    this.insertOrder = db.prepare<Omit<OrderRow, 'id'>>(`
      INSERT INTO work_order (handbook_id, order_no, product_seq, version, planned_e5, finished_e5, rejected_e5, posted_on, recorded_at, source_file_id)
      VALUES (@handbook_id, @order_no, @product_seq, @version, @planned_e5, @finished_e5, @rejected_e5, @posted_on, @recorded_at, @source_file_id)`)
    this.updateOrder = db.prepare<OrderRow>(`
      UPDATE work_order SET product_seq = @product_seq, version = @version, planned_e5 = @planned_e5, finished_e5 = @finished_e5,
        rejected_e5 = @rejected_e5, posted_on = @posted_on, recorded_at = @recorded_at, source_file_id = @source_file_id WHERE id = @id`)
    this.deleteSlips = db.prepare<[bigint]>('DELETE FROM work_order_line WHERE work_order = ?')
    this.insertSlip = db.prepare<SlipRow>(`
      INSERT INTO work_order_line VALUES (@work_order, @line_no, @material_seq, @bonded, @lot, @issued_e5, @returned_e5, @scrap_e5, @defects_e5, @wip_e5)`)
    this.sumIsTooLarge = db
      .prepare<{ handbook_id: bigint; largest: bigint }, bigint>(`
        SELECT (SELECT total(finished_e5) FROM work_order WHERE handbook_id = @handbook_id) > @largest
            OR (SELECT total(l.issued_e5) FROM work_order w JOIN work_order_line l ON l.work_order = w.id
                 WHERE w.handbook_id = @handbook_id) > @largest`)
      .pluck()
    this.uses = db.prepare<Days, MonthlyUseRow>(`
      SELECT substr(w.posted_on, 1, 7) AS month, w.product_seq, w.version, l.material_seq, sum(l.issued_e5) AS issued_e5,
             sum(l.returned_e5) AS returned_e5, sum(l.scrap_e5) AS scrap_e5, sum(l.defects_e5) AS defects_e5, sum(l.wip_e5) AS wip_e5
        FROM work_order w JOIN work_order_line l ON l.work_order = w.id
       WHERE w.handbook_id = @handbook_id AND w.posted_on BETWEEN @from AND @to AND l.bonded = 1
       GROUP BY month, w.product_seq, w.version, l.material_seq`)
    this.outputs = db.prepare<Days, MonthlyOutputRow>(`
      SELECT substr(posted_on, 1, 7) AS month, product_seq, version, count(*) AS orders, sum(finished_e5) AS finished_e5
        FROM work_order WHERE handbook_id = @handbook_id AND posted_on BETWEEN @from AND @to
       GROUP BY month, product_seq, version ORDER BY month`)
    this.pointSlips = db.prepare<Days & { product_seq: bigint; version: string; material_seq: bigint }, PointRow>(`
      SELECT w.order_no, w.posted_on, w.finished_e5, w.rejected_e5, l.*
        FROM work_order w JOIN work_order_line l ON l.work_order = w.id
       WHERE w.handbook_id = @handbook_id AND w.product_seq = @product_seq AND w.version = @version
         AND w.posted_on BETWEEN @from AND @to AND l.material_seq = @material_seq AND l.bonded = 1
       ORDER BY w.posted_on, w.order_no, l.line_no`)
    this.sources = db.prepare<Days, { product_seq: bigint; version: string; file_id: string }>(`
      SELECT DISTINCT product_seq, version, source_file_id AS file_id FROM work_order
       WHERE handbook_id = @handbook_id AND posted_on BETWEEN @from AND @to AND source_file_id IS NOT NULL ORDER BY product_seq, version, file_id`)
    this.lastDay = db
      .prepare<[bigint, string], string | null>('SELECT max(posted_on) FROM work_order WHERE handbook_id = ? AND posted_on <= ?')
      .pluck()
  }

  find(handbookId: bigint, orderNo: string): OrderRow | undefined {
    return this.byNo.get(handbookId, orderNo)
  }

  findListed(handbookId: bigint, orderNo: string): ListedOrderRow | undefined {
    return this.listedByNo.get(handbookId, orderNo)
  }

  slipsOf(order: bigint): SlipRow[] {
    return this.slips.all(order)
  }

  page(handbookId: bigint, query: PageQuery): { total: number; rows: ListedOrderRow[] } {
    return readPage<ListedOrderRow>(
      this.db,
      listed,
      `${withProduct} WHERE w.handbook_id = ?`,
      [handbookId],
      columns,
      'posted_on DESC, order_no',
      query,
    )
  }

  slipsOfAll(orders: readonly bigint[]): SlipRow[] {
    return this.slipsOfOrders.all(JSON.stringify(orders.map(Number)))
  }

  ordersOf(handbookId: bigint, from: string, to: string): ListedOrderRow[] {
    return this.allOrders.all({ handbook_id: handbookId, from, to })
  }

  slipsOfPeriod(handbookId: bigint, from: string, to: string): SlipRow[] {
    return this.allSlips.all({ handbook_id: handbookId, from, to })
  }

  add(row: Omit<OrderRow, 'id'>, slips: readonly Omit<SlipRow, 'work_order'>[]): void {
    this.putSlips(BigInt(this.insertOrder.run(row).lastInsertRowid), slips)
  }

  replace(row: OrderRow, slips: readonly Omit<SlipRow, 'work_order'>[]): void {
    this.deleteSlips.run(row.id)
    this.updateOrder.run(row)
    this.putSlips(row.id, slips)
  }

  private putSlips(order: bigint, slips: readonly Omit<SlipRow, 'work_order'>[]): void {
    for (const slip of slips) this.insertSlip.run({ ...slip, work_order: order })
  }

  /** Whether all that was finished or issued under a handbook is too much to be added up. Nothing comes out that was not issued. */
  isTooMuch(handbookId: bigint): boolean {
    return this.sumIsTooLarge.get({ handbook_id: handbookId, largest: largestSum }) === 1n
  }

  usesOf(handbookId: bigint, from: string, to: string): MonthlyUseRow[] {
    return this.uses.all({ handbook_id: handbookId, from, to })
  }

  outputsOf(handbookId: bigint, from: string, to: string): MonthlyOutputRow[] {
    return this.outputs.all({ handbook_id: handbookId, from, to })
  }

  /** The workbooks that the orders of each product version came in. */
  sourcesOf(handbookId: bigint, from: string, to: string): { product_seq: bigint; version: string; file_id: string }[] {
    return this.sources.all({ handbook_id: handbookId, from, to })
  }

  lastPosting(handbookId: bigint, upTo: string): string | null {
    return this.lastDay.get(handbookId, upTo) ?? null
  }

  slipsOfPoint(
    handbookId: bigint,
    of: { from: string; to: string; productSeq: number; version: string; materialSeq: number },
  ): PointRow[] {
    return this.pointSlips.all({
      handbook_id: handbookId,
      from: of.from,
      to: of.to,
      product_seq: BigInt(of.productSeq),
      version: of.version,
      material_seq: BigInt(of.materialSeq),
    })
  }
}
