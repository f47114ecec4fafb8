import type { Database } from '../database/connection.ts'
import { readPage } from '../database/page.ts'
import type { PageColumn, PageQuery } from '../database/page.ts'

export interface MappingRow {
  handbook_id: bigint
  part_no: string
  part_name: string
  part_unit: string
  goods: 'I' | 'E'
  item_seq: bigint
  factor_e9: bigint
  valid_from: string
  recorded_at: string
  source_file_id: string | null
}
/** `valid_to` is the day before the next mapping of the part; null while it holds. */
export type NamedMappingRow = MappingRow & { valid_to: string | null; item_name: string; item_unit: string }

export interface BomRow {
  id: bigint
  product_part_no: string
  product_part_name: string
  version: string
  valid_from: string
  levels: bigint
  imported_at: string
  source_file_id: string
}
type BomSummaryRow = BomRow & { valid_to: string | null; lines: bigint }

export interface BomLineRow {
  line_no: bigint
  parent_part_no: string
  part_no: string
  part_name: string
  part_unit: string
  quantity_e9: bigint
  base_e9: bigint
  loss_e9: bigint
  alternate_group: string
  share_e9: bigint
  bonded: bigint
}

const mappingColumns: Record<string, PageColumn> = {
  partNo: { sql: 'part_no' },
  partName: { sql: 'part_name' },
  partUnit: { sql: 'part_unit' },
  goods: { sql: 'goods_word' },
  itemSeq: { sql: 'item_seq', number: 'integer' },
  itemName: { sql: 'item_name' },
  factor: { sql: 'factor_e9', number: 'Rate' },
  from: { sql: 'valid_from' },
  to: { sql: "coalesce(valid_to, '')" },
  recordedAt: { sql: 'recorded_at' },
}

/** Every mapping of a handbook with the day on which it ends. An item that a change has deleted has no name any more. */
const periods = `
  SELECT p.*, coalesce(i.name, '') AS item_name, coalesce(i.unit, '') AS item_unit,
         CASE p.goods WHEN 'I' THEN 'material' ELSE 'product' END AS goods_word
    FROM (SELECT m.*, date(lead(m.valid_from) OVER (PARTITION BY m.part_no ORDER BY m.valid_from), '-1 day') AS valid_to
            FROM mapping m WHERE m.handbook_id = ?) p
    LEFT JOIN item i ON i.handbook_id = p.handbook_id AND i.kind = p.goods AND i.seq = p.item_seq`

export class PartsStore {
  private readonly db: Database
  private readonly insertMapping
  private readonly mappingsOfPart
  private readonly inForce
  private readonly insertBom
  private readonly insertLine
  private readonly allBoms
  private readonly oneBom
  private readonly bomsOn
  private readonly linesOf

  constructor(db: Database) {
    this.db = db
    this.insertMapping = db.prepare<MappingRow>(`
      INSERT INTO mapping (handbook_id, part_no, part_name, part_unit, goods, item_seq, factor_e9, valid_from, recorded_at, source_file_id)
      VALUES (@handbook_id, @part_no, @part_name, @part_unit, @goods, @item_seq, @factor_e9, @valid_from, @recorded_at, @source_file_id)`)
    this.mappingsOfPart = db.prepare<[bigint, string], MappingRow>(
      'SELECT * FROM mapping WHERE handbook_id = ? AND part_no = ? ORDER BY valid_from',
    )
    this.inForce = db.prepare<[bigint, string, string], NamedMappingRow>(
      `SELECT * FROM (${periods}) WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)`,
    )
    this.insertBom = db.prepare<Omit<BomRow, 'id'>>(`
      INSERT INTO bom (product_part_no, product_part_name, version, valid_from, levels, imported_at, source_file_id)
      VALUES (@product_part_no, @product_part_name, @version, @valid_from, @levels, @imported_at, @source_file_id)`)
    this.insertLine = db.prepare<BomLineRow & { bom_id: bigint }>(`
      INSERT INTO bom_line VALUES (@bom_id, @line_no, @parent_part_no, @part_no, @part_name, @part_unit, @quantity_e9, @base_e9, @loss_e9,
        @alternate_group, @share_e9, @bonded)`)
    const summary = `
      SELECT b.*, date(lead(b.valid_from) OVER (PARTITION BY b.product_part_no ORDER BY b.valid_from), '-1 day') AS valid_to,
             (SELECT count(*) FROM bom_line l WHERE l.bom_id = b.id) AS lines
        FROM bom b`
    this.allBoms = db.prepare<[], BomSummaryRow>(`${summary} ORDER BY b.product_part_no, b.valid_from DESC`)
    this.oneBom = db.prepare<[string, string], BomRow>('SELECT * FROM bom WHERE product_part_no = ? AND version = ?')
    this.bomsOn = db.prepare<[string], BomRow>(`
      SELECT b.* FROM bom b WHERE b.valid_from = (SELECT max(o.valid_from) FROM bom o
              WHERE o.product_part_no = b.product_part_no AND o.valid_from <= ?) ORDER BY b.product_part_no`)
    this.linesOf = db.prepare<[bigint], BomLineRow>(`
      SELECT line_no, parent_part_no, part_no, part_name, part_unit, quantity_e9, base_e9, loss_e9, alternate_group, share_e9, bonded
        FROM bom_line WHERE bom_id = ? ORDER BY line_no`)
  }

  addMapping(row: MappingRow): void {
    this.insertMapping.run(row)
  }

  mappingsOf(handbookId: bigint, partNo: string): MappingRow[] {
    return this.mappingsOfPart.all(handbookId, partNo)
  }

  mappingsOn(handbookId: bigint, on: string): NamedMappingRow[] {
    return this.inForce.all(handbookId, on, on)
  }

  mappingPage(handbookId: bigint, asOf: string | undefined, query: PageQuery): { total: number; rows: NamedMappingRow[] } {
    const held = asOf === undefined ? '' : 'WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)'
    return readPage<NamedMappingRow>(
      this.db,
      '*',
      `FROM (${periods}) ${held}`,
      [handbookId, ...(asOf === undefined ? [] : [asOf, asOf])],
      mappingColumns,
      'goods DESC, item_seq, part_no, valid_from',
      query,
    )
  }

  addBom(row: Omit<BomRow, 'id'>): bigint {
    return BigInt(this.insertBom.run(row).lastInsertRowid)
  }

  addLine(bomId: bigint, row: BomLineRow): void {
    this.insertLine.run({ ...row, bom_id: bomId })
  }

  boms(): BomSummaryRow[] {
    return this.allBoms.all()
  }

  bom(productPartNo: string, version: string): BomRow | undefined {
    return this.oneBom.get(productPartNo, version)
  }

  /** The BOM in force of every product that has one. */
  bomsInForce(on: string): BomRow[] {
    return this.bomsOn.all(on)
  }

  lines(bomId: bigint): BomLineRow[] {
    return this.linesOf.all(bomId)
  }
}
