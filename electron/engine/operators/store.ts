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
  private readonly upsert
  private readonly policy
  private readonly updatePolicy

  constructor(db: Database) {
    this.all = db.prepare<[], OperatorRow>('SELECT * FROM operator ORDER BY id')
    this.byId = db.prepare<[string], OperatorRow>('SELECT * FROM operator WHERE operator_id = ?')
    this.lastDuty = db.prepare<[], OperatorRow & { run: bigint }>(
      'SELECT o.*, d.run FROM duty d JOIN operator o ON o.id = d.operator ORDER BY d.id DESC LIMIT 1',
    )
    this.run = db.prepare<[], bigint>('SELECT max(id) FROM engine_run').pluck()
    this.insertDuty = db.prepare<[bigint, bigint, string]>('INSERT INTO duty (operator, run, since) VALUES (?, ?, ?)')
    this.upsert = db.prepare<Omit<OperatorRow, 'id'>>(`
      INSERT INTO operator (operator_id, name, prepares, reviews, declares, passphrase_hash, active, saved_at)
      VALUES (@operator_id, @name, @prepares, @reviews, @declares, @passphrase_hash, @active, @saved_at)
      ON CONFLICT (operator_id) DO UPDATE SET name = excluded.name, prepares = excluded.prepares, reviews = excluded.reviews,
        declares = excluded.declares, passphrase_hash = excluded.passphrase_hash, active = excluded.active,
        saved_at = excluded.saved_at`)
    this.policy = db.prepare<[], bigint>('SELECT signed_by_another FROM enterprise WHERE id = 1').pluck()
    this.updatePolicy = db.prepare<[bigint]>('UPDATE enterprise SET signed_by_another = ? WHERE id = 1')
  }

  list(): OperatorRow[] {
    return this.all.all()
  }

  find(operatorId: string): OperatorRow | undefined {
    return this.byId.get(operatorId)
  }

  put(operator: Omit<OperatorRow, 'id'>): void {
    this.upsert.run(operator)
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

  /** Undefined where there is no enterprise yet. */
  signedByAnother(): boolean | undefined {
    const kept = this.policy.get()
    return kept === undefined ? undefined : kept === 1n
  }

  setSignedByAnother(wanted: boolean): void {
    this.updatePolicy.run(wanted ? 1n : 0n)
  }
}
