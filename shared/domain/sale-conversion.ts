import type { ConsumptionLine } from './balance.ts'
import { Exact, exactPercent, printQuantity, printRate, rate } from './exact.ts'
import type { Quantity, Rate } from './exact.ts'
import { bondedUse, unitConsumption } from './unit-consumption.ts'

/** Products that are sold outside zones are taxed by their materials, semi-finished ones as far as they are made, defects likewise. */
interface SoldProduct {
  lineNo: number
  productSeq: number
  version: string
  quantity: Quantity
  /** Percent. */
  completion: Rate
}

interface ConvertedMaterial {
  materialSeq: number
  /** Never rounded (C-5). */
  quantity: Exact
  parts: { lineNo: number; formula: string; quantity: Exact }[]
}

const complete = rate('100')

/** Σ 数量 × 单耗 × 保税料件比例 × 完工比例 of each material, by its number. Lines whose version takes nothing add nothing: see {@link withoutConsumption}. */
export function convertToMaterials(sold: readonly SoldProduct[], consumption: readonly ConsumptionLine[]): ConvertedMaterial[] {
  const found = new Map<number, ConvertedMaterial>()
  for (const of of sold) {
    for (const line of linesOf(of, consumption)) {
      const quantity = bondedUse(of.quantity, line).use.times(exactPercent(of.completion))
      const material = found.get(line.materialSeq) ?? { materialSeq: line.materialSeq, quantity: Exact.zero, parts: [] }
      material.quantity = material.quantity.plus(quantity)
      material.parts.push({ lineNo: of.lineNo, formula: formulaOf(of, line), quantity })
      found.set(line.materialSeq, material)
    }
  }
  return [...found.values()]
    .filter(({ quantity }) => !quantity.equals(Exact.zero))
    .toSorted((a, b) => a.materialSeq - b.materialSeq)
}

/** Lines that cannot be converted: their version has no consumption. */
export const withoutConsumption = (sold: readonly SoldProduct[], consumption: readonly ConsumptionLine[]): SoldProduct[] =>
  sold.filter((of) => linesOf(of, consumption).length === 0)

const linesOf = (of: SoldProduct, consumption: readonly ConsumptionLine[]): ConsumptionLine[] =>
  consumption.filter((line) => line.productSeq === of.productSeq && line.version === of.version)

function formulaOf(of: SoldProduct, line: ConsumptionLine): string {
  const loss = (line.tangibleLossRate + line.intangibleLossRate) as Rate
  const use =
    loss === 0n ? `净耗 ${printRate(line.netConsumption)}` : `净耗 ${printRate(line.netConsumption)} ÷ (1 − ${printRate(loss)}%)`
  const ratio = line.bondedRatio === complete ? '' : ` × 保税料件比例 ${printRate(line.bondedRatio)}%`
  const made = of.completion === complete ? '' : ` × 完工 ${printRate(of.completion)}%`
  const shown = loss === 0n ? '' : `（单耗 ${printRate(unitConsumption(line).toRate())}）`
  return `成品 ${of.productSeq} 版本 ${of.version}：${printQuantity(of.quantity)} × ${use}${shown}${ratio}${made}`
}
