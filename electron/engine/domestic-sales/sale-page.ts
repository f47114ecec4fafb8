import type { Output } from '../../../shared/contract/contract.ts'
import { money } from '../../../shared/domain/exact.ts'
import type { Database } from '../database/connection.ts'
import { readPage } from '../database/page.ts'
import type { PageColumn, PageQuery } from '../database/page.ts'

export type SaleSummary = Output<'domesticSales.list'>['rows'][number]

const columns: Record<string, PageColumn> = {
  saleNo: { sql: 'sale_no', number: 'integer' },
  kind: { sql: 'kind' },
  handbookNo: { sql: 'handbook_no' },
  soldOn: { sql: 'sold_on' },
  buyer: { sql: 'buyer' },
  state: { sql: 'state' },
  taxTotal: { sql: 'tax_e5', number: 'Money' },
  interestTotal: { sql: 'interest_e5', number: 'Money' },
  deadline: { sql: 'deadline' },
}

const select = `value ->> 0 AS at, value ->> 1 AS sale_no, value ->> 2 AS kind, value ->> 3 AS handbook_no, value ->> 4 AS sold_on,
  value ->> 5 AS buyer, value ->> 6 AS state, CAST(value ->> 7 AS INTEGER) AS tax_e5, CAST(value ->> 8 AS INTEGER) AS interest_e5,
  value ->> 9 AS deadline`

/** Taxes, state and deadline are computed, not stored: the rows are sorted and filtered as any other table, after they are known. */
export function pageOfSales(db: Database, rows: readonly SaleSummary[], query: PageQuery): Output<'domesticSales.list'> {
  const amount = (text: string | null) => (text === null ? null : String(money(text)))
  const table = rows.map((row, at) => [
    at,
    row.saleNo,
    row.kind,
    row.handbookNo,
    row.soldOn,
    row.buyer,
    row.state,
    amount(row.taxTotal),
    amount(row.interestTotal),
    row.deadline,
  ])
  const { total, rows: found } = readPage<{ at: bigint }>(
    db,
    select,
    'FROM json_each(?)',
    [JSON.stringify(table)],
    columns,
    'sale_no DESC',
    query,
  )
  return { total, rows: found.flatMap(({ at }) => rows[Number(at)] ?? []) }
}
