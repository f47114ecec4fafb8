import { expect, test } from 'vitest'
import { writeOffBalance } from '../../../shared/domain/balance.ts'
import type { MovementTotal } from '../../../shared/domain/balance.ts'
import { day } from '../../../shared/domain/day.ts'
import { printQuantity, quantity, rate } from '../../../shared/domain/exact.ts'
import type { HandbookRow, ItemRow } from '../handbooks/store.ts'
import { openWorkbook } from '../workbook/read-workbook.ts'
import { checkReport, unwritableText } from './check-write-off-report.ts'
import type { Circumstances } from './check-write-off-report.ts'
import { reportWorkbook } from './report-workbook.ts'
import { reportOf } from './write-off-report.ts'
import type { ReportSource } from './write-off-report.ts'

const party = { creditCode: '91320594MA1202516U', customsCode: '3205940251', name: '示例企业' }
const handbook: HandbookRow = {
  id: 1n,
  handbook_no: 'C23325020251',
  kind: 'C',
  operator_credit_code: party.creditCode,
  operator_customs_code: party.customsCode,
  operator_name: party.name,
  processor_credit_code: party.creditCode,
  processor_customs_code: party.customsCode,
  processor_name: party.name,
  customs_district: '2332',
  supervision_mode: '0615',
  levy_nature: '503',
  import_contract_no: '',
  export_contract_no: '',
  import_currency: '502',
  export_currency: '502',
  established_on: '2024-02-09',
  valid_to: '2025-01-31',
  consumption_stage: '1',
  purpose: '1',
  imported_at: '2024-02-10T00:00:00.000Z',
  source_file_id: 'f',
  seq_no: '',
  inner_no: '',
  processor_district: '',
  declarant_type: '',
  declarant_credit_code: '',
  declarant_customs_code: '',
  declarant_name: '',
  declared_on: '',
  approval_no: '',
  processing_kind: '',
  ports: '',
  capacity_e5: 0n,
  pause_mark: '',
  input_credit_code: '',
  input_customs_code: '',
  input_name: '',
  input_on: '',
  contact: '',
  phone: '',
  remark: '',
}
const item = (seq: number, name: string): ItemRow => ({
  seq: BigInt(seq),
  part_no: `P-${seq}`,
  hs_code: '3901200099',
  name,
  spec: '',
  unit: '035',
  legal_unit: '035',
  quantity_e5: 0n,
  unit_price_e5: 0n,
  currency: '502',
  country: '142',
  levy_mode: '3',
  second_legal_unit: '',
  total_e5: 0n,
  main_mark: '',
  attribute: '',
  remark: '',
})
const moved = (goods: 'material' | 'product', posting: string, amount: string, version = ''): MovementTotal => {
  const direction = posting.startsWith('I') ? 'I' : 'E'
  return { goods, seq: 1, version, mode: posting.slice(1), direction, quantity: quantity(amount) }
}

/** The handbook of E-26, with more booked on it. */
function source(...more: MovementTotal[]): ReportSource {
  const booked = [
    moved('material', 'I0615', '10000'),
    moved('material', 'I0654', '1500'),
    moved('material', 'I0657', '320.5'),
    moved('material', 'I0700', '80'),
    moved('material', 'E0700', '80'),
    moved('material', 'I0644', '350'),
    moved('material', 'E0664', '200'),
    moved('material', 'E0200', '25'),
    moved('product', 'E0615', '3600', '0'),
    moved('product', 'E0654', '500', '0'),
    moved('product', 'I4600', '40', '0'),
    moved('product', 'E4600', '40', '0'),
    ...more,
  ]
  const lossRates = { tangibleLossRate: rate('3'), intangibleLossRate: rate('1'), bondedRatio: rate('100') }
  const consumption = { materialSeq: 1, productSeq: 1, version: '0', netConsumption: rate('2.4'), ...lossRates }
  return {
    handbook,
    enterprise: party,
    today: day('2025-02-10'),
    reportBy: day('2025-03-02'),
    movementsEnded: false,
    materials: [item(1, '塑料粒'), item(2, '从未进口的料件')],
    products: [item(1, '塑料件')],
    lists: [
      { listNo: 'QD233225I000000001', direction: 'I' },
      { listNo: 'QD233225E000000002', direction: 'E' },
    ],
    balance: writeOffBalance([1, 2], booked, [], [consumption]),
  }
}
const calm: Circumstances = { lists: { booked: 2, reserved: 0, unbooked: 0, deleted: 0 }, openRefusals: 0, unansweredReports: [] }
const checksOf = (of: ReportSource, circumstances = calm) => checkReport(reportOf(of), of, circumstances)
const severityOf = (of: ReportSource, rule: string, circumstances = calm) =>
  checksOf(of, circumstances)
    .filter((check) => check.rule === rule)
    .map(({ severity }) => severity)

/** What is said of the deadline on a day. */
const deadlineOn = (today: string) => checksOf({ ...source(), today: day(today) }).find(({ rule }) => rule === 'R-17')

test('E-26 E-27 the report of the handbook: 10 320.5 + 1 500 − 350 − 200 − 25 − 0 − 10 250 = 995.5', () => {
  const { materials, products } = reportOf(source())
  const printed = Object.fromEntries(
    Object.entries(materials[0] ?? {}).flatMap(([field, value]) =>
      typeof value === 'bigint' ? [[field, printQuantity(quantity(value))]] : [],
    ),
  )
  expect(printed).toEqual({
    imported: '10320.5',
    transferIn: '1500',
    domestic: '350',
    reexport: '200',
    destroyed: '25',
    surplusOut: '0',
    consumed: '10250',
    remaining: '995.5',
    scrap: '307.5',
  })
  expect(products).toMatchObject([
    { exported: quantity('3600'), transferredOut: quantity('500'), returnedIn: quantity('40'), returnedOut: quantity('40') },
  ])
})

test('every recorded line is in the report, moved or not; versions of a product are one row', () => {
  const { materials, products } = reportOf(source(moved('product', 'E0615', '7', '1')))
  expect(materials.map(({ seq, imported }) => [seq, imported])).toEqual([
    [1, quantity('10320.5')],
    [2, 0n],
  ])
  expect(products.map(({ seq, exported }) => [seq, exported])).toEqual([[1, quantity('3607')]])
})

test('R-106: what has no column of its own is said in the remark', () => {
  const of = source(moved('product', 'I0642', '12.5', '0'))
  expect(reportOf(of).products[0]).toMatchObject({ exported: quantity('3600'), remark: '另有减免或以产顶进 12.5' })
  expect(severityOf(of, 'R-106')).toEqual(['warns'])
  expect(severityOf(source(), 'R-106')).toEqual([])
})

test('R-112: a row that does not add up blocks, the last digit of rounding does not', () => {
  const of = source()
  const report = reportOf(of)
  const withRemaining = (difference: bigint) => ({
    ...report,
    materials: report.materials.map((material) => ({ ...material, remaining: quantity(material.remaining + difference) })),
  })
  const severity = (difference: bigint) =>
    checkReport(withRemaining(difference), of, calm).find(({ rule }) => rule === 'R-112')?.severity
  expect([-2n, -1n, 0n, 1n, 2n].map(severity)).toEqual(['blocks', 'passes', 'passes', 'passes', 'blocks'])
})

test('R-110 R-116 R-124: what is left, what is negative, what is not declared', () => {
  expect(severityOf(source(), 'R-110')).toEqual(['warns'])
  expect(severityOf(source(moved('material', 'E0657', '995.5')), 'R-110')).toEqual(['passes'])
  expect(checksOf(source(moved('material', 'E0657', '995.50001')))).toContainEqual({
    severity: 'blocks',
    rule: 'R-124',
    message: '料件结余为负：1 塑料粒',
  })
  expect(checksOf(source(moved('product', 'E0615', '1', '9')))).toContainEqual({
    severity: 'blocks',
    rule: 'R-124',
    message: '成品已出口但没有单耗：1 塑料件（版本 9）',
  })
  expect(severityOf(source(), 'R-116')).toEqual(['warns'])
  expect(severityOf(source(moved('material', 'I0844', '307.5')), 'R-116')).toEqual(['passes'])
  expect(checksOf(source(moved('material', 'I0844', '307.50001'))).find(({ rule }) => rule === 'R-116')?.message).toContain(
    '多于有形损耗',
  )
})

test('what is not in the books, or not settled, is said', () => {
  const warned = (circumstances: Partial<Circumstances>) =>
    checksOf(source(), { ...calm, ...circumstances }).filter(({ severity }) => severity === 'warns').length
  const before = warned({})
  expect(warned({ lists: { booked: 2, reserved: 1, unbooked: 0, deleted: 0 } })).toBe(before + 1)
  expect(warned({ lists: { booked: 2, reserved: 0, unbooked: 1, deleted: 0 } })).toBe(before + 1)
  expect(warned({ lists: { booked: 2, reserved: 0, unbooked: 0, deleted: 5 } })).toBe(before)
  expect(warned({ openRefusals: 3 })).toBe(before + 1)
  expect(warned({ unansweredReports: [4] })).toBe(before + 1)
  expect(severityOf({ ...source(), handbook: { ...handbook, kind: 'E' } }, 'R-20')).toEqual(['blocks'])
  const stranger = { ...source(), enterprise: { ...party, customsCode: '3122930001' } }
  expect(severityOf(stranger, 'R-19')).toEqual(['warns', 'passes'])
})

test('E-11 R-17: expiry 2025-01-31, report by 2025-03-02', () => {
  expect(deadlineOn('2025-01-31')?.severity).toBe('warns')
  expect(deadlineOn('2025-02-01')?.severity).toBe('passes')
  const marked = { ...source(), today: day('2025-01-31'), movementsEnded: true }
  expect(severityOf(marked, 'R-17')).toEqual(['passes'])
  expect(deadlineOn('2025-03-02')?.severity).toBe('passes')
  expect(deadlineOn('2025-03-03')).toEqual({
    severity: 'warns',
    rule: 'R-17',
    message: '报核期限 2025-03-02 已过，请尽快申报并准备说明',
  })
})

test('a text that XML cannot hold is told by its place', () => {
  expect(unwritableText(reportOf(source()))).toBeUndefined()
  const bad = { ...source(), materials: [item(1, '塑料粒'), item(2, '坏\u0001字')] }
  expect(unwritableText(reportOf(bad))).toBe('料件 2 的料号、编码、名称或单位')
})

test('the workbook says what the message says, sheet by sheet', async () => {
  const of = source()
  const bytes = await reportWorkbook(reportOf(of), checksOf(of))
  expect(Buffer.from(await reportWorkbook(reportOf(of), checksOf(of))).equals(Buffer.from(bytes))).toBe(true)
  const workbook = await openWorkbook(bytes)
  expect(workbook.sheets.map(({ name }) => name)).toEqual(['表头', '清单', '料件', '成品', '核对'])
  const rows = async (sheet: number) =>
    (await Array.fromAsync(workbook.rows(sheet))).map(({ cells }) => cells.map(({ text }) => text))
  expect(await rows(0)).toContainEqual(['报核料件总数', '2'])
  expect((await rows(1)).slice(1)).toEqual([
    ['1', 'QD233225I000000001', '进口'],
    ['2', 'QD233225E000000002', '出口'],
  ])
  const figures = ['10320.5', '1500', '350', '200', '25', '307.5', '0', '10250', '995.5']
  expect((await rows(2))[1]).toEqual(['1', '1', 'P-1', '3901200099', '塑料粒', '千克', ...figures])
  expect((await rows(3))[1]).toEqual(['1', '1', 'P-1', '3901200099', '塑料件', '千克', '3600', '500', '40', '40'])
  expect((await rows(4)).length).toBe(1 + checksOf(of).length)
})
