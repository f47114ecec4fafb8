import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'

let engine: Engine
beforeEach(async () => void (engine = await openEngine({ now: '2025-03-10T02:00:00.000Z' })))
afterEach(() => engine.close())

type Table = 'calendar' | 'consumptionStandards' | 'controlledGoods'
const headings: Record<Table, readonly string[]> = {
  calendar: ['日期', '放假或上班', '名称', '依据'],
  consumptionStandards: ['成品商品编码', '料件商品编码', '单位', '单耗上限', '单耗下限', '起始日期', '终止日期', '依据'],
  controlledGoods: ['商品编码', '进出口', '禁止或限制', '起始日期', '终止日期', '依据'],
}
const workbook = async (table: Table, ...rows: string[][]) =>
  engine.put('资料.xlsx', await writeWorkbook([{ name: '表1', columns: headings[table].map((title) => ({ title })), rows }]))
const load = async (table: Table, ...rows: string[][]) =>
  engine.call('reference.importWorkbook', { table, fileId: await workbook(table, ...rows) })
const refusal = async (table: Table, ...rows: string[][]) =>
  engine.refused('reference.importWorkbook', { table, fileId: await workbook(table, ...rows) })
const places = ({ rejected = [] }: { rejected?: { row: number; column: string; code: string }[] | undefined }) =>
  rejected.map(({ row, column, code }) => `${row} ${column} ${code}`)

const twentySeven = [
  ['2027-01-01', '放假', '元旦', '国务院办公厅通知'],
  ['2027/10/1', '放假', '国庆节', '国务院办公厅通知'],
  ['20271009', '上班', '国庆节调休', '国务院办公厅通知'],
]
const standard = ['853400', '7410.21.10', '千克', '1.9', '', '2010-01-01', '', '公告']
const slag = ['2620', '进出口', '禁止类', '2015-01-01', '', '公告2014年第90号']

describe('the calendar', () => {
  test('comes with 2024 to 2026, each to be checked, and nothing of other years', async () => {
    const { days, years } = await engine.call('reference.calendar', {})
    expect(years).toEqual([2024, 2025, 2026])
    expect(days.every(({ source }) => source.includes('待核'))).toBe(true)
    const kindOf = (wanted: string) => days.find(({ on }) => on === wanted)?.kind
    expect(['2025-01-28', '2025-04-27', '2026-02-23', '2024-10-12', '2025-05-06'].map(kindOf)).toEqual([
      'rest',
      'work',
      'rest',
      'work',
      undefined,
    ])
  })

  test('is replaced year by year: another year is added, the same one replaced', async () => {
    expect(await load('calendar', ...twentySeven)).toEqual({ rows: 3, added: 3, removed: 0 })
    const added = await engine.call('reference.calendar', {})
    expect(added.years).toEqual([2024, 2025, 2026, 2027])
    expect(added.days.filter(({ on }) => on.startsWith('2027')).map(({ on, kind }) => `${on} ${kind}`)).toEqual([
      '2027-01-01 rest',
      '2027-10-01 rest',
      '2027-10-09 work',
    ])
    expect(await load('calendar', ...twentySeven.slice(0, 2))).toEqual({ rows: 2, added: 0, removed: 1 })
    expect((await engine.call('reference.calendar', {})).days.filter(({ on }) => on.startsWith('2027'))).toHaveLength(2)
  })

  test('takes no part of a year for the whole of it', async () => {
    const failure = await refusal('calendar', ...twentySeven, ['2026-12-31', '放假', '元旦', '通知'])
    expect(places(failure)).toEqual(['5 日期 calendar.partOfAYear', '5 日期 calendar.partOfAYear'])
    expect((await engine.call('reference.calendar', {})).years).not.toContain(2027)
    expect(await refusal('calendar')).toMatchObject({ code: 'reference.empty' })
  })
})

test.each([
  ['calendar', [['2027-02-30', '放假', '', '通知']], ['2 日期 cell.notADay']],
  ['calendar', [...twentySeven, ['2027-01-01', '上班', '', '通知']], ['5 日期 row.twice']],
  ['calendar', [['2027-01-01', '半天', '元旦', '']], ['2 放假或上班 cell.unknownCode', '2 依据 cell.required']],
  ['consumptionStandards', [standard.with(0, '85340')], ['2 成品商品编码 cell.notAnHsCode']],
  ['consumptionStandards', [standard.with(3, '-1')], ['2 单耗上限 cell.negative']],
  ['consumptionStandards', [standard.with(3, '0')], ['2 单耗上限 cell.zero']],
  ['consumptionStandards', [standard.with(4, '2')], ['2 单耗下限 cell.limitsCrossed']],
  ['consumptionStandards', [standard, standard], ['3 成品商品编码 row.twice']],
  ['controlledGoods', [slag, slag.with(4, '2014-12-31')], ['3 终止日期 cell.endsBeforeStart']],
  ['controlledGoods', [slag.with(1, '转口').with(3, '')], ['2 进出口 cell.unknownCode', '2 起始日期 cell.required']],
] as const)('%s: a bad row is refused with its place, and nothing is written (%#)', async (table, rows, expected) => {
  const failure = await refusal(table, ...rows.map((row) => [...row]))
  expect(failure.code).toBe('reference.badRows')
  expect(places(failure)).toEqual(expected)
  const inspected = await engine.call('reference.inspectWorkbook', {
    table,
    fileId: await workbook(table, ...rows.map((row) => [...row])),
  })
  expect(places(inspected)).toEqual(expected)
  expect((await engine.call('reference.controlledGoods', {})).rows).toEqual([])
  expect((await engine.call('reference.consumptionStandards', {})).rows).toEqual([])
})

test('another workbook is not taken for a table', async () => {
  const fileId = await workbook('controlledGoods', slag)
  expect(await engine.refused('reference.importWorkbook', { table: 'consumptionStandards', fileId })).toMatchObject({
    code: expect.stringMatching(/^workbook\./),
  })
})

test('a table is replaced whole, and an empty workbook empties it', async () => {
  expect(await load('controlledGoods', slag, ['7204', '出口', '限制', '2020-01-01', '', '公告'])).toEqual({
    rows: 2,
    added: 2,
    removed: 0,
  })
  const fileId = await workbook('controlledGoods', slag)
  expect(await engine.call('reference.inspectWorkbook', { table: 'controlledGoods', fileId })).toMatchObject({
    rows: 1,
    added: 0,
    removed: 1,
    rejected: [],
  })
  await engine.call('reference.importWorkbook', { table: 'controlledGoods', fileId })
  expect((await engine.call('reference.controlledGoods', {})).rows).toEqual([
    { hsCode: '2620', goods: 'both', control: 'prohibited', name: '', from: '2015-01-01', to: null, source: '公告2014年第90号' },
  ])
  await load('controlledGoods')
  expect((await engine.call('reference.controlledGoods', {})).rows).toEqual([])
})

test.each(['calendar', 'consumptionStandards', 'controlledGoods'] as const)(
  '%s: its template imports to the very same table',
  async (table) => {
    await load('consumptionStandards', standard, standard.with(0, '8534').with(4, '0.000000001').with(6, '2030-12-31'))
    await load('controlledGoods', slag, slag.with(1, '进口').with(2, '限制类').with(4, '2026-01-01'))
    const tables = async () => [
      await engine.call('reference.calendar', {}),
      await engine.call('reference.consumptionStandards', {}),
      await engine.call('reference.controlledGoods', {}),
    ]
    const before = await tables()
    const { fileId, name } = await engine.call('reference.template', { table })
    expect(name).toMatch(/^(日历|单耗标准|禁限类商品)\.xlsx$/)
    const change = await engine.call('reference.importWorkbook', { table, fileId })
    expect([change.added, change.removed]).toEqual([0, 0])
    expect(change.rows).toBeGreaterThan(0)
    expect(await tables()).toEqual(before)
  },
)

describe('the information table', () => {
  const filled = { filledOn: '2025-03-10', documentNo: 'XX-1', headings: ['8541', '8534', '8534'] }

  test('is valid for a year from its filling (E-19)', async () => {
    expect(await engine.call('capability.get', {})).toBeNull()
    const saved = await engine.call('capability.save', filled)
    expect(saved).toMatchObject({ validTo: '2026-03-10', headings: ['8534', '8541'], leasedPlant: false })
    expect(await engine.call('capability.get', {})).toEqual(saved)
  })

  test('filled again takes the place of the one before; one filled earlier, and entered later, does not', async () => {
    await engine.call('capability.save', filled)
    const corrected = await engine.call('capability.save', { ...filled, documentNo: 'XX-2', leasedPlant: true })
    await engine.call('capability.save', { ...filled, filledOn: '2024-03-01', headings: ['9999'] })
    expect(await engine.call('capability.get', {})).toEqual(corrected)
  })

  test('is not filled in the future', async () => {
    expect(await engine.refused('capability.save', { ...filled, filledOn: '2025-03-11' })).toMatchObject({
      code: 'capability.future',
    })
    expect(await engine.call('capability.get', {})).toBeNull()
  })

  test('takes only headings of four digits', async () => {
    expect(await engine.refused('capability.save', { ...filled, headings: ['853'] })).toMatchObject({ code: expect.any(String) })
    expect(await engine.call('capability.get', {})).toBeNull()
  })
})
