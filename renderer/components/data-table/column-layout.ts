import type { ColumnDef } from '@tanstack/react-table'
import {
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
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

/** Order, visibility and width are the table model's; rows are not: they may stay in the engine. */
export function useColumnLayout<Row>(columns: readonly Column<Row>[], choices: ColumnChoices, frozen: number): ColumnLayout<Row> {
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
    let left = 0
    for (const leaf of table.getVisibleLeafColumns()) {
      const column = byId.get(leaf.id)
      if (!column) continue
      const width = leaf.getSize()
      placed.push({ column, width, left, frozen: placed.length < frozen })
      left += width
    }
    const stuck = placed.filter((item) => item.frozen)
    return { placed, frozen: stuck.length, frozenWidth: stuck.reduce((sum, { width }) => sum + width, 0), width: left }
    // The model is a new object on every render and answers from `state` and `definitions` alone.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [columns, state, definitions, frozen])
}
