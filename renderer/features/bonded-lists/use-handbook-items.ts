import { useMemo } from 'react'
import type { Code } from '../../../shared/codes/tables.ts'
import { useOperation } from '../../app/queries.ts'

/** What a handbook records on one side of the goods, for the picker: found by 备案序号, part number, name and pinyin initials. */
export interface HandbookItems {
  readonly codes: readonly Code[]
  /** 备案序号 of a part number or a name that one item alone has; undefined for others. */
  readonly seqOf: (text: string) => string | undefined
}

const fold = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toUpperCase()

export function useHandbookItems(handbookNo: string, goods: 'material' | 'product'): HandbookItems {
  const rows = useOperation(goods === 'material' ? 'handbooks.materials' : 'handbooks.products', { handbookNo, limit: 100_000 })
    .data?.rows
  return useMemo(() => {
    const seqs = new Map<string, Set<string>>()
    for (const { seq, partNo, name } of rows ?? [])
      for (const word of [partNo, name]) {
        const key = fold(word)
        if (key !== '') seqs.set(key, (seqs.get(key) ?? new Set()).add(String(seq)))
      }
    return {
      codes: (rows ?? []).map(({ seq, partNo, name }) => ({ code: String(seq), name: `${partNo} ${name}`.trim() })),
      seqOf: (text) => {
        const found = seqs.get(fold(text))
        return found?.size === 1 ? [...found][0] : undefined
      },
    }
  }, [rows])
}
