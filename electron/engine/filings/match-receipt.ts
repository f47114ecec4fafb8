import { clockOfInstant, dayOfInstant } from '../../../shared/domain/day.ts'
import type { Receipt, ReceiptMessage } from '../../../shared/messages/receipts.ts'
import { kindNames } from './filing-names.ts'
import type { FilingKind, FilingRow } from './store.ts'

const filings: readonly FilingKind[] = ['handbookFiling', 'handbookChange']
/** A self-verification stays in the house: nobody answers it. */
const answers: Readonly<Record<ReceiptMessage, readonly FilingKind[]>> = {
  CommonResponeMessage: [...filings, 'writeOffReport', 'bondedList'],
  EML200: [...filings, 'writeOffReport'],
  EML201: filings,
  EML211: filings,
  EML221: ['writeOffReport'],
  INV200: ['bondedList'],
  INV201: ['bondedList'],
  INV202: ['bondedList'],
  INV211: ['bondedList'],
}

type Match = { filing: FilingRow } | { reason: string }

/**
 * The signed filing that a receipt answers: by 统一编号, then by customs' number of it, then by the enterprise's own (FORMATS §8.1). Of
 * several (a handbook is changed again, a returned draft filed again) the last one that was signed before it was answered.
 * @param all newest first
 */
export function matchReceipt(all: readonly FilingRow[], receipt: Receipt): Match {
  const { message, seqNo, businessId, innerNo, etpsPreentNo, at } = receipt
  const ofList = message.startsWith('INV')
  const possible = all.filter(({ kind, sequence }) => sequence !== null && answers[message].includes(kind))
  const keys: { name: string; value: string; of: (filing: FilingRow) => string }[] = [
    { name: '统一编号', value: seqNo, of: (filing) => filing.seq_no },
    ofList
      ? { name: '清单编号', value: businessId, of: (filing) => filing.list_no }
      : { name: '手册编号', value: businessId, of: (filing) => filing.handbook_no },
    { name: '企业内部编号', value: innerNo, of: (filing) => filing.subject },
    { name: '企业内部编号', value: etpsPreentNo, of: (filing) => filing.subject },
  ]
  for (const { value, of } of keys) {
    const same = value === '' ? [] : possible.filter((filing) => of(filing) === value)
    if (same.length > 0) return lastBefore(withRemade(same, possible), at, ofList ? '' : businessId)
  }
  const named = keys.filter(({ value }) => value !== '').map(({ name, value }) => `${name} ${value}`)
  const kinds = answers[message].map((kind) => kindNames[kind]).join('、')
  return { reason: named.length === 0 ? '回执没有任何编号' : `没有${[...new Set(named)].join('、')}的已签名${kinds}` }
}

/** A report that was sent back is made anew without a number of its own: it goes on under that of the first. */
function withRemade(same: readonly FilingRow[], possible: readonly FilingRow[]): readonly FilingRow[] {
  if (same.some(({ state }) => state !== 'returned')) return same
  const [{ kind, handbook_no } = { kind: undefined, handbook_no: '' }] = same
  return possible.filter(
    (filing) =>
      same.includes(filing) ||
      (filing.seq_no === '' && filing.kind === kind && filing.handbook_no === handbook_no && handbook_no !== ''),
  )
}

function lastBefore(same: readonly FilingRow[], at: string, handbookNo: string): Match {
  const signed =
    at === '' ? same : same.filter(({ signed_at }) => signed_at !== null && dayOfInstant(signed_at) <= at.slice(0, 10))
  const filing =
    signed.find(({ signed_at }) => at.length === 10 || at === '' || clockOfInstant(signed_at ?? '') <= at) ?? signed[0]
  if (!filing) return { reason: `审核时间 ${at} 早于申报的签名时间` }
  if (filing.handbook_no !== '' && handbookNo !== '' && filing.handbook_no !== handbookNo)
    return { reason: `统一编号属于手册 ${filing.handbook_no}，回执却是手册 ${handbookNo.slice(0, 40)} 的` }
  return { filing }
}
