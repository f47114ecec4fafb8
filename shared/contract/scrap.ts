import * as z from 'zod'
import { operation } from './operation.ts'
import {
  businessDate,
  decimal,
  enteredQuantity,
  fileId,
  guard,
  handbookNo,
  instant,
  isAboveZero,
  itemSeq,
  optionalText,
  recognisedSheet,
  refusedRow,
  text,
} from './values.ts'

/** 边角料: weighed, due by its tangible loss, and disposed of. */
const weighing = z.object({
  slipNo: text(64).min(1, '请填写磅单号'),
  weighedOn: businessDate,
  handbookNo,
  /** The material the scrap comes from. */
  itemSeq,
  /** In the declared unit of the material; above zero. */
  quantity: enteredQuantity.refine(isAboveZero, '数量应大于零'),
  buyer: optionalText(512),
})

export const scrapOperations = {
  'scrap.control': operation({
    summary: '边角料：应有（有形损耗）、过磅、已处置、剩余（R-86、R-116）',
    input: z.object({ handbookNo }),
    output: z.object({
      rows: z.array(
        z.object({
          itemSeq,
          name: z.string(),
          unit: z.string(),
          due: decimal,
          weighed: decimal,
          disposed: decimal,
          /** Of sales that are not in a list yet. */
          pending: decimal,
          left: decimal,
          guards: z.array(guard),
        }),
      ),
      weighings: z.array(
        weighing.extend({
          weighingId: z.uuid(),
          itemName: z.string(),
          unit: z.string(),
          quantity: decimal,
          voidedAt: instant.nullable(),
        }),
      ),
    }),
    reads: ['domesticSales', 'movements', 'bondedLists', 'consumption', 'handbooks'],
  }),
  'scrap.weigh': operation({
    summary: '登记一张磅单',
    input: weighing,
    output: z.object({ weighingId: z.uuid() }),
    changes: ['domesticSales'],
  }),
  'scrap.voidWeighing': operation({
    summary: '作废一张磅单，写明原因',
    input: z.object({ weighingId: z.uuid(), reason: text(400).min(1, '请写明原因') }),
    output: z.object({ weighingId: z.uuid() }),
    changes: ['domesticSales'],
  }),
  'scrap.inspectWeighings': operation({
    summary: '预览磅单工作簿；不写入任何数据',
    input: z.object({ fileId }),
    output: z.object({
      sheets: z.array(recognisedSheet),
      rows: z.int(),
      unchanged: z.int(),
      rejected: z.array(refusedRow),
      rejectedTotal: z.int(),
    }),
    job: true,
  }),
  'scrap.importWeighings': operation({
    summary: '导入磅单；有一行不合格即全部不写入',
    input: z.object({ fileId }),
    output: z.object({ rows: z.int(), unchanged: z.int() }),
    changes: ['domesticSales'],
    job: true,
  }),
}
