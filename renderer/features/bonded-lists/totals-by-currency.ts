import { ExactSum } from '../../components/data-table/exact-text.ts'
import type { Cells } from './list-draft-words.ts'

/** 总价 of a body by 币制, exact, in the order in which the currencies appear. */
export function totalsByCurrency(lines: readonly Cells[]): { currency: string; total: string }[] {
  const sums = new Map<string, ExactSum>()
  for (const { currency = '', total = '' } of lines) {
    if (total === '') continue
    const sum = sums.get(currency) ?? new ExactSum()
    sum.add(total)
    sums.set(currency, sum)
  }
  return [...sums].flatMap(([currency, sum]) => (sum.numbers > 0 ? [{ currency, total: String(sum) }] : []))
}
