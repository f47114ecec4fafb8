import { useHotkeys } from '@mantine/hooks'
import type { KeyboardEvent } from 'react'

/** Ctrl+S saves wherever the cursor is. */
export function useSaveKey(save: () => void): void {
  useHotkeys([['mod+S', save, { preventDefault: true }]], [], true)
}

/** In a form, Enter moves to the next field; on the last one it submits. For `onKeyDown` of a form. */
export function enterMovesOn(event: KeyboardEvent<HTMLFormElement>): void {
  const target = event.target
  if (event.key !== 'Enter' || event.nativeEvent.isComposing || !(target instanceof HTMLInputElement)) return
  // An open list takes the Enter for its choice.
  if (target.getAttribute('aria-expanded') === 'true') return
  const fields = [
    // Of radios, the one that is chosen: the arrows choose another.
    ...event.currentTarget.querySelectorAll<HTMLInputElement>(
      'input:not([type=hidden]):not([type=file]):not([type=radio]:not(:checked)):not(:disabled)',
    ),
  ]
  const next = fields[fields.indexOf(target) + 1]
  if (!next) return
  event.preventDefault()
  next.focus()
  next.select()
}
