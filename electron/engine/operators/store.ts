import type { Database } from '../database/connection.ts'

export interface OperatorRow {
  id: bigint
  operator_id: string
  name: string
  prepares: bigint
  reviews: bigint
  declares: bigint
  passphrase_hash: string | null
  active: bigint
  saved_at: string
}

export class OperatorStore {
  private readonly all
  private readonly byId
  private readonly lastDuty
  private readonly run
  private readonly insertDuty

  constructor(db: Database) {
    this.all = db.prepare<[], OperatorRow>('SELECT * FROM operator ORDER BY id')
    this.byId = db.prepare<[string], OperatorRow>('SELECT * FROM operator WHERE operator_id = ?')
    this.lastDuty = db.prepare<[], OperatorRow & { run: bigint }>(
      'SELECT o.*, d.run FROM duty d JOIN operator o ON o.id = d.operator ORDER BY d.id DESC LIMIT 1',
    )
    this.run = db.prepare<[], bigint>('SELECT max(id) FROM engine_run').pluck()
    this.insertDuty = db.prepare<[bigint, bigint, string]>('INSERT INTO duty (operator, run, since) VALUES (?, ?, ?)')
  }

  list(): OperatorRow[] {
    return this.all.all()
  }

  find(operatorId: string): OperatorRow | undefined {
    return this.byId.get(operatorId)
  }

  /** A passphrase holds for the run in which it was given. */
  onDuty(): OperatorRow | undefined {
    const last = this.lastDuty.get()
    if (!last || last.active === 0n) return undefined
    return last.passphrase_hash !== null && last.run !== this.run.get() ? undefined : last
  }

  addDuty(operator: bigint, since: string): void {
    this.insertDuty.run(operator, this.run.get() ?? 0n, since)
  }
}
