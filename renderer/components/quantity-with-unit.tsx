import { shownUnit } from '../../shared/codes/tables.ts'
import { formatQuantity } from './fields/format.ts'

/** A figure in its declared unit: `1,250.5 千克`. */
export function QuantityWithUnit({ value, unit }: { value: string; unit: string }) {
  return (
    <>
      {formatQuantity(value)} <span style={{ color: 'var(--mantine-color-dimmed)', fontSize: 12 }}>{shownUnit(unit)}</span>
    </>
  )
}
