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
  listStatus,
  pageOf,
  recognisedSheet,
  refusedRow,
} from './values.ts'

/** 核注清单表头 */
const listHead = z.object({
  listNo: z.string(),
  innerNo: z.string(),
  direction,
  goods,
  mode: z.string(),
  listType: z.string(),
  declaredOn: businessDate,
  relatedHandbookNo: z.string(),
  status: listStatus,
})
const listColumns = [
  'listNo',
  'innerNo',
  'direction',
  'goods',
  'mode',
  'listType',
  'declaredOn',
  'relatedHandbookNo',
  'status',
  'lines',
] as const

/** 核注清单表体 */
const listLine = z.object({
  listNo: z.string(),
  lineNo: z.int(),
  itemSeq,
  itemName: z.string(),
  unit: z.string(),
  version: z.string(),
  quantity: decimal,
  /** Empty where the list gave none. */
  unitPrice: decimal.or(z.literal('')),
  total: decimal.or(z.literal('')),
  currency: z.string(),
})
/** A line with what of its head a table needs. */
const listedLine = listLine.extend({ direction, goods, mode: z.string(), declaredOn: businessDate, status: listStatus })
const lineColumns = [
  'listNo',
  'lineNo',
  'goods',
  'itemSeq',
  'itemName',
  'version',
  'quantity',
  'unitPrice',
  'total',
  'currency',
  'direction',
  'mode',
  'declaredOn',
  'status',
] as const

const workbookInput = z.object({ handbookNo, fileId })
const counts = z.object({ lists: z.int(), lines: z.int() })

export const bondedListOperations = {
  'bondedLists.inspectWorkbook': operation({
    summary: '预览核注清单工作簿：识别到的表和列、期间、将新增和将变化的清单、被拒的行；不写入任何数据',
    input: workbookInput,
    output: z.object({
      sheets: z.array(recognisedSheet),
      /** First and last 申报日期; null when there is no list. */
      period: z.object({ from: businessDate, to: businessDate }).nullable(),
      /** New lists and lines. */
      added: counts,
      /** Lists whose 核扣标志 moves on, e.g. 预核扣 → 已核扣. */
      statusChanges: z.int(),
      unchanged: counts,
      /** Lines that go with a refused head, though nothing is wrong with themselves. */
      heldBack: z.int(),
      rejected: z.array(refusedRow),
      rejectedTotal: z.int(),
      byMode: z.array(z.object({ mode: z.string(), direction, goods, lists: z.int(), lines: z.int() })),
      /** What to look into before these goods leave: products whose actual consumption has left the tolerance. */
      warnings: z.array(z.string()),
    }),
    job: true,
  }),
  'bondedLists.importWorkbook': operation({
    summary: '导入核注清单并记账；有不合格的行时，refuse 全部不写入，skip 写入其余并把被拒的行另存为工作簿',
    input: workbookInput.extend({ onBadRows: z.enum(['refuse', 'skip']).default('refuse') }),
    output: z.object({
      /** Lists and lines written by this import. */
      lists: z.int(),
      lines: z.int(),
      statusChanges: z.int(),
      /** What was there already, to the letter. */
      unchanged: counts,
      heldBack: z.int(),
      rejected: z.array(refusedRow),
      rejectedFileId: z.uuid().optional(),
      /** One sentence for the clerk, e.g. 全部清单已在账内，本次没有变化. */
      message: z.string(),
    }),
    changes: ['bondedLists', 'movements', 'imports', 'files'],
    job: true,
  }),
  'bondedLists.list': operation({
    summary: '核注清单（分页、筛选、排序）',
    input: z.object({ handbookNo, ...pageOf(listColumns) }),
    output: z.object({ total: z.int(), rows: z.array(listHead.extend({ lines: z.int() })) }),
    reads: ['bondedLists'],
  }),
  'bondedLists.get': operation({
    summary: '一份核注清单：表头、表体、记账与冲销的时间',
    input: z.object({ handbookNo, listNo: z.string().max(64) }),
    output: listHead.extend({
      lines: z.array(listLine),
      /** changes of it that customs has accepted. */
      edition: z.int(),
      seqNo: z.string(),
      /** The draft that it was made from; null for an imported list. */
      draftId: z.uuid().nullable(),
      /** When it came into the books. */
      importedAt: instant,
      bookedAt: instant.nullable(),
      reversedAt: instant.nullable(),
    }),
    reads: ['bondedLists', 'movements'],
  }),
  'bondedLists.lines': operation({
    summary: '手册全部清单的表体行（分页、筛选、排序）',
    input: z.object({ handbookNo, ...pageOf(lineColumns) }),
    output: z.object({ total: z.int(), rows: z.array(listedLine) }),
    reads: ['bondedLists'],
  }),
  'bondedLists.imports': operation({
    summary: '历次清单导入：写入多少、拒绝多少、被拒行工作簿',
    input: z.object({ handbookNo: handbookNo.optional() }),
    output: z.object({
      imports: z.array(
        z.object({
          importId: z.int(),
          handbookNo: z.string(),
          fileName: z.string(),
          fileId,
          importedAt: instant,
          lists: z.int(),
          lines: z.int(),
          rejected: z.int(),
          /** Refused rows not yet settled: neither imported since nor marked as settled. */
          open: z.int(),
          rejectedFileId: z.uuid().nullable(),
        }),
      ),
    }),
    reads: ['imports', 'bondedLists'],
  }),
  'bondedLists.settleRefusals': operation({
    summary: '把一次导入的被拒行标为已处理（已改正后另行导入，或确认不需要）',
    input: z.object({ importId: z.int() }),
    output: z.object({ settled: z.int() }),
    changes: ['imports'],
  }),
}
