import type { Day } from '../../../shared/domain/day.ts'
import type { RowCheck } from '../workbook/row-check.ts'
import type { TableSpec } from '../workbook/table-reader.ts'

/** One reference table as a workbook: its columns, how a row is read, and how it is written again. */
export interface SheetOf<Row> {
  spec: TableSpec
  /** Columns that are not text. */
  kinds: Readonly<Record<string, 'number' | 'date'>>
  /** Stands above the headings of the template: what a row is, where its figures come from. */
  note?: string
  /** Undefined where a cell was refused. */
  read: (check: RowCheck<string>) => Row | undefined
  cells: (row: Row) => Record<string, string>
  /** What may stand in the table once. */
  key: (row: Row) => string
  /** What a row is replaced with together: of a calendar its year. Without it the whole table. */
  scope?: (row: Row) => string
  /** What must not hold twice on one day. Tables without it have no such rule. */
  series?: (row: Row) => string
  /** What is allowed and yet looks like a slip. */
  doubt?: (row: Row) => string | undefined
  /** Set where a workbook without a row is no way to empty the table: what the clerk is told to put in. */
  neverEmpty?: string
}

/** The first word for a value is the one that is written. */
export const wordFor = (words: Readonly<Record<string, string>>, value: string): string =>
  Object.keys(words).find((word) => words[word] === value) ?? ''

/** 4 (or, of a whole chapter, 2), 6, 8 or 10 digits: an odd number of them has lost its leading zero in Excel. */
export function hsCode(check: RowCheck<string>, id: string, least: 2 | 4 = 4): string | undefined {
  const code = check.code(id, 16, 'required')?.replaceAll('.', '')
  if (code === undefined || (/^(\d\d){1,5}$/.test(code) && code.length >= least)) return code
  const lengths = least === 2 ? '2、4、6、8 或 10' : '4、6、8 或 10'
  return check.refuse(id, 'cell.notAnHsCode', `应为 ${lengths} 位数字（填写了“${check.shown(id)}”）`)
}

/** An empty 止 is an open end. */
export function period(check: RowCheck<string>): { from: Day | undefined; to: Day | null } {
  const from = check.day('from')
  const to = check.shown('to') === '' ? null : (check.day('to') ?? null)
  if (from && to && to < from) check.refuse('to', 'cell.endsBeforeStart', `早于起始日期 ${from}（填写了“${check.shown('to')}”）`)
  return { from, to }
}

export const from = { id: 'from', heading: '起始日期', aliases: ['起', '生效日期', '实施日期'], required: true }
export const to = { id: 'to', heading: '终止日期', aliases: ['止', '失效日期', '截止日期'], required: false }
export const source = { id: 'source', heading: '依据', aliases: ['来源', '公告', '文件', '来源文件'], required: true }
