import type { Output } from '../../../shared/contract/contract.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { Tag } from '../../components/tag.tsx'
import type { Tone } from '../../components/tag.tsx'

export type Point = Output<'selfVerification.compare'>['points'][number]

/** What a deviation outside the tolerance still needs; without it no record is signed. */
export const standing: Record<Point['open'], { name: string; tone: Tone }> = {
  explain: { name: '待说明', tone: 'blocks' },
  approve: { name: '待复核', tone: 'warns' },
  nothing: { name: '已复核', tone: 'neutral' },
}

/** More than declared is a plus: the sign says which way, not the colour alone. */
export function DeviationText({ point }: { point: Point }) {
  if (point.deviation === null) return point.within ? <>无</> : <Tag tone={standing[point.open].tone}>未申报</Tag>
  const text = `${/^(0$|-)/.test(point.deviation) ? '' : '+'}${formatQuantity(point.deviation)}%`
  // Red is for what blocks: less than declared, within the tolerance, is nothing of the kind.
  return point.within ? (
    <span style={{ color: 'var(--mantine-color-text)' }}>{text}</span>
  ) : (
    <Tag tone={standing[point.open].tone}>{text}</Tag>
  )
}

export const methodNames: Record<Output<'selfVerification.periods'>['method'], string> = {
  unitConsumption: '单耗',
  bill: '耗料清单',
  workOrder: '工单',
}
