import type { Day } from './day.ts'
import { postingRule } from './posting-rules.ts'
import type { Direction, ProductColumn } from './posting-rules.ts'

/** A product and its 单耗版本 as one text: `3:0`. */
export const versionKey = (productSeq: number, version: string): string => `${productSeq}:${version}`

/** A list that declares a product under a version, and has not been deleted: whether it is booked yet does not matter. */
export interface VersionUse {
  productSeq: number
  version: string
  listNo: string
  mode: string
  direction: Direction
  declaredOn: Day
}

/** A domestic sale that was converted by a version: its list names materials, and nothing of the product. */
interface VersionSale {
  productSeq: number
  version: string
  saleNo: number
  on: Day
}

/** Customs has fixed the consumption of a version after a challenge. */
export interface VersionFixing {
  productSeq: number
  version: string
  noticeNo: string
  on: Day
}

/** An investigation of the enterprise, as its own information table tells it: no declared version changes while it lasts. */
interface Investigation {
  /** {@link versionKey} of every declared version. */
  declared: Iterable<string>
  on: Day
}

/** Why a version can no longer be changed or withdrawn, since when, and by which list. */
export interface Frozen {
  reason: string
  rule: 'R-34' | 'R-35'
  listNo: string | null
  on: Day
}

/** A return tells of an export as well, of one that may be older than these books. */
const reasons: Record<ProductColumn, string> = {
  exported: '已申报出口',
  transferredOut: '已深加工结转',
  otherwiseOut: '已申报内销',
  returnedIn: '已出口并退换',
  returnedOut: '已出口并退换',
}

/**
 * Versions that are frozen, and by what: the first use, sale or fixing by its day, then by its number (R-34, R-35; 令155 art 18).
 * Another version of the same product stays free: that is how a change reaches the goods not yet exported.
 */
export function frozenVersions(
  uses: Iterable<VersionUse>,
  sales: Iterable<VersionSale>,
  fixings: Iterable<VersionFixing>,
  investigation?: Investigation,
): Map<string, Frozen> {
  const frozen = new Map<string, { order: string; by: Frozen }>()
  const add = (key: string, order: string, by: Frozen) => {
    const earlier = frozen.get(key)
    if (!earlier || order < earlier.order) frozen.set(key, { order, by })
  }
  for (const { productSeq, version, listNo, mode, direction, declaredOn } of uses) {
    const rule = postingRule(mode, direction, 'product')
    if (rule?.goods !== 'product') continue
    const by: Frozen = { reason: reasons[rule.column], rule: 'R-35', listNo, on: declaredOn }
    add(versionKey(productSeq, version), `${declaredOn} ${listNo}`, by)
  }
  for (const { productSeq, version, saleNo, on } of sales) {
    const by: Frozen = { reason: `已申请内销（内销 ${saleNo}）`, rule: 'R-34', listNo: null, on }
    add(versionKey(productSeq, version), `${on} ${saleNo}`, by)
  }
  for (const { productSeq, version, noticeNo, on } of fixings) {
    const by: Frozen = { reason: `海关已核定单耗（质疑通知书 ${noticeNo}）`, rule: 'R-34', listNo: null, on }
    add(versionKey(productSeq, version), `${on} ${noticeNo}`, by)
  }
  const result = new Map([...frozen].map(([key, { by }]): [string, Frozen] => [key, by]))
  if (investigation) {
    const by: Frozen = { reason: '企业被立案调查', rule: 'R-34', listNo: null, on: investigation.on }
    for (const key of investigation.declared) if (!result.has(key)) result.set(key, by)
  }
  return result
}

/** The number for a new version of a product: the next whole number after the highest in use, else after how many there are. */
export function nextVersion(taken: Iterable<string>): string {
  const numbers = [...taken].filter((version) => /^\d{1,7}$/.test(version)).map(Number)
  return String(Math.max(-1, ...numbers) + 1)
}
