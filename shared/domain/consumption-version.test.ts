import { expect, test } from 'vitest'
import { frozenVersions, nextVersion } from './consumption-version.ts'
import type { VersionUse } from './consumption-version.ts'
import { day } from './day.ts'

const use = (over: Partial<VersionUse> = {}): VersionUse => ({
  productSeq: 1,
  version: '0',
  listNo: 'QD-1',
  mode: '0615',
  direction: 'E',
  declaredOn: day('2025-03-01'),
  ...over,
})

test.each([
  ['0615', 'E', '已申报出口'],
  ['0214', 'E', '已申报出口'],
  ['0715', 'E', '已申报出口'],
  ['0255', 'E', '已深加工结转'],
  ['0654', 'E', '已深加工结转'],
  ['0642', 'I', '已申报内销'],
  ['4600', 'I', '已出口并退换'],
] as const)('R-35 a list of mode %s %s freezes the version: %s', (mode, direction, reason) => {
  expect([...frozenVersions([use({ mode, direction })], [], [])]).toEqual([
    ['1:0', { reason, rule: 'R-35', listNo: 'QD-1', on: '2025-03-01' }],
  ])
})

test('R-35 the first list by its day names the reason, whatever the order', () => {
  const uses = [use({ listNo: 'QD-9', declaredOn: day('2025-03-09') }), use({ listNo: 'QD-5', mode: '0654' })]
  for (const order of [uses, uses.toReversed()]) expect(frozenVersions(order, [], []).get('1:0')?.listNo).toBe('QD-5')
})

test('E-4 another version of the same product, and the same version of another, stay free', () => {
  const frozen = frozenVersions([use()], [], [])
  expect([frozen.has('1:0'), frozen.has('1:1'), frozen.has('2:0')]).toEqual([true, false, false])
})

test('R-34 customs fixing a version freezes it, from its day if no list was earlier', () => {
  const fixing = { productSeq: 1, version: '0', noticeNo: 'ZY-1', on: day('2025-02-01') }
  expect(frozenVersions([use()], [], [fixing]).get('1:0')).toMatchObject({ rule: 'R-34', listNo: null, on: '2025-02-01' })
  expect(frozenVersions([use()], [], [{ ...fixing, on: day('2025-03-02') }]).get('1:0')).toMatchObject({ listNo: 'QD-1' })
})

test('R-34 under investigation every declared version is frozen, those in use by their use', () => {
  const frozen = frozenVersions([use()], [], [], { declared: ['1:0', '1:1'], on: day('2025-01-01') })
  expect(frozen.get('1:0')?.listNo).toBe('QD-1')
  expect(frozen.get('1:1')).toEqual({ reason: '企业被立案调查', rule: 'R-34', listNo: null, on: '2025-01-01' })
})

test('a new version has the next number that nobody has', () => {
  expect(nextVersion([])).toBe('0')
  expect(nextVersion(['0'])).toBe('1')
  expect(nextVersion(['0', '9', '10', 'A1'])).toBe('11')
  expect(nextVersion(['2024A'])).toBe('0')
})

test('R-34 a domestic sale freezes the version by which it was converted, though its list names materials', () => {
  const frozen = frozenVersions([use()], [{ productSeq: 2, version: '1', saleNo: 7, on: day('2025-04-01') }], [])
  expect(frozen.get('2:1')).toEqual({ reason: '已申请内销（内销 7）', rule: 'R-34', listNo: null, on: '2025-04-01' })
})
