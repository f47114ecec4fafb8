import type { Output } from '../../../shared/contract/contract.ts'
import { money, printMoney, printRate, rate } from '../../../shared/domain/exact.ts'
import type { Database } from '../database/connection.ts'

export type CalendarRow = Output<'reference.calendar'>['days'][number]
export type StandardRow = Output<'reference.consumptionStandards'>['rows'][number]
export type ControlledRow = Output<'reference.controlledGoods'>['rows'][number]
export type TariffRateRow = Output<'reference.tariffRates'>['rows'][number]
export type ExchangeRow = Output<'reference.exchangeRates'>['rows'][number]
export type InterestRow = Output<'reference.interestRates'>['rows'][number]
/** What is stored of a parameter; its rule, name and unit stand in the program. */
export type StoredParameter = Pick<
  Output<'reference.ruleParameters'>['rows'][number],
  'parameter' | 'value' | 'confidence' | 'from' | 'to' | 'source'
>
export interface ReferenceRows {
  calendar: CalendarRow
  consumptionStandards: StandardRow
  controlledGoods: ControlledRow
  tariffRates: TariffRateRow
  exchangeRates: ExchangeRow
  interestRates: InterestRow
  ruleParameters: StoredParameter
}
export type ReferenceTable = keyof ReferenceRows

type StoredStandard = Omit<StandardRow, 'upper' | 'lower'> & { upper: bigint; lower: bigint | null }
type StoredTariffRate = Omit<TariffRateRow, 'rate' | 'specific'> & { rate: bigint | null; specific: bigint | null }
type StoredExchange = Omit<ExchangeRow, 'rate'> & { rate: bigint }
type StoredInterest = Omit<InterestRow, 'rate'> & { rate: bigint | null }

const rateOrNull = (text: string | null): bigint | null => (text === null ? null : rate(text))
const printOrNull = (value: bigint | null): string | null => (value === null ? null : printRate(rate(value)))

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
  private readonly tariff
  private readonly exchange
  private readonly interest
  private readonly parameters
  private readonly lastImportOf
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
    this.tariff = db.prepare<[], StoredTariffRate>(`
      SELECT hs_code AS hsCode, name, kind, country, scope, rate_e9 AS rate, specific_e5 AS specific, unit, valid_from AS "from",
             valid_to AS "to", source
        FROM tariff_rate WHERE import = ${last('tariffRates')} ORDER BY no`)
    this.exchange = db.prepare<[], StoredExchange>(`
      SELECT currency, rate_e9 AS rate, valid_from AS "from", valid_to AS "to", source
        FROM exchange_rate WHERE import = ${last('exchangeRates')} ORDER BY no`)
    this.interest = db.prepare<[], StoredInterest>(`
      SELECT kind, rate_e9 AS rate, valid_from AS "from", valid_to AS "to", source
        FROM interest_rate WHERE import = ${last('interestRates')} ORDER BY no`)
    this.parameters = db.prepare<[], StoredParameter>(`
      SELECT parameter, value, confidence, valid_from AS "from", valid_to AS "to", source
        FROM rule_parameter
       WHERE (import, parameter) IN (SELECT max(import), parameter FROM rule_parameter GROUP BY parameter)
       ORDER BY import, no`)
    this.lastImportOf = db
      .prepare<[ReferenceTable], string>(
        `SELECT id || ' ' || imported_at || ' ' || file_id FROM reference_import WHERE table_name = ? ORDER BY id DESC LIMIT 1`,
      )
      .pluck()
    const day = db.prepare<Numbered & CalendarRow>('INSERT INTO calendar_day VALUES (@id, @on, @kind, @name, @source)')
    const standard = db.prepare<Numbered & StoredStandard>(`
      INSERT INTO consumption_standard VALUES (@id, @no, @productHsCode, @productName, @materialHsCode, @materialName, @unit,
        @upper, @lower, @from, @to, @source)`)
    const goods = db.prepare<Numbered & ControlledRow>(
      'INSERT INTO controlled_goods VALUES (@id, @no, @hsCode, @goods, @control, @name, @from, @to, @source)',
    )
    const tariff = db.prepare<Numbered & StoredTariffRate>(`
      INSERT INTO tariff_rate VALUES (@id, @no, @hsCode, @name, @kind, @country, @scope, @rate, @specific, @unit, @from, @to, @source)`)
    const exchange = db.prepare<Numbered & StoredExchange>(
      'INSERT INTO exchange_rate VALUES (@id, @no, @currency, @rate, @from, @to, @source)',
    )
    const interest = db.prepare<Numbered & StoredInterest>(
      'INSERT INTO interest_rate VALUES (@id, @no, @kind, @rate, @from, @to, @source)',
    )
    const parameter = db.prepare<Numbered & StoredParameter>(
      'INSERT INTO rule_parameter VALUES (@id, @no, @parameter, @value, @confidence, @from, @to, @source)',
    )
    this.insert = {
      calendar: (row) => day.run(row),
      consumptionStandards: (row) =>
        standard.run({ ...row, upper: rate(row.upper), lower: row.lower === null ? null : rate(row.lower) }),
      controlledGoods: (row) => goods.run(row),
      tariffRates: (row) =>
        tariff.run({ ...row, rate: rateOrNull(row.rate), specific: row.specific === null ? null : money(row.specific) }),
      exchangeRates: (row) => exchange.run({ ...row, rate: rate(row.rate) }),
      interestRates: (row) => interest.run({ ...row, rate: rateOrNull(row.rate) }),
      ruleParameters: (row) => parameter.run(row),
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

  tariffRates(): TariffRateRow[] {
    return this.tariff.all().map(({ rate: percent, specific, ...row }) => ({
      ...row,
      rate: printOrNull(percent),
      specific: specific === null ? null : printMoney(money(specific)),
    }))
  }

  exchangeRates(): ExchangeRow[] {
    return this.exchange.all().map((row) => ({ ...row, rate: printRate(rate(row.rate)) }))
  }

  interestRates(): InterestRow[] {
    return this.interest.all().map((row) => ({ ...row, rate: printOrNull(row.rate) }))
  }

  /** Of every parameter the rows of the last import that has it. */
  ruleParameters(): StoredParameter[] {
    return this.parameters.all()
  }

  /** Which import a table stands on: other text after every import. */
  lastImport(table: ReferenceTable): string {
    return this.lastImportOf.get(table) ?? ''
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
