import type { ReactNode } from 'react'
import classes from './sale.module.css'
import type { SheetLine } from './sale-words.ts'

/** A material as a row names it: number, name, commodity code. */
export const Goods = ({ line }: { line: SheetLine }) => (
  <>
    <span className={classes.seq}>{line.itemSeq}</span> {line.name} <span className={`mono ${classes.quiet}`}>{line.hsCode}</span>
  </>
)

/** The last row of a table of the sheet. */
export const Sums = ({ children }: { children: ReactNode }) => (
  <tfoot>
    <tr>{children}</tr>
  </tfoot>
)
