import { Exact, exactMoney, exactQuantity, exactRate, money, noQuantity } from './exact.ts'
import type { Money, Quantity, Rate } from './exact.ts'

/** What one side declares of an item in a transfer. */
export interface TransferItem {
  itemSeq: number
  hsCode: string
  name: string
  unit: string
  quantity: Quantity
  /** Undefined where none was agreed, or the slips give several currencies. */
  unitPrice: Money | undefined
  currency: string
}

/** Which of our items one of the partner's is; `factor` partner's units make one of ours. */
export interface ItemMatch {
  itemSeq: number
  factor: Rate
}

type PairingProblem = 'onlyOurs' | 'onlyTheirs' | 'quantity' | 'price' | 'currency' | 'code'

/** R-50, item by item. What one side alone declares stands alone. */
export interface Pairing<Theirs extends TransferItem = TransferItem> {
  ours: TransferItem | undefined
  theirs: Theirs | undefined
  /** The partner's quantity in our unit, and what ours is more than it. */
  converted: Quantity | undefined
  difference: Quantity | undefined
  problems: readonly PairingProblem[]
}

/** In our unit, half-up to 10⁻⁵. */
export const inOurUnit = (theirs: Quantity, factor: Rate): Quantity =>
  exactQuantity(theirs).dividedBy(exactRate(factor)).toQuantity()
/** In the partner's unit, half-up to 10⁻⁵. */
export const inTheirUnit = (ours: Quantity, factor: Rate): Quantity => exactQuantity(ours).times(exactRate(factor)).toQuantity()

/** A price as a bonded list holds it: four decimals, half-up (FORMATS §5.3). */
const listPrice = (price: Exact): Money => money(price.toText(4))
/** The price of one of our units. */
export const priceInOurUnit = (theirs: Money, factor: Rate): Money => listPrice(exactMoney(theirs).times(exactRate(factor)))
const priceInTheirUnit = (ours: Money, factor: Rate): Money => listPrice(exactMoney(ours).dividedBy(exactRate(factor)))

/** Several quantities in our unit, each rounded so that they add up to what their sum is in it: rounding loses nothing on the way. */
export function inOurUnits(theirs: readonly Quantity[], factor: Rate): Quantity[] {
  let sum = noQuantity
  let converted = noQuantity
  return theirs.map((each) => {
    sum = (sum + each) as Quantity
    const upToHere = inOurUnit(sum, factor)
    const part = (upToHere - converted) as Quantity
    converted = upToHere
    return part
  })
}

/** Σ quantity × price ÷ Σ quantity over those with a price; undefined where none has one, or their currencies differ. */
export function weightedPrice(
  of: readonly { quantity: Quantity; unitPrice: Money | undefined; currency: string }[],
): { unitPrice: Money; currency: string } | undefined {
  let [value, total] = [Exact.zero, Exact.zero]
  let currency: string | undefined
  for (const each of of) {
    if (each.unitPrice === undefined || each.quantity === 0n) continue
    if (currency !== undefined && currency !== each.currency) return undefined
    currency = each.currency
    value = value.plus(exactQuantity(each.quantity).times(exactMoney(each.unitPrice)))
    total = total.plus(exactQuantity(each.quantity))
  }
  return currency === undefined ? undefined : { unitPrice: listPrice(value.dividedBy(total)), currency }
}

/** A difference of code needs an explanation, not another list: everything else must be mended. */
export const agrees = ({ problems }: Pick<Pairing, 'problems'>): boolean => problems.every((problem) => problem === 'code')

/**
 * Pairs what both sides declare of a transfer: the same quantity after conversion, the same price, the same 10-digit code. A figure
 * agrees where either side, converted and rounded as it is declared, gives the other's. What the partner does not declare (zero) has no pair.
 */
export function pairItems<Theirs extends TransferItem>(
  ours: readonly TransferItem[],
  theirs: readonly Theirs[],
  matchOf: (item: Theirs) => ItemMatch | undefined,
): Pairing<Theirs>[] {
  const rest = new Map(ours.map((item) => [item.itemSeq, item]))
  const pairs = theirs
    .filter(({ quantity }) => quantity !== 0n)
    .map((item): Pairing<Theirs> => {
      const match = matchOf(item)
      const own = match && rest.get(match.itemSeq)
      const converted = match && inOurUnit(item.quantity, match.factor)
      if (!own || !match || converted === undefined)
        return { ours: undefined, theirs: item, converted, difference: undefined, problems: ['onlyTheirs'] }
      rest.delete(own.itemSeq)
      const difference = (own.quantity - converted) as Quantity
      return { ours: own, theirs: item, converted, difference, problems: problemsOf(own, item, match.factor) }
    })
  const alone = [...rest.values()].map((item): Pairing<Theirs> => ({
    ours: item,
    theirs: undefined,
    converted: undefined,
    difference: undefined,
    problems: ['onlyOurs'],
  }))
  return [...pairs, ...alone]
}

function problemsOf(ours: TransferItem, theirs: TransferItem, factor: Rate): PairingProblem[] {
  const sameQuantity =
    inOurUnit(theirs.quantity, factor) === ours.quantity || inTheirUnit(ours.quantity, factor) === theirs.quantity
  return [
    ...(sameQuantity ? [] : ['quantity' as const]),
    ...(samePrice(ours.unitPrice, theirs.unitPrice, factor) ? [] : ['price' as const]),
    ...(ours.currency === theirs.currency ? [] : ['currency' as const]),
    ...(ours.hsCode === theirs.hsCode ? [] : ['code' as const]),
  ]
}

function samePrice(ours: Money | undefined, theirs: Money | undefined, factor: Rate): boolean {
  if (ours === undefined || theirs === undefined) return ours === theirs
  return priceInOurUnit(theirs, factor) === ours || priceInTheirUnit(ours, factor) === theirs
}
