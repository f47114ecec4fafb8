import type { Authority } from '../../../shared/domain/authorities.ts'
import type { Database } from '../database/connection.ts'

export interface ExceptionRow {
  id: bigint
  exception_id: string
  at: string
  authority: Authority | null
  origin: string
  name: string
  size: bigint
  sha256: string
  file_id: string
  message: string
  reason: string
  may_match: bigint
  state: 'open' | 'matched' | 'settled'
  note: string
  settled_by: string
}
type NewException = Omit<ExceptionRow, 'id' | 'state' | 'note' | 'settled_by'>

interface ExceptionEnd {
  exception: bigint
  at: string
  state: 'matched' | 'settled'
  note: string
  operator: bigint | null
  operator_name: string
}

const exceptions = `
  SELECT e.*, coalesce(s.state, 'open') AS state, coalesce(s.note, '') AS note, coalesce(s.operator_name, '') AS settled_by
    FROM receipt_exception e LEFT JOIN receipt_exception_end s ON s.exception = e.id`

/** What answers nothing that was sent; kept as it came, and how it was settled beside it. */
export class ExceptionStore {
  private readonly all
  private readonly open
  private readonly matchable
  private readonly byId
  private readonly bySha256
  private readonly openCount
  private readonly insert
  private readonly insertEnd

  constructor(db: Database) {
    this.all = db.prepare<[], ExceptionRow>(`${exceptions} ORDER BY e.id DESC`)
    this.open = db.prepare<[], ExceptionRow>(`${exceptions} WHERE s.exception IS NULL ORDER BY e.id DESC`)
    this.matchable = db.prepare<[bigint, bigint], ExceptionRow>(
      `${exceptions} WHERE e.id > ? AND s.exception IS NULL AND e.may_match = 1 ORDER BY e.id LIMIT ?`,
    )
    this.byId = db.prepare<[string], ExceptionRow>(`${exceptions} WHERE e.exception_id = ?`)
    this.bySha256 = db.prepare<[string], ExceptionRow>(`${exceptions} WHERE e.sha256 = ?`)
    this.openCount = db
      .prepare<[], bigint>('SELECT (SELECT count(*) FROM receipt_exception) - (SELECT count(*) FROM receipt_exception_end)')
      .pluck()
    this.insert = db.prepare<NewException>(`
      INSERT INTO receipt_exception (exception_id, at, authority, origin, name, size, sha256, file_id, message, reason, may_match)
      VALUES (@exception_id, @at, @authority, @origin, @name, @size, @sha256, @file_id, @message, @reason, @may_match)`)
    this.insertEnd = db.prepare<ExceptionEnd>(
      'INSERT INTO receipt_exception_end VALUES (@exception, @at, @state, @note, @operator, @operator_name)',
    )
  }

  /** Newest first. */
  list(open: boolean): ExceptionRow[] {
    return (open ? this.open : this.all).all()
  }

  /** Open ones that could be read, in the order in which they came: the next `most` after one of them, or the first after 0. */
  mayMatch(after: bigint, most: number): ExceptionRow[] {
    return this.matchable.all(after, BigInt(most))
  }

  find(exceptionId: string): ExceptionRow | undefined {
    return this.byId.get(exceptionId)
  }

  withBytes(sha256: string): ExceptionRow | undefined {
    return this.bySha256.get(sha256)
  }

  countOpen(): number {
    return Number(this.openCount.get() ?? 0n)
  }

  add(row: NewException): void {
    this.insert.run(row)
  }

  end(row: ExceptionEnd): void {
    this.insertEnd.run(row)
  }
}
