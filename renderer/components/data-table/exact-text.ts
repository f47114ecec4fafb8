import type { Quantity, Rate } from '../../../shared/domain/exact.ts'
import {
  addQuantities,
  Exact,
  exactQuantity,
  exactRate,
  noQuantity,
  parseScaled,
  printRate,
} from '../../../shared/domain/exact.ts'

/**
 * The exact value of a decimal string, comparable with `<`; undefined for anything else.
 * In 10⁻⁹, so that quantities and rates of one column compare with each other.
 */
export function readExact(text: string): Rate | undefined {
  const quantity = parseScaled('Quantity', text)
  if (typeof quantity === 'bigint') return exactQuantity(quantity).toRate()
  const rate = parseScaled('Rate', text)
  return typeof rate === 'bigint' ? rate : undefined
}

/** Adds decimal strings without rounding; what is no number is counted and left out. */
export class ExactSum {
  numbers = 0
  private quantities: Quantity = noQuantity
  private rates: Exact = Exact.zero

  add(text: string): void {
    const quantity = parseScaled('Quantity', text)
    if (typeof quantity === 'bigint') {
      this.quantities = addQuantities(this.quantities, quantity)
    } else {
      const rate = parseScaled('Rate', text)
      if (typeof rate !== 'bigint') return
      this.rates = this.rates.plus(exactRate(rate))
    }
    this.numbers += 1
  }

  /** A canonical decimal string; exact, because no term has more than nine decimals. */
  toString(): string {
    return printRate(exactQuantity(this.quantities).plus(this.rates).toRate())
  }
}
