import { createHash } from 'node:crypto'
import type { HandbookDraftsService, Proposal } from '../handbook-drafts/service.ts'
import type { FilingRow } from './store.ts'

/** Of all that a draft proposes; 统一编号 is left out, as the Single Window gives it to the very same proposal. */
export function proposalSha256({ head, bodies }: Proposal): string {
  const text = JSON.stringify([{ ...head, seqNo: '' }, bodies], (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value,
  )
  return createHash('sha256').update(text).digest('hex')
}

/** Whether the draft of a filing still says what was frozen; true of a filing that has no draft. */
export const proposesStill = (drafts: HandbookDraftsService, { draft_id, proposal_sha256 }: FilingRow): boolean =>
  draft_id === null || currentSha256(drafts, draft_id) === proposal_sha256

/** Undefined where cells of the draft are wrong by now. */
function currentSha256(drafts: HandbookDraftsService, draftId: string): string | undefined {
  const proposal = drafts.proposedRecord(draftId)
  return 'problems' in proposal ? undefined : proposalSha256(proposal)
}
