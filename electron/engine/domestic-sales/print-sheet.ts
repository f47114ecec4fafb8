import type { Output } from '../../../shared/contract/contract.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { cents, noCents, printCents, printMoney, printQuantity, printRate } from '../../../shared/domain/exact.ts'
import { exactQuantity, exactMoney } from '../../../shared/domain/exact.ts'
import type { Cents } from '../../../shared/domain/exact.ts'
import { interestBasis, interestOnSums } from '../../../shared/domain/tax-sheet.ts'
import type { SheetInterest, SheetLine, TaxSheet } from '../../../shared/domain/tax-sheet.ts'
import { taxKinds } from '../../../shared/domain/tax.ts'
import type { TaxKind } from '../../../shared/domain/tax.ts'

export type PrintedSheet = NonNullable<Output<'domesticSales.get'>['sheet']>

/** A sheet as it is shown, frozen and handed out: decimals as text. */
export function printSheet(sheet: TaxSheet, payBy: Day | null): PrintedSheet {
  return {
    lines: sheet.lines.map(printLine),
    interest: sheet.interest ? printInterest(sheet.interest) : null,
    interestWhy: sheet.interestWhy,
    licence: sheet.licence,
    totals: printTotals(sheet.totals),
    payBy,
    lateFee: null,
  }
}

const printTotals = (totals: TaxSheet['totals']): PrintedSheet['totals'] =>
  Object.fromEntries(Object.entries(totals).map(([name, value]) => [name, printCents(value)])) as PrintedSheet['totals']

const printLine = (line: SheetLine): PrintedSheet['lines'][number] => ({
  no: line.no,
  itemSeq: line.itemSeq,
  name: line.name,
  hsCode: line.hsCode,
  unit: line.unit,
  quantity: line.quantity.toText(5),
  conversion: line.conversion.map(({ lineNo, formula, quantity }) => ({
    saleLine: lineNo,
    formula,
    quantity: quantity.toText(5),
  })),
  valuation: {
    method: line.valuation.method,
    rule: line.valuation.rule,
    unitPrice: line.valuation.unitPrice === undefined ? '' : printMoney(line.valuation.unitPrice),
    imports: line.valuation.imports.map(({ rate, value, quantity, total, ...each }) => ({
      listNo: each.listNo,
      lineNo: each.lineNo,
      declaredOn: each.declaredOn,
      mode: each.mode,
      quantity: printQuantity(quantity),
      unitPrice: exactMoney(total).dividedBy(exactQuantity(quantity)).toText(5),
      currency: each.currency,
      exchangeRate: printRate(rate.rate),
      exchangeSource: rate.source,
      total: value.toText(5),
    })),
    formula: line.valuation.formula,
    value: printCents(line.valuation.value),
  },
  taxes: line.taxes.map((tax) => ({ ...tax, amount: printCents(tax.amount) })),
  taxTotal: printCents(line.taxTotal),
})

function printInterest({ terms, fromBasis, toBasis, taxes }: SheetInterest): NonNullable<PrintedSheet['interest']> {
  const { from, to, days, daysBothEnds, row, waiver } = terms
  return {
    from,
    fromBasis,
    to,
    toBasis,
    days,
    daysBothEnds,
    rate: printRate(row.rate),
    basis: interestBasis(terms),
    waived: waiver ? { what: '暂免缓税利息', value: '0', from: waiver.from, to: waiver.to, source: waiver.source } : null,
    taxes: taxes.map(({ tax, base, amount, amountBothEnds, formula }) => ({
      tax,
      base: printCents(base),
      amount: printCents(amount),
      amountBothEnds: printCents(amountBothEnds),
      formula,
    })),
  }
}

/** What a frozen sheet says of a tax in all. */
const sumsOf = ({ totals }: PrintedSheet): Record<TaxKind, Cents> =>
  Object.fromEntries(Object.keys(taxKinds).map((kind) => [kind, cents(totals[kind as TaxKind])])) as Record<TaxKind, Cents>

/** The sheet again with interest by other terms: its taxes stay as they were frozen. */
export function withInterest(
  sheet: PrintedSheet,
  interest: Omit<SheetInterest, 'taxes'> | undefined,
  payBy: Day | null,
  lateFee: { days: number; amount: Cents } | null,
): PrintedSheet {
  const taxes = interest ? interestOnSums(sumsOf(sheet), interest.terms) : []
  const due = taxes.reduce((sum, { amount }) => (sum + amount) as Cents, noCents)
  const total = (cents(sheet.totals.tax) + due) as Cents
  return {
    ...sheet,
    interest: interest ? printInterest({ ...interest, taxes }) : null,
    totals: { ...sheet.totals, interest: printCents(due), total: printCents(total) },
    payBy,
    lateFee: lateFee && { days: lateFee.days, amount: printCents(lateFee.amount) },
  }
}
