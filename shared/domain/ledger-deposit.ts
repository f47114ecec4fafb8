import { Exact, exactCents, exactMoney } from './exact.ts'
import type { Cents, Money } from './exact.ts'

/** 银行台账保证金, abolished on 2017-08-01: for old files. Amounts in CNY, rounded once. */
const half = Exact.fraction(1n, 2n)
const taxShare = Exact.fraction(22n, 100n)

/** Of restricted products that are exported: imports × share of the restricted exports × 22 % × 50 %. Undefined where nothing is exported. */
export function depositForExports(of: { imports: Money; restrictedExports: Money; exports: Money }): Cents | undefined {
  if (of.exports <= 0n) return undefined
  return exactMoney(of.imports)
    .times(exactMoney(of.restrictedExports))
    .dividedBy(exactMoney(of.exports))
    .times(taxShare)
    .times(half)
    .toCents()
}

/** Of restricted materials that are imported: half of duty and VAT. */
export const depositForImports = (taxes: { duty: Cents; vat: Cents }): Cents =>
  exactCents(taxes.duty).plus(exactCents(taxes.vat)).times(half).toCents()
