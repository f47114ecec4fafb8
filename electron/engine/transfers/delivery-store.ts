import { largestSum } from '../../../shared/domain/exact.ts'
import type { Database } from '../database/connection.ts'
import { readPage } from '../database/page.ts'
import type { PageColumn, PageQuery } from '../database/page.ts'

export interface SlipRow {
  id: bigint
  slip_id: string
  partner: bigint
  way: 'out' | 'in'
  kind: 'delivery' | 'return'
  slip_no: string
  delivered_on: string
  handbook_id: bigint
  partner_handbook_no: string
  vehicle: string
  signed_by: string
  remark: string
  source: 'typed' | 'workbook' | 'package'
  source_file_id: string | null
  recorded_at: string
  voided_at: string | null
  void_reason: string
}
export type ListedSlipRow = SlipRow & {
  partner_id: string
  partner_name: string
  handbook_no: string
  lines: bigint
  declared: string
}

export interface SlipLineRow {
  slip: bigint
  line_no: bigint
  item_seq: bigint
  version: string
  quantity_e5: bigint
  unit_price_e5: bigint | null
  currency: string
  lot: string
}
/** A line that counts, with what of its slip its settlement needs. */
export type StandingLineRow = SlipLineRow &
  Pick<SlipRow, 'slip_id' | 'partner' | 'way' | 'kind' | 'slip_no' | 'delivered_on' | 'handbook_id' | 'partner_handbook_no'> & {
    has_evidence: bigint
  }

const columns: Record<string, PageColumn> = {
  slipNo: { sql: 'slip_no' },
  way: { sql: 'way' },
  kind: { sql: 'kind' },
  deliveredOn: { sql: 'delivered_on' },
  partnerName: { sql: 'partner_name' },
  handbookNo: { sql: 'handbook_no' },
  partnerHandbookNo: { sql: 'partner_handbook_no' },
  vehicle: { sql: 'vehicle' },
  declared: { sql: 'declared' },
  lines: { sql: 'lines', number: 'integer' },
}
const listed = `s.*, p.partner_id, p.name AS partner_name, h.handbook_no, coalesce(d.value, 'none') AS declared,
  (SELECT count(*) FROM delivery_line WHERE slip = s.id) AS lines`
/** With the state of each slip, which no column holds, as `{slipId: state}`. */
const withPartner = `FROM delivery_slip s JOIN partner p ON p.id = s.partner JOIN handbook h ON h.id = s.handbook_id
  LEFT JOIN (SELECT key, value FROM json_each(?) LIMIT -1) d ON d.key = s.slip_id`

export class DeliveryStore {
  private readonly db: Database
  private readonly bySlipId
  private readonly byNo
  private readonly linesOfSlip
  private readonly linesStanding
  private readonly insertSlip
  private readonly insertLine
  private readonly setVoid
  private readonly sumIsTooLarge

  constructor(db: Database) {
    this.db = db
    this.bySlipId = db.prepare<[string], SlipRow>('SELECT * FROM delivery_slip WHERE slip_id = ?')
    this.byNo = db.prepare<[bigint, string, string], SlipRow>(
      'SELECT * FROM delivery_slip WHERE partner = ? AND way = ? AND slip_no = ? AND voided_at IS NULL',
    )
    this.linesOfSlip = db.prepare<[bigint], SlipLineRow>('SELECT * FROM delivery_line WHERE slip = ? ORDER BY line_no')
    // In the order in which they are settled.
    this.linesStanding = db.prepare<{ handbook_id: bigint | null; partner: bigint | null }, StandingLineRow>(`
      SELECT l.*, s.slip_id, s.partner, s.way, s.kind, s.slip_no, s.delivered_on, s.handbook_id, s.partner_handbook_no,
             s.vehicle <> '' OR s.signed_by <> '' AS has_evidence
        FROM delivery_slip s JOIN delivery_line l ON l.slip = s.id
       WHERE s.voided_at IS NULL AND (@handbook_id IS NULL OR s.handbook_id = @handbook_id)
         AND (@partner IS NULL OR s.partner = @partner)
       ORDER BY s.delivered_on, s.slip_no, s.id, l.line_no`)
    this.insertSlip = db.prepare<Omit<SlipRow, 'id' | 'voided_at' | 'void_reason'>>(`
      INSERT INTO delivery_slip (slip_id, partner, way, kind, slip_no, delivered_on, handbook_id, partner_handbook_no, vehicle,
        signed_by, remark, source, source_file_id, recorded_at)
      VALUES (@slip_id, @partner, @way, @kind, @slip_no, @delivered_on, @handbook_id, @partner_handbook_no, @vehicle,
        @signed_by, @remark, @source, @source_file_id, @recorded_at)`)
    this.insertLine = db.prepare<SlipLineRow>(`
      INSERT INTO delivery_line VALUES (@slip, @line_no, @item_seq, @version, @quantity_e5, @unit_price_e5, @currency, @lot)`)
    this.setVoid = db.prepare<[string, string, bigint]>('UPDATE delivery_slip SET voided_at = ?, void_reason = ? WHERE id = ?')
    this.sumIsTooLarge = db
      .prepare<{ largest: bigint }, bigint>('SELECT coalesce(total(quantity_e5), 0) > @largest FROM delivery_line')
      .pluck()
  }

  find(slipId: string): SlipRow | undefined {
    return this.bySlipId.get(slipId)
  }

  withNo(partner: bigint, way: 'out' | 'in', slipNo: string): SlipRow | undefined {
    return this.byNo.get(partner, way, slipNo)
  }

  linesOf(slip: bigint): SlipLineRow[] {
    return this.linesOfSlip.all(slip)
  }

  /** Lines of slips that are not voided. */
  standingLines(of: { handbookId?: bigint | undefined; partner?: bigint | undefined }): StandingLineRow[] {
    return this.linesStanding.all({ handbook_id: of.handbookId ?? null, partner: of.partner ?? null })
  }

  page(
    of: { handbookId: bigint | undefined; partner: bigint | undefined },
    states: Readonly<Record<string, string>>,
    query: PageQuery,
  ): { total: number; rows: ListedSlipRow[] } {
    const conditions = [
      ...(of.handbookId === undefined ? [] : ['s.handbook_id = ?']),
      ...(of.partner === undefined ? [] : ['s.partner = ?']),
    ]
    return readPage<ListedSlipRow>(
      this.db,
      listed,
      `${withPartner}${conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''}`,
      [JSON.stringify(states), ...[of.handbookId, of.partner].filter((value) => value !== undefined)],
      columns,
      'delivered_on DESC, slip_no, id',
      query,
    )
  }

  add(row: Omit<SlipRow, 'id' | 'voided_at' | 'void_reason'>, lines: readonly Omit<SlipLineRow, 'slip'>[]): bigint {
    const slip = BigInt(this.insertSlip.run(row).lastInsertRowid)
    for (const line of lines) this.insertLine.run({ ...line, slip })
    return slip
  }

  void(slip: bigint, reason: string, at: string): void {
    this.setVoid.run(at, reason, slip)
  }

  /** Whether all slips together are too much to be added up. */
  isTooMuch(): boolean {
    return this.sumIsTooLarge.get({ largest: largestSum }) === 1n
  }
}
