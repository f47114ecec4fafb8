import { addDays, clockOfInstant, day, dayOfInstant, daysBetween } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { Receipt, ReceiptMessage } from '../../../shared/messages/receipts.ts'
import { describe, kindNames } from './filing-names.ts'
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

type Match = { filing: FilingRow } | { reason: string }

/** Days that this computer's clock may be behind before a receipt is not believed: one from afar would outrank all that come after it. */
const mostAhead = 7

/**
 * The signed filing that a receipt answers: the package that it names, then the file (`Successed_<name>_<time>.xml`), then 统一编号,
 * customs' number of it, and the enterprise's own (FORMATS §8.1). Of several (a handbook is changed again, a returned draft filed again)
 * the last one that was signed before it was answered. What else it says must not speak against it.
 * @param named the filing whose file's name the receipt's name repeats
 */
export function matchReceipt(store: FilingStore, receipt: Receipt, named: string | undefined, today: Day): Match {
  const found =
    receipt.message === 'PackageReceipt' ? matchPackage(store, receipt.ofPackage) : matchNumbers(store, receipt, named)
  const against = 'filing' in found ? contradiction(store, found.filing, receipt, today) : undefined
  return against === undefined ? found : { reason: against }
}

function matchNumbers(store: FilingStore, receipt: Receipt, named: string | undefined): Match {
  const { message, seqNo, businessId, innerNo, etpsPreentNo, at } = receipt
  if (message === 'PackageReceipt') return { reason: '回执没有申报包的编号' }
  const ofItsFile = named === undefined || message !== 'CommonResponeMessage' ? undefined : store.find(named)
  if (ofItsFile) return { filing: ofItsFile }
  const ofList = message.startsWith('INV')
  const possible = store
    .candidates({
      seqNo,
      listNo: ofList ? businessId : '',
      handbookNo: ofList ? '' : businessId,
      subjects: [innerNo, etpsPreentNo],
    })
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
    if (same.length > 0) return lastBefore(withRemade(store, same), at)
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
  if (first?.kind !== 'writeOffReport' || first.handbook_id === null || same.some(({ state }) => state !== 'returned'))
    return same
  return store
    .list(first.handbook_id)
    .filter(
      ({ id, kind, sequence, seq_no }) =>
        same.some((each) => each.id === id) || (kind === 'writeOffReport' && sequence !== null && seq_no === ''),
    )
}

function lastBefore(same: readonly FilingRow[], at: string): Match {
  const signed = same.filter((filing) => !isBefore(at, filing))
  const filing =
    signed.find(({ signed_at }) => at.length === 10 || at === '' || clockOfInstant(signed_at ?? '') <= at) ?? signed[0]
  return filing ? { filing } : { reason: `审核时间 ${at} 早于申报的签名时间` }
}

/** Whether it was said on a day before the filing was signed. */
const isBefore = (at: string, { signed_at }: FilingRow): boolean =>
  at !== '' && (signed_at === null || dayOfInstant(signed_at) > at.slice(0, 10))

/** What in a receipt says that it is not of this filing, or not true. */
function contradiction(store: FilingStore, filing: FilingRow, receipt: Receipt, today: Day): string | undefined {
  const { message, at, seqNo, innerNo, etpsPreentNo, ofPackage } = receipt
  // Around midnight two clocks have two days.
  if (at !== '' && isBefore(addDays(day(at.slice(0, 10)), 1), filing)) return `审核时间 ${at} 早于申报的签名时间`
  if (at !== '' && daysBetween(today, day(at.slice(0, 10))) > mostAhead)
    return `审核时间 ${at} 在今天（${today}）之后，请核对电脑的日期`
  const handbookNo = ofPackage?.handbookNo ?? (message.startsWith('INV') ? '' : receipt.businessId)
  if (filing.handbook_no !== '' && handbookNo !== '' && filing.handbook_no !== handbookNo)
    return `申报属于手册 ${filing.handbook_no}，回执却是手册 ${handbookNo.slice(0, 40)} 的`
  if (innerNo !== '' && innerNo !== filing.subject)
    return `编号属于${describe(filing)}（${filing.subject}），回执的企业内部编号却是 ${innerNo}`
  const other = ownerOf(store, filing, { seqNo, etpsPreentNo })
  return (
    other && `回执的编号 ${other.seq_no === seqNo ? seqNo : etpsPreentNo} 是${describe(other)}的，却又答复${describe(filing)}`
  )
}

/** The filing of another matter that bears one of these numbers, where this one does not. */
function ownerOf(store: FilingStore, filing: FilingRow, by: { seqNo: string; etpsPreentNo: string }): FilingRow | undefined {
  const isSameMatter = ({ kind, draft_id, handbook_id, subject }: FilingRow): boolean =>
    (draft_id !== null && draft_id === filing.draft_id) ||
    (kind === filing.kind && subject !== '' && subject === filing.subject) ||
    (kind !== 'bondedList' && filing.kind !== 'bondedList' && handbook_id !== null && handbook_id === filing.handbook_id)
  const bearersOf = (seqNo: string, subject: string) =>
    seqNo + subject === '' ? [] : store.candidates({ seqNo, listNo: '', handbookNo: '', subjects: [subject, ''] })
  return [bearersOf(by.seqNo === filing.seq_no ? '' : by.seqNo, ''), bearersOf('', by.etpsPreentNo)]
    .filter((bearers) => !bearers.some(({ id }) => id === filing.id))
    .flatMap((bearers) => bearers.filter((each) => !isSameMatter(each)))
    .at(0)
}
