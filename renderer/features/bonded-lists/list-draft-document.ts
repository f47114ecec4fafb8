import type { Cells, Guard, ListDraftDetail } from './list-draft-words.ts'

/** One line of the body. The key stays with it while lines are added, removed and moved. */
export interface DraftLine {
  readonly key: number
  readonly cells: Cells
}
export interface Written {
  readonly head: Cells
  readonly lines: readonly DraftLine[]
}
/** What the engine said of a line when it last read the draft. */
export type LineFacts = Pick<ListDraftDetail['body'][number], 'lineNo' | 'item' | 'before' | 'proposed'>
export interface PlacedGuard {
  readonly guard: Guard
  /** Of the line that it is about; undefined for the head and the whole. */
  readonly key: number | undefined
}

export interface DocumentState extends Written {
  /** By line; they may be one edit behind. */
  readonly facts: ReadonlyMap<number, LineFacts>
  readonly guards: readonly PlacedGuard[]
  /** When the engine last kept the draft. */
  readonly savedAt: string
  readonly progress: 'saved' | 'saving' | 'failed'
  readonly error: unknown
  readonly canUndo: boolean
  readonly canRedo: boolean
}

type Saved = Pick<ListDraftDetail, 'head' | 'body' | 'guards' | 'savedAt'>
/** Keeps the draft in the engine and says when that was. */
export type Save = (written: { head: Cells; lines: Cells[]; savedAt: string }) => Promise<string>

/** As far back as anybody remembers. */
const mostSteps = 200

/**
 * A list draft as it is being written: what the clerk typed stands at once, every edit is kept by the engine one after the other,
 * and steps can be taken back. What the engine makes of it (facts, guards, derived cells) is taken over when nothing is under way.
 */
export class ListDraftDocument {
  private written: Written = { head: {}, lines: [] }
  private readonly past: Written[] = []
  private future: Written[] = []
  private facts: ReadonlyMap<number, LineFacts> = new Map()
  private guards: readonly PlacedGuard[] = []
  private savedAt = ''
  private error: unknown = null
  private running: Promise<void> | undefined
  private again = false
  private nextKey = 1
  private readonly listeners = new Set<() => void>()
  private readonly save: Save
  private state: DocumentState

  constructor(from: Saved, save: Save) {
    this.save = save
    this.state = this.adopt(from)
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  readonly read = (): DocumentState => this.state

  /** A line that is not in the draft yet. */
  line(cells: Cells): DraftLine {
    this.nextKey += 1
    return { key: this.nextKey, cells }
  }

  edit(change: (written: Written) => Written): void {
    const next = change(this.written)
    if (next === this.written) return
    this.past.push(this.written)
    if (this.past.length > mostSteps) this.past.shift()
    this.future = []
    this.write(next)
  }
  undo(): void {
    const before = this.past.pop()
    if (!before) return
    this.future.push(this.written)
    this.write(before)
  }
  redo(): void {
    const after = this.future.pop()
    if (!after) return
    this.past.push(this.written)
    this.write(after)
  }

  /** Resolves when the engine has everything, or has refused it. */
  async flush(): Promise<void> {
    if (this.error !== null && !this.running) this.store()
    await this.running
  }

  /** The draft as the engine has it now. While something of ours is on its way, or of an older day, it is not taken. */
  take(saved: Saved): void {
    if (this.running || this.error !== null || saved.savedAt < this.savedAt) return
    // Somebody else has written: their text is no step of ours.
    if (saved.savedAt > this.savedAt) this.forget()
    this.publish(this.adopt(saved))
  }
  /** Gives up what could not be kept, for the draft as the engine has it. */
  reload(saved: Saved): void {
    this.error = null
    this.forget()
    this.publish(this.adopt(saved))
  }

  /** What the clerk has let the engine do with the draft (an import) is a step that can be taken back. */
  stepTo(saved: Saved): void {
    this.past.push(this.written)
    this.future = []
    this.publish(this.adopt(saved))
  }

  private forget(): void {
    this.past.length = 0
    this.future = []
  }

  private write(next: Written): void {
    this.written = next
    this.store()
    this.publish(this.snapshot())
  }

  /** One save at a time: what is typed meanwhile goes with the next one. */
  private store(): void {
    this.error = null
    if (this.running) this.again = true
    else this.running = this.storeAll()
  }
  private async storeAll(): Promise<void> {
    try {
      do {
        this.again = false
        const { head, lines } = this.written
        this.savedAt = await this.save({ head, lines: lines.map(({ cells }) => cells), savedAt: this.savedAt })
      } while (this.again)
    } catch (problem) {
      this.error = problem
    } finally {
      this.running = undefined
      this.publish(this.snapshot())
    }
  }

  private adopt({ head, body, guards, savedAt }: Saved): DocumentState {
    const lines = body.map(({ cells }, place): DraftLine => {
      const now = this.written.lines[place]
      return now ? (sameCells(now.cells, cells) ? now : { key: now.key, cells }) : this.line(cells)
    })
    const unchanged =
      lines.length === this.written.lines.length && lines.every((line, place) => line === this.written.lines[place])
    this.written = {
      head: sameCells(this.written.head, head) ? this.written.head : head,
      lines: unchanged ? this.written.lines : lines,
    }
    this.facts = new Map(body.map((facts, place) => [this.written.lines[place]?.key ?? 0, facts]))
    const keys = new Map(body.map(({ lineNo }, place) => [lineNo, this.written.lines[place]?.key]))
    this.guards = guards.map((guard) => ({ guard, key: guard.lineNo === null ? undefined : keys.get(guard.lineNo) }))
    this.savedAt = savedAt
    return this.snapshot()
  }

  private snapshot(): DocumentState {
    const { written, facts, guards, savedAt, error } = this
    return {
      ...written,
      facts,
      guards,
      savedAt,
      progress: this.running ? 'saving' : error === null ? 'saved' : 'failed',
      error,
      canUndo: this.past.length > 0,
      canRedo: this.future.length > 0,
    }
  }
  private publish(state: DocumentState): void {
    this.state = state
    for (const listener of this.listeners) listener()
  }
}

const sameCells = (one: Cells, other: Cells): boolean => {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => (one[name] ?? '') === (other[name] ?? ''))
}
