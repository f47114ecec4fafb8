import { useMemo } from 'react'
import { useOperation } from '../../app/queries.ts'

/** The declared unit of each product, by its number: what orders count their products in. */
export function useProductUnits(handbookNo: string): ReadonlyMap<number, string> {
  const products = useOperation('handbooks.products', { handbookNo, limit: 100_000 }).data?.rows
  return useMemo(() => new Map(products?.map(({ seq, unit }) => [seq, unit])), [products])
}
