import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { Refusal, refuse } from '../../../shared/contract/errors.ts'
import type { Authority } from '../../../shared/domain/authorities.ts'
import type { ReceiptResult } from '../../../shared/messages/receipts.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { FilesService, StoredFile } from '../files/service.ts'
import type { FilingAnswers } from '../filings/answers.ts'
import type { FilingsService } from '../filings/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { OutboxService } from './outbox.ts'
import { ExceptionStore } from './exception-store.ts'
import type { ExceptionRow } from './exception-store.ts'
import { answeredName } from './parcel.ts'
import type { ReadFile } from './receipt-file.ts'

type Exception = Output<'exceptions.retry'>

/** What became of a file: of which filing, what it says, in words. */
interface Taken {
  name: string
  filingId: string | null
  result: ReceiptResult | null
  message: string
  /** Whether its bytes are kept by what became of it. */
  kept: boolean
  /** Whether it is an exception that was not there before. */
  exceptional: boolean
}

interface Neighbours {
  files: FilesService
  filings: FilingsService
  filingAnswers: FilingAnswers
  outbox: OutboxService
  operators: OperatorsService
  journal: JournalService
}

/** So many are looked at before others have their turn. */
const rematchedAtOnce = 200

/**
 * The one reader of all that comes back, over whatever way (RELIABILITY §6): a receipt moves its filing, the same bytes again do
 * nothing, and what answers nothing that was sent is kept as an exception, for a person.
 */
export class ReceiptIntake {
  private readonly db: Database
  private readonly store: ExceptionStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.db = db
    this.store = new ExceptionStore(db)
    this.services = services
    this.clock = clock
  }

  /** Whether these bytes have been taken in, or stand among the exceptions. */
  isKnown(sha256: string): boolean {
    return this.services.filingAnswers.isKnown(sha256) || this.store.withBytes(sha256) !== undefined
  }

  /** @param keep makes the file known to the ledger, and answers its id @param authority none of what a person imports */
  take(file: ReadFile, keepNew: () => string, authority: Authority | null): Taken {
    const { name, sha256, read } = file
    const held = this.store.withBytes(sha256)
    const keep = held ? () => held.file_id : keepNew
    if ('reason' in read) {
      const message = `没有读取：${read.reason}`
      // What a person has picked by mistake is told to that person, and is no exception.
      if (authority === null && read.plainlyNot)
        return { name, filingId: null, result: null, message, kept: false, exceptional: false }
      const added = this.addException(file, keep, authority, { message: '', reason: message, mayMatch: false })
      return { name, filingId: null, result: null, message, kept: added, exceptional: added }
    }
    const { result, message: type, notes } = read
    const refused = (message: string): Taken => {
      const added = this.addException(file, keep, authority, {
        message: `${type}：${notes[0] ?? ''}`,
        reason: message,
        mayMatch: true,
      })
      return { name, filingId: null, result, message, kept: added, exceptional: added }
    }
    try {
      const known = this.services.filingAnswers.isKnown(sha256)
      const taken = this.match(file, keep)
      if (taken.filingId === null) return refused(taken.message)
      this.closeMatched(sha256)
      return { name, result, ...taken, kept: !known && !held, exceptional: false }
    } catch (error) {
      // One that cannot be put in force does not keep the others out.
      if (!(error instanceof Refusal)) throw error
      const { message, next } = error.failure
      return refused(next ? `${message}。${next}` : message)
    }
  }

  private match({ name, sha256, read }: ReadFile, keep: () => string): { filingId: string | null; message: string } {
    return 'reason' in read
      ? { filingId: null, message: read.reason }
      : this.services.filingAnswers.take(read, sha256, keep, this.contextOf(name))
  }

  private contextOf(name: string) {
    const { filings, outbox } = this.services
    const own = answeredName(name)
    return {
      named: own === undefined ? undefined : outbox.filingNamed(own),
      wasSent: (filingId: string) => outbox.wasSent(filings.head(filingId)),
    }
  }

  /** Whether it would be taken in now. */
  hasFilingNow({ name, read }: ReadFile): boolean {
    return !('reason' in read) && this.services.filingAnswers.hasFiling(read, this.contextOf(name))
  }

  /** Some of those that wait for their filing, after something was sent or has come in; `last` is undefined behind the last of them. */
  waitingForTheirFiling(after: bigint): { files: StoredFile[]; last: bigint | undefined } {
    const rows = this.store.mayMatch(after, rematchedAtOnce)
    const files = rows.flatMap(({ file_id, name }) => {
      try {
        return [{ ...this.services.files.require(file_id), name }]
      } catch (error) {
        if (error instanceof Refusal) return []
        throw error
      }
    })
    return { files, last: rows.at(-1)?.id }
  }

  /** An open exception once more. @returns the filing that it answers now, if any */
  rematch(file: ReadFile, fileId: string): { filingId: string | null; message: string } {
    const found = this.store.withBytes(file.sha256)
    if (found?.state !== 'open') return { filingId: null, message: '这份异常回执已经了结' }
    try {
      const taken = this.db.transaction(() => this.match(file, () => fileId))()
      if (taken.filingId !== null) this.closeMatched(file.sha256)
      return taken
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { message, next } = error.failure
      return { filingId: null, message: next ? `${message}。${next}` : message }
    }
  }

  /** The same, asked by a person. @throws Refusal exception.*, with the reason where it still has no filing */
  retry(exceptionId: string, file: ReadFile, fileId: string): Exception {
    const row = this.requireOpen(exceptionId)
    const { filingId, message } = this.rematch(file, fileId)
    if (filingId === null)
      refuse({ code: 'exception.unmatched', message, next: '请核对编号与发送经过；确认与本企业无关的，写明缘由了结' })
    this.services.journal.record({ subject: `异常回执 ${row.name}`, what: message })
    return this.get(exceptionId)
  }

  list(open: boolean): Output<'exceptions.list'> {
    return { exceptions: this.store.list(open).map(printException) }
  }

  /** @throws Refusal exception.notFound */
  get(exceptionId: string): Exception {
    return printException(this.require(exceptionId))
  }

  openCount(): number {
    return this.store.countOpen()
  }

  /** @throws Refusal exception.* */
  settle({ exceptionId, note }: Input<'exceptions.settle'>): Exception {
    const row = this.requireOpen(exceptionId)
    const operator = this.services.operators.onDuty()
    this.store.end({
      exception: row.id,
      at: this.clock.now(),
      state: 'settled',
      note,
      operator: operator?.id ?? null,
      operator_name: operator?.name ?? '',
    })
    this.services.journal.record({ subject: `异常回执 ${row.name}`, what: '了结', after: { 缘由: note } })
    return this.get(exceptionId)
  }

  /** @throws Refusal exception.* */
  requireOpen(exceptionId: string): ExceptionRow {
    const row = this.require(exceptionId)
    if (row.state !== 'open')
      refuse({ code: 'exception.ended', message: '这份异常回执已经了结', at: { field: 'exceptionId' }, next: '请刷新列表' })
    return row
  }

  private require(exceptionId: string): ExceptionRow {
    return (
      this.store.find(exceptionId) ??
      refuse({ code: 'exception.notFound', message: '没有这份异常回执', at: { field: 'exceptionId' }, next: '请刷新列表' })
    )
  }

  private closeMatched(sha256: string): void {
    const row = this.store.withBytes(sha256)
    if (row?.state !== 'open') return
    this.store.end({
      exception: row.id,
      at: this.clock.now(),
      state: 'matched',
      note: '已对上申报',
      operator: null,
      operator_name: '',
    })
  }

  /** @returns false where these bytes are one already */
  private addException(
    { name, origin, bytes, sha256 }: ReadFile,
    keep: () => string,
    authority: Authority | null,
    { message, reason, mayMatch }: { message: string; reason: string; mayMatch: boolean },
  ): boolean {
    if (this.store.withBytes(sha256)) return false
    this.store.add({
      exception_id: randomUUID(),
      at: this.clock.now(),
      authority,
      origin,
      name: name.slice(0, 200),
      size: BigInt(bytes.length),
      sha256,
      file_id: keep(),
      message: message.slice(0, 400),
      reason: reason.slice(0, 400),
      may_match: mayMatch ? 1n : 0n,
    })
    this.services.journal.record({ subject: `回执 ${name.slice(0, 200)}`, what: `列入异常回执：${reason.slice(0, 400)}` })
    return true
  }
}

const printException = (row: ExceptionRow): Exception => ({
  exceptionId: row.exception_id,
  at: row.at,
  authority: row.authority,
  from: row.origin,
  name: row.name,
  size: Number(row.size),
  sha256: row.sha256,
  fileId: row.file_id,
  message: row.message,
  reason: row.reason,
  state: row.state,
  note: row.note,
  settledBy: row.settled_by,
})
