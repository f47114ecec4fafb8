import type { Output } from '../../../shared/contract/contract.ts'
import { printRate, rate } from '../../../shared/domain/exact.ts'
import type { Database } from '../database/connection.ts'

export type CalendarRow = Output<'reference.calendar'>['days'][number]
export type StandardRow = Output<'reference.consumptionStandards'>['rows'][number]
export type ControlledRow = Output<'reference.controlledGoods'>['rows'][number]
export interface ReferenceRows {
  calendar: CalendarRow
  consumptionStandards: StandardRow
  controlledGoods: ControlledRow
}
export type ReferenceTable = keyof ReferenceRows

type StoredStandard = Omit<StandardRow, 'upper' | 'lower'> & { upper: bigint; lower: bigint | null }

/** Of which import, and which row of it. */
interface Numbered {
  id: bigint
  no: number
}

interface CapabilityRow {
  id: bigint
  filled_on: string
  document_no: string
  leased_plant: bigint
  under_smuggling_investigation: bigint
  under_investigation: bigint
  ordered_to_rectify: bigint
  saved_at: string
}

/** What is in force of a table is what its last import brought; earlier ones stay as they were. */
export class ReferenceStore {
  private readonly insertImport
  private readonly days
  private readonly standards
  private readonly controlled
  private readonly insert: { readonly [Table in ReferenceTable]: (row: Numbered & ReferenceRows[Table]) => unknown }
  private readonly filledBy
  private readonly headingsOf
  private readonly insertCapability
  private readonly insertHeading

  constructor(db: Database) {
    this.insertImport = db.prepare<[ReferenceTable, string, string]>(
      'INSERT INTO reference_import (table_name, file_id, imported_at) VALUES (?, ?, ?)',
    )
    this.days = db.prepare<[], CalendarRow>(`
      SELECT on_day AS "on", kind, name, source
        FROM calendar_day
       WHERE (import, substr(on_day, 1, 4)) IN (SELECT max(import), substr(on_day, 1, 4) FROM calendar_day GROUP BY 2)
       ORDER BY on_day`)
    const last = (table: ReferenceTable) => `(SELECT max(id) FROM reference_import WHERE table_name = '${table}')`
    this.standards = db.prepare<[], StoredStandard>(`
      SELECT product_hs_code AS productHsCode, product_name AS productName, material_hs_code AS materialHsCode,
             material_name AS materialName, unit, upper_e9 AS upper, lower_e9 AS lower, valid_from AS "from", valid_to AS "to", source
        FROM consumption_standard WHERE import = ${last('consumptionStandards')} ORDER BY no`)
    this.controlled = db.prepare<[], ControlledRow>(`
      SELECT hs_code AS hsCode, goods, control, name, valid_from AS "from", valid_to AS "to", source
        FROM controlled_goods WHERE import = ${last('controlledGoods')} ORDER BY no`)
    const day = db.prepare<Numbered & CalendarRow>('INSERT INTO calendar_day VALUES (@id, @on, @kind, @name, @source)')
    const standard = db.prepare<Numbered & StoredStandard>(`
      INSERT INTO consumption_standard VALUES (@id, @no, @productHsCode, @productName, @materialHsCode, @materialName, @unit,
        @upper, @lower, @from, @to, @source)`)
    const goods = db.prepare<Numbered & ControlledRow>(
      'INSERT INTO controlled_goods VALUES (@id, @no, @hsCode, @goods, @control, @name, @from, @to, @source)',
    )
    this.insert = {
      calendar: (row) => day.run(row),
      consumptionStandards: (row) =>
        standard.run({ ...row, upper: rate(row.upper), lower: row.lower === null ? null : rate(row.lower) }),
      controlledGoods: (row) => goods.run(row),
    }
    this.filledBy = db.prepare<[string], CapabilityRow>(
      'SELECT * FROM capability_table WHERE filled_on <= ? ORDER BY filled_on DESC, id DESC LIMIT 1',
    )
    this.headingsOf = db
      .prepare<[bigint], string>('SELECT heading FROM capability_heading WHERE capability_table = ? ORDER BY heading')
      .pluck()
    this.insertCapability = db.prepare<Omit<CapabilityRow, 'id'>>(`
      INSERT INTO capability_table (filled_on, document_no, leased_plant, under_smuggling_investigation, under_investigation,
        ordered_to_rectify, saved_at)
      VALUES (@filled_on, @document_no, @leased_plant, @under_smuggling_investigation, @under_investigation, @ordered_to_rectify,
        @saved_at)`)
    this.insertHeading = db.prepare<[bigint | number, string]>('INSERT INTO capability_heading VALUES (?, ?)')
  }

  /** Of every year the days of its last import. */
  calendar(): CalendarRow[] {
    return this.days.all()
  }

  consumptionStandards(): StandardRow[] {
    return this.standards.all().map(({ upper, lower, ...row }) => ({
      ...row,
      upper: printRate(rate(upper)),
      lower: lower === null ? null : printRate(rate(lower)),
    }))
  }

  controlledGoods(): ControlledRow[] {
    return this.controlled.all()
  }

  addImport<Table extends ReferenceTable>(
    table: Table,
    rows: readonly ReferenceRows[Table][],
    source: { fileId: string; at: string },
  ): void {
    const id = BigInt(this.insertImport.run(table, source.fileId, source.at).lastInsertRowid)
    const insert = this.insert[table]
    rows.forEach((row, index) => insert({ ...row, id, no: index + 1 }))
  }

  /** The information table filled last by that day. */
  capabilityFilledBy(day: string): (CapabilityRow & { headings: string[] }) | undefined {
    const row = this.filledBy.get(day)
    return row && { ...row, headings: this.headingsOf.all(row.id) }
  }

  addCapability(row: Omit<CapabilityRow, 'id'>, headings: readonly string[]): void {
    const { lastInsertRowid } = this.insertCapability.run(row)
    for (const heading of headings) this.insertHeading.run(lastInsertRowid, heading)
  }
}
