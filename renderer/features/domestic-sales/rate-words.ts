import { formatQuantity } from '../../components/fields/format.ts'
import { printYuan } from '../../components/yuan.ts'

/** 从量 rates are CNY for one unit; all others are percent. */
export const rateText = ({ rate, rateKind }: { rate: string; rateKind: string }): string =>
  rateKind.endsWith('从量') ? `${rate} 元` : `${rate}%`

/** What the rate is taken of: a quantity where it goes by quantity alone, else CNY. */
export const baseText = ({ base, rateKind }: { base: string; rateKind: string }): string =>
  rateKind.endsWith('从量') ? formatQuantity(base) : printYuan(base)

/** `自 2025-01-01` or `2025-01-01 至 2025-12-31`. */
export const heldText = ({ from, to }: { from: string; to: string | null }): string =>
  to === null ? `自 ${from}` : `${from} 至 ${to}`
