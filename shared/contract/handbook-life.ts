import * as z from 'zod'
import { operation } from './operation.ts'
import { businessDate, decimal, fileId, handbookNo, instant, itemSeq } from './values.ts'

/** Where a handbook in force stands (R-14 … R-23). Drafts before it have their own state. */
export const lifeState = z.enum(['executing', 'changing', 'lastExported', 'reporting', 'reportAccepted', 'closed'])

const blocker = z.object({ rule: z.string(), message: z.string(), /** A path of the window. */ to: z.string().nullable() })
const step = z.object({
  step: z.enum(['established', 'changed', 'extended', 'lastExport', 'terminated', 'reported', 'reportAccepted', 'closed']),
  /** 制单, 复核, 申报, 海关 */
  who: z.string(),
  /** What it needs, in words. */
  needs: z.string(),
  state: z.enum(['done', 'open', 'blocked', 'later']),
  on: businessDate.nullable(),
  note: z.string(),
  blockers: z.array(blocker),
})

/** A date with both readings of C-1: warnings go by the raw one. */
const keyDate = z.object({
  what: z.string(),
  rule: z.string(),
  raw: businessDate,
  /** The next working day where `raw` is none. */
  rolled: businessDate,
  /** From the business date to `raw`. */
  daysLeft: z.int(),
  severity: z.enum(['blocks', 'warns', 'info']),
})

const cycle = z.object({
  cycleNo: z.int(),
  startsOn: businessDate,
  endsOn: businessDate,
  /** 单耗, 耗料清单, 工单 */
  method: z.enum(['unitConsumption', 'materialList', 'workOrder']),
  /** `endsOn` + 30 days. */
  reportBy: businessDate,
  /** Day on which customs has approved the ending stock, which is the opening stock of the next cycle. */
  approvedOn: businessDate.nullable(),
  /** Materials with an approved ending; 0 before the approval. */
  endings: z.int(),
})
/** What customs has approved of one material at the end of a cycle. */
const ending = z.object({ seq: itemSeq, name: z.string(), unit: z.string(), ending: decimal })

export const handbookLifeOperations = {
  'handbooks.life': operation({
    summary: '手册的一生：现在到哪一步，每一步由谁办、要什么、卡在哪里，各期限与担保（R-7、R-8、R-14 … R-18、R-23）',
    input: z.object({ handbookNo }),
    output: z.object({
      state: lifeState,
      steps: z.array(step),
      dates: z.array(keyDate),
      extensions: z.int(),
      /** reasons for which a guarantee must or may be asked for. */
      guarantee: z.object({ must: z.array(z.string()), may: z.array(z.string()) }),
      /** The last finished-goods export in the ledger: the proposal for `markLastExport`. */
      lastExportInLedger: businessDate.nullable(),
      /** kept at least until; null while the handbook is open. */
      keepUntil: businessDate.nullable(),
      events: z.array(
        z.object({ at: instant, on: businessDate, what: z.string(), operatorName: z.string(), fileId: fileId.nullable() }),
      ),
    }),
    reads: ['handbooks', 'handbookDrafts', 'filings', 'bondedLists', 'movements', 'reference'],
  }),
  'handbooks.markLastExport': operation({
    summary: '标明最后一批成品已出口（报核期限由此起算，R-17）；null 为取消标记',
    input: z.object({ handbookNo, on: businessDate.nullable() }),
    output: z.object({ reportDeadline: businessDate }),
    changes: ['handbooks'],
  }),
  'handbooks.terminate': operation({
    summary: '登记合同提前终止（报核期限由此起算，R-17）',
    input: z.object({ handbookNo, on: businessDate, reason: z.string().trim().min(1, '请写明原因').max(1000) }),
    output: z.object({ reportDeadline: businessDate }),
    changes: ['handbooks'],
  }),
  'handbooks.extendClosing': operation({
    summary: '登记海关批准延长核销期限 30 日（R-18）',
    input: z.object({ handbookNo, on: businessDate }),
    output: z.object({ closeBy: businessDate }),
    changes: ['handbooks'],
  }),
  'handbooks.close': operation({
    summary: '登记《核销结案通知书》；此后手册不再变动，资料保存至 keepUntil（R-18、R-23）',
    input: z.object({
      handbookNo,
      on: businessDate,
      noticeNo: z.string().trim().min(1, '请填写通知书编号').max(64),
      /** The notice as a file. */
      fileId: fileId.optional(),
    }),
    output: z.object({ keepUntil: businessDate }),
    changes: ['handbooks', 'filings'],
  }),
  'accountCycles.list': operation({
    summary: '账册的核销周期（R-20 … R-22）',
    input: z.object({ handbookNo }),
    output: z.object({ cycles: z.array(cycle) }),
    reads: ['handbooks'],
  }),
  'accountCycles.open': operation({
    summary: '开一个核销周期：起讫与核报方式；周期接续，不留空档（R-20、R-21）',
    input: z.object({
      handbookNo,
      startsOn: businessDate,
      endsOn: businessDate,
      method: cycle.shape.method,
    }),
    output: cycle,
    changes: ['handbooks'],
  }),
  'accountCycles.approve': operation({
    summary: '登记海关核准周期期末数量，作为下一周期期初（R-20）',
    input: z.object({ handbookNo, cycleNo: z.int(), on: businessDate }),
    output: z.object({ cycle, endings: z.array(ending) }),
    changes: ['handbooks'],
  }),
  'accountCycles.endings': operation({
    summary: '一个核销周期经海关核准的期末数量，即下一周期的期初（R-20）',
    input: z.object({ handbookNo, cycleNo: z.int() }),
    output: z.object({ endings: z.array(ending) }),
    reads: ['handbooks'],
  }),
}
