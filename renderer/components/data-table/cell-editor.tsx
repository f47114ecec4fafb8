import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { useCodeSearch } from '../fields/use-code-search.ts'
import { CodeSuggestions, mostSuggestions } from './code-suggestions.tsx'
import classes from './data-table.module.css'
import type { EditingState } from './editing.ts'
import type { Viewport } from './viewport.ts'
import type { Place } from './selection.ts'

export type AfterEdit = 'stay' | 'up' | 'down' | 'left' | 'right'

interface CellEditorProps<Row> {
  inputRef: RefObject<HTMLInputElement | null>
  scroller: RefObject<HTMLDivElement | null>
  viewport: Viewport
  state: EditingState<Row>
  /** Undefined in an empty table. */
  cursor: Place | undefined
  gridId: string
  /** Typing begins over the cursor's cell; false where that cell cannot be edited. */
  onType: () => boolean
  /** Whether this text may stand in the cell. */
  isRight: (text: string) => boolean
  onFinish: (then: AfterEdit) => void
}

/**
 * One input that always lies over the cursor's cell and holds the focus: invisible until something is typed. An IME needs a
 * real input before its first key, so it cannot be made only when the edit begins.
 */
export function CellEditor<Row>({
  inputRef,
  scroller,
  viewport,
  state,
  cursor,
  gridId,
  onType,
  isRight,
  onFinish,
}: CellEditorProps<Row>): ReactNode {
  const { editing } = state
  const problem = useRef<HTMLDivElement>(null)
  const composing = useRef(false)
  const under = useRef<HTMLDivElement>(null)
  const listId = useId()
  /** What is being typed into a cell of codes, and which of the codes that it may mean is chosen. */
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const codes = editing?.column.codes
  const search = useCodeSearch(codes, codes !== undefined && typed !== '')
  const found = useMemo(() => (typed === '' ? undefined : search?.find(typed))?.slice(0, mostSuggestions) ?? [], [search, typed])
  const place = editing?.place ?? cursor

  useLayoutEffect(() => {
    const lay = (): void => {
      const box = place && viewport.boxOf(place)
      if (!inputRef.current) return
      // A row that scrolled away is not drawn: the input waits outside the frame and keeps the focus.
      const { style } = inputRef.current
      style.transform = box ? `translate(${box.left - 1}px, ${box.top - 1}px)` : 'translate(0, -100px)'
      style.width = `${(box?.width ?? 80) + 1}px`
      if (problem.current)
        problem.current.style.transform = box ? `translate(${box.left}px, ${box.top + 32}px)` : 'translate(0, -100px)'
      if (!under.current) return
      // Near the lower end of the table the suggestions stand above their cell.
      const { offsetHeight: height, offsetWidth: wide } = under.current
      const { clientHeight = 0, clientWidth = 0 } = scroller.current ?? {}
      const top = box && (box.top + 32 + height > clientHeight ? box.top - height : box.top + 32)
      const left = box && Math.max(0, Math.min(box.left - 1, clientWidth - wide))
      under.current.style.transform = box ? `translate(${left}px, ${top}px)` : 'translate(0, -1000px)'
    }
    lay()
    const element = scroller.current
    element?.addEventListener('scroll', lay, { passive: true })
    return () => element?.removeEventListener('scroll', lay)
  })
  useEffect(() => {
    if (!editing && inputRef.current && !composing.current) inputRef.current.value = ''
  }, [editing, inputRef])

  const begin = (): void => {
    if (!editing && !onType() && inputRef.current && !composing.current) inputRef.current.value = ''
    const text = composing.current ? '' : (inputRef.current?.value ?? '')
    // What can stand as it is needs no suggestion.
    setTyped(isRight(text) ? '' : text)
    // Figures are a code that is not whole yet: nobody guesses the rest of it.
    setChosen(/^\d+$/.test(text.normalize('NFKC')) ? -1 : 0)
  }
  const finish = (then: AfterEdit, code?: string): void => {
    if (code !== undefined && inputRef.current) inputRef.current.value = code
    setTyped('')
    onFinish(then)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (!editing) return
    event.stopPropagation()
    if (event.nativeEvent.isComposing) return
    const then = afterKey(event, editing.typed)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Escape') {
      setTyped('')
      state.cancel()
    } else if (step !== undefined && found.length > 0)
      setChosen((Math.max(chosen, step === 1 ? -1 : 0) + step + found.length) % found.length)
    else if (then) finish(then, found[chosen]?.code)
    else return
    event.preventDefault()
  }
  return (
    <>
      <input
        ref={inputRef}
        className={classes['editor']}
        style={{ left: 0, top: 0 }}
        aria-label={editing ? `修改 ${editing.column.title}` : '单元格'}
        aria-activedescendant={
          editing && found.length > 0 ? `${listId}-${chosen}` : cursor ? `${gridId}-${cursor.row}-${cursor.column}` : undefined
        }
        aria-controls={found.length > 0 ? listId : gridId}
        spellCheck={false}
        autoComplete="off"
        {...(!editing && { 'data-idle': true })}
        {...(editing && { 'data-kind': editing.column.kind })}
        {...(editing?.problem !== undefined && { 'aria-invalid': true })}
        onInput={begin}
        onCompositionStart={() => {
          composing.current = true
          begin()
        }}
        onCompositionEnd={() => {
          composing.current = false
          begin()
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (editing) finish('stay')
        }}
      />
      {editing && found.length > 0 && (
        <div ref={under} className={classes['under']} style={{ left: 0, top: 0 }}>
          <CodeSuggestions id={listId} codes={found} chosen={chosen} onTake={(code) => finish('stay', code)} />
        </div>
      )}
      {editing?.problem !== undefined && (
        <div ref={problem} className={classes['problem']} style={{ left: 0, top: 0 }} role="alert">
          {editing.problem}
        </div>
      )}
    </>
  )
}

function afterKey(event: KeyboardEvent, typed: boolean): AfterEdit | undefined {
  switch (event.key) {
    case 'Enter':
      return event.shiftKey ? 'up' : 'down'
    case 'Tab':
      return event.shiftKey ? 'left' : 'right'
    case 'ArrowUp':
      return typed ? 'up' : undefined
    case 'ArrowDown':
      return typed ? 'down' : undefined
    case 'ArrowLeft':
      return typed ? 'left' : undefined
    case 'ArrowRight':
      return typed ? 'right' : undefined
    default:
      return undefined
  }
}
