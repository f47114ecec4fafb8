import * as z from 'zod'
import { operation } from './operation.ts'
import { guard, handbookNo } from './values.ts'

/** R-123, in this order. */
export const cleanUpSteps = ['returns', 'transfers', 'defects', 'surplus', 'scrap', 'stocktake', 'report'] as const

const cleanUpItem = z.object({
  severity: z.enum(['blocks', 'warns', 'info']),
  title: z.string(),
  detail: z.string(),
  /** A path of the window: where it is mended. */
  to: z.string(),
})

export const cleanUpOperations = {
  'cleanUp.get': operation({
    summary: '核销前的收尾：退换、结转、残次品、余料、边角料、盘点、报核，每步自知做到哪里（R-123）',
    input: z.object({ handbookNo }),
    output: z.object({
      handbookNo: z.string(),
      steps: z.array(
        z.object({
          step: z.enum(cleanUpSteps),
          title: z.string(),
          rule: z.string(),
          /** notNeeded: there is nothing of the kind. later: an earlier step is open. */
          state: z.enum(['done', 'open', 'later', 'notNeeded']),
          detail: z.string(),
          items: z.array(cleanUpItem),
          action: z.object({ label: z.string(), to: z.string() }).nullable(),
        }),
      ),
      /** */
      reportBy: z.string(),
      daysLeft: z.int(),
    }),
    reads: [
      'handbooks',
      'bondedLists',
      'movements',
      'listDrafts',
      'transfers',
      'deliveries',
      'outwardProcessing',
      'domesticSales',
      'stocktakes',
      'filings',
    ],
  }),
  'cleanUp.checks': operation({
    summary: '报核前的检查，每一项都指向可以改正的地方（R-124、R-19、R-112）',
    input: z.object({ handbookNo }),
    output: z.object({ checks: z.array(guard) }),
    reads: [
      'handbooks',
      'bondedLists',
      'movements',
      'imports',
      'consumption',
      'listDrafts',
      'transfers',
      'deliveries',
      'outwardProcessing',
      'domesticSales',
      'stocktakes',
      'filings',
    ],
  }),
}
