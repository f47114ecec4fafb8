import { formatQuantity } from '../../components/fields/format.ts'
import classes from './sale.module.css'

/** A computed figure: one click tells how it came about. */
export const FigureButton = ({ value, what, onOpen }: { value: string; what: string; onOpen: () => void }) => (
  <button
    type="button"
    className={classes.figure}
    title="这个数怎么来的"
    aria-label={`${what} ${formatQuantity(value)}`}
    onClick={onOpen}
  >
    {formatQuantity(value)}
  </button>
)

/** Money with both decimals, as a tax sheet has it: `1,085.50`. */
export function printYuan(amount: string): string {
  const [whole = '0', part = ''] = amount.split('.')
  return `${formatQuantity(whole)}.${part.padEnd(2, '0')}`
}

export const YuanButton = ({ value, what, onOpen }: { value: string; what: string; onOpen: () => void }) => (
  <button
    type="button"
    className={classes.figure}
    title="这个数怎么来的"
    aria-label={`${what} ${printYuan(value)}`}
    onClick={onOpen}
  >
    {printYuan(value)}
  </button>
)
