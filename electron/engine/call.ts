import type { EngineEvent, Input, OperationName, Output } from '../../shared/contract/contract.ts'
import type { Services } from './services.ts'

/** What an operation's handler is given besides its input. */
export interface Call {
  /** Runs on the reading connection, in one snapshot. */
  read<T>(work: (services: Services) => T): T
  /** Runs alone, in one transaction that is kept whole or not at all; announces the operation's topics when it is kept. */
  write<T>(work: (services: Services) => T | Promise<T>): Promise<T>
  /**
   * Of a job: says how far it is, lets other calls in, and ends it here when it has been cancelled.
   * Cheap enough to be called for every row. @throws Refusal job.cancelled
   */
  step: (what: string, done: number, total: number | null) => Promise<void>
}

export type Handlers = { [N in OperationName]: (input: Input<N>, call: Call) => Output<N> | Promise<Output<N>> }

export type Emit = (event: EngineEvent) => void
