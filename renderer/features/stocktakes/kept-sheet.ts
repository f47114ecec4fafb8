import { useDrafts } from '../../state/drafts.ts'
import { blankCount } from './typed-counts.ts'
import type { TypedCount } from './typed-counts.ts'

/** A sheet as it is being typed. */
export interface TypedSheet {
  head: { name: string; countedBy: string; countedOn: string }
  rows: readonly TypedCount[]
}

/** The sheet that was left before it was saved. */
export function keptSheet(form: string): TypedSheet | undefined {
  const text = useDrafts.getState().drafts[form]?.['sheet']
  if (text === undefined) return undefined
  const { head, rows }: TypedSheet = JSON.parse(text)
  // Keys of rows last as long as a page.
  return { head, rows: rows.map((row) => ({ ...row, key: blankCount().key })) }
}
export const keepSheet = (form: string, sheet: TypedSheet): void =>
  useDrafts.getState().keep(form, { sheet: JSON.stringify(sheet) })
export const dropSheet = (form: string): void => useDrafts.getState().drop(form)
