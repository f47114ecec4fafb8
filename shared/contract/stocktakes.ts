import * as z from 'zod'
import { operation } from './operation.ts'
import {
  businessDate,
  decimal,
  enteredQuantity,
  enteredRate,
  fileId,
  guard,
  handbookNo,
  instant,
  itemSeq,
  optionalText,
  pageOf,
  recognisedSheet,
  refusedRow,
  text,
} from './values.ts'

/**
 * 盘点 (R-117 … ): what was counted, at one cut-off, for one handbook or for several that share one stock. Quantities in the
 * declared unit of the item; of products in pieces of the product until they are converted.
 */
export const countKinds = ['raw', 'wip', 'product', 'defect', 'outsourced', 'received', 'delivered'] as const
const countKind = z.enum(countKinds)
/** raw 料件库存, wip 在制品, product 成品库存, defect 残次品, outsourced 外发在外, received 已收未报 (+), delivered 已送未报 (−) */
export type CountKind = (typeof countKinds)[number]

export const differenceReasons = [
  'transportLoss',
  'processDeviation',
  'unrecordedSale',
  'theft',
  'countError',
  'disaster',
  'undeclaredTransfer',
  'overDelivery',
  'overDeclaredConsumption',
  'substitution',
  'unitError',
  'other',
] as const
const differenceReason = z.enum(differenceReasons)
export type DifferenceReason = (typeof differenceReasons)[number]

/**
 * What becomes of a difference. Of a shortage: tax 补税 (a domestic sale of the material, R-118), recount 重盘. Of a surplus: carry 结转下期
 * 或余料结转, correctVersion 修正单耗版本. accept 在容差内，只作记录.
 */
export const disposals = ['tax', 'carry', 'correctVersion', 'recount', 'accept'] as const
const disposal = z.enum(disposals)
export type Disposal = (typeof disposals)[number]

export const countColumns = [
  'no',
  'kind',
  'handbookNo',
  'goods',
  'itemSeq',
  'partNo',
  'name',
  'version',
  'completion',
  'quantity',
  'location',
  'sheetName',
] as const

/** One counted row. Goods are named by the item of a handbook, or by the factory's part number, whose mapping says the item. */
const countEntry = z.object({
  kind: countKind,
  /** Empty where the part number alone is known: then the stock is shared between the handbooks that have the part. */
  handbookNo: handbookNo.or(z.literal('')).default(''),
  goods: z.enum(['material', 'product']),
  itemSeq: itemSeq.nullable().default(null),
  partNo: optionalText(64),
  /** 单耗版本 by which a product is converted; empty: the one that holds at the cut-off. */
  version: optionalText(8),
  /** How far it is made, in percent, of work in progress counted as a product. */
  completion: enteredRate.default('100'),
  quantity: enteredQuantity,
  /** Stage or place: 工序、库位、外发单位. */
  location: optionalText(100),
  remark: optionalText(200),
})
const countRow = countEntry.extend({
  no: z.int(),
  sheetId: z.uuid(),
  sheetName: z.string(),
  name: z.string(),
  unit: z.string(),
  /** Why it cannot be converted yet; empty where it can. */
  problem: z.string(),
})

const stocktakeState = z.enum(['counting', 'settled', 'discarded'])
const stocktake = z.object({
  stocktakeId: z.uuid(),
  stocktakeNo: z.int(),
  name: z.string(),
  /** End of this day. */
  cutOff: businessDate,
  handbookNos: z.array(z.string()),
  state: stocktakeState,
  sheets: z.int(),
  rows: z.int(),
  /** Materials whose difference is outside the tolerance and has no reason and disposal yet. */
  open: z.int(),
  madeBy: z.string(),
  createdAt: instant,
  settledAt: instant.nullable(),
})

const sheet = z.object({
  sheetId: z.uuid(),
  name: z.string(),
  origin: z.enum(['import', 'typed']),
  countedBy: z.string(),
  countedOn: businessDate,
  rows: z.int(),
  problems: z.int(),
  fileId: fileId.nullable(),
  at: instant,
})

const difference = z.object({
  handbookNo: z.string(),
  seq: itemSeq,
  name: z.string(),
  partNo: z.string(),
  unit: z.string(),
  /** R-110 at the cut-off: only what is 已核扣. */
  book: decimal,
  raw: decimal,
  wip: decimal,
  product: decimal,
  defect: decimal,
  outsourced: decimal,
  received: decimal,
  delivered: decimal,
  /** */
  physical: decimal,
  /** physical − book */
  difference: decimal,
  /** Of the difference: received − delivered, which a declaration settles. */
  undeclared: decimal,
  /** R-120, in percent of open + imports, 4 decimals; null where nothing came in. */
  rate: decimal.nullable(),
  withinTolerance: z.boolean(),
  /** |difference| × weighted average price in CNY; null where a price or a rate is missing. */
  value: decimal.nullable(),
  /** Average price in CNY per unit; null as above. */
  unitValue: decimal.nullable(),
  /** Duty and import VAT on a shortage, without interest; null of a surplus and where a rate is missing. */
  duty: decimal.nullable(),
  vat: decimal.nullable(),
  reason: differenceReason.nullable(),
  disposal: disposal.nullable(),
  note: z.string(),
  /** The domestic sale that taxes all of it; null while none does. */
  made: z.object({ label: z.string(), to: z.string() }).nullable(),
})

const stocktakeDetail = stocktake.extend({
  note: z.string(),
  sheetsOf: z.array(sheet),
  differences: z.array(difference),
  /** parts that several handbooks share, and how their stock is divided. */
  shared: z.array(
    z.object({
      partNo: z.string(),
      name: z.string(),
      unit: z.string(),
      counted: decimal,
      shares: z.array(
        z.object({
          handbookNo: z.string(),
          seq: itemSeq,
          /** What its book holds and nothing else that was counted accounts for, in the unit of the part. */
          room: decimal,
          /** Day of its first import, by which the stock is divided. */
          firstImportOn: businessDate.nullable(),
          quantity: decimal,
        }),
      ),
      overridden: z.boolean(),
      reason: z.string(),
    }),
  ),
  /** What stands in the way of settling, and what to know of the count (R-117 … R-120). */
  guards: z.array(guard),
  /** R-120, percent. */
  tolerance: decimal,
})

export const stocktakeOperations = {
  'stocktakes.list': operation({
    summary: '全部盘点，新的在前（R-117）',
    input: z.object({ handbookNo: handbookNo.optional() }),
    output: z.object({ stocktakes: z.array(stocktake) }),
    reads: ['stocktakes', 'movements'],
  }),
  'stocktakes.get': operation({
    summary: '一次盘点：盘点表、账面与实盘的差异、价值、原因与处理、共用库存的分摊（R-117 … R-120、R-125）',
    input: z.object({ stocktakeId: z.uuid() }),
    output: stocktakeDetail,
    reads: ['stocktakes', 'movements', 'consumption', 'parts', 'reference', 'domesticSales'],
  }),
  'stocktakes.create': operation({
    summary: '开始一次盘点：截止日与手册（共用库存的几本手册一起盘）',
    input: z.object({
      name: text(64).min(1, '请给盘点起名'),
      cutOff: businessDate,
      handbookNos: z.array(handbookNo).min(1, '请选择手册').max(20),
      note: optionalText(400),
    }),
    output: stocktakeDetail,
    changes: ['stocktakes'],
  }),
  'stocktakes.template': operation({
    summary: '取出空白盘点表工作簿：列出各手册的料件和成品，数量留空，供车间和仓库填写',
    input: z.object({ stocktakeId: z.uuid() }),
    output: z.object({ fileId, name: z.string() }),
    changes: ['files'],
    job: true,
  }),
  'stocktakes.inspectSheet': operation({
    summary: '看一份盘点表工作簿会读成什么，不写入',
    input: z.object({ stocktakeId: z.uuid(), fileId }),
    output: z.object({
      recognised: z.array(recognisedSheet),
      rows: z.int(),
      refused: z.array(refusedRow),
      refusedRows: z.int(),
    }),
    reads: ['stocktakes', 'parts', 'handbooks'],
    job: true,
  }),
  'stocktakes.importSheet': operation({
    summary: '导入一份盘点表；有错的行不写入，除非选择只导入正确的行，被拒的行另存为工作簿',
    input: z.object({ stocktakeId: z.uuid(), fileId, onlyGood: z.boolean().default(false) }),
    output: z.object({ imported: z.int(), refusedRows: z.int(), refusedFileId: fileId.nullable(), stocktake: stocktakeDetail }),
    changes: ['stocktakes', 'files'],
    job: true,
  }),
  'stocktakes.saveSheet': operation({
    summary: '保存一份键入的盘点表（车间清点）；没有 sheetId 为新的一份',
    input: z.object({
      stocktakeId: z.uuid(),
      sheetId: z.uuid().optional(),
      name: text(64).min(1, '请给盘点表起名'),
      countedBy: optionalText(64),
      countedOn: businessDate,
      rows: z.array(countEntry).max(5000),
    }),
    output: stocktakeDetail,
    changes: ['stocktakes'],
  }),
  'stocktakes.removeSheet': operation({
    summary: '撤去一份盘点表',
    input: z.object({ stocktakeId: z.uuid(), sheetId: z.uuid() }),
    output: stocktakeDetail,
    changes: ['stocktakes'],
  }),
  'stocktakes.counts': operation({
    summary: '盘点的各行',
    input: z.object({ stocktakeId: z.uuid(), sheetId: z.uuid().optional(), ...pageOf(countColumns) }),
    output: z.object({ rows: z.array(countRow), total: z.int() }),
    reads: ['stocktakes', 'parts', 'handbooks'],
  }),
  'stocktakes.explain': operation({
    summary: '一项料件的实盘数怎么来的：每一行的折算（单耗版本、完工比例）与账面的构成（R-85、R-90、R-117）',
    input: z.object({ stocktakeId: z.uuid(), handbookNo, seq: itemSeq }),
    output: z.object({
      difference,
      formula: z.string(),
      substituted: z.string(),
      rows: z.array(
        z.object({
          no: z.int(),
          sheetName: z.string(),
          kind: countKind,
          what: z.string(),
          counted: decimal,
          version: z.string(),
          completion: decimal,
          /** Per piece, rounded to 9 decimals for reading; 1 of a material. */
          unitConsumption: decimal,
          /** With its sign, rounded to 5 decimals for reading. */
          converted: decimal,
          location: z.string(),
        }),
      ),
      excludes: z.array(z.string()),
    }),
    reads: ['stocktakes', 'movements', 'consumption'],
  }),
  'stocktakes.divide': operation({
    summary: '改共用库存的分摊：各手册之和等于实盘，须写明理由；空为恢复按进口先后分摊（R-125）',
    input: z.object({
      stocktakeId: z.uuid(),
      partNo: text(64).min(1),
      shares: z.array(z.object({ handbookNo, quantity: enteredQuantity })).max(20),
      reason: optionalText(400),
    }),
    output: stocktakeDetail,
    changes: ['stocktakes'],
  }),
  'stocktakes.judge': operation({
    summary: '写下差异的原因与处理（R-118、R-119）',
    input: z.object({
      stocktakeId: z.uuid(),
      differences: z
        .array(z.object({ handbookNo, seq: itemSeq }))
        .min(1)
        .max(5000),
      reason: differenceReason.nullable(),
      disposal: disposal.nullable(),
      note: optionalText(400),
    }),
    output: stocktakeDetail,
    changes: ['stocktakes'],
  }),
  'stocktakes.makeDrafts': operation({
    summary: '按处理生成草稿：短少补税的生成料件内销草稿；结转的留待余料结转',
    input: z.object({ stocktakeId: z.uuid() }),
    output: z.object({
      made: z.array(z.object({ handbookNo: z.string(), label: z.string(), to: z.string(), seqs: z.array(itemSeq) })),
      stocktake: stocktakeDetail,
    }),
    changes: ['stocktakes', 'domesticSales'],
  }),
  'stocktakes.settle': operation({
    summary: '定下盘点：结果从此不变，供报核核对（R-124）',
    input: z.object({ stocktakeId: z.uuid() }),
    output: stocktakeDetail,
    changes: ['stocktakes'],
  }),
  'stocktakes.discard': operation({
    summary: '作废一次盘点',
    input: z.object({ stocktakeId: z.uuid() }),
    output: stocktakeDetail,
    changes: ['stocktakes'],
  }),
  'stocktakes.export': operation({
    summary: '把盘点结果存为工作簿：差异表、各行折算、共用库存分摊',
    input: z.object({ stocktakeId: z.uuid() }),
    output: z.object({ fileId, name: z.string() }),
    changes: ['files'],
    job: true,
  }),
}
