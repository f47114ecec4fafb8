import type { Input, Output } from '../../../shared/contract/contract.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { OperatorRow, OperatorsService } from '../operators/service.ts'
import { JournalStore } from './store.ts'
import type { EntryRow } from './store.ts'

export type Fields = Readonly<Record<string, string>>
type Entry = Output<'journal.list'>['rows'][number]

export interface Deed {
  /** What it was done to: 手册 C2332…, 申报 …, 企业资料 */
  subject: string
  /** One sentence in Chinese. */
  what: string
  /** As it was and as it is, heading → text; only the fields that differ are kept. Never a passphrase, never a key. */
  before?: Fields
  after?: Fields
  /** Who did it, where that is not the operator who is on duty now. */
  by?: { id: OperatorRow['id'] | null; name: string }
}

/** 操作日志: everything anyone does, in the transaction in which it is done, never changed. */
export class JournalService {
  private readonly store: JournalStore
  private readonly operators: OperatorsService
  private readonly clock: Clock
  private operation = ''
  private actor: Deed['by']
  private written = 0

  constructor(db: Database, operators: OperatorsService, clock: Clock) {
    this.store = new JournalStore(db)
    this.operators = operators
    this.clock = clock
  }

  /** Writes are made one at a time: what is recorded from now on is done by this operation, and by the operator on duty where nobody else is named. */
  begin(operation: string, actor?: Deed['by']): void {
    this.operation = operation
    this.actor = actor
    this.written = 0
  }

  record({ subject, what, before, after, by }: Deed): void {
    const operator = by ?? this.actor ?? this.operators.onDuty()
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

  /** An operation that said nothing of itself is recorded by its name and the handbook it was asked of. */
  end(summary: string, input: unknown): void {
    if (this.written > 0) return
    const of = typeof input === 'object' && input !== null && 'handbookNo' in input ? input.handbookNo : undefined
    this.record({
      subject: typeof of === 'string' ? `手册 ${of}` : '',
      what: summary.split(/[：；，（]/)[0] ?? summary,
    })
  }

  list(query: Input<'journal.list'>): Output<'journal.list'> {
    const { total, rows } = this.store.page(query)
    return { total, rows: rows.map(printEntry) }
  }
}

function differing(before: Fields, after: Fields): [Fields, Fields] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name])
  const pick = (fields: Fields) =>
    Object.fromEntries(names.flatMap((name) => (name in fields ? [[name, fields[name] ?? '']] : [])))
  return [pick(before), pick(after)]
}

const printEntry = (row: EntryRow): Entry => ({
  entryId: Number(row.id),
  at: row.at,
  operatorName: row.operator_name,
  operation: row.operation,
  subject: row.subject,
  what: row.what,
  before: readFields(row.before),
  after: readFields(row.after),
})

/** Written by {@link JournalService.record} alone. */
const readFields = (text: string | null): Record<string, string> | null =>
  text === null ? null : (JSON.parse(text) as Record<string, string>)
