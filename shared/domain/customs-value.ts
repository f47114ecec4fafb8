import type { Missing } from './dated-row.ts'
import { cents, Exact, exactMoney, exactPercent, printCents, printMoney, printRate, rate } from './exact.ts'
import type { Cents, Money, Quantity, Rate } from './exact.ts'

/** 计税价格 of what is sold domestically (R-77 … R-81), in CNY. */

/** One import behind a weighted average. `total` in CNY, exact. */
interface ValuedImport {
  quantity: Quantity
  total: Exact
}

/** By a price per declared unit, or by what the whole line was sold for. */
type PriceBasis =
  | { method: 'weightedAverage' | 'similarGoods' | 'transferPrice'; quantity: Exact; unitPrice: Exact }
  | { method: 'salePrice' | 'auctionPrice'; price: Money; bondedShare: Rate }

export interface Valuation {
  method: PriceBasis['method']
  rule: string
  /** CNY per declared unit, for reading alone; undefined where the price of the whole line is the basis. */
  unitPrice: Money | undefined
  /** Rounded half-up to the decimals of the rule parameter valueDecimals (C-3): what the taxes are reckoned on. */
  value: Cents
  formula: string
}

const methods = {
  weightedAverage: { rule: 'R-77', words: '进口加权平均价' },
  similarGoods: { rule: 'R-78', words: '同期相同或类似保税货物的价格' },
  transferPrice: { rule: 'R-81', words: '结转价格' },
  salePrice: { rule: 'R-79', words: '内销价格' },
  auctionPrice: { rule: 'R-80', words: '拍卖价格' },
} as const

/** R-77, E-7: Σ(qty × CIF) ÷ Σ qty, exact. Missing where nothing was imported. */
export function weightedAverage(imports: readonly ValuedImport[]): Exact | Missing {
  const quantity = imports.reduce((sum, each) => sum + each.quantity, 0n)
  if (quantity <= 0n) return { missing: 'price', why: '没有可以加权平均的进口记录' }
  const total = imports.reduce((sum, each) => sum.plus(each.total), Exact.zero)
  return total.dividedBy(Exact.fraction(quantity, 100_000n))
}

/** The value of one line and how it came about. `decimals` is 0, 1 or 2 (C-3). */
export function valueOf(basis: PriceBasis, decimals: number): Valuation {
  const { method } = basis
  const { rule, words } = methods[method]
  const exact =
    'unitPrice' in basis ? basis.quantity.times(basis.unitPrice) : exactMoney(basis.price).times(exactPercent(basis.bondedShare))
  const value = cents(exact.toText(decimals))
  if ('unitPrice' in basis) {
    const unitPrice = basis.unitPrice.toMoney()
    const formula = `数量 ${basis.quantity.toText(5)} × ${words} ${printMoney(unitPrice)} = ${printCents(value)}`
    return { method, rule, unitPrice, value, formula }
  }
  const share = basis.bondedShare === rate('100') ? '' : ` × 保税料件份额 ${printRate(basis.bondedShare)}%`
  return {
    method,
    rule,
    unitPrice: undefined,
    value,
    formula: `${words} ${printMoney(basis.price)}${share} = ${printCents(value)}`,
  }
}
