import { formatQuantity } from '../../components/fields/format.ts'
import { materialFigures } from './report-columns.ts'
import type { ReportedMaterial } from './report-columns.ts'
import classes from './report.module.css'

/** R-112 of one row, with its numbers in it. */
export function ReportProof({ row }: { row: ReportedMaterial }) {
  const terms = materialFigures.filter(({ sign }) => sign === '+' || sign === '−')
  return (
    <div className={classes.proof}>
      {terms.map(({ id, title, sign }, index) => (
        <span key={id} className={classes.term}>
          <span className={classes.termName}>{title}</span>
          <span>
            {index > 0 && `${sign} `}
            {formatQuantity(row[id])}
          </span>
        </span>
      ))}
      <span className={classes.term}>
        <span className={classes.termName}>算出</span>
        <span>= {formatQuantity(row.reckoned)}</span>
      </span>
      <span className={classes.term}>
        <span className={classes.termName}>料件剩余数量</span>
        <span>{formatQuantity(row.remaining)}</span>
      </span>
      <span className={classes.verdict} data-broken={!row.holds || undefined}>
        {row.holds ? '✓ 平（R-112，允差 0.00001）' : `✗ 差 ${formatQuantity(row.gap)}`}
      </span>
    </div>
  )
}
