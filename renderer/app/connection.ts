import { useSyncExternalStore } from 'react'
import { queries } from './queries.ts'
import { transport } from './transport.ts'

let connected = true
let opened = false
const listeners = new Set<() => void>()

/** Follows the connection with the program. What changed while it was broken has not been told: all that is shown is fetched again. */
export function watchConnection(): void {
  transport.watch?.((now) => {
    if (now && opened) void queries.invalidateQueries()
    opened ||= now
    connected = now
    for (const listener of listeners) listener()
  })
}

/** Whether what is shown is still what the ledger holds. */
export const useConnected = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => connected,
  )
