import * as z from 'zod'
import { listBusinesses } from '../domain/list-business.ts'
import { operation } from './operation.ts'
import { decimal, direction, fileId, goods, guard, handbookNo, instant } from './values.ts'

/**
 * 清单草稿: a bonded list that is made here, by hand or by a transfer, a sale or a surplus. A draft is texts, as the clerk
 * left it: wrong fields stay, marked, until they are right. What the handbook says of an item (name, code, units) is not in it.
 * Frozen as a filing (INV101) and signed, it stands in the books as 预核扣 until customs answers.
 */
const draftId = z.uuid()

/** What is done to the goods; supervision mode, direction, goods side and 流转类型 follow from it and the handbook's letter (FORMATS §5.7, R-106). */
const listBusiness = z.enum(listBusinesses)
export type { ListBusiness } from '../domain/list-business.ts'

/** Fields of the head and of a line, named as in shared/domain/list-fields.ts; unknown ones are refused. */
const cells = z.record(z.string().max(64), z.string().max(4000))

const draftState = z.enum(['editing', 'filed', 'returned', 'accepted', 'discarded'])
/** 1 a new list; 2 a change, 3 a deletion of one in the books. */
const declarationType = z.enum(['1', '2', '3'])

export const draftSummary = z.object({
  draftId,
  handbookNo: z.string(),
  business: listBusiness,
  mode: z.string(),
  direction,
  goods,
  declarationType,
  /** 企业内部清单编号, unique in the enterprise. */
  innerNo: z.string(),
  /** Of a change or deletion the list in the books; of an accepted draft the number that customs gave; else empty. */
  listNo: z.string(),
  declaredOn: z.string(),
  state: draftState,
  lines: z.int(),
  /** What made it: its page is `to`; null where a person did. */
  origin: z.object({ what: z.string(), to: z.string() }).nullable(),
  blocks: z.int(),
  createdAt: instant,
  savedAt: instant,
  filingId: z.uuid().nullable(),
})

const draftLine = z.object({
  lineNo: z.int().min(1),
  /** As the clerk left it: what is proposed for empty ones is not in it, so that it follows what it is reckoned from. */
  cells,
  /** Of cells that are empty: what will be filed in their place (总价 of quantity and price, 法定数量, 币制 of the item …). */
  proposed: cells,
  /** What the handbook says of the item; empty texts where the line names none of it. */
  item: z.object({
    name: z.string(),
    partNo: z.string(),
    hsCode: z.string(),
    spec: z.string(),
    unit: z.string(),
    legalUnit: z.string(),
    secondLegalUnit: z.string(),
    /** 备案数量 and what is left of it before this list; of a material also its balance. */
    recorded: decimal.or(z.literal('')),
    left: decimal.or(z.literal('')),
    balance: decimal.or(z.literal('')),
  }),
  /** As the list in the books has it; null where it has no such line, or the draft is a new list. */
  before: cells.nullable(),
})

/** One line of the declaration that the list lines will be merged into. */
const declarationLine = z.object({
  no: z.int(),
  hsCode: z.string(),
  name: z.string(),
  unit: z.string(),
  currency: z.string(),
  /** 原产国 of materials, 最终目的国 of products. */
  country: z.string(),
  quantity: decimal,
  /** Total ÷ quantity, four decimals. */
  unitPrice: decimal,
  total: decimal,
  lineNos: z.array(z.int()),
  /** Why it stands alone although others are alike; empty where nothing is. */
  apart: z.string(),
})

export const listDraftOperations = {
  'listDrafts.list': operation({
    summary: '清单草稿，新的在前',
    input: z.object({ handbookNo: handbookNo.optional(), open: z.boolean().default(false) }),
    output: z.object({ drafts: z.array(draftSummary) }),
    reads: ['listDrafts', 'bondedLists', 'filings'],
  }),
  'listDrafts.get': operation({
    summary: '一份清单草稿：表头、表体、各项核对、合并成的报关单商品行（R-67）',
    input: z.object({ draftId }),
    output: draftSummary.extend({
      head: cells,
      headBefore: cells.nullable(),
      body: z.array(draftLine),
      /** Of a change: lines of the list in the books beyond those of the draft, which it deletes. */
      deleted: z.array(z.object({ lineNo: z.int(), name: z.string(), before: cells })),
      guards: z.array(guard),
      declaration: z.array(declarationLine),
    }),
    reads: ['listDrafts', 'bondedLists', 'movements', 'handbooks', 'consumption', 'reference', 'enterprise', 'filings'],
  }),
  'listDrafts.create': operation({
    summary: '新建清单草稿：业务种类定出监管方式、进出口、料件成品和流转类型；本企业已知的栏目预先填好',
    input: z.object({
      handbookNo,
      business: listBusiness,
      /** Lines are copied from this list of the same goods side. */
      copyOf: z.string().max(64).optional(),
    }),
    output: draftSummary,
    changes: ['listDrafts'],
  }),
  'listDrafts.createChange': operation({
    summary: '新建清单的变更或删除草稿（R-68）；手册已核销结案的不能变更或删除',
    input: z.object({ handbookNo, listNo: z.string().max(64), delete: z.boolean().default(false) }),
    output: draftSummary,
    changes: ['listDrafts'],
  }),
  'listDrafts.save': operation({
    summary: '保存清单草稿的表头和表体；表体整体替换',
    input: z.object({
      draftId,
      head: cells,
      lines: z.array(cells).max(10_000),
      /** `savedAt` as the caller last read it: refused where somebody has saved since. */
      savedAt: instant,
    }),
    output: draftSummary,
    changes: ['listDrafts'],
  }),
  'listDrafts.importLines': operation({
    summary: '用工作簿替换草稿的表体；不合格的格照原样放入并标出',
    input: z.object({ draftId, fileId }),
    output: z.object({ lines: z.int() }),
    changes: ['listDrafts'],
    job: true,
  }),
  'listDrafts.discard': operation({
    summary: '作废清单草稿；内容仍可查看',
    input: z.object({ draftId }),
    output: draftSummary,
    changes: ['listDrafts', 'filings', 'transfers', 'domesticSales'],
  }),
}
