import { findUnit } from '../codes/tables.ts'
import type { Day } from './day.ts'
import { Exact, exactRate } from './exact.ts'
import type { Rate } from './exact.ts'

/** a published limit of bonded unit consumption, in `unit` of material per unit of product. Codes may be prefixes. */
export interface ConsumptionStandard {
  productHsCode: string
  materialHsCode: string
  /** Code or name; other words, such as 千克/件, are taken for the unit that is declared. */
  unit: string
  upper: Rate
  /** Only for products with an export duty. */
  lower: Rate | undefined
  from: Day
  to: Day | undefined
}

/** R-32, E-2: what customs writes off of a declared bonded unit consumption, and what of it is not bonded and so to be taxed. */
export function withinStandard(
  bonded: Exact,
  standard: Pick<ConsumptionStandard, 'upper' | 'lower'>,
): { writtenOff: Exact; excess: Exact; limit: 'upper' | 'lower' | undefined } {
  const upper = exactRate(standard.upper)
  if (upper.isLessThan(bonded)) return { writtenOff: upper, excess: bonded.minus(upper), limit: 'upper' }
  const lower = exactRate(standard.lower ?? standard.upper)
  if (standard.lower !== undefined && bonded.isLessThan(lower)) return { writtenOff: lower, excess: Exact.zero, limit: 'lower' }
  return { writtenOff: bonded, excess: Exact.zero, limit: undefined }
}

/** A limit in another unit says nothing of the figure. */
function isOtherUnit(named: string, unit: string): boolean {
  const known = findUnit(named)
  return known !== undefined && known !== unit
}

/** The standard that holds for a product and a material, declared in `unit`, on a day: the most exact codes first, then the newest. */
export function standardFor<Row extends ConsumptionStandard>(
  rows: readonly Row[],
  goods: { productHsCode: string; materialHsCode: string; unit: string; on: Day },
): Row | undefined {
  const digits = (row: Row) => row.productHsCode.length + row.materialHsCode.length
  return rows
    .filter(
      (row) =>
        goods.productHsCode.startsWith(row.productHsCode) &&
        goods.materialHsCode.startsWith(row.materialHsCode) &&
        row.from <= goods.on &&
        (row.to === undefined || goods.on <= row.to) &&
        !isOtherUnit(row.unit, goods.unit),
    )
    .toSorted((a, b) => digits(b) - digits(a) || (a.from < b.from ? 1 : -1))[0]
}
