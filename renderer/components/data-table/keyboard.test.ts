import { expect, test } from 'vitest'
import { commandOf } from './keyboard.ts'

const press = (key: string, held: string[] = []): unknown =>
  commandOf(
    {
      key,
      ctrlKey: held.includes('ctrl'),
      metaKey: false,
      shiftKey: held.includes('shift'),
      altKey: held.includes('alt'),
    },
    20,
  )

test('arrows step, with Ctrl to the edge, with Shift they extend the block', () => {
  expect(press('ArrowDown')).toEqual({ kind: 'move', step: { kind: 'by', rows: 1, columns: 0 }, extend: false })
  expect(press('ArrowLeft', ['ctrl', 'shift'])).toEqual({
    kind: 'move',
    step: { kind: 'edge', rows: 0, columns: -1 },
    extend: true,
  })
  expect(press('PageUp')).toEqual({ kind: 'move', step: { kind: 'by', rows: -20, columns: 0 }, extend: false })
  expect(press('End', ['ctrl'])).toEqual({ kind: 'move', step: { kind: 'end' }, extend: false })
})

test('the keys that do something else than move', () => {
  expect(press('F2')).toEqual({ kind: 'edit' })
  expect(press('F8', ['shift'])).toEqual({ kind: 'wrong', direction: -1 })
  expect(press('A', ['ctrl'])).toEqual({ kind: 'selectAll' })
})

test('keys of the window, the clipboard and plain typing are left alone', () => {
  for (const [key, held] of [
    ['k', ['ctrl']],
    ['s', ['ctrl']],
    ['c', ['ctrl']],
    ['ArrowLeft', ['alt']],
    ['a', []],
    ['保', []],
    ['Tab', []],
  ] as const)
    expect(press(key, [...held])).toBeUndefined()
})
