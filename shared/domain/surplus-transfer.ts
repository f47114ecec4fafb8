import type { Day } from './day.ts'
import { Exact, exactMoney, exactPercent } from './exact.ts'
import type { Money, Rate } from './exact.ts'

/** 来料 or 进料: what R-54 calls the mode. An account says it by its supervision mode, a handbook by its letter. */
export const tradeOf = (kind: string, supervisionMode: string): '来料' | '进料' =>
  kind === 'B' || (kind !== 'C' && supervisionMode.startsWith('02')) ? '来料' : '进料'

/** A handbook that surplus leaves or enters. */
export interface SurplusBook {
  handbookNo: string
  trade: '来料' | '进料'
  operatorCreditCode: string
  processorCreditCode: string
  establishedOn: Day
  validTo: Day
  /** Of an account its validity does not end. */
  rolls: boolean
  reported: boolean
  closed: boolean
}

export type SurplusProblem =
  | 'sameBook'
  | 'otherOperator'
  | 'otherProcessor'
  | 'otherTrade'
  | 'reported'
  | 'closed'
  | 'targetClosed'
  | 'targetNotValid'

/** Why surplus of one handbook cannot go to another on a day; empty where it can. */
export function surplusProblems(from: SurplusBook, to: SurplusBook, on: Day): SurplusProblem[] {
  const found: [SurplusProblem, boolean][] = [
    ['sameBook', from.handbookNo === to.handbookNo],
    ['otherOperator', from.operatorCreditCode !== to.operatorCreditCode],
    ['otherProcessor', from.processorCreditCode !== to.processorCreditCode],
    ['otherTrade', from.trade !== to.trade],
    ['closed', from.closed],
    ['reported', from.reported && !from.closed],
    ['targetClosed', to.closed || to.reported],
    ['targetNotValid', on < to.establishedOn || (!to.rolls && on > to.validTo)],
  ]
  return found.flatMap(([problem, is]) => (is ? [problem] : []))
}

interface SurplusMaterial {
  hsCode: string
  name: string
  spec: string
  unit: string
}
/** the same imported material, in the unit in which it is declared. */
export const isSameMaterial = (a: SurplusMaterial, b: SurplusMaterial): boolean =>
  a.hsCode === b.hsCode && a.name === b.name && a.spec === b.spec && a.unit === b.unit

type GuaranteeReason = 'otherProcessor' | 'share' | 'extendedTwice'

/** What is transferred of what was imported, by value: Σ transferred ÷ Σ imported; undefined where nothing was imported. */
export const transferShare = (transferred: Money, imported: Money): Exact | undefined =>
  imported === 0n ? undefined : exactMoney(transferred).dividedBy(exactMoney(imported))

/**
 * why a guarantee is asked for; empty where none is.
 * @param share the parameter `surplusGuaranteeShare` in percent; undefined once there is no guarantee any more
 */
export function surplusGuarantee(
  of: { transferred: Money; imported: Money; otherProcessor: boolean; extensions: number },
  share: Rate | undefined,
): GuaranteeReason[] {
  if (share === undefined) return []
  const moved = transferShare(of.transferred, of.imported)
  return [
    ...(of.otherProcessor ? ['otherProcessor' as const] : []),
    ...(moved && !moved.isLessThan(exactPercent(share)) ? ['share' as const] : []),
    ...(of.extensions >= 2 ? ['extendedTwice' as const] : []),
  ]
}
