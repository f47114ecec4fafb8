import type { Database } from '../database/connection.ts'

export interface TotalRow {
  item_kind: 'I' | 'E'
  item_seq: bigint
  version: string
  mode: string
  direction: 'I' | 'E'
  quantity_e5: bigint
}

/** Booked goods of one item in one currency, reversals taken off; what of them has a value, and what has a legal quantity. */
interface HistoryRow {
  item_seq: bigint
  currency: string
  quantity_e5: bigint
  /** In 10⁴ of the currency, and the rest in 10⁻⁵. */
  value_high: bigint
  value_low: bigint
  legal_base_e5: bigint
  legal_quantity_e5: bigint
}

export interface ExplainedLineRow extends TotalRow {
  list_no: string
  line_no: bigint
  booked_on: string
  reversal: bigint
}

/** Which lines stand in a figure: those of a material by mode and direction, and those of products by number and version. */
interface LineSelection {
  materialSeq: number | null
  /** `mode+direction`, e.g. `0615I`. */
  materialPostings: readonly string[]
  products: readonly { seq: number; version: string }[]
}

type SelectionParameters = { handbook_id: bigint; as_of: string; items: string; postings: string; limit: bigint; offset: bigint }

const columns = 'item_kind, item_seq, version, mode, direction'
const movementColumns = 'm.item_kind, m.item_seq, m.version, m.mode, m.direction'
/** The wanted items first, so that each is looked up by index; of the material only the wanted postings. */
const wanted = '(SELECT value ->> 0 AS kind, value ->> 1 AS seq, value ->> 2 AS version FROM json_each(@items)) w CROSS JOIN'
const posted = "(item_kind = 'E' OR mode || direction IN (SELECT value FROM json_each(@postings)))"

/** What the balance is made of. No day is later than this one. */
const noLimit = '9999-12-31'

export class WriteOffStore {
  private readonly totalsOfAll
  private readonly totalsUpTo
  private readonly reserved
  private readonly bookedLines
  private readonly bookedCount
  private readonly reservedLines
  private readonly reservedCount
  private readonly leftOut
  private readonly waiting
  private readonly history

  constructor(db: Database) {
    // In the order of the primary key: groups come one after another, nothing is sorted, no line is read.
    this.totalsOfAll = db.prepare<[bigint], TotalRow>(`
      SELECT ${columns}, sum(quantity_e5) AS quantity_e5 FROM movement_total WHERE handbook_id = ? GROUP BY ${columns}`)
    // Whole months from the totals, the days of the last month from the lists declared in it.
    this.totalsUpTo = db.prepare<{ handbook_id: bigint; as_of: string }, TotalRow>(`
      SELECT ${columns}, sum(quantity_e5) AS quantity_e5 FROM (
        SELECT ${columns}, quantity_e5 FROM movement_total WHERE handbook_id = @handbook_id AND month < substr(@as_of, 1, 7)
        UNION ALL
        SELECT ${movementColumns}, m.quantity_e5
          FROM bonded_list b CROSS JOIN movement m ON m.list_id = b.id
         WHERE b.handbook_id = @handbook_id AND b.declared_on BETWEEN substr(@as_of, 1, 7) || '-01' AND @as_of)
      GROUP BY ${columns}`)
    // By index whatever was counted last: lists that wait are few, except in books that were counted while all of them did.
    this.reserved = db.prepare<{ handbook_id: bigint; as_of: string }, TotalRow>(`
      SELECT b.goods AS item_kind, l.item_seq, l.version, b.mode, b.direction, sum(l.quantity_e5) AS quantity_e5
        FROM bonded_list b INDEXED BY bonded_list_by_status JOIN list_line l ON l.list_id = b.id
       WHERE b.handbook_id = @handbook_id AND b.status = 'reserved' AND b.declared_on <= @as_of
       GROUP BY b.goods, l.item_seq, l.version, b.mode, b.direction`)
    this.waiting = db.prepare<[bigint], TotalRow>(`
      SELECT b.goods AS item_kind, l.item_seq, l.version, b.mode, b.direction, sum(l.quantity_e5) AS quantity_e5
        FROM bonded_list b INDEXED BY bonded_list_by_status JOIN list_line l ON l.list_id = b.id
       WHERE b.handbook_id = ? AND b.status IN ('reserved', 'unbooked')
       GROUP BY b.goods, l.item_seq, l.version, b.mode, b.direction`)
    // Values are added in two halves: the sum of many large ones may need more than 64 bits.
    this.history = db.prepare<{ handbook_id: bigint; kind: 'I' | 'E'; items: string; postings: string }, HistoryRow>(`
      SELECT m.item_seq, l.currency, sum(iif(m.value_e5 IS NULL, 0, m.quantity_e5)) AS quantity_e5,
             coalesce(sum(m.value_e5 / 1000000000), 0) AS value_high, coalesce(sum(m.value_e5 % 1000000000), 0) AS value_low,
             sum(iif(l.legal_quantity_e5 IS NULL, 0, m.quantity_e5)) AS legal_base_e5,
             coalesce(sum(iif(m.reverses_id IS NULL, 1, -1) * l.legal_quantity_e5), 0) AS legal_quantity_e5
        FROM (SELECT DISTINCT value AS seq FROM json_each(@items)) w
        CROSS JOIN movement m ON m.handbook_id = @handbook_id AND m.item_kind = @kind AND m.item_seq = w.seq
        JOIN list_line l ON l.list_id = m.list_id AND l.line_no = m.line_no
       WHERE m.mode || m.direction IN (SELECT value FROM json_each(@postings))
       GROUP BY m.item_seq, l.currency`)
    const booked = `
        FROM ${wanted} movement m ON m.handbook_id = @handbook_id AND m.item_kind = w.kind AND m.item_seq = w.seq AND m.version = w.version AND m.booked_on <= @as_of
       WHERE ${posted}`
    this.bookedLines = db.prepare<SelectionParameters, ExplainedLineRow>(`
      SELECT ${movementColumns}, m.quantity_e5, b.list_no, m.line_no, m.booked_on,
             m.reverses_id IS NOT NULL AS reversal
        FROM (SELECT m.* ${booked}) m JOIN bonded_list b ON b.id = m.list_id
       ORDER BY m.booked_on, b.list_no, m.line_no, m.id LIMIT @limit OFFSET @offset`)
    this.bookedCount = db.prepare<SelectionParameters, bigint>(`SELECT count(*) ${booked}`).pluck()
    // Reserved lists are few: from the list to its lines.
    const reserved = `
        FROM (SELECT b.goods AS item_kind, b.mode, b.direction, b.declared_on AS booked_on, b.list_no, l.*
                FROM bonded_list b JOIN list_line l ON l.list_id = b.id
               WHERE b.handbook_id = @handbook_id AND b.status = 'reserved' AND b.declared_on <= @as_of) r
       WHERE ${posted} AND EXISTS (SELECT 1 FROM json_each(@items) w
               WHERE w.value ->> 0 = r.item_kind AND w.value ->> 1 = r.item_seq AND w.value ->> 2 = r.version)`
    this.reservedLines = db.prepare<SelectionParameters, ExplainedLineRow>(`
      SELECT ${columns}, quantity_e5, list_no, line_no, booked_on, 0 AS reversal ${reserved}
       ORDER BY booked_on, list_no, line_no LIMIT @limit OFFSET @offset`)
    this.reservedCount = db.prepare<SelectionParameters, bigint>(`SELECT count(*) ${reserved}`).pluck()
    this.leftOut = db.prepare<{ handbook_id: bigint; as_of: string }, { status: string; later: bigint; n: bigint }>(`
      SELECT status, declared_on > @as_of AS later, count(*) AS n FROM bonded_list
       WHERE handbook_id = @handbook_id AND replaced_by IS NULL AND opening IS NULL GROUP BY status, later`)
  }

  totals(handbookId: bigint, asOf: string | undefined): TotalRow[] {
    return asOf === undefined ? this.totalsOfAll.all(handbookId) : this.totalsUpTo.all({ handbook_id: handbookId, as_of: asOf })
  }

  reservedTotals(handbookId: bigint, asOf: string | undefined): TotalRow[] {
    return this.reserved.all({ handbook_id: handbookId, as_of: asOf ?? noLimit })
  }

  /** Of lists that customs has and has not booked yet: 预核扣 and 未核扣. */
  waitingTotals(handbookId: bigint): TotalRow[] {
    return this.waiting.all(handbookId)
  }

  historyOf(handbookId: bigint, kind: 'I' | 'E', items: readonly number[], postings: readonly string[]): HistoryRow[] {
    return this.history.all({ handbook_id: handbookId, kind, items: JSON.stringify(items), postings: JSON.stringify(postings) })
  }

  lines(
    handbookId: bigint,
    selection: LineSelection,
    status: 'booked' | 'reserved',
    asOf: string | undefined,
    page: { offset: number; limit: number },
  ): { total: number; rows: ExplainedLineRow[] } {
    const parameters = {
      handbook_id: handbookId,
      as_of: asOf ?? noLimit,
      items: JSON.stringify([
        ...(selection.materialSeq === null ? [] : [['I', selection.materialSeq, '']]),
        ...selection.products.map(({ seq, version }) => ['E', seq, version]),
      ]),
      postings: JSON.stringify(selection.materialPostings),
      limit: BigInt(page.limit),
      offset: BigInt(page.offset),
    }
    const [rows, count] = status === 'booked' ? [this.bookedLines, this.bookedCount] : [this.reservedLines, this.reservedCount]
    return { total: Number(count.get(parameters)), rows: rows.all(parameters) }
  }

  /** How many lists stand in which state, before and after the cut-off. */
  listsByStatus(handbookId: bigint, asOf: string | undefined): { status: string; later: boolean; n: number }[] {
    return this.leftOut
      .all({ handbook_id: handbookId, as_of: asOf ?? noLimit })
      .map(({ status, later, n }) => ({ status, later: later === 1n, n: Number(n) }))
  }
}
