import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isWorkingDay, knownFor, rollForward } from '../../../shared/domain/calendar.ts'
import { standardFor } from '../../../shared/domain/consumption-standard.ts'
import { day } from '../../../shared/domain/day.ts'
import { openDataFolder } from '../database/data-folder.ts'
import { openLedgerDatabase } from '../database/ledger-database.ts'
import { JournalService } from '../journal/service.ts'
import { OperatorsService } from '../operators/service.ts'
import { ReferenceService } from './service.ts'

const clock = { now: () => '2025-03-10T02:00:00.000Z' }
const file = '11111111-1111-4111-8111-111111111111'
let root: string
let ledger: Awaited<ReturnType<typeof openLedgerDatabase>>
let reference: ReferenceService
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'bonded-ledger-reference-'))
  ledger = await openLedgerDatabase(openDataFolder(root), clock, 'test')
  const db = ledger.writer
  db.exec(`INSERT INTO stored_file VALUES ('${file}', '资料.xlsx', 1, '${'a'.repeat(64)}', '2025-03-01T00:00:00.000Z')`)
  const journal = new JournalService(db, new OperatorsService(db, clock), clock)
  journal.begin('test')
  reference = new ReferenceService(db, journal, clock)
})
afterEach(() => {
  ledger.close()
  rmSync(root, { recursive: true, force: true })
})

test('the calendar of the program rolls over a holiday of its years, and knows only weekends of others (C-1)', () => {
  const calendar = reference.calendar()
  expect(rollForward(day('2025-10-01'), calendar)).toBe('2025-10-09')
  expect(isWorkingDay(day('2026-02-28'), calendar)).toBe(true)
  expect([knownFor(day('2026-12-31'), calendar), knownFor(day('2027-01-01'), calendar)]).toEqual([true, false])
})

test('rows are picked by the business date, not by today (R-32, R-139)', () => {
  const source = '公告'
  const standard = (upper: string, from: string, to: string | null) => {
    const codes = { productHsCode: '8534', materialHsCode: '7410', productName: '', materialName: '', unit: '千克' }
    return { ...codes, upper, lower: null, from, to, source }
  }
  reference.replace(
    'consumptionStandards',
    [standard('1.9', '2010-01-01', '2019-12-31'), standard('1.8', '2020-01-01', null)],
    file,
    '资料.xlsx',
  )
  const upperOn = (on: string) =>
    standardFor(reference.standardsOn(day(on)), {
      productHsCode: '8534001000',
      materialHsCode: '7410211000',
      unit: '035',
      on: day(on),
    })?.upper
  expect(['2009-12-31', '2019-12-31', '2020-01-01'].map(upperOn)).toEqual([undefined, 1_900_000_000n, 1_800_000_000n])

  const ended = {
    hsCode: '2620',
    goods: 'import',
    control: 'prohibited',
    name: '矿渣',
    from: '2015-01-01',
    to: '2020-11-30',
    source,
  } as const
  reference.replace('controlledGoods', [ended], file, '资料.xlsx')
  const controlOn = (on: string) => reference.controlledOn(day(on))('2620991000', 'import')?.name
  expect(['2020-11-30', '2020-12-01'].map(controlOn)).toEqual(['矿渣', undefined])
})

test('an earlier import stays as history, and the journal says what a later one changed', () => {
  const slag = {
    hsCode: '2620',
    goods: 'both',
    control: 'restricted',
    name: '',
    from: '2015-01-01',
    to: null,
    source: '公告',
  } as const
  reference.replace('controlledGoods', [slag, { ...slag, hsCode: '7204' }], file, '一.xlsx')
  reference.replace('controlledGoods', [{ ...slag, control: 'prohibited' }], file, '二.xlsx')
  const all = (sql: string) => ledger.writer.prepare(sql).all()
  expect(all('SELECT import, hs_code FROM controlled_goods')).toHaveLength(3)
  expect(all('SELECT subject, what, before, after FROM journal').at(-1)).toEqual({
    subject: '资料 禁限类商品',
    what: '从“二.xlsx”导入 1 行，新增或更改 1 行，不再有的 2 行',
    before: '{"行数":"2"}',
    after: '{"行数":"1"}',
  })
})

test('on each day the information table filled last by then holds, for its year (R-5, E-19)', () => {
  const plain = { leasedPlant: false, underSmugglingInvestigation: false, underInvestigation: false, orderedToRectify: false }
  const save = (filledOn: string, documentNo: string) =>
    reference.saveCapability({ ...plain, filledOn, documentNo, headings: ['8534'] })
  save('2024-02-01', 'one')
  save('2025-03-10', 'two')
  save('2025-03-10', 'two, corrected')
  const on = (date: string) => reference.capabilityOn(day(date))?.documentNo
  expect(['2024-01-31', '2024-02-01', '2025-02-01', '2025-02-02', '2025-03-10', '2026-03-10', '2026-03-11'].map(on)).toEqual([
    undefined,
    'one',
    'one',
    undefined,
    'two, corrected',
    'two, corrected',
    undefined,
  ])
  expect(reference.capability()?.documentNo).toBe('two, corrected')
})

describe('rates and parameters of a day', () => {
  const source = '公告'
  test('CNY is 1 by itself; another currency has the rate of its month, or none', () => {
    const on = (currency: string, date: string) => reference.exchangeRateOn(currency, day(date))?.rate
    expect([on('142', '2025-06-03'), on('502', '2025-06-03')]).toEqual([1_000_000_000n, undefined])
    const june = { currency: '502', rate: '7.1854', from: '2025-06-01', to: '2025-06-30', source }
    reference.replace(
      'exchangeRates',
      [june, { ...june, rate: '7.1656', from: '2025-07-01', to: '2025-07-31' }],
      file,
      '汇率.xlsx',
    )
    expect([on('502', '2025-06-30'), on('502', '2025-07-01'), on('502', '2025-08-01'), on('300', '2025-06-03')]).toEqual([
      7_185_400_000n,
      7_165_600_000n,
      undefined,
      undefined,
    ])
  })

  test('R-96, R-97b: the interest rate and the waiver of the day of the tax bill', () => {
    const rateOn = (date: string) => reference.interestRateOn(day(date))?.rate
    expect([rateOn('2008-11-26'), rateOn('2011-02-09'), rateOn('2025-03-10')]).toEqual([undefined, 400_000_000n, 350_000_000n])
    const waived = (date: string) => reference.interestWaiverOn(day(date)) !== undefined
    expect([waived('2020-04-14'), waived('2020-04-15'), waived('2020-12-31'), waived('2021-01-01')]).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  test('a parameter has the value of its day; where none holds it is refused by name', () => {
    const { value, source: stands } = reference.parameterOn('collectiveSaleDeadline', day('2025-02-10'))
    expect([value, stands]).toEqual(['quarter15', '海关总署公告2020年第78号'])
    expect(() => reference.parameterOn('deepTransferDeadline', day('2019-12-31'))).toThrow(/深加工结转集中申报期限/)
  })

  test('tariff rows are the same array until another import', () => {
    const rate = { hsCode: '8534', name: '', kind: 'mfn', country: '', scope: '', rate: '6.5', specific: null, unit: '' } as const
    const row = { ...rate, from: '2025-01-01', to: null, source }
    reference.replace('tariffRates', [row], file, '税率.xlsx')
    const first = reference.tariffRows()
    expect(first).toMatchObject([{ rate: 6_500_000_000n, specific: null }])
    expect(reference.tariffRows()).toBe(first)
    reference.replace('tariffRates', [{ ...row, rate: null, specific: '1.2', unit: '035' }], file, '税率.xlsx')
    expect(reference.tariffRows()).toMatchObject([{ rate: null, specific: 120_000n }])
  })
})
