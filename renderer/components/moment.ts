const moment = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' })

/** An instant as the clerk's clock showed it: `2025-03-05 14:20`. */
export const printInstant = (instant: string): string => moment.format(new Date(instant))

const sizes = ['字节', 'KB', 'MB', 'GB'] as const
/** A file's size: `12.4 KB`. */
export function printSize(bytes: number): string {
  const step = Math.min(sizes.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10))
  return `${step === 0 ? bytes : (bytes / 1024 ** step).toFixed(1)} ${sizes[step] ?? ''}`
}

const grouped = new Intl.NumberFormat('zh-CN')
/** A count of things, with thousands separators. */
export const printCount = (count: number): string => grouped.format(count)
