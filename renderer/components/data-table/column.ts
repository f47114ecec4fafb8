import type { ReactNode } from 'react'
import type { Code } from '../../../shared/codes/tables.ts'

export type ColumnKind = 'text' | 'code' | 'quantity' | 'date' | 'status'

export interface Column<Row> {
  /** Name of the field; also the column that sorting and filtering name to the engine. */
  id: string
  title: string
  /** Small and grey beside the heading, where the whole column has one. */
  unit?: string
  /** In pixels. */
  width: number
  kind: ColumnKind
  /** What is copied, exported, sorted and filtered: raw text, a decimal string for quantities. */
  text: (row: Row) => string
  /** The text as people read it, where the kind does not say it: a code with its name. */
  shown?: (text: string) => string
  /** What may be typed, where it is one of a table: the editor finds it by code, name and pinyin initials. */
  codes?: readonly Code[]
  /** When more than the text is shown. */
  render?: (row: Row) => ReactNode
  /** Heading over neighbouring columns with the same one. */
  groupTitle?: string
  /** Enter, double click, or click on the figure in this cell. */
  onOpen?: (row: Row) => void
}

export interface Sort {
  column: string
  descending: boolean
}

export interface TableQuery {
  offset: number
  limit: number
  sort?: Sort
  filter?: Record<string, string>
  find?: string
}

export type Source<Row> =
  /** Everything is here: sorted and filtered in memory. */
  | { kind: 'rows'; rows: readonly Row[] }
  /** Paged from the engine; `key` names the operation and its input in the query cache. */
  | {
      kind: 'pages'
      key: readonly unknown[]
      fetch: (query: TableQuery) => Promise<{ total: number; rows: readonly Row[] }>
    }

export interface Change<Row> {
  row: Row
  columnId: string
  text: string
}

export interface EditRules<Row> {
  canEdit(row: Row, columnId: string): boolean
  /** Why a cell cannot be edited, where there is more to say than that. */
  whyNot?: (row: Row, columnId: string) => string
  /** Resolves when the change is saved and the source holds it; a rejection leaves the cell as it was and is shown. */
  commit(changes: readonly Change<Row>[]): Promise<void>
  /** Why this text may not stand in this cell. */
  check(row: Row, columnId: string, text: string): string | undefined
  /** What was typed or pasted in the form that the cell keeps, where its kind does not say it. */
  clean?: (columnId: string, typed: string) => string
  /** A text that the check refuses is kept all the same, and stays marked: for what is still being written. */
  wrongMayStand?: boolean
  /** An empty row. Where it is given, what is pasted beyond the last row makes new ones; `commit` gets each as its own object. */
  blank?: () => Row
}

/** Where the cursor is to go: a new object is a new wish, and it waits for its row to be there. */
export interface WantedCell<Row> {
  isRow: (row: Row) => boolean
  columnId: string
}

export interface ExportedTable {
  columns: { title: string; numeric: boolean }[]
  rows: string[][]
}

/** What the clerk has asked to see. Filters stand as typed; {@link readFilter} reads them. */
export interface Arrangement {
  sort?: Sort | undefined
  filter: Readonly<Record<string, string>>
  find: string
}

/** An arrangement that outlives the table: see {@link useArrangementInAddress}. */
export interface KeptArrangement {
  arrangement: Arrangement
  /** Changes when `arrangement` is to be taken over from outside; undefined while it is the table's own. */
  visit: string | undefined
  keep: (arrangement: Arrangement) => void
}

export interface DataTableProps<Row> {
  /** Column choices are remembered under it. */
  id: string
  columns: readonly Column<Row>[]
  source: Source<Row>
  rowKey: (row: Row) => string
  /** Where filters, sort and quick find are kept; without it they last as long as the table is shown. */
  kept?: KeptArrangement
  /** Frozen columns at the left. */
  frozen?: number
  /** Enter or double click on a row. */
  onOpenRow?: (row: Row) => void
  /** What a row unfolds to (Space or the little arrow). */
  detail?: (row: Row) => ReactNode
  /** The reason why a cell is wrong. */
  marks?: (row: Row, columnId: string) => string | undefined
  edit?: EditRules<Row>
  /** Rows that are no more, shown struck through. */
  struck?: (row: Row) => boolean
  goTo?: WantedCell<Row> | undefined
  /** The rows of the selection that are here, whenever it changes. */
  onSelect?: (rows: readonly Row[]) => void
  /** All rows of the present filter and sort, in the columns shown. */
  onExport?: (table: ExportedTable) => void
  /** At the left of the toolbar. */
  toolbar?: ReactNode
  emptyText: string
  /** Default: fills its flex parent. */
  height?: number | string
}
