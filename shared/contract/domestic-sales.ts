import * as z from 'zod'
import { operation } from './operation.ts'
import {
  basis,
  businessDate,
  decimal,
  enteredMoney,
  enteredQuantity,
  enteredRate,
  fileId,
  guard,
  handbookNo,
  instant,
  isAboveZero,
  isShare,
  itemSeq,
  optionalText,
  pageOf,
  text,
} from './values.ts'

/** 内销 (R-69 … R-105): what is sold, how it is valued, what it is taxed, and what becomes of it. Amounts in CNY unless a currency stands beside. */
export const saleKinds = [
  'material',
  'surplus',
  'product',
  'semiFinished',
  'defect',
  'scrap',
  'byProduct',
  'disaster',
  'destruction',
] as const
const saleKind = z.enum(saleKinds)
export type SaleKind = (typeof saleKinds)[number]

/** duty 关税, tradeRemedy 反倾销等, consumption 消费税, vat 增值税, fund 废弃电器电子产品处理基金. */
const taxKind = z.enum(['duty', 'tradeRemedy', 'consumption', 'vat', 'fund'])

const saleLine = z.object({
  /** Of a material or product of the handbook; of scrap and by-products the material they come from. */
  itemSeq,
  /** 单耗版本号 where a product, semi-finished product or defect is converted. */
  version: optionalText(8),
  quantity: enteredQuantity,
  /** How far it is made, in percent; below 100 for semi-finished goods. */
  completion: enteredRate.default('100'),
  /** What it was sold for, without tax, whole line, in CNY: the basis of scrap, by-products, disaster goods and destruction with income. */
  income: enteredMoney.or(z.literal('')).default(''),
  /** As presented (报验状态): code and name of scrap and by-products. */
  hsCode: z
    .string()
    .trim()
    .regex(/^(\d{10})?$/, '商品编码为 10 位数字')
    .default(''),
  name: optionalText(255),
  /** share of bonded materials in the input cost, percent. */
  bondedShare: enteredRate.default('100'),
})
const saleMaterial = z.object({
  itemSeq,
  /** origin where it is not the one of the handbook, and its proof, without which no agreement holds. */
  country: optionalText(3),
  proofNo: optionalText(64),
  producer: optionalText(255),
  /** price of identical or similar bonded goods, per declared unit, with its currency and where it comes from. 来料加工 alone. */
  similarPrice: enteredMoney.or(z.literal('')).default(''),
  similarCurrency: optionalText(3),
  similarBasis: optionalText(200),
})
const saleInput = z.object({
  kind: saleKind,
  handbookNo,
  soldOn: businessDate,
  buyer: optionalText(512),
  contractNo: optionalText(64),
  invoiceNo: optionalText(64),
  /** declared collectively after the goods have gone. */
  collective: z.boolean().default(false),
  /** The day on which goods left: before the taxes are settled only under the collective scheme. Null while they have not. */
  deliveredOn: businessDate.nullable().default(null),
  /** planned or real day of completing the declaration, and of the tax bill; both default to the day asked about. */
  declaredOn: businessDate.nullable().default(null),
  taxBillOn: businessDate.nullable().default(null),
  /** Of a destruction. */
  destruction: z.enum(['', 'materials', 'scrap']).default(''),
  withIncome: z.boolean().default(false),
  /** Of disaster goods: when it was reported, and whether they can still be used. */
  disasterOn: businessDate.nullable().default(null),
  reportedOn: businessDate.nullable().default(null),
  /** licence where one is needed. */
  licenceNo: optionalText(64),
  remark: optionalText(400),
  /** What the handbook does not say of the materials that are sold or converted to. */
  materials: z.array(saleMaterial).max(500).default([]),
  lines: z.array(saleLine).min(1, '至少要有一行').max(500),
})

/** What cannot be kept, not even in a draft; of a preview the guards say it beside everything else that is wrong. */
const keepable = ({ lines, materials }: z.infer<typeof saleInput>, context: z.RefinementCtx) => {
  const wrong = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message })
  for (const [index, line] of lines.entries()) {
    if (!isAboveZero(line.quantity)) wrong(['lines', index, 'quantity'], '数量应大于零')
    if (!isAboveZero(line.completion) || !isShare(line.completion))
      wrong(['lines', index, 'completion'], '完工比例应大于 0、不超过 100')
    if (!isShare(line.bondedShare)) wrong(['lines', index, 'bondedShare'], '保税料件份额应在 0 到 100 之间')
    if (line.income.startsWith('-')) wrong(['lines', index, 'income'], '收入不能为负数')
  }
  for (const [index, { similarPrice }] of materials.entries())
    if (similarPrice.startsWith('-')) wrong(['materials', index, 'similarPrice'], '价格不能为负数')
}

const saleState = z.enum(['draft', 'listed', 'declared', 'settled', 'discarded'])
const sale = saleInput.omit({ lines: true, materials: true }).extend({
  saleId: z.uuid(),
  saleNo: z.int(),
  state: saleState,
  lines: z.int(),
  /** Of the tax sheet as it stands; null where something is missing. */
  taxTotal: decimal.nullable(),
  interestTotal: decimal.nullable(),
  /** the last day, raw and moved to a working day (C-1). */
  deadline: businessDate.nullable(),
  deadlineRolled: businessDate.nullable(),
  blocks: z.int(),
  savedAt: instant,
  madeBy: z.string(),
})
const saleColumns = ['saleNo', 'kind', 'handbookNo', 'soldOn', 'buyer', 'state', 'taxTotal', 'interestTotal', 'deadline'] as const

const sheetLine = z.object({
  no: z.int(),
  itemSeq,
  name: z.string(),
  hsCode: z.string(),
  unit: z.string(),
  /** Quantity in the declared unit, 5 decimals, rounded from the exact one at the end. */
  quantity: decimal,
  /** How it came of what was sold: formula in words with its numbers. Empty where a material was sold as it is. */
  conversion: z.array(z.object({ saleLine: z.int(), formula: z.string(), quantity: decimal })),
  /** R-77 … R-81. */
  valuation: z.object({
    method: z.enum(['weightedAverage', 'similarGoods', 'salePrice', 'auctionPrice', 'transferPrice']),
    rule: z.string(),
    /** Price per declared unit in CNY, for reading: 5 decimals; empty where the line's price is the basis. */
    unitPrice: decimal.or(z.literal('')),
    /** The imports behind a weighted average. */
    imports: z.array(
      z.object({
        listNo: z.string(),
        lineNo: z.int(),
        declaredOn: businessDate,
        mode: z.string(),
        quantity: decimal,
        unitPrice: decimal,
        currency: z.string(),
        /** CNY for one unit of the currency on the day of the sale's declaration, and by which document. */
        exchangeRate: decimal,
        exchangeSource: z.string(),
        /** CNY. */
        total: decimal,
      }),
    ),
    formula: z.string(),
    value: decimal,
  }),
  taxes: z.array(
    z.object({
      tax: taxKind,
      /** 最惠国, 暂定, 协定 …; 从量 where it goes by quantity. */
      rateKind: z.string(),
      rate: decimal,
      base: decimal,
      amount: decimal,
      formula: z.string(),
      basis: basis.nullable(),
      rule: z.string(),
      /** below the amount that is not collected. */
      waived: z.boolean(),
    }),
  ),
  taxTotal: decimal,
})

const sheet = z.object({
  lines: z.array(sheetLine),
  /** Interest of the whole sale, on the sum of each tax as its bill has it (R-96 … R-98, E-7); null where none is due. */
  interest: z
    .object({
      from: businessDate,
      fromBasis: z.string(),
      to: businessDate,
      toBasis: z.string(),
      days: z.int(),
      daysBothEnds: z.int(),
      rate: decimal,
      basis,
      /** R-97b. */
      waived: basis.nullable(),
      taxes: z.array(
        z.object({
          tax: taxKind,
          base: decimal,
          amount: decimal,
          /** With both ends counted (C-7). */
          amountBothEnds: decimal,
          formula: z.string(),
        }),
      ),
    })
    .nullable(),
  interestWhy: z.string(),
  /** */
  licence: z.object({ needed: z.boolean(), rule: z.string(), message: z.string(), share: decimal.or(z.literal('')) }),
  totals: z.object({
    value: decimal,
    duty: decimal,
    tradeRemedy: decimal,
    consumption: decimal,
    vat: decimal,
    fund: decimal,
    tax: decimal,
    interest: decimal,
    total: decimal,
  }),
  /** */
  payBy: businessDate.nullable(),
  lateFee: z.object({ days: z.int(), amount: decimal }).nullable(),
})

const saleDetail = sale.extend({
  materials: z.array(saleMaterial),
  body: z.array(saleLine.extend({ lineNo: z.int(), itemName: z.string(), unit: z.string(), mode: z.string() })),
  /** Null where it cannot be computed: `guards` say what is missing. */
  sheet: sheet.nullable(),
  guards: z.array(guard),
  /** */
  documents: z.array(
    z.object({
      requirement: z.string(),
      name: z.string(),
      required: z.boolean(),
      files: z.array(z.object({ fileId, name: z.string() })),
    }),
  ),
  drafts: z.array(z.object({ draftId: z.uuid(), innerNo: z.string(), mode: z.string(), state: z.string(), listNo: z.string() })),
  /** Of a frozen sheet the moment; null while it is computed anew at every look. */
  frozenAt: instant.nullable(),
  paidOn: businessDate.nullable(),
  taxBillNo: z.string(),
})

export const domesticSaleOperations = {
  'domesticSales.list': operation({
    summary: '内销（分页、筛选、排序）',
    input: z.object({ handbookNo: handbookNo.optional(), ...pageOf(saleColumns) }),
    output: z.object({ total: z.int(), rows: z.array(sale) }),
    reads: ['domesticSales', 'handbooks', 'reference', 'listDrafts', 'bondedLists', 'movements', 'consumption'],
  }),
  'domesticSales.get': operation({
    summary: '一笔内销：折料、计税价格及其进口清单、各税及税率依据、缓税利息、许可证、期限、清单',
    input: z.object({ saleId: z.uuid() }),
    output: saleDetail,
    reads: ['domesticSales', 'handbooks', 'reference', 'listDrafts', 'bondedLists', 'movements', 'consumption'],
  }),
  'domesticSales.save': operation({
    summary: '登记或修改一笔内销；已生成清单的不能改，须先撤回',
    input: saleInput.extend({ saleId: z.uuid().optional(), savedAt: instant.optional() }).superRefine(keepable),
    output: saleDetail,
    changes: ['domesticSales'],
  }),
  'domesticSales.preview': operation({
    summary: '试算：不写入任何数据',
    input: saleInput,
    output: saleDetail.pick({ sheet: true, guards: true, body: true }),
    reads: ['domesticSales', 'handbooks', 'reference', 'bondedLists', 'movements', 'consumption'],
  }),
  'domesticSales.makeLists': operation({
    summary: '定格税款计算表，按监管方式生成清单草稿（R-73、R-83、R-84）',
    input: z.object({ saleId: z.uuid() }),
    output: saleDetail,
    changes: ['domesticSales', 'listDrafts'],
  }),
  'domesticSales.takeBack': operation({
    summary: '撤回未申报的清单草稿，内销回到可改',
    input: z.object({ saleId: z.uuid() }),
    output: saleDetail,
    changes: ['domesticSales', 'listDrafts', 'filings'],
  }),
  'domesticSales.settle': operation({
    summary: '登记税款已缴：税单号、填发日、缴款日；按填发日重算缓税利息与滞纳金',
    input: z.object({
      saleId: z.uuid(),
      taxBillNo: text(64).min(1, '请填写税单号'),
      declaredOn: businessDate,
      taxBillOn: businessDate,
      paidOn: businessDate,
    }),
    output: saleDetail,
    changes: ['domesticSales'],
  }),
  'domesticSales.discard': operation({
    summary: '作废一笔未生成清单的内销',
    input: z.object({ saleId: z.uuid() }),
    output: saleDetail,
    changes: ['domesticSales'],
  }),
  'domesticSales.attach': operation({
    summary: '为内销附上一份凭证（R-104）',
    input: z.object({ saleId: z.uuid(), requirement: z.string().max(32), fileId }),
    output: saleDetail,
    changes: ['domesticSales'],
  }),
  'domesticSales.detach': operation({
    summary: '从未了结的内销取下一份凭证',
    input: z.object({ saleId: z.uuid(), requirement: z.string().max(32), fileId }),
    output: saleDetail,
    changes: ['domesticSales'],
  }),
  'domesticSales.collective': operation({
    summary: '集中内销：按季度列出未申报的内销、期限（R-94）',
    input: z.object({ handbookNo: handbookNo.optional() }),
    output: z.object({
      groups: z.array(
        z.object({
          handbookNo: z.string(),
          period: z.string(),
          deadline: businessDate,
          deadlineRolled: businessDate,
          basis: z.string(),
          sales: z.array(sale),
          /** Taxes and deferred interest of all; null while one of them cannot be reckoned. */
          dueTotal: decimal.nullable(),
        }),
      ),
    }),
    reads: ['domesticSales', 'handbooks', 'reference', 'listDrafts', 'bondedLists', 'movements', 'consumption'],
  }),
  'domesticSales.sheetWorkbook': operation({
    summary: '把税款计算表存为工作簿',
    input: z.object({ saleId: z.uuid() }),
    output: z.object({ fileId, name: z.string() }),
    changes: ['files'],
    job: true,
  }),
}
