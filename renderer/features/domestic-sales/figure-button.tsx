import { formatQuantity } from '../../components/fields/format.ts'
import classes from './sale.module.css'
import { printYuan } from '../../components/yuan.ts'

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
