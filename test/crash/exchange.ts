import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Output } from '../../shared/contract/contract.ts'
import { openEngine as openEngineHere } from '../engine.ts'
import { AuthorityProcess } from './authority-process.ts'
import { EngineProcess } from './engine-process.ts'
import { randomFrom } from './factory.ts'
import { foundEnterprise, handbookNo, makeListFiling, passphrase } from './filing-maker.ts'

/** The ways by which filings go, one after the other. */
const ways = ['message', 'package', 'gateway'] as const
type Way = (typeof ways)[number]

export interface Plan {
  folder: string
  filings: number
  /** Of the engine, by SIGKILL. */
  kills: number
  /** Of the authority, by SIGKILL; besides those that its rules ask for. */
  authorityKills: number
  seed: number
  say?: (text: string) => void
}

/** What each side holds of a filing at the end, by the enterprise's own number. */
interface Found {
  engine: Map<string, string>
  authority: Map<string, string[]>
  movements: { engine: string; authority: string }
  /** Packages whose place in the chain, or whose hash of the one before, is not as it should be. */
  brokenChain: number[]
  exceptions: { open: string[]; strays: string[] }
  counts: Record<string, number>
}

interface AuthorityBooks {
  filings: { ownNumber: string; state: string; form: string }[]
  refused: { name: string; reason: string }[]
  movements: Record<string, string>
  strays: string[]
  repeats: number
  answers: number
  waiting: number
}

/** Everything goes wrong now and then; a filing meets several of them. */
const misbehaving = {
  loseUpload: 0.15,
  loseAnswer: 0.15,
  truncateAnswer: 0.1,
  wrongAnswer: 0.1,
  crash: 0.03,
  drop: 0.1,
  delay: 0.3,
  repeat: 0.2,
  reorder: 0.2,
  truncate: 0.05,
  stray: 0.1,
  manual: 0.1,
  return: 0.15,
}

/** Longer than the longest wait for another try. */
const ahead = 16 * 60_000

/** Files that many lists through a channel that misbehaves, with both sides killed in between, until nothing moves any more. */
export async function runExchange(plan: Plan): Promise<Found> {
  const say = plan.say ?? (() => undefined)
  const dataFolder = join(plan.folder, 'ledger')
  const client = join(plan.folder, 'client')
  for (const path of [dataFolder, client]) mkdirSync(path, { recursive: true })
  const filings = await makeFilings(dataFolder, plan.filings, say)
  const authority = new AuthorityProcess(join(plan.folder, 'authority'), [client])
  mkdirSync(join(plan.folder, 'authority'), { recursive: true })
  await authority.start()
  const engine = new EngineProcess(dataFolder)
  try {
    const counts = { kills: 0, calls: 0 }
    const random = randomFrom(plan.seed)
    for (const [index, way] of ways.entries()) {
      await openChannel(engine, authority, way, client)
      await authority.tell({ do: 'rules', rules: { seed: plan.seed + index, decides: true, delayMs: 400, chances: misbehaving } })
      const share = partOf(filings, index, ways.length)
      const kills = Math.floor(plan.kills / ways.length) + (index < plan.kills % ways.length ? 1 : 0)
      const crashes = Math.floor(plan.authorityKills / ways.length) + (index < plan.authorityKills % ways.length ? 1 : 0)
      for (let killed = 0; killed < kills; killed++) {
        const portion = partOf(share, killed, kills)
        if (portion.length > 0) await engine.call('outbox.queue', { filingIds: portion })
        // A first round may fail in words where the authority is down; what the kill cuts off has no answer.
        const round = engine.call('outbox.exchange', {}).catch(() => undefined)
        // Every other one has time to ask for what the last kill left unknown, and is killed while it sends or takes in.
        await sleep(random(killed % 2 === 0 ? 1200 : 6000))
        if (killed < crashes) await authority.kill()
        await engine.kill()
        await round
        counts.kills++
        engine.aheadMs += ahead
      }
      if (kills === 0) await engine.call('outbox.queue', { filingIds: share })
      await settle(engine, authority, share, say)
      say(
        `${way}: ${share.length} filings settled, ${counts.kills} kills, authority ended ${authority.crashes.own + authority.crashes.killed} times`,
      )
    }
    const found = await compare(engine, authority, filings)
    return {
      ...found,
      counts: { ...found.counts, kills: counts.kills, crashes: authority.crashes.own + authority.crashes.killed },
    }
  } finally {
    await engine.kill().catch(() => undefined)
    await authority.end()
  }
}

const partOf = <T>(all: readonly T[], index: number, parts: number): T[] =>
  all.slice(Math.floor((all.length * index) / parts), Math.floor((all.length * (index + 1)) / parts))

async function makeFilings(dataFolder: string, count: number, say: (text: string) => void): Promise<string[]> {
  const engine = await openEngineHere({ dataFolder, now: new Date().toISOString() })
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const keyId = await foundEnterprise(engine)
  const filings: string[] = []
  for (let at = 0; at < count; at++) {
    filings.push(await makeListFiling(engine, `${1 + (at % 97)}.${1 + (at % 9)}`, today))
    if ((at + 1) % 1000 === 0) say(`${at + 1} lists made`)
  }
  for (let from = 0; from < count; from += 1000) {
    const { refused } = await engine.call('filings.signMany', { filingIds: filings.slice(from, from + 1000), keyId, passphrase })
    if (refused.length > 0) throw new Error(JSON.stringify(refused.slice(0, 3)))
  }
  await engine.application.close()
  return filings
}

async function openChannel(engine: EngineProcess, { address }: AuthorityProcess, way: Way, client: string): Promise<void> {
  const boxes = {
    outBox: join(client, 'OutBox'),
    sentBox: join(client, 'SentBox'),
    inBox: join(client, 'InBox'),
    failBox: join(client, 'FailBox'),
  }
  await engine.call('channels.save', {
    authority: 'customs',
    kind: way === 'gateway' ? 'gateway' : 'folders',
    folders: { ...boxes, form: way === 'package' ? 'package' : 'message' },
    gateway: { url: address.url, pin: address.pin, caFileId: way === 'gateway' ? await engine.putFile(address.ca) : null },
    automatic: false,
  })
}

const settledStates: ReadonlySet<string> = new Set(['accepted', 'returned'])

/** Rounds, each long after the one before, until every filing has its end: first as it is, then with the authority behaving and asked for what was lost. */
async function settle(engine: EngineProcess, authority: AuthorityProcess, share: readonly string[], say: (text: string) => void) {
  const wanted = new Set(share)
  for (let round = 0; round < 40; round++) {
    await engine.call('outbox.exchange', {}).catch((error: unknown) => say(`round ${round}: ${String(error).slice(0, 200)}`))
    engine.aheadMs += ahead
    if (round >= 3) {
      await authority.tell({ do: 'rules', rules: { chances: {} } })
      await authority.tell({ do: 'resend' })
    }
    const { items } = await engine.call('outbox.list', { open: true })
    for (const { filingId, state } of items) if (state === 'stopped') await engine.call('outbox.retry', { filingId })
    const { filings } = await engine.call('filings.list', {})
    const open = filings.filter(({ filingId, state }) => wanted.has(filingId) && !settledStates.has(state))
    const { waiting } = await authority.tell<AuthorityBooks>({ do: 'books' })
    if (round > 3 && open.length === 0 && waiting === 0) break
    await sleep(300)
  }
  // What came with the last answers, and what could not be read until now.
  for (let round = 0; round < 3; round++) {
    await engine.call('outbox.exchange', {})
    engine.aheadMs += ahead
  }
}

async function compare(engine: EngineProcess, authority: AuthorityProcess, made: readonly string[]): Promise<Found> {
  const { filings } = await engine.call('filings.list', {})
  const books = await authority.tell<AuthorityBooks>({ do: 'books' })
  const { materials } = await engine.call('writeOff.balance', { handbookNo })
  const { exceptions } = await engine.call('exceptions.list', { open: true })
  const own = new Set(made)
  const byAuthority = new Map<string, string[]>()
  for (const { ownNumber, state } of books.filings) byAuthority.set(ownNumber, [...(byAuthority.get(ownNumber) ?? []), state])
  return {
    engine: new Map(filings.filter(({ filingId }) => own.has(filingId)).map(({ subject, state }) => [subject, state])),
    authority: byAuthority,
    movements: {
      engine: materials.find(({ seq }) => seq === 1)?.direct ?? '0',
      authority: books.movements[`${handbookNo}|I1|0615|I`] ?? '0',
    },
    brokenChain: await brokenChain(engine, filings),
    exceptions: { open: exceptions.map(({ sha256 }) => sha256).toSorted(), strays: [...new Set(books.strays)].toSorted() },
    counts: { taken: books.filings.length, refused: books.refused.length, repeats: books.repeats, answers: books.answers },
  }
}

async function brokenChain(engine: EngineProcess, filings: Output<'filings.list'>['filings']): Promise<number[]> {
  const inOrder = filings.toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0))
  const broken: number[] = []
  let previous: string | null = null
  for (const [index, { filingId, sequence, packageSha256 }] of inOrder.entries()) {
    const { previousSha256 } = await engine.call('filings.get', { filingId })
    if (sequence !== index + 1 || previousSha256 !== previous) broken.push(index + 1)
    previous = packageSha256
  }
  return broken
}

/** In words; none where both sides hold the same, each filing once. */
export function differences({ engine, authority, movements, brokenChain: broken, exceptions }: Found, filings: number): string[] {
  const said: string[] = []
  if (engine.size !== filings) said.push(`${engine.size} of ${filings} filings in the engine`)
  for (const [number, state] of engine) {
    const there = authority.get(number) ?? []
    if (there.length !== 1 || there[0] !== state) said.push(`${number}: ${state} here, ${there.join(' and ') || 'nothing'} there`)
    if (!settledStates.has(state)) said.push(`${number}: still ${state}`)
  }
  for (const number of authority.keys()) if (!engine.has(number)) said.push(`${number}: only there`)
  if (movements.engine !== movements.authority) said.push(`booked: ${movements.engine} here, ${movements.authority} there`)
  if (broken.length > 0) said.push(`chain broken at ${broken.slice(0, 5).join(', ')}`)
  const [open, strays] = [new Set(exceptions.open), new Set(exceptions.strays)]
  const [missing, extra] = [
    exceptions.strays.filter((each) => !open.has(each)),
    exceptions.open.filter((each) => !strays.has(each)),
  ]
  if (missing.length > 0) said.push(`${missing.length} strays are no exceptions`)
  if (extra.length > 0) said.push(`${extra.length} exceptions are no strays`)
  return said
}
