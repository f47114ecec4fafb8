import { describe, expect, test } from 'vitest'
import { writeOffBalance } from './balance.ts'
import type { ConsumptionLine, MovementTotal } from './balance.ts'
import { printQuantity, quantity, rate } from './exact.ts'
import type { Direction } from './posting-rules.ts'

/** `I0615 10000`: 10 000 of material 1 imported under 0615; `E0615 3600 p` is a product, version 0. */
const totals = (...entries: string[]): MovementTotal[] =>
  entries.map((entry) => {
    const [code = '', amount = '0', product] = entry.split(' ')
    return {
      goods: product ? 'product' : 'material',
      seq: 1,
      version: product ? '0' : '',
      mode: code.slice(1),
      direction: code[0] as Direction,
      quantity: quantity(amount),
    }
  })

const line = (net: string, tangible: string, intangible: string, version = '0'): ConsumptionLine => ({
  materialSeq: 1,
  productSeq: 1,
  version,
  netConsumption: rate(net),
  tangibleLossRate: rate(tangible),
  intangibleLossRate: rate(intangible),
  bondedRatio: rate('100'),
})

const handbook = [
  'I0615 10000',
  'I0654 1500',
  'I0657 320.5',
  'I0700 80',
  'E0700 80',
  'I0644 350',
  'E0664 200',
  'E0200 25',
  'E0615 3600 p',
  'E0654 500 p',
  'I4600 40 p',
  'E4600 40 p',
]
const balanceOf = (entries: string[], lines = [line('2.4', '3', '1')], reserved: string[] = []) => {
  const { materials, products } = writeOffBalance([1], totals(...entries), totals(...reserved), lines)
  const [material] = materials
  if (!material) throw new Error('no material')
  return { material: (column: Exclude<keyof typeof material, 'seq'>) => printQuantity(material[column]), products }
}

describe('E-26', () => {
  test('E-26 the balance of the handbook is 995.5 after 11 820.5 in, 10 250 used, 350 sold, 200 returned, 25 destroyed', () => {
    const { material, products } = balanceOf(handbook)
    expect(material('imported')).toBe('11820.5')
    expect(products.map((product) => printQuantity(product.netExport))).toEqual(['4100'])
    expect(material('consumed')).toBe('10250')
    expect(material('balance')).toBe('995.5')
  })

  test('E-26 carrying the 995.5 over leaves nothing: the handbook can be closed', () => {
    const { material } = balanceOf([...handbook, 'E0657 995.5'])
    expect([material('surplusOut'), material('balance')]).toEqual(['995.5', '0'])
  })
})

test('E-27 scrap is the tangible loss alone: 307.5 due, 300 disposed of, 7.5 left', () => {
  const { material } = balanceOf([...handbook, 'I0844 240', 'E0864 50', 'I0400 10'])
  expect([material('tangible'), material('scrapDisposed'), material('scrapLeft'), material('balance')]).toEqual([
    '307.5',
    '300',
    '7.5',
    '995.5',
  ])
})

test('E-4 each version uses its own consumption', () => {
  const exports: MovementTotal[] = ['0', '1'].map((version, index) => ({
    goods: 'product',
    seq: 1,
    version,
    mode: '0615',
    direction: 'E',
    quantity: quantity(['1000', '500'][index] ?? '0'),
  }))
  const { materials } = writeOffBalance([1], exports, [], [line('2.5', '0', '0', '0'), line('2.45', '0', '0', '1')])
  expect(materials[0] && printQuantity(materials[0].consumed)).toBe('3725')
})

test('what is only reserved stands beside the balance, not in it (R-113)', () => {
  const { material, products } = balanceOf(handbook, undefined, ['I0615 100', 'E0615 10 p'])
  expect([material('balance'), material('reserved')]).toEqual(['995.5', '75'])
  expect(products.map((product) => printQuantity(product.reserved))).toEqual(['10'])
})

test('an exported version without a declared consumption is told (R-33)', () => {
  expect(balanceOf(['E0615 1 p'], []).products.map((product) => product.declared)).toEqual([false])
  expect(balanceOf(handbook).products.map((product) => product.declared)).toEqual([true])
})

test('a material that nothing touched is all zeros', () => {
  const { materials } = writeOffBalance([7], [], [], [])
  expect(materials.map(({ seq, balance, consumed }) => [seq, balance, consumed])).toEqual([[7, 0n, 0n]])
})

test('a total that R-106 does not know is never counted in silence', () => {
  expect(() => balanceOf(['I9700 1'])).toThrow('no posting rule')
})

test('a sum that falls on a tie is rounded as the fractions say: half-up, once', () => {
  // 3 × 1 ÷ 6 of 10⁻⁵ is half of the last place: consumed rounds up, and so does the balance from its own fraction.
  const sixth: ConsumptionLine[] = ['0', '1', '2'].map((version) => ({
    ...line('0.01', '40', '0', version),
    bondedRatio: rate('10'),
  }))
  const exports: MovementTotal[] = sixth.map(({ version }) => ({
    goods: 'product',
    seq: 1,
    version,
    mode: '0615',
    direction: 'E',
    quantity: quantity('0.001'),
  }))
  const { materials } = writeOffBalance([1], [...exports, ...totals('I0615 1')], [], sixth)
  expect(materials.map(({ consumed, balance }) => [consumed, balance])).toEqual([[1n, 100_000n]])
})
