import { bondedPercent, lossPercent } from './bom.ts'
import type { MaterialUse } from './bom.ts'
import { Exact, exactPercent } from './exact.ts'
import type { Rate } from './exact.ts'
import { unitConsumption } from './unit-consumption.ts'
import type { ConsumptionRates } from './unit-consumption.ts'

type Difference = 'same' | 'differs' | 'onlyDeclared' | 'onlyErp'

/**
 * The ERP's use of a material against the declared one: 单耗 and 保税料件比例, each to the two decimals of a percent that
 * are shown, as a declared rate is itself rounded. `deviation` = (erp − declared) ÷ declared, percent.
 */
export function compareUse(
  declared: ConsumptionRates | undefined,
  erp: MaterialUse | undefined,
): { difference: Difference; deviation: string | null } {
  if (!declared || !erp) return { difference: declared ? 'onlyDeclared' : 'onlyErp', deviation: null }
  const unit = unitConsumption(declared)
  if (unit.equals(Exact.zero)) return { difference: 'differs', deviation: null }
  const deviation = erp.use.minus(unit).dividedBy(unit).times(Exact.fraction(100n, 1n)).toText(2)
  const ratio = exactPercent(declared.bondedRatio).times(Exact.fraction(100n, 1n)).toText(2)
  const same = deviation === '0' && ratio === bondedPercent(erp).toText(2)
  return { difference: same ? 'same' : 'differs', deviation }
}

/**
 * The ERP's figures as a line of a new version: rounded here, once, to the nine decimals of a declaration (C-4). A BOM knows one loss:
 * it is divided into tangible and intangible as the `declared` line is; without one all of it is tangible, which leaves scrap.
 */
export function proposedRates(erp: MaterialUse, declared: ConsumptionRates | undefined): ConsumptionRates {
  const loss = lossPercent(erp)
  const declaredLoss = declared ? declared.tangibleLossRate + declared.intangibleLossRate : 0n
  const intangible =
    declared && declaredLoss > 0n ? loss.times(Exact.fraction(declared.intangibleLossRate, declaredLoss)) : Exact.zero
  const intangibleLossRate = intangible.toRate()
  return {
    netConsumption: erp.net.toRate(),
    tangibleLossRate: (loss.toRate() - intangibleLossRate) as Rate,
    intangibleLossRate,
    bondedRatio: bondedPercent(erp).toRate(),
  }
}
