import * as z from 'zod'
import { parseDay } from '../domain/day.ts'
import { parseEntered, rate } from '../domain/exact.ts'
import type { ScaledName } from '../domain/exact.ts'

/** Shapes that several operations share. */

/** An exact number as text: no exponent, no separators, no trailing zeros when it comes from the engine. */
export const decimal = z
  .string()
  .max(64)
  .regex(/^-?\d+(\.\d+)?$/, '须为十进制数字')
const enteredProblems = {
  Money: { notANumber: '须为十进制数字', tooManyDecimals: '金额最多 5 位小数', tooLarge: '金额过大' },
  Quantity: { notANumber: '须为十进制数字', tooManyDecimals: '数量最多 5 位小数', tooLarge: '数量过大' },
  Rate: { notANumber: '须为十进制数字', tooManyDecimals: '最多 9 位小数', tooLarge: '数值过大' },
} as const
/** A figure that comes in: no finer than its scale, no larger than real goods. */
const entered = (name: ScaledName & keyof typeof enteredProblems) =>
  decimal.superRefine((typed, context) => {
    const value = parseEntered(name, typed)
    if (typeof value === 'string') context.addIssue({ code: 'custom', message: enteredProblems[name][value] })
  })
export const enteredQuantity = entered('Quantity')
export const enteredRate = entered('Rate')
export const enteredMoney = entered('Money')
/** Of a figure that has been found to be one. */
export const isAboveZero = (figure: string): boolean => !figure.startsWith('-') && /[1-9]/.test(figure)
/** From nothing to the whole, in percent. */
export const isShare = (figure: string): boolean => {
  const value = parseEntered('Rate', figure)
  return typeof value === 'bigint' && value >= 0n && value <= rate('100')
}
export const text = (most: number) => z.string().trim().max(most)
/** A field that forms send empty when it is not filled. */
export const optionalText = (most: number) => text(most).default('')
export const businessDate = z.string().refine((typed) => parseDay(typed) !== undefined, '须为 YYYY-MM-DD 日期')
/** A moment, ISO 8601 in UTC with milliseconds. */
export const instant = z.iso.datetime()
export const handbookNo = z
  .string()
  .trim()
  .length(12, '手册编号为 12 位')
  .regex(/^[A-Z][0-9A-Z]{11}$/, '手册编号由大写字母和数字组成')
export const fileId = z.uuid()
/** 备案序号 */
export const itemSeq = z.int().min(1).max(999_999_999)
export const goods = z.enum(['material', 'product'])
export const direction = z.enum(['I', 'E'])

/** 核扣标志: only `booked` counts in the balance. */
export const listStatus = z.enum(['booked', 'reserved', 'unbooked', 'deleted'])

/** What a guard says before something is done: the rule, what is wrong, what to do, and where (`to` is a path of the window). */
export const guard = z.object({
  /** blocks: it cannot be filed so; warns: it can, and the clerk has seen it. */
  severity: z.enum(['passes', 'warns', 'blocks']),
  rule: z.string(),
  message: z.string(),
  /** What to do; empty where it passes. */
  next: z.string(),
  lineNo: z.int().nullable(),
  /** Field of the head or of the line; empty where it is about the whole. */
  column: z.string(),
  to: z.string().nullable(),
})
export type Guard = z.infer<typeof guard>

/** A dated row that a figure was taken from. */
export const basis = z.object({
  what: z.string(),
  value: z.string(),
  from: businessDate,
  to: businessDate.nullable(),
  source: z.string(),
})

/** One material (or one thing as presented) that is taxed: a row of the tax sheet. */

/** A page of a long table. `sort` and `filter` name columns of the row; the filter is "contains", or =, >, <, >=, <= followed by a value; `=a|b` is one of several. */
export const pageOf = (columns: readonly [string, ...string[]]) => ({
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(100_000).default(200),
  sort: z.object({ column: z.enum(columns), descending: z.boolean().default(false) }).optional(),
  filter: z.partialRecord(z.enum(columns), z.string().max(4000)).optional(),
  /** Quick find over all text columns. */
  find: z.string().max(200).optional(),
})

/** Where in a file a mistake stands: the sheet's name without surrounding blanks, Excel's row number, the column's standard heading. */
export const refusedRow = z.object({
  sheet: z.string(),
  row: z.int(),
  column: z.string(),
  code: z.string(),
  message: z.string(),
})
export type RefusedRow = z.infer<typeof refusedRow>

/** What was recognised in a workbook: for the preview before an import. */
export const recognisedSheet = z.object({
  sheet: z.string(),
  /** The table of the product that it is read as, in Chinese: 清单表头, 料件 … */
  readAs: z.string(),
  headerRow: z.int(),
  rows: z.int(),
  /** Skipped on purpose: blank rows and totals rows. */
  skippedRows: z.int(),
  columns: z.array(z.object({ heading: z.string(), readAs: z.string().nullable(), letter: z.string() })),
  /** The first rows as text, in the order of `columns`. */
  sample: z.array(z.array(z.string())),
})
export type RecognisedSheet = z.infer<typeof recognisedSheet>
