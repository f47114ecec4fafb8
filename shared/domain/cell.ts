import type { Day } from './day.ts'
import { dayOf, parseDay } from './day.ts'

/**
 * What a clerk typed, read for what was meant: blanks, full-width characters, separators and ways to write a day that
 * cannot mean anything else are harmless; whatever can mean two things is refused, never guessed.
 */

/** What a cell of a workbook holds; a field of the window and a pasted cell are `text`. */
export type CellKind = 'empty' | 'text' | 'number' | 'date' | 'boolean' | 'error'

/** Characters nobody can see (control, zero-width, direction and byte-order marks): web pages and ERP exports leave them behind. */
// oxlint-disable-next-line no-control-regex
const invisible = /[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g

/** Nothing to clean: what nearly every cell of a long sheet holds. */
export const isPlain = (text: string): boolean => /^[!-~]*$/.test(text)

/** Trimmed of every Unicode blank, invisible characters taken out, a line break inside made one space. Otherwise as typed. */
export const cleanText = (text: string): string =>
  isPlain(text)
    ? text
    : text
        .replace(invisible, '')
        .toWellFormed() // half a character is kept as the sign for an unreadable one, here as in the database
        .split(/[\n\r\u2028\u2029]/)
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .join(' ')

/** The full-width forms of ASCII (U+FF01–FF5E) as ASCII. */
const halfWidth = (text: string): string => text.replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))

/** For codes and numbers of documents: half-width, upper case, no blanks at all. */
export const cleanCode = (text: string): string =>
  (isPlain(text) ? text : halfWidth(cleanText(text)).replace(/\s/g, '')).toUpperCase()

/** For matching a heading: no blanks, half-width signs, without the star of a required column and a closing colon. */
export const cleanHeading = (text: string): string =>
  halfWidth(cleanText(text))
    .replace(/\s/g, '')
    .replace(/^\*+|(?<![*:])[*:]+$/g, '')

/**
 * Signs as typed by an IME or pasted from a document, as the signs of a plain number.
 * A line break stays what it is: it parts two figures, never thousands.
 */
const plainSigns = (text: string): string =>
  isPlain(text)
    ? text
    : halfWidth(text.replace(invisible, '').trim())
        .replace(/[^\S\n\r\u2028\u2029]/g, ' ')
        .replace(/^\u2212/, '-')

/**
 * The plain decimal (for {@link parseScaled}) that the text shows: `１，２３４．５０` is `1234.50`.
 * Separators of thousands (comma or blank, not both) count only where they part groups of three. Undefined for anything else.
 */
export function readDecimal(text: string): string | undefined {
  const match = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d*)(?:\.(\d*))?$/.exec(plainSigns(text))
  if (!match) return undefined
  const whole = (match[2] ?? '').replace(/[, ]/g, '')
  const fraction = match[3] ?? ''
  if (whole === '' && fraction === '') return undefined
  return (match[1] === '-' ? '-' : '') + (whole || '0') + (fraction && `.${fraction}`)
}

/** A figure of a column in percent, with or without its sign: `3`, `3%` and `３％` are `3`. */
export const readPercent = (text: string): string | undefined => readDecimal(plainSigns(text).replace(/ ?%$/, ''))

const timeOfDay = /[ T]([01]?\d|2[0-3]):[0-5]?\d(:[0-5]?\d(\.\d+)?)?Z?$/
const writtenDays = [
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/,
  /^(\d{4})(年)(\d{1,2})月(\d{1,2})[日号]?$/,
  /^(\d{4})()(\d{2})(\d{2})$/,
] as const

/** 1954-10-03 to 2119-01-11: what a number without the style of a date is taken for a day, and not for a quantity. */
const serials = { from: 20_000, to: 80_000 }
/** Day 0 of the 1900 system for every serial after its 29 February 1900, which never was. */
const serialEpoch = Date.UTC(1899, 11, 30)

function daySerial(text: string): Day | undefined {
  const match = /^(\d{5})(\.\d+)?$/.exec(text)
  const days = Number(match?.[1])
  if (!(days >= serials.from && days <= serials.to)) return undefined
  return parseDay(new Date(serialEpoch + days * 86_400_000).toISOString().slice(0, 10))
}

/**
 * The day a cell holds: 2025-02-27, 2025/2/10, 2025.2.10, 2025年2月14日, 20250220, each with or without a time of day, or the
 * serial number of a day in a number cell. Undefined for days that are not in the calendar, and where year, month and day
 * could be read in two orders.
 */
export function readDay(cell: { readonly text: string; readonly kind: CellKind }): Day | undefined {
  const text = halfWidth(cleanText(cell.text)).replace(/\s+/g, ' ')
  if (cell.kind === 'number') {
    const serial = daySerial(text)
    if (serial) return serial
  }
  const date = text.replace(timeOfDay, '').replace(/ ?([-/.年月日号]) ?/g, '$1')
  for (const written of writtenDays) {
    const match = written.exec(date)
    if (match) return dayOf(Number(match[1]), Number(match[3]), Number(match[4]))
  }
  return undefined
}

const totals = /^(本[页单表批月])?(总?合计|总计|小计|共计|累计)(数量?|金额)?(\(.*\))?$/
/** 制表人：张三, 打印时间：2025-12-31 10:00, 以上数据已核对, 第1页/共3页, —— 以下空白 —— */
const notes = /^(\p{Script=Han}{1,12}:|[-—=*(]*(以上|以下|本表|此表)\p{Script=Han}{2}|第\d+页)/u

const isTotal = (text: string): boolean => !isPlain(text) && totals.test(cleanHeading(text))
const isNote = (text: string): boolean => !isPlain(text) && notes.test(halfWidth(cleanText(text)).replace(/\s/g, ''))

/** A word that tells a row of totals, or a remark below a table, from a row of data. */
export const isRemark = (text: string): boolean => isTotal(text) || isNote(text)

/**
 * A row of totals: 合计 or the like stands in it, and nothing in it names something of its own (a code or a day), so that no row of
 * data is ever skipped for an odd cell. That it lacks what a row of its table must have is for the reader of the table to see.
 */
export const isTotalsRow = (cells: readonly string[]): boolean =>
  cells.some(isTotal) && cells.map(cleanHeading).every((cell) => readPercent(cell) !== undefined || !/\d/.test(cell))

/** Who made the table, when it was printed, and other words below it: it begins with such a remark, and nothing else in it is a figure. */
export const isNoteRow = (cells: readonly string[]): boolean =>
  isNote(cells.find((cell) => cleanText(cell) !== '') ?? '') && cells.every((cell) => isNote(cell) || !/\d/.test(halfWidth(cell)))

/** `-1234567.500` as `-1,234,567.5`; text that is no plain decimal stays as it is. */
export function formatQuantity(decimal: string): string {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(decimal)
  if (!match) return decimal
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  const whole = (match[2] ?? '').replace(/\B(?=(\d{3})+$)/g, ',')
  return (match[1] ?? '') + whole + (fraction && `.${fraction}`)
}
