import type { Database } from './connection.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { readDecimal } from '../../../shared/domain/cell.ts'
import { parseScaled } from '../../../shared/domain/exact.ts'
import type { ScaledName } from '../../../shared/domain/exact.ts'

/** A column that a table of the window may sort and filter by. */
export interface PageColumn {
  /** SQL expression over the rows of the query. */
  sql: string
  /** Numbers compare as numbers: the filter is read in this scale, or as a whole number. */
  number?: ScaledName | 'integer'
}

export interface PageQuery {
  offset: number
  limit: number
  sort?: { column: string; descending: boolean } | undefined
  filter?: Partial<Record<string, string>> | undefined
  find?: string | undefined
}

const comparison = /^(>=|<=|=|>|<)(.*)$/s

/**
 * One page of a long query, and how many rows there are in all. The columns come from a closed table: no text of a caller
 * ever becomes SQL. `source` is everything from FROM on, with its own parameters.
 */
export function readPage<Row>(
  db: Database,
  select: string,
  source: string,
  parameters: readonly (string | bigint)[],
  columns: Readonly<Record<string, PageColumn>>,
  order: string,
  query: PageQuery,
): { total: number; rows: Row[] } {
  const conditions: string[] = []
  const values: (string | bigint)[] = [...parameters]
  for (const [name, text] of Object.entries(query.filter ?? {})) {
    const column = columns[name]
    if (!column || !text?.trim()) continue
    const { sql, operator, operands } = condition(column, text.trim())
    conditions.push(`${sql} ${operator}`)
    values.push(...operands)
  }
  if (query.find?.trim()) {
    const texts = Object.values(columns).filter((column) => !column.number)
    conditions.push(`(${texts.map((column) => `instr(lower(${column.sql}), lower(?)) > 0`).join(' OR ')})`)
    for (const _ of texts) values.push(query.find.trim())
  }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
  const rowsOf = `FROM (SELECT ${select} ${source}) ${where}`
  const total = Number(
    db
      .prepare<unknown[], bigint>(`SELECT count(*) ${rowsOf}`)
      .pluck()
      .get(...values),
  )
  const sorted = query.sort && columns[query.sort.column]
  const orderBy = sorted ? `${sorted.sql} ${query.sort?.descending ? 'DESC' : 'ASC'}, ${order}` : order
  const rows = db
    .prepare<unknown[], Row>(`SELECT * ${rowsOf} ORDER BY ${orderBy} LIMIT ? OFFSET ?`)
    .all(...values, BigInt(query.limit), BigInt(query.offset))
  return { total, rows }
}

function condition(column: PageColumn, text: string): { sql: string; operator: string; operands: (string | bigint)[] } {
  const match = comparison.exec(text)
  if (column.number) {
    const plain = readDecimal(match?.[2] ?? text)
    const value =
      plain === undefined ? undefined : column.number === 'integer' ? wholeNumber(plain) : parseScaled(column.number, plain)
    if (typeof value !== 'bigint') {
      return refuse({ code: 'input.filter', message: `筛选条件“${text}”不是数字`, next: '请填数字，前面可加 >、<、>=、<= 或 =' })
    }
    return { sql: column.sql, operator: `${match?.[1] ?? '='} ?`, operands: [value] }
  }
  if (match?.[1] === '=') {
    const operands = (match[2] ?? '').split('|').map((each) => each.trim())
    return { sql: column.sql, operator: `IN (${operands.map(() => '?').join(', ')})`, operands }
  }
  if (match) return { sql: column.sql, operator: `${match[1]} ?`, operands: [(match[2] ?? '').trim()] }
  return { sql: `instr(lower(${column.sql}), lower(?))`, operator: '> 0', operands: [text] }
}

const wholeNumber = (plain: string): bigint | undefined => (/^-?\d{1,15}$/.test(plain) ? BigInt(plain) : undefined)
