import { expect, test } from 'vitest'
import { blankLine, inputOf, lackingOf, newForm, readKept, textOf, withBlank } from './sale-form.ts'
import type { SaleForm, TypedLine } from './sale-form.ts'

const today = '2025-11-10'
const lineOf = (part: Partial<TypedLine>): TypedLine => ({ ...blankLine(), ...part })
const formWith = (part: Partial<SaleForm>, ...lines: readonly Partial<TypedLine>[]): SaleForm => ({
  ...newForm(part.kind ?? 'material', 'C23325020251', today),
  ...part,
  lines: withBlank(lines.map((line) => lineOf(line))),
})

test('only lines that say enough are reckoned, in their order; what is half typed keeps the sale from being saved', () => {
  const form = formWith(
    {},
    { itemSeq: '11', quantity: '100' },
    { itemSeq: '12', quantity: '' },
    { itemSeq: '13', quantity: '0' },
    { itemSeq: '37', quantity: '0.00001' },
  )
  expect(inputOf(form)?.lines.map(({ itemSeq }) => itemSeq)).toEqual([11, 37])
  expect(lackingOf(form)).toBe('补全每行的序号和数量')
  expect(lackingOf(formWith({}, { itemSeq: '11', quantity: '100' }))).toBeUndefined()
  expect(inputOf(formWith({}))).toBeUndefined()
})

test('columns that the kind does not have are not told, though they were typed for another', () => {
  const typed = {
    itemSeq: '2',
    version: '0',
    quantity: '5',
    completion: '60',
    income: '9',
    hsCode: '7404000090',
    bondedShare: '70',
  }
  expect(inputOf(formWith({ kind: 'material' }, typed))?.lines).toEqual([{ itemSeq: 2, quantity: '5', version: '' }])
  expect(inputOf(formWith({ kind: 'product' }, typed))?.lines).toEqual([{ itemSeq: 2, quantity: '5', version: '0' }])
  expect(inputOf(formWith({ kind: 'semiFinished' }, typed))?.lines).toEqual([
    { itemSeq: 2, quantity: '5', version: '0', completion: '60' },
  ])
  expect(inputOf(formWith({ kind: 'scrap' }, typed))?.lines).toEqual([
    { itemSeq: 2, quantity: '5', version: '', income: '9', hsCode: '7404000090', name: '' },
  ])
  expect(inputOf(formWith({ kind: 'byProduct' }, typed))?.lines[0]).toMatchObject({ bondedShare: '70' })
})

test('of a destruction the goods say whether a line names a product', () => {
  const form = formWith(
    { kind: 'destruction' },
    { goods: 'material', itemSeq: '4', quantity: '1', version: '0' },
    { goods: 'product', itemSeq: '4', quantity: '1', version: '0' },
  )
  expect(inputOf(form)?.lines.map(({ version }) => version)).toEqual(['', '0'])
})

test('a day that cannot be read is not told, and keeps the sale from being saved', () => {
  const form = formWith({ taxBillOn: '2025-13-01' }, { itemSeq: '11', quantity: '1' })
  expect(inputOf(form)?.taxBillOn).toBeNull()
  expect(lackingOf(form)).toBe('改正写错的日期')
})

test('what was kept when the page was left comes back as it was; a broken text is nothing', () => {
  const form = formWith({ buyer: '某公司', materials: {} }, { itemSeq: '11', quantity: '100' }, { itemSeq: '12' })
  const kept = readKept(textOf(form))
  expect(kept && textOf(kept)).toBe(textOf(form))
  expect(kept?.lines).toHaveLength(3)
  expect(readKept('{')).toBeUndefined()
  expect(readKept(undefined)).toBeUndefined()
})
