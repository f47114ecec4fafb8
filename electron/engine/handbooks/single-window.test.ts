import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import {
  countryName,
  currencyName,
  customsDistrictName,
  levyModeName,
  levyNatureName,
  supervisionModeName,
  unitName,
} from '../../../shared/codes/tables.ts'
import { openWorkbook } from '../workbook/read-workbook.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import type { SheetToWrite } from '../workbook/write-workbook.ts'
import { readHandbook } from './read-handbook.ts'

let engine: Engine
beforeEach(async () => {
  engine = await openEngine({ now: '2025-06-02T02:00:00.000Z' })
})
afterEach(() => engine.close())

const step = async () => undefined
const sample = readFileSync(`${samples}factory-a/手册.xlsx`)

async function tables(): Promise<Record<string, string[][]>> {
  const workbook = await openWorkbook(sample)
  const read = async (index: number) => {
    const rows: string[][] = []
    for await (const { cells } of workbook.rows(index)) rows.push(cells.map(({ text }) => text))
    return rows
  }
  return Object.fromEntries(await Promise.all(workbook.sheets.map(async ({ name }, index) => [name, await read(index)])))
}

interface Changes {
  head?: Record<string, string>
  material?: Record<string, string>
  /** Labels and headings that the export does not have, and columns that it has besides, with what stands in them. */
  without?: readonly string[]
  besides?: Record<string, string>
}

/** Factory-a as the Single Window exports it (FORMATS §11): titles, headings in row 2, a head of several pairs in a row, names for codes. */
async function exported({
  head: headChanges = {},
  material = {},
  without = [],
  besides = {},
}: Changes = {}): Promise<Uint8Array> {
  const own = await tables()
  const head = Object.fromEntries((own['表头'] ?? []).map(([label = '', value = '']) => [label, value]))
  const pairs = Object.entries({
    预录入统一编号: '202500000000012345',
    加工贸易手册编号: head['手册编号'] ?? '',
    企业内部编号: 'SZ-2025-01',
    主管海关: customsDistrictName(head['主管海关'] ?? '') ?? '',
    手册类型: '进料加工',
    申报类型: '备案申请',
    '经营单位 编码': head['经营企业海关编码'] ?? '',
    '经营单位 信用代码': head['经营企业信用代码'] ?? '',
    '经营单位 名称': head['经营企业名称'] ?? '',
    '加工单位 编码': head['加工企业海关编码'] ?? '',
    '加工单位 信用代码': head['加工企业信用代码'] ?? '',
    '加工单位 名称': head['加工企业名称'] ?? '',
    加工企业地区代码: '',
    申报企业类型: '企业',
    申报日期: '20250209',
    监管方式: supervisionModeName(head['监管方式'] ?? '') ?? '',
    进口合同号: head['进口合同号'] ?? '',
    出口合同号: head['出口合同号'] ?? '',
    有效期: '20260208',
    征免性质: levyNatureName(head['征免性质'] ?? '') ?? '',
    加工种类: '',
    进出口岸: '2332、2301',
    进口币制: currencyName(head['进口币制'] ?? '') ?? '',
    出口币制: currencyName(head['出口币制'] ?? '') ?? '',
    单耗申报环节代码: '出口前',
    台账银行代码: '保税加工',
    暂停进出口标记: '正常执行',
    录入日期: '2025-02-01',
    首次出口日期: '2025-03-01',
    备注: '',
    延期次数: '0',
    ...headChanges,
  }).filter(([label]) => !without.includes(label))
  const grid: string[][] = []
  // Three pairs in a row, and a value that stands one cell further off, as merged cells leave it.
  for (let at = 0; at < pairs.length; at += 3) grid.push(pairs.slice(at, at + 3).flatMap(([label, value]) => [label, '', value]))

  const itemSheet = (name: string): SheetToWrite => {
    const [headings = [], ...rows] = own[name] ?? []
    const at = (row: string[], heading: string) => row[headings.indexOf(heading)] ?? ''
    const known: [string, (row: string[]) => string][] = [
      ['序号', (row) => at(row, '序号')],
      ['统一编号', () => '202500000000012345'],
      ['料号', (row) => at(row, '料号')],
      ['商品编码', (row) => at(row, '商品编码')],
      ['商品名称', (row) => at(row, '商品名称')],
      ['规格型号', (row) => at(row, '规格型号')],
      ['申报计量单位', (row) => unitName(at(row, '申报计量单位')) ?? ''],
      ['法定计量单位', (row) => unitName(at(row, '法定计量单位')) ?? ''],
      ['法定第二计量单位', () => ''],
      ['申报单价', (row) => at(row, '单价')],
      ['币制', (row) => currencyName(at(row, '币制')) ?? ''],
      ['申报数量', (row) => at(row, '备案数量')],
      ['申报总价', () => ''],
      ['产销国（地区）', (row) => countryName(at(row, '产销国(地区)')) ?? ''],
      ['征免方式', (row) => levyModeName(at(row, '征免方式')) ?? ''],
      ['商品属性', () => ''],
      ['修改标志', () => '未修改'],
      ['海关执行标志', () => '正常执行'],
      ['备注', () => ''],
      ...(name === '料件' ? ([['主料标志', () => '主料']] as [string, () => string][]) : []),
    ]
    const columns = known
      .filter(([title]) => !without.includes(title))
      .concat(Object.entries(besides).map(([title, value]) => [title, () => value]))
    const written = rows.map((row) => columns.map(([, value]) => value(row)))
    if (name === '料件') {
      for (const [heading, value] of Object.entries(material)) {
        const first = written[0]
        if (first) first[columns.findIndex(([title]) => title === heading)] = value
      }
    }
    return { name: `手册 ${name}`, title: `手册 ${name}`, columns: columns.map(([title]) => ({ title })), rows: written }
  }
  const [headings = [], ...lines] = own['单耗'] ?? []
  const line = (row: string[], heading: string) => row[headings.indexOf(heading)] ?? ''
  const consumption: SheetToWrite = {
    name: '手册 单损耗',
    title: '手册 单损耗',
    columns:
      '序号 成品序号 成品料号 料件序号 料件料号 单耗版本号 单耗 净耗 有形损耗率 无形损耗率 单耗申报状态 保税料件比例 修改标志 企业执行标志 备注'
        .split(' ')
        .map((title) => ({ title })),
    rows: lines.map((row, index) => [
      String(index + 1),
      line(row, '成品序号'),
      '',
      line(row, '料件序号'),
      '',
      line(row, '单耗版本号'),
      '',
      line(row, '净耗'),
      line(row, '有形损耗率(%)'),
      line(row, '无形损耗率(%)'),
      '已申报',
      line(row, '保税料件比例(%)'),
      '未修改',
      '运行',
      '',
    ]),
  }
  const width = Math.max(...grid.map((row) => row.length))
  return writeWorkbook([
    {
      name: '手册 表头',
      columns: [{ title: '手册 表头' }, ...Array.from({ length: width - 1 }, () => ({ title: '' }))],
      rows: grid,
    },
    itemSheet('料件'),
    itemSheet('成品'),
    consumption,
  ])
}

test('the export of the Single Window gives the same record as our own layout, and what only it has', async () => {
  const ours = await readHandbook(await openWorkbook(sample), step)
  const theirs = await readHandbook(await openWorkbook(await exported()), step)
  expect([ours.rejected, theirs.rejected]).toEqual([[], []])
  expect(theirs.warnings).toEqual(['文件没有设立日期，按申报日期 2025-02-09 记入，请核对'])
  expect(theirs.record?.materials.every(({ mainMark }) => mainMark === '1')).toBe(true)
  expect(theirs.record).toEqual({
    ...ours.record,
    materials: ours.record?.materials.map((item) => ({ ...item, mainMark: '1' })),
    head: {
      ...ours.record?.head,
      seqNo: '202500000000012345',
      innerNo: 'SZ-2025-01',
      declarantType: '1',
      declaredOn: '2025-02-09',
      inputOn: '2025-02-01',
      ports: '2332,2301',
      pauseMark: '1',
    },
  })
})

test('it starts the books of an enterprise already running, and is a change draft where the books have the handbook', async () => {
  await engine.call('enterprise.save', {
    name: '示例电子（苏州）有限公司',
    creditCode: '91320594MA1202516U',
    customsCode: '3205940251',
  })
  const fileId = await engine.put('手册.xlsx', await exported())
  const imported = await engine.call('handbooks.importWorkbook', { fileId })
  expect(imported).toMatchObject({ handbookNo: 'C23325020251', materials: 41, unchanged: false })
  expect(await engine.call('handbooks.get', { handbookNo: 'C23325020251' })).toMatchObject({
    establishedOn: '2025-02-09',
    innerNo: 'SZ-2025-01',
  })
  expect((await engine.call('handbooks.importWorkbook', { fileId })).unchanged).toBe(true)

  const changed = await engine.put('变更.xlsx', await exported({ head: { 备注: '增加数量' }, material: { 申报数量: '2000' } }))
  const refused = await engine.refused('handbooks.importWorkbook', { fileId: changed })
  expect(refused.code).toBe('handbook.differs')
  expect(refused.next).toContain('变更草稿')
  const draft = await engine.call('handbookDrafts.importWorkbook', { fileId: changed })
  expect(draft).toMatchObject({ kind: 'change', handbookNo: 'C23325020251', problems: 0 })
  const { head, bodies } = await engine.call('handbookDrafts.compare', { draftId: draft.draftId })
  expect(head.map(({ column }) => column)).toContain('remark')
  expect(bodies.map(({ rows }) => rows.map(({ mark, fields }) => [mark, ...fields.map(({ column }) => column)]))).toEqual([
    [['1', 'quantity', 'total']],
    [],
    [],
  ])
})

test('each mistake in it has its place', async () => {
  const wrong = await exported({
    head: { 主管海关: '没有的海关', 进口合同号: 'X'.repeat(31), 台账银行代码: '中国银行' },
    material: { 申报计量单位: '约', 料号: 'Y'.repeat(33), 商品编码: '123' },
  })
  const { rejected, record, warnings } = await readHandbook(await openWorkbook(wrong), step)
  expect(record).toBeUndefined()
  expect(rejected.map(({ sheet, row, column }) => [sheet, row, column])).toEqual([
    ['手册 表头', 3, '主管海关'],
    ['手册 表头', 7, '进口合同号'],
    ['手册 料件', 3, '料号'],
    ['手册 料件', 3, '商品编码'],
    ['手册 料件', 3, '申报计量单位'],
  ])
  expect(warnings.some((warning) => warning.includes('台账银行'))).toBe(true)
})

test('a customs district that shares its name with another is the one in the number of the handbook', async () => {
  const { record } = await readHandbook(
    await openWorkbook(await exported({ head: { 主管海关: '机场海关', 加工贸易手册编号: 'C35070250001' } })),
    step,
  )
  expect(record?.head).toMatchObject({ customsDistrict: '3507', handbookNo: 'C35070250001' })
  const elsewhere = await readHandbook(await openWorkbook(await exported({ head: { 主管海关: '机场海关' } })), step)
  expect(elsewhere.rejected).toMatchObject([{ column: '主管海关' }])
})

test('a row that the export calls deleted is not in force', async () => {
  const { warnings, counts } = await readHandbook(await openWorkbook(await exported({ material: { 修改标志: '删除' } })), step)
  expect(warnings).toContain('料件第 3 行的修改标志为“删除”，没有读入')
  expect(counts.materials).toBe(40)
})

/** What the export of an account has otherwise (FORMATS §4.2, §9, §11): labels, words of its own lists, and no 产销国 or 申报总价. */
const account: Changes = {
  without: [
    '加工贸易手册编号',
    '手册类型',
    '监管方式',
    '征免性质',
    '进口币制',
    '出口币制',
    '进口合同号',
    '出口合同号',
    '有效期',
    '台账银行代码',
    '加工种类',
    '进出口岸',
    '产销国（地区）',
    '申报总价',
  ],
  head: {
    账册编号: 'E23325020251',
    账册类型: 'E账户',
    暂停进出口标记: '未暂停',
    账册用途: '一般纳税人',
    录入日期: '',
    '最大周转金额（万美金）': '500',
    '实际进/出口总金额': '1200000',
    '料件/成品项数': '41',
    批准证编号: '',
    企业档案库编号: 'ZH23325000001',
    备案批准日期: '20250210',
    '备案/变更批准日期': '20250401',
    最近核销日期: '',
    '最大进口金额（美元）': '3000000',
    核销周期: '180',
    核销类型: '单耗',
    账册结束有效期: '20991231',
    账册执行标志: '正常执行',
    核销方式: '',
  },
  besides: { 企业执行标志: '运行', 期初数量: '12.5', 数量控制标志: '不控制', 批准最大余数量: '900', 单耗有效期: '' },
  material: { 申报数量: '0' },
}

test('R-1 the export of an E account comes in with what only accounts have, and without what they lack', async () => {
  const fileId = await engine.put('账册.xlsx', await exported(account))
  const { rejected, warnings, state } = await engine.call('handbooks.inspectWorkbook', { fileId })
  expect(rejected).toEqual([])
  expect(state).toBe('new')
  expect(warnings).toContain('“账册用途”填的是“一般纳税人”，不是手册用途，没有读入')
  const imported = await engine.call('handbooks.importWorkbook', { fileId })
  expect(imported).toMatchObject({ handbookNo: 'E23325020251', materials: 41 })
  expect(await engine.call('handbooks.get', { handbookNo: 'E23325020251' })).toMatchObject({
    kind: 'E',
    establishedOn: '2025-02-10',
    validTo: '2099-12-31',
    pauseMark: '1',
    inputOn: '',
    supervisionMode: '',
  })
  const { rows } = await engine.call('handbooks.materials', { handbookNo: 'E23325020251', limit: 1, offset: 0 })
  expect(rows[0]).toMatchObject({ quantity: '0', country: '' })
  const { margins } = await engine.call('workbench.today', {})
  expect(margins.filter(({ rule }) => rule === 'R-114')).toEqual([])
  const { draftId } = await engine.call('handbookDrafts.createChange', { handbookNo: 'E23325020251' })
  for (const body of ['materials', 'products', 'consumptions'] as const) {
    const { rows: drafted } = await engine.call('handbookDrafts.rows', { draftId, body })
    expect(drafted.flatMap(({ problems }) => problems)).toEqual([])
  }
})

test('what only an account may lack is still asked of a handbook', async () => {
  const { rejected } = await readHandbook(
    await openWorkbook(await exported({ without: ['监管方式', '进口币制'], material: { 申报数量: '0', '产销国（地区）': '' } })),
    step,
  )
  const [first, second, ...others] = rejected.map(({ message }) => message)
  expect([first, second]).toEqual(['第 1 行“监管方式”没有填写', '第 1 行“进口币制”没有填写'])
  expect(others.slice(0, 2)).toEqual(['第 3 行“备案数量”不能为零', '第 3 行“产销国(地区)”没有填写'])
})
