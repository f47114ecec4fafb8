import type { Authority } from '../../../shared/domain/authorities.ts'
import type { Database } from '../database/connection.ts'

export type ChannelKind = 'handCarried' | 'folders' | 'gateway'
export type DeliveryState = 'waiting' | 'withdrawn' | 'sending' | 'unknown' | 'sent' | 'answered' | 'stopped'

export interface DeliveryRow {
  filing: bigint
  filing_id: string
  authority: Authority
  subject_key: string
  sequence: bigint
  file_name: string
  state: DeliveryState
  may_have_arrived: bigint
  decided: bigint
  queued_at: string
  sent_at: string | null
  tries: bigint
  next_try_at: string | null
  last_error: string
  /** Of its attempts to send. */
  attempts: bigint
}

export type AttemptResult = 'delivered' | 'notThere' | 'refused' | 'failed' | 'unknown'

export interface AttemptRow {
  id: bigint
  at: string
  channel: ChannelKind
  what: 'send' | 'ask'
  address: string
  name: string
  size: bigint
  sha256: string
  finished_at: string | null
  /** Null while it runs. */
  result: AttemptResult | null
  detail: string | null
  /** Of a gateway, as it came. */
  answer: string | null
}

/** @see farthestTry */
export interface Due {
  authority: Authority
  now: string
  farthest: string
}

type NewAttempt = Pick<AttemptRow, 'at' | 'channel' | 'what' | 'address' | 'name' | 'size' | 'sha256'> & { filing: bigint }
type Progress = Pick<DeliveryRow, 'filing' | 'state' | 'may_have_arrived' | 'sent_at' | 'tries' | 'next_try_at' | 'last_error'>

const deliveries = `
  SELECT d.*, f.filing_id, (SELECT count(*) FROM delivery_attempt WHERE filing = d.filing AND what = 'send') AS attempts
    FROM delivery d JOIN filing f ON f.id = d.filing`
/** A moment beyond any that was ever put is of a clock that has been set back since. */
const isDue = '(d.next_try_at IS NULL OR d.next_try_at <= @now OR d.next_try_at > @farthest)'
/** What holds back the next of its subject: it may be with the authority, and the authority has not decided. */
const holdsBack = `decided = 0 AND (state IN ('sending', 'unknown', 'sent', 'answered') OR state = 'stopped' AND may_have_arrived = 1)`

export class DeliveryStore {
  private readonly all
  private readonly open
  private readonly byFiling
  private readonly byFileName
  private readonly inState
  private readonly toAsk
  private readonly next
  private readonly blocker
  private readonly counts
  private readonly insert
  private readonly progress
  private readonly attempts
  private readonly unended
  private readonly insertAttempt
  private readonly insertEnd

  constructor(db: Database) {
    this.all = db.prepare<[], DeliveryRow>(`${deliveries} WHERE d.state <> 'withdrawn' ORDER BY d.sequence DESC`)
    this.open = db.prepare<[], DeliveryRow>(
      `${deliveries} WHERE d.state NOT IN ('withdrawn', 'answered') ORDER BY d.sequence DESC`,
    )
    this.byFiling = db.prepare<[string], DeliveryRow>(`${deliveries} WHERE f.filing_id = ?`)
    this.byFileName = db.prepare<[string], DeliveryRow>(`${deliveries} WHERE d.file_name = ?`)
    this.inState = db.prepare<[Authority, DeliveryState], DeliveryRow>(
      `${deliveries} WHERE d.authority = ? AND d.state = ? ORDER BY d.sequence`,
    )
    this.toAsk = db.prepare<Due & { most: bigint }, DeliveryRow>(
      `${deliveries} WHERE d.authority = @authority AND d.state = 'unknown' AND ${isDue} ORDER BY d.sequence LIMIT @most`,
    )
    this.next = db.prepare<Due & { most: bigint }, DeliveryRow>(`
      ${deliveries} WHERE d.authority = @authority AND d.state = 'waiting' AND ${isDue}
         AND NOT EXISTS (SELECT 1 FROM delivery o WHERE o.subject_key = d.subject_key AND o.filing <> d.filing
                            AND o.decided = 0 AND o.state <> 'withdrawn'
                            AND (${holdsBack.replaceAll(/\b(decided|state|may_have_arrived)\b/g, 'o.$1')} OR o.state = 'waiting' AND o.sequence < d.sequence))
       ORDER BY d.sequence LIMIT @most`)
    this.blocker = db.prepare<
      { subject_key: string; filing: bigint; sequence: bigint },
      { filing_id: string; state: DeliveryState }
    >(`
      SELECT f.filing_id, d.state FROM delivery d JOIN filing f ON f.id = d.filing
       WHERE d.subject_key = @subject_key AND d.filing <> @filing AND d.decided = 0 AND d.state <> 'withdrawn'
         AND (${holdsBack.replaceAll(/\b(decided|state|may_have_arrived)\b/g, 'd.$1')} OR d.state = 'waiting' AND d.sequence < @sequence)
       ORDER BY d.sequence LIMIT 1`)
    this.counts = db.prepare<[], { authority: Authority; state: DeliveryState; count: bigint }>(
      'SELECT authority, state, count(*) AS count FROM delivery GROUP BY authority, state',
    )
    this.insert = db.prepare<Pick<DeliveryRow, 'filing' | 'authority' | 'subject_key' | 'sequence' | 'file_name' | 'queued_at'>>(`
      INSERT INTO delivery (filing, authority, subject_key, sequence, file_name, state, queued_at)
      VALUES (@filing, @authority, @subject_key, @sequence, @file_name, 'waiting', @queued_at)`)
    this.progress = db.prepare<Progress>(`
      UPDATE delivery SET state = @state, may_have_arrived = @may_have_arrived, sent_at = @sent_at, tries = @tries,
             next_try_at = @next_try_at, last_error = @last_error
       WHERE filing = @filing`)
    this.attempts = db.prepare<[bigint], AttemptRow>(`
      SELECT a.*, e.at AS finished_at, e.result, e.detail, e.answer
        FROM delivery_attempt a LEFT JOIN delivery_attempt_end e ON e.attempt = a.id WHERE a.filing = ? ORDER BY a.id`)
    this.unended = db
      .prepare<[bigint], bigint>(
        'SELECT id FROM delivery_attempt a WHERE filing = ? AND NOT EXISTS (SELECT 1 FROM delivery_attempt_end WHERE attempt = a.id)',
      )
      .pluck()
    this.insertAttempt = db.prepare<NewAttempt>(`
      INSERT INTO delivery_attempt (filing, at, channel, what, address, name, size, sha256)
      VALUES (@filing, @at, @channel, @what, @address, @name, @size, @sha256)`)
    this.insertEnd = db.prepare<{ attempt: bigint; at: string; result: AttemptResult; detail: string; answer: string }>(
      'INSERT INTO delivery_attempt_end VALUES (@attempt, @at, @result, @detail, @answer)',
    )
  }

  /** Newest first. */
  list(open: boolean): DeliveryRow[] {
    return (open ? this.open : this.all).all()
  }

  find(filingId: string): DeliveryRow | undefined {
    return this.byFiling.get(filingId)
  }

  named(fileName: string): DeliveryRow | undefined {
    return this.byFileName.get(fileName)
  }

  /** In the order of their packages. */
  in(authority: Authority, state: DeliveryState): DeliveryRow[] {
    return this.inState.all(authority, state)
  }

  /** Of unknown outcome, whose time has come. */
  askable(due: Due, most: number): DeliveryRow[] {
    return this.toAsk.all({ ...due, most: BigInt(most) })
  }

  /** Waiting ones whose time has come and that nothing of the same subject holds back, in the order of their packages. */
  ready(due: Due, most: number): DeliveryRow[] {
    return this.next.all({ ...due, most: BigInt(most) })
  }

  /** What a waiting one waits for. */
  heldBackBy(row: DeliveryRow): { filing_id: string; state: DeliveryState } | undefined {
    return this.blocker.get(row)
  }

  countByState(): { authority: Authority; state: DeliveryState; count: number }[] {
    return this.counts.all().map((row) => ({ ...row, count: Number(row.count) }))
  }

  add(row: Pick<DeliveryRow, 'filing' | 'authority' | 'subject_key' | 'sequence' | 'file_name' | 'queued_at'>): void {
    this.insert.run(row)
  }

  move(row: DeliveryRow, to: Partial<Omit<Progress, 'filing'>>): void {
    const { filing, state, may_have_arrived, sent_at, tries, next_try_at, last_error } = { ...row, ...to }
    this.progress.run({ filing, state, may_have_arrived, sent_at, tries, next_try_at, last_error })
  }

  attemptsOf(filing: bigint): AttemptRow[] {
    return this.attempts.all(filing)
  }

  /** Attempts that were cut short. */
  unendedOf(filing: bigint): bigint[] {
    return this.unended.all(filing)
  }

  beginAttempt(attempt: NewAttempt): bigint {
    return BigInt(this.insertAttempt.run(attempt).lastInsertRowid)
  }

  endAttempt(end: { attempt: bigint; at: string; result: AttemptResult; detail: string; answer: string }): void {
    this.insertEnd.run(end)
  }
}
