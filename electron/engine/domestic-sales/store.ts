import type { SaleKind } from '../../../shared/domain/sale-kinds.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { Database } from '../database/connection.ts'

export interface SaleRow {
  id: bigint
  sale_id: string
  sale_no: bigint
  handbook_id: bigint
  kind: SaleKind
  sold_on: Day
  buyer: string
  contract_no: string
  invoice_no: string
  collective: bigint
  delivered_on: Day | null
  declared_on: Day | null
  tax_bill_on: Day | null
  destruction: '' | 'materials' | 'scrap'
  with_income: bigint
  disaster_on: Day | null
  reported_on: Day | null
  licence_no: string
  remark: string
  state: 'draft' | 'listed' | 'settled' | 'discarded'
  saved_at: string
  made_by: string
}
/** What a draft says of itself and may change. */
export type SaleHeadRow = Omit<SaleRow, 'id' | 'sale_id' | 'sale_no' | 'state' | 'made_by'>

export interface SaleLineRow {
  line_no: bigint
  item_seq: bigint
  version: string
  quantity_e5: bigint
  completion_e9: bigint
  income_e5: bigint | null
  hs_code: string
  name: string
  bonded_share_e9: bigint
}
export interface SaleMaterialRow {
  item_seq: bigint
  country: string
  proof_no: string
  producer: string
  similar_price_e5: bigint | null
  similar_currency: string
  similar_basis: string
}

interface SheetRow {
  sheet: string
  declared_on: Day
  frozen_at: string
  frozen_by: string
}
interface SettlementRow {
  tax_bill_no: string
  declared_on: Day
  tax_bill_on: Day
  paid_on: Day
  sheet: string
  recomputed_tax_e2: bigint | null
  settled_at: string
  settled_by: string
}
interface DocumentRow {
  requirement: string
  file_id: string
  name: string
}

export class DomesticSaleStore {
  private readonly statements

  constructor(db: Database) {
    this.statements = {
      find: db.prepare<[string], SaleRow>('SELECT * FROM domestic_sale WHERE sale_id = ?'),
      list: db.prepare<{ handbook_id: bigint | null }, SaleRow>(
        'SELECT * FROM domestic_sale WHERE @handbook_id IS NULL OR handbook_id = @handbook_id ORDER BY sale_no DESC',
      ),
      nextNo: db.prepare<[], bigint>('SELECT coalesce(max(sale_no), 0) + 1 FROM domestic_sale').pluck(),
      insert: db.prepare<Omit<SaleRow, 'id' | 'state'>>(`
        INSERT INTO domestic_sale (sale_id, sale_no, handbook_id, kind, sold_on, buyer, contract_no, invoice_no, collective, delivered_on,
          declared_on, tax_bill_on, destruction, with_income, disaster_on, reported_on, licence_no, remark, state, saved_at, made_by)
        VALUES (@sale_id, @sale_no, @handbook_id, @kind, @sold_on, @buyer, @contract_no, @invoice_no, @collective, @delivered_on,
          @declared_on, @tax_bill_on, @destruction, @with_income, @disaster_on, @reported_on, @licence_no, @remark, 'draft', @saved_at,
          @made_by)`),
      update: db.prepare<SaleHeadRow & { id: bigint }>(`
        UPDATE domestic_sale SET handbook_id = @handbook_id, kind = @kind, sold_on = @sold_on, buyer = @buyer, contract_no = @contract_no,
          invoice_no = @invoice_no, collective = @collective, delivered_on = @delivered_on, declared_on = @declared_on,
          tax_bill_on = @tax_bill_on, destruction = @destruction, with_income = @with_income, disaster_on = @disaster_on,
          reported_on = @reported_on, licence_no = @licence_no, remark = @remark, saved_at = @saved_at WHERE id = @id`),
      setState: db.prepare<[SaleRow['state'], string, bigint]>('UPDATE domestic_sale SET state = ?, saved_at = ? WHERE id = ?'),
      lines: db.prepare<[bigint], SaleLineRow>('SELECT * FROM domestic_sale_line WHERE sale = ? ORDER BY line_no'),
      deleteLines: db.prepare<[bigint]>('DELETE FROM domestic_sale_line WHERE sale = ?'),
      insertLine: db.prepare<SaleLineRow & { sale: bigint }>(`
        INSERT INTO domestic_sale_line (sale, line_no, item_seq, version, quantity_e5, completion_e9, income_e5, hs_code, name, bonded_share_e9)
        VALUES (@sale, @line_no, @item_seq, @version, @quantity_e5, @completion_e9, @income_e5, @hs_code, @name, @bonded_share_e9)`),
      materials: db.prepare<[bigint], SaleMaterialRow>('SELECT * FROM domestic_sale_material WHERE sale = ? ORDER BY item_seq'),
      deleteMaterials: db.prepare<[bigint]>('DELETE FROM domestic_sale_material WHERE sale = ?'),
      insertMaterial: db.prepare<SaleMaterialRow & { sale: bigint }>(`
        INSERT INTO domestic_sale_material (sale, item_seq, country, proof_no, producer, similar_price_e5, similar_currency, similar_basis)
        VALUES (@sale, @item_seq, @country, @proof_no, @producer, @similar_price_e5, @similar_currency, @similar_basis)`),
      sheet: db.prepare<[bigint], SheetRow>('SELECT * FROM domestic_sale_sheet WHERE sale = ? AND withdrawn_at IS NULL'),
      insertSheet: db.prepare<SheetRow & { sale: bigint }>(`
        INSERT INTO domestic_sale_sheet (sale, sheet, declared_on, frozen_at, frozen_by)
        VALUES (@sale, @sheet, @declared_on, @frozen_at, @frozen_by)`),
      withdrawSheet: db.prepare<[string, bigint]>(
        'UPDATE domestic_sale_sheet SET withdrawn_at = ? WHERE sale = ? AND withdrawn_at IS NULL',
      ),
      settlement: db.prepare<[bigint], SettlementRow>('SELECT * FROM domestic_sale_settlement WHERE sale = ?'),
      insertSettlement: db.prepare<SettlementRow & { sale: bigint }>(`
        INSERT INTO domestic_sale_settlement (sale, tax_bill_no, declared_on, tax_bill_on, paid_on, sheet, recomputed_tax_e2, settled_at, settled_by)
        VALUES (@sale, @tax_bill_no, @declared_on, @tax_bill_on, @paid_on, @sheet, @recomputed_tax_e2, @settled_at, @settled_by)`),
      documents: db.prepare<[bigint], DocumentRow>(`
        SELECT d.requirement, d.file_id, f.name FROM domestic_sale_document d JOIN stored_file f ON f.file_id = d.file_id
         WHERE d.sale = ? ORDER BY d.id`),
      insertDocument: db.prepare<[bigint, string, string, string, string]>(`
        INSERT INTO domestic_sale_document (sale, requirement, file_id, attached_at, attached_by) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING`),
      deleteDocument: db.prepare<[bigint, string, string]>(
        'DELETE FROM domestic_sale_document WHERE sale = ? AND requirement = ? AND file_id = ?',
      ),
    }
  }

  find(saleId: string): SaleRow | undefined {
    return this.statements.find.get(saleId)
  }

  /** Newest first; of all handbooks where null. */
  list(handbookId: bigint | null): SaleRow[] {
    return this.statements.list.all({ handbook_id: handbookId })
  }

  add(row: SaleHeadRow & { sale_id: string; made_by: string }): bigint {
    const sale_no = this.statements.nextNo.get() ?? 1n
    return BigInt(this.statements.insert.run({ ...row, sale_no }).lastInsertRowid)
  }

  change(id: bigint, row: SaleHeadRow): void {
    this.statements.update.run({ ...row, id })
  }

  setState(id: bigint, state: SaleRow['state'], at: string): void {
    this.statements.setState.run(state, at, id)
  }

  linesOf(sale: bigint): SaleLineRow[] {
    return this.statements.lines.all(sale)
  }

  materialsOf(sale: bigint): SaleMaterialRow[] {
    return this.statements.materials.all(sale)
  }

  /** In the place of those that are there. */
  replaceBody(sale: bigint, lines: readonly SaleLineRow[], materials: readonly SaleMaterialRow[]): void {
    this.statements.deleteLines.run(sale)
    this.statements.deleteMaterials.run(sale)
    for (const line of lines) this.statements.insertLine.run({ ...line, sale })
    for (const material of materials) this.statements.insertMaterial.run({ ...material, sale })
  }

  /** The frozen sheet that stands. */
  sheetOf(sale: bigint): SheetRow | undefined {
    return this.statements.sheet.get(sale)
  }

  freeze(sale: bigint, row: SheetRow): void {
    this.statements.insertSheet.run({ ...row, sale })
  }

  withdrawSheet(sale: bigint, at: string): void {
    this.statements.withdrawSheet.run(at, sale)
  }

  settlementOf(sale: bigint): SettlementRow | undefined {
    return this.statements.settlement.get(sale)
  }

  settle(sale: bigint, row: SettlementRow): void {
    this.statements.insertSettlement.run({ ...row, sale })
  }

  documentsOf(sale: bigint): DocumentRow[] {
    return this.statements.documents.all(sale)
  }

  attach(sale: bigint, requirement: string, fileId: string, at: string, by: string): void {
    this.statements.insertDocument.run(sale, requirement, fileId, at, by)
  }

  /** Whether it was attached. */
  detach(sale: bigint, requirement: string, fileId: string): boolean {
    return this.statements.deleteDocument.run(sale, requirement, fileId).changes > 0
  }
}
