import { Tooltip } from '@mantine/core'
import { RuleMark } from '../../components/rule-mark.tsx'
import type { Life } from './life-words.ts'
import classes from './life.module.css'

const left = (days: number): string => (days < 0 ? `过了 ${-days} 天` : days === 0 ? '今天' : `${days} 天`)

/** The days that the law sets; warnings go by the raw one (C-1). */
export const LifeDates = ({ dates }: { dates: Life['dates'] }) => (
  <table className={classes.dates}>
    <thead>
      <tr>
        <th>期限</th>
        <th>日期</th>
        <th>遇假日顺延至</th>
        <th data-numeric>还有</th>
        <th>依据</th>
      </tr>
    </thead>
    <tbody>
      {dates.map(({ what, rule, raw, rolled, daysLeft, severity }) => (
        <tr key={what + raw} data-severity={severity}>
          <td>{what}</td>
          <td>{raw}</td>
          <td>
            {rolled === raw ? (
              <span className={classes.rolled}>工作日，不顺延</span>
            ) : (
              <Tooltip label="提醒按未顺延的日期计算，不等到顺延日">
                <span>{rolled}</span>
              </Tooltip>
            )}
          </td>
          <td data-numeric data-left>
            {left(daysLeft)}
          </td>
          <td>
            <RuleMark rule={rule} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
