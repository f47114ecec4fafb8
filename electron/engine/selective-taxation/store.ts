import type { Database } from '../database/connection.ts'

interface ComparisonRow {
  comparison_id: string
  title: string
  /** JSON of what was compared. */
  input: string
  saved_at: string
  saved_by: string
}

/** Comparisons that were saved; never changed. */
export class SelectiveStore {
  private readonly insert
  private readonly newestFirst

  constructor(db: Database) {
    this.insert = db.prepare<ComparisonRow>(`
      INSERT INTO selective_comparison (comparison_id, title, input, saved_at, saved_by)
      VALUES (@comparison_id, @title, @input, @saved_at, @saved_by)`)
    this.newestFirst = db.prepare<[], ComparisonRow>(
      'SELECT comparison_id, title, input, saved_at, saved_by FROM selective_comparison ORDER BY id DESC',
    )
  }

  add(row: ComparisonRow): void {
    this.insert.run(row)
  }

  list(): ComparisonRow[] {
    return this.newestFirst.all()
  }
}
