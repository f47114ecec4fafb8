import { describe, expect, test } from 'vitest'
import { writeOffBalance } from './balance.ts'
import type { MovementTotal } from './balance.ts'
import { quantity, rate } from './exact.ts'
import type { ListBusiness } from './list-business.ts'
import { listBusinessTable, modeOfBusiness } from './list-business.ts'
import type { ListFacts } from './list-facts.ts'
import { quantityGuards } from './list-quantity-guards.ts'

const total = (goods: 'material' | 'product', mode: string, direction: 'I' | 'E', amount: string): MovementTotal => ({
  goods,
  seq: 1,
  version: goods === 'product' ? '1' : '',
  mode,
  direction,
  quantity: quantity(amount),
})
const consumption = [
  {
    materialSeq: 1,
    productSeq: 1,
    version: '1',
    // 2.5 × (1 − 4 %)
    netConsumption: rate('2.4'),
    tangibleLossRate: rate('3'),
    intangibleLossRate: rate('1'),
    bondedRatio: rate('100'),
  },
]
/** E-26 */
const handbook = [
  total('material', '0615', 'I', '10000'),
  total('material', '0654', 'I', '1500'),
  total('material', '0657', 'I', '320.5'),
  total('material', '0700', 'I', '80'),
  total('material', '0700', 'E', '80'),
  total('material', '0644', 'I', '350'),
  total('material', '0664', 'E', '200'),
  total('material', '0200', 'E', '25'),
  total('product', '0615', 'E', '3600'),
  total('product', '0654', 'E', '500'),
  total('product', '4600', 'I', '40'),
  total('product', '4600', 'E', '40'),
]
const balanceOf = (totals: readonly MovementTotal[]) => writeOffBalance([1], totals, [], consumption)

function guardsOf(business: ListBusiness, amount: string, books: readonly MovementTotal[] = handbook, recorded = '1000000') {
  const { goods, direction } = listBusinessTable[business]
  const now = balanceOf(books)
  const after = balanceOf([...books, total(goods, modeOfBusiness('C', business) ?? '', direction, amount)])
  const facts: Pick<
    ListFacts,
    'business' | 'declarationType' | 'now' | 'before' | 'after' | 'materialName' | 'recordedOf' | 'lines'
  > = {
    business,
    declarationType: '1',
    now,
    before: now,
    after,
    materialName: () => '塑料粒',
    recordedOf: () => quantity(recorded),
    lines: [],
  }
  const handbookOf = { kind: 'C' }
  const parameters = { scrapTolerance: rate('5'), priceTolerance: rate('20'), declarationLines: 50 }
  return quantityGuards({ ...facts, handbook: handbookOf, parameters } as unknown as ListFacts).map(
    ({ rule, severity }) => `${rule} ${severity}`,
  )
}

describe('E-26 the balance of a handbook guards what leaves it', () => {
  // 11 820.5 imported − 10 250 used − 350 − 200 − 25 = 995.5
  test('R-110: all of it may leave, and nothing beyond', () => {
    expect(guardsOf('reexport', '995.5')).toEqual([])
    expect(guardsOf('reexport', '995.50001')).toEqual(['R-110 blocks'])
    expect(guardsOf('materialSale', '995.50001')).toEqual(['R-110 blocks'])
  })

  test('R-115: products whose materials are not there are warned of', () => {
    expect(guardsOf('export', '398.2')).toEqual([])
    expect(guardsOf('export', '398.3')).toEqual(['R-115 warns'])
  })

  test('R-55: a surplus that leaves something behind is looked at', () => {
    const facts = guardsOf('surplusOut', '995.5')
    expect(facts).toEqual([])
  })

  test('R-114, R-115: the recorded quantity, to the last digit', () => {
    expect(guardsOf('import', '79.5', handbook, '11900')).toEqual([])
    expect(guardsOf('import', '79.50001', handbook, '11900')).toEqual(['R-114 blocks'])
    expect(guardsOf('export', '1', handbook, '4100')).toEqual(['R-115 blocks'])
    expect(guardsOf('returnedIn', '1', handbook, '4100')).toEqual([])
  })

  test('R-59: what went out may come back, and go out again', () => {
    expect(guardsOf('returnedIn', '4100')).toEqual([])
    expect(guardsOf('returnedIn', '4100.1')).toEqual(['R-59 blocks'])
    expect(guardsOf('returnedOut', '1')).toEqual(['R-59 blocks'])
  })

  test('R-58: no more is exchanged in than out', () => {
    expect(guardsOf('exchangeIn', '1')).toEqual(['R-58 warns'])
  })
})

test('E-27 scrap is disposed of within the tangible loss and its tolerance (R-116)', () => {
  const disposed = [
    ...handbook,
    total('material', '0844', 'I', '240'),
    total('material', '0864', 'E', '50'),
    total('material', '0400', 'E', '10'),
  ]
  expect(guardsOf('scrapSale', '7.5', disposed)).toEqual([])
  // 307.5 × 1.05 = 322.875
  expect(guardsOf('scrapSale', '22.875', disposed)).toEqual([])
  expect(guardsOf('scrapSale', '22.87501', disposed)).toEqual(['R-116 warns'])
})
