import * as z from 'zod'
import { operation } from './operation.ts'
import { businessDate, decimal, fileId, handbookNo, instant, itemSeq } from './values.ts'

const versionKey = { handbookNo, productSeq: itemSeq, version: z.string().min(1).max(8) }

/** */
const evidenceKind = z.enum(['photo', 'drawing', 'process', 'bom', 'workOrder', 'production', 'cost', 'audit', 'other'])
export const evidenceKinds: Readonly<Record<z.infer<typeof evidenceKind>, string>> = {
  photo: '样品照片',
  drawing: '图纸规格',
  process: '工艺文件',
  bom: '物料清单或配方',
  workOrder: '工单',
  production: '生产报表',
  cost: '成本核算',
  audit: '审核结论',
  other: '其他',
}

const version = z.object({
  productSeq: itemSeq,
  productName: z.string(),
  productUnit: z.string(),
  version: z.string(),
  materials: z.int(),
  /** R-34, R-35: frozen by its first export, transfer or sale; by customs' fixing; by an investigation. */
  frozen: z.boolean(),
  frozenBy: z
    .object({ reason: z.string(), rule: z.string(), listNo: z.string().nullable(), on: businessDate.nullable() })
    .nullable(),
  /** Net export of this version. */
  netExport: decimal,
  evidence: z.int(),
  /** Lines of this version above the upper or below the lower limit of a standard in force. */
  standards: z.array(
    z.object({
      materialSeq: itemSeq,
      materialName: z.string(),
      declared: decimal,
      upper: decimal,
      lower: decimal.nullable(),
      /** What customs writes off at: the limit that is passed, else the declared figure. */
      writtenOffAt: decimal,
      /** Per unit of product, not bonded: to be taxed. */
      excess: decimal,
      source: z.string(),
    }),
  ),
  openChallenges: z.int(),
})

const evidence = z.object({
  evidenceId: z.int(),
  kind: evidenceKind,
  name: z.string(),
  fileId,
  size: z.int(),
  sha256: z.string(),
  note: z.string(),
  addedAt: instant,
  addedBy: z.string(),
  /** Withdrawn evidence stays, with its reason. */
  withdrawn: z.string().nullable(),
  withdrawnAt: instant.nullable(),
  withdrawnBy: z.string().nullable(),
})

const challenge = z.object({
  challengeId: z.int(),
  handbookNo,
  noticeNo: z.string(),
  productSeq: itemSeq,
  productName: z.string(),
  version: z.string(),
  receivedOn: businessDate,
  noticeFileId: fileId.nullable(),
  /** receipt + 10 working days. */
  answerBy: businessDate,
  daysLeft: z.int(),
  /** Of the first answer. */
  answeredOn: businessDate.nullable(),
  answer: z.string(),
  /** Answers and results, in the order in which they were recorded. */
  steps: z.array(
    z.object({
      state: z.enum(['answered', 'settled', 'fixed']),
      on: businessDate,
      answer: z.string(),
      fileId: fileId.nullable(),
      recordedBy: z.string(),
    }),
  ),
  /** answered: in consultation; fixed: customs has fixed the consumption, which freezes it. */
  state: z.enum(['open', 'answered', 'settled', 'fixed']),
  /** The calendar of the years concerned is there. */
  calendarKnown: z.boolean(),
})

export const consumptionOperations = {
  'consumption.versions': operation({
    summary: '各成品的单耗版本：是否冻结及原因、净出口、证据、单耗标准（R-32 … R-36）',
    input: z.object({ handbookNo }),
    output: z.object({ versions: z.array(version) }),
    reads: ['handbooks', 'consumption', 'bondedLists', 'movements', 'reference'],
  }),
  'consumption.undeclared': operation({
    summary: '出口前须申报而没有申报单耗的成品版本（R-33），及引用它们的清单',
    input: z.object({ handbookNo }),
    output: z.object({
      rows: z.array(
        z.object({ productSeq: itemSeq, productName: z.string(), version: z.string(), listNo: z.string().nullable() }),
      ),
    }),
    reads: ['handbooks', 'consumption', 'bondedLists'],
  }),
  'consumption.proposeVersion': operation({
    summary: '以某版本为底，在变更草稿里提出一个新的单耗版本（R-35）；在用版本不变',
    input: z.object({ ...versionKey }),
    output: z.object({ draftId: z.uuid(), version: z.string() }),
    changes: ['handbooks', 'handbookDrafts'],
  }),
  'consumption.evidence': operation({
    summary: '一个单耗版本的证据档案（R-36）',
    input: z.object(versionKey),
    output: z.object({ evidence: z.array(evidence) }),
    reads: ['consumption'],
  }),
  'consumption.addEvidence': operation({
    summary: '存入一份证据（照片、图纸、工艺文件……），按内容散列保存',
    input: z.object({ ...versionKey, kind: evidenceKind, fileId, note: z.string().trim().max(1000).default('') }),
    output: evidence.extend({
      /** Where the same bytes are kept already: they are stored once. Null where they are new. */
      keptBefore: z.object({ handbookNo, productSeq: itemSeq, version: z.string(), name: z.string() }).nullable(),
    }),
    changes: ['consumption'],
  }),
  'consumption.withdrawEvidence': operation({
    summary: '撤下一份证据并写明原因；文件仍保存',
    input: z.object({ evidenceId: z.int(), reason: z.string().trim().min(1, '请写明原因').max(1000) }),
    output: evidence,
    changes: ['consumption'],
  }),
  'consumption.exportEvidence': operation({
    summary: '把一个单耗版本的证据导出为一个文件夹（压缩包），附目录与散列',
    input: z.object(versionKey),
    output: z.object({ fileId, name: z.string(), files: z.int() }),
    changes: ['files'],
    job: true,
  }),
  'consumption.challenges': operation({
    summary: '单耗质疑通知书及答复期限（R-37）',
    input: z.object({ handbookNo: handbookNo.optional() }),
    output: z.object({ challenges: z.array(challenge) }),
    reads: ['consumption', 'reference'],
  }),
  'consumption.recordChallenge': operation({
    summary: '登记《单耗质疑通知书》',
    input: z.object({
      ...versionKey,
      noticeNo: z.string().trim().min(1, '请填写通知书编号').max(64),
      receivedOn: businessDate,
      fileId: fileId.optional(),
    }),
    output: challenge,
    changes: ['consumption'],
  }),
  'consumption.answerChallenge': operation({
    summary: '登记对质疑的书面答复，或海关磋商、核定的结果',
    input: z.object({
      challengeId: z.int(),
      state: z.enum(['answered', 'settled', 'fixed']),
      on: businessDate,
      answer: z.string().trim().min(1, '请写明答复').max(4000),
      fileId: fileId.optional(),
    }),
    output: challenge,
    changes: ['consumption'],
  }),
}
