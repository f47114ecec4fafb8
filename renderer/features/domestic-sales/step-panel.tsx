import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Button } from '@mantine/core'
import type { Guard } from '../../../shared/contract/values.ts'
import { RuleMark } from '../../components/rule-mark.tsx'
import { Tag } from '../../components/tag.tsx'
import { stepNames, steps, wayName } from './guard-places.ts'
import type { Step } from './guard-places.ts'
import classes from './sale.module.css'

const severities: Record<Guard['severity'], { word: string; tone: 'blocks' | 'warns' | 'neutral' }> = {
  blocks: { word: '阻断', tone: 'blocks' },
  warns: { word: '提醒', tone: 'warns' },
  passes: { word: '通过', tone: 'neutral' },
}
const order = ['blocks', 'warns', 'passes'] as const

/** One step of the workbench, with what is wrong in it at its place. */
export function StepPanel({
  step,
  aside,
  guards,
  mend,
  children,
}: {
  step: Step
  aside?: ReactNode
  guards: readonly Guard[]
  /** What mends a guard on this page, where nothing else leads there. */
  mend?: (guard: Guard) => ReactNode
  children: ReactNode
}) {
  return (
    <section className={classes.step} id={`step-${step}`} aria-label={stepNames[step]}>
      <header className={classes.stepHead}>
        <h2>
          <span className={classes.stepNo}>{steps.indexOf(step) + 1}</span>
          {stepNames[step]}
        </h2>
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

/** The worst first; what passes says nothing here. */
function Missing({ guards, mend }: { guards: readonly Guard[]; mend: ((guard: Guard) => ReactNode) | undefined }) {
  const told = guards
    .filter(({ severity }) => severity !== 'passes')
    .toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
  if (told.length === 0) return null
  return (
    <ul className={classes.missing}>
      {told.map((guard, index) => (
        <li key={index} data-severity={guard.severity}>
          <Tag tone={severities[guard.severity].tone}>{severities[guard.severity].word}</Tag>
          <div className={classes.missingText}>
            {guard.lineNo !== null && `第 ${guard.lineNo} 行：`}
            {guard.message}
            {guard.next && <span className={classes.quiet}>　{guard.next}</span>}
          </div>
          <Rules of={guard.rule} />
          {mend?.(guard)}
          {guard.to && (
            <Button size="compact-xs" variant={guard.severity === 'blocks' ? 'filled' : 'default'} component={Link} to={guard.to}>
              {wayName(guard.to)}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
