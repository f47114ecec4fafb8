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
/** The worst first. */
export const severities = ['blocks', 'warns', 'passes'] as const satisfies readonly Guard['severity'][]

export const SeverityTag = ({ of }: { of: Guard['severity'] }) => <Tag tone={words[of][1]}>{words[of][0]}</Tag>

export const worstFirst = (guards: readonly Guard[]): readonly Guard[] =>
  guards.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))

export const isBlocked = (guards: readonly Guard[]): boolean => guards.some(({ severity }) => severity === 'blocks')

/** What was checked, the worst first: the rule, what is wrong, what to do, and the way there, unless it is done `here`. */
export function GuardList({ guards, here }: { guards: readonly Guard[]; here?: string }) {
  const { pathname } = useLocation()
  const leads = (to: string) => to !== pathname && (here === undefined || !to.startsWith(here))
  return (
    <ul className={classes.guards}>
      {worstFirst(guards).map((guard, index) => (
        <li key={index}>
          <SeverityTag of={guard.severity} />
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
