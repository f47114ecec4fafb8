import { useEffect, useState } from 'react'

/** For what opens over a page and is gone when it closes: the keyboard then goes on where it was. */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      // The page is drawn anew with the closing; what has been focused since then keeps it.
      requestAnimationFrame(() => {
        if (before instanceof HTMLElement && document.activeElement === document.body) before.focus({ preventScroll: true })
      })
    },
    [before],
  )
}
