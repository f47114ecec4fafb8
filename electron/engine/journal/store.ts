import type { Database } from '../database/connection.ts'

export interface NewEntry {
  at: string
  operator: bigint | null
  operator_name: string
  operation: string
  subject: string
  what: string
  before: string | null
  after: string | null
}

export class JournalStore {
  private readonly insertEntry

  constructor(db: Database) {
    this.insertEntry = db.prepare<NewEntry>(`
      INSERT INTO journal (at, operator, operator_name, operation, subject, what, before, after)
      VALUES (@at, @operator, @operator_name, @operation, @subject, @what, @before, @after)`)
  }

  insert(entry: NewEntry): void {
    this.insertEntry.run(entry)
  }
}
