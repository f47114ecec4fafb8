import { expect, test } from 'vitest'
import { listBusinessTable, modeOfBusiness } from './list-business.ts'
import { postingRule } from './posting-rules.ts'
import { processingOf, saleKindNames, treatmentOf } from './sale-kinds.ts'
import type { SaleKind } from './sale-kinds.ts'

const kinds = Object.keys(saleKindNames) as SaleKind[]
const plain = (kind: SaleKind) => treatmentOf({ kind, destruction: '', withIncome: false })

test('R-89 everything but scrap bears interest', () => {
  const without = kinds.filter((kind) => kind !== 'destruction' && !plain(kind).interest)
  expect(without).toEqual(['scrap'])
})

test('R-93 a destruction is taxed on its income alone, and by the list of a sale', () => {
  const of = (destruction: 'materials' | 'scrap', withIncome: boolean) => {
    const { list, taxed, value, interest } = treatmentOf({ kind: 'destruction', destruction, withIncome })
    return { list, taxed, value, interest }
  }
  expect(of('materials', false)).toMatchObject({ list: 'destruction', taxed: 'nothing' })
  expect(of('materials', true)).toEqual({ list: 'materialSale', taxed: 'materials', value: 'income', interest: true })
  expect(of('scrap', false)).toMatchObject({ list: 'scrapDestruction', taxed: 'nothing' })
  expect(of('scrap', true)).toEqual({ list: 'scrapSale', taxed: 'asPresented', value: 'income', interest: false })
})

test('every list of a sale can be booked as materials under its handbook (R-106), never as products: nothing is counted again as export', () => {
  for (const kind of kinds)
    for (const [letter, mode] of [
      ['B', '0214'],
      ['C', '0615'],
      ['E', '0214'],
      ['E', '0615'],
    ] as const) {
      const { list } = plain(kind)
      const rule = postingRule(modeOfBusiness(letter, list, mode) ?? '', listBusinessTable[list].direction, 'material')
      expect(rule?.letters, `${kind} ${letter}`).toContain(letter)
    }
  expect(processingOf('H', '')).toBeUndefined()
  expect(processingOf('D', '')).toBeUndefined()
})
