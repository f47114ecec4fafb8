import type { Database } from '../database/connection.ts'

export interface ChainRow {
  id: bigint
  chain_id: string
  name: string
  saved_at: string
}

export interface StepRow {
  step_id: string
  chain: bigint
  step_no: bigint
  role: 'design' | 'wafer' | 'packagingAndTest' | 'other'
  enterprise_name: string
  handbook_no: string
  input_name: string
  input_unit: string
  output_name: string
  output_unit: string
  gross_e9: bigint
  input_item_seq: bigint | null
  output_item_seq: bigint | null
}

export interface YieldRow {
  step_id: string
  yield_no: bigint
  name: string
  percent_e9: bigint
}

export interface EntryRow {
  entry_id: string
  chain: bigint
  step_id: string
  kind: 'in' | 'processed' | 'out'
  happened_on: string
  quantity_e5: bigint
  output_e5: bigint | null
  evidence: string
  recorded_at: string
  voided_at: string | null
  void_reason: string
}

export class ChainStore {
  private readonly statements

  constructor(db: Database) {
    this.statements = {
      list: db.prepare<[], ChainRow>('SELECT * FROM chain ORDER BY name'),
      find: db.prepare<[string], ChainRow>('SELECT * FROM chain WHERE chain_id = ?'),
      named: db.prepare<[string], ChainRow>('SELECT * FROM chain WHERE name = ?'),
      insert: db.prepare<[string, string, string]>('INSERT INTO chain (chain_id, name, saved_at) VALUES (?, ?, ?)'),
      rename: db.prepare<[string, string, bigint]>('UPDATE chain SET name = ?, saved_at = ? WHERE id = ?'),
      steps: db.prepare<[bigint], StepRow>('SELECT * FROM chain_step WHERE chain = ? ORDER BY step_no'),
      clearSteps: db.prepare<[bigint]>('DELETE FROM chain_step WHERE chain = ?'),
      insertStep: db.prepare<StepRow>(`
        INSERT INTO chain_step VALUES (@step_id, @chain, @step_no, @role, @enterprise_name, @handbook_no, @input_name, @input_unit,
               @output_name, @output_unit, @gross_e9, @input_item_seq, @output_item_seq)`),
      yields: db.prepare<[bigint], YieldRow>(`
        SELECT y.* FROM chain_step s JOIN chain_yield y ON y.step_id = s.step_id WHERE s.chain = ? ORDER BY s.step_no, y.yield_no`),
      insertYield: db.prepare<YieldRow>('INSERT INTO chain_yield VALUES (@step_id, @yield_no, @name, @percent_e9)'),
      entries: db.prepare<[bigint], EntryRow>('SELECT * FROM chain_entry WHERE chain = ? ORDER BY happened_on, id'),
      insertEntry: db.prepare<EntryRow>(`
        INSERT INTO chain_entry (entry_id, chain, step_id, kind, happened_on, quantity_e5, output_e5, evidence, recorded_at, voided_at, void_reason)
        VALUES (@entry_id, @chain, @step_id, @kind, @happened_on, @quantity_e5, @output_e5, @evidence, @recorded_at, @voided_at, @void_reason)`),
      voidEntry: db.prepare<[string, string, string]>('UPDATE chain_entry SET voided_at = ?, void_reason = ? WHERE entry_id = ?'),
    }
  }

  list(): ChainRow[] {
    return this.statements.list.all()
  }

  find(chainId: string): ChainRow | undefined {
    return this.statements.find.get(chainId)
  }

  named(name: string): ChainRow | undefined {
    return this.statements.named.get(name)
  }

  insert(chainId: string, name: string, savedAt: string): void {
    this.statements.insert.run(chainId, name, savedAt)
  }

  rename(chain: bigint, name: string, savedAt: string): void {
    this.statements.rename.run(name, savedAt, chain)
  }

  stepsOf(chain: bigint): StepRow[] {
    return this.statements.steps.all(chain)
  }

  yieldsOf(chain: bigint): YieldRow[] {
    return this.statements.yields.all(chain)
  }

  /** All steps are written anew; the entries hold on to theirs by its id. */
  replaceSteps(chain: bigint, steps: readonly StepRow[], yields: readonly YieldRow[]): void {
    this.statements.clearSteps.run(chain)
    for (const step of steps) this.statements.insertStep.run(step)
    for (const each of yields) this.statements.insertYield.run(each)
  }

  entriesOf(chain: bigint): EntryRow[] {
    return this.statements.entries.all(chain)
  }

  addEntry(row: EntryRow): void {
    this.statements.insertEntry.run(row)
  }

  voidEntry(entryId: string, at: string, reason: string): void {
    this.statements.voidEntry.run(at, reason, entryId)
  }
}
