import type { RefusedRow } from '../../../shared/contract/values.ts'
import { findCurrency, findSupervisionMode } from '../../../shared/codes/tables.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { Money, Quantity } from '../../../shared/domain/exact.ts'
import type { Call } from '../call.ts'
import type { Workbook } from '../workbook/read-workbook.ts'
import { RowCheck } from '../workbook/row-check.ts'
import { findTable } from '../workbook/table-reader.ts'
import type { FoundTable, TableSpec } from '../workbook/table-reader.ts'
import type { ListStatus } from './store.ts'

export const headTable = {
  readAs: '清单表头',
  sheetNames: ['清单表头', '核注清单表头', '保税核注清单表头', '表头'],
  columns: [
    { id: 'listNo', heading: '清单编号', aliases: ['保税清单编号', '核注清单编号', '保税核注清单编号'], required: true },
    { id: 'innerNo', heading: '企业内部编号', aliases: ['企业内部清单编号', '内部编号'], required: false },
    { id: 'handbookNo', heading: '手册编号', aliases: ['备案编号', '手(账)册编号', '手账册编号', '账册编号'], required: true },
    { id: 'direction', heading: '进出口标志', aliases: ['进出标志', '进出口'], required: true },
    { id: 'goods', heading: '料件成品标志', aliases: ['料件、成品标志', '料件/成品标志'], required: true },
    { id: 'mode', heading: '监管方式', aliases: ['监管方式代码'], required: true },
    { id: 'listType', heading: '清单类型', required: false },
    { id: 'declaredOn', heading: '申报日期', aliases: ['清单申报日期'], required: true },
    { id: 'relatedHandbookNo', heading: '关联手册编号', aliases: ['关联备案编号', '关联手(账)册编号'], required: false },
    { id: 'status', heading: '核扣标志', aliases: ['核扣状态'], required: true },
  ],
} as const satisfies TableSpec
export type HeadColumn = (typeof headTable)['columns'][number]['id']

export const lineTable = {
  readAs: '清单表体',
  sheetNames: ['清单表体', '核注清单表体', '保税核注清单表体', '表体'],
  columns: [
    { id: 'listNo', heading: '清单编号', aliases: ['保税清单编号', '核注清单编号', '保税核注清单编号'], required: true },
    { id: 'lineNo', heading: '序号', aliases: ['商品序号'], required: true },
    { id: 'itemSeq', heading: '备案序号', aliases: ['底账序号'], required: true },
    { id: 'quantity', heading: '申报数量', aliases: ['数量'], required: true },
    { id: 'unitPrice', heading: '单价', aliases: ['申报单价'], required: false },
    { id: 'total', heading: '总价', aliases: ['申报总价'], required: false },
    { id: 'currency', heading: '币制', required: true },
    { id: 'version', heading: '单耗版本号', aliases: ['版本号'], required: false },
  ],
} as const satisfies TableSpec
export type LineColumn = (typeof lineTable)['columns'][number]['id']

/** A head as the file has it. What could not be read is undefined, and then `sound` is false. */
export interface HeadCandidate {
  row: number
  listNo: string | undefined
  innerNo: string
  handbookNo: string | undefined
  direction: 'I' | 'E' | undefined
  goods: 'I' | 'E' | undefined
  mode: string | undefined
  listType: string
  declaredOn: Day | undefined
  relatedHandbookNo: string
  status: ListStatus | undefined
  sound: boolean
}

export interface LineCandidate {
  row: number
  listNo: string | undefined
  lineNo: number | undefined
  itemSeq: number | undefined
  version: string
  quantity: Quantity | undefined
  unitPrice: Money | null
  total: Money | null
  currency: string
  sound: boolean
}

/** A workbook of lists, read cell by cell; nothing is known of the books yet. */
export interface ReadLists {
  heads: HeadCandidate[]
  lines: LineCandidate[]
  rejected: RefusedRow[]
  headSheet: FoundTable<HeadColumn>
  lineSheet: FoundTable<LineColumn>
}

const directions = { I: 'I', E: 'E', 进口: 'I', 出口: 'E' } as const
const goodsWords = { I: 'I', E: 'E', 料件: 'I', 成品: 'E' } as const
const statuses = {
  已核扣: 'booked',
  预核扣: 'reserved',
  未核扣: 'unbooked',
  已删除: 'deleted',
  '2': 'booked',
  '1': 'reserved',
  '0': 'unbooked',
} as const satisfies Record<string, ListStatus>

/** Often enough for a bar to move and a cancel to be heard; for every row the waiting itself would cost more than the row. */
export const stepEvery = 128

/** Reads both tables. Mistakes in cells are collected with their place; @throws Refusal where a table or column is missing. */
export async function readLists(workbook: Workbook, step: Call['step']): Promise<ReadLists> {
  const rejected: RefusedRow[] = []
  const report = (refused: RefusedRow) => void rejected.push(refused)
  const headSheet = await findTable(workbook, headTable)
  const lineSheet = await findTable(workbook, lineTable)

  const heads: HeadCandidate[] = []
  for await (const row of headSheet.rows()) {
    if (heads.length % stepEvery === 0) await step('读取清单表头', heads.length, null)
    const check = new RowCheck(headTable, headSheet.sheet, row, report)
    heads.push({
      row: row.row,
      listNo: check.code('listNo', 64, 'required'),
      innerNo: check.text('innerNo', 64, 'optional') ?? '',
      handbookNo: check.code('handbookNo', 64, 'required'),
      direction: check.oneOf('direction', directions),
      goods: check.oneOf('goods', goodsWords),
      mode: check.inTable('mode', findSupervisionMode, 'required'),
      listType: check.text('listType', 64, 'optional') ?? '',
      declaredOn: check.day('declaredOn'),
      relatedHandbookNo: check.code('relatedHandbookNo', 64, 'optional') ?? '',
      status: check.oneOf('status', statuses),
      sound: !check.failed,
    })
  }

  const lines: LineCandidate[] = []
  for await (const row of lineSheet.rows()) {
    if (lines.length % stepEvery === 0) await step('读取清单表体', lines.length, null)
    const check = new RowCheck(lineTable, lineSheet.sheet, row, report)
    const line = {
      row: row.row,
      listNo: check.code('listNo', 64, 'required'),
      lineNo: check.sequence('lineNo'),
      itemSeq: check.sequence('itemSeq'),
      version: check.code('version', 8, 'optional') ?? '',
      quantity: check.quantity('quantity'),
      unitPrice: check.money('unitPrice') ?? null,
      total: check.money('total') ?? null,
      currency: check.inTable('currency', findCurrency, 'required') ?? '',
    }
    lines.push({ ...line, sound: !check.failed })
  }
  return { heads, lines, rejected, headSheet, lineSheet }
}
