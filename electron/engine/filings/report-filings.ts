import type { Database } from '../database/connection.ts'
import { FilingStore } from './store.ts'
import type { FilingRow } from './store.ts'

type ReportFiling = Pick<FilingRow, 'state'> & { filingId: string; sequence: number | null; seqNo: string }

/** 报核 of a handbook as they stand, newest first: what the clean-up and the next report ask of the filing box. */
export class ReportFilings {
  private readonly store: FilingStore

  constructor(db: Database) {
    this.store = new FilingStore(db)
  }

  of(handbookId: bigint): ReportFiling[] {
    return this.store
      .list(handbookId)
      .filter(({ kind }) => kind === 'writeOffReport')
      .map(({ filing_id, state, sequence, seq_no }) => ({
        filingId: filing_id,
        state,
        sequence: sequence === null ? null : Number(sequence),
        seqNo: seq_no,
      }))
  }
}
