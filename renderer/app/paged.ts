import type { OperationName, Output, Request } from '../../shared/contract/contract.ts'
import type { Source } from '../components/data-table/column.ts'
import { call } from './engine.ts'

/** The operations that answer one page of a long table. */
type PagedName = {
  [N in OperationName]: Output<N> extends { total: number; rows: readonly unknown[] } ? N : never
}[OperationName]
type RowOf<N extends PagedName> = Output<N> extends { rows: readonly (infer Row)[] } ? Row : never

/** A table's source: the engine sorts, filters and pages. Columns of such a table are named as the contract names them. */
export function paged<N extends PagedName>(
  name: N,
  input: Request<N>,
  /** The code for what the clerk types in a column that shows words. */
  codeOf: (column: string, typed: string) => string = (_column, typed) => typed,
): Source<RowOf<N>> {
  return {
    kind: 'pages',
    key: [name, input],
    fetch: async ({ filter, ...page }) => {
      const codes = Object.fromEntries(Object.entries(filter ?? {}).map(([column, typed]) => [column, codeOf(column, typed)]))
      // What the page itself holds the table to stays.
      const query = { ...page, filter: { ...('filter' in input ? input.filter : {}), ...codes } }
      const answer: { total: number; rows: readonly unknown[] } = await call(name, { ...input, ...query })
      // The rows of this very operation: the compiler cannot carry the name through the union of all of them.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return answer as { total: number; rows: readonly RowOf<N>[] }
    },
  }
}
