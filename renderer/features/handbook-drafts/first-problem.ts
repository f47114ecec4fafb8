import { draftTabs, paths } from '../../../shared/contract/paths.ts'
import type { DraftTab } from '../../../shared/contract/paths.ts'
import { call } from '../../app/engine.ts'
import type { DraftDetail } from './draft-words.ts'

type Part = 'head' | 'materials' | 'products' | 'consumptions'
const parts: readonly Part[] = ['head', 'materials', 'products', 'consumptions']

/** Address of a cell of a draft; for the head the row stays empty. */
export const cellPath = (draftId: string, part: Part, rowId: number | null, column: string): string =>
  `${paths.draft(draftId, part)}?cell=${rowId ?? ''}.${column}`

/** The first wrong cell, looked for from the tab that is open, once around the draft. */
export async function firstProblem(draft: DraftDetail, tab: DraftTab): Promise<string | undefined> {
  const { draftId, headProblems } = draft
  const from = Math.max(
    0,
    parts.findIndex((part) => part === draftTabs.find((known) => known === tab)),
  )
  for (const part of [...parts.slice(from), ...parts.slice(0, from)]) {
    if (part === 'head') {
      const [first] = headProblems
      if (first) return cellPath(draftId, part, null, first.column)
      continue
    }
    const { rows } = await call('handbookDrafts.rows', { draftId, body: part })
    const wrong = rows.find(({ problems }) => problems.length > 0)
    const column = wrong?.problems[0]?.column
    if (wrong && column !== undefined) return cellPath(draftId, part, wrong.rowId, column)
  }
  return undefined
}
