export { formatQuantity } from '../../../shared/domain/cell.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'

/** The day, also of a moment: that comes in UTC and is shown as the business day of China. Other text stays as it is. */
export const formatDay = (text: string): string => (/^\d{4}-\d{2}-\d{2}T/.test(text) ? dayOfInstant(text) : text)

/** `035 千克`; the code alone where its table does not know it. */
export const codeLabel = (code: string, name: string | undefined): string => (name ? `${code} ${name}` : code)
