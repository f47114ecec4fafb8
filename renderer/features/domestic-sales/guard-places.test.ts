import { expect, test } from 'vitest'
import { paths } from '../../../shared/contract/paths.ts'
import { readFigure, writeFigure } from './figures.ts'
import type { Figure } from './figures.ts'
import { stepOf, wayOf } from './guard-places.ts'

const guard = (rule: string, column = '', to: string | null = null) => ({ rule, column, to })

test('a guard stands at what it is about: where it is mended, the field it names, or its rule', () => {
  expect(stepOf(guard('R-70', '', paths.reference('tariff-rates')))).toBe('taxes')
  expect(stepOf(guard('R-70', '', paths.reference('exchange-rates')))).toBe('value')
  expect(stepOf(guard('R-96', '', paths.reference('interest-rates')))).toBe('interest')
  expect(stepOf(guard('R-33', 'version'))).toBe('goods')
  expect(stepOf(guard('R-105', 'deliveredOn'))).toBe('deadline')
  expect(stepOf(guard('R-72', 'licenceNo'))).toBe('licence')
  expect(stepOf(guard('R-78'))).toBe('value')
  expect(stepOf(guard('R-74、R-76'))).toBe('taxes')
  expect(stepOf(guard('R-12'))).toBe('goods')
})

test('a missing rate leads to its import', () => {
  expect(wayOf(paths.reference('tariff-rates'))).toEqual({ name: '导入税率', to: '/reference/tariff-rates?view=import' })
  expect(wayOf('/anywhere')).toEqual({ name: '去处理', to: '/anywhere' })
})

test('a figure in the address is read as it was written; what is none opens nothing', () => {
  const figures: readonly Figure[] = [
    { of: 'conversion', line: 12 },
    { of: 'value', line: 1 },
    { of: 'tax', line: 2, index: 0 },
    { of: 'interest', tax: 'vat' },
    { of: 'sum', sum: 'total' },
    { of: 'lateFee' },
  ]
  for (const figure of figures) expect(readFigure(writeFigure(figure))).toEqual(figure)
  for (const text of [null, '', 'tax.1', 'tax.x.0', 'interest.total', 'sum.all', 'value.']) expect(readFigure(text)).toBeNull()
})
