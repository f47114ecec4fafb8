import type { Database } from '../database/connection.ts'
import { readPage } from '../database/page.ts'
import type { PageColumn, PageQuery } from '../database/page.ts'

export interface EntryRow {
  id: bigint
  at: string
  operator: bigint | null
  operator_name: string
  operation: string
  subject: string
  what: string
  before: string | null
  after: string | null
}

const columns: Readonly<Record<string, PageColumn>> = {
  entryId: { sql: 'id', number: 'integer' },
  // As the clerk's clock showed it, in China.
  at: { sql: "datetime(at, '+8 hours')" },
  operatorName: { sql: 'operator_name' },
  operation: { sql: 'operation' },
  subject: { sql: 'subject' },
  what: { sql: 'what' },
  before: { sql: "ifnull(before, '')" },
  after: { sql: "ifnull(after, '')" },
}

export class JournalStore {
  private readonly db: Database
  private readonly insertEntry

  constructor(db: Database) {
    this.db = db
    this.insertEntry = db.prepare<Omit<EntryRow, 'id'>>(`
      INSERT INTO journal (at, operator, operator_name, operation, subject, what, before, after)
      VALUES (@at, @operator, @operator_name, @operation, @subject, @what, @before, @after)`)
  }

  insert(entry: Omit<EntryRow, 'id'>): void {
    this.insertEntry.run(entry)
  }

  /** The newest first, unless asked otherwise. */
  page(query: PageQuery): { total: number; rows: EntryRow[] } {
    return readPage<EntryRow>(this.db, '*', 'FROM journal', [], columns, 'id DESC', query)
  }
}
