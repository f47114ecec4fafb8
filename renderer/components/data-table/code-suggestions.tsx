import type { ReactNode } from 'react'
import type { Code } from '../../../shared/codes/tables.ts'
import { codeLabel } from '../fields/format.ts'
import classes from './data-table.module.css'

/** More than fits under a cell is narrowed by typing on. */
export const mostSuggestions = 8

/** What the letters in the cell's editor may mean. A click takes one, as Enter takes the chosen one. */
export function CodeSuggestions({
  id,
  codes,
  chosen,
  onTake,
}: {
  id: string
  codes: readonly Code[]
  chosen: number
  onTake: (code: string) => void
}): ReactNode {
  return (
    <ul id={id} className={classes['suggestions']} role="listbox" aria-label="可选的代码">
      {codes.map(({ code, name }, place) => (
        <li
          key={code}
          id={`${id}-${place}`}
          role="option"
          aria-selected={place === chosen}
          onPointerDown={(event) => {
            // The editor keeps the focus: leaving it would save what is typed so far.
            event.preventDefault()
            event.stopPropagation()
            onTake(code)
          }}
        >
          {codeLabel(code, name)}
        </li>
      ))}
    </ul>
  )
}
