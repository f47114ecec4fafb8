import { describe, expect, test } from 'vitest'
import { addPart, bomProblems, bondedPercent, explode, levelsOf, lossPercent, mostLevels, partLossPercent } from './bom.ts'
import type { BomLine, MaterialUse } from './bom.ts'
import { Exact, printQuantity, printRate, quantity, exactQuantity, rate } from './exact.ts'

const line = (parentPartNo: string, partNo: string, rest: { [F in keyof BomLine]?: BomLine[F] | string } = {}): BomLine => ({
  parentPartNo,
  partNo,
  quantity: rate(rest.quantity ?? '1'),
  base: rate(rest.base ?? '1'),
  lossRate: rate(rest.lossRate ?? '0'),
  alternateGroup: rest.alternateGroup ?? '',
  share: rate(rest.share ?? '100'),
  bonded: rest.bonded !== false,
})
const none = () => false
const one = Exact.fraction(1n, 1n)
const useOf = (
  product: string,
  lines: readonly BomLine[],
  partNo: string,
  isMaterial: (partNo: string) => boolean = none,
): MaterialUse => {
  const parts = explode(product, lines, isMaterial).filter((part) => part.partNo === partNo)
  const use = parts.reduce<MaterialUse | undefined>((sum, part) => addPart(sum, part, one), undefined)
  if (!use) throw new Error(`${partNo} is not reached`)
  return use
}
const times = (n: string, use: MaterialUse) => exactQuantity(quantity(n)).times(use.use).toQuantity()

test('E-25 the foundry uses 25 raw wafers for 24 processed ones', () => {
  const use = useOf('PW', [line('PW', 'RAW', { lossRate: '4' })], 'RAW')
  expect(use.use.toText(9)).toBe('1.041666667')
  expect(times('24', use)).toBe(quantity('25.00000'))
})

test('E-25 the OSAT uses 24 wafers for 11 079 chips, exactly', () => {
  // 520 gross die a wafer; 12 480 → 11 481 by wafer test → 11 079 by final test.
  const stageLoss = (given: bigint, left: bigint) => Exact.fraction((given - left) * 100n, given).toText(9)
  const chip = [
    line('CHIP', 'GOOD-DIE', { lossRate: stageLoss(11_481n, 11_079n) }),
    line('GOOD-DIE', 'DIE', { lossRate: stageLoss(12_480n, 11_481n) }),
    line('DIE', 'WAFER', { base: '520' }),
  ]
  const use = useOf('CHIP', chip, 'WAFER')
  expect(use.net.toText(9)).toBe('0.001923077')
  expect(lossPercent(use).toText(6)).toBe('11.225962')
  expect(printQuantity(times('11079', use))).toBe('24')
  const roundedFirst = exactQuantity(quantity('11079')).times(Exact.fraction(use.use.toRate(), 10n ** 9n))
  expect(roundedFirst.toText(5)).toBe('23.99999')
  // Both hops of the chain: the foundry's 25 raw wafers are in the 11 079 chips, with their losses.
  const chain = useOf('CHIP', [...chip, line('WAFER', 'RAW', { lossRate: '4' })], 'RAW')
  expect(printQuantity(times('11079', chain))).toBe('25')
})

test('R-46 the losses of several stages multiply, and are one rate', () => {
  const lines = [line('A', 'B', { quantity: '2', lossRate: '10' }), line('B', 'C', { quantity: '3', lossRate: '20' })]
  const use = useOf('A', lines, 'C')
  expect([use.net.toText(5), use.use.toText(9), lossPercent(use).toText(9)]).toEqual(['6', '8.333333333', '28'])
  const [part] = explode('A', lines, none)
  expect(part?.path).toEqual(['B', 'C'])
  expect(part && printRate(partLossPercent(part).toRate())).toBe('28')
})

test('R-46 a semi-finished part that is a recorded material ends the explosion', () => {
  const lines = [
    line('A', 'B', { quantity: '2', lossRate: '10' }),
    line('B', 'C', { quantity: '3' }),
    line('A', 'C', { quantity: '1' }),
  ]
  expect(explode('A', lines, none).map(({ path }) => path.join('/'))).toEqual(['B/C', 'C'])
  expect(explode('A', lines, (part) => part === 'B').map(({ path }) => path.join('/'))).toEqual(['B', 'C'])
  expect(useOf('A', lines, 'C').net.toText(5)).toBe('7')
})

test('E-3 R-31 the same material, 70 % bonded, is one line with a bonded ratio', () => {
  const lines = [
    line('A', 'M', { quantity: '0.95', lossRate: '5', alternateGroup: '来源', share: '70' }),
    line('A', 'M', { quantity: '0.95', lossRate: '5', alternateGroup: '来源', share: '30', bonded: false }),
  ]
  expect(bomProblems('A', lines)).toEqual([])
  const use = useOf('A', lines, 'M')
  expect([use.net, use.use, use.bondedUse, lossPercent(use), bondedPercent(use)].map((x) => x.toText(9))).toEqual([
    '0.95',
    '1',
    '0.7',
    '5',
    '70',
  ])
})

test('a semi-finished part bought without bond is not looked into', () => {
  const lines = [line('A', 'B', { bonded: false }), line('B', 'C')]
  expect(explode('A', lines, none)).toMatchObject([{ partNo: 'B', bonded: false }])
})

describe('a BOM that cannot be exploded', () => {
  test('says the way of a cycle', () => {
    const lines = [line('A', 'B'), line('B', 'C'), line('C', 'D'), line('D', 'B'), line('A', 'E')]
    expect(bomProblems('A', lines)).toEqual([{ kind: 'cycle', line: 3, path: ['B', 'C', 'D', 'B'] }])
    expect(bomProblems('A', [line('A', 'A')])).toEqual([{ kind: 'cycle', line: 0, path: ['A', 'A'] }])
  })

  test('or that it is deeper than is sensible, by whichever way', () => {
    const chain = (length: number) => Array.from({ length }, (_, i) => line(`P${i}`, `P${i + 1}`))
    expect(bomProblems('P0', chain(mostLevels))).toEqual([])
    expect(levelsOf('P0', chain(mostLevels))).toBe(mostLevels)
    expect(bomProblems('P0', chain(mostLevels + 1))[0]).toMatchObject({ kind: 'tooDeep', line: mostLevels })
    expect(bomProblems('P0', chain(30_000))[0]).toMatchObject({ kind: 'tooDeep', line: mostLevels })
    // P5 is walked first on the short way; the long one is too deep all the same.
    const shortFirst = [line('P0', 'P5'), ...chain(mostLevels + 1)]
    expect(bomProblems('P0', shortFirst).map(({ kind }) => kind)).toContain('tooDeep')
  })

  test('or that its ways double at every level', () => {
    const doubling = Array.from({ length: 18 }, (_, i) => [
      line(`P${i}`, `P${i + 1}`),
      line(`P${i}`, `P${i + 1}`, { alternateGroup: 'X' }),
    ]).flat()
    expect(bomProblems('P0', doubling)).toEqual([{ kind: 'tooMany', line: 0 }])
  })

  test('or which line nothing leads to, is there twice, or has a share amiss', () => {
    const lines = [
      line('A', 'B'),
      line('A', 'B'),
      line('X', 'C'),
      line('A', 'D', { alternateGroup: 'G', share: '60' }),
      line('A', 'E', { alternateGroup: 'G', share: '39.999999999' }),
      line('A', 'F', { share: '50' }),
      // The same group name below another parent is another group.
      line('B', 'G', { alternateGroup: 'G' }),
    ]
    expect(bomProblems('A', lines)).toEqual([
      { kind: 'duplicate', line: 1, first: 0 },
      { kind: 'shareOutsideGroup', line: 5 },
      { kind: 'shares', line: 3, sum: '99.999999999' },
      { kind: 'unreachable', line: 2 },
    ])
  })

  test('and an empty one has no levels', () => {
    expect(bomProblems('A', [])).toEqual([])
    expect(explode('A', [], none)).toEqual([])
    expect(levelsOf('A', [])).toBe(0)
  })
})
