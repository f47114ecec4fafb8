import type { Database } from '../database/connection.ts'

interface WeighingRow {
  weighing_id: string
  slip_no: string
  weighed_on: string
  handbook_id: bigint
  item_seq: bigint
  quantity_e5: bigint
  buyer: string
  file_id: string | null
  recorded_at: string
  recorded_by: string
}
type StoredWeighing = WeighingRow & { voided_at: string | null }

export class ScrapStore {
  private readonly statements

  constructor(db: Database) {
    this.statements = {
      insert: db.prepare<WeighingRow>(`
        INSERT INTO scrap_weighing (weighing_id, slip_no, weighed_on, handbook_id, item_seq, quantity_e5, buyer, file_id, recorded_at, recorded_by)
        VALUES (@weighing_id, @slip_no, @weighed_on, @handbook_id, @item_seq, @quantity_e5, @buyer, @file_id, @recorded_at, @recorded_by)`),
      find: db.prepare<[string], StoredWeighing>('SELECT * FROM scrap_weighing WHERE weighing_id = ?'),
      ofHandbook: db.prepare<[bigint], StoredWeighing>(
        'SELECT * FROM scrap_weighing WHERE handbook_id = ? ORDER BY weighed_on DESC, slip_no DESC, id DESC',
      ),
      standing: db.prepare<[bigint, string, bigint], StoredWeighing>(
        'SELECT * FROM scrap_weighing WHERE handbook_id = ? AND slip_no = ? AND item_seq = ? AND voided_at IS NULL',
      ),
      void: db.prepare<[string, string, string]>(
        'UPDATE scrap_weighing SET voided_at = ?, void_reason = ? WHERE weighing_id = ?',
      ),
    }
  }

  add(row: WeighingRow): void {
    this.statements.insert.run(row)
  }

  find(weighingId: string): StoredWeighing | undefined {
    return this.statements.find.get(weighingId)
  }

  /** Newest first, voided ones too. */
  ofHandbook(handbookId: bigint): StoredWeighing[] {
    return this.statements.ofHandbook.all(handbookId)
  }

  standing(handbookId: bigint, slipNo: string, itemSeq: number): StoredWeighing | undefined {
    return this.statements.standing.get(handbookId, slipNo, BigInt(itemSeq))
  }

  voidOne(weighingId: string, at: string, reason: string): void {
    this.statements.void.run(at, reason, weighingId)
  }
}
