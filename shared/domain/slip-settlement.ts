import { addQuantities, noQuantity } from './exact.ts'
import type { Quantity } from './exact.ts'
import type { Day } from './day.ts'

/** One line of a delivery slip, or of a return. Quantities are above zero, also of a return. */
export interface SlipLine<Id> {
  id: Id
  on: Day
  kind: 'delivery' | 'return'
  quantity: Quantity
}

export interface Settlement<Id> {
  delivered: Quantity
  returned: Quantity
  /** 已收（发）货未结转 and 已结转未收（发）货: one of them is zero. delivered + undelivered = returned + declared + undeclared. */
  undeclared: Quantity
  undelivered: Quantity
  /** Of each delivery what still has to be declared. A return is never open: it is taken off at once. */
  open: Map<Id, Quantity>
  /** The deliveries of which something has still to be declared, oldest first. */
  oldestOpen: Day | null
}

const least = (a: Quantity, b: Quantity): Quantity => (a < b ? a : b)

/**
 * Slips of one partner, item, version and way against what lists have declared of it. A return takes back the newest goods
 * delivered until then that are not declared: the oldest keep their deadline. Lists, and returns of declared goods, settle the oldest first.
 * What a transfer has declared of a delivery by name stays with it, also where an older slip is written down later.
 * @param lines in the order in which they are to be settled: by day, then by number
 * @param named how much of `declared` names its delivery
 */
export function settle<Id>(
  lines: readonly SlipLine<Id>[],
  declared: Quantity,
  named: (id: Id) => Quantity = () => noQuantity,
): Settlement<Id> {
  const deliveries = lines.filter(({ kind }) => kind === 'delivery')
  const returns = lines.filter(({ kind }) => kind === 'return')
  const open = new Map(deliveries.map(({ id, quantity }) => [id, quantity]))
  const takeOff = (id: Id, from: Quantity): Quantity => {
    const held = open.get(id) ?? noQuantity
    const taken = least(held, from)
    open.set(id, (held - taken) as Quantity)
    return (from - taken) as Quantity
  }

  const total = (of: readonly SlipLine<Id>[]) => of.reduce((sum, { quantity }) => addQuantities(sum, quantity), noQuantity)
  const [delivered, returned] = [total(deliveries), total(returns)]
  // What the lists settle is settled before a return looks for goods that are not.
  const settles = (pool: Quantity) => deliveries.reduce((left, { id }) => (left > 0n ? takeOff(id, left) : left), pool)
  const unnamed = deliveries.reduce((left, { id }) => {
    const known = least(named(id), left)
    return (left - known + takeOff(id, known)) as Quantity
  }, declared)
  let pool = settles(unnamed)
  for (const { on, quantity } of returns) {
    let left = quantity
    for (const delivery of deliveries.toReversed()) if (left > 0n && delivery.on <= on) left = takeOff(delivery.id, left)
    // Goods already declared have come back: the list stands for later deliveries.
    pool = addQuantities(pool, left)
  }
  pool = settles(pool)
  const undeclared = deliveries.reduce((sum, { id }) => addQuantities(sum, open.get(id) ?? noQuantity), noQuantity)
  const oldestOpen = deliveries.find(({ id }) => (open.get(id) ?? noQuantity) > 0n)?.on ?? null
  return { delivered, returned, undeclared, undelivered: pool, open, oldestOpen }
}
