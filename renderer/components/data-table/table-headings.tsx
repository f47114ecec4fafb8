import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { memo, useState } from 'react'
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react'
import { widthRange } from './column-choices.ts'
import type { ColumnLayout, PlacedColumn } from './column-layout.ts'
import type { Sort } from './column.ts'
import classes from './data-table.module.css'
import { readFilter } from './filter-expression.ts'

const headingHeights = { group: 24, title: 32, filter: 32, border: 1 } as const

interface HeadingRows {
  group: boolean
  filter: boolean
}
export const headHeightOf = ({ group, filter }: HeadingRows): number =>
  headingHeights.title + (group ? headingHeights.group : 0) + (filter ? headingHeights.filter : 0) + headingHeights.border
export const headRowsOf = ({ group, filter }: HeadingRows): number => 1 + Number(group) + Number(filter)

interface HeadingsProps<Row> {
  layout: ColumnLayout<Row>
  rows: HeadingRows
  sort: Sort | undefined
  filter: Readonly<Record<string, string>>
  /** The heading that Tab reaches; the arrows go on from there. */
  tabColumn: number
  onSort: (columnId: string) => void
  onFilter: (columnId: string, text: string) => void
  onResize: (columnId: string, width: number) => void
  /** Wide enough for what the drawn rows show. */
  onFit: (place: number) => void
  onLeave: () => void
}

function HeadingsOf<Row>(props: HeadingsProps<Row>): ReactNode {
  const { layout, rows } = props
  return (
    <div className={classes['head']} role="rowgroup" style={{ width: layout.width }} data-head>
      {rows.group && (
        <div className={`${classes['headRow']} ${classes['groupRow']}`} role="row" aria-rowindex={1}>
          {groupsOf(layout.placed).map(({ title, first, span, width, left, frozen }) => (
            <div
              key={first}
              className={`${classes['groupCell']} ${frozen ? classes['frozen'] : ''}`}
              style={frozen ? { width, left } : { width }}
              role="columnheader"
              aria-colindex={first + 1}
              aria-colspan={span}
            >
              {title}
            </div>
          ))}
        </div>
      )}
      <div className={classes['headRow']} role="row" aria-rowindex={rows.group ? 2 : 1}>
        {layout.placed.map((placed, place) => (
          <Heading key={placed.column.id} placed={placed} place={place} {...props} />
        ))}
      </div>
      {rows.filter && (
        <div className={classes['headRow']} role="row" aria-rowindex={headRowsOf(rows)}>
          {layout.placed.map((placed, place) => (
            <FilterCell key={placed.column.id} placed={placed} place={place} {...props} />
          ))}
        </div>
      )}
    </div>
  )
}
// `memo` loses the type parameter.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const Headings = memo(HeadingsOf) as typeof HeadingsOf

interface Group {
  title: string
  first: number
  span: number
  width: number
  left: number
  frozen: boolean
}

/** Neighbours with one group heading; a group is cut where the frozen columns end. */
function groupsOf<Row>(placed: readonly PlacedColumn<Row>[]): Group[] {
  const groups: Group[] = []
  for (const [index, { column, width, left, frozen }] of placed.entries()) {
    const title = column.groupTitle ?? ''
    const last = groups.at(-1)
    if (last && title !== '' && last.title === title && last.frozen === frozen) {
      last.width += width
      last.span += 1
    } else groups.push({ title, first: index, span: 1, width, left, frozen })
  }
  return groups
}

type PlacedProps<Row> = HeadingsProps<Row> & { placed: PlacedColumn<Row>; place: number }

const stuckClass = <Row,>({ placed, place, layout }: PlacedProps<Row>): string =>
  [placed.frozen ? classes['frozen'] : '', place === layout.frozen - 1 ? classes['lastFrozen'] : ''].join(' ')
const stuckStyle = <Row,>({ width, left, frozen }: PlacedColumn<Row>) => (frozen ? { width, left } : { width })

function Heading<Row>(props: PlacedProps<Row>): ReactNode {
  const { placed, place, sort } = props
  const { column, width } = placed
  const sorted = sort?.column === column.id ? sort : undefined
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const sideways = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (sideways !== 0 && event.altKey) props.onResize(column.id, width + sideways * 8)
    else if (sideways !== 0) focusHeading(event.currentTarget, sideways)
    else if (event.key === 'ArrowDown') props.onLeave()
    else return
    event.preventDefault()
  }
  return (
    <div
      className={`${classes['heading']} ${stuckClass(props)}`}
      style={stuckStyle(placed)}
      role="columnheader"
      aria-colindex={place + 1}
      aria-sort={sorted ? (sorted.descending ? 'descending' : 'ascending') : 'none'}
      data-kind={column.kind}
    >
      <button
        type="button"
        className={classes['headingButton']}
        tabIndex={place === props.tabColumn ? 0 : -1}
        title={`${column.title}（点击排序，Alt+← → 调整列宽）`}
        onClick={() => props.onSort(column.id)}
        onKeyDown={onKeyDown}
        data-heading
      >
        <span className={classes['headingTitle']}>{column.title}</span>
        {column.unit && <span className={classes['unit']}>{column.unit}</span>}
        {sorted &&
          (sorted.descending ? (
            <IconArrowDown size={14} className={classes['sortIcon']} />
          ) : (
            <IconArrowUp size={14} className={classes['sortIcon']} />
          ))}
      </button>
      <Grip {...props} />
    </div>
  )
}

function focusHeading(from: HTMLElement, direction: 1 | -1): void {
  const headings = [...(from.closest('[data-head]')?.querySelectorAll<HTMLElement>('[data-heading]') ?? [])]
  headings[headings.indexOf(from) + direction]?.focus()
}

/** The mouse's way to a column's width; the keyboard's is Alt+arrow on the heading. */
function Grip<Row>({ placed, place, onResize, onFit }: PlacedProps<Row>): ReactNode {
  const [from, setFrom] = useState<{ x: number; width: number }>()
  return (
    <div
      className={classes['grip']}
      data-grip={placed.column.id}
      {...(from && { 'data-active': true })}
      onDoubleClick={() => onFit(place)}
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        setFrom({ x: event.clientX, width: placed.width })
      }}
      onPointerMove={(event) => {
        if (from) onResize(placed.column.id, from.width + event.clientX - from.x)
      }}
      onPointerUp={() => setFrom(undefined)}
      onPointerCancel={() => setFrom(undefined)}
    />
  )
}

export const clampWidth = (width: number): number => Math.round(Math.max(widthRange.least, Math.min(widthRange.most, width)))

function FilterCell<Row>(props: PlacedProps<Row>): ReactNode {
  const { placed, place, filter, onFilter, onLeave } = props
  const { column } = placed
  const text = filter[column.id] ?? ''
  const invalid = readFilter(text, column.kind) === 'invalid'
  const compares = column.kind === 'quantity' || column.kind === 'date'
  return (
    <div
      className={`${classes['filterCell']} ${stuckClass(props)}`}
      style={stuckStyle(placed)}
      role="gridcell"
      aria-colindex={place + 1}
      data-kind={column.kind}
    >
      <input
        className={classes['filterInput']}
        aria-label={`筛选 ${column.title}`}
        placeholder="筛选"
        title={compares ? '包含的文字，或 > >= < <= = 加数值' : '包含的文字，或 = 加全文'}
        value={text}
        spellCheck={false}
        {...(text !== '' && { 'data-set': true })}
        {...(invalid && {
          'aria-invalid': true,
          title: column.kind === 'date' ? '比较符后请填写日期，如 >=2025-03-05' : '比较符后请填写数字，如 >=1000',
        })}
        onChange={(event) => onFilter(column.id, event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape' && text !== '') onFilter(column.id, '')
          else if (event.key === 'Enter' || event.key === 'ArrowDown' || event.key === 'Escape') onLeave()
          else return
          event.preventDefault()
        }}
      />
    </div>
  )
}
