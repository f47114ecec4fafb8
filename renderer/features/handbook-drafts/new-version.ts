import { useCallback, useMemo } from 'react'
import { useOperation } from '../../app/queries.ts'
import type { DraftBody, DraftRow } from './draft-words.ts'

type Cells = Readonly<Record<string, string>>

/** Why the version that a line belongs to may not be changed; undefined where it may. */
export function useFrozenVersions(handbookNo: string | null, body: DraftBody): (line: Cells | null) => string | undefined {
  const enabled = handbookNo !== null && body === 'consumptions'
  const versions = useOperation('consumption.versions', { handbookNo: handbookNo ?? '' }, { enabled }).data?.versions
  const reasons = useMemo(
    () =>
      new Map<string, string>(
        versions?.flatMap(({ productSeq, version, frozen, frozenBy }) =>
          frozen ? [[`${productSeq}:${version}`, `版本 ${version} 已冻结：${frozenBy?.reason ?? '已使用'}`] as const] : [],
        ),
      ),
    [versions],
  )
  return useCallback((line) => line?.['productSeq'] && reasons.get(`${line['productSeq']}:${line['version'] ?? ''}`), [reasons])
}

/** All lines of the version that `line` belongs to, under the product's next version number. */
export function copyAsNewVersion(rows: readonly DraftRow[], line: DraftRow): Record<string, string>[] {
  const { productSeq, version } = line.cells
  const ofProduct = rows.filter(({ cells }) => cells['productSeq'] === productSeq)
  const used = ofProduct.map(({ cells }) => Number(cells['version'] ?? 0)).filter((number) => Number.isInteger(number))
  const next = String(Math.max(0, ...used) + 1)
  return ofProduct
    .filter(({ cells, mark }) => cells['version'] === version && mark !== '2')
    .map(({ cells }) => ({ ...cells, version: next }))
}
