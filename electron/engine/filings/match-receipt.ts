import { clockOfInstant, dayOfInstant } from '../../../shared/domain/day.ts'
import type { Receipt, ReceiptMessage } from '../../../shared/messages/receipts.ts'
import { kindNames } from './filing-names.ts'
import type { FilingKind, FilingRow, FilingStore } from './store.ts'

const filings: readonly FilingKind[] = ['handbookFiling', 'handbookChange']
/** A self-verification stays in the house: nobody answers it. */
const answers: Readonly<Record<Exclude<ReceiptMessage, 'PackageReceipt'>, readonly FilingKind[]>> = {
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

export type Match = { filing: FilingRow } | { reason: string }

/**
 * The signed filing that a receipt answers: the package that it names, then the file (`Successed_<name>_<time>.xml`), then 统一编号,
 * customs' number of it, and the enterprise's own (FORMATS §8.1). Of several (a handbook is changed again, a returned draft filed again)
 * the last one that was signed before it was answered.
 * @param named the filing whose file's name the receipt's name repeats
 */
export function matchReceipt(store: FilingStore, receipt: Receipt, named: string | undefined): Match {
  const { message, seqNo, businessId, innerNo, etpsPreentNo, at, ofPackage } = receipt
  if (message === 'PackageReceipt') return matchPackage(store, ofPackage)
  const ofItsFile = named === undefined || message !== 'CommonResponeMessage' ? undefined : store.find(named)
  if (ofItsFile) return { filing: ofItsFile }
  const ofList = message.startsWith('INV')
  const possible = store
    .candidates({ seqNo, listNo: ofList ? businessId : '', handbookNo: ofList ? '' : businessId, subjects: [innerNo, etpsPreentNo] })
    .filter(({ kind, sequence }) => sequence !== null && answers[message].includes(kind))
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
    if (same.length > 0) return lastBefore(withRemade(store, same), at, ofList ? '' : businessId)
  }
  const given = keys.filter(({ value }) => value !== '').map(({ name, value }) => `${name} ${value}`)
  const kinds = answers[message].map((kind) => kindNames[kind]).join('、')
  return { reason: given.length === 0 ? '回执没有任何编号' : `没有${[...new Set(given)].join('、')}的已签名${kinds}` }
}

function matchPackage(store: FilingStore, named: Receipt['ofPackage']): Match {
  const filing = named && store.find(named.packageId)
  if (!filing || filing.sequence === null) return { reason: `没有编号为 ${named?.packageId ?? ''} 的申报包` }
  return filing.package_sha256 === named.sha256
    ? { filing }
    : { reason: `回执所答的字节（SHA-256 ${named.sha256.slice(0, 16)}…）不是我们签名的申报包 ${filing.sequence}` }
}

/** A report that was sent back is made anew without a number of its own: it goes on under that of the first. */
function withRemade(store: FilingStore, same: readonly FilingRow[]): readonly FilingRow[] {
  const [first] = same
  if (first?.kind !== 'writeOffReport' || first.handbook_id === null || same.some(({ state }) => state !== 'returned')) return same
  return store
    .list(first.handbook_id)
    .filter(
      ({ id, kind, sequence, seq_no }) =>
        same.some((each) => each.id === id) || (kind === 'writeOffReport' && sequence !== null && seq_no === ''),
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
