import { describe, expect, test } from 'vitest'
import { declarationLines, wrongMerges } from './declaration-lines.ts'
import type { MergedLine } from './declaration-lines.ts'
import { money, quantity } from './exact.ts'
import { businessOfMode, levyModeOf, listBusinesses, listBusinessTable, modeOfBusiness } from './list-business.ts'
import { listCellProblem, normaliseListCell, normaliseListCells } from './list-cells.ts'
import { listChange } from './list-change.ts'
import type { ListStanding } from './list-change.ts'
import { listFields } from './list-fields.ts'
import { linePrice, lineTotal } from './list-lines.ts'
import { postingRule } from './posting-rules.ts'

describe('businesses', () => {
  test.each(listBusinesses)('%s has its posting under 来料 and 进料 (R-2, R-106), and is found again by it', (business) => {
    const { direction, goods } = listBusinessTable[business]
    for (const [letter, recordMode] of [
      ['B', '0214'],
      ['C', '0615'],
      ['E', '0214'],
      ['E', '0615'],
    ] as const) {
      const mode = modeOfBusiness(letter, business, recordMode) ?? ''
      const rule = postingRule(mode, direction, goods)
      expect(rule?.letters, `${letter} ${mode}`).toContain(letter)
      expect(businessOfMode(mode, direction, goods)).toBe(business)
    }
    expect(modeOfBusiness('D', business)).toBeUndefined()
  })

  test('进料非对口 stays so; modes that nobody makes here have no business', () => {
    expect(modeOfBusiness('C', 'import', '0715')).toBe('0715')
    expect(businessOfMode('0715', 'E', 'product')).toBe('export')
    expect(businessOfMode('0200', 'I', 'material')).toBe('destruction')
    expect(businessOfMode('0744', 'I', 'product')).toBeUndefined()
    expect([levyModeOf('import'), levyModeOf('materialSale')]).toEqual(['3', '1'])
  })
})

describe('cells (FORMATS §5.2, §5.3)', () => {
  test('a price has four decimals at most, a total two, a quantity five; each is above zero', () => {
    expect(listCellProblem('line', 'unitPrice', '1.2345')).toBeUndefined()
    expect(listCellProblem('line', 'unitPrice', '1.23456')).toMatch(/最多 4 位小数/)
    expect(listCellProblem('line', 'total', '1.005')).toMatch(/最多 2 位小数/)
    expect(listCellProblem('line', 'quantity', '0.000001')).toMatch(/小数位数过多/)
    expect(listCellProblem('line', 'quantity', '0')).toMatch(/应大于零/)
    expect(listCellProblem('line', 'quantity', '-1')).toMatch(/应大于零/)
    expect(listCellProblem('line', 'total', '99999999999999')).toMatch(/数值过大/)
  })

  test('codes are found by name, days are read, enterprises have codes of a form', () => {
    expect(normaliseListCells('head', { port: '2233', transportMode: '海运', declaredOn: '2025年3月5日', remark: ' ' })).toEqual({
      port: '2233',
      transportMode: '2',
      declaredOn: '2025-03-05',
    })
    expect(normaliseListCell('line', 'currency', '美元')).toBe('502')
    expect(listCellProblem('head', 'relatedHandbookNo', 'C123')).toMatch(/应为 12 位/)
    expect(listCellProblem('line', 'itemSeq', '1.5')).toMatch(/应为正整数/)
    expect(listCellProblem('line', 'quantity', '#N/A')).toMatch(/公式错误值/)
  })

  test('no field has its name twice', () => {
    for (const fields of Object.values(listFields)) expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length)
  })

  test('total and price go over into each other half-up', () => {
    expect(lineTotal(quantity('3'), money('0.335'))).toBe(money('1.01'))
    expect(linePrice(money('10'), quantity('3'))).toBe(money('3.3333'))
    expect(lineTotal(quantity('1000000000000'), money('1000000000000'))).toBe(10n ** 29n)
  })
})

describe('R-67 merging', () => {
  const line = (lineNo: number, of: Partial<MergedLine> = {}): MergedLine => ({
    lineNo,
    hsCode: '8533211000',
    unit: '054',
    name: '片式电阻',
    currency: '502',
    country: '116',
    quantity: quantity('10'),
    total: money('5'),
    consumable: false,
    hasStandard: false,
    apart: false,
    wantedNo: undefined,
    ...of,
  })
  const numbers = (lines: MergedLine[]) => declarationLines(lines).map(({ lineNos }) => lineNos)

  test('code, unit, name, currency and country are one line', () => {
    expect(declarationLines([line(1), line(2, { quantity: quantity('20'), total: money('13') })])).toMatchObject([
      { no: 1, lineNos: [1, 2], quantity: quantity('30'), total: money('18'), unitPrice: '0.6', apart: '' },
    ])
    const others: Partial<MergedLine>[] = [
      { hsCode: '1' },
      { unit: '007' },
      { name: '电阻' },
      { currency: '142' },
      { country: '143' },
    ]
    for (const other of others) expect(numbers([line(1), line(2, other), line(3)])).toEqual([[1, 3], [2]])
  })

  test('consumables, products with a standard, and lines marked so stand apart, and say why', () => {
    expect(declarationLines([line(1), line(2, { consumable: true }), line(3)])).toMatchObject([
      { lineNos: [1, 3], apart: '' },
      { lineNos: [2], apart: '消耗性物料不与其他料件合并' },
    ])
    expect(numbers([line(1), line(2, { hasStandard: true })])).toEqual([[1], [2]])
    expect(declarationLines([line(1, { apart: true }), line(2, { apart: true }), line(3)]).map(({ apart }) => apart)).toEqual([
      '注明单独列为一行',
      '注明单独列为一行',
      '',
    ])
  })

  test('numbers that the clerk gives are kept, and a wrong one is told of', () => {
    const lines = [line(1, { wantedNo: 2 }), line(2), line(3, { wantedNo: 2, currency: '142' })]
    expect(declarationLines(lines).map(({ no, lineNos }) => [no, lineNos])).toEqual([
      [1, [2]],
      [2, [1, 3]],
    ])
    expect(wrongMerges(lines)).toEqual([{ lineNo: 3, no: 2, differs: '币制不同' }])
  })
})

describe('R-68', () => {
  const booked: ListStanding = {
    status: 'booked',
    waitsForNumber: false,
    hasDeclaration: true,
    writtenOffOn: undefined,
    hasOpenChange: false,
  }
  const may = (deed: 'change' | 'delete', of: Partial<ListStanding> = {}) => listChange(deed, { ...booked, ...of }).allowed

  test('a declared list may be changed and deleted; one without a declaration, or not yet declared, only deleted', () => {
    expect([may('change'), may('delete')]).toEqual([true, true])
    for (const of of [{ hasDeclaration: false }, { status: 'reserved' }, { status: 'unbooked' }] as const)
      expect([may('change', of), may('delete', of)], JSON.stringify(of)).toEqual([false, true])
    expect(listChange('change', { ...booked, hasDeclaration: undefined })).toMatchObject({ allowed: true })
  })

  test('what is written off, deleted, waiting for its number, or being changed, neither', () => {
    for (const of of [
      { writtenOffOn: '2025-12-31' as ListStanding['writtenOffOn'] },
      { status: 'deleted' },
      { waitsForNumber: true },
      { hasOpenChange: true },
    ] as const)
      expect([may('change', of), may('delete', of)], JSON.stringify(of)).toEqual([false, false])
  })
})
