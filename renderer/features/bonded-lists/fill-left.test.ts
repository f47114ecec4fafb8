import { expect, test } from 'vitest'
import { leftFor } from './fill-left.ts'
import type { GridRow } from './list-draft-columns.tsx'
import type { LineFacts } from './list-draft-document.ts'

const none = new Map<string, string>()
const item = {
  name: '',
  partNo: '',
  hsCode: '',
  spec: '',
  unit: '',
  legalUnit: '',
  secondLegalUnit: '',
  recorded: '',
  balance: '',
}
const row = (key: number, itemSeq: string, quantity: string, left: string): GridRow => {
  const facts: LineFacts = { lineNo: key, item: { ...item, left }, before: null, proposed: {} }
  return { key, lineNo: key, cells: { itemSeq, quantity }, facts, blocks: none, warns: none }
}

test.each([
  ['alone it may have all that is left', '50', [], '50'],
  ['what other lines of the item say is theirs', '50.5', ['20', '0.25'], '30.25'],
  ['a wrong figure takes nothing', '50', ['2x', ''], '50'],
  ['nothing is left', '50', ['50'], undefined],
  ['the handbook is over already', '-3', [], undefined],
])('%s', (_name, left, others, most) => {
  const wrong = row(1, '7', '999', left)
  const rest = others.map((quantity, index) => row(index + 2, '7', quantity, left))
  expect(leftFor(wrong, [wrong, ...rest, row(9, '8', '40', '100')])).toBe(most)
})
