import { HoverCard } from '@mantine/core'
import { findRule } from '../../shared/domain/rules.ts'
import classes from './rule-mark.module.css'

/** The number of a rule; hovered or reached by Tab, what it says, where that stands, since when, and how sure it is. */
export function RuleMark({ rule: number }: { rule: string }) {
  const rule = findRule(number)
  if (!rule) return <span className={classes.mark}>{number}</span>
  return (
    <HoverCard width={380} openDelay={200} withinPortal>
      <HoverCard.Target>
        <button type="button" className={classes.mark} data-known aria-label={`${number}：${rule.text}`}>
          {number}
        </button>
      </HoverCard.Target>
      <HoverCard.Dropdown className={classes.card}>
        <p>{rule.text}</p>
        <p className={classes.about}>
          {rule.source}
          {rule.from !== '' && `　${rule.from} 起`}　{rule.confidence}
        </p>
      </HoverCard.Dropdown>
    </HoverCard>
  )
}
