import type { Day } from './day.ts'
import { day } from './day.ts'
import { addCents, Exact, exactCents, exactMoney, exactPercent, noCents, printCents, printRate } from './exact.ts'
import type { Cents, Money, Rate } from './exact.ts'
import { interestOf } from './deferred-interest.ts'
import type { InterestTerms } from './deferred-interest.ts'

/** 选择性征收关税 (R-99, R-100): duty on the goods as presented, or on the imported materials in them. */

interface SelectiveGoods {
  value: Money
  dutyRate: Rate
  vatRate: Rate
  /** 0 where none is levied; below 100 %. */
  consumptionRate: Rate
}
interface SelectiveMaterial {
  name: string
  value: Money
  dutyRate: Rate
}

/** One of the two ways. */
export interface Way {
  duty: Cents
  consumption: Cents
  vat: Cents
  tax: Cents
  interest: Cents
  total: Cents
  formula: string
}

interface SelectiveComparison {
  asPresented: Way
  byMaterials: Way
  cheaper: 'asPresented' | 'byMaterials' | 'equal'
  /** How much the dearer way costs more. */
  difference: Cents
  /** R-100: the duty by materials at which both ways cost the same. */
  breakEvenDuty: Cents
  /** Days of interest at which both ways cost the same; undefined where none does. */
  breakEvenDays: number | undefined
}

const one = Exact.fraction(1n, 1n)
/** Days beyond which no figure says anything: what is level only after them never is. */
const longest = Exact.fraction(1_000_000_000n, 1n)

/**
 * Consumption tax and VAT are always on the goods as presented; they hold the duty of the way that was chosen (R-99), exact (C-5).
 * @param paid the duty as it is paid: rounded on each line (C-3)
 */
function taxesOn(goods: SelectiveGoods, duty: Exact, paid: Cents): Pick<Way, 'duty' | 'consumption' | 'vat' | 'tax' | 'formula'> {
  const value = exactMoney(goods.value)
  const share = exactPercent(goods.consumptionRate)
  const composed = value.plus(duty).dividedBy(one.minus(share))
  const consumption = composed.times(share)
  const vat = composed.times(exactPercent(goods.vatRate))
  const cents = [paid, consumption.toCents(), vat.toCents()] as const
  const added = goods.consumptionRate === 0n ? '' : ` + 消费税 ${printCents(cents[1])}`
  const formula = `增值税 (${printCents(value.toCents())} + 关税 ${printCents(cents[0])}${added}) × ${printRate(goods.vatRate)}% = ${printCents(cents[2])}`
  return { duty: cents[0], consumption: cents[1], vat: cents[2], tax: cents.reduce(addCents, noCents), formula }
}

/** `value × rate` of a tax before it is rounded. */
const dutyOn = ({ value, dutyRate }: { value: Money; dutyRate: Rate }): Exact => exactMoney(value).times(exactPercent(dutyRate))

/** E-33. Interest is on the duty of the materials alone (R-89, R-99); its terms are those of the day of the tax bill. */
export function compareWays(
  goods: SelectiveGoods,
  materials: readonly SelectiveMaterial[],
  terms: InterestTerms,
): SelectiveComparison {
  const goodsDuty = dutyOn(goods)
  const presented = taxesOn(goods, goodsDuty, goodsDuty.toCents())
  const asPresented = {
    ...presented,
    interest: noCents,
    total: presented.tax,
    formula: `关税 ${printCents(exactMoney(goods.value).toCents())} × ${printRate(goods.dutyRate)}% = ${printCents(presented.duty)}；${presented.formula}`,
  }
  const exactDuties = materials.map(dutyOn)
  const materialsDuty = exactDuties.reduce((sum, duty) => sum.plus(duty), Exact.zero)
  const duties = exactDuties.map((duty) => duty.toCents())
  const taxed = taxesOn(goods, materialsDuty, duties.reduce(addCents, noCents))
  const interest = interestOf(taxed.duty, terms)
  const byMaterials = {
    ...taxed,
    interest: interest.amount,
    total: addCents(taxed.tax, interest.amount),
    formula: `关税 ${duties.map(printCents).join(' + ')}${duties.length > 1 ? ` = ${printCents(taxed.duty)}` : ''}；${taxed.formula}；缓税利息 ${interest.formula}`,
  }
  const dearer = asPresented.total - byMaterials.total
  return {
    asPresented,
    byMaterials,
    cheaper: dearer > 0n ? 'byMaterials' : dearer < 0n ? 'asPresented' : 'equal',
    difference: exactCents((dearer < 0n ? -dearer : dearer) as Cents).toCents(),
    ...breakEven(goods, goodsDuty, materialsDuty, terms),
  }
}

/**
 * R-100 with consumption tax: a yuan of duty costs (1 + vat) ÷ (1 − c) in taxes, and as duty of materials the interest of its days besides.
 */
function breakEven(goods: SelectiveGoods, goodsDuty: Exact, materialsDuty: Exact, terms: InterestTerms) {
  const { days, daysBothEnds, bothEnds, row, yearBase, waiver } = terms
  const weight = one.plus(exactPercent(goods.vatRate)).dividedBy(one.minus(exactPercent(goods.consumptionRate)))
  const aDay = waiver ? Exact.zero : exactPercent(row.rate).dividedBy(Exact.fraction(BigInt(yearBase), 1n))
  const counted = Exact.fraction(BigInt(bothEnds ? daysBothEnds : days), 1n)
  const breakEvenDuty = goodsDuty
    .times(weight)
    .dividedBy(weight.plus(aDay.times(counted)))
    .toCents()
  const saved = goodsDuty.minus(materialsDuty).times(weight)
  const interestADay = materialsDuty.times(aDay)
  const reachable = !saved.isLessThan(Exact.zero) && saved.isLessThan(interestADay.times(longest))
  return { breakEvenDuty, breakEvenDays: reachable ? Number(saved.dividedBy(interestADay).toText(0)) : undefined }
}

/** When and where the choice is open (R-99), and goods that have none. */
export const selectiveDates = {
  /** 财关税〔2016〕40号: zones of pilot places. */
  pilot: day('2016-09-01'),
  /** 公告2020年第20号: every 综合保税区. */
  allZones: day('2020-04-15'),
  /** 公告2024年第44号: sugar products always by their materials. */
  sugarExcluded: day('2024-07-01'),
} as const

type SelectiveStage = 'notYet' | 'pilot' | 'allZones'
export const selectiveStageOn = (on: Day): SelectiveStage =>
  on < selectiveDates.pilot ? 'notYet' : on < selectiveDates.allZones ? 'pilot' : 'allZones'

/** R-99 names no codes: chapter 17, or a name that says sugar, is where the clerk has to look into the announcement. */
export const mayBeSugar = ({ hsCode, name }: { hsCode: string; name: string }): boolean =>
  hsCode.startsWith('17') || name.includes('糖')
