import { useMemo } from 'react'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { useOperation } from '../../app/queries.ts'
import type { ItemNames } from './draft-columns.tsx'
import type { DraftRow } from './draft-words.ts'

function bySeq(rows: readonly DraftRow[] = []): ItemNames['products'] {
  return new Map(
    rows.map((row) => {
      const cells = row.mark === '2' ? (row.before ?? {}) : row.cells
      const unit = cells['unit'] ?? ''
      return [cells['seq'] ?? '', { name: cells['name'] ?? '', unit: shownUnit(unit) }]
    }),
  )
}

/** Names of a draft's items by their number, for the rows that refer to them. */
export function useItemNames(draftId: string, enabled = true): ItemNames {
  const products = useOperation('handbookDrafts.rows', { draftId, body: 'products' }, { enabled }).data?.rows
  const materials = useOperation('handbookDrafts.rows', { draftId, body: 'materials' }, { enabled }).data?.rows
  return useMemo(() => ({ products: bySeq(products), materials: bySeq(materials) }), [products, materials])
}
