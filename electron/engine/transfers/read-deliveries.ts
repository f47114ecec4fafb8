import { findCurrency, findUnit } from '../../../shared/codes/tables.ts'
import type { RefusedRow } from '../../../shared/contract/values.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { Money, Quantity } from '../../../shared/domain/exact.ts'
import type { Call } from '../call.ts'
import type { Workbook } from '../workbook/read-workbook.ts'
import { RowCheck } from '../workbook/row-check.ts'
import { findTable } from '../workbook/table-reader.ts'
import type { FoundTable, TableSpec } from '../workbook/table-reader.ts'

/** One row per line of a slip; what is of the slip itself stands in each of its rows. */
export const deliveryTable = {
  readAs: '收发货单',
  sheetNames: ['收发货单', '收发货', '结转收发货单', '送货单'],
  columns: [
    { id: 'slipNo', heading: '单号', aliases: ['收发货单号', '收发货单编号', '送货单号', '单据号', '单据编号'], required: true },
    { id: 'way', heading: '收发', aliases: ['收发标志', '转出转入', '方向', '收发货'], required: true },
    { id: 'kind', heading: '类别', aliases: ['单据类别', '收发货类别'], required: false },
    { id: 'deliveredOn', heading: '日期', aliases: ['收发货日期', '送货日期', '发货日期', '收货日期'], required: true },
    { id: 'partner', heading: '往来企业', aliases: ['对方企业', '客户', '供应商', '往来单位'], required: true },
    { id: 'handbookNo', heading: '手册编号', aliases: ['本企业手册编号', '我方手册编号', '备案编号'], required: true },
    { id: 'partnerHandbookNo', heading: '对方手册编号', aliases: ['对方手册', '关联备案编号', '对方备案编号'], required: true },
    { id: 'itemSeq', heading: '备案序号', aliases: ['手册序号', '商品序号', '序号'], required: true },
    { id: 'version', heading: '单耗版本号', aliases: ['版本号', '单耗版本'], required: false },
    { id: 'quantity', heading: '数量', aliases: ['收发货数量', '申报数量', '送货数量'], required: true },
    { id: 'unit', heading: '单位', aliases: ['计量单位', '申报单位', '申报计量单位'], required: false },
    { id: 'unitPrice', heading: '单价', aliases: ['结转单价', '申报单价'], required: false },
    { id: 'currency', heading: '币制', aliases: ['币种', '货币'], required: false },
    { id: 'lot', heading: '批次', aliases: ['批号', '批次号'], required: false },
    { id: 'vehicle', heading: '运输工具', aliases: ['车牌号', '车牌', '车号'], required: false },
    { id: 'signedBy', heading: '签收人', aliases: ['收货人', '签收'], required: false },
    { id: 'remark', heading: '备注', aliases: ['说明'], required: false },
  ],
} as const satisfies TableSpec
export type DeliveryColumn = (typeof deliveryTable)['columns'][number]['id']

/** A row as the file has it: undefined is what could not be read, and then `sound` is false. */
export interface DeliveryRow {
  row: number
  slipNo: string | undefined
  way: 'out' | 'in' | undefined
  kind: 'delivery' | 'return' | undefined
  deliveredOn: Day | undefined
  partner: string | undefined
  handbookNo: string | undefined
  partnerHandbookNo: string | undefined
  itemSeq: number | undefined
  version: string
  quantity: Quantity | undefined
  unit: string
  unitPrice: Money | undefined
  currency: string
  lot: string
  vehicle: string
  signedBy: string
  remark: string
  sound: boolean
}

export interface ReadDeliveries {
  sheet: FoundTable<DeliveryColumn>
  rows: DeliveryRow[]
  rejected: RefusedRow[]
}

const wayWords = { 转出: 'out', 转入: 'in', 发货: 'out', 收货: 'in', 出: 'out', 入: 'in', 发: 'out', 收: 'in' } as const
const kindWords = {
  交货: 'delivery',
  退货: 'return',
  正常: 'delivery',
  发货: 'delivery',
  收货: 'delivery',
  退: 'return',
} as const
export const stepEvery = 128

/** Reads the table. Mistakes in cells are collected with their place; @throws Refusal where the table or a column is missing. */
export async function readDeliveries(workbook: Workbook, step: Call['step']): Promise<ReadDeliveries> {
  const rejected: RefusedRow[] = []
  const sheet = await findTable(workbook, deliveryTable)
  const rows: DeliveryRow[] = []
  for await (const each of sheet.rows()) {
    if (rows.length % stepEvery === 0) await step('读取收发货单', rows.length, null)
    const check = new RowCheck(deliveryTable, sheet.sheet, each, (refused) => void rejected.push(refused))
    const unitPrice = check.money('unitPrice')
    const row = {
      row: each.row,
      slipNo: check.code('slipNo', 64, 'required'),
      way: check.oneOf('way', wayWords),
      kind: check.shown('kind') === '' ? ('delivery' as const) : check.oneOf('kind', kindWords),
      deliveredOn: check.day('deliveredOn'),
      partner: check.text('partner', 512, 'required'),
      handbookNo: check.code('handbookNo', 64, 'required'),
      partnerHandbookNo: check.code('partnerHandbookNo', 64, 'required'),
      itemSeq: check.sequence('itemSeq'),
      version: check.code('version', 8, 'optional') ?? '',
      quantity: check.quantity('quantity'),
      unit: check.inTable('unit', findUnit, 'optional') ?? '',
      unitPrice: unitPrice ?? undefined,
      currency: check.inTable('currency', findCurrency, 'optional') ?? '',
      lot: check.text('lot', 64, 'optional') ?? '',
      vehicle: check.text('vehicle', 64, 'optional') ?? '',
      signedBy: check.text('signedBy', 64, 'optional') ?? '',
      remark: check.text('remark', 400, 'optional') ?? '',
    }
    rows.push({ ...row, sound: !check.failed })
  }
  return { sheet, rows, rejected }
}
