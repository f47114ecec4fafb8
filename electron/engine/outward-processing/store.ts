import type { OutwardGoods, UsedGoods } from '../../../shared/domain/outward-processing.ts'
import type { Database } from '../database/connection.ts'

const applicationNames = [
  'application_id',
  'handbook_id',
  'inner_no',
  'contractor_name',
  'contractor_credit_code',
  'contractor_customs_code',
  'contractor_customs_district',
  'contractor_district',
  'contractor_contact',
  'contractor_phone',
  'contractor_address',
  'contract_no',
  'processes',
  'all_processes',
  'sent_goods',
  'returned_goods',
  'valid_to',
  'remark',
  'state',
  'application_no',
  'filed_on',
  'filing_id',
  'close_note',
  'saved_at',
] as const

export interface ApplicationRow {
  id: bigint
  application_id: string
  handbook_id: bigint
  inner_no: string
  contractor_name: string
  contractor_credit_code: string
  contractor_customs_code: string
  contractor_customs_district: string
  contractor_district: string
  contractor_contact: string
  contractor_phone: string
  contractor_address: string
  contract_no: string
  processes: string
  all_processes: bigint
  sent_goods: string
  returned_goods: string
  valid_to: string
  remark: string
  state: 'draft' | 'filed' | 'accepted' | 'returned' | 'closed'
  application_no: string
  filed_on: string | null
  filing_id: string | null
  close_note: string
  saved_at: string
}
export type NamedApplicationRow = ApplicationRow & { handbook_no: string }

export interface GuaranteeRow {
  item_seq: bigint
  value_e5: bigint
  duty_e9: bigint
  vat_e9: bigint
}

export interface MovementRow {
  id: bigint
  movement_id: string
  application: bigint
  kind: 'dispatch' | 'return'
  slip_no: string
  moved_on: string
  vehicle: string
  signed_by: string
  remark: string
  recorded_at: string
  voided_at: string | null
  void_reason: string
}
interface MovedLineRow {
  movement: bigint
  line_no: bigint
  goods: OutwardGoods
  item_seq: bigint
  version: string
  name: string
  quantity_e5: bigint
}
interface UseRow {
  movement: bigint
  line_no: bigint
  goods: UsedGoods
  item_seq: bigint
  quantity_e5: bigint
}

const named = 'SELECT a.*, h.handbook_no FROM outward_application a JOIN handbook h ON h.id = a.handbook_id'

export class OutwardStore {
  private readonly statements

  constructor(db: Database) {
    const changed = applicationNames.filter((name) => name !== 'application_id' && name !== 'handbook_id')
    this.statements = {
      list: db.prepare<[], NamedApplicationRow>(`${named} ORDER BY a.saved_at DESC, a.id DESC`),
      find: db.prepare<[string], NamedApplicationRow>(`${named} WHERE a.application_id = ?`),
      byInnerNo: db.prepare<[string], NamedApplicationRow>(`${named} WHERE a.inner_no = ?`),
      insert: db.prepare<Omit<ApplicationRow, 'id'>>(`
        INSERT INTO outward_application (${applicationNames.join(', ')}) VALUES (${applicationNames.map((name) => `@${name}`).join(', ')})`),
      update: db.prepare<Omit<ApplicationRow, 'id'>>(`
        UPDATE outward_application SET ${changed.map((name) => `${name} = @${name}`).join(', ')} WHERE application_id = @application_id`),
      guarantee: db.prepare<[bigint], GuaranteeRow>(
        'SELECT item_seq, value_e5, duty_e9, vat_e9 FROM outward_guarantee_line WHERE application = ? ORDER BY line_no',
      ),
      clearGuarantee: db.prepare<[bigint]>('DELETE FROM outward_guarantee_line WHERE application = ?'),
      insertGuarantee: db.prepare<GuaranteeRow & { application: bigint; line_no: bigint }>(
        'INSERT INTO outward_guarantee_line VALUES (@application, @line_no, @item_seq, @value_e5, @duty_e9, @vat_e9)',
      ),
      movements: db.prepare<[bigint], MovementRow>('SELECT * FROM outward_movement WHERE application = ? ORDER BY moved_on, id'),
      insertMovement: db.prepare<Omit<MovementRow, 'id'>>(`
        INSERT INTO outward_movement (movement_id, application, kind, slip_no, moved_on, vehicle, signed_by, remark, recorded_at, voided_at, void_reason)
        VALUES (@movement_id, @application, @kind, @slip_no, @moved_on, @vehicle, @signed_by, @remark, @recorded_at, @voided_at, @void_reason)`),
      voidMovement: db.prepare<[string, string, bigint]>(
        'UPDATE outward_movement SET voided_at = ?, void_reason = ? WHERE id = ?',
      ),
      lines: db.prepare<[bigint], MovedLineRow>(`
        SELECT l.* FROM outward_movement m JOIN outward_movement_line l ON l.movement = m.id WHERE m.application = ? ORDER BY m.id, l.line_no`),
      insertLine: db.prepare<MovedLineRow>(
        'INSERT INTO outward_movement_line VALUES (@movement, @line_no, @goods, @item_seq, @version, @name, @quantity_e5)',
      ),
      uses: db.prepare<[bigint], UseRow>(`
        SELECT u.* FROM outward_movement m JOIN outward_movement_use u ON u.movement = m.id WHERE m.application = ? ORDER BY m.id, u.line_no`),
      insertUse: db.prepare<UseRow>(
        'INSERT INTO outward_movement_use VALUES (@movement, @line_no, @goods, @item_seq, @quantity_e5)',
      ),
    }
  }

  list(): NamedApplicationRow[] {
    return this.statements.list.all()
  }

  find(applicationId: string): NamedApplicationRow | undefined {
    return this.statements.find.get(applicationId)
  }

  byInnerNo(innerNo: string): NamedApplicationRow | undefined {
    return this.statements.byInnerNo.get(innerNo)
  }

  insert(row: Omit<ApplicationRow, 'id'>): bigint {
    return BigInt(this.statements.insert.run(row).lastInsertRowid)
  }

  update(row: ApplicationRow): void {
    this.statements.update.run(row)
  }

  guaranteeOf(application: bigint): GuaranteeRow[] {
    return this.statements.guarantee.all(application)
  }

  replaceGuarantee(application: bigint, lines: readonly GuaranteeRow[]): void {
    this.statements.clearGuarantee.run(application)
    for (const [index, line] of lines.entries())
      this.statements.insertGuarantee.run({ ...line, application, line_no: BigInt(index + 1) })
  }

  movementsOf(application: bigint): { movement: MovementRow; lines: { line: MovedLineRow; uses: UseRow[] }[] }[] {
    const lines = Map.groupBy(this.statements.lines.all(application), ({ movement }) => movement)
    const uses = Map.groupBy(this.statements.uses.all(application), ({ movement, line_no }) => `${movement}:${line_no}`)
    return this.statements.movements.all(application).map((movement) => ({
      movement,
      lines: (lines.get(movement.id) ?? []).map((line) => ({ line, uses: uses.get(`${line.movement}:${line.line_no}`) ?? [] })),
    }))
  }

  addMovement(
    movement: Omit<MovementRow, 'id'>,
    lines: readonly { line: Omit<MovedLineRow, 'movement'>; uses: readonly Omit<UseRow, 'movement' | 'line_no'>[] }[],
  ): void {
    const id = BigInt(this.statements.insertMovement.run(movement).lastInsertRowid)
    for (const { line, uses } of lines) {
      this.statements.insertLine.run({ ...line, movement: id })
      for (const use of uses) this.statements.insertUse.run({ ...use, movement: id, line_no: line.line_no })
    }
  }

  voidMovement(id: bigint, at: string, reason: string): void {
    this.statements.voidMovement.run(at, reason, id)
  }
}
