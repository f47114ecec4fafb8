import { createHash } from 'node:crypto'
import type { Proposal } from '../handbook-drafts/service.ts'

/** Of all that a draft proposes; 统一编号 is left out, as the Single Window gives it to the very same proposal. */
export function proposalSha256({ head, bodies }: Proposal): string {
  const text = JSON.stringify([{ ...head, seqNo: '' }, bodies], (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value,
  )
  return createHash('sha256').update(text).digest('hex')
}
