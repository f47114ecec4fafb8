import { shownUnit } from '../../../shared/codes/tables.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { isShort, kindNames, physicalParts } from './stocktake-words.ts'
import type { Difference } from './stocktake-words.ts'
import classes from './stocktakes.module.css'

/** Lengths of bars only: what is read stands beside them as the exact figure. */
const rough = (figure: string): number => Math.max(0, Number(figure))

/** Book against physical of one material, the physical by where it was counted. */
export function DifferencePicture({ difference: row }: { difference: Difference }) {
  const unit = shownUnit(row.unit)
  const parts = physicalParts.filter(({ kind }) => row[kind] !== '0')
  const added = parts.filter(({ sign }) => sign === '+')
  // What was delivered and not declared is no longer there: the bar ends where the physical figure does.
  const sum = added.reduce((total, { kind }) => total + rough(row[kind]), 0)
  const physical = rough(row.physical)
  const shrink = sum === 0 ? 0 : physical / sum
  const whole = Math.max(rough(row.book), physical, Number.MIN_VALUE)
  const width = (figure: number) => ({ width: `${(figure / whole) * 100}%` })
  return (
    <div className={classes.picture}>
      <span className={classes.name}>账面</span>
      <span className={classes.bar} aria-hidden>
        <span data-part="book" style={width(rough(row.book))} />
      </span>
      <span className={classes.figure}>
        {formatQuantity(row.book)} {unit}
      </span>
      <span className={classes.name}>实盘</span>
      <span className={classes.bar} aria-hidden>
        {added.map(({ kind }) => (
          <span key={kind} data-part={kind} style={width(rough(row[kind]) * shrink)} />
        ))}
        {isShort(row) && <span data-part="missing" style={width(Math.max(0, rough(row.book) - physical))} />}
      </span>
      <span className={classes.figure}>
        {formatQuantity(row.physical)} {unit}
      </span>
      <ul className={classes.legend}>
        {parts.map(({ kind, sign }) => (
          <li key={kind}>
            <span className={classes.bar} style={{ height: 10 }} aria-hidden>
              <span data-part={kind} className={classes.swatch} />
            </span>
            {sign === '−' && '减 '}
            {kindNames[kind]} {formatQuantity(row[kind])}
          </li>
        ))}
        {row.difference !== '0' && (
          <li>
            {isShort(row) && (
              <span className={classes.bar} style={{ height: 10 }} aria-hidden>
                <span data-part="missing" className={classes.swatch} />
              </span>
            )}
            {isShort(row) ? '短少' : '溢余'} {formatQuantity(row.difference.replace('-', ''))} {unit}
            {row.undeclared !== '0' && `，其中收送未报 ${formatQuantity(row.undeclared)}`}
          </li>
        )}
      </ul>
    </div>
  )
}
