import type { RecognisedSheet, RefusedRow } from '../../../shared/contract/values.ts'

/** What a workbook would do, before anything is done: the same for a handbook and for lists. */
export interface ImportPreview {
  sheets: readonly RecognisedSheet[]
  /** What will change, as name and value. */
  changes: readonly (readonly [name: string, value: string])[]
  /** More about what will change: a table of the page's own. */
  byMode?: readonly { mode: string; direction: 'I' | 'E'; goods: 'material' | 'product'; lists: number; lines: number }[]
  rejected: readonly RefusedRow[]
  rejectedTotal: number
  warnings: readonly string[]
  /** Set where an import would change nothing, or cannot be done at all: says why. */
  nothingToDo?: string
  impossible?: string
  /** Whether the good rows may be imported without the refused ones. */
  canSkip: boolean
}

/** What was done. */
export interface ImportSummary {
  message: string
  counts: readonly (readonly [name: string, value: string])[]
  rejected: readonly RefusedRow[]
  rejectedFileId?: string | undefined
  warnings: readonly string[]
  /** Where the work goes on. */
  links: readonly { label: string; to: string }[]
}
