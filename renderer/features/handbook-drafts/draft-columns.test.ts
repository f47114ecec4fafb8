import { expect, test } from 'vitest'
import { draftColumns } from './draft-columns.tsx'
import type { DraftRow } from './draft-words.ts'

const names = { products: new Map(), materials: new Map() }
const derived = draftColumns('consumptions', false, names).find(({ id }) => id === 'unitConsumption')

const shown = (netConsumption: string, tangibleLossRate = '0', intangibleLossRate = '0') => {
  const cells = { productSeq: '1', materialSeq: '1', version: '0', netConsumption, tangibleLossRate, intangibleLossRate }
  return derived?.text({ rowId: 1, cells, mark: '3', before: null, problems: [] } as unknown as DraftRow)
}

test('R-27 the derived 单耗 is shown as it is, whole tens and noughts too', () => {
  expect(shown('10')).toBe('10')
  expect(shown('2000')).toBe('2000')
  expect(shown('0')).toBe('0')
  expect(shown('9', '5', '5')).toBe('10')
})

test('E-1 the derived 单耗 has nine decimals at most, and none while a rate is wrong', () => {
  expect(shown('2.4', '3', '1')).toBe('2.5')
  expect(shown('1.25', '7')).toBe('1.344086022')
  expect(shown('1', '60', '40')).toBe('')
})
