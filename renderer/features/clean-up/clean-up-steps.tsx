import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { RuleMark } from '../../components/rule-mark.tsx'
import { Tag } from '../../components/tag.tsx'
import type { Tone } from '../../components/tag.tsx'
import classes from './clean-up.module.css'

type Step = Output<'cleanUp.get'>['steps'][number]
type Item = Step['items'][number]

const states: Record<Step['state'], { name: string; tone: Tone }> = {
  done: { name: '已了', tone: 'neutral' },
  open: { name: '要办', tone: 'accent' },
  later: { name: '等前面的步骤', tone: 'neutral' },
  notNeeded: { name: '不需要', tone: 'neutral' },
}
const severities: Record<Item['severity'], { name: string; tone: Tone }> = {
  blocks: { name: '阻断', tone: 'blocks' },
  warns: { name: '提醒', tone: 'warns' },
  info: { name: '情况', tone: 'neutral' },
}
/** Items that stand open: more of one kind is read in its own list, and a later step is not worked on yet; what blocks is always seen. */
const shownItems: Record<Step['state'], number> = { open: 5, later: 0, done: 0, notNeeded: 0 }

/** The seven steps, each knowing how far it is. */
export const CleanUpSteps = ({ steps }: { steps: readonly Step[] }) => (
  <ol className={classes.steps}>
    {steps.map((step, place) => (
      <li key={step.step} className={classes.step} data-state={step.state}>
        <span className={classes.mark} aria-hidden>
          {step.state === 'done' ? <IconCheck size={14} stroke={2.4} /> : place + 1}
        </span>
        <div className={classes.body}>
          <div className={classes.head}>
            <h3>{step.title}</h3>
            <Tag tone={states[step.state].tone}>{states[step.state].name}</Tag>
            <RuleMark rule={step.rule} />
            <span className={classes.detail}>{step.detail}</span>
            {step.action && (
              <Button
                component={Link}
                to={step.action.to}
                size="compact-sm"
                variant={step.state === 'open' ? 'filled' : 'default'}
                className={classes.action}
              >
                {step.action.label}
              </Button>
            )}
          </div>
          <Items items={step.items} first={firstOf(step)} />
        </div>
      </li>
    ))}
  </ol>
)

const firstOf = ({ state, items }: Step): number =>
  Math.max(shownItems[state], items.findLastIndex(({ severity }) => severity === 'blocks') + 1)

function Items({ items, first }: { items: readonly Item[]; first: number }) {
  const [all, setAll] = useState(false)
  if (items.length === 0) return null
  const shown = all ? items : items.slice(0, first)
  return (
    <ul className={classes.items}>
      {shown.map(({ severity, title, detail, to }, index) => (
        <li key={index}>
          <Tag tone={severities[severity].tone}>{severities[severity].name}</Tag>
          <Link to={to}>{title}</Link>
          <span className={classes.quiet}>{detail}</span>
        </li>
      ))}
      {shown.length < items.length && (
        <li>
          <Button size="compact-xs" variant="subtle" ml={-8} onClick={() => setAll(true)}>
            {first === 0 ? '看' : '还有'} {items.length - shown.length} 项
          </Button>
        </li>
      )}
    </ul>
  )
}
