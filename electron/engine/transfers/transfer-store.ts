import type { Database } from '../database/connection.ts'

export interface TransferRow {
  id: bigint
  transfer_id: string
  transfer_no: string
  partner: bigint
  way: 'out' | 'in'
  handbook_id: bigint
  partner_handbook_no: string
  from_day: string
  to_day: string
  deadline: string
  draft_id: string
  partner_list_no: string
  from_package: bigint
  created_at: string
}

export interface TransferLineRow {
  transfer: bigint
  item_seq: bigint
  version: string
  quantity_e5: bigint
  unit_price_e5: bigint | null
  currency: string
  slips: bigint
}

interface ClaimRow {
  transfer: bigint
  slip: bigint
  line_no: bigint
  quantity_e5: bigint
}

export interface PackageRow {
  id: bigint
  transfer: bigint
  way: 'sent' | 'read'
  /** The filing that it is, ours or the partner's. */
  package_id: string
  /** Of a read one: its place in the partner's chain of packages. */
  sequence: bigint | null
  sha256: string | null
  file_id: string | null
  name: string
  at: string
}

interface PackageItemRow {
  package: bigint
  item_seq: bigint
  hs_code: string
  name: string
  unit: string
  quantity_e5: bigint
  unit_price_e5: bigint | null
  currency: string
}

interface SurplusRow {
  id: bigint
  surplus_id: string
  from_handbook_id: bigint
  to_handbook_id: bigint
  out_draft_id: string
  in_draft_id: string
  created_at: string
}

interface SlipOfTransferRow {
  id: bigint
  slip_id: string
  slip_no: string
  delivered_on: string
}

export class TransferStore {
  private readonly byTransferId
  private readonly byNo
  private readonly all
  private readonly insertTransfer
  private readonly updateFigures
  private readonly updateListNo
  private readonly numbersLike
  private readonly lines
  private readonly insertLine
  private readonly deleteLines
  private readonly slips
  private readonly insertSlip
  private readonly deleteSlips
  private readonly transfersOfSlip
  private readonly claims
  private readonly insertClaim
  private readonly deleteClaims
  private readonly packagesOf
  private readonly packageById
  private readonly packageByHash
  private readonly lastRead
  private readonly insertPackage
  private readonly packageItems
  private readonly insertPackageItem
  private readonly insertSurplus
  private readonly surplusByInDraft
  private readonly surplusByBook

  constructor(db: Database) {
    this.byTransferId = db.prepare<[string], TransferRow>('SELECT * FROM transfer WHERE transfer_id = ?')
    this.byNo = db.prepare<[string], TransferRow>('SELECT * FROM transfer WHERE transfer_no = ?')
    this.all = db.prepare<{ handbook_id: bigint | null; partner: bigint | null }, TransferRow>(`
      SELECT * FROM transfer
       WHERE (@handbook_id IS NULL OR handbook_id = @handbook_id) AND (@partner IS NULL OR partner = @partner)
       ORDER BY created_at DESC, id DESC`)
    this.insertTransfer = db.prepare<Omit<TransferRow, 'id'>>(`
      INSERT INTO transfer (transfer_id, transfer_no, partner, way, handbook_id, partner_handbook_no, from_day, to_day, deadline, draft_id,
        partner_list_no, from_package, created_at)
      VALUES (@transfer_id, @transfer_no, @partner, @way, @handbook_id, @partner_handbook_no, @from_day, @to_day, @deadline, @draft_id,
        @partner_list_no, @from_package, @created_at)`)
    this.updateFigures = db.prepare<Pick<TransferRow, 'id' | 'from_day' | 'to_day' | 'deadline' | 'draft_id'>>(
      'UPDATE transfer SET from_day = @from_day, to_day = @to_day, deadline = @deadline, draft_id = @draft_id WHERE id = @id',
    )
    this.updateListNo = db.prepare<[string, bigint]>('UPDATE transfer SET partner_list_no = ? WHERE id = ?')
    this.numbersLike = db.prepare<[string], string>('SELECT transfer_no FROM transfer WHERE instr(transfer_no, ?) = 1').pluck()
    this.lines = db.prepare<[bigint], TransferLineRow>(
      'SELECT * FROM transfer_line WHERE transfer = ? ORDER BY item_seq, version',
    )
    this.insertLine = db.prepare<TransferLineRow>(
      'INSERT INTO transfer_line VALUES (@transfer, @item_seq, @version, @quantity_e5, @unit_price_e5, @currency, @slips)',
    )
    this.deleteLines = db.prepare<[bigint]>('DELETE FROM transfer_line WHERE transfer = ?')
    this.slips = db.prepare<[bigint], SlipOfTransferRow>(`
      SELECT s.id, s.slip_id, s.slip_no, s.delivered_on FROM transfer_slip t JOIN delivery_slip s ON s.id = t.slip
       WHERE t.transfer = ? ORDER BY s.delivered_on, s.slip_no, s.id`)
    this.insertSlip = db.prepare<[bigint, bigint]>('INSERT INTO transfer_slip (transfer, slip) VALUES (?, ?)')
    this.deleteSlips = db.prepare<[bigint]>('DELETE FROM transfer_slip WHERE transfer = ?')
    this.transfersOfSlip = db.prepare<[bigint], TransferRow>(
      'SELECT t.* FROM transfer_slip s JOIN transfer t ON t.id = s.transfer WHERE s.slip = ? ORDER BY t.id',
    )
    this.claims = db.prepare<{ handbook_id: bigint | null; partner: bigint | null }, ClaimRow & { draft_id: string }>(`
      SELECT c.*, t.draft_id FROM transfer_claim c JOIN transfer t ON t.id = c.transfer
       WHERE (@handbook_id IS NULL OR t.handbook_id = @handbook_id) AND (@partner IS NULL OR t.partner = @partner)`)
    this.insertClaim = db.prepare<ClaimRow>('INSERT INTO transfer_claim VALUES (@transfer, @slip, @line_no, @quantity_e5)')
    this.deleteClaims = db.prepare<[bigint]>('DELETE FROM transfer_claim WHERE transfer = ?')
    this.packagesOf = db.prepare<[bigint], PackageRow>('SELECT * FROM transfer_package WHERE transfer = ? ORDER BY id')
    this.packageById = db.prepare<[string], PackageRow>('SELECT * FROM transfer_package WHERE package_id = ?')
    this.packageByHash = db.prepare<[string], PackageRow>('SELECT * FROM transfer_package WHERE sha256 = ?')
    this.lastRead = db.prepare<[bigint], PackageRow>(
      "SELECT * FROM transfer_package WHERE transfer = ? AND way = 'read' ORDER BY sequence DESC LIMIT 1",
    )
    this.insertPackage = db.prepare<Omit<PackageRow, 'id'>>(`
      INSERT INTO transfer_package (transfer, way, package_id, sequence, sha256, file_id, name, at)
      VALUES (@transfer, @way, @package_id, @sequence, @sha256, @file_id, @name, @at)`)
    this.packageItems = db.prepare<[bigint], PackageItemRow>(
      'SELECT * FROM transfer_package_item WHERE package = ? ORDER BY item_seq',
    )
    this.insertPackageItem = db.prepare<PackageItemRow>(`
      INSERT INTO transfer_package_item
      VALUES (@package, @item_seq, @hs_code, @name, @unit, @quantity_e5, @unit_price_e5, @currency)`)
    this.insertSurplus = db.prepare<Omit<SurplusRow, 'id'>>(`
      INSERT INTO surplus_transfer (surplus_id, from_handbook_id, to_handbook_id, out_draft_id, in_draft_id, created_at)
      VALUES (@surplus_id, @from_handbook_id, @to_handbook_id, @out_draft_id, @in_draft_id, @created_at)`)
    this.surplusByInDraft = db.prepare<[string], SurplusRow>('SELECT * FROM surplus_transfer WHERE in_draft_id = ?')
    this.surplusByBook = db.prepare<[bigint], SurplusRow>('SELECT * FROM surplus_transfer WHERE from_handbook_id = ? ORDER BY id')
  }

  find(transferId: string): TransferRow | undefined {
    return this.byTransferId.get(transferId)
  }

  withNo(transferNo: string): TransferRow | undefined {
    return this.byNo.get(transferNo)
  }

  list(of: { handbookId?: bigint | undefined; partner?: bigint | undefined }): TransferRow[] {
    return this.all.all({ handbook_id: of.handbookId ?? null, partner: of.partner ?? null })
  }

  /** Numbers that begin with `prefix`. */
  numbersFrom(prefix: string): string[] {
    return this.numbersLike.all(prefix)
  }

  add(row: Omit<TransferRow, 'id'>): bigint {
    return BigInt(this.insertTransfer.run(row).lastInsertRowid)
  }

  /** Of a transfer that a newer package of the partner gives other figures. */
  setFigures(row: Pick<TransferRow, 'id' | 'from_day' | 'to_day' | 'deadline' | 'draft_id'>): void {
    this.updateFigures.run(row)
    this.deleteLines.run(row.id)
    this.deleteClaims.run(row.id)
    this.deleteSlips.run(row.id)
  }

  setPartnerListNo(transfer: bigint, listNo: string): void {
    this.updateListNo.run(listNo, transfer)
  }

  addContent(
    transfer: bigint,
    content: {
      lines: readonly Omit<TransferLineRow, 'transfer'>[]
      slips: readonly bigint[]
      claims: readonly Omit<ClaimRow, 'transfer'>[]
    },
  ): void {
    for (const line of content.lines) this.insertLine.run({ ...line, transfer })
    for (const slip of content.slips) this.insertSlip.run(transfer, slip)
    for (const claim of content.claims) this.insertClaim.run({ ...claim, transfer })
  }

  linesOf(transfer: bigint): TransferLineRow[] {
    return this.lines.all(transfer)
  }

  slipsOf(transfer: bigint): SlipOfTransferRow[] {
    return this.slips.all(transfer)
  }

  transfersWithSlip(slip: bigint): TransferRow[] {
    return this.transfersOfSlip.all(slip)
  }

  /** With the draft of each transfer, which says whether it still stands. */
  claimsOf(of: { handbookId?: bigint | undefined; partner?: bigint | undefined }): (ClaimRow & { draft_id: string })[] {
    return this.claims.all({ handbook_id: of.handbookId ?? null, partner: of.partner ?? null })
  }

  packages(transfer: bigint): PackageRow[] {
    return this.packagesOf.all(transfer)
  }

  packageWithId(packageId: string): PackageRow | undefined {
    return this.packageById.get(packageId)
  }

  packageWithHash(sha256: string): PackageRow | undefined {
    return this.packageByHash.get(sha256)
  }

  /** The partner's newest word on a transfer. */
  lastReadPackage(transfer: bigint): PackageRow | undefined {
    return this.lastRead.get(transfer)
  }

  addPackage(row: Omit<PackageRow, 'id'>, items: readonly Omit<PackageItemRow, 'package'>[]): void {
    const id = BigInt(this.insertPackage.run(row).lastInsertRowid)
    for (const item of items) this.insertPackageItem.run({ ...item, package: id })
  }

  itemsOfPackage(id: bigint): PackageItemRow[] {
    return this.packageItems.all(id)
  }

  addSurplus(row: Omit<SurplusRow, 'id'>): void {
    this.insertSurplus.run(row)
  }

  surplusWithInDraft(draftId: string): SurplusRow | undefined {
    return this.surplusByInDraft.get(draftId)
  }

  /** In the order in which they were made. */
  surplusFrom(handbookId: bigint): SurplusRow[] {
    return this.surplusByBook.all(handbookId)
  }
}
