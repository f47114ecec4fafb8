import { useOperation } from '../../app/queries.ts'
import { Tag } from '../../components/tag.tsx'
import { daysLeftOf, deadlineText, deadlineTone } from './transfer-words.ts'

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
