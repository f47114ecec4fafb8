import type { ConsumptionLine } from './balance.ts'
import { Exact, exactPercent, exactQuantity, noQuantity, quantity, rate } from './exact.ts'
import type { Quantity, Rate } from './exact.ts'
import { bondedUse, unitConsumption } from './unit-consumption.ts'

/** ± 3 percent, unless the enterprise sets another. */
export const defaultTolerance: Rate = rate('3')

/** What product versions took of a material over some days, added up from their work orders; bonded goods alone. */
export interface MaterialUse {
  productSeq: number
  version: string
  materialSeq: number
  issued: Quantity
  returned: Quantity
  wip: Quantity
  scrap: Quantity
  defects: Quantity
}

/** What was finished of a product version over some days. */
export interface ProductOutput {
  productSeq: number
  version: string
  orders: number
  finished: Quantity
}

/** Declared against actual use of one material by one product version. */
export interface UseComparison extends MaterialUse, ProductOutput {
  /** Bonded issue − return − wip. */
  actual: Quantity
  /** finished × 单耗 × 保税料件比例; null where no consumption is declared. */
  declared: Exact | null
  /** For one finished unit; null where nothing was finished. */
  actualPerUnit: Exact | null
  declaredPerUnit: Exact | null
  /** (actual − declared) ÷ declared; null where nothing is declared. */
  deviation: Exact | null
  within: boolean
}

const versionKey = ({ productSeq, version }: { productSeq: number; version: string }) => `${productSeq} ${version}`
const useKey = (of: { productSeq: number; version: string; materialSeq: number }) => `${versionKey(of)} ${of.materialSeq}`

/** Bonded issue − return − what is still on the line. */
export const actualUse = (use: Pick<MaterialUse, 'issued' | 'returned' | 'wip'>): Quantity =>
  quantity(use.issued - use.returned - use.wip)

/** (actual − declared) ÷ declared, R-40. Null where nothing is declared. */
export function deviationOf(actual: Exact, declared: Exact): Exact | null {
  return declared.equals(Exact.zero) ? null : actual.minus(declared).dividedBy(declared)
}

/** Within ± tolerance percent, the bound included; what is not declared is within when nothing of it was used. */
export function isWithin(actual: Exact, declared: Exact | null, tolerance: Rate): boolean {
  if (!declared || declared.equals(Exact.zero)) return actual.equals(Exact.zero)
  const difference = actual.minus(declared)
  const bound = declared.times(exactPercent(tolerance))
  return !bound.isLessThan(difference) && !bound.isLessThan(Exact.zero.minus(difference))
}

/**
 * What a wrong declaration is worth in goods: exported × (declared − actual per unit). Above zero, material that the declaration
 * writes off is still there (surplus, R-119); below zero, more is gone than it writes off (shortage, R-118).
 */
export const atStake = (exported: Quantity, declaredPerUnit: Exact, actualPerUnit: Exact): Exact =>
  exactQuantity(exported).times(declaredPerUnit.minus(actualPerUnit))

/**
 * Declared against actual for every material that a finished product version uses or declares. Uses and outputs may come in any
 * order and any split of the period (by month, by order): they are added up here, and nothing is rounded.
 */
export function compareUse(
  uses: readonly MaterialUse[],
  outputs: readonly ProductOutput[],
  consumption: readonly ConsumptionLine[],
  tolerance: Rate,
): UseComparison[] {
  const made = new Map<string, ProductOutput>()
  for (const output of outputs) {
    const sum = made.get(versionKey(output))
    made.set(
      versionKey(output),
      sum ? { ...sum, orders: sum.orders + output.orders, finished: quantity(sum.finished + output.finished) } : output,
    )
  }
  const rates = new Map<string, ConsumptionLine>()
  const used = new Map<string, MaterialUse>()
  for (const line of consumption) {
    if (!made.has(versionKey(line))) continue
    const { productSeq, version, materialSeq } = line
    rates.set(useKey(line), line)
    used.set(useKey(line), { productSeq, version, materialSeq, ...nothing })
  }
  for (const use of uses) used.set(useKey(use), addUse(used.get(useKey(use)), use))
  return [...used.values()]
    .map((use) => compareOne(use, made.get(versionKey(use)), rates.get(useKey(use)), tolerance))
    .toSorted((a, b) => a.productSeq - b.productSeq || a.version.localeCompare(b.version) || a.materialSeq - b.materialSeq)
}

const nothing = {
  issued: noQuantity,
  returned: noQuantity,
  wip: noQuantity,
  scrap: noQuantity,
  defects: noQuantity,
}

const addUse = (sum: MaterialUse | undefined, use: MaterialUse): MaterialUse =>
  sum
    ? {
        ...sum,
        issued: quantity(sum.issued + use.issued),
        returned: quantity(sum.returned + use.returned),
        wip: quantity(sum.wip + use.wip),
        scrap: quantity(sum.scrap + use.scrap),
        defects: quantity(sum.defects + use.defects),
      }
    : use

function compareOne(
  use: MaterialUse,
  output: ProductOutput | undefined,
  rates: ConsumptionLine | undefined,
  tolerance: Rate,
): UseComparison {
  const finished = output?.finished ?? noQuantity
  const actual = actualUse(use)
  const exactActual = exactQuantity(actual)
  const declared = rates ? bondedUse(finished, rates).use : null
  return {
    ...use,
    orders: output?.orders ?? 0,
    finished,
    actual,
    declared,
    actualPerUnit: finished === noQuantity ? null : exactActual.dividedBy(exactQuantity(finished)),
    declaredPerUnit: rates ? bondedPerUnit(rates) : null,
    deviation: declared && deviationOf(exactActual, declared),
    within: isWithin(exactActual, declared, tolerance),
  }
}

/** 单耗 × 保税料件比例. */
const bondedPerUnit = (rates: ConsumptionLine): Exact => unitConsumption(rates).times(exactPercent(rates.bondedRatio))

/** how an enterprise finds the consumption of a cycle. */
export type VerificationMethod = 'unitConsumption' | 'bill' | 'workOrder'

export interface ExportedProduct {
  productSeq: number
  version: string
  quantity: Quantity
}

/**
 * The bonded material used over a period by the method that the enterprise has chosen, by 料件序号:
 * 单耗 exported × declared use per unit; 耗料清单 exported × what the orders took per unit; 工单 what the orders took.
 */
export function periodConsumption(
  method: VerificationMethod,
  comparison: readonly UseComparison[],
  exported: readonly ExportedProduct[],
): Map<number, Exact> {
  const quantities = new Map(exported.map((of) => [versionKey(of), exactQuantity(of.quantity)]))
  const total = new Map<number, Exact>()
  for (const of of comparison) {
    const use = methods[method].use(of, quantities.get(versionKey(of)) ?? Exact.zero)
    total.set(of.materialSeq, (total.get(of.materialSeq) ?? Exact.zero).plus(use))
  }
  return total
}

/** The three methods as data: their name, and what one product version used of one material. */
export const methods: Record<VerificationMethod, { name: string; use: (of: UseComparison, exported: Exact) => Exact }> = {
  unitConsumption: { name: '单耗', use: (of, exported) => exported.times(of.declaredPerUnit ?? Exact.zero) },
  bill: { name: '耗料清单', use: (of, exported) => exported.times(of.actualPerUnit ?? Exact.zero) },
  workOrder: { name: '工单', use: (of) => exactQuantity(of.actual) },
}
