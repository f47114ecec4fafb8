import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { RuleMark } from '../../components/rule-mark.tsx'
import classes from './workbench.module.css'

type WorkItem = Output<'workbench.today'>['todo'][number]
const severities = { blocks: '须处理', warns: '请留意', info: '' }

/** One thing to look at; the whole row is the way to its work. */
export function WorkRow({ item, aside }: { item: WorkItem; aside?: ReactNode }) {
  return (
    <div className={classes.row}>
      <span className={classes.mark} data-severity={item.severity} role="img" aria-label={severities[item.severity]} />
      <span className={classes.text}>
        <Link to={item.to} className={classes.title}>
          {item.title}
        </Link>
        <span className={classes.detail}>
          {item.detail}
          {item.rule && (
            <span className={classes.rule}>
              <RuleMark rule={item.rule} />
            </span>
          )}
        </span>
      </span>
      {aside}
    </div>
  )
}
