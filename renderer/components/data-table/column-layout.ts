import type { ColumnDef } from '@tanstack/react-table'
import {
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useLayoutEffect, useMemo, useState } from 'react'
import type { RefObject } from 'react'
import type { ColumnChoices } from './column-choices.ts'
import { orderColumns, widthRange } from './column-choices.ts'
import type { Column } from './column.ts'

export interface PlacedColumn<Row> {
  column: Column<Row>
  /** In pixels; `left` from the first column. */
  width: number
  left: number
  frozen: boolean
}

export interface ColumnLayout<Row> {
  /** The columns shown, in the order shown. */
  placed: readonly PlacedColumn<Row>[]
  frozen: number
  frozenWidth: number
  width: number
}

const features = tableFeatures({ columnOrderingFeature, columnSizingFeature, columnVisibilityFeature })
const noData: readonly Record<string, never>[] = []

/** Only so far: a name that stands a hand's breadth from its figure is harder to read, not easier. */
const mostGrowth = 2

/**
 * Widths for a frame wider than the table: what is left goes to the columns of words, each in proportion to its width, up to
 * twice of it. Figures, codes' own columns with a chosen width, and a table that fills its frame stay as they are.
 */
export function filled(widths: readonly number[], grows: readonly boolean[], available: number): number[] {
  const spare = available - widths.reduce((sum, width) => sum + width, 0)
  const growing = widths.reduce((sum, width, index) => sum + (grows[index] ? width : 0), 0)
  if (spare <= 0 || growing === 0) return [...widths]
  const factor = Math.min(mostGrowth, 1 + spare / growing)
  return widths.map((width, index) => (grows[index] ? Math.floor(width * factor) : width))
}

/** Order, visibility and width are the table model's; rows are not: they may stay in the engine. */
export function useColumnLayout<Row>(
  columns: readonly Column<Row>[],
  choices: ColumnChoices,
  frozen: number,
  available: number,
): ColumnLayout<Row> {
  const definitions = useMemo(
    () =>
      columns.map(({ id, width }): ColumnDef<typeof features, Record<string, never>> => ({
        id,
        size: width,
        minSize: widthRange.least,
        maxSize: widthRange.most,
      })),
    [columns],
  )
  const state = useMemo(
    () => ({
      columnOrder: orderColumns(
        columns.map(({ id }) => id),
        choices.order,
      ),
      columnVisibility: Object.fromEntries(choices.hidden.map((id) => [id, false])),
      columnSizing: { ...choices.widths },
    }),
    [columns, choices.order, choices.hidden, choices.widths],
  )
  const table = useTable({ features, columns: definitions, data: noData, state })
  return useMemo(() => {
    const byId = new Map(columns.map((column) => [column.id, column]))
    const placed: PlacedColumn<Row>[] = []
    const shown = table.getVisibleLeafColumns().flatMap((leaf) => {
      const column = byId.get(leaf.id)
      return column ? [{ column, size: leaf.getSize() }] : []
    })
    const widths = filled(
      shown.map(({ size }) => size),
      shown.map(({ column }) => column.kind !== 'quantity' && choices.widths[column.id] === undefined),
      available,
    )
    let left = 0
    for (const [index, { column }] of shown.entries()) {
      const width = widths[index] ?? 0
      placed.push({ column, width, left, frozen: placed.length < frozen })
      left += width
    }
    const stuck = placed.filter((item) => item.frozen)
    return { placed, frozen: stuck.length, frozenWidth: stuck.reduce((sum, { width }) => sum + width, 0), width: left }
    // The model is a new object on every render and answers from `state` and `definitions` alone.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [columns, state, definitions, frozen, available])
}

/** Width of the frame inside its scroll bar, in pixels, as the window changes. */
export function useWidthOf(frame: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame])
  return width
}
