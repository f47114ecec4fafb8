import type { ConsumptionLine } from './balance.ts'
import { valueOf, weightedAverage } from './customs-value.ts'
import type { Valuation } from './customs-value.ts'
import { sayMissing } from './dated-row.ts'
import type { Basis, Missing } from './dated-row.ts'
import type { Day } from './day.ts'
import { interestEnd, interestOf, interestStart, interestTerms } from './deferred-interest.ts'
import type { InterestRateRow, InterestTerms, InterestWaiverRow } from './deferred-interest.ts'
import {
  addCents,
  Exact,
  exactCents,
  exactMoney,
  exactQuantity,
  exactRate,
  noCents,
  printMoney,
  printRate,
  rate,
} from './exact.ts'
import type { Cents, Money, Quantity, Rate } from './exact.ts'
import type { ExchangeRateRow } from './exchange-day.ts'
import { licenceFor } from './licence.ts'
import type { LicenceAnswer, SurplusLimit } from './licence.ts'
import { convertToMaterials } from './sale-conversion.ts'
import type { SaleTreatment } from './sale-kinds.ts'
import { taxesOf, taxKinds } from './tax.ts'
import type { LineTax, TaxableLine, TaxKind } from './tax.ts'
import type { TariffRow } from './tariff.ts'

/** A line of a sale, read and checked. `lineNo` counts from 1. */
export interface SaleLine {
  lineNo: number
  itemSeq: number
  /** Of a product; empty names a material. */
  version: string
  quantity: Quantity
  /** Percent, R-85. */
  completion: Rate
  /** CNY, of the whole line. */
  income: Money | undefined
  /** As presented. */
  hsCode: string
  name: string
  /** Percent, R-79. */
  bondedShare: Rate
}

/** What the handbook says of a material, and what the sale says of it besides (R-76, R-78). */
export interface SaleMaterial {
  name: string
  hsCode: string
  unit: string
  origin: string
  /** Of the proof of origin; empty where there is none. */
  proofNo: string
  producer: string
  similar: { price: Money; currency: string; basis: string } | undefined
}

/** A booked line that brought a material in: price and total in its currency. */
export interface ImportFact {
  listNo: string
  lineNo: number
  declaredOn: Day
  mode: string
  quantity: Quantity
  total: Money | null
  currency: string
}

/** Everything that the sheet of a sale rests on. Rates are looked up by the day that their rule names, never by today. */
export interface SaleFacts {
  treatment: SaleTreatment
  /** 来料 or 进料 (R-77, R-78). */
  processing: 'supplied' | 'imported'
  /** R-70: of completing the declaration; R-98: of the tax bill. */
  declaredOn: Day
  taxBillOn: Day
  material(seq: number): SaleMaterial | undefined
  consumption: readonly ConsumptionLine[]
  /** Of the handbook period or cycle, up to the day. */
  importsOf(seq: number): readonly ImportFact[]
  isTransfer(mode: string): boolean
  tariff: readonly TariffRow[]
  exchangeRateOn(currency: string, on: Day): ExchangeRateRow | undefined
  interest: {
    isAccount: boolean
    firstImport: Day | undefined
    firstImportIsOpening: boolean
    lastWriteOff: Day | undefined
    end: string
    rateRow: InterestRateRow | undefined
    waiver: InterestWaiverRow | undefined
    yearBase: number
    bothEnds: boolean
  }
  valueDecimals: number
  taxFree: Cents
  isRestricted(hsCode: string): boolean
  /** CNY; undefined where it cannot be told. */
  imported: Exact | undefined
  surplusLimit: SurplusLimit
}

interface SheetImport extends ImportFact {
  total: Money
  rate: ExchangeRateRow
  /** CNY */
  value: Exact
}

export interface SheetLine {
  no: number
  itemSeq: number
  name: string
  hsCode: string
  unit: string
  quantity: Exact
  conversion: readonly { lineNo: number; formula: string; quantity: Exact }[]
  valuation: Valuation & { imports: readonly SheetImport[] }
  taxes: readonly LineTax[]
  taxTotal: Cents
}

export interface SheetInterest {
  terms: InterestTerms
  fromBasis: string
  toBasis: string
  taxes: readonly { tax: TaxKind; base: Cents; amount: Cents; amountBothEnds: Cents; formula: string }[]
}

export interface TaxSheet {
  lines: readonly SheetLine[]
  /** Undefined where none is due; `interestWhy` says why, or by which rule it is. */
  interest: SheetInterest | undefined
  interestWhy: string
  licence: LicenceAnswer
  totals: Record<TaxKind | 'value' | 'tax' | 'interest' | 'total', Cents>
}

/** What stands in the way of a figure: where it is entered, so that the window can lead there. */
export interface SheetLack {
  rule: string
  message: string
  next: string
  lineNo: number | null
  where: 'tariffRates' | 'exchangeRates' | 'interestRates' | 'sale' | 'lists'
}

/** A sheet line before its value is known. */
interface Taxable {
  itemSeq: number
  material: SaleMaterial
  name: string
  hsCode: string
  quantity: Exact
  conversion: SheetLine['conversion']
  sold: SaleLine
}

/**
 * The whole tax sheet of a sale, from what is sold to what is paid: a pure function of the sale and its facts. What is missing is said,
 * and there is no sheet: a missing rate or price is never zero.
 */
export function taxSheet(lines: readonly SaleLine[], facts: SaleFacts): { sheet: TaxSheet } | { lacks: readonly SheetLack[] } {
  const lacks: SheetLack[] = []
  const taxables = taxablesOf(lines, facts)
  const valued = taxables.map((taxable) => {
    const found = valuationOf(taxable, facts)
    if ('lacks' in found) lacks.push(...found.lacks.map((lack) => ({ ...lack, lineNo: taxable.sold.lineNo })))
    return 'lacks' in found ? undefined : { taxable, valuation: found }
  })
  const known = valued.filter((each) => each !== undefined)
  const taxed =
    facts.treatment.taxed === 'nothing' ? undefined : taxesOf(facts.tariff, known.map(taxableLine(facts)), facts.taxFree)
  if (taxed && 'lacks' in taxed)
    lacks.push(...taxed.lacks.map((lack) => ({ ...lackOf(lack), lineNo: known[lack.line]?.taxable.sold.lineNo ?? null })))
  const sheetLines = known.map(({ taxable, valuation }, index): SheetLine => {
    const { itemSeq, name, hsCode, quantity, conversion, material } = taxable
    const taxes = taxed && 'lines' in taxed ? (taxed.lines[index]?.taxes ?? []) : []
    const taxTotal = taxes.reduce((sum, { amount }) => addCents(sum, amount), noCents)
    return { no: index + 1, itemSeq, name, hsCode, unit: material.unit, quantity, conversion, valuation, taxes, taxTotal }
  })
  const sums = Object.fromEntries(
    Object.keys(taxKinds).map((kind) => [
      kind,
      sheetLines
        .flatMap(({ taxes }) => taxes)
        .reduce((sum, { tax, amount }) => (tax === kind ? addCents(sum, amount) : sum), noCents),
    ]),
  ) as Record<TaxKind, Cents>
  const interest = interestFor(facts)
  if (interest && 'missing' in interest) lacks.push({ ...lackOf(interest), lineNo: null })
  if (lacks.length > 0) return { lacks: withoutRepeats(lacks) }

  const due = interest && 'terms' in interest ? { ...interest, taxes: interestOnSums(sums, interest.terms) } : undefined
  const value = sheetLines.reduce((sum, line) => addCents(sum, line.valuation.value), noCents)
  const tax = sheetLines.reduce((sum, line) => addCents(sum, line.taxTotal), noCents)
  const interestTotal = (due?.taxes ?? []).reduce((sum, { amount }) => addCents(sum, amount), noCents)
  return {
    sheet: {
      lines: sheetLines,
      interest: due,
      interestWhy: facts.treatment.interest
        ? '料件、成品、残次品、副产品、剩余料件和受灾货物内销，按税种加征缓税利息（R-89）'
        : facts.treatment.taxed === 'nothing'
          ? '不征税，没有缓税利息'
          : '边角料内销不加征缓税利息（R-86、R-89）',
      licence: licenceFor({
        treatment: facts.treatment,
        restricted: [...new Set(taxables.filter(({ hsCode }) => facts.isRestricted(hsCode)).map(({ name }) => name))],
        value: exactCents(value),
        imported: facts.imported,
        limit: facts.surplusLimit,
      }),
      totals: { ...sums, value, tax, interest: interestTotal, total: addCents(tax, interestTotal) },
    },
  }
}

/** A material valued and taxed by itself; undefined is what a missing price or rate leaves unknown. */
export interface MaterialAssessment {
  valuation: Valuation | undefined
  /** Without interest, and without the amount that is not collected of a whole shipment (R-75): nobody knows the shipment yet. */
  taxes: readonly LineTax[] | undefined
}

/** What a shortage would cost before anything is sold (R-77, R-118, E-28). */
export function materialAssessment(line: SaleLine, facts: SaleFacts): MaterialAssessment {
  const [taxable] = taxablesOf([line], facts)
  const valuation = taxable && valuationOf(taxable, facts)
  if (!valuation || 'lacks' in valuation) return { valuation: undefined, taxes: undefined }
  const taxed = taxesOf(facts.tariff, [taxableLine(facts)({ taxable, valuation })], noCents)
  return { valuation, taxes: 'lines' in taxed ? (taxed.lines[0]?.taxes ?? []) : undefined }
}

/** Interest is on duty, consumption tax and VAT (R-96). */
const bearsInterest: readonly TaxKind[] = ['duty', 'consumption', 'vat']

/** On what terms a sale bears interest; undefined where it bears none (R-89). */
export function interestFor(
  facts: Pick<SaleFacts, 'treatment' | 'interest' | 'declaredOn' | 'taxBillOn'>,
): Omit<SheetInterest, 'taxes'> | Missing | undefined {
  if (!facts.treatment.interest) return undefined
  const { isAccount, firstImport, firstImportIsOpening, lastWriteOff, end, ...of } = facts.interest
  const start = interestStart({ isAccount, firstImport, firstImportIsOpening, lastWriteOff })
  if ('missing' in start) return start
  const { declaredOn, taxBillOn } = facts
  const { to, basis } = interestEnd({ end, declaredOn, taxBillOn })
  const terms = interestTerms({ ...of, from: start.from, to, taxBillOn })
  if ('missing' in terms) return terms
  return { terms, fromBasis: start.basis, toBasis: basis }
}

/** On the sum of each tax, as its bill has it (E-7). */
export const interestOnSums = (sums: Readonly<Record<TaxKind, Cents>>, terms: InterestTerms): SheetInterest['taxes'] =>
  bearsInterest
    .filter((tax) => sums[tax] > 0n)
    .map((tax) => {
      const { amount, amountBothEnds, formula } = interestOf(sums[tax], terms)
      return { tax, base: sums[tax], amount, amountBothEnds, formula: `${taxKinds[tax]} ${formula}` }
    })

/** What is taxed: a material once, however many lines it comes of, where its imports are its value; else line by line. */
export function taxablesOf(
  lines: readonly SaleLine[],
  facts: Pick<SaleFacts, 'treatment' | 'consumption' | 'material'>,
): Taxable[] {
  const { treatment } = facts
  const products =
    treatment.sold === 'material' ? [] : lines.filter(({ version }) => treatment.sold === 'product' || version !== '')
  const converted = convertToMaterials(
    products.map((line) => ({ ...line, productSeq: line.itemSeq })),
    facts.consumption,
  )
  const found: Taxable[] = []
  const place = (itemSeq: number, sold: SaleLine, quantity: Exact, conversion: SheetLine['conversion']) => {
    const material = facts.material(itemSeq)
    if (!material) return
    const same = treatment.value === 'imports' && found.find((each) => each.itemSeq === itemSeq)
    if (same) {
      same.quantity = same.quantity.plus(quantity)
      same.conversion = [...same.conversion, ...conversion]
      return
    }
    const presented = treatment.taxed === 'asPresented' || (treatment.value === 'income' && sold.hsCode !== '')
    const { name, hsCode } = presented ? sold : material
    found.push({ itemSeq, material, name: name || material.name, hsCode, quantity, conversion, sold })
  }
  for (const line of lines.filter((each) => !products.includes(each))) place(line.itemSeq, line, exactQuantity(line.quantity), [])
  for (const { materialSeq, quantity, parts } of converted) {
    const sold = lines.find(({ lineNo }) => lineNo === parts[0]?.lineNo)
    if (sold) place(materialSeq, sold, quantity, parts)
  }
  return found
}

const untaxed: Valuation = {
  method: 'weightedAverage',
  rule: 'R-93',
  unitPrice: undefined,
  value: noCents,
  formula: '不征税，不计完税价格',
}

type Found<Value> = Value | { lacks: Omit<SheetLack, 'lineNo'>[] }

function valuationOf(taxable: Taxable, facts: SaleFacts): Found<SheetLine['valuation']> {
  const { treatment, valueDecimals } = facts
  if (treatment.taxed === 'nothing') return { ...untaxed, rule: treatment.rule, imports: [] }
  if (treatment.value === 'income') {
    const { income, bondedShare, lineNo } = taxable.sold
    if (income === undefined)
      return {
        lacks: [
          {
            rule: treatment.valueRule,
            message: `第 ${lineNo} 行没有填写内销价格`,
            next: '请填写不含税的成交价或处置收入，它是计税价格的依据',
            where: 'sale',
          },
        ],
      }
    // Only a by-product may come of other input besides (R-79).
    const share = treatment.rule === 'R-91' ? bondedShare : rate('100')
    const valuation = valueOf({ method: 'salePrice', price: income, bondedShare: share }, valueDecimals)
    return { ...valuation, rule: treatment.valueRule, imports: [] }
  }
  if (facts.processing === 'supplied') return similarValue(taxable, facts, 'R-78')
  const imports = facts.importsOf(taxable.itemSeq)
  if (imports.length === 0 && taxable.material.similar) return similarValue(taxable, facts, 'R-77')
  return averageValue(taxable, imports, facts)
}

/** R-78; R-77 where the handbook has no import of the material. */
function similarValue(taxable: Taxable, facts: SaleFacts, rule: string): Found<SheetLine['valuation']> {
  const { material, itemSeq, quantity } = taxable
  if (!material.similar)
    return {
      lacks: [
        {
          rule,
          message: `料件 ${itemSeq} ${material.name} 没有同期相同或类似保税货物的价格`,
          next: '来料加工按同期相同或类似货物的进口价格计税（R-78）；请填写价格、币制和依据',
          where: 'sale',
        },
      ],
    }
  const { price, currency, basis } = material.similar
  const row = facts.exchangeRateOn(currency, facts.declaredOn)
  if (!row) return { lacks: [lackOf({ missing: 'exchangeRate', currency, on: facts.declaredOn })] }
  const unitPrice = exactMoney(price).times(exactRate(row.rate))
  const valuation = valueOf({ method: 'similarGoods', quantity, unitPrice }, facts.valueDecimals)
  const converted = currency === '142' ? '' : `价格 ${printMoney(price)} × 汇率 ${printRate(row.rate)}；`
  return { ...valuation, rule, formula: `${converted}${valuation.formula}${basis === '' ? '' : `（${basis}）`}`, imports: [] }
}

/** R-77, R-81: the price is that of the imports, in CNY by the rate of the day on which the sale is declared (R-70), not of their own. */
function averageValue(taxable: Taxable, imports: readonly ImportFact[], facts: SaleFacts): Found<SheetLine['valuation']> {
  const lacks: Omit<SheetLack, 'lineNo'>[] = []
  const found = imports.flatMap((each): SheetImport[] => {
    const { total, currency } = each
    const row = facts.exchangeRateOn(currency, facts.declaredOn)
    if (total === null)
      lacks.push({
        rule: 'R-77',
        message: `料件 ${taxable.itemSeq} 的进口清单 ${each.listNo} 第 ${each.lineNo} 行没有总价`,
        next: '请重新导入带有总价的清单；缺价的一批不能不计',
        where: 'lists',
      })
    if (!row) lacks.push(lackOf({ missing: 'exchangeRate', currency, on: facts.declaredOn }))
    return total === null || !row ? [] : [{ ...each, total, rate: row, value: exactMoney(total).times(exactRate(row.rate)) }]
  })
  if (lacks.length > 0) return { lacks }
  const unitPrice = weightedAverage(found.map(({ quantity, value }) => ({ quantity, total: value })))
  if ('missing' in unitPrice) {
    const { message, next } = sayMissing({
      missing: 'price',
      why: `料件 ${taxable.itemSeq} ${taxable.material.name} 没有已核扣的进口`,
    })
    return { lacks: [{ rule: 'R-77', message, next, where: 'lists' }] }
  }
  const method = found.every(({ mode }) => facts.isTransfer(mode)) ? 'transferPrice' : 'weightedAverage'
  const valuation = valueOf({ method, quantity: taxable.quantity, unitPrice }, facts.valueDecimals)
  const total = found.reduce((sum, { value }) => sum.plus(value), Exact.zero)
  const imported = found.reduce((sum, { quantity }) => sum.plus(exactQuantity(quantity)), Exact.zero)
  const abroad = found.some(({ currency }) => currency !== '142')
    ? `（外币按内销申报日 ${facts.declaredOn} 的计征汇率折算，R-70）`
    : ''
  const average = `${found.length} 批进口总价 ${total.toText(5)} ÷ 数量 ${imported.toText(5)} = ${unitPrice.toText(5)}${abroad}`
  return { ...valuation, formula: `${average}；${valuation.formula}`, imports: found }
}

const taxableLine =
  (facts: SaleFacts) =>
  ({ taxable, valuation }: { taxable: Taxable; valuation: Valuation }): TaxableLine => ({
    hsCode: taxable.hsCode,
    origin: taxable.material.origin,
    agreement: taxable.material.proofNo === '' ? undefined : '',
    maker: taxable.material.producer === '' ? undefined : taxable.material.producer,
    on: facts.declaredOn,
    value: valuation.value,
    quantities: [{ unit: taxable.material.unit, quantity: taxable.quantity }],
  })

const places = {
  tariffRate: { rule: 'R-70', where: 'tariffRates' },
  quantity: { rule: 'R-74', where: 'tariffRates' },
  exchangeRate: { rule: 'R-70', where: 'exchangeRates' },
  interestRate: { rule: 'R-96', where: 'interestRates' },
  interestStart: { rule: 'R-97', where: 'lists' },
  price: { rule: 'R-77', where: 'lists' },
} as const satisfies Record<Missing['missing'], Pick<SheetLack, 'rule' | 'where'>>
const lackOf = (what: Missing): Omit<SheetLack, 'lineNo'> => ({ ...places[what.missing], ...sayMissing(what) })

const withoutRepeats = (lacks: readonly SheetLack[]): SheetLack[] =>
  [...new Map(lacks.toReversed().map((lack) => [lack.message, lack])).values()].toReversed()

/** The row that the interest rate was taken from. */
export const interestBasis = ({ row }: InterestTerms): Basis => ({
  what: '缓税利息率',
  value: `${printRate(row.rate)}% 一年`,
  from: row.from,
  to: row.to,
  source: row.source,
})
