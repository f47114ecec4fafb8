import type { RecordBody } from '../../../shared/domain/handbook-record-fields.ts'
import type { Cells } from '../../../shared/domain/handbook-record-cells.ts'
import type { Database } from '../database/connection.ts'

type DraftState = 'editing' | 'filed' | 'returned' | 'accepted' | 'discarded'

interface StoredDraft {
  draft_id: string
  kind: 'filing' | 'change'
  extension: bigint
  handbook_id: bigint | null
  state: DraftState
  filing_id: string | null
  head: string
  created_at: string
  saved_at: string
}
export type Draft = Omit<StoredDraft, 'head'> & { head: Cells }
export interface DraftRow {
  rowId: number
  cells: Cells
}

const draftOf = (row: StoredDraft): Draft => ({ ...row, head: JSON.parse(row.head) as Cells })

export class DraftStore {
  private readonly statements

  constructor(db: Database) {
    this.statements = {
      insert: db.prepare<StoredDraft>(`
        INSERT INTO handbook_draft (draft_id, kind, extension, handbook_id, state, filing_id, head, created_at, saved_at)
        VALUES (@draft_id, @kind, @extension, @handbook_id, @state, @filing_id, @head, @created_at, @saved_at)`),
      find: db.prepare<[string], StoredDraft>('SELECT * FROM handbook_draft WHERE draft_id = ?'),
      list: db.prepare<[], StoredDraft>('SELECT * FROM handbook_draft ORDER BY created_at DESC, draft_id DESC'),
      openChange: db.prepare<[bigint], StoredDraft>(`
        SELECT * FROM handbook_draft WHERE handbook_id = ? AND kind = 'change' AND state IN ('editing', 'filed', 'returned')`),
      count: db.prepare<[], bigint>('SELECT count(*) FROM handbook_draft').pluck(),
      ledgerVersion: db.prepare<[], bigint>('PRAGMA data_version').pluck(),
      saveHead: db.prepare<[string, string, string]>('UPDATE handbook_draft SET head = ?, saved_at = ? WHERE draft_id = ?'),
      touch: db.prepare<[string, string]>('UPDATE handbook_draft SET saved_at = ? WHERE draft_id = ?'),
      setState: db.prepare<{ draft_id: string; state: DraftState; filing_id: string | null; handbook_id: bigint | null }>(`
        UPDATE handbook_draft SET state = @state, filing_id = @filing_id, handbook_id = @handbook_id WHERE draft_id = @draft_id`),
      setExtension: db.prepare<[bigint, string]>('UPDATE handbook_draft SET extension = ? WHERE draft_id = ?'),
      rows: db
        .prepare<[string, RecordBody], [bigint, string]>(
          'SELECT row_id, cells FROM draft_row WHERE draft_id = ? AND body = ? ORDER BY row_id',
        )
        .raw(),
      row: db
        .prepare<[bigint, string, RecordBody], string>(
          'SELECT cells FROM draft_row WHERE row_id = ? AND draft_id = ? AND body = ?',
        )
        .pluck(),
      counts: db.prepare<[string], { body: RecordBody; n: bigint }>(
        'SELECT body, count(*) AS n FROM draft_row WHERE draft_id = ? GROUP BY body',
      ),
      insertRow: db.prepare<[string, RecordBody, string]>('INSERT INTO draft_row (draft_id, body, cells) VALUES (?, ?, ?)'),
      updateRow: db.prepare<[string, bigint]>('UPDATE draft_row SET cells = ? WHERE row_id = ?'),
      deleteRow: db.prepare<[bigint]>('DELETE FROM draft_row WHERE row_id = ?'),
      deleteBody: db.prepare<[string, RecordBody]>('DELETE FROM draft_row WHERE draft_id = ? AND body = ?'),
      documents: db.prepare<[string], DocumentRow>(`
        SELECT d.requirement, d.file_id, f.name, f.size, f.sha256 FROM draft_document d JOIN stored_file f ON f.file_id = d.file_id
         WHERE d.draft_id = ? ORDER BY d.requirement, f.name, d.file_id`),
      insertDocument: db.prepare<[string, string, string]>('INSERT INTO draft_document VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
      deleteDocument: db.prepare<[string, string, string]>(
        'DELETE FROM draft_document WHERE draft_id = ? AND requirement = ? AND file_id = ?',
      ),
    }
  }

  insert(draft: Draft): void {
    this.statements.insert.run({ ...draft, head: JSON.stringify(draft.head) })
  }

  find(draftId: string): Draft | undefined {
    const row = this.statements.find.get(draftId)
    return row && draftOf(row)
  }

  list(): Draft[] {
    return this.statements.list.all().map(draftOf)
  }

  openChange(handbookId: bigint): Draft | undefined {
    const row = this.statements.openChange.get(handbookId)
    return row && draftOf(row)
  }

  count(): number {
    return Number(this.statements.count.get())
  }

  /** Differs from an earlier one where another connection has written in between; what this one writes does not count. */
  ledgerVersion(): bigint {
    return this.statements.ledgerVersion.get() ?? 0n
  }

  saveHead(draftId: string, head: Cells, savedAt: string): void {
    this.statements.saveHead.run(JSON.stringify(head), savedAt, draftId)
  }

  touch(draftId: string, savedAt: string): void {
    this.statements.touch.run(savedAt, draftId)
  }

  setState({ draft_id, state, filing_id, handbook_id }: Pick<Draft, 'draft_id' | 'state' | 'filing_id' | 'handbook_id'>): void {
    this.statements.setState.run({ draft_id, state, filing_id, handbook_id })
  }

  /** Kept when it is filed: in force, it no longer shows. */
  setExtension(draftId: string, isExtension: boolean): void {
    this.statements.setExtension.run(isExtension ? 1n : 0n, draftId)
  }

  rows(draftId: string, body: RecordBody): DraftRow[] {
    return this.statements.rows
      .all(draftId, body)
      .map(([rowId, cells]) => ({ rowId: Number(rowId), cells: JSON.parse(cells) as Cells }))
  }

  row(draftId: string, body: RecordBody, rowId: number): Cells | undefined {
    const cells = this.statements.row.get(BigInt(rowId), draftId, body)
    return cells === undefined ? undefined : (JSON.parse(cells) as Cells)
  }

  counts(draftId: string): Record<RecordBody, number> {
    const counts = { materials: 0, products: 0, consumptions: 0 }
    for (const { body, n } of this.statements.counts.all(draftId)) counts[body] = Number(n)
    return counts
  }

  addRow(draftId: string, body: RecordBody, cells: Cells): number {
    return Number(this.statements.insertRow.run(draftId, body, JSON.stringify(cells)).lastInsertRowid)
  }

  saveRow(rowId: number, cells: Cells): void {
    this.statements.updateRow.run(JSON.stringify(cells), BigInt(rowId))
  }

  removeRow(rowId: number): void {
    this.statements.deleteRow.run(BigInt(rowId))
  }

  clearBody(draftId: string, body: RecordBody): void {
    this.statements.deleteBody.run(draftId, body)
  }

  documents(draftId: string): DocumentRow[] {
    return this.statements.documents.all(draftId)
  }

  attach(draftId: string, requirement: string, fileId: string): void {
    this.statements.insertDocument.run(draftId, requirement, fileId)
  }

  detach(draftId: string, requirement: string, fileId: string): boolean {
    return this.statements.deleteDocument.run(draftId, requirement, fileId).changes > 0
  }
}

interface DocumentRow {
  requirement: string
  file_id: string
  name: string
  size: bigint
  sha256: string
}
