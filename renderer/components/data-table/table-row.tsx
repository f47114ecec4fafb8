import { IconChevronRight } from '@tabler/icons-react'
import { memo } from 'react'
import type { CSSProperties, ReactNode } from 'react'
import { displayText, highlighted } from './cell-text.tsx'
import type { Column } from './column.ts'
import type { ColumnLayout, PlacedColumn } from './column-layout.ts'
import classes from './data-table.module.css'
import type { Pending } from './editing.ts'
import { cellName } from './editing.ts'
import { fold } from './filter-expression.ts'

/** Plain values where they change often, so that moving the cursor draws two rows and not the table. */
interface TableRowProps<Row> {
  gridId: string
  row: Row | undefined
  index: number
  rowKey: (row: Row) => string
  /** `aria-rowindex`: headings count. */
  ariaIndex: number
  top: number
  layout: ColumnLayout<Row>
  /** Range of the columns beyond the frozen ones that is on the screen. */
  first: number
  last: number
  /** -1 where the row has no part in the selection. */
  selectedFrom: number
  selectedTo: number
  cursor: number
  /** Folded. */
  find: string
  pending: Pending
  unfolded: boolean
  measure: ((element: Element | null) => void) | undefined
  detail: ((row: Row) => ReactNode) | undefined
  marks: ((row: Row, columnId: string) => string | undefined) | undefined
  struck: boolean
  onUnfold: (row: Row) => void
}

function TableRowOf<Row>(props: TableRowProps<Row>): ReactNode {
  const { layout, row, index, first, last, top, ariaIndex, selectedFrom, unfolded, measure, detail } = props
  const frozen = layout.placed.slice(0, layout.frozen)
  const rest = layout.placed.slice(first, last + 1)
  const gap = (rest[0]?.left ?? layout.frozenWidth) - layout.frozenWidth
  return (
    <div
      className={classes['rowBox']}
      style={{ transform: `translateY(${top}px)`, width: layout.width }}
      data-index={index}
      ref={measure}
      role="presentation"
    >
      <div
        className={classes['row']}
        role="row"
        {...(props.struck && { 'data-struck': true })}
        aria-rowindex={ariaIndex}
        aria-selected={selectedFrom >= 0}
        {...(detail && row !== undefined && { 'aria-expanded': unfolded })}
      >
        {frozen.map((placed, place) => (
          <Cell key={placed.column.id} placed={placed} place={place} {...props} />
        ))}
        {gap > 0 && <div className={classes['gap']} style={{ width: gap }} role="presentation" />}
        {rest.map((placed, offset) => (
          <Cell key={placed.column.id} placed={placed} place={first + offset} {...props} />
        ))}
      </div>
      {unfolded && row !== undefined && detail && <div className={classes['detail']}>{detail(row)}</div>}
    </div>
  )
}
// `memo` loses the type parameter.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const TableRow = memo(TableRowOf) as typeof TableRowOf

type CellProps<Row> = TableRowProps<Row> & { placed: PlacedColumn<Row>; place: number }

function Cell<Row>(props: CellProps<Row>): ReactNode {
  const { row, placed, place, index, layout } = props
  const { column, width, left } = placed
  const selected = place >= props.selectedFrom && place <= props.selectedTo
  const names = [classes['cell'], classes[column.kind]]
  if (placed.frozen) names.push(classes['frozen'])
  if (place === layout.frozen - 1) names.push(classes['lastFrozen'])
  if (selected) names.push(classes['selected'])
  if (place === props.cursor) names.push(classes['cursor'])
  const style: CSSProperties = placed.frozen ? { width, left } : { width }
  const about = {
    id: `${props.gridId}-${index}-${place}`,
    role: 'gridcell',
    'aria-colindex': place + 1,
    'aria-selected': selected,
    'data-column': place,
    style,
  } as const
  if (row === undefined) {
    return (
      <div {...about} className={names.join(' ')} aria-busy="true">
        <span className={classes['skeleton']} style={{ width: `${35 + ((index * 7 + place * 13) % 5) * 10}%` }} />
      </div>
    )
  }
  const pending = props.pending.size > 0 ? props.pending.get(cellName(props.rowKey(row), column.id)) : undefined
  const raw = pending ?? column.text(row)
  const mark = props.marks?.(row, column.id)
  if (pending !== undefined) names.push(classes['pending'])
  if (mark !== undefined) names.push(classes['wrong'])
  if (column.kind === 'quantity' && raw.startsWith('-')) names.push(classes['negative'])
  if (column.kind === 'quantity' && raw === '0') names.push(classes['zero'])
  const shown = displayText(column, raw)
  const marked = highlighted(shown, props.find)
  if (marked === undefined && props.find !== '' && fold(raw).includes(props.find)) names.push(classes['found'])
  const content = column.render && pending === undefined ? column.render(row) : (marked ?? shown)
  return (
    <div {...about} className={names.join(' ')} {...(mark !== undefined && { title: mark, 'aria-invalid': true })}>
      {place === 0 && props.detail && (
        <button
          type="button"
          tabIndex={-1}
          className={classes['arrow']}
          aria-label={props.unfolded ? '收起' : '展开'}
          onClick={() => props.onUnfold(row)}
        >
          <IconChevronRight size={14} />
        </button>
      )}
      <CellContent column={column} row={row} raw={raw} content={content} />
    </div>
  )
}

interface CellContentProps<Row> {
  column: Column<Row>
  row: Row
  raw: string
  content: ReactNode
}

function CellContent<Row>({ column, row, raw, content }: CellContentProps<Row>): ReactNode {
  if (column.onOpen && raw !== '') {
    return (
      <button type="button" tabIndex={-1} className={classes['figure']} onClick={() => column.onOpen?.(row)}>
        {content}
      </button>
    )
  }
  return <span className={classes['text']}>{content}</span>
}
