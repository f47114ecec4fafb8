import { useCallback, useEffect, useRef } from 'react'
import { useSearchParams } from 'react-router'

/**
 * What is opened over a table, by its name in the address, so that Back closes it. `open` stays the same function, so that the
 * table keeps its columns; asked twice for the same, as by a double click, it takes one step.
 */
export function useOpened(name: string) {
  const [search, setSearch] = useSearchParams()
  const current = useRef({ search, setSearch })
  useEffect(() => {
    current.current = { search, setSearch }
  }, [search, setSearch])
  const open = useCallback(
    (value: string) => {
      const { search: before, setSearch: set } = current.current
      if (before.get(name) !== value)
        set((params) => new URLSearchParams([...params].filter(([key]) => key !== name).concat([[name, value]])))
    },
    [name],
  )
  const close = () =>
    setSearch((params) => {
      params.delete(name)
      return params
    })
  return { opened: search.get(name), open, close }
}
