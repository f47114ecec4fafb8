import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { OperatorsService } from '../operators/service.ts'
import { JournalStore } from './store.ts'

export type Fields = Readonly<Record<string, string>>

export interface Deed {
  /** What it was done to: 手册 C2332…, 申报 …, 企业资料 */
  subject: string
  /** One sentence in Chinese. */
  what: string
  /** As it was and as it is, heading → text; only the fields that differ are kept. */
  before?: Fields
  after?: Fields
}

/** 操作日志: everything anyone does, in the transaction in which it is done, never changed. */
export class JournalService {
  private readonly store: JournalStore
  private readonly operators: OperatorsService
  private readonly clock: Clock
  private operation = ''
  private written = 0

  constructor(db: Database, operators: OperatorsService, clock: Clock) {
    this.store = new JournalStore(db)
    this.operators = operators
    this.clock = clock
  }

  /** Writes are made one at a time: what is recorded from now on is done by this operation. */
  begin(operation: string): void {
    this.operation = operation
    this.written = 0
  }

  record({ subject, what, before, after }: Deed): void {
    const operator = this.operators.onDuty()
    const [was, is] = before && after ? differing(before, after) : [before, after]
    this.store.insert({
      at: this.clock.now(),
      operator: operator?.id ?? null,
      operator_name: operator?.name ?? '',
      operation: this.operation,
      subject,
      what,
      before: was ? JSON.stringify(was) : null,
      after: is ? JSON.stringify(is) : null,
    })
    this.written++
  }

  /** An operation that said nothing of itself is recorded by its name. */
  end(summary: string): void {
    if (this.written === 0) this.record({ subject: '', what: summary.split(/[：；，（]/)[0] ?? summary })
  }
}

function differing(before: Fields, after: Fields): [Fields, Fields] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name])
  const pick = (fields: Fields) =>
    Object.fromEntries(names.flatMap((name) => (name in fields ? [[name, fields[name] ?? '']] : [])))
  return [pick(before), pick(after)]
}
