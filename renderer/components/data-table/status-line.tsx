import type { ReactNode } from 'react'
import { printCount } from '../moment.ts'
import { formatQuantity } from '../fields/format.ts'
import classes from './data-table.module.css'
import { cellsOf, columnsOf, rowsOf } from './selection.ts'
import type { Block } from './selection.ts'
import type { BlockSum } from './selection-sum.ts'

interface StatusLineProps {
  total: number
  filtered: boolean
  block: Block | undefined
  sum: BlockSum | undefined
  /** What is wrong with the cursor's cell, or with the last thing asked for. */
  problem: string | undefined
  notice: string | undefined
}

export function StatusLine({ total, filtered, block, sum, problem, notice }: StatusLineProps): ReactNode {
  const several = block && cellsOf(block) > 1
  return (
    <div className={classes['statusLine']} role="status" aria-live="polite">
      <span className={classes['dim']}>
        {filtered ? '筛选出' : '共'} {printCount(total)} 行
      </span>
      <span className={classes['statusText']} title={problem ?? notice} {...(problem !== undefined && { 'data-danger': true })}>
        {problem ?? notice}
      </span>
      {several && (
        <>
          <span className={classes['dim']}>
            已选 {printCount(rowsOf(block))} 行 × {columnsOf(block)} 列，{printCount(cellsOf(block))} 格
          </span>
          {sum === undefined ? (
            <span className={classes['dim']}>正在求和…</span>
          ) : (
            sum.numbers > 0 && (
              <>
                <span className={classes['dim']}>数值 {printCount(sum.numbers)} 个</span>
                <span className={classes['sum']} data-sum>
                  合计 {formatQuantity(sum.sum)}
                </span>
              </>
            )
          )}
        </>
      )}
    </div>
  )
}
