import type { Database } from '../database/connection.ts'

interface PlanRow {
  import_total_e5: bigint
  export_total_e5: bigint
  saved_at: string
}
interface PeriodRow {
  month: string
  fob_e5: bigint
  levy_e9: bigint
  refund_e9: bigint
}

export class TaxWriteOffStore {
  private readonly latestPlan
  private readonly insertPlan
  private readonly periods
  private readonly clearPeriods
  private readonly insertPeriod

  constructor(db: Database) {
    this.latestPlan = db.prepare<[bigint], PlanRow>(
      'SELECT import_total_e5, export_total_e5, saved_at FROM tax_plan WHERE handbook_id = ? ORDER BY id DESC LIMIT 1',
    )
    this.insertPlan = db.prepare<PlanRow & { handbook_id: bigint; saved_by: string }>(
      `INSERT INTO tax_plan (handbook_id, import_total_e5, export_total_e5, saved_at, saved_by)
       VALUES (@handbook_id, @import_total_e5, @export_total_e5, @saved_at, @saved_by)`,
    )
    this.periods = db.prepare<[bigint], PeriodRow>(
      'SELECT month, fob_e5, levy_e9, refund_e9 FROM tax_period WHERE handbook_id = ? ORDER BY no',
    )
    this.clearPeriods = db.prepare<[bigint]>('DELETE FROM tax_period WHERE handbook_id = ?')
    this.insertPeriod = db.prepare<PeriodRow & { handbook_id: bigint; no: bigint }>(
      'INSERT INTO tax_period VALUES (@handbook_id, @no, @month, @fob_e5, @levy_e9, @refund_e9)',
    )
  }

  planOf(handbookId: bigint): PlanRow | undefined {
    return this.latestPlan.get(handbookId)
  }

  addPlan(handbookId: bigint, plan: PlanRow & { saved_by: string }): void {
    this.insertPlan.run({ handbook_id: handbookId, ...plan })
  }

  periodsOf(handbookId: bigint): PeriodRow[] {
    return this.periods.all(handbookId)
  }

  replacePeriods(handbookId: bigint, rows: readonly PeriodRow[]): void {
    this.clearPeriods.run(handbookId)
    rows.forEach((row, index) => this.insertPeriod.run({ handbook_id: handbookId, no: BigInt(index + 1), ...row }))
  }
}
