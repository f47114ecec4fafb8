import { expect, test } from 'vitest'
import { pairedLines } from './list-pairs.ts'

const line = (itemSeq: string, quantity: string, remark = '') => ({ itemSeq, quantity, remark })
const three = [line('1', '10'), line('2', '20'), line('3', '30')]

test.each([
  ['the middle one goes: the others stay what they were', three, [three[0], three[2]], [0, 2]],
  ['one is written anew in its place', three, [three[0], line('9', '5'), three[2]], [0, 1, 2]],
  ['the first goes and the last is changed', three, [three[1], line('3', '31')], [1, 2]],
  ['one is added between', three, [three[0], line('9', '5'), three[1], three[2]], [0, undefined, 1, 2]],
  ['one becomes like its neighbour', [line('1', '10'), line('1', '20')], [line('1', '20'), line('1', '20')], [0, 1]],
  ['of equal ones one goes', [line('1', '10'), line('1', '10'), line('2', '1')], [line('1', '10'), line('2', '1')], [0, 2]],
  [
    'an empty cell is no cell',
    [{ itemSeq: '1' }, { itemSeq: '1', use: '03' }],
    [
      { itemSeq: '1', use: '03' },
      { itemSeq: '1', remark: '' },
    ],
    [1, 0],
  ],
  ['all are new', [], three, [undefined, undefined, undefined]],
] as const)('%s', (_name, before, after, pairs) => {
  expect(pairedLines(before as typeof three, after as typeof three)).toEqual(pairs)
})
