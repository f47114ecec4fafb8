import * as z from 'zod'
import { operation } from './operation.ts'
import {
  businessDate,
  decimal,
  enteredQuantity,
  enteredRate,
  fileId,
  handbookNo,
  instant,
  itemSeq,
  pageOf,
  recognisedSheet,
  refusedRow,
} from './values.ts'

/** 工单 and 企业自核单耗 (R-39 … R-42). Quantities of a work order are in the declared units of the handbook's items. */
const orderNo = z.string().trim().min(1, '请填写工单号').max(64)
const orderColumns = ['orderNo', 'productSeq', 'productName', 'version', 'postedOn', 'finished', 'imbalanced'] as const

const lineFigures = <Figure extends z.ZodType>(figure: Figure) => ({
  issued: figure,
  returned: figure,
  /** 边角料, weighed. */
  scrap: figure,
  /** 残次品 of the material. */
  defects: figure,
  /** 在制品 at the cut-off, in units of the material. */
  wip: figure,
})
const orderLineInput = z.object({
  materialSeq: itemSeq,
  bonded: z.boolean().default(true),
  lot: z.string().trim().max(64).default(''),
  ...lineFigures(enteredQuantity),
})
const orderLine = orderLineInput.extend({ ...lineFigures(decimal), materialName: z.string(), unit: z.string() })
/** R-42, lots added up; bonded and non-bonded goods of a material apart. */
const materialBalance = orderLine.omit({ lot: true }).extend({
  /** (finished + rejected) × declared net consumption × its share by the bonded ratio: what the products hold; null where nothing is declared. */
  embodied: decimal.nullable(),
  /** issued − returned − embodied − wip − scrap − defects: intangible loss, or unexplained; below zero the products would hold more than was issued. */
  rest: decimal.nullable(),
})

const orderInput = z.object({
  handbookNo,
  orderNo,
  productSeq: itemSeq,
  version: z.string().max(8).default('0'),
  planned: enteredQuantity,
  finished: enteredQuantity,
  /** 报废成品 */
  rejected: enteredQuantity.default('0'),
  postedOn: businessDate,
  lines: z.array(orderLineInput).min(1, '工单没有领料行').max(2000),
})

const orderSummary = z.object({
  orderNo: z.string(),
  productSeq: itemSeq,
  productName: z.string(),
  version: z.string(),
  planned: decimal,
  finished: decimal,
  rejected: decimal,
  postedOn: businessDate,
  lines: z.int(),
  /** Materials whose R-42 balance leaves a negative rest. */
  imbalanced: z.int(),
  recordedAt: instant,
  /** Its period is in a signed record: it does not change any more. */
  signed: z.boolean(),
})

const pointKey = {
  handbookNo,
  from: businessDate,
  to: businessDate,
  productSeq: itemSeq,
  version: z.string().max(8),
  materialSeq: itemSeq,
}

/** Declared against actual use of one material by one product version over a period. */
const point = z.object({
  productSeq: itemSeq,
  productName: z.string(),
  version: z.string(),
  materialSeq: itemSeq,
  materialName: z.string(),
  unit: z.string(),
  orders: z.int(),
  finished: decimal,
  issued: decimal,
  returned: decimal,
  wip: decimal,
  scrap: decimal,
  defects: decimal,
  /** Bonded issue − return − wip. */
  actual: decimal,
  /** finished × 单耗 × bonded ratio; null where no consumption is declared. */
  declared: decimal.nullable(),
  /** actual ÷ finished and declared ÷ finished, 9 decimals, for reading. */
  actualPerUnit: decimal.nullable(),
  declaredPerUnit: decimal.nullable(),
  /** (actual − declared) ÷ declared, percent, 4 decimals. */
  deviation: decimal.nullable(),
  /** Within ± tolerance. */
  within: z.boolean(),
  explanation: z.string(),
  explainedBy: z.string(),
  explainedAt: instant.nullable(),
  approvedBy: z.string(),
  approvedAt: instant.nullable(),
  /** What is still to do for the record: nothing, an explanation, an approval by a second operator. */
  open: z.enum(['nothing', 'explain', 'approve']),
})

const period = z.object({ from: businessDate, to: businessDate })
/** 高级认证, 一般认证, 一般信用 (注册登记和备案), 失信. */
const creditLevel = z.enum(['advanced', 'general', 'registered', 'dishonest'])
/** 单耗, 耗料清单, 工单. */
const method = z.enum(['unitConsumption', 'bill', 'workOrder'])

export const selfVerificationOperations = {
  'workOrders.inspectWorkbook': operation({
    summary: '预览工单工作簿（工单、领退料、过磅边角料、在制品）；不写入任何数据',
    input: z.object({ handbookNo, fileId }),
    output: z.object({
      sheets: z.array(recognisedSheet),
      period: period.nullable(),
      orders: z.int(),
      lines: z.int(),
      unchanged: z.int(),
      /** Orders that are there with other figures: the import replaces them, the journal keeps both. */
      replaced: z.int(),
      /** Materials of an order of which the products would hold more than was issued: imported, and to be looked into. */
      imbalanced: z.array(refusedRow),
      rejected: z.array(refusedRow),
      rejectedTotal: z.int(),
    }),
    job: true,
  }),
  'workOrders.importWorkbook': operation({
    summary: '导入工单；已签名自核记录所含期间的工单不再改变',
    input: z.object({ handbookNo, fileId, onBadRows: z.enum(['refuse', 'skip']).default('refuse') }),
    output: z.object({
      orders: z.int(),
      lines: z.int(),
      unchanged: z.int(),
      replaced: z.int(),
      rejected: z.array(refusedRow),
      rejectedFileId: fileId.optional(),
      message: z.string(),
    }),
    changes: ['workOrders', 'files'],
    job: true,
  }),
  'workOrders.save': operation({
    summary: '登记或改正一张工单；已签名自核记录所含期间的不再改变',
    input: orderInput,
    output: orderSummary,
    changes: ['workOrders'],
  }),
  'workOrders.list': operation({
    summary: '工单（分页、筛选、排序）',
    input: z.object({ handbookNo, ...pageOf(orderColumns) }),
    output: z.object({ total: z.int(), rows: z.array(orderSummary) }),
    reads: ['workOrders', 'handbooks', 'consumption', 'filings'],
  }),
  'workOrders.get': operation({
    summary: '一张工单及其各料件的平衡（R-42）',
    input: z.object({ handbookNo, orderNo }),
    output: orderSummary.extend({ slips: z.array(orderLine), balance: z.array(materialBalance) }),
    reads: ['workOrders', 'handbooks', 'consumption', 'filings'],
  }),
  'selfVerification.eligibility': operation({
    summary: '企业自核单耗的条件核对（R-39）',
    /** Exports and work orders up to the end of the period that is to be recorded; all of them without it. */
    input: z.object({ handbookNo, asOf: businessDate.optional() }),
    output: z.object({
      eligible: z.boolean(),
      conditions: z.array(z.object({ condition: z.string(), met: z.boolean(), detail: z.string(), rule: z.string() })),
      /** What the enterprise has stated. */
      statement: z.object({ creditLevel: creditLevel.nullable(), traceable: z.boolean(), statedOn: businessDate.nullable() }),
    }),
    reads: ['workOrders', 'enterprise', 'handbooks', 'consumption'],
  }),
  'selfVerification.state': operation({
    summary: '填报自核条件：信用等级、用料可追溯（R-39）',
    input: z.object({
      creditLevel,
      traceable: z.boolean(),
    }),
    output: z.object({ statedOn: businessDate }),
    changes: ['workOrders'],
  }),
  'selfVerification.configure': operation({
    summary: '设定偏差容许范围（百分比，默认 3，R-40）与本周期的核算方法（R-21）',
    input: z.object({ handbookNo, tolerance: enteredRate, method }),
    output: z.object({ tolerance: decimal, method }),
    changes: ['workOrders'],
  }),
  'selfVerification.periods': operation({
    summary: '有工单的期间（按月）与已定格的自核记录',
    input: z.object({ handbookNo }),
    output: z.object({
      tolerance: decimal,
      method,
      months: z.array(period.extend({ orders: z.int() })),
      /** Those that stand: not replaced by a newer one, not sent back. */
      records: z.array(period.extend({ filingId: z.uuid(), state: z.string(), signed: z.boolean(), method, createdAt: instant })),
      /** The next period that is not in a record: the proposal. */
      next: period.nullable(),
    }),
    reads: ['workOrders', 'filings'],
  }),
  'selfVerification.compare': operation({
    summary: '期间内各成品各料件：申报耗用与实际耗用、偏差、说明与复核（R-40）',
    input: z.object({ handbookNo, from: businessDate, to: businessDate }),
    output: z.object({ tolerance: decimal, points: z.array(point) }),
    reads: ['workOrders', 'handbooks', 'consumption'],
  }),
  'selfVerification.trend': operation({
    summary: '一个成品版本一种料件逐月的实际单耗与申报单耗',
    input: z.object({ handbookNo, productSeq: itemSeq, version: z.string().max(8), materialSeq: itemSeq }),
    output: z.object({
      unit: z.string(),
      declaredPerUnit: decimal.nullable(),
      tolerance: decimal,
      months: z.array(
        period.extend({ finished: decimal, actualPerUnit: decimal, deviation: decimal.nullable(), within: z.boolean() }),
      ),
    }),
    reads: ['workOrders', 'handbooks', 'consumption'],
  }),
  'selfVerification.orders': operation({
    summary: '一个偏差背后的工单行',
    input: z.object(pointKey),
    /** One row per order: its bonded goods of the material, and how the order alone deviates. */
    output: z.object({
      rows: z.array(
        materialBalance.omit({ bonded: true }).extend({
          orderNo: z.string(),
          postedOn: businessDate,
          finished: decimal,
          actualPerUnit: decimal.nullable(),
          deviation: decimal.nullable(),
        }),
      ),
    }),
    reads: ['workOrders', 'handbooks', 'consumption'],
  }),
  'selfVerification.explain': operation({
    summary: '说明一个超出容许范围的偏差',
    input: z.object({ ...pointKey, explanation: z.string().trim().min(1, '请写明原因').max(4000) }),
    output: point,
    changes: ['workOrders'],
  }),
  'selfVerification.approve': operation({
    summary: '复核一个说明；须由说明人以外、有复核职责的操作员办理',
    input: z.object(pointKey),
    output: point,
    changes: ['workOrders'],
  }),
  'selfVerification.drift': operation({
    summary: '出口前提醒：实际耗用已离开容许范围的成品版本，及一旦按申报单耗核销的差量（R-40）',
    input: z.object({ handbookNo }),
    output: z.object({
      rows: z.array(
        point
          .pick({ productSeq: true, productName: true, version: true, materialSeq: true, materialName: true, unit: true })
          .extend({
            from: businessDate,
            to: businessDate,
            declaredPerUnit: decimal,
            actualPerUnit: decimal,
            deviation: decimal,
            /** Exported since `from` × (declared − actual): over-declared where positive. */
            difference: decimal,
            /** The same as a sentence, for a preview and the clerk's day. */
            message: z.string(),
          }),
      ),
    }),
    reads: ['workOrders', 'handbooks', 'consumption', 'movements'],
  }),
  'selfVerification.annual': operation({
    summary: '账册年度申报：各周期、各期自核记录合计，跨年的一期计入止日所在年度（R-21、R-22）',
    input: z.object({ handbookNo, year: z.int().min(2000).max(2199) }),
    output: z.object({
      periods: z.array(period.extend({ filingId: z.uuid(), state: z.string(), signed: z.boolean(), method })),
      /** Days of the year that no record covers. */
      gaps: z.array(period),
      rows: z.array(
        z.object({
          productSeq: itemSeq,
          productName: z.string(),
          version: z.string(),
          materialSeq: itemSeq,
          materialName: z.string(),
          unit: z.string(),
          finished: decimal,
          actual: decimal,
          declared: decimal,
        }),
      ),
    }),
    reads: ['workOrders', 'filings', 'handbooks', 'consumption'],
  }),
}
