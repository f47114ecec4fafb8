import { Link, useLocation } from 'react-router'
import type { Guard } from '../../shared/contract/values.ts'
import { RuleMark } from './rule-mark.tsx'
import { Tag } from './tag.tsx'
import type { Tone } from './tag.tsx'
import classes from './guard-list.module.css'

const words: Record<Guard['severity'], readonly [word: string, tone: Tone]> = {
  blocks: ['阻断', 'blocks'],
  warns: ['提醒', 'warns'],
  passes: ['通过', 'neutral'],
}
const order = ['blocks', 'warns', 'passes'] as const

export const isBlocked = (guards: readonly Guard[]): boolean => guards.some(({ severity }) => severity === 'blocks')

/** What was checked, the worst first: the rule, what is wrong, what to do, and the way there, unless it is done `here`. */
export function GuardList({ guards, here }: { guards: readonly Guard[]; here?: string }) {
  const { pathname } = useLocation()
  const leads = (to: string) => to !== pathname && (here === undefined || !to.startsWith(here))
  const sorted = guards.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
  return (
    <ul className={classes.guards}>
      {sorted.map((guard, index) => (
        <li key={index}>
          <Tag tone={words[guard.severity][1]}>{words[guard.severity][0]}</Tag>
          <div>
            {guard.lineNo !== null && `第 ${guard.lineNo} 行：`}
            {guard.message}
            {guard.next && <div className={classes.next}>{guard.next}</div>}
          </div>
          <span className={classes.rule}>
            <RuleMark rule={guard.rule} />
            {guard.to && leads(guard.to) && <Link to={guard.to}>去处理</Link>}
          </span>
        </li>
      ))}
    </ul>
  )
}
