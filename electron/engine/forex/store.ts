import type * as z from 'zod'
import type { forexOperations } from '../../../shared/contract/forex.ts'
import type { Database } from '../database/connection.ts'

type Kind = z.infer<(typeof forexOperations)['forex.record']['input']>['kind']

export interface ForexRow {
  id: bigint
  entry_id: string
  kind: Kind
  contract_no: string
  handbook_id: bigint | null
  /** Empty where it is of no handbook. */
  handbook_no: string
  currency: string
  amount_e5: bigint
  happened_on: string
  bank: string
  document_no: string
  remark: string
  entered_at: string
  entered_by: string
  /** Empty while it stands. */
  voided_because: string
}

const entries = `
  SELECT f.*, coalesce(h.handbook_no, '') AS handbook_no, coalesce(v.reason, '') AS voided_because
    FROM forex_entry f LEFT JOIN handbook h ON h.id = f.handbook_id LEFT JOIN forex_void v ON v.entry = f.id`

export class ForexStore {
  private readonly all
  private readonly byId
  private readonly insert
  private readonly insertVoid

  constructor(db: Database) {
    this.all = db.prepare<[], ForexRow>(`${entries} ORDER BY f.happened_on DESC, f.id DESC`)
    this.byId = db.prepare<[string], ForexRow>(`${entries} WHERE f.entry_id = ?`)
    this.insert = db.prepare<Omit<ForexRow, 'id' | 'handbook_no' | 'voided_because'>>(`
      INSERT INTO forex_entry (entry_id, kind, contract_no, handbook_id, currency, amount_e5, happened_on, bank, document_no, remark, entered_at, entered_by)
      VALUES (@entry_id, @kind, @contract_no, @handbook_id, @currency, @amount_e5, @happened_on, @bank, @document_no, @remark, @entered_at, @entered_by)`)
    this.insertVoid = db.prepare<[bigint, string, string, string]>('INSERT INTO forex_void VALUES (?, ?, ?, ?)')
  }

  /** Newest first. */
  list(): ForexRow[] {
    return this.all.all()
  }

  find(entryId: string): ForexRow | undefined {
    return this.byId.get(entryId)
  }

  add(row: Omit<ForexRow, 'id' | 'handbook_no' | 'voided_because'>): void {
    this.insert.run(row)
  }

  void(entry: bigint, reason: string, at: string, by: string): void {
    this.insertVoid.run(entry, reason, at, by)
  }
}
