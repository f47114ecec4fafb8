import * as z from 'zod'
import { lifeState } from './handbook-life.ts'
import { operation } from './operation.ts'
import { businessDate, decimal, fileId, handbookNo, instant, itemSeq, pageOf, recognisedSheet, refusedRow } from './values.ts'

/** 手册表头. Codes are those of the customs tables in shared/codes; an empty text is "not filled". */
const handbookHead = z.object({
  handbookNo,
  /** First letter: B 来料, C 进料, E 账册 … */
  kind: z.enum(['B', 'C', 'D', 'E', 'H']),
  operatorCreditCode: z.string(),
  operatorCustomsCode: z.string(),
  operatorName: z.string(),
  processorCreditCode: z.string(),
  processorCustomsCode: z.string(),
  processorName: z.string(),
  customsDistrict: z.string(),
  supervisionMode: z.string(),
  levyNature: z.string(),
  importContractNo: z.string(),
  exportContractNo: z.string(),
  importCurrency: z.string(),
  exportCurrency: z.string(),
  establishedOn: businessDate,
  validTo: businessDate,
  /** 单耗申报环节: 1 出口前, 2 报核前 */
  consumptionStage: z.enum(['1', '2']),
  /** 手册用途: 1 保税加工 … */
  purpose: z.string(),
  /** 预录入统一编号 */
  seqNo: z.string(),
  /** 企业内部编号 */
  innerNo: z.string(),
  processorDistrict: z.string(),
  /** 申报企业类型: 1 企业, 2 代理公司, 3 报关行 */
  declarantType: z.string(),
  declarantCreditCode: z.string(),
  declarantCustomsCode: z.string(),
  declarantName: z.string(),
  declaredOn: z.string(),
  approvalNo: z.string(),
  processingKind: z.string(),
  /** 进出口岸: customs districts, separated by commas */
  ports: z.string(),
  /** 加工生产能力; 0 where it is not filled */
  capacity: decimal,
  pauseMark: z.string(),
  inputCreditCode: z.string(),
  inputCustomsCode: z.string(),
  inputName: z.string(),
  inputOn: z.string(),
  contact: z.string(),
  phone: z.string(),
  remark: z.string(),
})

/** The strip of a handbook's state (WINDOW, "A handbook: one page"). */
const handbookSummary = handbookHead.extend({
  /** A draft of a change makes it `changing`: what begins or ends one therefore changes `handbooks`; each of its cells does not. */
  state: lifeState,
  importedAt: instant,
  materials: z.int(),
  products: z.int(),
  consumptions: z.int(),
  lists: z.object({ booked: z.int(), reserved: z.int(), unbooked: z.int(), deleted: z.int() }),
  /** Last day to report: raw date, 30 days after `validTo` or after the last export the clerk has marked. */
  reportDeadline: businessDate,
  /** Days from the business date to `validTo`; negative when it has passed. */
  daysLeft: z.int(),
  /** Share of the recorded quantity that is imported / exported, in percent, one decimal; by value of the recorded items at recorded price. */
  importedShare: decimal,
  exportedShare: decimal,
  /** Materials whose balance is below zero. */
  negativeMaterials: z.int(),
  openFilings: z.int(),
})

const itemColumns = [
  'seq',
  'partNo',
  'hsCode',
  'name',
  'spec',
  'unit',
  'legalUnit',
  'quantity',
  'unitPrice',
  'currency',
  'country',
  'levyMode',
  'secondLegalUnit',
  'total',
  'mainMark',
  'attribute',
  'remark',
] as const
const handbookItem = z.object({
  seq: itemSeq,
  partNo: z.string(),
  hsCode: z.string(),
  name: z.string(),
  spec: z.string(),
  unit: z.string(),
  legalUnit: z.string(),
  /** 备案数量 */
  quantity: decimal,
  unitPrice: decimal,
  currency: z.string(),
  country: z.string(),
  levyMode: z.string(),
  secondLegalUnit: z.string(),
  /** 申报总价 */
  total: decimal,
  /** 主辅料标记, materials only: 1 主料, 2 辅料 */
  mainMark: z.string(),
  /** 商品属性: 1, 2, 3, 8, 9 */
  attribute: z.string(),
  remark: z.string(),
})

const consumptionColumns = [
  'productSeq',
  'productName',
  'materialSeq',
  'materialName',
  'version',
  'netConsumption',
  'tangibleLossRate',
  'intangibleLossRate',
  'bondedRatio',
  'unitConsumption',
  'declarationState',
  'executionMark',
  'validTo',
  'remark',
] as const
const consumptionRow = z.object({
  productSeq: itemSeq,
  productName: z.string(),
  materialSeq: itemSeq,
  materialName: z.string(),
  materialUnit: z.string(),
  version: z.string(),
  netConsumption: decimal,
  tangibleLossRate: decimal,
  intangibleLossRate: decimal,
  bondedRatio: decimal,
  /** Derived, rounded to 9 decimals for reading only. */
  unitConsumption: decimal,
  /** 单耗申报状态: 1 未申报, 2 已申报, 3 已确定 */
  declarationState: z.string(),
  /** 企业执行标志: 1 运行, 2 停用 */
  executionMark: z.string(),
  /** 单耗有效期; may be empty */
  validTo: z.string(),
  remark: z.string(),
})

const workbookInput = z.object({ fileId })

export const handbookOperations = {
  'handbooks.inspectWorkbook': operation({
    summary: '预览手册工作簿：识别到的表和列、行数、有问题的行；不写入任何数据',
    input: workbookInput,
    output: z.object({
      handbookNo: z.string(),
      materials: z.int(),
      products: z.int(),
      consumptions: z.int(),
      sheets: z.array(recognisedSheet),
      rejected: z.array(refusedRow),
      warnings: z.array(z.string()),
      /** What is there already: `new`, `same` (importing changes nothing) or `differs` (refused). */
      state: z.enum(['new', 'same', 'differs']),
    }),
    job: true,
  }),
  'handbooks.importWorkbook': operation({
    summary: '从工作簿导入一本手册（表头、料件、成品、单耗）；有一行不合格即全部不写入',
    input: workbookInput,
    output: z.object({
      handbookNo: z.string(),
      materials: z.int(),
      products: z.int(),
      consumptions: z.int(),
      /** True when the very same handbook was there already and nothing changed. */
      unchanged: z.boolean(),
      warnings: z.array(z.string()),
    }),
    changes: ['handbooks', 'consumption', 'files'],
    job: true,
  }),
  'handbooks.list': operation({
    summary: '全部手册及其状态',
    input: z.object({}),
    output: z.object({ handbooks: z.array(handbookSummary) }),
    reads: ['handbooks', 'movements', 'bondedLists', 'filings', 'consumption'],
  }),
  'handbooks.get': operation({
    summary: '一本手册的表头及其状态',
    input: z.object({ handbookNo }),
    output: handbookSummary,
    reads: ['handbooks', 'movements', 'bondedLists', 'filings', 'consumption'],
  }),
  'handbooks.materials': operation({
    summary: '手册的备案料件（分页、筛选、排序）',
    input: z.object({ handbookNo, ...pageOf(itemColumns) }),
    output: z.object({ total: z.int(), rows: z.array(handbookItem) }),
    reads: ['handbooks'],
  }),
  'handbooks.products': operation({
    summary: '手册的备案成品（分页、筛选、排序）',
    input: z.object({ handbookNo, ...pageOf(itemColumns) }),
    output: z.object({ total: z.int(), rows: z.array(handbookItem) }),
    reads: ['handbooks'],
  }),
  'handbooks.consumptions': operation({
    summary: '手册的单损耗（分页、筛选、排序）',
    input: z.object({ handbookNo, ...pageOf(consumptionColumns) }),
    output: z.object({ total: z.int(), rows: z.array(consumptionRow) }),
    reads: ['handbooks', 'consumption'],
  }),
}
