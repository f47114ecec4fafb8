import type { Output } from '../../../shared/contract/contract.ts'
import { calendarOf, isWorkingDay } from '../../../shared/domain/calendar.ts'
import { addDays, addMonths, day, daysBetween, dayOf, weekday } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import classes from './calendar.module.css'

const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

/** Twelve small months, from Monday to Sunday. The table beside it says the same in words. */
export function YearGrid({
  year,
  days,
  today,
}: {
  year: number
  days: Output<'reference.calendar'>['days']
  today: string | undefined
}) {
  const calendar = calendarOf(days.map(({ on, kind }) => ({ on: day(on), kind })))
  const names = new Map(days.map(({ on, name }) => [on, name]))
  const stateOf = (on: Day) => calendar.days.get(on) ?? (isWorkingDay(on, calendar) ? undefined : 'weekend')
  return (
    <div className={classes.months} aria-hidden>
      {months.map((month) => {
        const first = dayOf(year, month, 1)
        if (!first) return null
        const length = daysBetween(first, addMonths(first, 1))
        return (
          <div key={month}>
            <div className={classes.monthName}>{month} 月</div>
            <div className={classes.month}>
              {Array.from({ length }, (_, index) => {
                const on = addDays(first, index)
                return (
                  <span
                    key={on}
                    className={classes.day}
                    data-state={stateOf(on)}
                    data-today={on === today || undefined}
                    style={index === 0 ? { gridColumnStart: ((weekday(on) + 6) % 7) + 1 } : undefined}
                    title={names.get(on)}
                  >
                    {index + 1}
                  </span>
                )
              })}
            </div>
          </div>
        )
      })}
    </div>
  )
}

export const YearLegend = () => (
  <div className={classes.legend} aria-hidden>
    <span>
      <span className={classes.day} data-state="rest">
        1
      </span>
      放假
    </span>
    <span>
      <span className={classes.day} data-state="work">
        1
      </span>
      调休上班
    </span>
    <span>
      <span className={classes.day} data-state="weekend">
        1
      </span>
      周末
    </span>
  </div>
)
