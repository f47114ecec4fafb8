import { holdsOn } from './dated-row.ts'
import type { Basis, Held, Missing } from './dated-row.ts'
import type { Day } from './day.ts'
import type { Exact, Money, Rate } from './exact.ts'

export const tariffKinds = {
  mfn: '最惠国',
  provisional: '暂定',
  agreement: '协定',
  general: '普通',
  antiDumping: '反倾销',
  countervailing: '反补贴',
  safeguard: '保障措施',
  retaliatory: '报复性关税',
  consumption: '消费税',
  vat: '增值税',
  fund: '处理基金',
} as const
export type TariffKind = keyof typeof tariffKinds

/** One rate of a commodity. At least one of `rate` and `specific` is set. */
export interface TariffRow extends Held {
  /** A prefix of 2 to 10 digits. */
  hsCode: string
  name: string
  kind: TariffKind
  /** Of agreements and trade remedies the origin, 3-digit code; empty: every origin. */
  country: string
  /** Of an agreement its name, of a trade remedy the maker; may be empty. */
  scope: string
  /** Ad valorem, percent. */
  rate: Rate | null
  /** CNY per `unit`. */
  specific: Money | null
  /** Code of the unit. */
  unit: string
}
