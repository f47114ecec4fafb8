import { exactQuantity, Exact } from './exact.ts'
import type { Quantity, Rate } from './exact.ts'
import type { ConsumptionRates } from './unit-consumption.ts'

const hundred = Exact.fraction(100n, 1n)

/**
 * one material, partly bonded and partly not, issued for one unit of product that contains `contained` of it. The loss of the
 * part that is not bonded counts too, as it is the same material. Percent, rounded to 10⁻⁹ as they are declared (C-4).
 * @throws RangeError where nothing is issued
 */
export function mixedOriginRates(of: {
  bonded: Quantity
  nonBonded: Quantity
  contained: Quantity
}): Pick<ConsumptionRates, 'netConsumption' | 'bondedRatio'> & { lossRate: Rate } {
  const bonded = exactQuantity(of.bonded)
  const contained = exactQuantity(of.contained)
  const issued = bonded.plus(exactQuantity(of.nonBonded))
  return {
    netConsumption: contained.toRate(),
    lossRate: issued.minus(contained).times(hundred).dividedBy(issued).toRate(),
    bondedRatio: bonded.times(hundred).dividedBy(issued).toRate(),
  }
}
