import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Button } from '@mantine/core'
import type { Guard } from '../../../shared/contract/values.ts'
import { SeverityTag, worstFirst } from '../../components/guard-list.tsx'
import { RuleMark } from '../../components/rule-mark.tsx'
import { stepNames, steps, wayOf } from './guard-places.ts'
import type { Step } from './guard-places.ts'
import classes from './sale.module.css'

/** One step of the workbench, with what is wrong in it at its place. */
export function StepPanel({
  step,
  calm,
  aside,
  guards,
  mend,
  children,
}: {
  step: Step
  /** One sentence that says all, beside the name. */
  calm?: string | undefined
  aside?: ReactNode
  guards: readonly Guard[]
  /** What mends a guard on this page, where nothing else leads there. */
  mend?: (guard: Guard) => ReactNode
  children?: ReactNode
}) {
  return (
    <section className={classes.step} id={`step-${step}`} aria-label={stepNames[step]}>
      <header className={classes.stepHead}>
        <h2>
          <span className={classes.stepNo}>{steps.indexOf(step) + 1}</span>
          {stepNames[step]}
        </h2>
        {calm && <span className={classes.stepCalm}>{calm}</span>}
        {aside && <div className={classes.stepAside}>{aside}</div>}
      </header>
      <Missing guards={guards} mend={mend} />
      {children}
    </section>
  )
}

/** `R-74、R-76`: each number says what it is. */
export const Rules = ({ of }: { of: string }) => (
  <span className={classes.rules}>
    {of.split('、').map((number) => (
      <RuleMark key={number} rule={number} />
    ))}
  </span>
)

/** What is told alike, of several lines, items or days, is one row. */
function alike(guards: readonly Guard[]): readonly (readonly Guard[])[] {
  const told = worstFirst(guards).filter(({ severity }) => severity !== 'passes')
  return [...Map.groupBy(told, ({ severity, rule, next, to }) => `${severity} ${rule} ${next} ${to ?? ''}`).values()]
}

const say = ({ lineNo, message }: Guard): string => (lineNo === null ? message : `第 ${lineNo} 行：${message}`)

/** The worst first; what passes says nothing here. */
function Missing({ guards, mend }: { guards: readonly Guard[]; mend: ((guard: Guard) => ReactNode) | undefined }) {
  const groups = alike(guards)
  if (groups.length === 0) return null
  return (
    <ul className={classes.missing}>
      {groups.map(([guard, ...others], index) => {
        if (!guard) return null
        const { severity, next, rule, to } = guard
        const way = to === null ? undefined : wayOf(to)
        return (
          <li key={index} data-severity={severity}>
            <SeverityTag of={severity} />
            <div className={classes.missingText}>
              <span>{say(guard)}</span>
              {next && <span className={classes.quiet}>　{next}</span>}
              {others.length > 0 && (
                <details>
                  <summary className={classes.quiet}>还有 {others.length} 处同样的</summary>
                  {others.map((other) => (
                    <div key={say(other)}>{say(other)}</div>
                  ))}
                </details>
              )}
            </div>
            <Rules of={rule} />
            {mend?.(guard)}
            {way && (
              <Button size="compact-xs" variant={severity === 'blocks' ? 'filled' : 'default'} component={Link} to={way.to}>
                {way.name}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
