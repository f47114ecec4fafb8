import { day, daysBetween } from '../../../shared/domain/day.ts'
import { ShareBar } from '../../components/share-bar.tsx'
import { validityText, validityTone } from './handbook-words.ts'
import type { HandbookSummary } from './handbook-words.ts'

/** How much of the validity has passed, and what is left of it. */
export function ValidityBar({ handbook, withDate = false }: { handbook: HandbookSummary; withDate?: boolean }) {
  const { establishedOn, validTo, daysLeft } = handbook
  const whole = Math.max(1, daysBetween(day(establishedOn), day(validTo)))
  const tone = validityTone(daysLeft)
  return (
    <ShareBar percent={100 - (daysLeft / whole) * 100} tone={tone}>
      {withDate && `${validTo}　`}
      <span style={{ color: tone === 'blocks' ? 'var(--blocks)' : tone === 'warns' ? 'var(--warns)' : undefined }}>
        {validityText(daysLeft)}
      </span>
    </ShareBar>
  )
}
