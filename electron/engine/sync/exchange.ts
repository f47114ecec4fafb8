import type { Input, Output } from '../../../shared/contract/contract.ts'
import { Refusal, refuse } from '../../../shared/contract/errors.ts'
import type { Topic } from '../../../shared/contract/operation.ts'
import { authorities, authorityNames } from '../../../shared/domain/authorities.ts'
import type { Authority } from '../../../shared/domain/authorities.ts'
import type { Clock } from '../clock.ts'
import { Exclusive } from '../exclusive.ts'
import type { FileFolder } from '../files/service.ts'
import type { ChannelRow } from './channels.ts'
import { FolderMemory, FolderWay } from './folder-way.ts'
import { GatewayMemory, GatewayWay } from './gateway-way.ts'
import type { Attempt, DeliveryRow, Outcome } from './outbox.ts'
import { parcelOf } from './parcel.ts'
import type { Parcel } from './parcel.ts'
import { readIncoming, rematch, takeIn } from './take-in.ts'
import type { Ledger } from './take-in.ts'
import { Unreachable } from './way.ts'
import type { Way } from './way.ts'

type Round = Output<'outbox.exchange'>
const onTheWay: readonly Topic[] = ['outbox', 'filings']

/**
 * Rounds of sending and fetching, one at a time for each authority, side by side for several: a channel that is away holds up no other.
 * In a round: what was cut short is found, what has come back is taken in, what is unknown is asked for, what is due is sent. Nothing
 * of the network, and no file of the client's, is waited for while the ledger is held.
 */
export class Exchange {
  private readonly folder: FileFolder
  private readonly clock: Clock
  private readonly turns = new Map(authorities.map((authority) => [authority, new Exclusive()]))
  private readonly busy = new Set<Authority>()
  private readonly ways = new Set<Way>()
  private readonly folders = new FolderMemory()
  private readonly gateways = new GatewayMemory()

  constructor(folder: FileFolder, clock: Clock) {
    this.folder = folder
    this.clock = clock
  }

  /** One round over one authority's channel, or over all. @throws Refusal channel.unset where the one has none */
  async run(ledger: Ledger, { authority }: Input<'outbox.exchange'>): Promise<Round> {
    const channels = ledger
      .read((services) => services.channels.usable())
      .filter((channel) => authority === undefined || channel.authority === authority)
    if (authority !== undefined && channels.length === 0)
      refuse({
        code: 'channel.unset',
        message: `${authorityNames[authority]}还没有设定可以自动收发的通道`,
        next: '请在“设置 · 申报通道”里设定，或用 U 盘递交',
      })
    const done: Round = { sent: 0, received: 0, exceptions: 0, problems: [] }
    const rounds = await Promise.allSettled(
      channels.map((channel) => this.alone(channel.authority, () => this.round(ledger, channel.authority))),
    )
    for (const round of rounds) {
      if (round.status === 'rejected') throw round.reason
      const { sent, received, exceptions, problems } = round.value
      done.sent += sent
      done.received += received
      done.exceptions += exceptions
      done.problems.push(...problems)
    }
    return done
  }

  /** A round over each channel that works by itself and is not under way already; each ends in its own time. */
  startAutomatic(ledger: Ledger): Promise<unknown>[] {
    return ledger
      .read((services) => services.channels.usable())
      .filter(({ automatic, authority }) => automatic === 1n && !this.busy.has(authority))
      .map(({ authority }) => this.alone(authority, () => this.round(ledger, authority)))
  }

  /** Cuts short what waits for the other side: it ends as any connection that breaks off. */
  stop(): void {
    for (const way of this.ways) way.close()
  }

  /** Runs when no round is under way, and keeps new ones waiting. */
  whileIdle<T>(work: () => Promise<T>): Promise<T> {
    this.stop()
    return authorities.reduce<() => Promise<T>>((inner, authority) => () => this.alone(authority, inner), work)()
  }

  /** Looks without sending anything of the books. */
  async test(ledger: Ledger, { authority }: Input<'channels.test'>): Promise<Output<'channels.test'>> {
    const channel = ledger.read((services) => services.channels.of(authority))
    if (channel.kind === 'handCarried')
      return {
        steps: [{ what: 'U 盘递交', ok: true, found: '不经网络，无须试通', next: '' }],
        channel: ledger.read((services) => services.channels.print(channel)),
      }
    const { steps, problem } = await this.alone(authority, () => this.over(ledger, channel, (way) => way.test()))
    await this.note(ledger, authority, problem ?? ready)
    return { steps, channel: ledger.read((services) => services.channels.print(services.channels.of(authority))) }
  }

  /** One at a time over one channel. */
  private async alone<T>(authority: Authority, work: () => Promise<T>): Promise<T> {
    this.busy.add(authority)
    try {
      return await (this.turns.get(authority) ?? new Exclusive()).run(work)
    } finally {
      this.busy.delete(authority)
    }
  }

  private async over<T>(ledger: Ledger, channel: ChannelRow, work: (way: Way) => Promise<T>): Promise<T> {
    const way = this.wayOf(ledger, channel)
    this.ways.add(way)
    try {
      return await work(way)
    } finally {
      this.ways.delete(way)
      way.close()
    }
  }

  private async round(ledger: Ledger, authority: Authority): Promise<Round> {
    const done: Round = { sent: 0, received: 0, exceptions: 0, problems: [] }
    const channel = ledger.read((services) => services.channels.of(authority))
    if (channel.kind === 'handCarried') return done
    try {
      if (ledger.read((services) => services.outbox.isCutShort(authority)))
        await ledger.write(onTheWay, (services) => services.outbox.foundCutShort(authority))
      await this.over(ledger, channel, async (way) => {
        await this.receive(ledger, authority, way, done)
        await this.askFor(ledger, authority, way)
        await this.send(ledger, authority, way, done)
      })
      if (done.sent + done.received > 0) done.received += await rematch(ledger)
      await this.note(ledger, authority, ready)
    } catch (error) {
      const why = problemIn(error)
      if (!why) throw error
      const { state, message, next } = why
      await this.note(ledger, authority, { state, message, next })
      done.problems.push({ authority, message, next })
    }
    return done
  }

  private async receive(ledger: Ledger, authority: Authority, way: Way, done: Round): Promise<void> {
    let notFetched = 0
    for await (const { files, missing, seen, cursor, failed } of way.receive()) {
      notFetched += missing
      await ledger.step(`收取${authorityNames[authority]}回执`, done.received, null)
      if (files.length + seen.length + failed.length === 0 && cursor === undefined) continue
      const read = await readIncoming(files)
      const taken = await takeIn(ledger, this.folder, read, authority, (services) => {
        for (const file of seen) services.channels.noteSeen(file)
        if (cursor !== undefined) services.channels.noteCursor(authority, cursor)
        for (const name of failed) services.outbox.foundFailed(name)
      })
      done.received += taken.filter(({ filingId, kept }) => kept && filingId !== null).length
      done.exceptions += taken.filter(({ exceptional }) => exceptional).length
    }
    if (notFetched > 0)
      done.problems.push({
        authority,
        message: `${notFetched} 份回执没有取到`,
        next: '之后自动再取；一直取不到的，请向接收单位核对',
      })
  }

  /** What is unknown is asked for before anything is sent again. */
  private async askFor(ledger: Ledger, authority: Authority, way: Way): Promise<void> {
    for (;;) {
      const rows = ledger.read((services) => services.outbox.askable(authority, way.batch))
      if (rows.length === 0) return
      await ledger.step(`问明${authorityNames[authority]}有没有收到`, 0, null)
      const parcels = await this.parcels(ledger, rows, way)
      const attempts = await ledger.write(['outbox'], (services) => services.outbox.begin('ask', parcels, way))
      let outcomes: Outcome[]
      try {
        outcomes = await way.ask(attempts.map(({ parcel }) => parcel))
      } catch (error) {
        await this.end(ledger, [], attempts, error)
        throw error
      }
      await this.end(
        ledger,
        attempts.map((attempt, index) => ({ attempt, outcome: outcomes[index] ?? noAnswer })),
        [],
        undefined,
      )
    }
  }

  private async send(ledger: Ledger, authority: Authority, way: Way, done: Round): Promise<void> {
    const what = `发往${authorityNames[authority]}`
    const total = ledger.read((services) => services.channels.print(services.channels.of(authority)).waiting)
    for (;;) {
      const rows = ledger.read((services) => services.outbox.ready(authority, way.batch))
      if (rows.length === 0) return
      await ledger.step(what, done.sent, total)
      const parcels = await this.parcels(ledger, rows, way)
      const attempts = await ledger.write(['outbox'], (services) => services.outbox.begin('send', parcels, way))
      const sent: { attempt: Attempt; outcome: Outcome }[] = []
      let ended: unknown
      for (const attempt of attempts) {
        try {
          await ledger.step(what, done.sent + sent.length, total)
          sent.push({ attempt, outcome: await way.send(attempt.parcel) })
        } catch (error) {
          ended = error
          // Whatever else went wrong, nobody can say that nothing has left.
          if (!(error instanceof Unreachable) && !(error instanceof Refusal)) sent.push({ attempt, outcome: noAnswer })
          break
        }
      }
      await this.end(ledger, sent, attempts.slice(sent.length), ended)
      done.sent += sent.filter(({ outcome }) => outcome.result === 'delivered').length
      if (ended !== undefined) throw ended
    }
  }

  /** In one transaction: what has an outcome, and what never left because the channel went away or the clerk gave up. */
  private async end(
    ledger: Ledger,
    done: readonly { attempt: Attempt; outcome: Outcome }[],
    putBack: readonly Attempt[],
    error: unknown,
  ): Promise<void> {
    if (done.length + putBack.length === 0) return
    const reason = error instanceof Unreachable || error instanceof Refusal ? error.message : '没有发出'
    await ledger.write(onTheWay, (services) => {
      for (const { attempt, outcome } of done) services.outbox.finish(attempt, outcome)
      for (const attempt of putBack) services.outbox.putBack(attempt, reason)
    })
  }

  /** The bytes of each; one that has no message for these folders is stopped, the others go on. */
  private async parcels(ledger: Ledger, rows: readonly DeliveryRow[], way: Way): Promise<Parcel[]> {
    const parcels: Parcel[] = []
    for (const { filing_id: filingId, file_name: fileName, state } of rows) {
      const parcel = ledger.read((services) => parcelOf(services.filings, { filingId, fileName }, way.form))
      if (parcel) parcels.push(parcel)
      else await ledger.write(onTheWay, (services) => services.outbox.stopUnsendable(filingId, state))
    }
    return parcels
  }

  private async note(ledger: Ledger, authority: Authority, now: Pick<ChannelRow, 'state' | 'message' | 'next'>): Promise<void> {
    const before = ledger.read((services) => services.channels.of(authority))
    if (before.state === now.state && before.message === now.message) return
    const { state, message, next } = now
    await ledger.write(['channels'], (services) => services.channels.noteState(authority, { state, message, next }))
  }

  private wayOf(ledger: Ledger, channel: ChannelRow): Way {
    return channel.kind === 'gateway'
      ? new GatewayWay(channel, {
          caPath: ledger.read((services) => services.channels.caPath(channel)),
          isKnown: (sha256) => ledger.read((services) => services.receiptIntake.isKnown(sha256)),
          memory: this.gateways,
        })
      : new FolderWay(channel, {
          seen: (folder) => ledger.read((services) => services.channels.seenIn(folder)),
          memory: this.folders,
          now: () => this.clock.now(),
        })
  }
}

const ready = { state: 'ready', message: '', next: '' } as const
const noAnswer: Outcome = { result: 'unknown', detail: '没有等到结果' }

/** What keeps a round from its end and is no fault of ours; undefined of anything else. */
function problemIn(error: unknown): Pick<Unreachable, 'state' | 'message' | 'next'> | undefined {
  if (error instanceof Unreachable) return error
  // A clerk who gives up, or is off duty, is told so; the channel is as it was.
  if (!(error instanceof Refusal) || !/^(file|channel)\./.test(error.failure.code)) return undefined
  return { state: 'away', message: error.message, next: error.failure.next ?? '' }
}
