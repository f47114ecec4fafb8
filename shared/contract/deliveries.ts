import * as z from 'zod'
import { operation } from './operation.ts'
import {
  businessDate,
  decimal,
  enteredMoney,
  enteredQuantity,
  fileId,
  goods,
  handbookNo,
  instant,
  itemSeq,
  optionalText,
  pageOf,
  recognisedSheet,
  refusedRow,
  text,
} from './values.ts'

/** 收发货单: what has left for, or come from, a partner before it is declared. A recorded slip is never changed: it is voided. */
const way = z.enum(['out', 'in'])
/** A return takes back what an earlier slip of the same way delivered. */
const kind = z.enum(['delivery', 'return'])

const slipLine = z.object({
  itemSeq,
  /** 单耗版本号 of a product that goes out; empty for materials. */
  version: optionalText(8),
  /** In the declared unit; above zero, also on a return. */
  quantity: enteredQuantity,
  unitPrice: enteredMoney.or(z.literal('')).default(''),
  currency: optionalText(3),
  lot: optionalText(64),
})
const slipInput = z.object({
  partnerId: z.uuid(),
  way,
  kind: kind.default('delivery'),
  /** Unique for the partner and the way. */
  slipNo: text(64).min(1, '请填写单号'),
  deliveredOn: businessDate,
  handbookNo,
  partnerHandbookNo: handbookNo,
  vehicle: optionalText(64),
  signedBy: optionalText(64),
  remark: optionalText(400),
  lines: z.array(slipLine).min(1, '至少要有一行').max(1000),
})

const slip = slipInput.omit({ lines: true }).extend({
  slipId: z.uuid(),
  partnerName: z.string(),
  lines: z.int(),
  recordedAt: instant,
  /** typed, imported from a workbook, or from a partner's package */
  source: z.enum(['typed', 'workbook', 'package']),
  voidedAt: instant.nullable(),
  voidReason: z.string(),
  /** Of its quantity how much is declared: none, some, all. */
  declared: z.enum(['none', 'part', 'all']),
})
const slipColumns = [
  'slipNo',
  'way',
  'kind',
  'deliveredOn',
  'partnerName',
  'handbookNo',
  'partnerHandbookNo',
  'vehicle',
  'declared',
  'lines',
] as const

export const deliveryOperations = {
  'deliveries.list': operation({
    summary: '收发货单（分页、筛选、排序）',
    input: z.object({ handbookNo: handbookNo.optional(), partnerId: z.uuid().optional(), ...pageOf(slipColumns) }),
    output: z.object({ total: z.int(), rows: z.array(slip) }),
    reads: ['deliveries', 'partners', 'bondedLists', 'transfers'],
  }),
  'deliveries.get': operation({
    summary: '一张收发货单及各行已结转多少',
    input: z.object({ slipId: z.uuid() }),
    output: slip.extend({
      body: z.array(
        slipLine.extend({
          lineNo: z.int(),
          goods,
          itemName: z.string(),
          unit: z.string(),
          quantity: decimal,
          unitPrice: decimal.or(z.literal('')),
          declared: decimal,
        }),
      ),
    }),
    reads: ['deliveries', 'partners', 'bondedLists', 'transfers', 'handbooks'],
  }),
  'deliveries.save': operation({
    summary: '登记一张收发货单',
    input: slipInput,
    output: z.object({ slipId: z.uuid() }),
    changes: ['deliveries'],
  }),
  'deliveries.void': operation({
    summary: '作废一张收发货单，写明原因；已列入结转的不能作废',
    input: z.object({ slipId: z.uuid(), reason: text(400).min(1, '请写明原因') }),
    output: z.object({ slipId: z.uuid() }),
    changes: ['deliveries'],
  }),
  'deliveries.inspectWorkbook': operation({
    summary: '预览收发货单工作簿；不写入任何数据',
    input: z.object({ fileId }),
    output: z.object({
      sheets: z.array(recognisedSheet),
      slips: z.int(),
      lines: z.int(),
      unchanged: z.int(),
      period: z.object({ from: businessDate, to: businessDate }).nullable(),
      rejected: z.array(refusedRow),
      rejectedTotal: z.int(),
    }),
    job: true,
  }),
  'deliveries.importWorkbook': operation({
    summary: '导入收发货单；有一行不合格即整张单不写入，refuse 全部不写入，skip 写入其余并把被拒的行另存为工作簿',
    input: z.object({ fileId, onBadRows: z.enum(['refuse', 'skip']).default('refuse') }),
    output: z.object({
      slips: z.int(),
      lines: z.int(),
      unchanged: z.int(),
      rejected: z.array(refusedRow),
      rejectedFileId: z.uuid().optional(),
      message: z.string(),
    }),
    changes: ['deliveries', 'files'],
    job: true,
  }),
  'deliveries.template': operation({
    summary: '收发货单工作簿样式',
    input: z.object({}),
    output: z.object({ fileId, name: z.string() }),
    changes: ['files'],
  }),
}
