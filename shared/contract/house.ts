import * as z from 'zod'
import { operation, topics } from './operation.ts'
import { businessDate, fileId, instant } from './values.ts'
import { failure } from './errors.ts'

/** What keeps the house: its state, the clerk's day, jobs, backups, files. */

const jobState = z.enum(['running', 'done', 'failed', 'cancelled'])
const job = z.object({
  jobId: z.uuid(),
  operation: z.string(),
  state: jobState,
  /** `total` is null while it is not known. */
  done: z.int(),
  total: z.int().nullable(),
  /** What is being done, in Chinese. */
  what: z.string(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  /** The operation's answer when it is done or has failed. */
  value: z.unknown().optional(),
  error: failure.optional(),
})
export type Job = z.infer<typeof job>

const backup = z.object({
  backupId: z.string(),
  createdAt: instant,
  reason: z.enum(['manual', 'migration', 'restore', 'daily']),
  size: z.int(),
  sha256: z.string(),
  databaseVersion: z.int(),
})

/** A row of the workbench: one thing to look at, one click from its work. `to` is a path of the window. */
const workItem = z.object({
  severity: z.enum(['blocks', 'warns', 'info']),
  title: z.string(),
  detail: z.string(),
  to: z.string(),
  rule: z.string(),
})

const seenTable = {
  columns: z
    .array(z.object({ title: z.string().max(200), numeric: z.boolean().default(false) }))
    .min(1)
    .max(200),
  rows: z.array(z.array(z.string().max(32_767))).max(200_000),
}

export const houseOperations = {
  'house.status': operation({
    summary: '程序与账本的状态',
    input: z.object({}),
    output: z.object({
      programVersion: z.string(),
      databaseVersion: z.int(),
      businessDate,
      dataFolder: z.string(),
      /** How the last run ended, and what the start check found. */
      startCheck: z.object({ cleanShutdown: z.boolean(), quickCheck: z.literal('ok'), at: instant }),
      lastBackupAt: instant.nullable(),
      /** Signed and not sent yet. */
      unsentFilings: z.int(),
      /** Of the channels that send by themselves: all can be reached, one cannot, or there is none. */
      connection: z.enum(['none', 'connected', 'offline']),
    }),
    reads: [...topics],
  }),
  'workbench.today': operation({
    summary: '工作台：到期、待办、余量、回执',
    input: z.object({}),
    output: z.object({
      businessDate,
      due: z.array(workItem.extend({ date: businessDate, daysLeft: z.int() })),
      todo: z.array(workItem),
      margins: z.array(workItem),
      receipts: z.array(workItem.extend({ at: instant })),
    }),
    reads: [...topics],
  }),
  'search.find': operation({
    summary: '按编号、料号、商品编码、名称或拼音首字母查找手册、清单、料件、成品',
    input: z.object({ text: z.string().trim().min(1).max(100), limit: z.int().min(1).max(50).default(20) }),
    output: z.object({
      hits: z.array(
        z.object({
          kind: z.enum(['handbook', 'bondedList', 'material', 'product', 'filing']),
          title: z.string(),
          detail: z.string(),
          to: z.string(),
        }),
      ),
    }),
    reads: ['handbooks', 'bondedLists', 'filings'],
  }),
  'files.exportTable': operation({
    summary: '把窗口里看到的表格存为工作簿，一张或几张表',
    input: z.object({
      name: z.string().trim().min(1).max(100),
      ...seenTable,
      /** Further sheets of the same workbook. */
      besides: z
        .array(z.object({ sheet: z.string().min(1).max(31), ...seenTable }))
        .max(9)
        .default([]),
      /** What the first sheet is called. */
      sheet: z.string().min(1).max(31).default('数据'),
    }),
    output: z.object({ fileId, name: z.string() }),
    changes: ['files'],
    job: true,
  }),
  'jobs.list': operation({
    summary: '正在进行和最近结束的任务',
    input: z.object({}),
    output: z.object({ jobs: z.array(job.omit({ value: true })) }),
  }),
  'jobs.get': operation({
    summary: '一个任务的进度或结果',
    input: z.object({ jobId: z.uuid() }),
    output: job,
  }),
  'jobs.cancel': operation({
    summary: '取消一个任务；已写入的部分全部撤回',
    input: z.object({ jobId: z.uuid() }),
    output: z.object({ cancelled: z.boolean() }),
  }),
  'backups.create': operation({
    summary: '立即备份账本，并校验备份可用',
    input: z.object({}),
    output: backup,
    changes: ['backups'],
    job: true,
  }),
  'backups.list': operation({
    summary: '全部备份，新的在前',
    input: z.object({}),
    output: z.object({ backups: z.array(backup) }),
    reads: ['backups'],
  }),
  'backups.restore': operation({
    summary: '恢复到某个备份；恢复前自动备份现状，因此可以再恢复回来',
    input: z.object({ backupId: z.string().max(100) }),
    output: z.object({
      restored: z.string(),
      /** The state before the restore: restoring it undoes this. */
      undoBackupId: z.string(),
    }),
    changes: [...topics],
    job: true,
  }),
}
