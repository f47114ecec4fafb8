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
      /** A column of the balance of material `seq`, or `netExport` of product `seq` (then with `version`). */
      column: z.enum([...balanceColumns, 'netExport']),
      version: z.string().max(8).optional(),
      asOf: businessDate.optional(),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(100_000).default(200),
    }),
    output: explanation,
    reads: ['movements', 'bondedLists', 'consumption', 'handbooks'],
  }),
}
