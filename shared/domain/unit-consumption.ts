import { Exact, exactPercent, exactQuantity, exactRate, rate } from './exact.ts'
import type { Quantity, Rate } from './exact.ts'

/** What one unit of a product takes of one material: 净耗 in declared units, the others in percent. */
export interface ConsumptionRates {
  netConsumption: Rate
  tangibleLossRate: Rate
  intangibleLossRate: Rate
  bondedRatio: Rate
}

export type ConsumptionProblem = 'negative' | 'lossTooHigh' | 'ratioTooHigh'

const hundred = rate('100')

/** 0 ≤ 有形 + 无形 < 100; R-31: 0 ≤ 保税料件比例 ≤ 100. Undefined when it holds. */
export function consumptionProblem(rates: ConsumptionRates): ConsumptionProblem | undefined {
  const { netConsumption, tangibleLossRate, intangibleLossRate, bondedRatio } = rates
  if (netConsumption < 0n || tangibleLossRate < 0n || intangibleLossRate < 0n || bondedRatio < 0n) return 'negative'
  if (tangibleLossRate + intangibleLossRate >= hundred) return 'lossTooHigh'
  if (bondedRatio > hundred) return 'ratioTooHigh'
  return undefined
}

const one = Exact.fraction(1n, 1n)

/** 单耗 = 净耗 ÷ (1 − 工艺损耗率), R-27. A fraction: it is never rounded before it is multiplied (C-5, E-1, E-25). */
export function unitConsumption(rates: ConsumptionRates): Exact {
  const loss = exactPercent(rates.tangibleLossRate).plus(exactPercent(rates.intangibleLossRate))
  return exactRate(rates.netConsumption).dividedBy(one.minus(loss))
}

/** Use of bonded material by some of a product, and what of it is lost and what the product holds. */
export type BondedUse = Record<'use' | 'tangible' | 'intangible' | 'embodied', Exact>

/** Of `quantity` units of the product. */
export function bondedUse(quantity: Quantity, rates: ConsumptionRates): BondedUse {
  const use = exactQuantity(quantity).times(unitConsumption(rates)).times(exactPercent(rates.bondedRatio))
  const tangible = use.times(exactPercent(rates.tangibleLossRate))
  const intangible = use.times(exactPercent(rates.intangibleLossRate))
  return { use, tangible, intangible, embodied: use.minus(tangible).minus(intangible) }
}
