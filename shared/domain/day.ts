/**
 * Business dates: a calendar day of China, written `2025-03-05`. The clock is never read here; whoever needs today is given it.
 */
declare const brand: unique symbol
export type Day = string & { readonly [brand]: 'Day' }

const millisecondsPerDay = 86_400_000
/** China Standard Time has no daylight saving: the business day of an instant needs no time-zone data. */
const chinaOffset = 8 * 3_600_000

/** The day, or undefined where the calendar has no such day (2025-02-30). Years 1900 to 2199. */
export function dayOf(year: number, month: number, dayOfMonth: number): Day | undefined {
  if (year < 1900 || year > 2199) return undefined
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth))
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== dayOfMonth) return undefined
  return date.toISOString().slice(0, 10) as Day
}

/** Strict `YYYY-MM-DD`. */
export function parseDay(text: string): Day | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  return match ? dayOf(Number(match[1]), Number(match[2]), Number(match[3])) : undefined
}

/** @throws where `text` is not a day: for values already checked. */
export function day(text: string): Day {
  const result = parseDay(text)
  if (!result) throw new RangeError(`not a day: ${text}`)
  return result
}

const serial = (of: Day): number => Date.parse(`${of}T00:00:00Z`) / millisecondsPerDay
const fromSerial = (days: number): Day => new Date(days * millisecondsPerDay).toISOString().slice(0, 10) as Day

export const addDays = (to: Day, days: number): Day => fromSerial(serial(to) + days)
/** Days from `from` to `to`; the first day is not counted (C-1). */
export const daysBetween = (from: Day, to: Day): number => serial(to) - serial(from)
/** 0 Sunday … 6 Saturday. Day 0 of the count, 1970-01-01, was a Thursday. */
export const weekday = (of: Day): number => (((serial(of) + 4) % 7) + 7) % 7
export const yearOf = (of: Day): number => Number(of.slice(0, 4))

/** The same day number `months` later, clipped to the month's end (C-2): 31 January + 1 month is 28 or 29 February. */
export function addMonths(to: Day, months: number): Day {
  const count = yearOf(to) * 12 + Number(to.slice(5, 7)) - 1 + months
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1]
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1, Math.min(Number(to.slice(8)), last))).toISOString().slice(0, 10) as Day
}
export const addYears = (to: Day, years: number): Day => addMonths(to, years * 12)

/** The business day in which an instant (`2025-03-05T01:02:03.000Z`) falls in China. */
export const dayOfInstant = (instant: string): Day =>
  new Date(Date.parse(instant) + chinaOffset).toISOString().slice(0, 10) as Day

/** An instant as the clocks of China show it: `2025-03-05 09:02:03`. */
export const clockOfInstant = (instant: string): string =>
  new Date(Date.parse(instant) + chinaOffset).toISOString().slice(0, 19).replace('T', ' ')
