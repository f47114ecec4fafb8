import * as z from 'zod'
import { operation } from './operation.ts'
import type { Topic } from './operation.ts'
import { businessDate, fileId, handbookNo, instant } from './values.ts'

/** DESIGN §7. */
export const filingState = z.enum([
  'draft',
  'checked',
  'signed',
  'queued',
  'sent',
  'acknowledged',
  'accepted',
  'returned',
  'manualReview',
  'closed',
])

/** 报核, 手册备案, 手册变更, 企业自核单耗记录, 核注清单, 外发加工申报表, 交给往来企业的结转包, 经营状况及生产能力信息表, 进料加工年度核销, 外汇收支登记 */
export const filingKind = z.enum([
  'writeOffReport',
  'handbookFiling',
  'handbookChange',
  'selfVerification',
  'bondedList',
  'outwardProcessing',
  'transferPackage',
  'capabilityTable',
  'taxWriteOff',
  'forexReport',
])

/** What an authority answered. `approved` puts a handbook filing or change in force. */
const receiptResult = z.enum(['received', 'notReceived', 'approved', 'manualReview', 'returned'])
const receipt = z.object({
  at: instant,
  /** EML201, EML221, CommonResponeMessage …; manual where the clerk has read it off the web page. */
  message: z.string(),
  result: receiptResult,
  answeredOn: businessDate,
  seqNo: z.string(),
  handbookNo: z.string(),
  /** 清单编号, in the answer to a list. */
  listNo: z.string(),
  /** Reasons and notes, as they came. */
  notes: z.array(z.string()),
  /** The bytes as they came. */
  fileId: fileId.nullable(),
  /** False where a stronger answer was there already (FORMATS §8.3). */
  counted: z.boolean(),
})

const check = z.object({
  /** blocks: the filing cannot be signed; warns: it can, and the clerk has seen it. */
  severity: z.enum(['passes', 'warns', 'blocks']),
  rule: z.string(),
  message: z.string(),
  /** A path of the window where it is mended; empty where there is none. */
  to: z.string(),
})

const filing = z.object({
  /** UUIDv7, for ever. */
  filingId: z.uuid(),
  kind: filingKind,
  /** Empty while customs has given none. */
  handbookNo: z.string(),
  /** What it was made of: the handbook draft, list draft, transfer or application of that id. */
  draftId: z.uuid().nullable(),
  /** What tells it from others of its kind: 企业内部编号, the period of a self-verification, 结转编号. */
  subject: z.string(),
  madeBy: z.string(),
  state: filingState,
  createdAt: instant,
  signedAt: instant.nullable(),
  exportedAt: instant.nullable(),
  /** Place in the enterprise's chain of signed packages, from 1; null before signing. */
  sequence: z.int().nullable(),
  keyName: z.string().nullable(),
  packageName: z.string().nullable(),
  packageSize: z.int().nullable(),
  packageSha256: z.string().nullable(),
})

export const filingDetail = filing.extend({
  checks: z.array(check),
  /** The figures of the report's head. */
  summary: z.array(z.object({ label: z.string(), value: z.string() })),
  files: z.array(z.object({ name: z.string(), size: z.int(), sha256: z.string(), sm3: z.string(), fileId })),
  events: z.array(z.object({ at: instant, state: filingState, note: z.string() })),
  previousSha256: z.string().nullable(),
  /** In the order in which they were taken in. */
  receipts: z.array(receipt),
  /** Who may not sign it, by the enterprise's rule: the operator who made it; null where anybody may. */
  mustNotBeSignedBy: z.string().nullable(),
})

/** An answer moves its filing and its way, and with it what it was made of; one that has no filing is an exception. */
export const whatAnswersChange = [
  'filings',
  'outbox',
  'exceptions',
  'handbookDrafts',
  'handbooks',
  'consumption',
  'listDrafts',
  'bondedLists',
  'movements',
  'outwardProcessing',
] as const satisfies readonly Topic[]

export const filingOperations = {
  'filings.createWriteOffReport': operation({
    summary: '生成报核：核对后把报核报文与可读工作簿定格为一份申报（R-19）',
    input: z.object({ handbookNo }),
    output: filingDetail,
    changes: ['filings', 'files'],
    job: true,
  }),
  'filings.createHandbookFiling': operation({
    summary: '把备案或变更草稿定格为一份申报：报文 EmlMessage、可读工作簿、随附单证；有阻断项时只能留作草稿',
    input: z.object({ draftId: z.uuid() }),
    output: filingDetail,
    changes: ['filings', 'handbookDrafts', 'files'],
    job: true,
  }),
  'filings.createSelfVerification': operation({
    summary: '把一个期间的企业自核单耗定格为一份记录，附证据目录（R-39、R-40、R-42）',
    input: z.object({ handbookNo, from: businessDate, to: businessDate }),
    output: filingDetail,
    changes: ['filings', 'workOrders', 'files'],
    job: true,
  }),
  'filings.createBondedList': operation({
    summary: '把清单草稿定格为一份申报：报文 INV101 与可读工作簿；有阻断项时只能留作草稿（R-67、R-68）',
    input: z.object({ draftId: z.uuid() }),
    output: filingDetail,
    changes: ['filings', 'listDrafts', 'files'],
    job: true,
  }),
  'filings.createOutwardProcessing': operation({
    summary: '把外发加工申报表定格为一份申报：数据、可读工作簿（R-61）',
    input: z.object({ applicationId: z.uuid() }),
    output: filingDetail,
    changes: ['filings', 'outwardProcessing', 'files'],
    job: true,
  }),
  'filings.createTransferPackage': operation({
    summary: '把一笔深加工结转定格为交给往来企业的结转包：收发货单、商品、我方清单；签名后导出',
    input: z.object({ transferId: z.uuid() }),
    output: filingDetail,
    changes: ['filings', 'transfers', 'files'],
    job: true,
  }),
  'filings.importReceipts': operation({
    summary: '读入回执文件（XML 或压缩包）：对上申报即记入，通过则备案生效；对不上的列出，不改动任何数据',
    input: z.object({ fileId }),
    output: z.object({
      read: z.array(
        z.object({
          name: z.string(),
          filingId: z.uuid().nullable(),
          result: receiptResult.nullable(),
          /** In words: what it did, or why it did nothing. */
          message: z.string(),
        }),
      ),
    }),
    changes: whatAnswersChange,
    job: true,
  }),
  'filings.recordAnswer': operation({
    summary: '登记在单一窗口网页上看到的审核结果（没有回执文件时）',
    input: z.object({
      filingId: z.uuid(),
      result: z.enum(['approved', 'manualReview', 'returned']),
      answeredOn: businessDate,
      /** Of a filing that customs has approved. */
      handbookNo: handbookNo.optional(),
      seqNo: z.string().trim().max(18).default(''),
      /** Of a list: its number, and what customs' books say of it. */
      listNo: z.string().trim().max(64).default(''),
      listStatus: z.enum(['booked', 'reserved', 'unbooked']).default('booked'),
      /** Of outward processing: 外发加工备案编号. */
      applicationNo: z.string().trim().max(64).default(''),
      notes: z.array(z.string().trim().min(1).max(4000)).max(100).default([]),
    }),
    output: filingDetail,
    changes: whatAnswersChange,
  }),
  'filings.list': operation({
    summary: '全部申报，新的在前',
    input: z.object({ handbookNo: handbookNo.optional() }),
    output: z.object({ filings: z.array(filing) }),
    reads: ['filings'],
  }),
  'filings.get': operation({
    summary: '一份申报：状态、核对结果、文件、经过',
    input: z.object({ filingId: z.uuid() }),
    output: filingDetail,
    reads: ['filings'],
  }),
  'filings.sign': operation({
    summary: '用本机软件密钥签名并封装为申报包；签名的字节从此不变',
    input: z.object({
      filingId: z.uuid(),
      keyId: z.uuid(),
      passphrase: z.string().max(1024),
      /** A person says so after filing.clockSetBack: the clock is right now, and was wrong when the last package was signed. */
      clockChecked: z.boolean().default(false),
    }),
    output: filingDetail,
    changes: ['filings', 'handbookDrafts', 'handbooks', 'listDrafts', 'bondedLists', 'transfers', 'outwardProcessing'],
    job: true,
  }),
  'filings.export': operation({
    summary: '取出已签名的申报包（逐字节相同），供 U 盘携带',
    input: z.object({ filingId: z.uuid() }),
    output: z.object({ fileId, name: z.string(), size: z.int(), sha256: z.string() }),
    changes: ['filings', 'files'],
  }),
}
