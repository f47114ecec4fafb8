import type { Day } from '../../../shared/domain/day.ts'
import { printMoney, printQuantity } from '../../../shared/domain/exact.ts'
import type { OpenLine } from './matching.ts'
import type { Between, TransferLine } from './proposals.ts'

/** What a transfer is made of, before it has a draft of its list. */
export interface NewTransfer extends Between {
  transferNo: string
  from: Day
  to: Day
  deadline: Day
  lines: readonly TransferLine[]
  slips: readonly bigint[]
  claims: readonly OpenLine[]
  partnerListNo: string
  fromPackage: boolean
}

/** Of the draft of its list: the head's cells, and those of a line. */
export const listHead = (of: Pick<NewTransfer, 'partnerHandbookNo' | 'partnerListNo'>): Record<string, string> => ({
  relatedHandbookNo: of.partnerHandbookNo,
  ...(of.partnerListNo !== '' && { relatedListNo: of.partnerListNo }),
})
export const listLine = (line: TransferLine): Record<string, string> => ({
  itemSeq: `${line.itemSeq}`,
  version: line.version,
  quantity: printQuantity(line.quantity),
  unitPrice: line.unitPrice === undefined ? '' : printMoney(line.unitPrice),
  currency: line.currency,
})

/** As the store keeps it. */
export const contentOf = (of: NewTransfer) => ({
  lines: of.lines.map((line) => ({
    item_seq: BigInt(line.itemSeq),
    version: line.version,
    quantity_e5: line.quantity,
    unit_price_e5: line.unitPrice ?? null,
    currency: line.currency,
    slips: BigInt(line.slips),
  })),
  slips: of.slips,
  claims: of.claims.map(({ line, left }) => ({ slip: line.slip, line_no: line.line_no, quantity_e5: left })),
})
