import type { ListBusiness } from '../../../shared/domain/list-business.ts'
import type { Cells } from '../../../shared/domain/handbook-record-cells.ts'
import type { Database } from '../database/connection.ts'

export type DraftState = 'editing' | 'filed' | 'returned' | 'accepted' | 'discarded'
export type OriginKind = 'transfer' | 'surplus' | 'domesticSale'

interface StoredDraft {
  draft_id: string
  handbook_id: bigint
  business: ListBusiness
  mode: string
  declaration_type: '1' | '2' | '3'
  /** The edition that a change or deletion is of. */
  base_list: bigint | null
  inner_no: string
  head: string
  lines: string
  state: DraftState
  filing_id: string | null
  /** What stands in the books for it. */
  list_id: bigint | null
  origin_kind: OriginKind | null
  origin_id: string | null
  created_at: string
  saved_at: string
  filed_saved_at: string | null
}
export type Draft = Omit<StoredDraft, 'head' | 'lines'> & { head: Cells; lines: readonly Cells[] }
type DraftFate = Pick<Draft, 'draft_id' | 'state' | 'filing_id' | 'list_id' | 'filed_saved_at'>

const draftOf = (row: StoredDraft): Draft => ({
  ...row,
  head: JSON.parse(row.head) as Cells,
  lines: JSON.parse(row.lines) as Cells[],
})

export class ListDraftStore {
  private readonly statements

  constructor(db: Database) {
    this.statements = {
      insert: db.prepare<StoredDraft>(`
        INSERT INTO list_draft (draft_id, handbook_id, business, mode, declaration_type, base_list, inner_no, head, lines, state, filing_id,
          list_id, origin_kind, origin_id, created_at, saved_at, filed_saved_at)
        VALUES (@draft_id, @handbook_id, @business, @mode, @declaration_type, @base_list, @inner_no, @head, @lines, @state, @filing_id,
          @list_id, @origin_kind, @origin_id, @created_at, @saved_at, @filed_saved_at)`),
      find: db.prepare<[string], StoredDraft>('SELECT * FROM list_draft WHERE draft_id = ?'),
      list: db.prepare<[], StoredDraft>('SELECT * FROM list_draft ORDER BY created_at DESC, draft_id DESC'),
      ofHandbook: db.prepare<[bigint], StoredDraft>(
        'SELECT * FROM list_draft WHERE handbook_id = ? ORDER BY created_at DESC, draft_id DESC',
      ),
      ofOrigin: db.prepare<[string, string], StoredDraft>(
        'SELECT * FROM list_draft WHERE origin_kind = ? AND origin_id = ? ORDER BY created_at, draft_id',
      ),
      openOf: db.prepare<[bigint], StoredDraft>(
        "SELECT * FROM list_draft WHERE base_list = ? AND state IN ('editing', 'filed', 'returned')",
      ),
      withInnerNo: db.prepare<[string, string], StoredDraft>(
        "SELECT * FROM list_draft WHERE inner_no = ? AND draft_id <> ? AND declaration_type = '1' AND state <> 'discarded'",
      ),
      filedChanges: db.prepare<[bigint], StoredDraft>(
        // Few are changes: by their own index, which is of these states, and never through all drafts of the handbook.
        `SELECT * FROM list_draft INDEXED BY bonded_list_has_one_open_change
          WHERE handbook_id = ? AND base_list IS NOT NULL AND state IN ('editing', 'filed', 'returned') AND state = 'filed'`,
      ),
      unfiled: db.prepare<[], StoredDraft>(
        "SELECT * FROM list_draft WHERE state = 'editing' AND filing_id IS NULL ORDER BY created_at DESC, draft_id DESC",
      ),
      filed: db.prepare<[], StoredDraft>("SELECT * FROM list_draft WHERE state = 'filed' AND list_id IS NOT NULL"),
      latest: db.prepare<[bigint, ListBusiness], StoredDraft>(`
        SELECT * FROM list_draft WHERE handbook_id = ? AND business = ? AND state <> 'discarded' ORDER BY created_at DESC, draft_id DESC LIMIT 1`),
      innerNos: db
        .prepare<{ from: string; to: string }, string>(`
        SELECT inner_no FROM list_draft WHERE inner_no >= @from AND inner_no < @to
         UNION SELECT inner_no FROM bonded_list WHERE inner_no <> '' AND inner_no >= @from AND inner_no < @to`)
        .pluck(),
      save: db.prepare<Pick<StoredDraft, 'draft_id' | 'inner_no' | 'head' | 'lines' | 'saved_at'>>(`
        UPDATE list_draft SET inner_no = @inner_no, head = @head, lines = @lines, saved_at = @saved_at WHERE draft_id = @draft_id`),
      setFate: db.prepare<DraftFate>(`
        UPDATE list_draft SET state = @state, filing_id = @filing_id, list_id = @list_id, filed_saved_at = @filed_saved_at
         WHERE draft_id = @draft_id`),
      ledgerVersion: db.prepare<[], bigint>('PRAGMA data_version').pluck(),
    }
  }

  insert(draft: Draft): void {
    this.statements.insert.run({ ...draft, head: JSON.stringify(draft.head), lines: JSON.stringify(draft.lines) })
  }

  find(draftId: string): Draft | undefined {
    const row = this.statements.find.get(draftId)
    return row && draftOf(row)
  }

  list(handbookId: bigint | undefined): Draft[] {
    return (handbookId === undefined ? this.statements.list.all() : this.statements.ofHandbook.all(handbookId)).map(draftOf)
  }

  ofOrigin(kind: OriginKind, id: string): Draft[] {
    return this.statements.ofOrigin.all(kind, id).map(draftOf)
  }

  /** The change or deletion of a list that is being written or waits for its answer. */
  openOf(listId: bigint): Draft | undefined {
    const row = this.statements.openOf.get(listId)
    return row && draftOf(row)
  }

  /** Other drafts of new lists with this number. */
  withInnerNo(innerNo: string, except: string): Draft[] {
    return this.statements.withInnerNo.all(innerNo, except).map(draftOf)
  }

  /** Changes and deletions that wait for their answer. */
  filedChanges(handbookId: bigint): Draft[] {
    return this.statements.filedChanges.all(handbookId).map(draftOf)
  }

  /** Newest first. */
  unfiled(): Draft[] {
    return this.statements.unfiled.all().map(draftOf)
  }

  /** New lists that wait for their answer. */
  filed(): Draft[] {
    return this.statements.filed.all().map(draftOf)
  }

  latest(handbookId: bigint, business: ListBusiness): Draft | undefined {
    const row = this.statements.latest.get(handbookId, business)
    return row && draftOf(row)
  }

  /** Numbers that begin with `prefix`, of drafts and of lists in the books. */
  innerNosWith(prefix: string): Set<string> {
    return new Set(this.statements.innerNos.all({ from: prefix, to: `${prefix}\u{10ffff}` }))
  }

  save({ draft_id, head, lines, saved_at }: Pick<Draft, 'draft_id' | 'head' | 'lines' | 'saved_at'>): void {
    const inner_no = head['innerNo'] ?? ''
    this.statements.save.run({ draft_id, inner_no, head: JSON.stringify(head), lines: JSON.stringify(lines), saved_at })
  }

  setFate({ draft_id, state, filing_id, list_id, filed_saved_at }: DraftFate): void {
    this.statements.setFate.run({ draft_id, state, filing_id, list_id, filed_saved_at })
  }

  /** Differs from an earlier one where another connection has written in between. */
  ledgerVersion(): bigint {
    return this.statements.ledgerVersion.get() ?? 0n
  }
}
