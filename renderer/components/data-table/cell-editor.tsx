import { useEffect, useLayoutEffect, useRef } from 'react'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
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
  onFinish,
}: CellEditorProps<Row>): ReactNode {
  const { editing } = state
  const problem = useRef<HTMLDivElement>(null)
  const composing = useRef(false)
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
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (!editing) return
    event.stopPropagation()
    if (event.nativeEvent.isComposing) return
    const then = afterKey(event, editing.typed)
    if (event.key === 'Escape') state.cancel()
    else if (then) onFinish(then)
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
        aria-activedescendant={cursor ? `${gridId}-${cursor.row}-${cursor.column}` : undefined}
        aria-controls={gridId}
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
          if (editing) onFinish('stay')
        }}
      />
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
