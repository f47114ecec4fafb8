import { useVirtualizer } from '@tanstack/react-virtual'
import type { VirtualItem } from '@tanstack/react-virtual'
import { useLayoutEffect } from 'react'
import type { RefObject } from 'react'
import type { ColumnLayout } from './column-layout.ts'
import type { Place } from './selection.ts'

const rowHeight = 32

export interface Viewport {
  items: readonly VirtualItem[]
  /** Of all rows, in pixels. */
  height: number
  /** Range of the columns beyond the frozen ones that is on the screen. */
  firstColumn: number
  lastColumn: number
  /** Rows that fit, for the page keys. */
  pageRows: number
  reveal: (place: Place) => void
  /** Where a cell lies in the frame; undefined while its row is not drawn. */
  boxOf: (place: Place) => { left: number; top: number; width: number } | undefined
  /** The cell nearest to a point of the screen. */
  placeAt: (x: number, y: number) => Place
  /** For a row that is unfolded: its height is what it shows. */
  measure: (element: Element | null) => void
}

/**
 * The part of the table that is drawn. The headings stick above the rows inside the same scroller, hence `headHeight`
 * wherever a row's offset meets the scroller's.
 */
export function useViewport<Row>(
  scroller: RefObject<HTMLDivElement | null>,
  layout: ColumnLayout<Row>,
  total: number,
  headHeight: number,
  keyOf: ((index: number) => string | number) | undefined,
): Viewport {
  // The virtualizer must not be memoised by the compiler; the program is built without it.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
    scrollPaddingEnd: headHeight,
    ...(keyOf && { getItemKey: keyOf }),
  })
  const columns = useVirtualizer({
    horizontal: true,
    count: layout.placed.length - layout.frozen,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => layout.placed[index + layout.frozen]?.width ?? 0,
    paddingStart: layout.frozenWidth,
    scrollPaddingStart: layout.frozenWidth,
    overscan: 2,
  })
  useLayoutEffect(() => columns.measure(), [columns, layout])

  const across = columns.getVirtualItems()
  const items = rows.getVirtualItems()
  return {
    items,
    height: rows.getTotalSize(),
    firstColumn: layout.frozen + (across[0]?.index ?? 0),
    lastColumn: layout.frozen + (across.at(-1)?.index ?? -1),
    pageRows: Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1),
    reveal: (place) => {
      rows.scrollToIndex(place.row, { align: 'auto' })
      if (place.column >= layout.frozen) columns.scrollToIndex(place.column - layout.frozen, { align: 'auto' })
    },
    boxOf: (place) => {
      const element = scroller.current
      const item = rows.getVirtualItems().find(({ index }) => index === place.row)
      const placed = layout.placed[place.column]
      if (!element || !item || !placed) return undefined
      return {
        left: placed.left - (placed.frozen ? 0 : element.scrollLeft),
        top: headHeight + item.start - element.scrollTop,
        width: placed.width,
      }
    },
    placeAt: (x, y) => {
      const element = scroller.current
      if (!element) return { row: 0, column: 0 }
      const box = element.getBoundingClientRect()
      const down = Math.max(0, Math.min(rows.getTotalSize() - 1, y - box.top - headHeight + element.scrollTop))
      const right = x - box.left < layout.frozenWidth ? x - box.left : x - box.left + element.scrollLeft
      const column = layout.placed.findIndex((placed) => right < placed.left + placed.width)
      return { row: rows.getVirtualItemForOffset(down)?.index ?? 0, column: column < 0 ? layout.placed.length - 1 : column }
    },
    measure: rows.measureElement,
  }
}
