import type { Output } from '../../../shared/contract/contract.ts'
import type { ListStatusInBooks } from '../../../shared/messages/receipts.ts'
import type { Database } from '../database/connection.ts'

type Receipt = Output<'filings.get'>['receipts'][number]

interface ReceiptRow {
  filing: bigint
  at: string
  message: string
  result: Receipt['result']
  /** yyyy-MM-dd, with HH:mm:ss where the receipt says so. */
  answered_at: string
  strength: bigint
  seq_no: string
  handbook_no: string
  list_no: string
  list_status: '' | ListStatusInBooks
  /** JSON array of texts. */
  notes: string
  file_id: string | null
  sha256: string | null
  counted: bigint
}

/** What came back, in the order in which it was taken in; never changed. */
export class ReceiptStore {
  private readonly ofFiling
  private readonly bySha256
  private readonly latest
  private readonly insert

  constructor(db: Database) {
    this.ofFiling = db.prepare<[bigint], ReceiptRow>('SELECT * FROM filing_receipt WHERE filing = ? ORDER BY id')
    this.bySha256 = db
      .prepare<[string], string>('SELECT f.filing_id FROM filing_receipt r JOIN filing f ON f.id = r.filing WHERE r.sha256 = ?')
      .pluck()
    this.latest = db.prepare<[bigint], ReceiptRow & { filing_id: string }>(
      'SELECT r.*, f.filing_id FROM filing_receipt r JOIN filing f ON f.id = r.filing WHERE r.counted = 1 ORDER BY r.id DESC LIMIT ?',
    )
    this.insert = db.prepare<ReceiptRow>(`
      INSERT INTO filing_receipt (filing, at, message, result, answered_at, strength, seq_no, handbook_no, list_no, list_status, notes, file_id, sha256, counted)
      VALUES (@filing, @at, @message, @result, @answered_at, @strength, @seq_no, @handbook_no, @list_no, @list_status, @notes, @file_id, @sha256, @counted)`)
  }

  of(filing: bigint): ReceiptRow[] {
    return this.ofFiling.all(filing)
  }

  /** In the order in which they were taken in. */
  printed(filing: bigint): Receipt[] {
    return this.ofFiling.all(filing).map(printReceipt)
  }

  /** Those that counted, newest first. */
  newest(most: number): (Receipt & { filingId: string })[] {
    return this.latest.all(BigInt(most)).map((row) => ({ ...printReceipt(row), filingId: row.filing_id }))
  }

  /** The filing that has these very bytes already. */
  holderOf(sha256: string): string | undefined {
    return this.bySha256.get(sha256)
  }

  add(row: ReceiptRow): void {
    this.insert.run(row)
  }
}

const printReceipt = (row: ReceiptRow): Receipt => ({
  at: row.at,
  message: row.message,
  result: row.result,
  answeredOn: row.answered_at.slice(0, 10),
  seqNo: row.seq_no,
  handbookNo: row.handbook_no,
  listNo: row.list_no,
  notes: JSON.parse(row.notes) as string[],
  fileId: row.file_id,
  counted: row.counted === 1n,
})
