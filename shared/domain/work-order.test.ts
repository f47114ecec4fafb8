import { expect, test } from 'vitest'
import { quantity, rate } from './exact.ts'
import type { ConsumptionRates } from './unit-consumption.ts'
import { isImbalanced, lineProblem, orderBalance } from './work-order.ts'
import type { WorkOrderLine } from './work-order.ts'

const line = (
  materialSeq: number,
  issued: string,
  more: Partial<Record<keyof WorkOrderLine, string>> & { bonded?: never } = {},
) => ({
  materialSeq,
  bonded: true,
  issued: quantity(issued),
  returned: quantity(more.returned ?? '0'),
  scrap: quantity(more.scrap ?? '0'),
  defects: quantity(more.defects ?? '0'),
  wip: quantity(more.wip ?? '0'),
})
const rates = (net: string, bonded = '100'): ConsumptionRates => ({
  netConsumption: rate(net),
  tangibleLossRate: rate('5'),
  intangibleLossRate: rate('0'),
  bondedRatio: rate(bonded),
})
const made = (finished: string, rejected = '0') => ({ finished: quantity(finished), rejected: quantity(rejected) })

test('R-42 issue = returns + products + on the line + scrap + defects + loss', () => {
  const [balance] = orderBalance(
    made('90', '2'),
    [line(1, '130', { returned: '10', wip: '8', scrap: '4.5', defects: '1.5' })],
    () => rates('1.125'),
  )
  expect(balance?.embodied?.toText(5)).toBe('103.5')
  expect(balance?.rest?.toText(5)).toBe('2.5')
})

test('R-42 lots are added up, and bonded and non-bonded goods share the content by the declared ratio', () => {
  const lines = [line(1, '50'), line(1, '20'), { ...line(1, '35'), bonded: false }]
  const balances = orderBalance(made('100'), lines, () => rates('1', '70'))
  expect(balances.map(({ bonded, issued, rest }) => [bonded, issued, rest?.toText(5)])).toEqual([
    [true, quantity('70'), '0'],
    [false, quantity('35'), '5'],
  ])
})

test('R-42 products that hold more than was issued leave a rest below zero; without a declaration there is none', () => {
  const [short] = orderBalance(made('10'), [line(1, '9.99999')], () => rates('1'))
  const [even] = orderBalance(made('10'), [line(1, '10')], () => rates('1'))
  const [undeclared] = orderBalance(made('10'), [line(1, '1')], () => undefined)
  expect([short, even, undeclared].map((each) => each && isImbalanced(each))).toEqual([true, false, false])
  expect(undeclared?.rest).toBeNull()
})

test('a line whose parts leave more than came in is a mistake of the slip', () => {
  expect(lineProblem(line(1, '10', { returned: '4', scrap: '3', defects: '2', wip: '1' }))).toBeUndefined()
  expect(lineProblem(line(1, '10', { returned: '10.00001' }))).toBe('moreOutThanIn')
  expect(lineProblem(line(1, '10', { scrap: '-1' }))).toBe('negative')
  expect(lineProblem(line(1, '0'))).toBe('nothingIssued')
})
