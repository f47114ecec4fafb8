import { parseEntered, printQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import type { GridRow } from './list-draft-columns.tsx'

const quantityOf = (text: string): bigint => {
  const value = parseEntered('Quantity', text)
  return typeof value === 'bigint' ? value : 0n
}

/** What a line may say of its item beside the other lines of the list; undefined where they leave it nothing. */
export function leftFor(row: GridRow, rows: readonly Pick<GridRow, 'key' | 'cells'>[]): string | undefined {
  const item = row.cells['itemSeq']
  const others = rows.filter(({ key, cells }) => key !== row.key && cells['itemSeq'] === item)
  const taken = others.reduce((sum, { cells }) => sum + quantityOf(cells['quantity'] ?? ''), 0n)
  const left = quantityOf(row.facts?.item.left ?? '') - taken
  return left > 0n ? printQuantity(left as Quantity) : undefined
}
