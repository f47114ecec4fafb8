import type { ChannelKind } from './delivery-store.ts'
import type { Outcome } from './outbox.ts'
import type { Parcel } from './parcel.ts'
import type { IncomingFile } from './receipt-file.ts'

/** The channel cannot be used now. Nothing has left over it: what was to be sent waits as it did. */
export class Unreachable extends Error {
  /** away: not to be reached; refused: reached, but it will not have us, or we not it. */
  readonly state: 'away' | 'refused'
  /** In Chinese, as `message` is. */
  readonly next: string

  constructor(state: 'away' | 'refused', message: string, next: string) {
    super(message)
    this.state = state
    this.next = next
  }
}

/** Some of what lies ready to be taken in; it is committed before more is asked for. */
export interface Arrival {
  files: IncomingFile[]
  /** So many were announced and could not be fetched now. */
  missing: number
  /** Files of a folder that need not be looked at again. */
  seen: { folder: string; name: string; size: bigint; modified: bigint; sha256: string }[]
  /** How far the gateway was asked. */
  cursor: string | undefined
  /** Names of ours that the import client has put aside, without their ending. */
  failed: string[]
}

/** A step of a test of the channel. */
export interface TestStep {
  what: string
  ok: boolean
  found: string
  next: string
}

export interface Tested {
  steps: TestStep[]
  problem: Unreachable | undefined
}

/** A way to an authority, for one round. Whatever it says of the world is of the other side: nothing here knows the ledger. */
export interface Way {
  readonly kind: ChannelKind
  /** Where it leads: a folder, a URL. */
  readonly address: string
  readonly form: 'message' | 'package'
  /** So many are begun in one transaction. */
  readonly batch: number
  /** What lies ready. @throws Unreachable */
  receive(): AsyncGenerator<Arrival, void, void>
  /** The bytes, once. @throws Unreachable where nothing has left */
  send(parcel: Parcel): Promise<Outcome>
  /** Whether they have arrived, one outcome for each, in their order. @throws Unreachable where nothing was learnt */
  ask(parcels: readonly Parcel[]): Promise<Outcome[]>
  /** Looks without sending anything of the books; the problem is what a round would have met. */
  test(): Promise<Tested>
  close(): void
}
