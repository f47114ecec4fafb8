import { Tooltip } from '@mantine/core'
import { Link } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { addDays, day, daysBetween } from '../../../shared/domain/day.ts'
import classes from './workbench.module.css'

const length = 60

/** The next sixty days with what falls due in them; what is overdue stands at the left edge. */
export function SixtyDays({ from, due }: { from: string; due: Output<'workbench.today'>['due'] }) {
  const start = day(from)
  const days = Array.from({ length: length + 1 }, (_, index) => addDays(start, index))
  const marks = due.filter(({ daysLeft }) => daysLeft <= length)
  return (
    <section className={classes.strip} aria-label="今后六十天">
      {days.map((date, index) => (
        <div key={date} className={classes.day} data-weekend={isWeekend(date) || undefined}>
          {(index === 0 || date.endsWith('-01') || date.endsWith('-11') || date.endsWith('-21')) && !isCrowded(days, index) && (
            <span className={classes.dayLabel}>{index === 0 ? '今天' : date.slice(5)}</span>
          )}
        </div>
      ))}
      {marks.map((item, index) => {
        const at = Math.max(0, daysBetween(start, day(item.date)))
        // What falls on the same day stands side by side.
        const beside = marks.slice(0, index).filter((other) => Math.max(0, daysBetween(start, day(other.date))) === at).length
        return (
          <Tooltip key={item.to + item.title} label={`${item.date}　${item.title}`}>
            <Link
              to={item.to}
              className={classes.due}
              data-severity={item.severity}
              style={{ left: `calc(${((at + 0.5) / (length + 1)) * 100}% + ${beside * 14}px)` }}
              aria-label={`${item.date} ${item.title}`}
            />
          </Tooltip>
        )
      })}
    </section>
  )
}

const isWeekend = (date: string): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())
/** A label right after 今天 would run into it. */
const isCrowded = (days: readonly string[], index: number): boolean => index > 0 && index < 3 && days[0] !== undefined
