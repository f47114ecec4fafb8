import type { EngineEvent } from './contract.ts'
import type { Answer } from './errors.ts'

/**
 * What the desktop window finds at `window.bondedLedger`: its whole way out, laid by the preload script.
 * Absent in the local browser, where the same operations are reached by HTTP.
 */
export interface DesktopBridge {
  /** An operation of the contract; a job answers `{jobId}` at once. */
  call(name: string, input: unknown): Promise<Answer>
  putFile(name: string, bytes: Uint8Array): Promise<Answer<{ fileId: string }>>
  /** Asks the person where to save a stored file; `saved` is false when they gave up. */
  saveFile(fileId: string): Promise<Answer<{ saved: boolean }>>
  /**
   * Asks where to, and saves the page as it would be printed, in the sizes of its own style sheet. `saved` is false when they gave up.
   * Absent in the local browser: a page cannot write a PDF by itself there, the person chooses it in the print dialog.
   */
  savePdf?(name: string): Promise<Answer<{ saved: boolean }>>
  /** Returns how to stop listening. */
  subscribe(listener: (event: EngineEvent) => void): () => void
}
