import { createHash } from 'node:crypto'
import type { ListRecord } from '../../../shared/domain/list-record.ts'
import type { HandbookDraftsService } from '../handbook-drafts/service.ts'
import type { ListDraftsService } from '../list-drafts/service.ts'
import type { OutwardProcessingService } from '../outward-processing/service.ts'
import type { TransfersService } from '../transfers/service.ts'
import { proposalSha256 } from './proposal.ts'
import type { FilingKind, FilingRow } from './store.ts'

/** What a filing is made of: it goes on being written after it was frozen, and is told what becomes of the filing. */
interface FilingSource {
  /** Of what it would be filed as now; undefined where it cannot be filed any more. */
  sha256(id: string): string | undefined
  /** A filing of it has been frozen. */
  frozen(id: string, filingId: string): void
  /** A filing of it has been signed, or stands again after it was sent back. */
  filed(id: string, filingId: string): void
}
/** A report and a record of self-verification are made of the books as they are. */
export type FilingSources = Readonly<Partial<Record<FilingKind, FilingSource>>>

const hashOf = (content: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(content, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)))
    .digest('hex')

/** 统一编号 is left out: the Single Window gives it to the very same list. */
export const listSha256 = (proposal: ListRecord): string => hashOf({ ...proposal, head: { ...proposal.head, seqNo: '' } })
export const transferSha256 = (transfers: TransfersService, transferId: string): string =>
  createHash('sha256').update(transfers.packageContent(transferId).bytes).digest('hex')
export const applicationSha256 = (applications: OutwardProcessingService, applicationId: string): string =>
  hashOf(applications.filingContent(applicationId).xml)

export function filingSources(services: {
  handbookDrafts: HandbookDraftsService
  listDrafts: ListDraftsService
  outwardProcessing: OutwardProcessingService
  transfers: TransfersService
}): FilingSources {
  const { handbookDrafts, listDrafts, outwardProcessing, transfers } = services
  const ofHandbook: FilingSource = {
    sha256: (id) => {
      const proposal = handbookDrafts.proposedRecord(id)
      return 'problems' in proposal ? undefined : proposalSha256(proposal)
    },
    frozen: (id, filingId) => handbookDrafts.noteFiling(id, filingId),
    filed: (id, filingId) => handbookDrafts.markFiled(id, filingId),
  }
  return {
    handbookFiling: ofHandbook,
    handbookChange: ofHandbook,
    bondedList: {
      sha256: (id) => {
        const proposal = listDrafts.proposal(id)
        return 'problems' in proposal ? undefined : listSha256(proposal)
      },
      frozen: (id, filingId) => listDrafts.noteFiling(id, filingId),
      filed: (id, filingId) => listDrafts.markFiled(id, filingId),
    },
    outwardProcessing: {
      sha256: (id) => applicationSha256(outwardProcessing, id),
      frozen: (id, filingId) => outwardProcessing.noteFiling(id, filingId),
      filed: (id, filingId) => outwardProcessing.markFiled(id, filingId),
    },
    transferPackage: {
      sha256: (id) => transferSha256(transfers, id),
      frozen: () => undefined,
      filed: (id, filingId) => transfers.notePackage(id, filingId),
    },
  }
}

/** Whether what a filing was made of still says what was frozen; true of a filing that is of the books themselves. */
export function proposesStill(sources: FilingSources, { kind, draft_id, proposal_sha256 }: FilingRow): boolean {
  return draft_id === null || sources[kind]?.sha256(draft_id) === proposal_sha256
}
