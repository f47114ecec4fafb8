import * as z from 'zod'
import { operation } from './operation.ts'
import { businessDate, decimal, fileId, recognisedSheet, refusedRow } from './values.ts'

/** Dated data that the authorities set (RULES §0.2): the enterprise imports it, and sees from when to when and by which document it holds. */
const referenceTable = z.enum([
  'calendar',
  'consumptionStandards',
  'controlledGoods',
  'tariffRates',
  'exchangeRates',
  'interestRates',
  'ruleParameters',
])

/** From when to when a row holds, and by which document; `to` null is an open end. */
const held = { from: businessDate, to: businessDate.nullable(), source: z.string() }

/** what is levied on a commodity. `hsCode` is a prefix of 2 to 10 digits: the longest that fits holds. */
const tariffRate = z.object({
  hsCode: z.string(),
  name: z.string(),
  kind: z.enum([
    'mfn',
    'provisional',
    'agreement',
    'general',
    'antiDumping',
    'countervailing',
    'safeguard',
    'retaliatory',
    'consumption',
    'vat',
    'fund',
  ]),
  /** Of agreements and trade remedies: the origin (3-digit code); empty: every origin. */
  country: z.string(),
  /** Of an agreement its name, of a trade remedy the maker; may be empty. */
  scope: z.string(),
  /** Ad valorem, percent; null where it goes by quantity alone. */
  rate: decimal.nullable(),
  /** CNY per `unit`; null where it goes by value alone. */
  specific: decimal.nullable(),
  unit: z.string(),
  ...held,
})
/** CNY for one unit of the currency. */
const exchangeRate = z.object({ currency: z.string(), rate: decimal, ...held })
/** R-96, R-97a: percent a year; a waiver holds for tax bills issued in its days (R-97b) and has no rate. */
const interestRate = z.object({ kind: z.enum(['rate', 'waiver']), rate: decimal.nullable(), ...held })
/** Numbers inside rules that are dated themselves (RULES §0.2); the parameters there are stand in shared/domain/rule-parameters.ts. */
const ruleParameter = z.object({
  rule: z.string(),
  parameter: z.string(),
  /** In Chinese: what it is. */
  name: z.string(),
  value: z.string(),
  unit: z.string(),
  confidence: z.string(),
  ...held,
})

const calendarDay = z.object({
  on: businessDate,
  /** rest: a weekday off; work: a Saturday or Sunday on (调休). */
  kind: z.enum(['rest', 'work']),
  name: z.string(),
  source: z.string(),
})

/** `upper` and `lower` are bonded unit consumption in `unit` of material per unit of product. */
const consumptionStandard = z.object({
  productHsCode: z.string(),
  productName: z.string(),
  materialHsCode: z.string(),
  materialName: z.string(),
  unit: z.string(),
  upper: decimal,
  lower: decimal.nullable(),
  from: businessDate,
  to: businessDate.nullable(),
  source: z.string(),
})

/** `hsCode` is a prefix of 4 to 10 digits. */
const controlledGoods = z.object({
  hsCode: z.string(),
  goods: z.enum(['import', 'export', 'both']),
  control: z.enum(['prohibited', 'restricted']),
  name: z.string(),
  from: businessDate,
  to: businessDate.nullable(),
  source: z.string(),
})

/** 加工贸易企业经营状况及生产能力信息表, as the enterprise has filled it. */
const capabilityInput = z.object({
  filledOn: businessDate,
  /** 信息表编号 */
  documentNo: z.string().trim().max(64).default(''),
  /** 4-digit headings of what may be imported and produced. */
  headings: z.array(z.string().regex(/^\d{4}$/, '品目为 4 位数字')).max(2000),
  /** leased plant or equipment. */
  leasedPlant: z.boolean().default(false),
  /** under investigation for smuggling; for another violation; ordered to rectify. */
  underSmugglingInvestigation: z.boolean().default(false),
  underInvestigation: z.boolean().default(false),
  orderedToRectify: z.boolean().default(false),
})
const capability = capabilityInput.extend({
  /** one year from filling. */
  validTo: businessDate,
})

const change = {
  rows: z.int(),
  /** Rows that are new or differ. */
  added: z.int(),
  /** Rows that are no longer there; of a calendar only in the years of the workbook. */
  removed: z.int(),
}

export const referenceOperations = {
  'reference.calendar': operation({
    summary: '节假日与调休表，及哪些年份已录入（C-1）',
    input: z.object({}),
    output: z.object({ days: z.array(calendarDay), years: z.array(z.int()) }),
    reads: ['reference'],
  }),
  'reference.consumptionStandards': operation({
    summary: '单耗标准（R-32），可以为空',
    input: z.object({}),
    output: z.object({ rows: z.array(consumptionStandard) }),
    reads: ['reference'],
  }),
  'reference.controlledGoods': operation({
    summary: '加工贸易禁止类、限制类商品（R-6、R-139），可以为空',
    input: z.object({}),
    output: z.object({ rows: z.array(controlledGoods) }),
    reads: ['reference'],
  }),
  'reference.tariffRates': operation({
    summary: '税率表：最惠国、暂定、协定、普通、贸易救济、消费税、增值税、处理基金（R-70、R-74、R-76）',
    input: z.object({}),
    output: z.object({ rows: z.array(tariffRate) }),
    reads: ['reference'],
  }),
  'reference.exchangeRates': operation({
    summary: '计征汇率表（R-70）',
    input: z.object({}),
    output: z.object({ rows: z.array(exchangeRate) }),
    reads: ['reference'],
  }),
  'reference.interestRates': operation({
    summary: '缓税利息率与暂免期间（R-96 … R-97b）',
    input: z.object({}),
    output: z.object({ rows: z.array(interestRate) }),
    reads: ['reference'],
  }),
  'reference.ruleParameters': operation({
    summary: '规则参数：期限、限额、比例，各自从何时到何时、依据什么（RULES 0.2）',
    input: z.object({}),
    output: z.object({ rows: z.array(ruleParameter) }),
    reads: ['reference'],
  }),
  'reference.inspectWorkbook': operation({
    summary: '预览一张参考表的工作簿；不写入任何数据',
    input: z.object({ table: referenceTable, fileId }),
    output: z.object({
      ...change,
      sheets: z.array(recognisedSheet),
      rejected: z.array(refusedRow),
      rejectedTotal: z.int(),
      /** Rows that are taken in and look like a slip. */
      warnings: z.array(z.string()),
    }),
    job: true,
  }),
  'reference.importWorkbook': operation({
    summary: '用工作簿替换一张参考表；有一行不合格即全部不写入。日历按年替换',
    input: z.object({ table: referenceTable, fileId }),
    output: z.object(change),
    changes: ['reference'],
    job: true,
  }),
  'reference.template': operation({
    summary: '一张参考表的工作簿样式，含现有内容',
    input: z.object({ table: referenceTable }),
    output: z.object({ fileId, name: z.string() }),
    changes: ['files'],
  }),
  'capability.get': operation({
    summary: '经营状况及生产能力信息表（R-5），未登记时为 null',
    input: z.object({}),
    output: capability.nullable(),
    reads: ['reference'],
  }),
  'capability.save': operation({
    summary: '登记经营状况及生产能力信息表；每次填报或更新都留存（R-5）',
    input: capabilityInput,
    output: capability,
    changes: ['reference'],
  }),
}
