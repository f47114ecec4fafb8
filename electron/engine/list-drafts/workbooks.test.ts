import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openListBooks, shippedHead } from '../../../test/list-books.ts'
import type { ListBooks } from '../../../test/list-books.ts'
import { Refusal } from '../../../shared/contract/errors.ts'
import type { Failure } from '../../../shared/contract/errors.ts'
import { listFields } from '../../../shared/domain/list-fields.ts'
import { importLists } from '../bonded-lists/import-workbook.ts'
import { headTable, lineTable } from '../bonded-lists/read-lists.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { importListLines } from './import-lines.ts'

let books: ListBooks
let draftId: string
beforeEach(async () => {
  books = await openListBooks()
  draftId = books.write(({ listDrafts }) => {
    const draft = listDrafts.createByHand({ handbookNo: books.handbookNo, business: 'import' })
    const { head } = listDrafts.get(draft.draftId)
    const lines = [
      { itemSeq: '1', quantity: '10' },
      { itemSeq: '2', quantity: '5', unitPrice: '12' },
    ]
    listDrafts.save({ draftId: draft.draftId, head: { ...head, ...shippedHead }, lines, savedAt: draft.savedAt })
    listDrafts.markFiled(draft.draftId, randomUUID())
    return draft.draftId
  })
})
afterEach(() => books.close())

const listNo = 'QD233225I000000900'
const line = (no: string, seq: string, quantity: string, price = '', total = '') => [
  listNo,
  no,
  seq,
  quantity,
  price,
  total,
  '502',
  '',
]
const both = [line('1', '1', '10', '0.65', '6.5'), line('2', '2', '5')]
async function importing(head: { status?: string; day?: string; innerNo?: string; mode?: string }, lines: string[][]) {
  const bytes = await writeWorkbook([
    {
      name: '清单表头',
      columns: headTable.columns.map(({ heading }) => ({ title: heading })),
      rows: [
        [
          listNo,
          head.innerNo ?? 'L20251230-001',
          books.handbookNo,
          'I',
          'I',
          head.mode ?? '0615',
          '普通清单',
          head.day ?? '2025-12-31',
          '',
          head.status ?? '已核扣',
        ],
      ],
    },
    { name: '清单表体', columns: lineTable.columns.map(({ heading }) => ({ title: heading })), rows: lines },
  ])
  const fileId = await books.put('核注清单.xlsx', bytes)
  return importLists({ handbookNo: books.handbookNo, fileId, onBadRows: 'refuse' }, books.call, books.files)
}
async function refusedImport(...given: Parameters<typeof importing>): Promise<Failure> {
  try {
    await importing(...given)
  } catch (error) {
    if (error instanceof Refusal) return error.failure
    throw error
  }
  throw new Error('it was not refused')
}

test('a workbook that brings a list made here numbers and books it, and adds none', async () => {
  expect(await importing({ status: '预核扣' }, both)).toMatchObject({ lists: 0, lines: 0, unchanged: { lists: 0, lines: 2 } })
  expect(books.services.bondedLists.get(books.handbookNo, listNo)).toMatchObject({
    status: 'reserved',
    declaredOn: '2025-12-31',
    draftId,
  })
  expect(await importing({}, both)).toMatchObject({ lists: 0, lines: 0, statusChanges: 1 })
  expect(books.services.bondedLists.list(books.handbookNo, { offset: 0, limit: 9 })).toMatchObject({
    total: 1,
    rows: [{ listNo, innerNo: 'L20251230-001', status: 'booked', lines: 2 }],
  })
  expect(books.services.listDrafts.summary(draftId)).toMatchObject({ state: 'accepted', listNo })
  expect(await importing({}, both)).toMatchObject({ unchanged: { lists: 1, lines: 2 } })
  expect(books.db.prepare('SELECT count(*) AS n FROM movement').get()).toEqual({ n: 2n })
})

test('a line that differs, is missing, or is one too many is refused with its place, and nothing is written', async () => {
  const cases = [
    [[line('1', '1', '11'), line('2', '2', '5')], 'line.differs', '申报数量', 2],
    [[line('1', '1', '10', '0.66'), line('2', '2', '5')], 'line.differs', '单价', 2],
    [[line('1', '1', '10')], 'list.lineMissing', '清单编号', 2],
    [[...both, line('3', '3', '1')], 'line.notDeclared', '序号', 4],
  ] as const
  for (const [lines, code, column, row] of cases) {
    const { rejected } = await refusedImport({}, [...lines])
    expect(rejected, code).toMatchObject([{ code, column, row }])
  }
  expect((await refusedImport({ mode: '0654' }, both)).rejected).toMatchObject([{ code: 'list.differs', column: '监管方式' }])
  expect(books.services.bondedLists.list(books.handbookNo, { offset: 0, limit: 9 })).toMatchObject({
    total: 1,
    rows: [{ listNo: 'L20251230-001', status: 'reserved' }],
  })
  expect(books.db.prepare('SELECT count(*) AS n FROM movement').get()).toEqual({ n: 0n })
})

test('lines come from a workbook by their headings, wrong cells as they are', async () => {
  const { draftId: next } = books.write(({ listDrafts }) =>
    listDrafts.createByHand({ handbookNo: books.handbookNo, business: 'import' }),
  )
  const titles = ['备案序号', '数量', '单价', '币制', '原产国', '料号']
  const workbook = await writeWorkbook([
    {
      name: '表体',
      columns: titles.map((title) => ({ title })),
      rows: [
        ['1', '1,234.5', '0.65', '美元', '日本', 'RM-251-0001'],
        ['2', '很多', '0.123456', 'ABC', '', ''],
      ],
    },
  ])
  const fileId = await books.put('表体.xlsx', workbook)
  expect(await importListLines({ draftId: next, fileId }, books.call)).toEqual({ lines: 2 })
  const { body, guards } = books.services.listDrafts.get(next)
  expect(body.map(({ cells }) => cells)).toEqual([
    { itemSeq: '1', quantity: '1234.5', unitPrice: '0.65', currency: '502', originCountry: '116' },
    { itemSeq: '2', quantity: '很多', unitPrice: '0.123456', currency: 'ABC' },
  ])
  const wrong = guards.filter(({ lineNo }) => lineNo === 2).map(({ column }) => column)
  expect(wrong).toEqual(expect.arrayContaining(['quantity', 'unitPrice', 'currency']))
  // A filed draft is what was filed.
  await expect(importListLines({ draftId, fileId }, books.call)).rejects.toThrow(/正在等待海关答复/)
  expect(new Set(listFields.line.map(({ label }) => label)).size).toBe(listFields.line.length)
})
