import type { Rate } from '../../../shared/domain/exact.ts'
import { defaultTolerance } from '../../../shared/domain/self-verification.ts'
import type { VerificationMethod } from '../../../shared/domain/self-verification.ts'
import type { Database } from '../database/connection.ts'

export type CreditLevel = 'advanced' | 'general' | 'registered' | 'dishonest'

interface StatementRow {
  credit_level: CreditLevel
  traceable: bigint
  stated_on: string
}

interface SettingRow {
  tolerance_e9: bigint
  method: VerificationMethod
}

export interface Settings {
  tolerance: Rate
  method: VerificationMethod
}

/** The last explanation of a point, and who has approved it. */
export interface ExplanationRow {
  id: bigint
  product_seq: bigint
  version: string
  material_seq: bigint
  finished_e5: bigint
  actual_e5: bigint
  explanation: string
  operator: bigint | null
  operator_name: string
  explained_at: string
  approved_by: string | null
  approved_at: string | null
}

export interface RecordRow {
  id: bigint
  handbook_id: bigint
  filing_id: string
  from_day: string
  to_day: string
  method: VerificationMethod
  tolerance_e9: bigint
  created_at: string
  signed: bigint
  state: string
}

export interface FigureRow {
  product_seq: bigint
  version: string
  material_seq: bigint
  finished_e5: bigint
  actual_e5: bigint
  declared_e5: bigint
}

export class RecordStore {
  private readonly statement
  private readonly insertStatement
  private readonly setting
  private readonly putSetting
  private readonly explanations
  private readonly insertExplanation
  private readonly insertApproval
  private readonly records
  private readonly recordOf
  private readonly insertRecord
  private readonly figures
  private readonly insertFigure

  constructor(db: Database) {
    this.statement = db.prepare<[], StatementRow>(
      'SELECT credit_level, traceable, stated_on FROM self_verification_statement ORDER BY id DESC LIMIT 1',
    )
    this.insertStatement = db.prepare<StatementRow & { stated_at: string }>(`
      INSERT INTO self_verification_statement (credit_level, traceable, stated_on, stated_at) VALUES (@credit_level, @traceable, @stated_on, @stated_at)`)
    this.setting = db.prepare<[bigint], SettingRow>(
      'SELECT tolerance_e9, method FROM self_verification_setting WHERE handbook_id = ?',
    )
    this.putSetting = db.prepare<SettingRow & { handbook_id: bigint }>(`
      INSERT INTO self_verification_setting VALUES (@handbook_id, @tolerance_e9, @method)
      ON CONFLICT DO UPDATE SET tolerance_e9 = excluded.tolerance_e9, method = excluded.method`)
    this.explanations = db.prepare<[bigint, string, string], ExplanationRow>(`
      SELECT e.*, a.operator_name AS approved_by, a.approved_at
        FROM deviation_explanation e LEFT JOIN deviation_approval a ON a.explanation = e.id
       WHERE e.handbook_id = ? AND e.from_day = ? AND e.to_day = ? ORDER BY e.id`)
    this.insertExplanation = db.prepare<
      Omit<ExplanationRow, 'id' | 'approved_by' | 'approved_at'> & { handbook_id: bigint; from_day: string; to_day: string }
    >(`
      INSERT INTO deviation_explanation (handbook_id, from_day, to_day, product_seq, version, material_seq, finished_e5, actual_e5, explanation,
        operator, operator_name, explained_at)
      VALUES (@handbook_id, @from_day, @to_day, @product_seq, @version, @material_seq, @finished_e5, @actual_e5, @explanation, @operator,
        @operator_name, @explained_at)`)
    this.insertApproval = db.prepare<[bigint, bigint, string, string]>('INSERT INTO deviation_approval VALUES (?, ?, ?, ?)')
    this.records = db.prepare<[bigint], RecordRow>(
      'SELECT * FROM self_verification_state WHERE handbook_id = ? ORDER BY from_day, id',
    )
    this.recordOf = db.prepare<[string], RecordRow>('SELECT * FROM self_verification_state WHERE filing_id = ?')
    this.insertRecord = db.prepare<Omit<RecordRow, 'id' | 'signed' | 'state'>>(`
      INSERT INTO self_verification_record (handbook_id, filing_id, from_day, to_day, method, tolerance_e9, created_at)
      VALUES (@handbook_id, @filing_id, @from_day, @to_day, @method, @tolerance_e9, @created_at)`)
    this.figures = db.prepare<[bigint], FigureRow>(`
      SELECT product_seq, version, material_seq, finished_e5, actual_e5, declared_e5
        FROM self_verification_figure WHERE record = ? ORDER BY product_seq, version, material_seq`)
    this.insertFigure = db.prepare<FigureRow & { record: bigint }>(`
      INSERT INTO self_verification_figure VALUES (@record, @product_seq, @version, @material_seq, @finished_e5, @actual_e5, @declared_e5)`)
  }

  lastStatement(): StatementRow | undefined {
    return this.statement.get()
  }

  addStatement(row: StatementRow & { stated_at: string }): void {
    this.insertStatement.run(row)
  }

  /** ± 3 percent, and 单耗, unless the enterprise has said otherwise. */
  settings(handbookId: bigint): Settings {
    const row = this.setting.get(handbookId)
    return row
      ? { tolerance: row.tolerance_e9 as Rate, method: row.method }
      : { tolerance: defaultTolerance, method: 'unitConsumption' }
  }

  set(handbookId: bigint, row: SettingRow): void {
    this.putSetting.run({ ...row, handbook_id: handbookId })
  }

  /** The newest of each point comes last. */
  explanationsOf(handbookId: bigint, from: string, to: string): ExplanationRow[] {
    return this.explanations.all(handbookId, from, to)
  }

  addExplanation(
    handbookId: bigint,
    period: { from: string; to: string },
    row: Omit<ExplanationRow, 'id' | 'approved_by' | 'approved_at'>,
  ): void {
    this.insertExplanation.run({ ...row, handbook_id: handbookId, from_day: period.from, to_day: period.to })
  }

  approve(explanation: bigint, operator: bigint, name: string, at: string): void {
    this.insertApproval.run(explanation, operator, name, at)
  }

  /** Those that stand: signed and not sent back by customs, or ready to be signed; not blocked, not replaced. */
  standingRecords(handbookId: bigint): RecordRow[] {
    return this.records
      .all(handbookId)
      .filter(({ signed, state }) => (signed === 1n ? state !== 'returned' : state === 'checked'))
  }

  findRecord(filingId: string): RecordRow | undefined {
    return this.recordOf.get(filingId)
  }

  addRecord(
    handbookId: bigint,
    row: Omit<RecordRow, 'id' | 'handbook_id' | 'signed' | 'state'>,
    figures: readonly FigureRow[],
  ): void {
    const record = BigInt(this.insertRecord.run({ ...row, handbook_id: handbookId }).lastInsertRowid)
    for (const figure of figures) this.insertFigure.run({ ...figure, record })
  }

  figuresOf(record: bigint): FigureRow[] {
    return this.figures.all(record)
  }
}
