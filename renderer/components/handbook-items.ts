import { useMemo } from 'react'
import type { Code } from '../../shared/codes/tables.ts'
import type { Output } from '../../shared/contract/contract.ts'
import { useOperation } from '../app/queries.ts'

type HandbookItem = Output<'handbooks.materials'>['rows'][number]
const everything = { limit: 100_000 }

/** The items of one side of a handbook, by number, and as a list to choose from; empty while no handbook is chosen. */
export function useHandbookItems(handbookNo: string, goods: 'material' | 'product') {
  const known = handbookNo !== ''
  const materials = useOperation('handbooks.materials', { handbookNo, ...everything }, { enabled: known && goods === 'material' })
  const products = useOperation('handbooks.products', { handbookNo, ...everything }, { enabled: known && goods === 'product' })
  const rows = (goods === 'material' ? materials : products).data?.rows
  return useMemo(() => {
    const bySeq: ReadonlyMap<string, HandbookItem> = new Map(rows?.map((item) => [String(item.seq), item]))
    const codes: readonly Code[] =
      rows?.map(({ seq, name, spec }) => ({ code: String(seq), name: `${name} ${spec}`.trim() })) ?? []
    return { bySeq, codes }
  }, [rows])
}
