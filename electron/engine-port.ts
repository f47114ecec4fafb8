import type { EngineEvent } from '../shared/contract/contract.ts'
import type { Answer, Failure } from '../shared/contract/errors.ts'

/** What main.ts asks the engine's process; each question carries the number that its answer repeats. */
export type EngineQuestion =
  | { type: 'call'; name: string; input: unknown }
  | { type: 'putFile'; name: string; bytes: Uint8Array }
  | { type: 'getFile'; fileId: string }
  | { type: 'close' }
export type NumberedQuestion = EngineQuestion & { id: number }

/** What the engine's process says: first `ready` or `refused`, then answers and events. */
export type EngineMessage =
  | { type: 'ready' }
  | { type: 'refused'; failure: Failure }
  | { type: 'answer'; id: number; answer: Answer }
  | { type: 'event'; event: EngineEvent }
