import { Link } from 'react-router'
import { shownUnit } from '../../../shared/codes/tables.ts'
import type { BalanceColumn } from '../../../shared/contract/write-off.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import type { MaterialBalance } from './balance-tab.tsx'
import classes from './balance.module.css'
import type { Figure } from './explained-figure.ts'

const steps: readonly { column: BalanceColumn; name: string; total?: boolean }[] = [
  { column: 'imported', name: '进口合计', total: true },
  { column: 'consumed', name: '总耗用' },
  { column: 'domestic', name: '内销' },
  { column: 'reexport', name: '复出' },
  { column: 'surplusOut', name: '余料转出' },
  { column: 'destroyed', name: '销毁' },
  { column: 'balance', name: '结余', total: true },
]
const height = 88
const barWidth = 72

interface Bar {
  column: BalanceColumn
  name: string
  sign: string
  from: number
  to: number
}

/** Each step begins where the one before it ended. */
function barsOf(row: MaterialBalance): Bar[] {
  const bars: Bar[] = []
  for (const { column, name, total } of steps) {
    if (!total && row[column] === '0') continue
    const from = total ? 0 : (bars.at(-1)?.to ?? 0)
    bars.push({ column, name, sign: total ? '' : '−', from, to: total ? Number(row[column]) : from - Number(row[column]) })
  }
  return bars
}

/** From 进口 to 结余, step by step. Bars are drawn from rough numbers; every label is the exact figure. */
export function Waterfall({
  row,
  onExplain,
  flow,
}: {
  row: MaterialBalance
  onExplain: (figure: Figure) => void
  /** The same material as a picture of flows. */
  flow: string
}) {
  const bars = barsOf(row)
  const top = Math.max(0, ...bars.flatMap(({ from, to }) => [from, to]))
  const bottom = Math.min(0, ...bars.flatMap(({ from, to }) => [from, to]))
  const y = (value: number) => (top === bottom ? height : ((top - value) / (top - bottom)) * height)
  const unit = shownUnit(row.unit)
  return (
    <div className={classes.waterfall}>
      <div className={classes.bars}>
        {bars.map(({ column, name, from, to, sign }) => (
          <button
            key={column}
            type="button"
            className={classes.step}
            onClick={() => onExplain({ seq: row.seq, column })}
            title={`${name}：看这个数怎么来的`}
          >
            <svg width={barWidth} height={height} aria-hidden>
              <line x1={0} x2={barWidth} y1={y(0)} y2={y(0)} stroke="var(--mantine-color-gray-3)" />
              <rect
                x={12}
                width={barWidth - 24}
                y={Math.min(y(from), y(to))}
                height={Math.max(2, Math.abs(y(from) - y(to)))}
                fill={to < 0 ? 'var(--blocks)' : sign === '' ? 'var(--mantine-color-petrol-6)' : 'var(--mantine-color-gray-5)'}
              />
            </svg>
            <span className={classes.stepName}>{name}</span>
            <span className={classes.stepValue} data-negative={row[column].startsWith('-') || undefined}>
              {sign}
              {formatQuantity(row[column])}
            </span>
          </button>
        ))}
      </div>
      <dl className={classes.besides}>
        <dt>总耗用中的损耗</dt>
        <dd>
          有形 {formatQuantity(row.tangible)}，无形 {formatQuantity(row.intangible)} {unit}
        </dd>
        <dt>边角料</dt>
        <dd>
          已处置 {formatQuantity(row.scrapDisposed)}，待处置 {formatQuantity(row.scrapLeft)} {unit}
        </dd>
        <dt>预核扣（不在结余内）</dt>
        <dd>
          {formatQuantity(row.reserved)} {unit}
        </dd>
        <dt>备案数量</dt>
        <dd>
          {formatQuantity(row.recordedQuantity)} {unit}
        </dd>
        <dt>从哪里来、到哪里去</dt>
        <dd>
          <Link to={flow}>看流向图</Link>
        </dd>
      </dl>
    </div>
  )
}
