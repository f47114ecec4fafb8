import type { ContentSlip, TransferContent } from '../../../shared/messages/transfer-package.ts'
import type { HandbookRow } from '../handbooks/service.ts'
import type { SlipRow } from './deliveries.ts'
import type { ItemMatches } from './item-matches.ts'
import type { PartnerPackage } from './open-partner-package.ts'
import type { PartnerRow } from './partners.ts'
import type { TransferRow } from './transfer-store.ts'

/** A package as our books see it. */
export interface PackageReading {
  given: PartnerPackage
  /** Whose is whose, seen from here: `way` and the handbooks are ours. */
  seen: TransferContent
  partner: PartnerRow | undefined
  handbook: HandbookRow | undefined
  /** Our transfer of the same number. */
  held: TransferRow | undefined
  /** This very package has been taken in before. */
  isRead: boolean
  slips: { theirs: ContentSlip; known: SlipRow | undefined }[]
  matches: ItemMatches | undefined
}

/** One that nothing stands in the way of. */
export type KnownPackage = PackageReading & { partner: PartnerRow; handbook: HandbookRow; matches: ItemMatches }
