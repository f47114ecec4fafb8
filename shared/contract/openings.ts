import * as z from 'zod'
import { operation } from './operation.ts'
import {
  businessDate,
  decimal,
  direction,
  fileId,
  goods,
  handbookNo,
  instant,
  itemSeq,
  recognisedSheet,
  refusedRow,
} from './values.ts'

/**
 * 期初: what an older system has booked on a handbook before this ledger began to keep it, as totals per item, version, supervision mode
 * and direction up to a day, and the numbers of its lists (R-19 lists every one of them).
 */
const openingTotal = z.object({
  goods,
  itemSeq,
  name: z.string(),
  unit: z.string(),
  version: z.string(),
  mode: z.string(),
  direction,
  quantity: decimal,
  value: decimal.nullable(),
  currency: z.string(),
})
const opening = z.object({
  /** End of this day: what is declared later comes from lists. */
  asOf: businessDate,
  importedAt: instant,
  importedBy: z.string(),
  fileId,
  totals: z.array(openingTotal),
  lists: z.array(z.object({ listNo: z.string(), direction })),
})

export const openingOperations = {
  'openings.get': operation({
    summary: '手册的期初：旧系统截止日以前的累计数量和清单编号；没有为 null',
    input: z.object({ handbookNo }),
    output: opening.nullable(),
    reads: ['movements', 'bondedLists'],
  }),
  'openings.template': operation({
    summary: '取出期初工作簿模板：期初数量、期初清单两张表',
    input: z.object({ handbookNo }),
    output: z.object({ fileId, name: z.string() }),
    changes: ['files'],
    job: true,
  }),
  'openings.inspect': operation({
    summary: '看一份期初工作簿会读成什么，与现有清单有无重叠；不写入',
    input: z.object({ handbookNo, fileId, asOf: businessDate }),
    output: z.object({
      recognised: z.array(recognisedSheet),
      totals: z.int(),
      lists: z.int(),
      refused: z.array(refusedRow),
      refusedRows: z.int(),
    }),
    reads: ['handbooks', 'bondedLists'],
    job: true,
  }),
  'openings.import': operation({
    summary: '导入期初：一次写入，全部正确才写；记入账本流水，平衡由此起算',
    input: z.object({ handbookNo, fileId, asOf: businessDate }),
    output: opening,
    changes: ['movements', 'bondedLists', 'files'],
    job: true,
  }),
  'openings.withdraw': operation({
    summary: '撤回期初：以反向流水冲回，留有记录；报核签名以后不能撤回',
    input: z.object({ handbookNo, reason: z.string().trim().min(1, '请写明原因').max(400) }),
    output: z.object({ reversed: z.int() }),
    changes: ['movements', 'bondedLists'],
  }),
}
