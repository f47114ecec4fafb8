import { currencyName } from '../codes/tables.ts'
import type { Day } from './day.ts'

/** From when to when a row of the authorities' data holds, both days included, and by which document. `to` null is an open end. */
export interface Held {
  from: Day
  to: Day | null
  source: string
}

export const holdsOn = ({ from, to }: Pick<Held, 'from' | 'to'>, on: Day): boolean => from <= on && (to === null || on <= to)

/** The row that holds on a day; where several do (none may, of one key), the one that began last. */
export const rowOn = <Row extends Held>(rows: readonly Row[], on: Day): Row | undefined =>
  rows.filter((row) => holdsOn(row, on)).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0]

/** The dated row that a figure was taken from, as a clerk reads it. */
export interface Basis extends Held {
  what: string
  value: string
}

/** Dated data that a figure needs and nobody has entered: it is said, and never taken for zero. */
export type Missing =
  | { missing: 'tariffRate'; hsCode: string; kind: string; on: Day }
  | { missing: 'quantity'; hsCode: string; kind: string; unit: string }
  | { missing: 'exchangeRate'; currency: string; on: Day }
  | { missing: 'interestRate'; on: Day }
  | { missing: 'interestStart'; why: string }
  | { missing: 'price'; why: string }

/** What is missing, where it belongs, in one sentence. */
export function sayMissing(what: Missing): { message: string; next: string } {
  if (what.missing === 'tariffRate')
    return {
      message: `税率表没有商品编码 ${what.hsCode} 在 ${what.on} 的${what.kind}税率`,
      next: '请在“资料 · 税率”导入后再算；没有税率不能按零计算',
    }
  if (what.missing === 'quantity')
    return {
      message: `商品编码 ${what.hsCode} 的${what.kind}按${what.unit}从量计征，没有以${what.unit}计的数量`,
      next: '请核对手册的申报单位和法定单位，或税率表的单位',
    }
  if (what.missing === 'exchangeRate')
    return {
      message: `汇率表没有币制 ${what.currency} ${currencyName(what.currency) ?? ''}在 ${what.on} 的计征汇率`,
      next: '请在“资料 · 汇率”导入这个月的计征汇率（R-70）',
    }
  if (what.missing === 'interestRate')
    return { message: `没有 ${what.on} 的缓税利息率`, next: '请在“资料 · 缓税利息率”导入（R-96）' }
  if (what.missing === 'interestStart')
    return { message: `缓税利息的起算日不明：${what.why}`, next: '请先导入进口清单，或登记上一核销周期的核销（R-97）' }
  return { message: `计税价格不明：${what.why}`, next: '请补上进口清单的总价，或填写价格及其依据（R-77 … R-81）' }
}
