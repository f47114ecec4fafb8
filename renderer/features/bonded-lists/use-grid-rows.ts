import { useMemo } from 'react'
import type { GridRow } from './list-draft-columns.tsx'
import type { DocumentState } from './list-draft-document.ts'

const none: ReadonlyMap<string, string> = new Map()

/** The lines of a draft with what the engine last said of each; in a change each keeps the number that it has in the list. */
export function useGridRows({ lines, facts, guards }: DocumentState, isChange: boolean): readonly GridRow[] {
  return useMemo(() => {
    const said = { blocks: new Map<number, Map<string, string>>(), warns: new Map<number, Map<string, string>>() }
    for (const { guard, key } of guards) {
      if (key === undefined || guard.severity === 'passes') continue
      const of = said[guard.severity]
      const cells = of.get(key) ?? new Map<string, string>()
      const column = guard.column || 'itemSeq'
      if (!cells.has(column)) cells.set(column, guard.next ? `${guard.message}；${guard.next}` : guard.message)
      of.set(key, cells)
    }
    return lines.map(({ key, cells }, place): GridRow => ({
      key,
      lineNo: isChange ? (facts.get(key)?.lineNo ?? 0) : place + 1,
      cells,
      facts: facts.get(key),
      blocks: said.blocks.get(key) ?? none,
      warns: said.warns.get(key) ?? none,
    }))
  }, [lines, facts, guards, isChange])
}
