import * as z from 'zod'
import { operation } from './operation.ts'
import { businessDate, decimal, direction, goods, handbookNo, itemSeq } from './values.ts'

/** The columns of the balance (R-106 … R-116), in the order in which they are read. */
export const balanceColumns = [
  'direct',
  'transferIn',
  'surplusIn',
  'exchangeIn',
  'exchangeOut',
  'imported',
  'consumed',
  'tangible',
  'intangible',
  'domestic',
  'reexport',
  'surplusOut',
  'destroyed',
  'balance',
  'reserved',
  'scrapDisposed',
  'scrapLeft',
] as const
export type BalanceColumn = (typeof balanceColumns)[number]

const figures = Object.fromEntries(balanceColumns.map((column) => [column, decimal])) as Record<BalanceColumn, typeof decimal>

/**
 * One material. All figures in the declared unit, each rounded half-up to 5 decimals from the exact fraction.
 * `reserved` is what 预核扣 lists would add to (or, negative, take from) the balance; it is not in it.
 */
const materialBalance = z.object({
  seq: itemSeq,
  name: z.string(),
  partNo: z.string(),
  unit: z.string(),
  recordedQuantity: decimal,
  ...figures,
})
const productNetExport = z.object({
  seq: itemSeq,
  version: z.string(),
  name: z.string(),
  unit: z.string(),
  netExport: decimal,
  /** What 预核扣 lists would add. */
  reserved: decimal,
  /** False when the version has left the handbook without a declared consumption: its use of material is unknown. */
  declared: z.boolean(),
})

const explainedLine = z.object({
  listNo: z.string(),
  lineNo: z.int(),
  declaredOn: businessDate,
  mode: z.string(),
  direction,
  goods,
  itemSeq,
  version: z.string(),
  /** As declared, and with the sign with which it stands in the explained figure. */
  quantity: decimal,
  effect: decimal,
  reversal: z.boolean(),
})

/** 这个数怎么来的 */
const explanation = z.object({
  title: z.string(),
  value: decimal,
  unit: z.string(),
  /** The formula in words, and the same with the numbers in it. */
  formula: z.string(),
  substituted: z.string(),
  rules: z.array(
    z.object({ number: z.string(), text: z.string(), source: z.string(), from: z.string(), confidence: z.string() }),
  ),
  /** The figures that go in; those with a `column` can be explained in turn. */
  inputs: z.array(
    z.object({
      label: z.string(),
      value: decimal,
      unit: z.string(),
      column: z.string().nullable(),
      sign: z.enum(['+', '-', '']),
    }),
  ),
  /** For what is computed from exports: one row per product and version. */
  consumption: z.array(
    z.object({
      productSeq: itemSeq,
      productName: z.string(),
      version: z.string(),
      netExport: decimal,
      netConsumption: decimal,
      tangibleLossRate: decimal,
      intangibleLossRate: decimal,
      bondedRatio: decimal,
      unitConsumption: decimal,
      /** Rounded to 5 decimals for reading; the total is the rounded sum, not the sum of these. */
      share: decimal,
    }),
  ),
  lines: z.array(explainedLine),
  totalLines: z.int(),
  /** What the figure does not hold, in sentences. */
  excludes: z.array(z.string()),
})

/** One end of a flow; `column` (with `productSeq`, where it is what a product holds: `embodied`) opens how it came about. */
const flowEnd = z.object({
  label: z.string(),
  quantity: decimal,
  /** Percent of the total, 2 decimals: for reading, never for reckoning. */
  share: decimal,
  column: z.string().nullable(),
  productSeq: itemSeq.nullable(),
})

export const writeOffOperations = {
  'writeOff.balance': operation({
    summary: '核销平衡：每个料件的进口、耗用、内销、复出、结转、结余与边角料（R-106 … R-116）',
    input: z.object({ handbookNo, asOf: businessDate.optional() }),
    output: z.object({
      handbookNo: z.string(),
      asOf: businessDate.nullable(),
      materials: z.array(materialBalance),
      products: z.array(productNetExport),
    }),
    reads: ['movements', 'bondedLists', 'consumption', 'handbooks'],
  }),
  'writeOff.explain': operation({
    summary: '这个数怎么来的：公式、规则与出处、代入的数、清单行',
    input: z.object({
      handbookNo,
      seq: itemSeq,
      /**
       * A column of the balance of material `seq`; `embodied`: what of it the product `productSeq` holds; or `netExport` of product
       * `seq` (then with `version`).
       */
      column: z.enum([...balanceColumns, 'embodied', 'netExport']),
      productSeq: itemSeq.optional(),
      version: z.string().max(8).optional(),
      asOf: businessDate.optional(),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(100_000).default(200),
    }),
    output: explanation,
    reads: ['movements', 'bondedLists', 'consumption', 'handbooks'],
  }),
  'writeOff.report': operation({
    summary: '报核表：清单、料件、成品三张表及其恒等式，每个数都能追到清单行（R-19、R-112、R-126）',
    input: z.object({ handbookNo }),
    output: z.object({
      handbookNo: z.string(),
      head: z.array(z.object({ label: z.string(), value: z.string() })),
      lists: z.array(
        z.object({
          no: z.int(),
          listNo: z.string(),
          direction,
          /** Null of a list of the opening: an older system's lists come without their days. */
          declaredOn: businessDate.nullable(),
          opening: z.boolean(),
        }),
      ),
      materials: z.array(
        z.object({
          no: z.int(),
          seq: itemSeq,
          partNo: z.string(),
          hsCode: z.string(),
          name: z.string(),
          unit: z.string(),
          imported: decimal,
          transferIn: decimal,
          domestic: decimal,
          reexport: decimal,
          destroyed: decimal,
          scrap: decimal,
          surplusOut: decimal,
          consumed: decimal,
          remaining: decimal,
          /** What the row comes to without `remaining`, and the gap between the two: R-112 holds where it is at most 0.00001. */
          reckoned: decimal,
          gap: decimal,
          holds: z.boolean(),
        }),
      ),
      products: z.array(
        z.object({
          no: z.int(),
          seq: itemSeq,
          partNo: z.string(),
          hsCode: z.string(),
          name: z.string(),
          unit: z.string(),
          exported: decimal,
          transferredOut: decimal,
          returnedIn: decimal,
          returnedOut: decimal,
        }),
      ),
      /** The head's counts against the rows, every list once, R-112 of all rows, consumption against products. */
      identities: z.array(
        z.object({ rule: z.string(), text: z.string(), left: z.string(), right: z.string(), holds: z.boolean() }),
      ),
    }),
    reads: ['movements', 'bondedLists', 'consumption', 'handbooks', 'enterprise'],
  }),
  'writeOff.flow': operation({
    summary: '一项料件从进口到去向的流向图：来源、各成品、损耗、内销、复出、结转、销毁、结余',
    input: z.object({ handbookNo, seq: itemSeq, asOf: businessDate.optional() }),
    output: z.object({
      seq: itemSeq,
      name: z.string(),
      unit: z.string(),
      /** Both sides add up to the same; a negative balance stands on the left as 结余不足. */
      sources: z.array(flowEnd),
      uses: z.array(flowEnd),
      total: decimal,
    }),
    reads: ['movements', 'bondedLists', 'consumption', 'handbooks'],
  }),
}
