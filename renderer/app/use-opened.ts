import { useCallback, useEffect, useRef } from 'react'
import { useNavigate, useSearchParams } from 'react-router'

/**
 * What is opened over a table, by its name in the address, so that Back closes it. `open` stays the same function, so that the
 * table keeps its columns; asked twice for the same, as by a double click, it takes one step.
 */
export function useOpened(name: string) {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  // Ahead of the address while a step is on its way.
  const asked = useRef(search)
  useEffect(() => {
    asked.current = search
  }, [search])
  const go = useCallback(
    (value: string | null, state: { depth: number } | null = null) => {
      if (asked.current.get(name) === value) return
      const next = new URLSearchParams(asked.current)
      if (value === null) next.delete(name)
      else next.set(name, value)
      asked.current = next
      void navigate({ search: next.toString() }, { state })
    },
    [name, navigate],
  )
  return { opened: search.get(name), go }
}
