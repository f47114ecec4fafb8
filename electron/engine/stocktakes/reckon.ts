import { materialsHeld } from '../../../shared/domain/count-conversion.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { addQuantities, Exact, exactQuantity, noQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity, Rate } from '../../../shared/domain/exact.ts'
import { dealOut, divideStock } from '../../../shared/domain/stock-division.ts'
import type { StockClaim, StockShare } from '../../../shared/domain/stock-division.ts'
import { countKindNames, countKinds, nothingCounted, stockDifference } from '../../../shared/domain/stocktake.ts'
import type { Counted, CountKind, StockDifference } from '../../../shared/domain/stocktake.ts'
import type { CountBooks } from './count-books.ts'
import { resolver } from './resolve-count.ts'
import type { CountFacts, SharedPart } from './resolve-count.ts'

/** Rows of a sheet that say the same of their goods, added up. */
export interface CountGroup extends CountFacts {
  sheet: bigint
  rows: number
  /** In the unit they were counted in; exact, and larger than one row may be. */
  quantity: Quantity
}

/** The books at the cut-off, by material. */
export interface BookFigures {
  /** */
  book: Quantity
  /** 期初 + 进口, R-120. */
  came: Quantity
}

export interface StockFacts {
  books: CountBooks
  figures(handbookNo: string, seq: number): BookFigures
  firstImport(handbookNo: string, seq: number): Day | undefined
  /** what the clerk has said of a part. */
  divisions: ReadonlyMap<string, { reason: string; shares: readonly StockShare[] }>
  /** Percent. */
  tolerance: Rate
}

export interface SharedStock {
  part: SharedPart
  counted: Quantity
  shares: readonly (StockShare & StockClaim & { seq: number })[]
  /** none: by first imports; holds: as the clerk said; stale: the clerk's does not add up to the count any more, and is passed over. */
  override: 'none' | 'holds' | 'stale'
  reason: string
  /** By kind and handbook, in the unit of the part. */
  dealt: readonly { kind: CountKind; handbookNo: string; quantity: Quantity }[]
}

export interface MaterialDifference extends StockDifference {
  handbookNo: string
  seq: number
  came: Quantity
}

export interface Reckoned {
  differences: readonly MaterialDifference[]
  shared: readonly SharedStock[]
  /** Rows of each sheet that cannot be converted. */
  problems: ReadonlyMap<bigint, number>
}

const keyOf = (handbookNo: string, seq: number): string => `${handbookNo} ${seq}`

/** What was counted of each material: the sheets added up, however the rows are split over them. */
class Stock {
  private readonly counted = new Map<string, Record<CountKind, Exact>>()

  add(handbookNo: string, seq: number, kind: CountKind, quantity: Exact): void {
    const key = keyOf(handbookNo, seq)
    const of = this.counted.get(key) ?? { ...nothingCounted }
    of[kind] = of[kind].plus(quantity)
    this.counted.set(key, of)
  }

  of(handbookNo: string, seq: number): Counted | undefined {
    return this.counted.get(keyOf(handbookNo, seq))
  }

  /** */
  physical(handbookNo: string, seq: number): Exact {
    const of = this.of(handbookNo, seq) ?? nothingCounted
    return countKindNames.reduce(
      (sum, kind) => (countKinds[kind].sign === 1n ? sum.plus(of[kind]) : sum.minus(of[kind])),
      Exact.zero,
    )
  }
}

/** Counts against books: materials that the books or the count have any of, and shared stock divided (R-117 … ). */
export function reckon(groups: readonly CountGroup[], facts: StockFacts): Reckoned {
  const stock = new Stock()
  const problems = new Map<bigint, number>()
  const parts = new Map<string, { part: SharedPart; stock: { kind: CountKind; quantity: Quantity }[] }>()
  const resolve = resolver(facts.books)
  for (const group of groups) {
    const found = resolve(group)
    if (found.what === 'problem') problems.set(group.sheet, (problems.get(group.sheet) ?? 0) + group.rows)
    else if (found.what === 'shared') {
      const part = parts.get(found.partNo) ?? { part: found, stock: [] }
      part.stock.push({ kind: group.kind, quantity: group.quantity })
      parts.set(found.partNo, part)
    } else {
      const goods = {
        goods: group.goods,
        seq: found.seq,
        version: found.version,
        completion: group.completion_e9 as Rate,
        quantity: exactQuantity(group.quantity).times(found.factor),
      }
      for (const held of materialsHeld(goods, (seq, version) => found.book.linesOf(seq, version)))
        stock.add(found.book.handbookNo, held.materialSeq, group.kind, held.quantity)
    }
  }
  const shared = [...parts.values()]
    .toSorted((a, b) => (a.part.partNo < b.part.partNo ? -1 : 1))
    .map(({ part, stock: kinds }) => divide(part, kinds, stock, facts))
  const differences = [...facts.books.values()].flatMap(({ handbookNo, materials }) =>
    materials.flatMap(({ seq }): MaterialDifference[] => {
      const { book, came } = facts.figures(handbookNo, seq)
      const counted = stock.of(handbookNo, seq)
      if (!counted && book === 0n) return []
      return [{ handbookNo, seq, came, ...stockDifference(book, came, counted ?? nothingCounted, facts.tolerance) }]
    }),
  )
  return { differences, shared, problems }
}

/** Adds the shares of a part to what was counted of each handbook by itself, so that the next part finds less room. */
function divide(
  part: SharedPart,
  kinds: readonly { kind: CountKind; quantity: Quantity }[],
  stock: Stock,
  facts: StockFacts,
): SharedStock {
  const byKind = countKindNames.flatMap((kind) => {
    const quantity = kinds.reduce((sum, each) => (each.kind === kind ? addQuantities(sum, each.quantity) : sum), noQuantity)
    return quantity === 0n ? [] : [{ kind, quantity }]
  })
  const counted = byKind.reduce((sum, { quantity }) => addQuantities(sum, quantity), noQuantity)
  const claims = part.claims.map(({ book: { handbookNo }, seq, factor }) => {
    const { book } = facts.figures(handbookNo, seq)
    const open = exactQuantity(book).minus(stock.physical(handbookNo, seq))
    const room = open.isLessThan(Exact.zero) ? noQuantity : open.dividedBy(factor).toQuantity()
    return { handbookNo, seq, factor, room, firstImportOn: facts.firstImport(handbookNo, seq) }
  })
  const said = facts.divisions.get(part.partNo)
  const override = said === undefined ? 'none' : holds(said.shares, claims, counted) ? 'holds' : 'stale'
  const divided = divideStock(counted, claims)
  const quantities = new Map(
    (override === 'holds' && said ? said.shares : divided).map((share) => [share.handbookNo, share.quantity]),
  )
  const shares = divided.flatMap(({ handbookNo }) => {
    const claim = claims.find((each) => each.handbookNo === handbookNo)
    const quantity = quantities.get(handbookNo) ?? noQuantity
    return claim ? [{ handbookNo, quantity, seq: claim.seq, room: claim.room, firstImportOn: claim.firstImportOn }] : []
  })
  const dealt = dealOut(byKind, shares)
  for (const { kind, handbookNo, quantity } of dealt) {
    const claim = claims.find((each) => each.handbookNo === handbookNo)
    if (claim) stock.add(handbookNo, claim.seq, kind, exactQuantity(quantity).times(claim.factor))
  }
  return { part, counted, shares, override, reason: said?.reason ?? '', dealt }
}

/** it names only handbooks that have the part, and its sum is the count. */
const holds = (shares: readonly StockShare[], claims: readonly { handbookNo: string }[], counted: Quantity): boolean =>
  shares.every(({ handbookNo }) => claims.some((claim) => claim.handbookNo === handbookNo)) &&
  shares.reduce((sum, { quantity }) => addQuantities(sum, quantity), noQuantity) === counted
