import * as z from 'zod'
import { operation } from './operation.ts'
import { fileId, instant, pageOf } from './values.ts'

/** 操作员: a person of the enterprise. */
export const operatorRoles = ['prepares', 'reviews', 'declares'] as const
export type OperatorRole = (typeof operatorRoles)[number]
export const roleNames: Readonly<Record<OperatorRole, string>> = { prepares: '制单', reviews: '复核', declares: '申报' }
const operatorRole = z.enum(operatorRoles)
const operatorName = z.string().trim().min(1, '请填写姓名').max(64)

const operator = z.object({
  operatorId: z.uuid(),
  name: operatorName,
  roles: z.array(operatorRole),
  /** An operator with a passphrase signs in with it, and again after every start. */
  hasPassphrase: z.boolean(),
  /** 离岗 operators stay in the journal and may not take over. */
  active: z.boolean(),
})

const journalColumns = ['entryId', 'at', 'operatorName', 'operation', 'subject', 'what', 'before', 'after'] as const
const journalEntry = z.object({
  entryId: z.int(),
  at: instant,
  /** Empty where no operator was on duty. */
  operatorName: z.string(),
  /** Name of the operation that wrote. */
  operation: z.string(),
  /** What it was done to: 手册 C2332…, 申报 …, 企业资料 */
  subject: z.string(),
  /** One sentence in Chinese. */
  what: z.string(),
  /** The fields that changed, as they were and as they are; null where there was or is nothing. */
  before: z.record(z.string(), z.string()).nullable(),
  after: z.record(z.string(), z.string()).nullable(),
})

export const operatorOperations = {
  'operators.list': operation({
    summary: '操作员、当前值守的操作员、签名是否须由他人',
    input: z.object({}),
    output: z.object({
      operators: z.array(operator),
      onDuty: z.uuid().nullable(),
      /** A filing is signed by another person than the one who made it. */
      signedByAnother: z.boolean(),
    }),
    reads: ['operators'],
  }),
  'operators.save': operation({
    summary: '登记或修改操作员（姓名、职责、口令、离岗）',
    input: z.object({
      operatorId: z.uuid().optional(),
      name: operatorName,
      roles: z.array(operatorRole).min(1, '请至少选择一项职责'),
      active: z.boolean().default(true),
      /** A new passphrase; left out, it stays as it is. */
      passphrase: z.string().min(6, '口令至少 6 个字符').max(1024).optional(),
    }),
    output: operator,
    changes: ['operators'],
    job: true,
  }),
  'operators.takeOver': operation({
    summary: '换人：由某位操作员值守，此后的操作记在其名下',
    input: z.object({ operatorId: z.uuid(), passphrase: z.string().max(1024).optional() }),
    output: operator,
    changes: ['operators'],
    job: true,
  }),
  'operators.setPolicy': operation({
    summary: '设定申报是否须由制单以外的人签名',
    input: z.object({ signedByAnother: z.boolean() }),
    output: z.object({ signedByAnother: z.boolean() }),
    changes: ['operators'],
  }),
  'journal.list': operation({
    summary: '操作日志：谁、何时、做了什么、改前、改后（分页、筛选、排序，新的在前）',
    input: z.object(pageOf(journalColumns)),
    output: z.object({ total: z.int(), rows: z.array(journalEntry) }),
    reads: ['journal'],
  }),
  'journal.export': operation({
    summary: '把操作日志（按筛选）存为工作簿',
    input: z.object({ filter: pageOf(journalColumns).filter, find: pageOf(journalColumns).find }),
    output: z.object({ fileId, name: z.string(), entries: z.int() }),
    changes: ['files'],
    job: true,
  }),
}
