import { useCallback, useEffect, useRef, useState } from 'react'
import type { Arrangement, KeptArrangement } from './column.ts'

const nothing: Arrangement = { filter: {}, find: '' }

/**
 * What the table is filtered and sorted by. It is the table's own while somebody types, so that no letter waits for the
 * address; another visit of the address (Back, a link) is taken over.
 */
export function useArrangement(kept: KeptArrangement | undefined) {
  const [arrangement, setArrangement] = useState(kept?.arrangement ?? nothing)
  /** How often it came from elsewhere than the fields: the quick find begins anew with it. */
  const [cleared, setCleared] = useState(0)
  const latest = useRef({ arrangement, kept })
  useEffect(() => {
    latest.current.kept = kept
  })
  const take = useCallback((next: Arrangement): void => {
    latest.current.arrangement = next
    setArrangement(next)
  }, [])
  const arrange = useCallback(
    (change: (previous: Arrangement) => Partial<Arrangement>): void => {
      const next = { ...latest.current.arrangement, ...change(latest.current.arrangement) }
      take(next)
      latest.current.kept?.keep(next)
    },
    [take],
  )
  const showAll = useCallback((): void => {
    arrange(() => nothing)
    setCleared((times) => times + 1)
  }, [arrange])

  const visit = kept?.visit
  useEffect(() => {
    const given = latest.current.kept?.arrangement
    if (visit === undefined || !given || JSON.stringify(given) === JSON.stringify(filled(latest.current.arrangement))) return
    take(given)
    setCleared((times) => times + 1)
  }, [visit, take])
  return { arrangement, arrange, cleared, showAll }
}

/** As the address holds it: without the filters that are empty. */
const filled = ({ filter, find, sort }: Arrangement): Arrangement => ({
  filter: Object.fromEntries(Object.entries(filter).filter(([, text]) => text !== '')),
  find,
  ...(sort && { sort }),
})
