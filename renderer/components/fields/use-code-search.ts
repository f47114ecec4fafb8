import { useEffect, useMemo, useState } from 'react'
import type { Code } from '../../../shared/codes/tables.ts'
import type { CodeSearch } from './code-search.ts'

/**
 * Undefined until it is there. The dictionary of pinyin comes after the page, before anybody types; the initials of a thousand names
 * are made when the codes are `wanted`.
 */
export function useCodeSearch(codes: readonly Code[] | undefined, wanted: boolean): CodeSearch | undefined {
  const [searching, setSearching] = useState<typeof import('./code-search.ts')>()
  useEffect(() => void import('./code-search.ts').then((module) => setSearching(module)), [])
  return useMemo(() => (codes && wanted && searching ? new searching.CodeSearch(codes) : undefined), [codes, wanted, searching])
}
