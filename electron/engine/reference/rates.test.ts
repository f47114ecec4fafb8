import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'

let engine: Engine
const open = async () => void (engine = await openEngine({ now: '2026-11-21T02:00:00.000Z' }))
const close = () => engine.close()

type Table = 'tariffRates' | 'exchangeRates' | 'interestRates' | 'ruleParameters'
const headings: Record<Table, readonly string[]> = {
  tariffRates: [
    '商品编码',
    '商品名称',
    '税率种类',
    '原产国',
    '协定或厂商',
    '从价税率(%)',
    '从量税额(元)',
    '从量单位',
    '起始日期',
    '终止日期',
    '依据',
  ],
  exchangeRates: ['币制', '1单位折人民币(元)', '起始日期', '终止日期', '依据'],
  interestRates: ['利率或暂免', '年利率(%)', '起始日期', '终止日期', '依据'],
  ruleParameters: ['参数', '值', '起始日期', '终止日期', '依据'],
}
const workbook = async (table: Table, ...rows: readonly string[][]) =>
  engine.put('资料.xlsx', await writeWorkbook([{ name: '表1', columns: headings[table].map((title) => ({ title })), rows }]))
const load = async (table: Table, ...rows: readonly string[][]) =>
  engine.call('reference.importWorkbook', { table, fileId: await workbook(table, ...rows) })
const inspect = async (table: Table, ...rows: readonly string[][]) =>
  engine.call('reference.inspectWorkbook', { table, fileId: await workbook(table, ...rows) })

const mfn = ['8534001000', '印刷电路', '最惠国', '', '', '6.5', '', '', '2025-01-01', '', '2025年关税调整方案']
const dollar = ['美元', '7.1854', '2025-06-01', '2025-06-30', '2025-05-21 中间价']
const interest = ['利率', '0.35', '2012-07-06', '', '公告']
const term = ['缴款期限', '15', '2020-01-01', '', '关税法']

const tables = async () => [
  await engine.call('reference.tariffRates', {}),
  await engine.call('reference.exchangeRates', {}),
  await engine.call('reference.interestRates', {}),
  await engine.call('reference.ruleParameters', {}),
]

describe('what is refused', () => {
  // Nothing is written: one ledger is enough for all of it.
  beforeAll(open)
  afterAll(close)
  test.each<[Table, string[][], string[]]>([
    ['tariffRates', [mfn.with(0, '8534001')], ['2 商品编码 cell.notAnHsCode']],
    ['tariffRates', [mfn.with(2, '猜测')], ['2 税率种类 cell.unknownCode']],
    ['tariffRates', [mfn.with(5, '')], ['2 从价税率(%) cell.required']],
    ['tariffRates', [mfn.with(5, '-1')], ['2 从价税率(%) cell.negative']],
    ['tariffRates', [mfn.with(5, '1000.1')], ['2 从价税率(%) cell.tooLarge']],
    ['tariffRates', [mfn.with(2, '消费税').with(5, '100')], ['2 从价税率(%) cell.tooLarge']],
    ['tariffRates', [mfn.with(6, '1.2')], ['2 从量单位 cell.required']],
    ['tariffRates', [mfn.with(7, '千克')], ['2 从量税额(元) cell.required']],
    ['tariffRates', [mfn.with(2, '协定')], ['2 原产国 cell.required']],
    ['tariffRates', [mfn.with(3, '日本')], ['2 原产国 cell.notOfOrigin']],
    ['tariffRates', [mfn.with(2, '反倾销').with(3, '火星')], ['2 原产国 cell.unknownCode']],
    ['tariffRates', [mfn, mfn], ['3 商品编码 row.twice']],
    ['tariffRates', [mfn.with(8, '2026-01-01'), mfn], ['2 起始日期 row.overlaps']],
    ['tariffRates', [mfn.with(9, '2024-12-31')], ['2 终止日期 cell.endsBeforeStart']],
    ['tariffRates', [mfn.with(10, '')], ['2 依据 cell.required']],
    ['exchangeRates', [dollar.with(0, '金币')], ['2 币制 cell.unknownCode']],
    ['exchangeRates', [dollar.with(0, 'CNY')], ['2 币制 cell.ownCurrency']],
    ['exchangeRates', [dollar.with(1, '0')], ['2 1单位折人民币(元) cell.zero']],
    ['exchangeRates', [dollar.with(1, '七')], ['2 1单位折人民币(元) cell.notANumber']],
    ['exchangeRates', [dollar, dollar.with(2, '2025-06-30').with(3, '2025-07-31')], ['3 起始日期 row.overlaps']],
    ['interestRates', [interest.with(1, '')], ['2 年利率(%) cell.required']],
    ['interestRates', [['暂免', '0.35', '2020-04-15', '', '公告']], ['2 年利率(%) cell.notEmpty', '2 终止日期 cell.required']],
    ['interestRates', [interest, interest.with(2, '2015-01-01')], ['3 起始日期 row.overlaps']],
    ['ruleParameters', [term.with(0, '幸运数字')], ['2 参数 cell.unknownCode']],
    ['ruleParameters', [term.with(1, '十五')], ['2 值 cell.notAValue']],
    ['ruleParameters', [['集中内销纳税期限', '15', '2020-01-01', '', '公告']], ['2 值 cell.notAValue']],
    ['ruleParameters', [term, term.with(2, '2021-01-01')], ['3 起始日期 row.overlaps']],
  ])('%s: a bad row is refused with its place, and nothing is written (%#)', async (table, rows, expected) => {
    const before = await tables()
    const failure = await engine.refused('reference.importWorkbook', { table, fileId: await workbook(table, ...rows) })
    expect(failure.code).toBe('reference.badRows')
    expect(failure.rejected?.map(({ row, column, code }) => `${row} ${column} ${code}`)).toEqual(expected)
    const { rejected } = await inspect(table, ...rows)
    expect(rejected.map(({ row, column, code }) => `${row} ${column} ${code}`)).toEqual(expected)
    expect(await tables()).toEqual(before)
  })
})

describe('what is taken in', () => {
  beforeEach(open)
  afterEach(close)
  test('a tariff is taken in with all its kinds, and given back as it is', async () => {
    const rows = [
      mfn,
      ['8534', '', '暂定税率', '', '', '3%', '', '', '2025/1/1', '2025/12/31', '方案'],
      ['8534', '', '协定', '韩国', 'RCEP', '2', '', '', '2025-01-01', '', '方案'],
      ['29261000', '丙烯腈', '反倾销', '116', '某株式会社', '18.2', '', '', '2025-01-01', '', '公告'],
      ['2203', '啤酒', '消费税', '', '', '', '1.2', '升', '2025-01-01', '', '公告'],
      ['85', '', '增值税', '', '', '13', '', '', '2019-04-01', '', '公告'],
      ['8528', '电视机', '处理基金', '', '', '', '13', '台', '2012-07-01', '2023-12-31', '公告'],
    ]
    expect(await load('tariffRates', ...rows)).toEqual({ rows: 7, added: 7, removed: 0 })
    const { rows: kept } = await engine.call('reference.tariffRates', {})
    expect(kept.map((row) => [row.hsCode, row.kind, row.country, row.rate, row.specific, row.unit].join(' '))).toEqual([
      '8534001000 mfn  6.5  ',
      '8534 provisional  3  ',
      '8534 agreement 133 2  ',
      '29261000 antiDumping 116 18.2  ',
      '2203 consumption   1.2 095',
      '85 vat  13  ',
      '8528 fund   13 001',
    ])
    expect(kept[1]).toMatchObject({ from: '2025-01-01', to: '2025-12-31', source: '方案' })
  })

  test('periods that follow one another are no overlap, in any order of the rows', async () => {
    const year = (from: string, to: string) => mfn.with(8, from).with(9, to)
    expect(
      await load('tariffRates', year('2026-01-01', ''), year('2024-01-01', '2024-12-31'), year('2025-01-01', '2025-12-31')),
    ).toMatchObject({
      rows: 3,
    })
  })

  test('a rate that is no whole month, or looks like one for 100 units, is taken in with a warning', async () => {
    const { warnings, rejected } = await inspect(
      'exchangeRates',
      dollar,
      dollar.with(0, '欧元').with(3, '2025-06-29'),
      ['日元', '4.98', '2025-06-01', '2025-06-30', '中间价'],
      ['港币', '0.91', '2025-06-01', '', '中间价'],
    )
    expect(rejected).toEqual([])
    expect(warnings).toEqual([
      '第 3 行：欧元的起止日期 2025-06-01 至 2025-06-29 不是一个整月，计征汇率按月确定',
      expect.stringMatching(/^第 4 行：日本元的汇率 4\.98 像是按 100 单位填写的/),
      expect.stringMatching(/^第 5 行：.+至 未定 不是一个整月/),
    ])
  })

  describe('what comes with the program', () => {
    test('is no tariff and no exchange rate: those nobody can guess', async () => {
      expect((await engine.call('reference.tariffRates', {})).rows).toEqual([])
      expect((await engine.call('reference.exchangeRates', {})).rows).toEqual([])
    })

    test('is the interest rate and its waiver, until the enterprise imports its own', async () => {
      const { rows } = await engine.call('reference.interestRates', {})
      expect(rows.filter(({ kind }) => kind === 'waiver')).toMatchObject([{ rate: null, from: '2020-04-15', to: '2020-12-31' }])
      expect(rows.find(({ from }) => from === '2012-07-06')).toMatchObject({ rate: '0.35', to: null })
      await load('interestRates', interest)
      expect((await engine.call('reference.interestRates', {})).rows).toHaveLength(1)
    })

    test('is a value for every rule; an import replaces the parameters that it names, and no other', async () => {
      const before = (await engine.call('reference.ruleParameters', {})).rows
      expect(await load('ruleParameters', term.with(1, '20').with(3, '2029-12-31'), term.with(2, '2030-01-01'))).toEqual({
        rows: 2,
        added: 2,
        removed: 1,
      })
      const after = (await engine.call('reference.ruleParameters', {})).rows
      const others = (rows: typeof before) => rows.filter(({ parameter }) => parameter !== 'paymentDays')
      expect(others(after)).toEqual(others(before))
      expect(after.filter(({ parameter }) => parameter === 'paymentDays')).toMatchObject([
        { value: '20', rule: 'R-71', name: '缴款期限', unit: '天', confidence: '待核', from: '2020-01-01', to: '2029-12-31' },
        { value: '15', from: '2030-01-01', to: null },
      ])
      await load('ruleParameters', ['集中内销纳税期限', '次月末日', '2026-01-01', '', '本地规定'])
      const now = (await engine.call('reference.ruleParameters', {})).rows
      expect(now.filter(({ parameter }) => parameter === 'collectiveSaleDeadline')).toMatchObject([
        { value: 'nextMonthEnd', from: '2026-01-01' },
      ])
      expect(now.filter(({ parameter }) => parameter === 'paymentDays')).toHaveLength(2)
    })

    test.each(['interestRates', 'ruleParameters'] as const)('is not emptied by a workbook without a row: %s', async (table) => {
      expect(await engine.refused('reference.importWorkbook', { table, fileId: await workbook(table) })).toMatchObject({
        code: 'reference.empty',
      })
    })
  })

  test.each(['tariffRates', 'exchangeRates', 'interestRates', 'ruleParameters'] as const)(
    '%s: its template says what a row is, and imports to the very same table',
    async (table) => {
      await load(
        'tariffRates',
        mfn,
        ['2203', '啤酒', '消费税', '', '', '', '1.2', '升', '2025-01-01', '', '公告'],
        ['8534', '', '协定', '韩国', 'RCEP', '2', '', '', '2025-01-01', '', '方案'],
      )
      await load('exchangeRates', dollar, ['116', '0.0498', '2025-06-01', '2025-06-30', '中间价'])
      const before = await tables()
      const { fileId, name } = await engine.call('reference.template', { table })
      expect(name).toMatch(/^(税率|汇率|缓税利息率|规则参数)\.xlsx$/)
      const change = await engine.call('reference.importWorkbook', { table, fileId })
      expect([change.added, change.removed]).toEqual([0, 0])
      expect(change.rows).toBeGreaterThan(0)
      expect(await tables()).toEqual(before)
    },
  )
})
