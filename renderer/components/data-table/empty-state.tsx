import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './data-table.module.css'
import type { RowSource } from './row-source.ts'

interface EmptyStateProps<Row> {
  rows: RowSource<Row>
  filtered: boolean
  text: string
  onShowAll: () => void
}

/** Why no row is there, and what to do about it. */
export function EmptyState<Row>({ rows, filtered, text, onShowAll }: EmptyStateProps<Row>): ReactNode {
  return (
    <div className={classes['empty']}>
      {rows.error !== undefined ? (
        <>
          <span>没有取到数据：{rows.error}</span>
          <Button size="xs" variant="default" onClick={rows.retry}>
            重试
          </Button>
        </>
      ) : rows.loading ? (
        <span>正在取数…</span>
      ) : filtered ? (
        <>
          <span>没有符合筛选的行</span>
          <Button size="xs" variant="default" onClick={onShowAll}>
            清除筛选
          </Button>
        </>
      ) : (
        <span>{text}</span>
      )}
    </div>
  )
}
