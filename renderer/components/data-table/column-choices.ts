import { useCallback, useMemo, useState } from 'react'

/** What the clerk chose for a table; columns that the program no longer has are passed over. */
export interface ColumnChoices {
  order: readonly string[]
  hidden: readonly string[]
  /** In pixels, by column. */
  widths: Readonly<Record<string, number>>
  filterRow: boolean
}

export const noChoices: ColumnChoices = { order: [], hidden: [], widths: {}, filterRow: true }
export const widthRange = { least: 48, most: 1200 } as const

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []

/** Reads what was stored: a profile may hold anything, so each part is taken only as far as it is understood. */
export function readChoices(stored: string | null): ColumnChoices {
  try {
    const value: unknown = JSON.parse(stored ?? '{}')
    const part = (name: string): unknown => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined)
    const widths = Object.entries(part('widths') ?? {}).filter(
      (entry): entry is [string, number] =>
        typeof entry[1] === 'number' && entry[1] >= widthRange.least && entry[1] <= widthRange.most,
    )
    return {
      order: texts(part('order')),
      hidden: texts(part('hidden')),
      widths: Object.fromEntries(widths),
      filterRow: part('filterRow') !== false,
    }
  } catch {
    return noChoices
  }
}

/** The columns in the chosen order; one that the choice does not know stays behind its neighbour of the program's order. */
export function orderColumns(ids: readonly string[], order: readonly string[]): string[] {
  const result = order.filter((id) => ids.includes(id))
  for (const [index, id] of ids.entries()) {
    if (result.includes(id)) continue
    const before = index === 0 ? undefined : ids[index - 1]
    result.splice(before === undefined ? 0 : result.indexOf(before) + 1, 0, id)
  }
  return result
}

/** Without storage (a locked profile) the choices last as long as the page. */
export function useColumnChoices(tableId: string): [ColumnChoices, (change: Partial<ColumnChoices>) => void] {
  const key = `table:${tableId}`
  const [state, setState] = useState(() => ({ key, choices: load(key) }))
  // Of a table that takes the place of another one: read once, for what is read anew is laid out anew.
  const choices = useMemo(() => (state.key === key ? state.choices : load(key)), [state, key])
  const change = useCallback(
    (part: Partial<ColumnChoices>) => {
      setState((previous) => {
        const next = { ...(previous.key === key ? previous.choices : load(key)), ...part }
        save(key, next)
        return { key, choices: next }
      })
    },
    [key],
  )
  return [choices, change]
}

function load(key: string): ColumnChoices {
  try {
    return readChoices(globalThis.localStorage.getItem(key))
  } catch {
    return noChoices
  }
}

function save(key: string, choices: ColumnChoices): void {
  try {
    globalThis.localStorage.setItem(key, JSON.stringify(choices))
  } catch {
    // Storage is full or forbidden: the choice still holds for this page.
  }
}
