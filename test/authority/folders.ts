import { mkdirSync, readFileSync, readdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Authority } from './authority.ts'
import { writeWhole } from './books.ts'
import { happens } from './misbehaviour.ts'

const folderNames = ['OutBox', 'SentBox', 'InBox', 'FailBox'] as const

/** Plays the import client of one set of folders: takes what lies in OutBox, and puts answers into InBox. */
export class ImportClient {
  readonly root: string
  private readonly authority: Authority
  private readonly seen = new Map<string, number>()

  constructor(root: string, authority: Authority) {
    this.root = root
    this.authority = authority
    for (const name of folderNames) mkdirSync(join(root, name), { recursive: true })
  }

  /** One round. A folder that is away is looked for again in the next. */
  exchange(): void {
    for (const name of this.names()) this.pick(name)
    this.deliver()
  }

  private names(): string[] {
    try {
      return readdirSync(join(this.root, 'OutBox')).filter((name) => !name.endsWith('.tmp') && !name.startsWith('.'))
    } catch {
      return []
    }
  }

  private pick(name: string): void {
    const path = join(this.root, 'OutBox', name)
    // Slow to look: a client that polls now and then.
    const { rules } = this.authority.books
    const first = this.seen.get(name) ?? Date.now()
    this.seen.set(name, first)
    if (happens(rules, 'delay', 'pick', name) && Date.now() - first < rules.delayMs / 4) return
    let bytes: Buffer
    try {
      if (!statSync(path).isFile()) return
      bytes = readFileSync(path)
    } catch {
      return
    }
    const { result } = this.authority.take(bytes, { via: this.root, name })
    const good = result === 'taken' || result === 'again'
    renameSync(path, join(this.root, good ? 'SentBox' : 'FailBox', name))
    this.seen.delete(name)
  }

  private deliver(): void {
    for (const answer of this.authority.due(this.root)) {
      try {
        const inBox = join(this.root, 'InBox')
        mkdirSync(inBox, { recursive: true })
        writeWhole(join(inBox, answer.name), this.authority.books.bytesOf('answers', answer.id))
      } catch {
        return
      }
      this.authority.delivered(answer)
    }
  }

  /** What no message is known for lies beside the receipts, for a person to read. */
  leaveNotice(name: string, bytes: Uint8Array): string {
    const path = join(this.root, 'InBox', '结案通知书', name)
    writeWhole(path, bytes)
    return path
  }
}
