import type { Database } from '../database/connection.ts'

interface VoucherRow {
  id: bigint
  substitution_id: string
  voucher_no: bigint
  handbook_id: bigint
  substituted_on: string
  approval_no: string
  approved_on: string
  reason: string
  recorded_by: string
  recorded_at: string
  voided_at: string | null
  void_reason: string
}
export type NamedVoucherRow = VoucherRow & { handbook_no: string }

export interface LegRow {
  substitution: bigint
  line_no: bigint
  item_seq: bigint
  item_name: string
  item_spec: string
  unit: string
  by_goods: 'bonded' | 'imported' | 'domestic'
  other_handbook_no: string
  other_item_seq: bigint | null
  other_name: string
  other_spec: string
  zero_duty_no_licence: bigint
  quantity_e5: bigint
}

const named = 'SELECT s.*, h.handbook_no FROM substitution s JOIN handbook h ON h.id = s.handbook_id'

export class SubstitutionStore {
  private readonly statements

  constructor(db: Database) {
    this.statements = {
      list: db.prepare<[], NamedVoucherRow>(`${named} ORDER BY s.voucher_no DESC`),
      find: db.prepare<[string], NamedVoucherRow>(`${named} WHERE s.substitution_id = ?`),
      lastNo: db.prepare<[], bigint>('SELECT coalesce(max(voucher_no), 0) FROM substitution').pluck(),
      insert: db.prepare<Omit<VoucherRow, 'id'>>(`
        INSERT INTO substitution (substitution_id, voucher_no, handbook_id, substituted_on, approval_no, approved_on, reason,
               recorded_by, recorded_at, voided_at, void_reason)
        VALUES (@substitution_id, @voucher_no, @handbook_id, @substituted_on, @approval_no, @approved_on, @reason,
               @recorded_by, @recorded_at, @voided_at, @void_reason)`),
      lines: db.prepare<[bigint], LegRow>('SELECT * FROM substitution_line WHERE substitution = ? ORDER BY line_no'),
      insertLine: db.prepare<LegRow>(`
        INSERT INTO substitution_line VALUES (@substitution, @line_no, @item_seq, @item_name, @item_spec, @unit, @by_goods,
               @other_handbook_no, @other_item_seq, @other_name, @other_spec, @zero_duty_no_licence, @quantity_e5)`),
      void: db.prepare<[string, string, bigint]>('UPDATE substitution SET voided_at = ?, void_reason = ? WHERE id = ?'),
    }
  }

  list(): NamedVoucherRow[] {
    return this.statements.list.all()
  }

  find(substitutionId: string): NamedVoucherRow | undefined {
    return this.statements.find.get(substitutionId)
  }

  nextNo(): bigint {
    return (this.statements.lastNo.get() ?? 0n) + 1n
  }

  add(voucher: Omit<VoucherRow, 'id'>, legs: readonly Omit<LegRow, 'substitution'>[]): void {
    const id = BigInt(this.statements.insert.run(voucher).lastInsertRowid)
    for (const leg of legs) this.statements.insertLine.run({ ...leg, substitution: id })
  }

  linesOf(id: bigint): LegRow[] {
    return this.statements.lines.all(id)
  }

  void(id: bigint, at: string, reason: string): void {
    this.statements.void.run(at, reason, id)
  }
}
