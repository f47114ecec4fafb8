import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { arrangeRows } from './arrange-rows.ts'
import type { Arrangement, Column, Source, TableQuery } from './column.ts'
import { readFilter } from './filter-expression.ts'

/** The rows of the present filter and sort, wherever they come from. */
export interface RowSource<Row> {
  total: number
  /** Nothing is known yet, not even how many rows there are. */
  loading: boolean
  error: string | undefined
  /** Undefined while the row is on its way. */
  at: (index: number) => Row | undefined
  /** Rows [from, to), fetched where they are not here. */
  load: (from: number, to: number) => Promise<readonly Row[]>
  /** Rows [from, to) are on the screen. */
  show: (from: number, to: number) => void
  retry: () => void
}

const pageSize = 200
/** For exports and sums: as few questions to the engine as possible, yet none that takes it long. */
const bulkSize = 10_000

/** Both kinds are prepared, one is used: a table never changes from one kind to the other. */
export function useRowSource<Row>(
  source: Source<Row>,
  columns: readonly Column<Row>[],
  arrangement: Arrangement,
): RowSource<Row> {
  const inMemory = useMemoryRows(source.kind === 'rows' ? source.rows : none, columns, arrangement)
  const paged = usePagedRows(source.kind === 'pages' ? source : undefined, columns, arrangement)
  return source.kind === 'rows' ? inMemory : paged
}

const none: readonly never[] = []
const noPage = { total: 0, rows: none }

function useMemoryRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], arrangement: Arrangement): RowSource<Row> {
  // Typing in a filter goes on while a large table is still being searched.
  const settled = useDeferredValue(arrangement)
  const arranged = useMemo(() => arrangeRows(rows, columns, settled), [rows, columns, settled])
  return useMemo(
    () => ({
      total: arranged.length,
      loading: false,
      error: undefined,
      at: (index) => arranged[index],
      load: (from, to) => Promise.resolve(arranged.slice(from, to)),
      show: () => {},
      retry: () => {},
    }),
    [arranged],
  )
}

/** What the engine is asked, without the page. */
function queryOf<Row>(
  columns: readonly Column<Row>[],
  { sort, filter, find }: Arrangement,
): Omit<TableQuery, 'offset' | 'limit'> {
  const expressions = columns.flatMap((column) => {
    const wanted = readFilter(filter[column.id] ?? '', column.kind)
    return wanted === undefined || wanted === 'invalid' ? [] : [[column.id, wanted.expression] as const]
  })
  return {
    ...(sort && { sort }),
    ...(expressions.length > 0 && { filter: Object.fromEntries(expressions) }),
    ...(find.trim() !== '' && { find: find.trim() }),
  }
}

type Pages<Row> = Extract<Source<Row>, { kind: 'pages' }>
type Page<Row> = Awaited<ReturnType<Pages<Row>['fetch']>>

function usePagedRows<Row>(
  source: Pages<Row> | undefined,
  columns: readonly Column<Row>[],
  arrangement: Arrangement,
): RowSource<Row> {
  const client = useQueryClient()
  const [shown, setShown] = useState({ first: 0, last: 0 })
  const query = useMemo(() => queryOf(columns, arrangement), [columns, arrangement])
  // A page that writes its source in place makes a new object with the same key on every render.
  const fetchPage = useRef(source?.fetch)
  useLayoutEffect(() => {
    fetchPage.current = source?.fetch
  })
  const name = source && JSON.stringify([source.key, query])
  const keyOf = (page: number): readonly unknown[] => [...(source?.key ?? []), 'page', query, page]
  // The first page always takes part: it knows the total.
  const pages = [...new Set([0, ...Array.from({ length: shown.last - shown.first + 1 }, (_, index) => shown.first + index)])]
  const results = useQueries({
    queries: (source ? pages : []).map((page) => ({
      queryKey: keyOf(page),
      queryFn: async () => (await fetchPage.current?.({ ...query, offset: page * pageSize, limit: pageSize })) ?? noPage,
    })),
  })

  const known = results.find((result) => result.data !== undefined)?.data?.total
  // Until a new filter or sort is answered the table keeps its height, so that nothing jumps.
  const [lastTotal, setLastTotal] = useState<number>()
  if (known !== undefined && known !== lastTotal) setLastTotal(known)
  const total = known ?? lastTotal ?? 0
  const error = results.find((result) => result.error)?.error?.message
  const state = results.map(({ dataUpdatedAt, status }) => `${status}${dataUpdatedAt}`).join()

  return useMemo(
    () => {
      // A look into the query cache writes out its key: once a page, not once a row.
      const held = new Map<number, readonly Row[] | undefined>()
      const rowsOf = (page: number): readonly Row[] | undefined => {
        if (!held.has(page)) held.set(page, client.getQueryData<Page<Row>>(keyOf(page))?.rows)
        return held.get(page)
      }
      return {
        total,
        loading: known === undefined && lastTotal === undefined && error === undefined,
        error,
        at: (index) => rowsOf(Math.floor(index / pageSize))?.[index % pageSize],
        load: async (from, to) => {
          const rows: Row[] = []
          while (from + rows.length < to) {
            const limit = Math.min(bulkSize, to - from - rows.length)
            const page = await fetchPage.current?.({ ...query, offset: from + rows.length, limit })
            if (!page || page.rows.length === 0) break
            rows.push(...page.rows)
          }
          return rows
        },
        show: (from, to) => {
          const first = Math.floor(from / pageSize)
          const last = Math.floor(Math.max(from, to - 1) / pageSize)
          setShown((previous) => (previous.first === first && previous.last === last ? previous : { first, last }))
        },
        retry: () => {
          for (const result of results) if (result.error) void result.refetch()
        },
      }
    },
    // `name` and `state` say all that the other parts of the closure hold.
    // oxlint-disable-next-line react/exhaustive-deps
    [client, name, state, total, error],
  )
}
