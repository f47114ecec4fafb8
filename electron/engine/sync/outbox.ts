import type { Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { authorities, authorityNames, authorityOf } from '../../../shared/domain/authorities.ts'
import type { Authority } from '../../../shared/domain/authorities.ts'
import { clockOfInstant } from '../../../shared/domain/day.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import { kindNames } from '../filings/service.ts'
import type { FilingsService } from '../filings/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import { sha256 } from '../packages/build-package.ts'
import type { ChannelRow, ChannelsService } from './channels.ts'
import { DeliveryStore } from './delivery-store.ts'
import type { AttemptRow, ChannelKind, DeliveryRow } from './delivery-store.ts'
import { fileNameOf, subjectKeyOf } from './parcel.ts'
import type { Parcel } from './parcel.ts'
import { farthestTry, mostTries, nextTry } from './retry-policy.ts'

export type { AttemptRow, DeliveryRow } from './delivery-store.ts'

type Item = Output<'outbox.retry'>
type Filing = ReturnType<FilingsService['head']>

/** How an attempt ended. */
export interface Outcome {
  /** delivered: it is with them; notThere: asked for, it is not; refused: they will not have it; failed: nothing has left; unknown. */
  result: 'delivered' | 'notThere' | 'refused' | 'failed' | 'unknown'
  detail: string
  /** Of a gateway, as it came. */
  answer?: string
  /** Of what was refused: other bytes are there under its id. */
  mayHaveArrived?: boolean
}

/** An attempt that is written down and not ended. */
export interface Attempt {
  attempt: bigint
  filingId: string
  what: 'send' | 'ask'
  parcel: Parcel
}

const unsettled: ReadonlySet<DeliveryRow['state']> = new Set(['waiting', 'unknown', 'stopped'])

/**
 * The outbox (DESIGN §7, RELIABILITY §6): waiting → sending → (unknown) → sent → answered, or stopped. That something is about to leave
 * is written before it leaves; what was cut short is unknown, and what is unknown is asked for before it is sent again.
 */
export class OutboxService {
  private readonly store: DeliveryStore
  private readonly filings: FilingsService
  private readonly channels: ChannelsService
  private readonly operators: OperatorsService
  private readonly clock: Clock

  constructor(
    db: Database,
    services: { filings: FilingsService; channels: ChannelsService; operators: OperatorsService },
    clock: Clock,
  ) {
    this.store = new DeliveryStore(db)
    this.filings = services.filings
    this.channels = services.channels
    this.operators = services.operators
    this.clock = clock
  }

  list(open: boolean): Output<'outbox.list'> {
    const rows = this.store.list(open)
    const filings = new Map(rows.length > 100 ? this.filings.list(undefined).filings.map((each) => [each.filingId, each]) : [])
    const channels = new Map<Authority, ChannelRow>()
    for (const { authority } of rows) if (!channels.has(authority)) channels.set(authority, this.channels.of(authority))
    return {
      items: rows.map((row) =>
        this.print(
          row,
          filings.get(row.filing_id) ?? this.filings.head(row.filing_id),
          channels.get(row.authority) ?? this.channels.of(row.authority),
        ),
      ),
    }
  }

  /** What a person should know of: stopped, or not known to have arrived. */
  troubled(): Item[] {
    const most = 20
    return (['stopped', 'unknown'] as const)
      .flatMap((state) => authorities.flatMap((authority) => this.store.in(authority, state)))
      .slice(0, most)
      .map(({ filing_id }) => this.get(filing_id))
  }

  /** @throws Refusal operator.* */
  queue(filingIds: readonly string[]): Output<'outbox.queue'> {
    this.operators.require('declares')
    const refused: Output<'outbox.queue'>['refused'] = []
    let queued = 0
    for (const filingId of new Set(filingIds)) {
      const why = this.enqueue(filingId)
      if (why === undefined) queued++
      else if (why !== '') refused.push({ filingId, message: why })
    }
    return { queued, refused }
  }

  /** @returns why it cannot be sent; empty where it is in the outbox already; undefined where it is from now on */
  private enqueue(filingId: string): string | undefined {
    const filing = this.filings.head(filingId)
    const authority = authorityOf(filing.kind)
    if (authority === null) return `${kindNames[filing.kind]}不向监管部门申报`
    if (filing.sequence === null) return '还没有签名，请先签名'
    const held = this.store.find(filingId)
    if (held && held.state !== 'withdrawn') return ''
    if (filing.state !== 'signed') return '已经有审核结果，不必再发'
    if (held) this.store.move(held, { state: 'waiting', tries: 0n, next_try_at: null, last_error: '' })
    else
      this.store.add({
        filing: this.filings.rowId(filingId),
        authority,
        subject_key: subjectKeyOf(filing),
        sequence: BigInt(filing.sequence),
        file_name: fileNameOf(filing, filing.sequence),
        queued_at: this.clock.now(),
      })
    this.filings.recordOnItsWay(filingId, 'queued', `放入待发，送${authorityNames[authority]}`)
    return undefined
  }

  /** @returns false where it was not waiting any more @throws Refusal outbox.*, operator.* */
  withdraw(filingId: string): boolean {
    this.operators.require('declares')
    const row = this.require(filingId)
    if (row.state === 'withdrawn' || row.state === 'answered') return false
    const neverLeft = row.state === 'waiting' || (row.state === 'stopped' && row.may_have_arrived === 0n)
    if (!neverLeft)
      refuse({
        code: 'outbox.mayHaveArrived',
        message: '这份申报已经发出，或可能已经送达，不能取回',
        next: '请等待结果，或在单一窗口查明后登记结果',
      })
    this.store.move(row, { state: 'withdrawn', next_try_at: null, tries: 0n })
    this.filings.recordOnItsWay(filingId, 'withdrawn', '从待发取回')
    return true
  }

  /** The same bytes once more, after it was asked for. @throws Refusal outbox.*, operator.* */
  retry(filingId: string): Item {
    this.operators.require('declares')
    const row = this.require(filingId)
    if (!unsettled.has(row.state))
      refuse({ code: 'outbox.notStopped', message: '这份申报没有停下，不必再试', next: '请刷新待发列表' })
    if (row.state === 'stopped') {
      this.store.move(row, { state: 'unknown', tries: 0n, next_try_at: null })
      this.filings.recordOnItsWay(filingId, 'queued', '再试：先问对方有没有收到')
    } else this.store.move(row, { tries: 0n, next_try_at: null })
    return this.get(filingId)
  }

  get(filingId: string): Item {
    const row = this.require(filingId)
    return this.print(row, this.filings.head(filingId), this.channels.of(row.authority))
  }

  /** In the order in which they were made; none of what was never in the outbox. */
  attemptsOf(filingId: string): AttemptRow[] {
    const row = this.store.find(filingId)
    return row ? this.store.attemptsOf(row.filing) : []
  }

  /** Whether it can have reached anybody: what is carried by hand is out of our sight. */
  wasSent({ filingId, kind, exportedAt }: Filing): boolean {
    const authority = authorityOf(kind)
    if (exportedAt !== null || authority === null || this.channels.of(authority).kind === 'handCarried') return true
    return (this.store.find(filingId)?.attempts ?? 0n) > 0n
  }

  /** Under which it is sent, whether it is in the outbox yet or not. @throws Refusal filing.notFound, filing.notSigned */
  fileNameOf(filingId: string): string {
    const filing = this.filings.head(filingId)
    return (
      this.store.find(filingId)?.file_name ??
      fileNameOf(
        filing,
        filing.sequence ?? refuse({ code: 'filing.notSigned', message: `${kindNames[filing.kind]}还没有签名`, next: '请先签名' }),
      )
    )
  }

  /** The filing whose file bears this name, without its ending. */
  filingNamed(fileName: string): string | undefined {
    return this.store.named(fileName)?.filing_id
  }

  /** Asked at the beginning of a round, when nothing can be under way. */
  isCutShort(authority: Authority): boolean {
    return this.store.in(authority, 'sending').length > 0
  }

  /** What was under way when the program ended: nobody knows whether it has arrived. @returns how many */
  foundCutShort(authority: Authority): number {
    const rows = this.store.in(authority, 'sending')
    for (const row of rows) {
      for (const attempt of this.store.unendedOf(row.filing))
        this.end(attempt, { result: 'unknown', detail: '程序中断，没有等到结果' })
      this.store.move(row, { state: 'unknown', next_try_at: null })
      this.filings.recordOnItsWay(row.filing_id, 'outcomeUnknown', '发送中断，结果不明，先问明再发')
    }
    return rows.length
  }

  /** After the books were set back, what waits may have been sent since: it is asked for first. */
  doubtWaiting(): void {
    for (const authority of authorities)
      for (const row of this.store.in(authority, 'waiting'))
        this.store.move(row, { state: 'unknown', next_try_at: null, tries: 0n })
  }

  askable(authority: Authority, most: number): DeliveryRow[] {
    return this.store.askable(this.due(authority), most)
  }

  ready(authority: Authority, most: number): DeliveryRow[] {
    return this.store.ready(this.due(authority), most)
  }

  /** The intent, before anything leaves. Of what was withdrawn or answered meanwhile nothing is begun. */
  begin(what: 'send' | 'ask', parcels: readonly Parcel[], way: { kind: ChannelKind; address: string }): Attempt[] {
    return parcels.flatMap((parcel) => {
      const row = this.require(parcel.filingId)
      if (row.state !== (what === 'send' ? 'waiting' : 'unknown')) return []
      const attempt = this.store.beginAttempt({
        filing: row.filing,
        at: this.clock.now(),
        channel: way.kind,
        what,
        address: way.address,
        name: parcel.name,
        size: BigInt(parcel.bytes.length),
        sha256: sha256(parcel.bytes),
      })
      if (what === 'send') this.store.move(row, { state: 'sending' })
      return [{ attempt, filingId: parcel.filingId, what, parcel }]
    })
  }

  /** How it went. An answer that came in meanwhile stands: it says more than any outcome. */
  finish({ attempt, filingId, what }: Attempt, outcome: Outcome): void {
    this.end(attempt, outcome)
    const row = this.require(filingId)
    const { result, detail } = outcome
    if (row.state === 'answered' && result === 'delivered' && row.sent_at === null) {
      this.store.move(row, { sent_at: this.clock.now() })
      this.filings.recordOnItsWay(filingId, 'sent', detail)
    }
    if (row.state !== 'sending' && row.state !== 'unknown') return
    const now = this.clock.now()
    if (result === 'delivered') {
      this.store.move(row, { state: 'sent', sent_at: now, tries: 0n, next_try_at: null, last_error: '' })
      return this.filings.recordOnItsWay(filingId, 'sent', detail)
    }
    if (result === 'refused') return this.stop(row, detail, outcome.mayHaveArrived ?? false)
    if (result === 'notThere') return this.store.move(row, { state: 'waiting', next_try_at: null, last_error: detail })
    const tries = row.tries + 1n
    const unknown = result === 'unknown' || row.state === 'unknown'
    if (tries >= mostTries) return this.stop(row, `试了 ${tries} 次：${detail}`, unknown)
    this.store.move(row, {
      state: unknown ? 'unknown' : 'waiting',
      tries,
      next_try_at: nextTry(now, filingId, Number(tries)),
      last_error: detail,
    })
    if (what === 'send' && unknown) this.filings.recordOnItsWay(filingId, 'outcomeUnknown', `${detail}，先问明再发`)
  }

  /** The channel went away before anything of it left: it waits as it did. */
  putBack({ attempt, filingId, what }: Attempt, detail: string): void {
    this.end(attempt, { result: 'failed', detail })
    const row = this.require(filingId)
    if (what === 'send' && row.state === 'sending') this.store.move(row, { state: 'waiting', last_error: detail })
  }

  /** The import client takes messages, and it has none: nothing more can leave this way. */
  stopUnsendable(filingId: string, seen: DeliveryRow['state']): void {
    const row = this.require(filingId)
    if (row.state === seen) this.stop(row, '这份申报没有报文，请把通道的形式改为“申报包”，或用 U 盘递交', row.state === 'unknown')
  }

  /** A file of the import client's FailBox, by its name without ending. */
  foundFailed(fileName: string): void {
    const row = this.store.named(fileName)
    if (row?.state === 'sent' || row?.state === 'unknown') this.stop(row, '导入客户端没有受理，文件已移入 FailBox', false)
  }

  /**
   * Carried by hand from now on. What was sent already may be carried once more: the bytes are the same.
   * @throws Refusal outbox.*, operator.*
   */
  handOver(parcels: readonly Parcel[], archive: string): void {
    const keys = new Set<string>()
    for (const parcel of parcels) {
      const { filingId } = parcel
      const why = this.enqueue(filingId)
      const row = this.store.find(filingId)
      if (!row || (why !== undefined && why !== ''))
        return refuse({ code: 'outbox.notSendable', message: `${this.nameOf(filingId)}${why}`, next: '请从所选中去掉这一份' })
      if (row.state === 'answered' || row.state === 'sending')
        refuse({
          code: 'outbox.notSendable',
          message: `${this.nameOf(filingId)}${row.state === 'answered' ? '已经有结果' : '正在发送'}，不必递交`,
          next: '请从所选中去掉这一份',
        })
      const blocker = this.store.heldBackBy(row)
      if (blocker || keys.has(row.subject_key))
        refuse({
          code: 'outbox.heldBack',
          message: `${this.nameOf(filingId)}须等前一份${blocker ? this.nameOf(blocker.filing_id) : ''}有结果`,
          next: '请从所选中去掉这一份',
        })
      keys.add(row.subject_key)
      const now = this.clock.now()
      const attempt = this.store.beginAttempt({
        filing: row.filing,
        at: now,
        channel: 'handCarried',
        what: 'send',
        address: archive,
        name: parcel.name,
        size: BigInt(parcel.bytes.length),
        sha256: sha256(parcel.bytes),
      })
      const detail = `存入“${archive}”，记为已递交`
      this.end(attempt, { result: 'delivered', detail })
      this.store.move(row, { state: 'sent', sent_at: row.sent_at ?? now, tries: 0n, next_try_at: null, last_error: '' })
      this.filings.recordOnItsWay(filingId, 'sent', detail)
    }
  }

  private stop(row: DeliveryRow, reason: string, mayHaveArrived: boolean): void {
    this.store.move(row, {
      state: 'stopped',
      may_have_arrived: mayHaveArrived ? 1n : 0n,
      next_try_at: null,
      last_error: reason.slice(0, 400),
    })
    this.filings.recordOnItsWay(row.filing_id, 'stopped', `停下：${reason.slice(0, 400)}`)
  }

  private end(attempt: bigint, { result, detail, answer = '' }: Outcome): void {
    this.store.endAttempt({
      attempt,
      at: this.clock.now(),
      result,
      detail: detail.slice(0, 400),
      answer: answer.slice(0, 65_536),
    })
  }

  private due(authority: Authority) {
    const now = this.clock.now()
    return { authority, now, farthest: farthestTry(now) }
  }

  private nameOf(filingId: string): string {
    const { kind, handbookNo, subject, sequence } = this.filings.head(filingId)
    return `${kindNames[kind]} ${handbookNo || subject}（申报包 ${sequence ?? ''}）`
  }

  private print(row: DeliveryRow, filing: Filing, channel: ChannelRow): Item {
    return {
      filingId: row.filing_id,
      kind: filing.kind,
      handbookNo: filing.handbookNo,
      subject: filing.subject,
      authority: row.authority,
      channel: channel.kind,
      state: row.state === 'withdrawn' ? 'waiting' : row.state,
      waitsFor: this.waitsFor(row, channel),
      attempts: Number(row.attempts),
      nextTryAt: row.next_try_at,
      lastError: row.last_error,
      queuedAt: row.queued_at,
      sentAt: row.sent_at,
      sequence: Number(row.sequence),
      packageName: filing.packageName ?? '',
      packageSize: filing.packageSize ?? 0,
    }
  }

  private waitsFor(row: DeliveryRow, channel: ChannelRow): string {
    if (row.state !== 'waiting' && row.state !== 'unknown') return ''
    const blocker = row.state === 'waiting' ? this.store.heldBackBy(row) : undefined
    if (blocker) return `前一份${this.nameOf(blocker.filing_id)}${blocker.state === 'waiting' ? '先发' : '有结果'}`
    if (channel.kind === 'handCarried') return 'U 盘递交'
    if (channel.state === 'away' || channel.state === 'refused') return `通道恢复（${channel.message}）`
    if (row.next_try_at !== null)
      return `${clockOfInstant(row.next_try_at)} ${channel.automatic === 0n ? '以后点“立即收发”，或点“再试”' : '再试'}`
    if (channel.automatic === 0n) return '点“立即收发”'
    return row.state === 'unknown' ? '问明对方有没有收到' : '下一轮发送'
  }

  private require(filingId: string): DeliveryRow {
    return (
      this.store.find(filingId) ??
      refuse({ code: 'outbox.notQueued', message: '这份申报不在待发中', at: { field: 'filingId' }, next: '请先放入待发' })
    )
  }
}
