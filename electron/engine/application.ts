import type { Answer } from '../../shared/contract/errors.ts'
import type { EngineEvent } from '../../shared/contract/contract.ts'

/** What a host needs of the engine, and all it may use. Answers are values: nothing here throws for what a user or a file did. */
export interface Application {
  /**
   * Runs an operation of the contract. `name` and `input` are taken as hostile.
   * A job answers `{jobId}` at once, or its result when `wait` is set.
   */
  call(name: string, input: unknown, options: { wait: boolean }): Promise<Answer>
  /** Takes a file in; nothing is kept when the stream breaks off or passes the size limit. */
  putFile(name: string, bytes: AsyncIterable<Uint8Array>): Promise<Answer<{ fileId: string }>>
  /** A stored file: its name for the person who saves it, its size, and where its bytes lie. */
  getFile(fileId: string): Promise<Answer<{ name: string; size: number; path: string }>>
  subscribe(listener: (event: EngineEvent) => void): () => void
  /** Cancels running jobs, marks the shutdown as clean, closes the database. */
  close(): Promise<void>
}
