import { addDays, day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'

interface Period {
  from: Day
  to: Day
}

/** First and last day of `2025-03`. */
export function monthOf(month: string): Period {
  const first = day(`${month}-01`)
  // Whatever the month, its 31st day after the first lies in the next one.
  return { from: first, to: addDays(day(`${addDays(first, 31).slice(0, 7)}-01`), -1) }
}

/** The last day of the calendar quarter in which a day lies. */
function quarterEnd(of: Day): Day {
  const month = Math.ceil(Number(of.slice(5, 7)) / 3) * 3
  return monthOf(`${of.slice(0, 4)}-${String(month).padStart(2, '0')}`).to
}

/**
 * The next period to record: from the first month with orders that no record covers, after the last record, to the end of its
 * quarter. Null where every order is in a record.
 */
export function nextPeriod(months: readonly Period[], records: readonly Period[]): Period | null {
  const open = months.find(({ to }) => uncovered(to, to, records).length > 0)
  if (!open) return null
  const before = records.filter(({ to }) => to < open.to).map(({ to }) => addDays(to, 1))
  const from = before.reduce((last, at) => (at > last ? at : last), open.from)
  const later = records.map((record) => record.from).filter((at) => at > from)
  const to = later.reduce((first, at) => (at <= first ? addDays(at, -1) : first), quarterEnd(from))
  return { from, to }
}

/** The days from `from` to `to` that no record covers. */
export function uncovered(from: Day, to: Day, records: readonly Period[]): Period[] {
  const gaps: Period[] = []
  let next = from
  for (const record of records.toSorted((a, b) => a.from.localeCompare(b.from))) {
    if (record.to < next) continue
    if (record.from > to) break
    if (record.from > next) gaps.push({ from: next, to: addDays(record.from, -1) })
    next = addDays(record.to, 1)
  }
  if (next <= to) gaps.push({ from: next, to })
  return gaps
}
