import type { Day } from './day.ts'
import { addQuantities, noQuantity } from './exact.ts'
import type { Quantity } from './exact.ts'

/** A handbook that may own some of a stock that it shares with others. */
export interface StockClaim {
  handbookNo: string
  /** Day of the first import of the item into the handbook; undefined where there was none. */
  firstImportOn: Day | undefined
  /** What its book holds and nothing else that was counted accounts for; not below zero, in the unit of the stock. */
  room: Quantity
}

export interface StockShare {
  handbookNo: string
  quantity: Quantity
}

/**
 * what was imported first is taken first, so that each handbook in the order of its first import is filled up to what its book
 * holds; what is left over goes to the last one that has imported the item. The shares always add up to `total`, which is not negative.
 */
export function divideStock(total: Quantity, claims: readonly StockClaim[]): StockShare[] {
  const inOrder = claims.toSorted(byFirstImport)
  const last = inOrder.findLast(({ firstImportOn }) => firstImportOn !== undefined) ?? inOrder.at(-1)
  let left = total
  const filled = inOrder.map(({ handbookNo, room }): StockShare => {
    const quantity = room < left ? room : left
    left = (left - quantity) as Quantity
    return { handbookNo, quantity }
  })
  return filled.map((share) =>
    share.handbookNo === last?.handbookNo ? { ...share, quantity: addQuantities(share.quantity, left) } : share,
  )
}

/** Without an import last; then by number, so that the order is always the same. */
function byFirstImport(a: StockClaim, b: StockClaim): number {
  const [one, other] = [a.firstImportOn ?? '9999-12-31', b.firstImportOn ?? '9999-12-31']
  return one < other ? -1 : one > other ? 1 : a.handbookNo < b.handbookNo ? -1 : 1
}

/** Several kinds of a stock (what lies in the store, what is on the floor …), dealt out in their order to shares in theirs. */
export function dealOut<Kind>(
  stock: readonly { kind: Kind; quantity: Quantity }[],
  shares: readonly StockShare[],
): { kind: Kind; handbookNo: string; quantity: Quantity }[] {
  const dealt: { kind: Kind; handbookNo: string; quantity: Quantity }[] = []
  const open = shares.map((share) => ({ ...share }))
  for (const { kind, quantity } of stock) {
    let left = quantity
    for (const share of open) {
      const part = share.quantity < left ? share.quantity : left
      if (part <= noQuantity) continue
      share.quantity = (share.quantity - part) as Quantity
      left = (left - part) as Quantity
      dealt.push({ kind, handbookNo: share.handbookNo, quantity: part })
    }
  }
  return dealt
}
