import { formatQuantity } from './fields/format.ts'

/** Money with both decimals, as a tax sheet has it: `1,085.50`. */
export function printYuan(amount: string): string {
  const [whole = '0', part = ''] = amount.split('.')
  return `${formatQuantity(whole)}.${part.padEnd(2, '0')}`
}
