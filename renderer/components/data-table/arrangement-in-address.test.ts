import { expect, test } from 'vitest'
import { readArrangement, withoutArrangement, writeArrangement } from './arrangement-in-address.ts'

const arrangement = {
  sort: { column: 'declaredOn', descending: true },
  filter: { mode: '进料', quantity: '>=1,000', name: 'a&b=c' },
  find: '铜箔 #1',
}

test('what was written into an address is read from it', () => {
  const address = writeArrangement(new URLSearchParams('view=lines'), arrangement).toString()
  expect(readArrangement(new URLSearchParams(address))).toEqual(arrangement)
  expect(withoutArrangement(new URLSearchParams(address)).toString()).toBe('view=lines')
})

test('a filter that is emptied leaves nothing in the address', () => {
  const before = writeArrangement(new URLSearchParams('view=lines'), arrangement)
  expect(writeArrangement(before, { filter: { mode: '' }, find: '' }).toString()).toBe('view=lines')
})
