import { useCallback, useState } from 'react'
import type { Change, Column, EditRules } from './column.ts'
import { cleaned } from './paste-plan.ts'
import type { Place } from './selection.ts'

interface Editing<Row> {
  place: Place
  row: Row
  column: Column<Row>
  /** Began by typing over the cell: then the arrows finish the edit, as in Excel. */
  typed: boolean
  /** Why the text cannot stand. */
  problem?: string | undefined
}

/** Texts on their way to being saved, by {@link cellName}. */
export type Pending = ReadonlyMap<string, string>
export const cellName = (rowKey: string, columnId: string): string => `${rowKey}\u0000${columnId}`

export interface EditingState<Row> {
  editing: Editing<Row> | undefined
  pending: Pending
  /** What went wrong with the last change that was to be saved. */
  failure: string | undefined
  start: (editing: Editing<Row>) => void
  cancel: () => void
  /** True where the text was taken; else the edit stays open and says why. */
  finish: (text: string) => boolean
  save: (changes: readonly Change<Row>[]) => Promise<void>
}

export function useEditing<Row>(edit: EditRules<Row> | undefined, rowKey: (row: Row) => string): EditingState<Row> {
  const [editing, setEditing] = useState<Editing<Row>>()
  const [pending, setPending] = useState<Pending>(new Map())
  const [failure, setFailure] = useState<string>()

  const save = useCallback(
    async (changes: readonly Change<Row>[]) => {
      if (!edit || changes.length === 0) return
      const names = changes.map(({ row, columnId }) => cellName(rowKey(row), columnId))
      setFailure(undefined)
      setPending((previous) => new Map([...previous, ...changes.map(({ text }, index) => [names[index] ?? '', text] as const)]))
      try {
        await edit.commit(changes)
      } catch (error) {
        setFailure(`没有保存：${error instanceof Error ? error.message : String(error)}`)
      } finally {
        setPending((previous) => new Map([...previous].filter(([name]) => !names.includes(name))))
      }
    },
    [edit, rowKey],
  )

  return {
    editing,
    pending,
    failure,
    save,
    start: (next) => {
      setFailure(undefined)
      setEditing(next)
    },
    cancel: () => setEditing(undefined),
    finish: (typed) => {
      if (!editing || !edit) return true
      const text = cleaned(edit, editing.column, typed)
      if (text !== editing.column.text(editing.row)) {
        const problem = edit.check(editing.row, editing.column.id, text)
        if (problem !== undefined && !edit.wrongMayStand) {
          setEditing({ ...editing, problem })
          return false
        }
        void save([{ row: editing.row, columnId: editing.column.id, text }])
      }
      setEditing(undefined)
      return true
    },
  }
}
