import { useDrafts } from '../../state/drafts.ts'
import { blankLine } from './slip-lines.tsx'
import type { TypedLine } from './slip-lines.tsx'
import type { Slip, Way } from './transfer-words.ts'

/** The head of a slip as it is being typed. */
export interface TypedSlip {
  partnerId?: string | null
  handbookNo?: string
  partnerHandbookNo?: string | undefined
  way: Way
  kind: Slip['kind']
  slipNo: string
  deliveredOn: string
  vehicle: string
  signedBy: string
  remark: string
}
interface KeptSlip {
  typed: TypedSlip
  rows: readonly TypedLine[]
}

const nameOf = (handbookNo: string | undefined): string => `slip ${handbookNo ?? ''}`.trim()

/** The slip that was left before it was saved, of this handbook or of all. */
export function keptSlip(handbookNo: string | undefined): KeptSlip | undefined {
  const text = useDrafts.getState().drafts[nameOf(handbookNo)]?.['slip']
  if (text === undefined) return undefined
  const { typed, rows }: KeptSlip = JSON.parse(text)
  // Keys of lines last as long as a dialog.
  return { typed, rows: rows.map((line) => ({ ...line, key: blankLine().key })) }
}
export const keepSlip = (handbookNo: string | undefined, slip: KeptSlip): void =>
  useDrafts.getState().keep(nameOf(handbookNo), { slip: JSON.stringify(slip) })
export const dropSlip = (handbookNo: string | undefined): void => useDrafts.getState().drop(nameOf(handbookNo))
