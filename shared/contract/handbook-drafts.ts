import * as z from 'zod'
import { operation } from './operation.ts'
import { businessDate, fileId, handbookNo, instant, recognisedSheet, refusedRow } from './values.ts'

/**
 * 备案草稿 and 变更草稿: what the enterprise is about to file of a handbook. A draft is a grid of texts, as the clerk left it:
 * wrong cells stay, marked, until they are right. The fields of a body are those of shared/domain/handbook-record.ts.
 * 修改标志 is never entered: it is what the draft differs by from the record in force.
 */
const draftBody = z.enum(['materials', 'products', 'consumptions'])
const draftId = z.uuid()
const rowId = z.int().min(1)
/** Field → text. Unknown fields are refused. */
const cells = z.record(z.string().max(32), z.string().max(4000))

/** editing: may be changed; filed: a signed filing waits for its answer; accepted: is the record in force; discarded. */
const draftState = z.enum(['editing', 'filed', 'returned', 'accepted', 'discarded'])

const problem = z.object({ column: z.string(), message: z.string() })
const draftSummary = z.object({
  draftId,
  /** 备案 or 变更; an extension is a change of 有效期. */
  kind: z.enum(['filing', 'change']),
  extension: z.boolean(),
  /** Of the record in force; null for a filing. */
  handbookNo: z.string().nullable(),
  handbookKind: z.string(),
  innerNo: z.string(),
  state: draftState,
  createdAt: instant,
  savedAt: instant,
  /** Rows of the three bodies, without the deleted ones. */
  materials: z.int(),
  products: z.int(),
  consumptions: z.int(),
  /** Cells that are wrong, head included. */
  problems: z.int(),
  /** Its latest filing, if any. */
  filingId: z.uuid().nullable(),
})

const draftRow = z.object({
  /** Null for a row of the record in force that the draft deletes. */
  rowId: rowId.nullable(),
  cells,
  mark: z.enum(['0', '1', '2', '3']),
  /** As the record in force has it; null where it has no such row. */
  before: cells.nullable(),
  problems: z.array(problem),
})

/** A document that the filing needs. */
const requiredDocument = z.object({
  requirement: z.string(),
  name: z.string(),
  /** Why it is needed, or would be. */
  condition: z.string(),
  required: z.boolean(),
  files: z.array(z.object({ fileId, name: z.string(), size: z.int(), sha256: z.string() })),
})

const draftCheck = z.object({
  severity: z.enum(['passes', 'warns', 'blocks']),
  rule: z.string(),
  message: z.string(),
  /** Where to mend it. */
  at: z
    .object({ body: z.enum(['head', 'materials', 'products', 'consumptions']), rowId: rowId.nullable(), column: z.string() })
    .optional(),
})

export const handbookDraftOperations = {
  'handbookDrafts.create': operation({
    summary: '新建手册备案草稿；本企业资料已知的字段预先填好。有手册超期未报核时不予新建（R-7）',
    input: z.object({ kind: z.enum(['B', 'C']), /** Bodies are copied from this handbook. */ copyOf: handbookNo.optional() }),
    output: draftSummary,
    changes: ['handbookDrafts'],
  }),
  'handbookDrafts.createChange': operation({
    summary: '新建变更草稿，内容为在用备案；给出 validTo 即为延期（R-14 … R-16）',
    input: z.object({ handbookNo, validTo: businessDate.optional() }),
    output: draftSummary,
    changes: ['handbooks', 'handbookDrafts'],
  }),
  'handbookDrafts.inspectWorkbook': operation({
    summary: '预览要导入为草稿的工作簿（本程序样式或单一窗口导出样式）；不写入任何数据',
    input: z.object({ fileId }),
    output: z.object({
      sheets: z.array(recognisedSheet),
      materials: z.int(),
      products: z.int(),
      consumptions: z.int(),
      /** The handbook in the books that it would change; null for a new one. */
      changes: z.string().nullable(),
      rejected: z.array(refusedRow),
      warnings: z.array(z.string()),
    }),
    job: true,
  }),
  'handbookDrafts.importWorkbook': operation({
    summary: '把工作簿导入为草稿：新手册为备案草稿，账内手册为变更草稿',
    input: z.object({ fileId }),
    output: draftSummary,
    changes: ['handbooks', 'handbookDrafts'],
    job: true,
  }),
  'handbookDrafts.importBody': operation({
    summary: '用工作簿的一张表替换草稿的料件、成品或单耗；有不合格的格也照原样放入并标出',
    input: z.object({ draftId, body: draftBody, fileId }),
    output: z.object({ rows: z.int(), problems: z.int() }),
    changes: ['handbookDrafts'],
    job: true,
  }),
  'handbookDrafts.exportWorkbook': operation({
    summary: '把草稿存为工作簿，可再导入',
    input: z.object({ draftId }),
    output: z.object({ fileId, name: z.string() }),
    changes: ['files'],
    job: true,
  }),
  'handbookDrafts.list': operation({
    summary: '备案与变更草稿，新的在前',
    input: z.object({ handbookNo: handbookNo.optional() }),
    output: z.object({ drafts: z.array(draftSummary) }),
    reads: ['handbookDrafts', 'handbooks', 'filings'],
  }),
  'handbookDrafts.headings': operation({
    summary: '在用手册和未生效草稿用到的 4 位品目及商品名称：登记信息表时的建议（R-5）',
    input: z.object({}),
    output: z.object({ headings: z.array(z.object({ heading: z.string(), names: z.array(z.string()) })) }),
    reads: ['handbookDrafts', 'handbooks'],
  }),
  'handbookDrafts.get': operation({
    summary: '一份草稿：表头各字段、改前、有问题的格、随附单证',
    input: z.object({ draftId }),
    output: draftSummary.extend({
      head: cells,
      headBefore: cells.nullable(),
      headProblems: z.array(problem),
      documents: z.array(requiredDocument),
    }),
    reads: ['handbookDrafts', 'handbooks', 'filings', 'reference', 'enterprise'],
  }),
  'handbookDrafts.rows': operation({
    summary: '草稿的料件、成品或单耗，含被删除的行，各行带修改标志、改前、有问题的格',
    input: z.object({ draftId, body: draftBody }),
    output: z.object({ rows: z.array(draftRow) }),
    reads: ['handbookDrafts', 'handbooks', 'consumption'],
  }),
  'handbookDrafts.saveHead': operation({
    summary: '保存草稿表头的若干字段',
    input: z.object({ draftId, cells }),
    output: draftSummary,
    changes: ['handbookDrafts'],
  }),
  'handbookDrafts.saveRows': operation({
    summary: '保存草稿的若干行；rowId 为 null 是新行，序号留空即接着编',
    input: z.object({
      draftId,
      body: draftBody,
      rows: z
        .array(z.object({ rowId: rowId.nullable(), cells }))
        .min(1)
        .max(100_000),
    }),
    output: z.object({ rowIds: z.array(rowId) }),
    changes: ['handbookDrafts'],
  }),
  'handbookDrafts.removeRows': operation({
    summary: '从草稿删去若干行（在用备案里有的行成为“删除”）',
    input: z.object({ draftId, body: draftBody, rowIds: z.array(rowId).min(1).max(100_000) }),
    output: z.object({ removed: z.int() }),
    changes: ['handbookDrafts'],
  }),
  'handbookDrafts.restoreRow': operation({
    summary: '把一行恢复为在用备案的内容',
    input: z.object({ draftId, body: draftBody, /** The row's key fields, as in `before`. */ before: cells }),
    output: z.object({ rowId }),
    changes: ['handbookDrafts'],
  }),
  'handbookDrafts.compare': operation({
    summary: '变更前后对照：表头变化的字段、增删改的行',
    input: z.object({ draftId }),
    output: z.object({
      head: z.array(z.object({ column: z.string(), label: z.string(), before: z.string(), after: z.string() })),
      bodies: z.array(
        z.object({
          body: draftBody,
          rows: z.array(
            z.object({
              key: z.string(),
              mark: z.enum(['1', '2', '3']),
              /** Only the fields that differ; all of them where a row is new or deleted. */
              fields: z.array(z.object({ column: z.string(), label: z.string(), before: z.string(), after: z.string() })),
            }),
          ),
        }),
      ),
    }),
    reads: ['handbookDrafts', 'handbooks', 'consumption'],
  }),
  'handbookDrafts.check': operation({
    summary: '核对草稿：字段、R-2、R-4 … R-8、R-14 … R-16、R-32、R-34 等；每项说明依据与所在',
    input: z.object({ draftId }),
    output: z.object({ checks: z.array(draftCheck), documents: z.array(requiredDocument) }),
    reads: ['handbookDrafts', 'handbooks', 'consumption', 'bondedLists', 'filings', 'reference', 'enterprise'],
  }),
  'handbookDrafts.attach': operation({
    summary: '为草稿附上一份单证（R-4）',
    input: z.object({ draftId, requirement: z.string().max(32), fileId }),
    output: z.object({ documents: z.array(requiredDocument) }),
    changes: ['handbookDrafts'],
  }),
  'handbookDrafts.detach': operation({
    summary: '从草稿取下一份单证',
    input: z.object({ draftId, requirement: z.string().max(32), fileId }),
    output: z.object({ documents: z.array(requiredDocument) }),
    changes: ['handbookDrafts'],
  }),
  'handbookDrafts.discard': operation({
    summary: '作废草稿；内容仍可查看',
    input: z.object({ draftId }),
    output: draftSummary,
    changes: ['handbooks', 'handbookDrafts', 'filings'],
  }),
}
