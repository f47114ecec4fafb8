import { day, daysBetween } from '../../../shared/domain/day.ts'
import { ShareBar } from '../../components/share-bar.tsx'
import { isReported, validityText, validityTone } from '../../components/handbook-words.ts'
import type { HandbookSummary } from '../../components/handbook-words.ts'

/** How much of the validity has passed, and what is left of it. */
export function ValidityBar({ handbook, withDate = false }: { handbook: HandbookSummary; withDate?: boolean }) {
  const { establishedOn, validTo, daysLeft } = handbook
  const whole = Math.max(1, daysBetween(day(establishedOn), day(validTo)))
  const ended = isReported(handbook)
  const tone = ended ? 'neutral' : validityTone(daysLeft)
  return (
    <ShareBar percent={100 - (daysLeft / whole) * 100} tone={tone}>
      {withDate && `${validTo}　`}
      <span style={{ color: tone === 'blocks' ? 'var(--blocks)' : tone === 'warns' ? 'var(--warns)' : undefined }}>
        {ended ? '' : validityText(daysLeft)}
      </span>
    </ShareBar>
  )
}
