import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, truncateSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { goodRules } from './misbehaviour.ts'
import type { Rules } from './misbehaviour.ts'
import type { MessageKind } from './message.ts'
import type { Step } from './verify-package.ts'

/** received: stored, to be decided; notStored: verified, but not to be dealt with. */
export type FilingState = 'received' | 'manualReview' | 'accepted' | 'returned' | 'notStored' | 'closed'

export interface Filing {
  /** Package id; of a bare message, which has none, `message:` and its SHA-256. */
  key: string
  /** Of the package, or of the message inside the ZIP. */
  sha256: string
  form: 'package' | 'message'
  /** `gateway`, or the root of the folders. */
  via: string
  name: string
  at: string
  kind: MessageKind
  /** Of a package: as its manifest calls it. */
  filedAs: string
  sequence: number
  previous: string
  fingerprint: string
  ownNumber: string
  enterprise: string
  handbookNo: string
  /** 统一编号, given here. */
  seqNo: string
  listNo: string
  declarationType: string
  customsDistrict: string
  direction: string
  /** Quantities as decimal strings. */
  lines: { item: string; mode: string; direction: string; quantity: string }[]
  steps: Step[]
  /** What a machine finds wrong with what it says. */
  problems: string[]
  state: FilingState
  reasons: string[]
}

export interface Refused {
  sha256: string
  via: string
  name: string
  at: string
  reason: string
  steps: Step[]
}

export interface Answer {
  id: string
  /** The filing that it is for; of one for nobody, empty. */
  key: string
  via: string
  name: string
  /** EML221 …; `stray` of what nobody asked for, `half` of a part of an answer. */
  what: string
  size: number
  sha256: string
  /** Milliseconds since 1970; null: lost until it is asked for again. */
  due: number | null
}

/** One line of the journal. What follows from a line is done in one place, whether it is written or read again. */
export type Event =
  | { type: 'taken'; filing: Filing }
  | { type: 'refused'; refused: Refused }
  | { type: 'again'; key: string; at: string }
  | { type: 'state'; key: string; state: FilingState; reasons: string[]; at: string; handbookNo?: string; listNo?: string }
  | { type: 'answer'; answer: Answer }
  | { type: 'due'; id: string; due: number }
  | { type: 'delivered'; id: string }
  | { type: 'rules'; rules: Rules }
  | { type: 'crash'; key: string }

/**
 * What came and what was answered, in a journal that only grows: a batch of lines is on the disk before anything is done by it, and a last
 * line that a crash cut off has never been.
 */
export class Books {
  readonly filings = new Map<string, Filing>()
  readonly byHash = new Map<string, string>()
  readonly refused = new Map<string, Refused>()
  readonly answers = new Map<string, Answer>()
  /** The greatest number of an answer: they are not written in the order of their numbers. */
  lastAnswer = 0
  readonly waiting = new Set<string>()
  /** In the order in which they went out, by way. */
  readonly delivered = new Map<string, string[]>()
  readonly crashed = new Set<string>()
  readonly repeats = new Map<string, number>()
  rules: Rules = goodRules
  private readonly folder: string
  private readonly file: number

  constructor(folder: string) {
    this.folder = folder
    for (const inside of ['packages', 'answers']) mkdirSync(join(folder, inside), { recursive: true })
    const path = join(folder, 'journal.jsonl')
    if (existsSync(path)) this.readAgain(path)
    this.file = openSync(path, 'a')
  }

  private readAgain(path: string): void {
    const bytes = readFileSync(path)
    const whole = bytes.lastIndexOf(0x0a) + 1
    if (whole < bytes.length) truncateSync(path, whole)
    for (const line of bytes.subarray(0, whole).toString('utf8').split('\n'))
      if (line !== '') this.apply(JSON.parse(line) as Event)
  }

  /** All of them or, where the program dies in between, those up to some line; on the disk when it returns. */
  write(...events: readonly Event[]): void {
    if (events.length === 0) return
    writeSync(this.file, events.map((event) => `${JSON.stringify(event)}\n`).join(''))
    fsyncSync(this.file)
    for (const event of events) this.apply(event)
  }

  private apply(event: Event): void {
    switch (event.type) {
      case 'taken':
        this.filings.set(event.filing.key, event.filing)
        this.byHash.set(event.filing.sha256, event.filing.key)
        return
      case 'refused':
        this.refused.set(event.refused.sha256, event.refused)
        return
      case 'again':
        this.repeats.set(event.key, (this.repeats.get(event.key) ?? 0) + 1)
        return
      case 'state': {
        const filing = this.filings.get(event.key)
        if (!filing) return
        filing.state = event.state
        filing.reasons = event.reasons
        filing.handbookNo = event.handbookNo ?? filing.handbookNo
        filing.listNo = event.listNo ?? filing.listNo
        return
      }
      case 'answer':
        this.answers.set(event.answer.id, event.answer)
        this.lastAnswer = Math.max(this.lastAnswer, Number(event.answer.id.slice(2)))
        this.waiting.add(event.answer.id)
        return
      case 'due': {
        const answer = this.answers.get(event.id)
        if (!answer) return
        answer.due = event.due
        this.waiting.add(event.id)
        return
      }
      case 'delivered': {
        this.waiting.delete(event.id)
        const via = this.answers.get(event.id)?.via ?? ''
        const before = this.delivered.get(via)
        if (before) before.push(event.id)
        else this.delivered.set(via, [event.id])
        return
      }
      case 'rules':
        this.rules = event.rules
        return
      case 'crash':
        this.crashed.add(event.key)
    }
  }

  /** Kept under its name before the journal speaks of it. */
  keep(kind: 'packages' | 'answers', name: string, bytes: Uint8Array): void {
    const path = join(this.folder, kind, name)
    writeWhole(path, bytes)
  }

  bytesOf(kind: 'packages' | 'answers', name: string): Buffer {
    return readFileSync(join(this.folder, kind, name))
  }

  close(): void {
    closeSync(this.file)
  }
}

/** Under another name first: whoever looks sees all of it or nothing. */
export function writeWhole(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  const unfinished = `${path}.tmp`
  const file = openSync(unfinished, 'w')
  try {
    writeSync(file, bytes)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(unfinished, path)
}
