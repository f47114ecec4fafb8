import type { LifeEvent } from '../../../shared/domain/handbook-life.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { Database } from '../database/connection.ts'

export interface EventRow {
  at: string
  event: LifeEvent
  happened_on: Day
  note: string
  operator_name: string
  file_id: string | null
}

export interface CycleRow {
  cycle_no: bigint
  starts_on: Day
  ends_on: Day
  method: 'unitConsumption' | 'materialList' | 'workOrder'
  approved_on: Day | null
  /** Materials with an approved ending. */
  endings: bigint
}

export class HandbookLifeStore {
  private readonly events
  private readonly insertEvent
  private readonly cycles
  private readonly insertCycle
  private readonly approve
  private readonly insertEnding
  private readonly endings

  constructor(db: Database) {
    this.events = db.prepare<[bigint], EventRow>(
      'SELECT at, event, happened_on, note, operator_name, file_id FROM handbook_event WHERE handbook_id = ? ORDER BY id',
    )
    this.insertEvent = db.prepare<EventRow & { handbook_id: bigint }>(`
      INSERT INTO handbook_event (handbook_id, at, event, happened_on, note, operator_name, file_id)
      VALUES (@handbook_id, @at, @event, @happened_on, @note, @operator_name, @file_id)`)
    this.cycles = db.prepare<[bigint], CycleRow>(
      `SELECT cycle_no, starts_on, ends_on, method, approved_on,
              (SELECT count(*) FROM account_cycle_ending e WHERE e.handbook_id = c.handbook_id AND e.cycle_no = c.cycle_no) AS endings
         FROM account_cycle c WHERE handbook_id = ? ORDER BY cycle_no`,
    )
    this.insertCycle = db.prepare<Omit<CycleRow, 'approved_on' | 'endings'> & { handbook_id: bigint; opened_at: string }>(`
      INSERT INTO account_cycle (handbook_id, cycle_no, starts_on, ends_on, method, opened_at)
      VALUES (@handbook_id, @cycle_no, @starts_on, @ends_on, @method, @opened_at)`)
    this.approve = db.prepare<[Day, bigint, bigint]>(
      'UPDATE account_cycle SET approved_on = ? WHERE handbook_id = ? AND cycle_no = ?',
    )
    this.endings = db.prepare<[bigint, bigint], { material_seq: bigint; ending_e5: bigint }>(
      'SELECT material_seq, ending_e5 FROM account_cycle_ending WHERE handbook_id = ? AND cycle_no = ? ORDER BY material_seq',
    )
    this.insertEnding = db.prepare<[bigint, bigint, bigint, bigint]>('INSERT INTO account_cycle_ending VALUES (?, ?, ?, ?)')
  }

  eventsOf(handbookId: bigint): EventRow[] {
    return this.events.all(handbookId)
  }

  addEvent(handbookId: bigint, row: EventRow): void {
    this.insertEvent.run({ ...row, handbook_id: handbookId })
  }

  cyclesOf(handbookId: bigint): CycleRow[] {
    return this.cycles.all(handbookId)
  }

  addCycle(handbookId: bigint, row: Omit<CycleRow, 'approved_on' | 'endings'>, openedAt: string): void {
    this.insertCycle.run({ ...row, handbook_id: handbookId, opened_at: openedAt })
  }

  approveCycle(handbookId: bigint, cycleNo: bigint, on: Day, endings: readonly { seq: number; quantity: bigint }[]): void {
    this.approve.run(on, handbookId, cycleNo)
    for (const { seq, quantity } of endings) this.insertEnding.run(handbookId, cycleNo, BigInt(seq), quantity)
  }

  endingsOf(handbookId: bigint, cycleNo: number): { material_seq: bigint; ending_e5: bigint }[] {
    return this.endings.all(handbookId, BigInt(cycleNo))
  }
}
