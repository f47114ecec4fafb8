import { day, daysBetween } from '../../shared/domain/day.ts'
import { useOperation } from '../app/queries.ts'
import { Tag } from './tag.tsx'
import type { Tone } from './tag.tsx'

/** Days before a deadline from which it is marked. */
const soon = 7
function deadlineTone(daysLeft: number): Tone {
  return daysLeft < 0 ? 'blocks' : daysLeft <= soon ? 'warns' : 'neutral'
}
const deadlineText = (daysLeft: number): string =>
  daysLeft < 0 ? `逾期 ${-daysLeft} 天` : daysLeft === 0 ? '今天截止' : `剩 ${daysLeft} 天`
const daysLeftOf = (deadline: string, today: string): number => daysBetween(day(today), day(deadline))

/** A last day with the days that are left of it: amber when it is near, red when it has passed. */
export function Deadline({ on, met = false }: { on: string; met?: boolean }) {
  const today = useOperation('house.status', {}).data?.businessDate
  const left = today === undefined ? undefined : daysLeftOf(on, today)
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 8 }}>
      {on}
      {!met && left !== undefined && <Tag tone={deadlineTone(left)}>{deadlineText(left)}</Tag>}
    </span>
  )
}
