import { printYuan } from '../../components/yuan.ts'
import { formatQuantity } from '../../../shared/domain/cell.ts'
import type { Comparison } from './selective-form.ts'

export type Way = Comparison['asPresented']
export const wayNames = { asPresented: '按货物状态', byMaterials: '按料件' } as const
export type WayName = keyof typeof wayNames

/** The rows of the comparison; on goods as presented there is no interest. */
export const wayRows = [
  { id: 'duty', title: '关税' },
  { id: 'consumption', title: '消费税' },
  { id: 'vat', title: '增值税' },
  { id: 'tax', title: '税款合计' },
  { id: 'interest', title: '缓税利息' },
  { id: 'total', title: '合计' },
] as const satisfies readonly { id: keyof Way; title: string }[]

/** Beyond it days of interest decide nothing. */
const centuryOfDays = 36_500

/** R-100 in words. */
export function breakEvenText({
  breakEvenDuty,
  breakEvenDays,
  days,
  cheaper,
  difference,
  interestBasis,
}: Comparison): readonly string[] {
  const verdict = cheaper === 'equal' ? '两种算法相等。' : `${wayNames[cheaper]}少 ${printYuan(difference)} 元。`
  const duty = `料件关税低于 ${printYuan(breakEvenDuty)} 元时按料件较低，高于时按货物状态较低（计息 ${days} 天）。`
  const dayText =
    interestBasis.value === '暂免'
      ? '缓税利息暂免，天数不影响比较。'
      : breakEvenDays === null
        ? '料件关税不计息或已高于货物关税，没有使两者相等的计息天数。'
        : breakEvenDays > centuryOfDays
          ? `缓税利息不影响结论：计息要到 ${formatQuantity(String(breakEvenDays))} 天才相等。`
          : `计息满 ${formatQuantity(String(breakEvenDays))} 天时两者相等。`
  return [verdict, duty, dayText]
}
