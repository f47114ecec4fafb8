import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { headTable, lineTable } from './read-lists.ts'

const handbookNo = 'C23325020251'
let engine: Engine
beforeEach(async () => {
  engine = await openEngine()
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(`${samples}factory-a/手册.xlsx`) })
})
afterEach(() => engine.close())

type Head = {
  listNo: string
  status?: string
  direction?: string
  goods?: string
  mode?: string
  day?: string
  handbookNo?: string
}
type Line = { listNo: string; lineNo?: number; seq?: number; quantity?: string; version?: string; currency?: string }

const workbook = (heads: Head[], lines: Line[]) =>
  writeWorkbook([
    {
      name: '清单表头',
      columns: headTable.columns.map(({ heading }) => ({ title: heading })),
      rows: heads.map((head) => [
        head.listNo,
        '',
        head.handbookNo ?? handbookNo,
        head.direction ?? 'I',
        head.goods ?? 'I',
        head.mode ?? '0615',
        '普通清单',
        head.day ?? '2025-03-01',
        '',
        head.status ?? '已核扣',
      ]),
    },
    {
      name: '清单表体',
      columns: lineTable.columns.map(({ heading }) => ({ title: heading })),
      rows: lines.map((line) => [
        line.listNo,
        String(line.lineNo ?? 1),
        String(line.seq ?? 2),
        line.quantity ?? '100',
        '1',
        '100',
        line.currency ?? '502',
        line.version ?? '',
      ]),
    },
  ])
const importing = async (heads: Head[], lines: Line[], onBadRows: 'refuse' | 'skip' = 'refuse') => ({
  handbookNo,
  fileId: await engine.put('清单.xlsx', await workbook(heads, lines)),
  onBadRows,
})
const balanceOf = async (seq: number) =>
  (await engine.call('writeOff.balance', { handbookNo })).materials.find((each) => each.seq === seq)

test('importing the same lists again changes nothing and says so', async () => {
  const input = await importing([{ listNo: 'L1' }], [{ listNo: 'L1' }])
  expect(await engine.call('bondedLists.importWorkbook', input)).toMatchObject({ lists: 1, lines: 1, rejected: [] })
  const again = await engine.call('bondedLists.importWorkbook', input)
  expect(again).toMatchObject({
    lists: 0,
    lines: 0,
    unchanged: { lists: 1, lines: 1 },
    message: '全部清单已在账内，本次没有变化',
  })
  expect((await balanceOf(2))?.direct).toBe('100')
})

describe('a list moves on (R-113, R-68)', () => {
  test('预核扣 is reserved beside the balance; 已核扣 books it; 已删除 takes it back by a reversal', async () => {
    const step = async (status: string) =>
      engine.call('bondedLists.importWorkbook', await importing([{ listNo: 'L1', status }], [{ listNo: 'L1' }]))
    await step('预核扣')
    expect(await balanceOf(2)).toMatchObject({ direct: '0', balance: '0', reserved: '100' })
    expect(await step('已核扣')).toMatchObject({ lists: 0, lines: 0, statusChanges: 1 })
    expect(await balanceOf(2)).toMatchObject({ direct: '100', balance: '100', reserved: '0' })
    await step('已删除')
    expect(await balanceOf(2)).toMatchObject({ direct: '0', balance: '0', reserved: '0' })
    const { lines } = await engine.call('writeOff.explain', { handbookNo, seq: 2, column: 'direct' })
    expect(lines.map(({ effect, reversal }) => [effect, reversal])).toEqual([
      ['100', false],
      ['-100', true],
    ])
    expect(await engine.call('bondedLists.get', { handbookNo, listNo: 'L1' })).toMatchObject({
      status: 'deleted',
      reversedAt: expect.any(String),
    })
  })

  test('and never back', async () => {
    await engine.call('bondedLists.importWorkbook', await importing([{ listNo: 'L1' }], [{ listNo: 'L1' }]))
    const failure = await engine.refused(
      'bondedLists.importWorkbook',
      await importing([{ listNo: 'L1', status: '预核扣' }], [{ listNo: 'L1' }]),
    )
    expect(failure.rejected).toMatchObject([{ sheet: '清单表头', row: 2, column: '核扣标志', code: 'list.statusBack' }])
  })
})

test('a booked line is not changed by an import: what differs is refused with its place', async () => {
  await engine.call('bondedLists.importWorkbook', await importing([{ listNo: 'L1' }], [{ listNo: 'L1' }]))
  const quantity = await engine.refused(
    'bondedLists.importWorkbook',
    await importing([{ listNo: 'L1' }], [{ listNo: 'L1', quantity: '101' }]),
  )
  expect(quantity.rejected).toMatchObject([{ sheet: '清单表体', row: 2, column: '申报数量', code: 'line.differs' }])
  const date = await engine.refused(
    'bondedLists.importWorkbook',
    await importing([{ listNo: 'L1', day: '2025-03-02' }], [{ listNo: 'L1' }]),
  )
  expect(date.rejected).toMatchObject([{ column: '申报日期', code: 'list.differs' }])
  expect((await balanceOf(2))?.direct).toBe('100')
})

test.each([
  ['another handbook', { handbookNo: 'C23325000417' }, {}, '清单表头', '手册编号', 'list.otherHandbook'],
  ['a mode that R-106 does not know for these goods', { mode: '0664' }, {}, '清单表头', '监管方式', 'list.noPosting'],
  ['a 来料 mode in a 进料 handbook (R-2)', { mode: '0214' }, {}, '清单表头', '监管方式', 'list.modeNotAllowed'],
  [
    'a product without that version (R-33)',
    { direction: 'E', goods: 'E' },
    { seq: 1, version: '9' },
    '清单表体',
    '单耗版本号',
    'line.undeclaredVersion',
  ],
  ['an item that is not recorded', {}, { seq: 999 }, '清单表体', '备案序号', 'line.unknownItem'],
  ['a quantity of zero', {}, { quantity: '0' }, '清单表体', '申报数量', 'cell.zero'],
  ['a quantity beyond reason', {}, { quantity: '1000000000001' }, '清单表体', '申报数量', 'cell.tooLarge'],
  ['a currency that is none', {}, { currency: 'US$' }, '清单表体', '币制', 'cell.unknownCode'],
] as const)('%s is refused with its place', async (_, head, line, sheet, column, code) => {
  const failure = await engine.refused(
    'bondedLists.importWorkbook',
    await importing([{ listNo: 'L1', ...head }], [{ listNo: 'L1', ...line }]),
  )
  expect(failure).toMatchObject({ code: 'list.badRows', total: 1, rejected: [{ sheet, row: 2, column, code }] })
  expect((await engine.call('bondedLists.list', { handbookNo })).total).toBe(0)
})

test('the same list or line twice in one file is refused, so that nothing counts double', async () => {
  const lists = await engine.refused(
    'bondedLists.importWorkbook',
    await importing([{ listNo: 'L1' }, { listNo: 'L1' }], [{ listNo: 'L1' }]),
  )
  expect(lists.rejected).toMatchObject([{ row: 3, column: '清单编号', code: 'list.duplicate' }])
  const lines = await engine.refused(
    'bondedLists.importWorkbook',
    await importing([{ listNo: 'L1' }], [{ listNo: 'L1' }, { listNo: 'L1' }]),
  )
  expect(lines.rejected).toMatchObject([{ row: 3, column: '序号', code: 'line.duplicate' }])
})

test('the refused rows come back as a workbook that, mended, completes the import', async () => {
  const heads = [{ listNo: 'L1' }, { listNo: 'L2', day: '2025-02-30' }]
  const lines = [{ listNo: 'L1' }, { listNo: 'L1', lineNo: 2, quantity: '约5' }, { listNo: 'L2' }]
  const result = await engine.call('bondedLists.importWorkbook', await importing(heads, lines, 'skip'))
  expect(result).toMatchObject({
    lists: 1,
    lines: 1,
    heldBack: 1,
    rejected: [
      { row: 3, column: '申报日期' },
      { row: 3, column: '申报数量' },
    ],
  })
  const rejectedFileId = result.rejectedFileId ?? ''
  const preview = await engine.call('bondedLists.inspectWorkbook', { handbookNo, fileId: rejectedFileId })
  expect(preview.sheets.map(({ readAs, rows }) => [readAs, rows])).toEqual([
    ['清单表头', 1],
    ['清单表体', 2],
  ])
  expect((await engine.call('bondedLists.imports', {})).imports).toMatchObject([{ rejected: 2, open: 2, rejectedFileId }])

  const mended = await importing(
    [{ listNo: 'L2', day: '2025-03-02' }],
    [{ listNo: 'L1', lineNo: 2, quantity: '5' }, { listNo: 'L2' }],
  )
  expect(await engine.call('bondedLists.importWorkbook', mended)).toMatchObject({ lists: 1, lines: 2 })
  expect((await balanceOf(2))?.direct).toBe('205')
  expect((await engine.call('bondedLists.imports', {})).imports).toMatchObject([{ open: 0 }, { open: 0 }])
})

test('a preview writes nothing and foretells the import', async () => {
  const input = await importing(
    [{ listNo: 'L1' }, { listNo: 'L2', mode: '0654', day: '2025-05-01' }],
    [{ listNo: 'L1' }, { listNo: 'L2' }],
  )
  const preview = await engine.call('bondedLists.inspectWorkbook', input)
  expect(preview).toMatchObject({
    period: { from: '2025-03-01', to: '2025-05-01' },
    added: { lists: 2, lines: 2 },
    rejected: [],
    unchanged: { lists: 0, lines: 0 },
  })
  expect((await engine.call('bondedLists.list', { handbookNo })).total).toBe(0)
  expect(await engine.call('bondedLists.importWorkbook', input)).toMatchObject(preview.added)
})

test('a file that is no list of lists says what is missing', async () => {
  const text = await engine.refused('bondedLists.importWorkbook', {
    handbookNo,
    fileId: await engine.put('a.xlsx', new TextEncoder().encode('清单编号,1')),
  })
  expect(text.code).toBe('workbook.notAWorkbook')
  const handbook = await engine.refused('bondedLists.importWorkbook', {
    handbookNo,
    fileId: await engine.putFile(`${samples}factory-a/手册.xlsx`),
  })
  expect(handbook.code).toMatch(/^workbook\.(tableMissing|columnMissing)$/)
})

test('marks may carry their word beside the code, where the two agree', async () => {
  const heads = [
    { listNo: 'QD1', direction: 'I-进口', goods: '料件(I)' },
    { listNo: 'QD2', direction: 'Ｉ 进口', goods: 'I.料件' },
  ]
  await engine.call('bondedLists.importWorkbook', await importing(heads, [{ listNo: 'QD1' }, { listNo: 'QD2' }]))
  const before = (await engine.call('bondedLists.list', { handbookNo })).rows
  expect(before.map(({ direction, goods }) => [direction, goods])).toEqual([
    ['I', 'material'],
    ['I', 'material'],
  ])
  const { rejected } = await engine.refused(
    'bondedLists.importWorkbook',
    await importing([{ listNo: 'QD3', direction: 'I-出口' }], [{ listNo: 'QD3' }]),
  )
  expect(rejected?.map(({ row, column }) => [row, column])).toEqual([[2, '进出口标志']])
})

test('lists together never grow beyond what can be added up: refused in words, the balance still answers', async () => {
  const heads = Array.from({ length: 93 }, (_, index) => ({ listNo: `BIG-${index}`, day: `2025-0${1 + (index % 3)}-01` }))
  const lines = heads.map(({ listNo }) => ({ listNo, quantity: '1000000000000' }))
  await engine.call('bondedLists.importWorkbook', await importing(heads.slice(0, 90), lines.slice(0, 90)))
  const rest = await importing(heads.slice(90), lines.slice(90))
  expect(await engine.refused('bondedLists.importWorkbook', rest)).toMatchObject({
    code: 'list.tooMuch',
    at: { column: '申报数量' },
  })
  expect((await engine.call('bondedLists.list', { handbookNo })).total).toBe(90)
  expect((await engine.call('writeOff.balance', { handbookNo })).materials.find(({ seq }) => seq === 2)?.direct).toBe(
    '90000000000000',
  )
  await engine.call('workbench.today', {})
})
