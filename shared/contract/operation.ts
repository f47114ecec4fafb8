import * as z from 'zod'

/** What a write may change; the window refetches the operations that read it. */
export const topics = [
  'enterprise',
  'handbooks',
  'consumption',
  'bondedLists',
  'movements',
  'imports',
  'keys',
  'filings',
  'backups',
  'files',
  'operators',
  'journal',
  'handbookDrafts',
  'reference',
  'parts',
  'workOrders',
  'listDrafts',
  'partners',
  'deliveries',
  'transfers',
  'outwardProcessing',
  'substitutions',
  'chains',
  'domesticSales',
  'stocktakes',
  'channels',
  'outbox',
  'exceptions',
  'taxWriteOff',
  'forex',
] as const
export type Topic = (typeof topics)[number]

export interface Operation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** One sentence in Chinese: what it does. */
  summary: string
  input: I
  output: O
  reads: readonly Topic[]
  /** Besides the journal, which every write adds to. */
  changes: readonly Topic[]
  /** May take longer than 0.3 s: reports progress and can be cancelled (DESIGN §4). */
  job: boolean
}

/** The only way into the engine: what goes in, what comes out, what it touches (DESIGN §4). */
export function operation<I extends z.ZodType, O extends z.ZodType>(spec: {
  summary: string
  input: I
  output: O
  reads?: readonly Topic[]
  changes?: readonly Topic[]
  job?: boolean
}): Operation<I, O> {
  return { reads: [], changes: [], job: false, ...spec }
}
