import type { Database } from '../database/connection.ts'

export interface PartnerRow {
  id: bigint
  partner_id: string
  name: string
  credit_code: string
  customs_code: string
  customs_district: string
  contact: string
  phone: string
  address: string
  fingerprint: string | null
  fingerprint_confirmed_at: string | null
  active: bigint
  saved_at: string
}

export interface ItemPairRow {
  id: bigint
  partner: bigint
  handbook_id: bigint
  goods: 'I' | 'E'
  item_seq: bigint
  partner_handbook_no: string
  partner_item_seq: bigint
  factor_e9: bigint
  from_day: string
  recorded_at: string
}

export class PartnerStore {
  private readonly all
  private readonly byPartnerId
  private readonly byRowId
  private readonly byCreditCode
  private readonly byHandbook
  private readonly byFingerprint
  private readonly put
  private readonly setKey
  private readonly handbookRows
  private readonly handbooksInUse
  private readonly addHandbookRow
  private readonly removeHandbookRow
  private readonly slipCounts
  private readonly transferCounts
  private readonly pairRows
  private readonly addPairRow

  constructor(db: Database) {
    this.all = db.prepare<[], PartnerRow>('SELECT * FROM partner ORDER BY active DESC, name, id')
    this.byPartnerId = db.prepare<[string], PartnerRow>('SELECT * FROM partner WHERE partner_id = ?')
    this.byRowId = db.prepare<[bigint], PartnerRow>('SELECT * FROM partner WHERE id = ?')
    this.byCreditCode = db.prepare<[string], PartnerRow>('SELECT * FROM partner WHERE credit_code = ?')
    this.byHandbook = db.prepare<[string], PartnerRow>(
      'SELECT p.* FROM partner p JOIN partner_handbook h ON h.partner = p.id WHERE h.handbook_no = ?',
    )
    this.byFingerprint = db.prepare<[string], PartnerRow>('SELECT * FROM partner WHERE fingerprint = ?')
    this.put = db.prepare<Omit<PartnerRow, 'id' | 'fingerprint' | 'fingerprint_confirmed_at'>>(`
      INSERT INTO partner (partner_id, name, credit_code, customs_code, customs_district, contact, phone, address, active, saved_at)
      VALUES (@partner_id, @name, @credit_code, @customs_code, @customs_district, @contact, @phone, @address, @active, @saved_at)
      ON CONFLICT (partner_id) DO UPDATE SET name = excluded.name, credit_code = excluded.credit_code,
        customs_code = excluded.customs_code, customs_district = excluded.customs_district, contact = excluded.contact,
        phone = excluded.phone, address = excluded.address, active = excluded.active, saved_at = excluded.saved_at`)
    this.setKey = db.prepare<[string, string, bigint]>(
      'UPDATE partner SET fingerprint = ?, fingerprint_confirmed_at = ? WHERE id = ?',
    )
    this.handbookRows = db.prepare<[], { handbook_no: string; partner: bigint }>(
      'SELECT handbook_no, partner FROM partner_handbook ORDER BY handbook_no',
    )
    this.handbooksInUse = db
      .prepare<{ partner: bigint }, string>(`
        SELECT partner_handbook_no FROM delivery_slip WHERE partner = @partner UNION
        SELECT partner_handbook_no FROM transfer WHERE partner = @partner UNION
        SELECT partner_handbook_no FROM partner_item WHERE partner = @partner`)
      .pluck()
    this.addHandbookRow = db.prepare<[string, bigint]>('INSERT INTO partner_handbook (handbook_no, partner) VALUES (?, ?)')
    this.removeHandbookRow = db.prepare<[string]>('DELETE FROM partner_handbook WHERE handbook_no = ?')
    this.slipCounts = db.prepare<[], { partner: bigint; n: bigint }>(
      'SELECT partner, count(*) AS n FROM delivery_slip WHERE voided_at IS NULL GROUP BY partner',
    )
    this.transferCounts = db.prepare<[], { partner: bigint; n: bigint }>(
      'SELECT partner, count(*) AS n FROM transfer GROUP BY partner',
    )
    this.pairRows = db.prepare<[bigint], ItemPairRow>(
      'SELECT * FROM partner_item WHERE partner = ? ORDER BY handbook_id, goods, item_seq, partner_handbook_no, from_day',
    )
    this.addPairRow = db.prepare<Omit<ItemPairRow, 'id'>>(`
      INSERT INTO partner_item (partner, handbook_id, goods, item_seq, partner_handbook_no, partner_item_seq, factor_e9, from_day, recorded_at)
      VALUES (@partner, @handbook_id, @goods, @item_seq, @partner_handbook_no, @partner_item_seq, @factor_e9, @from_day, @recorded_at)`)
  }

  list(): PartnerRow[] {
    return this.all.all()
  }

  find(partnerId: string): PartnerRow | undefined {
    return this.byPartnerId.get(partnerId)
  }

  byId(id: bigint): PartnerRow | undefined {
    return this.byRowId.get(id)
  }

  withCreditCode(creditCode: string): PartnerRow | undefined {
    return this.byCreditCode.get(creditCode)
  }

  withHandbook(handbookNo: string): PartnerRow | undefined {
    return this.byHandbook.get(handbookNo)
  }

  withFingerprint(fingerprint: string): PartnerRow | undefined {
    return this.byFingerprint.get(fingerprint)
  }

  save(row: Omit<PartnerRow, 'id' | 'fingerprint' | 'fingerprint_confirmed_at'>): void {
    this.put.run(row)
  }

  trust(id: bigint, fingerprint: string, at: string): void {
    this.setKey.run(fingerprint, at, id)
  }

  handbooks(): { handbook_no: string; partner: bigint }[] {
    return this.handbookRows.all()
  }

  /** Handbooks of the partner that slips, transfers or pairs of items name. */
  usedHandbooks(partner: bigint): string[] {
    return this.handbooksInUse.all({ partner })
  }

  addHandbook(partner: bigint, handbookNo: string): void {
    this.addHandbookRow.run(handbookNo, partner)
  }

  removeHandbook(handbookNo: string): void {
    this.removeHandbookRow.run(handbookNo)
  }

  counts(): { slips: Map<bigint, number>; transfers: Map<bigint, number> } {
    const counted = (rows: { partner: bigint; n: bigint }[]) => new Map(rows.map(({ partner, n }) => [partner, Number(n)]))
    return { slips: counted(this.slipCounts.all()), transfers: counted(this.transferCounts.all()) }
  }

  pairs(partner: bigint): ItemPairRow[] {
    return this.pairRows.all(partner)
  }

  addPair(row: Omit<ItemPairRow, 'id'>): void {
    this.addPairRow.run(row)
  }
}
