import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { listsWorkbook } from '../../../test/opening-books.ts'
import { loadSmallHandbook } from '../../../test/sales.ts'
import { readyForReport } from '../../../test/ready-for-report.ts'

let engine: Engine
let handbookNo: string

beforeEach(async () => {
  engine = await openEngine({ now: '2026-02-20T01:02:03.000Z' })
  handbookNo = (await engine.call('enterprise.loadSample', {})).handbookNo
}, 60_000)
afterEach(() => engine.close())

const sum = (rows: readonly { side: string; sign: string; cny: string | null }[], side: string): number =>
  rows.reduce((all, row) => (row.side === side ? all + Number(`${row.sign}1`) * Math.round(Number(row.cny) * 100) : all), 0)

describe('the value balance', () => {
  test('adds up to its rows, mode by mode in the order of the form, and says its rate', async () => {
    const value = await engine.call('taxWriteOff.value', { handbookNo })
    expect(value.missing).toEqual([])
    expect(value.rows.map(({ direction, mode }) => `${direction}${mode}`)).toEqual(
      [
        'I0615',
        'I0654',
        'I0657',
        'I0700',
        'E0657',
        'E0664',
        'E0700',
        'E0864',
        'E0200',
        'I0200',
        'I0644',
        'I0844',
        'E0615',
        'E0654',
        'E4600',
        'I4600',
      ].filter((key) => value.rows.some(({ direction, mode }) => key === `${direction}${mode}`)),
    )
    // Each row is rounded for showing; the totals are rounded once.
    expect(Math.abs(Math.round(Number(value.importTotal) * 100) - sum(value.rows, 'imports'))).toBeLessThanOrEqual(
      value.rows.length,
    )
    expect(Math.abs(Math.round(Number(value.exportTotal) * 100) - sum(value.rows, 'exports'))).toBeLessThanOrEqual(
      value.rows.length,
    )
    expect(Number(value.rate)).toBeCloseTo((Number(value.importTotal) / Number(value.exportTotal)) * 100, 3)
    expect(value).toMatchObject({ plan: null, planCredit: null, adjustment: null })
  })

  test('holds the plan against what was booked', async () => {
    await engine.call('taxWriteOff.savePlan', { handbookNo, importTotal: '6500000', exportTotal: '10000000' })
    const saved = await engine.call('taxWriteOff.savePeriods', {
      handbookNo,
      periods: [{ month: '2025-03', fob: '9100000', levyRate: '13', refundRate: '10' }],
    })
    expect(saved.plan).toMatchObject({ rate: '65' })
    expect(saved.planCredit).toBe('177450')
    expect(saved.periods).toMatchObject([
      { month: '2025-03', fob: '9100000', credit: '177450', actualCredit: saved.actualCredit },
    ])
    const adjusted = Number(saved.planCredit) - Number(saved.actualCredit)
    expect(Number(saved.adjustment)).toBeCloseTo(adjusted, 2)
  })

  test('says what is missing instead of a figure, and refuses rates that cannot be', async () => {
    const before = await engine.call('taxWriteOff.value', { handbookNo, from: '2027-01-01' })
    expect(before).toMatchObject({ rows: [], importTotal: '0', exportTotal: '0', rate: null })
    expect(
      await engine.refused('taxWriteOff.savePeriods', {
        handbookNo,
        periods: [{ month: '2025-03', fob: '1', levyRate: '10', refundRate: '13' }],
      }),
    ).toMatchObject({ code: 'taxWriteOff.refundAboveLevy', at: { row: 1 } })
    expect(await engine.refused('taxWriteOff.savePlan', { handbookNo, importTotal: '1', exportTotal: '0' })).toMatchObject({
      code: 'taxWriteOff.noExports',
    })
    expect(await engine.refused('taxWriteOff.value', { handbookNo, from: '2025-02-01', to: '2025-01-01' })).toMatchObject({
      code: 'taxWriteOff.period',
    })
  })
})

test('a hundred lines of the largest amount are added up, not refused', async () => {
  const most = '1000000000000'
  const list = (listNo: string) => ({ listNo, day: '2026-01-10', seq: 2, quantity: '1' })
  const lists = Array.from({ length: 100 }, (_, at) => list(`BIG-${at}`))
  const bytes = await listsWorkbook(handbookNo, lists, most)
  await engine.call('bondedLists.importWorkbook', { handbookNo, fileId: await engine.put('大额.xlsx', bytes) })
  const { rows } = await engine.call('taxWriteOff.value', { handbookNo, from: '2026-01-10', to: '2026-01-10' })
  expect(rows.find(({ mode }) => mode === '0615')?.declared).toMatchObject([
    { currency: '502', amount: '100000000000000', lines: 100 },
  ])
})

describe('the yearly write-off', () => {
  async function close() {
    const { keyId } = await engine.call('keys.create', { name: '一号', passphrase: '出口 2025' })
    await readyForReport(engine, handbookNo)
    const { filingId } = await engine.call('filings.createWriteOffReport', { handbookNo })
    await engine.call('filings.sign', { filingId, keyId, passphrase: '出口 2025' })
    await engine.call('filings.recordAnswer', { filingId, result: 'approved', answeredOn: '2026-02-20' })
    await engine.call('handbooks.close', { handbookNo, on: '2026-02-20', noticeNo: '核销2026-1' })
    return keyId
  }

  test('R-178 an account is written off by the cycles approved in the year, each with the values and months of its own', async () => {
    const account = 'E23325025001'
    const goods = { hsCode: '3920620009', unit: '035' }
    await loadSmallHandbook(engine, {
      handbookNo: account,
      establishedOn: '2025-01-01',
      validTo: '2027-12-31',
      materials: [{ seq: 1, name: '聚酯薄膜', ...goods }],
      products: [{ seq: 1, name: '薄膜袋', ...goods }],
      consumption: [{ product: 1, material: 1, net: '1' }],
      imports: [
        { on: '2025-03-01', seq: 1, quantity: '10', price: '1', total: '600' },
        { on: '2025-08-01', seq: 1, quantity: '10', price: '1', total: '50' },
      ],
    })
    const out = (listNo: string, on: string) => ({
      listNo,
      day: on,
      seq: 1,
      quantity: '5',
      direction: 'E',
      goods: 'E',
      version: '0',
    })
    const bytes = await listsWorkbook(account, [out('OUT-1', '2025-06-30'), out('OUT-2', '2025-07-01')], '1000')
    await engine.call('bondedLists.importWorkbook', { handbookNo: account, fileId: await engine.put('出口.xlsx', bytes) })
    await engine.call('taxWriteOff.savePlan', { handbookNo: account, importTotal: '65', exportTotal: '100' })
    const period = { levyRate: '13', refundRate: '10' }
    await engine.call('taxWriteOff.savePeriods', {
      handbookNo: account,
      periods: [
        { month: '2025-06', fob: '1000', ...period },
        { month: '2025-07', fob: '7000', ...period },
      ],
    })
    await engine.call('accountCycles.open', {
      handbookNo: account,
      startsOn: '2025-01-01',
      endsOn: '2025-06-30',
      method: 'unitConsumption',
    })
    await engine.call('accountCycles.open', {
      handbookNo: account,
      startsOn: '2025-07-01',
      endsOn: '2025-12-31',
      method: 'unitConsumption',
    })
    await engine.call('accountCycles.approve', { handbookNo: account, cycleNo: 1, on: '2025-07-20' })
    await engine.call('accountCycles.approve', { handbookNo: account, cycleNo: 2, on: '2026-01-20' })
    const [row, ...more] = (await engine.call('taxWriteOff.year', { year: 2025 })).handbooks
    expect(more).toEqual([])
    // 600 yuan came in; what went out is 1 000 dollars of 30 June.
    const { exportTotal, rate } = await engine.call('taxWriteOff.value', {
      handbookNo: account,
      from: '2025-01-01',
      to: '2025-06-30',
    })
    expect(row).toMatchObject({
      handbookNo: account,
      trade: 'imported',
      closedOn: '2025-07-20',
      cycle: { from: '2025-01-01', to: '2025-06-30' },
      importTotal: '600',
      exportTotal,
      actualRate: rate,
    })
    // 1 000 × 3 % × 65 % by plan: July is of the next cycle.
    const { planCredit } = await engine.call('taxWriteOff.value', { handbookNo: account, from: '2025-01-01', to: '2025-06-30' })
    expect(planCredit).toBe('19.5')
    expect((await engine.call('taxWriteOff.year', { year: 2026 })).handbooks).toMatchObject([
      { importTotal: '50', closedOn: '2026-01-20' },
    ])
    const filing = await engine.call('filings.createTaxWriteOff', { year: 2025 })
    expect(filing.summary).toContainEqual({ label: `${account} 实际分配率`, value: `${rate}%` })
  })

  test('lists the handbooks closed in the year, is due by 20 April, and is filed to the tax office', async () => {
    expect(await engine.refused('filings.createTaxWriteOff', { year: 2026 })).toMatchObject({ code: 'taxWriteOff.noHandbooks' })
    const keyId = await close()
    engine.setNow('2027-04-01T01:00:00.000Z')
    const year = await engine.call('taxWriteOff.year', { year: 2026 })
    expect(year.deadlines[0]).toMatchObject({ trade: 'imported', raw: '2027-04-20', daysLeft: 19 })
    expect(year.handbooks).toMatchObject([{ handbookNo, trade: 'imported', closedOn: '2026-02-20' }])
    const due = async () =>
      (await engine.call('workbench.today', {})).due.filter(({ rule }) => rule === 'R-178').map(({ date }) => date)
    expect(await due()).toEqual(['2027-04-20'])
    const stale = await engine.call('filings.createTaxWriteOff', { year: 2026 })
    await engine.call('taxWriteOff.savePlan', { handbookNo, importTotal: '65', exportTotal: '100' })
    expect(await engine.refused('filings.sign', { filingId: stale.filingId, keyId, passphrase: '出口 2025' })).toMatchObject({
      code: 'filing.booksMoved',
    })
    const filing = await engine.call('filings.createTaxWriteOff', { year: 2026 })
    expect(filing).toMatchObject({ kind: 'taxWriteOff', handbookNo: '', subject: '2026 年度', state: 'checked' })
    await engine.call('filings.sign', { filingId: filing.filingId, keyId, passphrase: '出口 2025' })
    expect((await engine.call('taxWriteOff.year', { year: 2026 })).filings).toMatchObject([
      { filingId: filing.filingId, state: 'signed' },
      { filingId: stale.filingId, state: 'closed' },
    ])
    expect(await due()).toEqual([])
  })
})

describe('what is calculated beside the books', () => {
  test('E-30 an early release of free equipment, step by step', async () => {
    const input = { price: '1000000', importedOn: '2022-06-15', releasedOn: '2025-06-15', dutyRate: '8', vatRate: '13' }
    expect(await engine.call('calculations.equipmentRelease', input)).toMatchObject({
      freeOn: '2027-06-15',
      months: 36,
      value: '400000',
      duty: '32000',
      vat: '56160',
      total: '88160',
    })
    expect(await engine.refused('calculations.equipmentRelease', { ...input, releasedOn: '2022-01-01' })).toMatchObject({
      code: 'calculation.order',
    })
    expect(await engine.refused('calculations.equipmentRelease', { ...input, price: '-1' })).toMatchObject({
      at: { field: 'price' },
    })
  })

  test('E-31 the deposit of the old ledger', async () => {
    expect(
      await engine.call('calculations.ledgerDeposit', { imports: '3000000', restrictedExports: '1200000', exports: '4000000' }),
    ).toMatchObject({ forExports: '99000', forImports: '0' })
    expect(await engine.call('calculations.ledgerDeposit', {})).toMatchObject({ forExports: null })
  })
})
