import { findUnit } from '../../../shared/codes/tables.ts'
import type { RefusedRow } from '../../../shared/contract/values.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import type { Call } from '../call.ts'
import type { Workbook } from '../workbook/read-workbook.ts'
import { RowCheck } from '../workbook/row-check.ts'
import { findTable } from '../workbook/table-reader.ts'
import type { FoundTable, TableSpec } from '../workbook/table-reader.ts'

export const orderTable = {
  readAs: '工单',
  sheetNames: ['工单', '生产工单', '工单表头', '工单头'],
  columns: [
    { id: 'orderNo', heading: '工单号', aliases: ['工单编号', '生产工单号', '制令单号', '生产订单号'], required: true },
    { id: 'productSeq', heading: '成品序号', aliases: ['成品备案序号', '备案序号'], required: true },
    { id: 'version', heading: '单耗版本号', aliases: ['版本号', '单耗版本'], required: false },
    { id: 'planned', heading: '计划数量', aliases: ['计划产量', '工单数量', '投产数量'], required: false },
    { id: 'finished', heading: '完工数量', aliases: ['入库数量', '完工入库数量', '产出数量'], required: true },
    { id: 'rejected', heading: '报废数量', aliases: ['成品报废数量', '不良品数量'], required: false },
    { id: 'unit', heading: '单位', aliases: ['计量单位', '成品单位', '申报计量单位'], required: false },
    { id: 'postedOn', heading: '过账日期', aliases: ['完工日期', '入库日期', '结案日期'], required: true },
  ],
} as const satisfies TableSpec
export type OrderTableColumn = (typeof orderTable)['columns'][number]['id']

export const slipTable = {
  readAs: '工单用料',
  sheetNames: ['工单用料', '领退料', '工单领料', '工单表体', '领料明细'],
  columns: [
    { id: 'orderNo', heading: '工单号', aliases: ['工单编号', '生产工单号', '制令单号', '生产订单号'], required: true },
    { id: 'materialSeq', heading: '料件序号', aliases: ['料件备案序号', '备案序号'], required: true },
    { id: 'bonded', heading: '保税标志', aliases: ['是否保税', '保税/非保税'], required: false },
    { id: 'lot', heading: '批次', aliases: ['批号', '批次号', '料件批次'], required: false },
    { id: 'issued', heading: '领料数量', aliases: ['发料数量', '领用数量'], required: true },
    { id: 'returned', heading: '退料数量', aliases: ['退库数量'], required: false },
    { id: 'scrap', heading: '边角料数量', aliases: ['边角料', '边角料(过磅)', '过磅边角料'], required: false },
    { id: 'defects', heading: '残次品数量', aliases: ['残次品', '不良料数量'], required: false },
    { id: 'wip', heading: '在制品数量', aliases: ['在制品', '在制数量', '期末在制'], required: false },
    { id: 'unit', heading: '单位', aliases: ['计量单位', '料件单位', '申报计量单位'], required: false },
  ],
} as const satisfies TableSpec
export type SlipTableColumn = (typeof slipTable)['columns'][number]['id']

/** An order as the file has it. What could not be read is undefined, and then `sound` is false. */
export interface OrderCandidate {
  row: number
  orderNo: string | undefined
  productSeq: number | undefined
  version: string
  planned: Quantity | undefined
  finished: Quantity | undefined
  rejected: Quantity | undefined
  /** A code, '' where the sheet does not say it. */
  unit: string
  postedOn: Day | undefined
  sound: boolean
}

export interface SlipCandidate {
  row: number
  orderNo: string | undefined
  materialSeq: number | undefined
  bonded: 'bonded' | 'other' | undefined
  lot: string
  issued: Quantity | undefined
  returned: Quantity | undefined
  scrap: Quantity | undefined
  defects: Quantity | undefined
  wip: Quantity | undefined
  unit: string
  sound: boolean
}

/** A workbook of work orders, read cell by cell; nothing is known of the books yet. */
export interface ReadWorkOrders {
  orders: OrderCandidate[]
  slips: SlipCandidate[]
  rejected: RefusedRow[]
  orderSheet: FoundTable<OrderTableColumn>
  slipSheet: FoundTable<SlipTableColumn>
}

const bondedWords = {
  保税: 'bonded',
  非保税: 'other',
  是: 'bonded',
  否: 'other',
  '1': 'bonded',
  '0': 'other',
  Y: 'bonded',
  N: 'other',
} as const

/** Often enough for a bar to move and a cancel to be heard. */
export const stepEvery = 128

/** Reads both tables. Mistakes in cells are collected with their place; @throws Refusal where a table or column is missing. */
export async function readWorkOrders(workbook: Workbook, step: Call['step']): Promise<ReadWorkOrders> {
  const rejected: RefusedRow[] = []
  const report = (refused: RefusedRow) => void rejected.push(refused)
  const orderSheet = await findTable(workbook, orderTable)
  const slipSheet = await findTable(workbook, slipTable)

  const orders: OrderCandidate[] = []
  for await (const row of orderSheet.rows()) {
    if (orders.length % stepEvery === 0) await step('读取工单', orders.length, null)
    const check = new RowCheck(orderTable, orderSheet.sheet, row, report)
    const order = {
      row: row.row,
      orderNo: check.code('orderNo', 64, 'required'),
      productSeq: check.sequence('productSeq'),
      version: check.code('version', 8, 'optional') || '0',
      planned: check.amount('planned'),
      finished: check.amount('finished'),
      rejected: check.amount('rejected'),
      unit: check.inTable('unit', findUnit, 'optional') ?? '',
      postedOn: check.day('postedOn'),
    }
    orders.push({ ...order, sound: !check.failed })
  }

  const slips: SlipCandidate[] = []
  for await (const row of slipSheet.rows()) {
    if (slips.length % stepEvery === 0) await step('读取工单用料', slips.length, null)
    const check = new RowCheck(slipTable, slipSheet.sheet, row, report)
    const slip = {
      row: row.row,
      orderNo: check.code('orderNo', 64, 'required'),
      materialSeq: check.sequence('materialSeq'),
      bonded: check.shown('bonded') === '' ? ('bonded' as const) : check.oneOf('bonded', bondedWords),
      lot: check.text('lot', 64, 'optional') ?? '',
      issued: check.amount('issued'),
      returned: check.amount('returned'),
      scrap: check.amount('scrap'),
      defects: check.amount('defects'),
      wip: check.amount('wip'),
      unit: check.inTable('unit', findUnit, 'optional') ?? '',
    }
    slips.push({ ...slip, sound: !check.failed })
  }
  return { orders, slips, rejected, orderSheet, slipSheet }
}
