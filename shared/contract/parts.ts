import * as z from 'zod'
import { operation } from './operation.ts'
import { businessDate, decimal, fileId, handbookNo, instant, itemSeq, pageOf, recognisedSheet, refusedRow } from './values.ts'

/** 料号 and 归并关系: the factory's own parts, and the dated factor that turns their unit into the declared one. */
const partNo = z.string().trim().min(1, '请填写料号').max(64)
const mappingColumns = [
  'partNo',
  'partName',
  'partUnit',
  'goods',
  'itemSeq',
  'itemName',
  'factor',
  'from',
  'to',
  'recordedAt',
] as const

const mapping = z.object({
  partNo: z.string(),
  partName: z.string(),
  /** The factory's own unit. */
  partUnit: z.string(),
  goods: z.enum(['material', 'product']),
  itemSeq,
  itemName: z.string(),
  /** Declared unit of the item. */
  itemUnit: z.string(),
  /** Declared units in one unit of the part. */
  factor: decimal,
  from: businessDate,
  /** Last day on which it holds; null while it does. A later mapping ends it, never changes it. */
  to: businessDate.nullable(),
  recordedAt: instant,
})

const importResult = z.object({
  added: z.int(),
  unchanged: z.int(),
  heldBack: z.int(),
  rejected: z.array(refusedRow),
  rejectedFileId: fileId.optional(),
})
const importInput = z.object({ fileId, onBadRows: z.enum(['refuse', 'skip']).default('refuse') })
const inspection = z.object({
  sheets: z.array(recognisedSheet),
  /** Mappings, or BOM versions. */
  added: z.int(),
  unchanged: z.int(),
  /** Sound rows that are not taken because their BOM has a refused one. */
  heldBack: z.int(),
  rejected: z.array(refusedRow),
  rejectedTotal: z.int(),
})

const bomSummary = z.object({
  productPartNo: z.string(),
  productPartName: z.string(),
  bomVersion: z.string(),
  from: businessDate,
  to: businessDate.nullable(),
  lines: z.int(),
  levels: z.int(),
  importedAt: instant,
})

/** One material of an exploded BOM, in declared units per declared unit of the product; a part with a problem in its own unit. */
const explodedLine = z.object({
  materialSeq: itemSeq.nullable(),
  materialName: z.string(),
  unit: z.string(),
  /** Parts that it is made of, with the path from the product. */
  parts: z.array(z.object({ partNo: z.string(), path: z.string(), quantity: decimal, lossRate: decimal, bonded: z.boolean() })),
  netConsumption: decimal,
  /** 1 − Π(1 − stage loss), percent. */
  lossRate: decimal,
  unitConsumption: decimal,
  /** Of what is used, how much is bonded, percent. */
  bondedRatio: decimal,
  /** Why it could not be turned into an item: no mapping on that day, no factor, not bonded. */
  problem: z.string().nullable(),
})

export const partOperations = {
  'mappings.list': operation({
    summary: '归并关系（分页、筛选、排序）；asOf 只列当日有效的',
    input: z.object({ handbookNo, asOf: businessDate.optional(), ...pageOf(mappingColumns) }),
    output: z.object({ total: z.int(), rows: z.array(mapping) }),
    reads: ['parts', 'handbooks'],
  }),
  'mappings.save': operation({
    summary: '登记一条归并关系；同一料号原有的到前一日为止，从不改动以往（R-45）',
    input: z.object({
      handbookNo,
      partNo,
      partName: z.string().trim().max(512).default(''),
      partUnit: z.string().trim().min(1, '请填写料号的单位').max(32),
      goods: z.enum(['material', 'product']),
      itemSeq,
      factor: decimal,
      from: businessDate,
    }),
    output: mapping,
    changes: ['parts'],
  }),
  'mappings.inspectWorkbook': operation({
    summary: '预览归并关系工作簿；不写入任何数据',
    input: z.object({ handbookNo, fileId }),
    output: inspection,
    job: true,
  }),
  'mappings.importWorkbook': operation({
    summary: '导入归并关系',
    input: importInput.extend({ handbookNo }),
    output: importResult,
    changes: ['parts', 'files'],
    job: true,
  }),
  'boms.inspectWorkbook': operation({
    summary: '预览 ERP 物料清单工作簿（多级、工序损耗、替代料）；不写入任何数据',
    input: z.object({ fileId }),
    output: inspection,
    job: true,
  }),
  'boms.importWorkbook': operation({
    summary: '导入 ERP 物料清单',
    input: importInput,
    output: importResult,
    changes: ['parts', 'files'],
    job: true,
  }),
  'boms.list': operation({
    summary: '物料清单，各成品料号各版本',
    input: z.object({}),
    output: z.object({ boms: z.array(bomSummary) }),
    reads: ['parts'],
  }),
  'boms.lines': operation({
    summary: '一份物料清单的各行：上级、用量、工序损耗、替代组',
    input: z.object({ productPartNo: partNo, bomVersion: z.string().max(32) }),
    output: z.object({
      lines: z.array(
        z.object({
          parentPartNo: z.string(),
          partNo: z.string(),
          partName: z.string(),
          partUnit: z.string(),
          /** 用量 ÷ 基数 of it are in one unit of the parent. */
          quantity: decimal,
          base: decimal,
          lossRate: decimal,
          /** Share of this alternate in its group, percent; 100 outside a group. */
          alternateGroup: z.string(),
          share: decimal,
          bonded: z.boolean(),
        }),
      ),
    }),
    reads: ['parts'],
  }),
  'boms.explode': operation({
    summary: '把物料清单逐级展开到手册料件（R-45、R-46）',
    input: z.object({ handbookNo, productPartNo: partNo, asOf: businessDate }),
    output: z.object({
      productSeq: itemSeq.nullable(),
      productName: z.string(),
      /** Declared unit of the product; the part's own where it is no item on that day. */
      productUnit: z.string(),
      bomVersion: z.string(),
      /** The product is no item on that day: the lines are per unit of the part. */
      problem: z.string().nullable(),
      lines: z.array(explodedLine),
    }),
    reads: ['parts', 'handbooks'],
  }),
  'boms.compare': operation({
    summary: 'ERP 物料清单与申报单耗逐行对照；只提出，不改动申报单耗（R-40、R-41）',
    input: z.object({ handbookNo, asOf: businessDate }),
    output: z.object({
      rows: z.array(
        z.object({
          productSeq: itemSeq,
          productName: z.string(),
          productPartNo: z.string(),
          bomVersion: z.string(),
          /** The declared version that it is compared with: the latest one in use; null where none is declared. */
          version: z.string().nullable(),
          frozen: z.boolean(),
          materialSeq: itemSeq.nullable(),
          materialName: z.string(),
          unit: z.string(),
          declared: decimal.nullable(),
          erp: decimal.nullable(),
          /** (erp − declared) ÷ declared, percent, two decimals. */
          deviation: decimal.nullable(),
          /** 保税料件比例, percent. */
          declaredRatio: decimal.nullable(),
          erpRatio: decimal.nullable(),
          difference: z.enum(['same', 'differs', 'onlyDeclared', 'onlyErp', 'unmapped']),
          /** What is wrong with an unmapped part. */
          problem: z.string().nullable(),
        }),
      ),
      /** Products with a declared consumption that no BOM in force is mapped to. */
      withoutBom: z.array(z.object({ productSeq: itemSeq, productName: z.string() })),
      /** Products of a BOM in force that are no item on that day. */
      unmappedProducts: z.array(z.object({ productPartNo: z.string(), productPartName: z.string() })),
    }),
    reads: ['parts', 'handbooks', 'consumption', 'bondedLists'],
  }),
  'boms.proposeVersion': operation({
    summary: '按 ERP 物料清单在变更草稿里提出一个新的单耗版本；在用单耗不变',
    input: z.object({ handbookNo, productPartNo: partNo, asOf: businessDate }),
    output: z.object({ draftId: z.uuid(), version: z.string(), lines: z.int() }),
    changes: ['handbookDrafts'],
  }),
}
