import { expect, test } from 'vitest'
import type { MovementTotal } from '../../../shared/domain/balance.ts'
import { day } from '../../../shared/domain/day.ts'
import { quantity } from '../../../shared/domain/exact.ts'
import { lifeOf } from '../../../shared/domain/handbook-life.ts'
import { booksOfE26, moved, party } from '../../../test/report-books.ts'
import { reportOf } from '../write-off/report.ts'
import { reportChecks } from './report-checks.ts'
import type { Situation } from './situation.ts'
import { cleanUpSteps } from './steps.ts'

const settled = { stocktakeId: '0193a5b0-7c00-7000-8000-000000000001', stocktakeNo: 1, cutOff: '2025-02-01', openDifferences: 0 }
/** Nothing is in the way of a report of E-26 but what its figures say. */
function calm(...more: MovementTotal[]): Situation {
  return {
    books: booksOfE26(...more),
    life: lifeOf([]),
    reportBy: day('2025-03-02'),
    lists: { booked: 2, reserved: 0, unbooked: 0, deleted: 0 },
    openDrafts: [],
    openSales: [],
    unpaidSales: [],
    openRefusals: 0,
    matching: [],
    outward: [],
    stocktake: { latest: { ...settled, age: 9, differences: [], moved: 0 }, counting: [], mostDays: 30 },
    reports: [],
  }
}
const checksOf = (of: Situation) => reportChecks(reportOf(of.books), of)
const saying = (of: Situation, text: string) => checksOf(of).filter(({ message }) => message.includes(text))
const severityOf = (of: Situation, rule: string) =>
  checksOf(of)
    .filter((check) => check.rule === rule)
    .map(({ severity }) => severity)
const stateOf = (of: Situation, step: string) => cleanUpSteps(of).find((each) => each.step === step)

test('R-124: every check that does not pass says what to do and where', () => {
  const of = {
    ...calm(moved('product', 'E0615', '1', '9'), moved('material', 'E0657', '2000')),
    lists: { booked: 2, reserved: 1, unbooked: 1, deleted: 0 },
    openRefusals: 3,
    stocktake: { latest: undefined, counting: [], mostDays: 30 },
    reports: [{ filingId: settled.stocktakeId, state: 'signed' as const, sequence: 4 }],
  }
  const open = checksOf(of).filter(({ severity }) => severity !== 'passes')
  expect(open.length).toBeGreaterThan(6)
  expect(open.filter(({ next, to }) => next === '' || to === null)).toEqual([])
  expect(checksOf(of).filter(({ severity, to }) => severity === 'passes' && to !== null)).toEqual([])
})

test('R-110 R-116 R-124: what is left, what is negative, what is not declared', () => {
  expect(severityOf(calm(), 'R-110')).toEqual(['warns'])
  expect(severityOf(calm(moved('material', 'E0657', '995.5')), 'R-110')).toEqual(['passes'])
  expect(saying(calm(moved('material', 'E0657', '995.50001')), '料件结余为负')).toMatchObject([
    { severity: 'blocks', rule: 'R-124', message: '料件结余为负：1 塑料粒', to: expect.stringContaining('explain=1.balance') },
  ])
  expect(saying(calm(), '结余为负')).toMatchObject([{ severity: 'passes' }])
  expect(saying(calm(moved('product', 'E0615', '1', '9')), '没有单耗')).toMatchObject([
    { severity: 'blocks', rule: 'R-124', message: '成品已出口但没有单耗：1 塑料件（版本 9）' },
  ])
  expect(saying(calm(), '都有单耗')).toMatchObject([{ severity: 'passes' }])
  expect(severityOf(calm(), 'R-116')).toEqual(['warns'])
  expect(severityOf(calm(moved('material', 'I0844', '307.5')), 'R-116')).toEqual(['passes'])
  expect(saying(calm(moved('material', 'I0844', '307.50001')), '多于有形损耗')).toMatchObject([{ severity: 'warns' }])
})

test('R-112: a row that does not add up blocks', () => {
  const of = calm()
  const report = reportOf(of.books)
  const off = (by: bigint) => ({
    ...report,
    materials: report.materials.map((material) => ({ ...material, remaining: quantity(material.remaining + by) })),
  })
  const severity = (by: bigint) => reportChecks(off(by), of).find(({ rule }) => rule === 'R-112')?.severity
  expect([-2n, -1n, 0n, 1n, 2n].map(severity)).toEqual(['blocks', 'passes', 'passes', 'passes', 'blocks'])
})

test('R-106 R-19 R-20: what the message has no column for, a stranger who declares, a record that is no handbook, no lists', () => {
  expect(severityOf(calm(moved('product', 'I0642', '12.5', '0')), 'R-106')).toEqual(['warns'])
  expect(severityOf(calm(), 'R-106')).toEqual([])
  const books = booksOfE26()
  const stranger = { ...calm(), books: { ...books, declarant: { ...party, customsCode: '3122930001' } } }
  expect(severityOf(stranger, 'R-19')).toEqual(['warns', 'passes'])
  expect(severityOf({ ...calm(), books: { ...books, handbook: { ...books.handbook, kind: 'E' } } }, 'R-20')).toEqual(['blocks'])
  expect(severityOf(calm(), 'R-20')).toEqual([])
  expect(severityOf({ ...calm(), books: { ...books, lists: [] } }, 'R-19')).toEqual(['blocks'])
})

test('what is not in the books, or not settled, warns', () => {
  const warned = (of: Partial<Situation>) => checksOf({ ...calm(), ...of }).filter(({ severity }) => severity === 'warns').length
  const before = warned({})
  const draft = { draftId: settled.stocktakeId, business: 'surplusOut', innerNo: 'N-1', lines: [] } as const
  expect(warned({ openDrafts: [{ ...draft, state: 'editing' }] })).toBe(before + 1)
  expect(warned({ openDrafts: [{ ...draft, state: 'filed' }] })).toBe(before)
  const sale = { saleNo: 1, kind: 'material', to: '/sale', lines: [] } as const
  expect(warned({ openSales: [{ ...sale, state: 'draft' }] })).toBe(before + 1)
  expect(warned({ openRefusals: 3 })).toBe(before + 1)
  expect(saying({ ...calm(), unpaidSales: [{ saleNo: 1, to: '/sale' }] }, '没有登记缴税')).toMatchObject([
    { severity: 'warns', rule: 'R-71', to: '/sale' },
  ])
  const report = { filingId: settled.stocktakeId, sequence: 4 }
  expect(warned({ reports: [{ ...report, state: 'sent' }] })).toBe(before + 1)
  expect(warned({ reports: [{ ...report, state: 'returned' }] })).toBe(before)
})

test('R-124: every list is booked or deleted before the report', () => {
  const listed = (reserved: number, unbooked: number, deleted = 0) =>
    saying({ ...calm(), lists: { booked: 2, reserved, unbooked, deleted } }, '未核扣').map(({ severity }) => severity)
  expect(listed(1, 0)).toEqual(['blocks'])
  expect(listed(0, 1)).toEqual(['blocks'])
  expect(listed(0, 0, 5)).toEqual(['passes'])
})

test('R-124 R-118: a count that is missing, too old or not settled blocks, and so do shortages without their sale', () => {
  const counted = (stocktake: Partial<Situation['stocktake']>) => {
    const base = calm()
    return checksOf({ ...base, stocktake: { ...base.stocktake, ...stocktake } })
      .filter(({ message }) => message.includes('盘点'))
      .map(({ severity }) => severity)
  }
  const latest = { ...settled, age: 30, differences: [], moved: 0 }
  expect(counted({ latest })).toEqual(['passes'])
  expect(counted({ latest: { ...latest, age: 31 } })).toEqual(['blocks'])
  expect(counted({ latest: undefined })).toEqual(['blocks'])
  expect(counted({ latest: undefined, counting: [settled] })).toEqual(['blocks'])
  expect(counted({ latest, counting: [settled] })).toEqual(['passes', 'warns'])
  expect(counted({ latest: { ...latest, openDifferences: 2 } })).toEqual(['passes', 'blocks'])
  expect(counted({ latest: { ...latest, moved: 1 } })).toEqual(['passes', 'warns'])
})

test('R-124 R-64 R-52: goods still with a contractor block, deliveries on no list warn', () => {
  const application = { state: 'accepted', outstanding: 2, innerNo: 'WF-1', allProcesses: false } as const
  const outward = (more: object) =>
    ({ ...calm(), outward: [{ ...application, contractor: { name: '承揽' }, ...more }] }) as unknown as Situation
  expect(saying(outward({}), '项货物在外')).toMatchObject([{ severity: 'blocks', rule: 'R-124' }])
  expect(saying(outward({ outstanding: 0 }), '收回或了结')).toMatchObject([{ severity: 'passes' }])
  expect(saying(outward({ state: 'closed' }), '项货物在外')).toEqual([])
  const delivered = (undeclared: string) => ({ ...calm(), matching: [{ undeclared }] }) as unknown as Situation
  expect(severityOf(delivered('5'), 'R-52')).toEqual(['warns'])
  expect(severityOf(delivered('0'), 'R-52')).toEqual([])
})

test('R-8: what may have asked for a guarantee is said', () => {
  const extended = lifeOf([
    { event: 'extended', on: day('2024-06-01') },
    { event: 'extended', on: day('2024-09-01') },
  ])
  expect(severityOf({ ...calm(), life: extended }, 'R-8')).toEqual(['warns'])
  expect(severityOf(calm(), 'R-8')).toEqual(['passes'])
})

test('R-113: a list of a day that has not come is told', () => {
  const on = (today: string) =>
    saying({ ...calm(), books: { ...booksOfE26(), today: day(today) } }, '晚于今天').map(({ severity, rule }) => [severity, rule])
  expect(on('2024-11-30')).toEqual([])
  expect(on('2024-11-29')).toEqual([['warns', 'R-113']])
})

test('R-18: what customs has accepted is not reported again', () => {
  const accepted = { ...calm(), life: lifeOf([{ event: 'reportAccepted', on: day('2025-02-05') }]) }
  expect(saying(accepted, '不再另报')).toMatchObject([
    { severity: 'blocks', rule: 'R-18', to: expect.stringContaining('C23325020251') },
  ])
  expect(saying(calm(), '不再另报')).toEqual([])
})

test('E-11 R-17: expiry 2025-01-31, report by 2025-03-02', () => {
  const on = (today: string, of = calm()) =>
    checksOf({ ...of, books: { ...of.books, today: day(today) } }).find(({ rule }) => rule === 'R-17')
  expect(on('2025-01-31')?.severity).toBe('warns')
  expect(on('2025-02-01')?.severity).toBe('passes')
  expect(on('2025-01-31', { ...calm(), life: lifeOf([{ event: 'lastExport', on: day('2025-01-30') }]) })?.severity).toBe('passes')
  expect(on('2025-03-02')?.severity).toBe('passes')
  expect(on('2025-03-03')).toMatchObject({ severity: 'warns', message: '报核期限 2025-03-02 已过，请尽快申报并准备说明' })
})

test('R-123 the steps of E-26: the first that is open is the next, what is open behind it waits', () => {
  expect(cleanUpSteps(calm()).map(({ step, state }) => [step, state])).toEqual([
    ['returns', 'done'],
    ['transfers', 'notNeeded'],
    ['defects', 'notNeeded'],
    ['surplus', 'open'],
    ['scrap', 'later'],
    ['stocktake', 'done'],
    ['report', 'later'],
  ])
  const cleared = calm(moved('material', 'E0657', '995.5'), moved('material', 'I0844', '307.5'))
  expect(cleanUpSteps(cleared).map(({ state }) => state)).toEqual([
    'done',
    'notNeeded',
    'notNeeded',
    'done',
    'done',
    'done',
    'open',
  ])
  const accepted = { ...cleared, life: lifeOf([{ event: 'reportAccepted', on: day('2025-02-05') }]) }
  expect(stateOf(accepted, 'report')?.state).toBe('done')
})

test('R-123: an exchange that is not whole, for a material and for a product', () => {
  const items = stateOf(calm(moved('material', 'E0700', '20'), moved('product', 'I4600', '3', '0')), 'returns')?.items
  expect(items?.map(({ detail }) => detail)).toEqual([
    '退换进口 80，退换出口 100，还应退回 20 千克',
    '退换进口 43，退换出口 40，还应退出 3 千克',
  ])
})

test('R-123: of a surplus what is drafted for it is said, and what is not', () => {
  const draft = { draftId: settled.stocktakeId, innerNo: 'N-1', business: 'surplusOut', state: 'editing' } as const
  const drafted = (amount: string) =>
    stateOf({ ...calm(), openDrafts: [{ ...draft, lines: [{ itemSeq: 1, quantity: quantity(amount) }] }] }, 'surplus')?.items[0]
  expect(stateOf(calm(), 'surplus')?.items[0]).toMatchObject({ severity: 'warns', detail: '还没有处理' })
  expect(drafted('900')).toMatchObject({ severity: 'warns', detail: '已起草 900，还有 95.5 没有处理' })
  expect(drafted('995.5')).toMatchObject({ severity: 'info', detail: '已起草 995.5' })
})
