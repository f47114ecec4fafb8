import type { Database } from '../database/connection.ts'
import { readPage } from '../database/page.ts'
import type { PageColumn, PageQuery } from '../database/page.ts'

export interface HandbookRow {
  id: bigint
  handbook_no: string
  kind: 'B' | 'C' | 'D' | 'E' | 'H'
  operator_credit_code: string
  operator_customs_code: string
  operator_name: string
  processor_credit_code: string
  processor_customs_code: string
  processor_name: string
  customs_district: string
  supervision_mode: string
  levy_nature: string
  import_contract_no: string
  export_contract_no: string
  import_currency: string
  export_currency: string
  established_on: string
  valid_to: string
  consumption_stage: '1' | '2'
  purpose: string
  imported_at: string
  /** The workbook that it was imported from, or the message by which it was accepted. */
  source_file_id: string
  seq_no: string
  inner_no: string
  processor_district: string
  declarant_type: '' | '1' | '2' | '3'
  declarant_credit_code: string
  declarant_customs_code: string
  declarant_name: string
  declared_on: string
  approval_no: string
  processing_kind: string
  ports: string
  capacity_e5: bigint
  pause_mark: string
  input_credit_code: string
  input_customs_code: string
  input_name: string
  input_on: string
  contact: string
  phone: string
  remark: string
}

export interface ItemRow {
  seq: bigint
  part_no: string
  hs_code: string
  name: string
  spec: string
  unit: string
  legal_unit: string
  quantity_e5: bigint
  unit_price_e5: bigint
  currency: string
  country: string
  levy_mode: string
  second_legal_unit: string
  total_e5: bigint
  main_mark: '' | '1' | '2'
  attribute: '' | '1' | '2' | '3' | '8' | '9'
  remark: string
}

export interface ConsumptionRow {
  material_seq: bigint
  product_seq: bigint
  version: string
  net_e9: bigint
  tangible_e9: bigint
  intangible_e9: bigint
  bonded_e9: bigint
  declaration_state: '1' | '2' | '3'
  execution_mark: '1' | '2'
  valid_to: string
  remark: string
}
type NamedConsumptionRow = ConsumptionRow & { material_name: string; product_name: string; material_unit: string }

export type ItemKind = 'I' | 'E'

const itemColumns: Record<string, PageColumn> = {
  seq: { sql: 'seq', number: 'integer' },
  partNo: { sql: 'part_no' },
  hsCode: { sql: 'hs_code' },
  name: { sql: 'name' },
  spec: { sql: 'spec' },
  unit: { sql: 'unit' },
  legalUnit: { sql: 'legal_unit' },
  quantity: { sql: 'quantity_e5', number: 'Quantity' },
  unitPrice: { sql: 'unit_price_e5', number: 'Money' },
  currency: { sql: 'currency' },
  country: { sql: 'country' },
  levyMode: { sql: 'levy_mode' },
  secondLegalUnit: { sql: 'second_legal_unit' },
  total: { sql: 'total_e5', number: 'Money' },
  mainMark: { sql: 'main_mark' },
  attribute: { sql: 'attribute' },
  remark: { sql: 'remark' },
}

const consumptionColumns: Record<string, PageColumn> = {
  productSeq: { sql: 'product_seq', number: 'integer' },
  productName: { sql: 'product_name' },
  materialSeq: { sql: 'material_seq', number: 'integer' },
  materialName: { sql: 'material_name' },
  version: { sql: 'version' },
  netConsumption: { sql: 'net_e9', number: 'Rate' },
  tangibleLossRate: { sql: 'tangible_e9', number: 'Rate' },
  intangibleLossRate: { sql: 'intangible_e9', number: 'Rate' },
  bondedRatio: { sql: 'bonded_e9', number: 'Rate' },
  // Orders and compares by the very value that is shown: 净耗 ÷ (1 − loss) to 9 decimals.
  unitConsumption: { sql: 'net_e9 * 100000000000.0 / (100000000000 - tangible_e9 - intangible_e9)', number: 'Rate' },
  declarationState: { sql: 'declaration_state' },
  executionMark: { sql: 'execution_mark' },
  validTo: { sql: 'valid_to' },
  remark: { sql: 'remark' },
}

const headNames = [
  'handbook_no',
  'kind',
  'operator_credit_code',
  'operator_customs_code',
  'operator_name',
  'processor_credit_code',
  'processor_customs_code',
  'processor_name',
  'customs_district',
  'supervision_mode',
  'levy_nature',
  'import_contract_no',
  'export_contract_no',
  'import_currency',
  'export_currency',
  'established_on',
  'valid_to',
  'consumption_stage',
  'purpose',
  'seq_no',
  'inner_no',
  'processor_district',
  'declarant_type',
  'declarant_credit_code',
  'declarant_customs_code',
  'declarant_name',
  'declared_on',
  'approval_no',
  'processing_kind',
  'ports',
  'capacity_e5',
  'pause_mark',
  'input_credit_code',
  'input_customs_code',
  'input_name',
  'input_on',
  'contact',
  'phone',
  'remark',
] as const satisfies readonly (keyof HandbookRow)[]
export type HeadRow = Pick<HandbookRow, (typeof headNames)[number]>

const itemNames = [
  'seq',
  'part_no',
  'hs_code',
  'name',
  'spec',
  'unit',
  'legal_unit',
  'quantity_e5',
  'unit_price_e5',
  'currency',
  'country',
  'levy_mode',
  'second_legal_unit',
  'total_e5',
  'main_mark',
  'attribute',
  'remark',
] as const satisfies readonly (keyof ItemRow)[]
const consumptionNames = [
  'material_seq',
  'product_seq',
  'version',
  'net_e9',
  'tangible_e9',
  'intangible_e9',
  'bonded_e9',
  'declaration_state',
  'execution_mark',
  'valid_to',
  'remark',
] as const satisfies readonly (keyof ConsumptionRow)[]

const parameters = (names: readonly string[]): string => names.map((name) => `@${name}`).join(', ')
/** For a row that replaces another of its key. */
const excluded = (names: readonly string[]): string => names.map((name) => `${name} = excluded.${name}`).join(', ')

export class HandbookStore {
  private readonly db: Database
  private readonly byNo
  private readonly all
  private readonly insertHandbook
  private readonly updateHandbook
  private readonly putItem
  private readonly deleteItem
  private readonly insertConsumption
  private readonly updateMarks
  private readonly updateConsumption
  private readonly deleteConsumption
  private readonly items
  private readonly item
  private readonly consumption
  private readonly recordedConsumption
  private readonly counts
  private readonly versionsOfProducts
  private readonly undeclaredVersions

  constructor(db: Database) {
    this.db = db
    this.byNo = db.prepare<[string], HandbookRow>('SELECT * FROM handbook WHERE handbook_no = ?')
    this.all = db.prepare<[], HandbookRow>('SELECT * FROM handbook ORDER BY valid_to DESC, handbook_no')
    this.insertHandbook = db.prepare<HeadRow & { imported_at: string; source_file_id: string }>(`
      INSERT INTO handbook (${headNames.join(', ')}, imported_at, source_file_id)
      VALUES (${parameters(headNames)}, @imported_at, @source_file_id)`)
    this.updateHandbook = db.prepare<HeadRow & { id: bigint }>(`
      UPDATE handbook SET ${headNames.map((name) => `${name} = @${name}`).join(', ')} WHERE id = @id`)
    this.putItem = db.prepare<ItemRow & { handbook_id: bigint; kind: ItemKind }>(`
      INSERT INTO item (handbook_id, kind, ${itemNames.join(', ')}) VALUES (@handbook_id, @kind, ${parameters(itemNames)})
      ON CONFLICT DO UPDATE SET ${excluded(itemNames)}`)
    this.deleteItem = db.prepare<[bigint, ItemKind, bigint]>('DELETE FROM item WHERE handbook_id = ? AND kind = ? AND seq = ?')
    this.insertConsumption = db.prepare<ConsumptionRow & { handbook_id: bigint }>(`
      INSERT INTO consumption (handbook_id, ${consumptionNames.join(', ')}) VALUES (@handbook_id, ${parameters(consumptionNames)})`)
    this.updateMarks = db.prepare<ConsumptionRow & { handbook_id: bigint }>(`
      UPDATE consumption SET declaration_state = @declaration_state, execution_mark = @execution_mark, valid_to = @valid_to, remark = @remark
       WHERE handbook_id = @handbook_id AND material_seq = @material_seq AND product_seq = @product_seq AND version = @version`)
    this.updateConsumption = db.prepare<ConsumptionRow & { handbook_id: bigint }>(`
      UPDATE consumption SET net_e9 = @net_e9, tangible_e9 = @tangible_e9, intangible_e9 = @intangible_e9, bonded_e9 = @bonded_e9
       WHERE handbook_id = @handbook_id AND material_seq = @material_seq AND product_seq = @product_seq AND version = @version
         AND (net_e9, tangible_e9, intangible_e9, bonded_e9) <> (@net_e9, @tangible_e9, @intangible_e9, @bonded_e9)`)
    this.deleteConsumption = db.prepare<[bigint, bigint, bigint, string]>(
      'DELETE FROM consumption WHERE handbook_id = ? AND material_seq = ? AND product_seq = ? AND version = ?',
    )
    this.items = db.prepare<[bigint, ItemKind], ItemRow>(
      `SELECT ${itemNames.join(', ')} FROM item WHERE handbook_id = ? AND kind = ? ORDER BY seq`,
    )
    this.item = db.prepare<[bigint, ItemKind, bigint], ItemRow>(
      `SELECT ${itemNames.join(', ')} FROM item WHERE handbook_id = ? AND kind = ? AND seq = ?`,
    )
    this.consumption = db
      .prepare<[bigint], [bigint, bigint, string, bigint, bigint, bigint, bigint]>(`
        SELECT material_seq, product_seq, version, net_e9, tangible_e9, intangible_e9, bonded_e9
          FROM consumption WHERE handbook_id = ? ORDER BY material_seq, product_seq, version`)
      .raw()
    this.recordedConsumption = db.prepare<[bigint], ConsumptionRow>(`
      SELECT ${consumptionNames.join(', ')} FROM consumption WHERE handbook_id = ? ORDER BY product_seq, version, material_seq`)
    this.counts = db.prepare<[bigint, bigint, bigint], { materials: bigint; products: bigint; consumptions: bigint }>(`
      SELECT (SELECT count(*) FROM item WHERE handbook_id = ? AND kind = 'I') AS materials,
             (SELECT count(*) FROM item WHERE handbook_id = ? AND kind = 'E') AS products,
             (SELECT count(*) FROM consumption WHERE handbook_id = ?) AS consumptions`)
    this.versionsOfProducts = db.prepare<[bigint], { product_seq: bigint; version: string }>(
      'SELECT DISTINCT product_seq, version FROM consumption INDEXED BY consumption_of_product WHERE handbook_id = ?',
    )
    this.undeclaredVersions = db.prepare<[bigint], { product_seq: bigint; version: string }>(
      "SELECT DISTINCT product_seq, version FROM consumption WHERE handbook_id = ? AND declaration_state = '1'",
    )
  }

  find(handbookNo: string): HandbookRow | undefined {
    return this.byNo.get(handbookNo)
  }

  list(): HandbookRow[] {
    return this.all.all()
  }

  insert(row: HeadRow & { imported_at: string; source_file_id: string }): bigint {
    return BigInt(this.insertHandbook.run(row).lastInsertRowid)
  }

  update(handbookId: bigint, row: HeadRow): void {
    this.updateHandbook.run({ ...row, id: handbookId })
  }

  /** Adds the item, or puts it in the place of the one with its number. */
  setItem(handbookId: bigint, kind: ItemKind, row: ItemRow): void {
    this.putItem.run({ ...row, handbook_id: handbookId, kind })
  }

  removeItem(handbookId: bigint, kind: ItemKind, seq: bigint): void {
    this.deleteItem.run(handbookId, kind, seq)
  }

  addConsumption(handbookId: bigint, row: ConsumptionRow): void {
    this.insertConsumption.run({ ...row, handbook_id: handbookId })
  }

  /** What a used version consumes is never written, not even the same again (R-34); its marks and remark may change. */
  changeConsumption(handbookId: bigint, row: ConsumptionRow): void {
    this.updateMarks.run({ ...row, handbook_id: handbookId })
    this.updateConsumption.run({ ...row, handbook_id: handbookId })
  }

  removeConsumption(handbookId: bigint, row: ConsumptionRow): void {
    this.deleteConsumption.run(handbookId, row.material_seq, row.product_seq, row.version)
  }

  itemsOf(handbookId: bigint, kind: ItemKind): ItemRow[] {
    return this.items.all(handbookId, kind)
  }

  itemOf(handbookId: bigint, kind: ItemKind, seq: number): ItemRow | undefined {
    return this.item.get(handbookId, kind, BigInt(seq))
  }

  consumptionOf(handbookId: bigint): [bigint, bigint, string, bigint, bigint, bigint, bigint][] {
    return this.consumption.all(handbookId)
  }

  /** In full, product by product. */
  recordedConsumptionOf(handbookId: bigint): ConsumptionRow[] {
    return this.recordedConsumption.all(handbookId)
  }

  countsOf(handbookId: bigint): { materials: bigint; products: bigint; consumptions: bigint } {
    return this.counts.get(handbookId, handbookId, handbookId) ?? { materials: 0n, products: 0n, consumptions: 0n }
  }

  recordedVersions(handbookId: bigint): { product_seq: bigint; version: string }[] {
    return this.versionsOfProducts.all(handbookId)
  }

  /** Those with a line in 单耗申报状态 1. */
  versionsNotDeclared(handbookId: bigint): { product_seq: bigint; version: string }[] {
    return this.undeclaredVersions.all(handbookId)
  }

  itemPage(handbookId: bigint, kind: ItemKind, query: PageQuery): { total: number; rows: ItemRow[] } {
    return readPage<ItemRow>(
      this.db,
      '*',
      'FROM item WHERE handbook_id = ? AND kind = ?',
      [handbookId, kind],
      itemColumns,
      'seq',
      query,
    )
  }

  consumptionPage(handbookId: bigint, query: PageQuery): { total: number; rows: NamedConsumptionRow[] } {
    return readPage<NamedConsumptionRow>(
      this.db,
      'c.*, m.name AS material_name, m.unit AS material_unit, p.name AS product_name',
      `FROM consumption c
       JOIN item m ON m.handbook_id = c.handbook_id AND m.kind = 'I' AND m.seq = c.material_seq
       JOIN item p ON p.handbook_id = c.handbook_id AND p.kind = 'E' AND p.seq = c.product_seq
       WHERE c.handbook_id = ?`,
      [handbookId],
      consumptionColumns,
      'product_seq, version, material_seq',
      query,
    )
  }
}
