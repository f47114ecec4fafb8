import type { ConsumptionLine } from './balance.ts'
import { Exact, exactPercent, printRate, rate } from './exact.ts'
import type { Rate } from './exact.ts'
import { unitConsumption } from './unit-consumption.ts'

/** Goods as they were counted, in the declared unit of their item. */
export interface CountedGoods {
  goods: 'material' | 'product'
  seq: number
  /** 单耗版本 of a product; '' of a material. */
  version: string
  /** Percent. */
  completion: Rate
  quantity: Exact
}

/** What counted goods hold of one material. Neither figure is rounded (C-5). */
interface HeldMaterial {
  materialSeq: number
  /** Of one counted unit, made to 100 %. */
  perUnit: Exact
  quantity: Exact
}

const one = Exact.fraction(1n, 1n)
const complete = rate('100')

/**
 * A material is itself; a product is the materials of its version, as far as it is made: 数量 × 单耗 × 保税料件比例 × 完工比例 (R-85,
 * Nothing where the version takes nothing.
 * @param linesOf consumption of a product and version
 */
export function materialsHeld(
  of: CountedGoods,
  linesOf: (productSeq: number, version: string) => readonly ConsumptionLine[],
): HeldMaterial[] {
  if (of.goods === 'material') return [{ materialSeq: of.seq, perUnit: one, quantity: of.quantity }]
  const made = of.completion === complete ? of.quantity : of.quantity.times(exactPercent(of.completion))
  return linesOf(of.seq, of.version).map((line) => {
    const perUnit = unitConsumption(line).times(exactPercent(line.bondedRatio))
    return { materialSeq: line.materialSeq, perUnit, quantity: made.times(perUnit) }
  })
}

/** Of an explanation: `13 × 0.65 × 完工 75%`. */
export function conversionText(of: CountedGoods, held: HeldMaterial): string {
  const quantity = of.quantity.toText(5)
  if (of.goods === 'material') return quantity
  const made = of.completion === complete ? '' : ` × 完工 ${printRate(of.completion)}%`
  return `${quantity} × 单耗 ${printRate(held.perUnit.toRate())}${made}`
}
