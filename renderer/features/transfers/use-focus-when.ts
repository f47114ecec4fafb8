import { useEffect } from 'react'
import type { RefObject } from 'react'

/** The keyboard goes on here as soon as this is what comes next, unless it is in use elsewhere. */
export function useFocusWhen(target: RefObject<HTMLElement | null>, next: boolean): void {
  useEffect(() => {
    if (next && document.activeElement === document.body) target.current?.focus()
  }, [target, next])
}
