import { dayOfInstant } from '../../../shared/domain/day.ts'

/** `-1234567.500` as `-1,234,567.5`; text that is no plain decimal stays as it is. */
export function formatQuantity(decimal: string): string {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(decimal)
  if (!match) return decimal
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  const whole = (match[2] ?? '').replace(/\B(?=(\d{3})+$)/g, ',')
  return (match[1] ?? '') + whole + (fraction && `.${fraction}`)
}

/** The day, also of a moment: that comes in UTC and is shown as the business day of China. Other text stays as it is. */
export const formatDay = (text: string): string => (/^\d{4}-\d{2}-\d{2}T/.test(text) ? dayOfInstant(text) : text)

/** `035 千克`; the code alone where its table does not know it. */
export const codeLabel = (code: string, name: string | undefined): string => (name ? `${code} ${name}` : code)
