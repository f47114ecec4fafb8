/**
 * Exact numbers (RULES C-4, C-5): the one module where a quantity, rate or amount is made, printed, multiplied and rounded.
 *
 * A stored figure is a scaled integer with a brand of its own; a computed one is an {@link Exact} fraction that nobody rounds
 * until it leaves the domain. No JavaScript `number` takes part.
 */

declare const brand: unique symbol
type Scaled<Name extends string> = bigint & { readonly [brand]: Name }

/** Goods in their declared unit, in 10⁻⁵ units. */
export type Quantity = Scaled<'Quantity'>
/** A net consumption, or a rate or ratio in percent, in 10⁻⁹. */
export type Rate = Scaled<'Rate'>
/** An amount or unit price in 10⁻⁵ of its currency. */
export type Money = Scaled<'Money'>
/** A tax, an interest or another amount in CNY that is paid, in 10⁻² (C-3). */
export type Cents = Scaled<'Cents'>

const decimals = { Quantity: 5, Rate: 9, Money: 5, Cents: 2 } as const
type ScaledOf = { Quantity: Quantity; Rate: Rate; Money: Money; Cents: Cents }
/** The figures that a person or a file enters; cents are reckoned. */
export type ScaledName = Exclude<keyof ScaledOf, 'Cents'>

/** SQLite keeps 64-bit integers; the CHECKs of the tables say the same. */
const bound = 2n ** 63n - 1n

type NumberProblem = 'notANumber' | 'tooManyDecimals' | 'tooLarge'

/** A figure that somebody enters is a slip of the hand beyond this: 10¹² units. */
const largestEntered = 10n ** 17n
/** What the database adds up stays below its 64 bits; all goods of a handbook together are never this much. */
export const largestSum = 9n * 10n ** 18n

/**
 * Reads a plain decimal (`-12.5`, no separators, no exponent).
 * Refuses, rather than rounds, digits beyond the scale; trailing zeros there are harmless.
 */
export function parseScaled<Name extends keyof ScaledOf>(name: Name, text: string): ScaledOf[Name] | NumberProblem {
  const match = /^([+-]?)(\d{1,40})(?:\.(\d{0,40}))?$/.exec(text)
  if (!match) return 'notANumber'
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  if (fraction.length > decimals[name]) return 'tooManyDecimals'
  const value = BigInt(match[2] + fraction.padEnd(decimals[name], '0')) * (match[1] === '-' ? -1n : 1n)
  if (value > bound || value < -bound) return 'tooLarge'
  return value as ScaledOf[Name]
}

/** {@link parseScaled} of what a person or a file says of one line of goods. */
export function parseEntered<Name extends ScaledName>(name: Name, text: string): ScaledOf[Name] | NumberProblem {
  const value = parseScaled(name, text)
  return typeof value === 'bigint' && (value > largestEntered || value < -largestEntered) ? 'tooLarge' : value
}

/** For values already checked (the contract, the database, constants of the program). @throws on anything else. */
function checked<Name extends keyof ScaledOf>(name: Name, value: string | bigint): ScaledOf[Name] {
  if (typeof value === 'bigint') return value as ScaledOf[Name]
  const result = parseScaled(name, value)
  if (typeof result === 'string') throw new RangeError(`${name} ${value}: ${result}`)
  return result
}

export const quantity = (value: string | bigint): Quantity => checked('Quantity', value)
export const rate = (value: string | bigint): Rate => checked('Rate', value)
export const money = (value: string | bigint): Money => checked('Money', value)
export const cents = (value: string | bigint): Cents => checked('Cents', value)

/** Canonical text: no trailing zeros, no exponent, `0` for zero. */
function print(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  return (value < 0n ? '-' : '') + digits.slice(0, digits.length - scale) + (fraction && `.${fraction}`)
}

export const printQuantity = (value: Quantity): string => print(value, decimals.Quantity)
export const printRate = (value: Rate): string => print(value, decimals.Rate)
export const printMoney = (value: Money): string => print(value, decimals.Money)
export const printCents = (value: Cents): string => print(value, decimals.Cents)

export const noQuantity = 0n as Quantity
export const addQuantities = (a: Quantity, b: Quantity): Quantity => (a + b) as Quantity
export const negateQuantity = (a: Quantity): Quantity => -a as Quantity
export const noCents = 0n as Cents
export const addCents = (a: Cents, b: Cents): Cents => (a + b) as Cents

/** n ÷ d to the nearest integer, a tie away from zero (四舍五入, C-3, C-4). `d` > 0. */
function roundHalfUp(n: bigint, d: bigint): bigint {
  const half = (n < 0n ? -n : n) * 2n + d
  const rounded = half / (d * 2n)
  return n < 0n ? -rounded : rounded
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a < 0n ? -a : a
}

/** A fraction that is never rounded on the way. Immutable. */
export class Exact {
  static readonly zero = new Exact(0n, 1n)
  private readonly numerator: bigint
  private readonly denominator: bigint
  private constructor(numerator: bigint, denominator: bigint) {
    this.numerator = numerator
    this.denominator = denominator
  }

  /** @throws on a zero denominator. */
  static fraction(numerator: bigint, denominator: bigint): Exact {
    if (denominator === 0n) throw new RangeError('division by zero')
    return denominator < 0n ? new Exact(-numerator, -denominator) : new Exact(numerator, denominator)
  }

  plus(other: Exact): Exact {
    return this.denominator === other.denominator
      ? new Exact(this.numerator + other.numerator, this.denominator)
      : new Exact(
          this.numerator * other.denominator + other.numerator * this.denominator,
          this.denominator * other.denominator,
        ).reduced()
  }

  minus(other: Exact): Exact {
    return this.plus(new Exact(-other.numerator, other.denominator))
  }

  times(other: Exact): Exact {
    return new Exact(this.numerator * other.numerator, this.denominator * other.denominator)
  }

  dividedBy(other: Exact): Exact {
    return Exact.fraction(this.numerator * other.denominator, this.denominator * other.numerator)
  }

  equals(other: Exact): boolean {
    return this.numerator * other.denominator === other.numerator * this.denominator
  }

  isLessThan(other: Exact): boolean {
    return this.numerator * other.denominator < other.numerator * this.denominator
  }

  /** Rounded half-up to 10⁻⁵, the only way out to a quantity. */
  toQuantity(): Quantity {
    return this.scaled(decimals.Quantity) as Quantity
  }

  /** Rounded half-up to 10⁻⁹: for showing a derived 单耗, never for computing on. */
  toRate(): Rate {
    return this.scaled(decimals.Rate) as Rate
  }

  /** Rounded half-up to 10⁻⁵: a unit price, or an amount in a currency. */
  toMoney(): Money {
    return this.scaled(decimals.Money) as Money
  }

  /** Rounded half-up to 0.01: what a tax or an interest comes to (C-3). */
  toCents(): Cents {
    return this.scaled(decimals.Cents) as Cents
  }

  /** Rounded half-up to `places` decimals, for a share or rate that is only shown. */
  toText(places: number): string {
    return print(this.scaled(places), places)
  }

  private scaled(scale: number): bigint {
    return roundHalfUp(this.numerator * 10n ** BigInt(scale), this.denominator)
  }

  private reduced(): Exact {
    const divisor = greatestCommonDivisor(this.numerator, this.denominator)
    return new Exact(this.numerator / divisor, this.denominator / divisor)
  }
}

const ofScale = (value: bigint, name: keyof ScaledOf): Exact => Exact.fraction(value, 10n ** BigInt(decimals[name]))
export const exactQuantity = (value: Quantity): Exact => ofScale(value, 'Quantity')
export const exactRate = (value: Rate): Exact => ofScale(value, 'Rate')
export const exactMoney = (value: Money): Exact => ofScale(value, 'Money')
export const exactCents = (value: Cents): Exact => ofScale(value, 'Cents')
/** A rate or ratio entered in percent (C-6): 3 means 0.03. */
export const exactPercent = (value: Rate): Exact => Exact.fraction(value, 10n ** BigInt(decimals.Rate) * 100n)

/**
 * A long sum of fractions in small units, `unit` of which make 10⁻⁵, rounded once, at its end. It adds whole small units and counts
 * what it may have lost by that; a sum that lies nearer to a tie than its loss is not rounded but left to {@link Exact}.
 */
export class RoundedSum {
  /** Every term rounded down, and how many of them lost something by it: the sum lies between `floor` and `floor + lossy`. */
  private floor = 0n
  private lossy = 0n
  private readonly unit: bigint

  constructor(unit: bigint) {
    this.unit = unit
  }

  /** Adds `numerator / denominator` small units. `denominator` > 0. */
  add(numerator: bigint, denominator: bigint): void {
    const quotient = numerator / denominator
    if (quotient * denominator === numerator) {
      this.floor += quotient
      return
    }
    this.floor += numerator < 0n ? quotient - 1n : quotient
    this.lossy += 1n
  }

  /** `whole` plus (or minus) the sum, half-up to 10⁻⁵; undefined where the loss could decide it. */
  roundedWith(whole: Quantity, sign: 1n | -1n): Quantity | undefined {
    const low = roundHalfUp(whole * this.unit + sign * this.floor, this.unit)
    const high = roundHalfUp(whole * this.unit + sign * (this.floor + this.lossy), this.unit)
    return low === high ? (low as Quantity) : undefined
  }
}
