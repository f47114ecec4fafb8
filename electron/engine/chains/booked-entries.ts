import { paths } from '../../../shared/contract/paths.ts'
import { quantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { postingRule } from '../../../shared/domain/posting-rules.ts'
import type { MaterialColumn, ProductColumn } from '../../../shared/domain/posting-rules.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'

/** What a booked list says of a step: one entry a list, by its number. */
export interface BookedEntry {
  listNo: string
  kind: 'in' | 'out'
  on: string
  /** Below zero for what went back. */
  quantity: Quantity
  to: string
}

/** Columns of the balance that bring material into a step, and take its output out (R-66: direct imports, transfers, and their exchange). */
const sides: Record<'in' | 'out', ReadonlySet<MaterialColumn | ProductColumn>> = {
  in: new Set<MaterialColumn>(['direct', 'transferIn', 'exchangeIn', 'exchangeOut']),
  out: new Set<ProductColumn>(['exported', 'transferredOut', 'returnedIn', 'returnedOut']),
}
/** More lines than any item of a handbook has. */
const allLines = 100_000

/** What the booked lists of our own handbook say of an item: a material that comes in, a product that goes out. */
export function bookedEntries(
  lists: BondedListsService,
  of: { handbookNo: string; kind: 'in' | 'out'; itemSeq: number },
): BookedEntry[] {
  const { handbookNo, kind, itemSeq } = of
  const goods = kind === 'in' ? 'material' : 'product'
  const { rows } = lists.lines(handbookNo, {
    offset: 0,
    limit: allLines,
    filter: { status: '=booked', goods: `=${goods}`, itemSeq: `=${itemSeq}` },
  })
  const entries = new Map<string, BookedEntry>()
  for (const row of rows) {
    const rule = postingRule(row.mode, row.direction, goods)
    if (!rule || !sides[kind].has(rule.column)) continue
    const entry = entries.get(row.listNo)
    const signed = BigInt(rule.sign) * quantity(row.quantity)
    entries.set(row.listNo, {
      listNo: row.listNo,
      kind,
      on: row.declaredOn,
      quantity: ((entry?.quantity ?? 0n) + signed) as Quantity,
      to: paths.list(handbookNo, row.listNo),
    })
  }
  return [...entries.values()]
}
