import type { Step } from './selection.ts'

type Command =
  | { kind: 'move'; step: Step; extend: boolean }
  | { kind: 'edit' }
  | { kind: 'enter' }
  | { kind: 'unfold' }
  | { kind: 'selectAll' }
  | { kind: 'collapse' }
  | { kind: 'clear' }
  | { kind: 'wrong'; direction: 1 | -1 }
  | { kind: 'find' }

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

const arrows: Readonly<Record<string, readonly [rows: -1 | 0 | 1, columns: -1 | 0 | 1]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** What a key means on a cell that is not being edited; undefined for keys that are not the table's. */
export function commandOf(event: Key, pageRows: number): Command | undefined {
  if (event.altKey) return undefined
  const control = event.ctrlKey || event.metaKey
  const step = stepOf(event.key, control, pageRows)
  if (step) return { kind: 'move', step, extend: event.shiftKey }
  if (control) {
    const letter = event.key.toLowerCase()
    return letter === 'a' ? { kind: 'selectAll' } : letter === 'f' ? { kind: 'find' } : undefined
  }
  switch (event.key) {
    case 'F2':
      return { kind: 'edit' }
    case 'F8':
      return { kind: 'wrong', direction: event.shiftKey ? -1 : 1 }
    case 'Enter':
      return { kind: 'enter' }
    case ' ':
      return { kind: 'unfold' }
    case 'Escape':
      return { kind: 'collapse' }
    case 'Delete':
    case 'Backspace':
      return { kind: 'clear' }
    default:
      return undefined
  }
}

function stepOf(key: string, control: boolean, pageRows: number): Step | undefined {
  const arrow = arrows[key]
  if (arrow) return { kind: control ? 'edge' : 'by', rows: arrow[0], columns: arrow[1] }
  if (key === 'Home') return { kind: control ? 'start' : 'rowStart' }
  if (key === 'End') return { kind: control ? 'end' : 'rowEnd' }
  if (control) return undefined
  if (key === 'PageUp') return { kind: 'by', rows: -pageRows, columns: 0 }
  if (key === 'PageDown') return { kind: 'by', rows: pageRows, columns: 0 }
  return undefined
}
