import * as z from 'zod'
import { filingDetail, filingState } from './filings.ts'
import { operation } from './operation.ts'
import { businessDate, decimal, direction, enteredMoney, enteredRate, handbookNo, instant } from './values.ts'

/** 税务: the value balance of 进料加工 and its yearly write-off. Amounts in CNY, rates in percent. */
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '须为 YYYY-MM 月份')

const valueRow = z.object({
  mode: z.string(),
  modeName: z.string(),
  direction,
  side: z.enum(['imports', 'exports']),
  sign: z.enum(['+', '-']),
  /** As declared. */
  declared: z.array(z.object({ currency: z.string(), amount: decimal, lines: z.int() })),
  /** Null while a rate is missing. */
  cny: decimal.nullable(),
})
const period = z.object({
  month,
  /** Exports of the period under this handbook, free on board, CNY. */
  fob: decimal,
  levyRate: decimal,
  refundRate: decimal,
})
const plan = z.object({
  importTotal: decimal,
  exportTotal: decimal,
  /** 计划分配率, percent, 4 decimals. */
  rate: decimal,
  savedAt: instant,
})
const valueBalance = z.object({
  handbookNo: z.string(),
  from: businessDate.nullable(),
  to: businessDate.nullable(),
  rows: z.array(valueRow),
  importTotal: decimal.nullable(),
  exportTotal: decimal.nullable(),
  /** 实际分配率, percent, 4 decimals; null where nothing was exported or a rate is missing. */
  rate: decimal.nullable(),
  /** Why a figure is missing, in sentences. */
  missing: z.array(z.string()),
  plan: plan.nullable(),
  periods: z.array(period.extend({ credit: decimal.nullable(), actualCredit: decimal.nullable() })),
  /** 不得免征和抵扣税额抵减额 by plan and by the actual rate, and their difference. */
  planCredit: decimal.nullable(),
  actualCredit: decimal.nullable(),
  adjustment: decimal.nullable(),
})

const yearBook = z.object({
  handbookNo: z.string(),
  /** 进料 or 来料: the form and the deadline differ. */
  trade: z.enum(['imported', 'supplied']),
  /** Of an account the day on which customs approved the cycle. */
  closedOn: businessDate.nullable(),
  /** Of an account the cycle that was written off; null of a handbook, which is written off whole. */
  cycle: z.object({ from: businessDate, to: businessDate }).nullable(),
  importTotal: decimal.nullable(),
  exportTotal: decimal.nullable(),
  planRate: decimal.nullable(),
  actualRate: decimal.nullable(),
  adjustment: decimal.nullable(),
  problems: z.array(z.string()),
})

export const taxWriteOffOperations = {
  'taxWriteOff.value': operation({
    summary: '手册的价值平衡：进口总值、出口总值、实际分配率，按监管方式逐项（R-121），与计划分配率对照（R-122）',
    input: z.object({ handbookNo, from: businessDate.optional(), to: businessDate.optional() }),
    output: valueBalance,
    reads: ['movements', 'bondedLists', 'handbooks', 'reference', 'taxWriteOff'],
  }),
  'taxWriteOff.savePlan': operation({
    summary: '登记计划分配率备案：计划进口总值与出口总值（R-122）',
    input: z.object({ handbookNo, importTotal: enteredMoney, exportTotal: enteredMoney }),
    output: valueBalance,
    changes: ['taxWriteOff'],
  }),
  'taxWriteOff.savePeriods': operation({
    summary: '登记各月免抵退申报的出口离岸价与征税率、退税率（R-122）',
    input: z.object({
      handbookNo,
      periods: z.array(z.object({ month, fob: enteredMoney, levyRate: enteredRate, refundRate: enteredRate })).max(600),
    }),
    output: valueBalance,
    changes: ['taxWriteOff'],
  }),
  'taxWriteOff.year': operation({
    summary: '年度核销：上一年结案的手册、核准的账册周期，期限与各手册的分配率、调整额（R-178）',
    input: z.object({ year: z.int().min(2000).max(2199) }),
    output: z.object({
      year: z.int(),
      /** 20 April of the next year for 进料, 15 May for 来料; raw, and rolled to a working day (C-1). */
      deadlines: z.array(
        z.object({ trade: z.enum(['imported', 'supplied']), raw: businessDate, rolled: businessDate, daysLeft: z.int() }),
      ),
      handbooks: z.array(yearBook),
      filings: z.array(z.object({ filingId: z.uuid(), state: filingState, createdAt: instant, signedAt: instant.nullable() })),
    }),
    reads: ['movements', 'bondedLists', 'handbooks', 'reference', 'taxWriteOff', 'filings'],
  }),
  'filings.createTaxWriteOff': operation({
    summary: '把一年的进料加工核销表与海关数据调整表定格为一份申报，交税务（R-178）',
    input: z.object({ year: z.int().min(2000).max(2199) }),
    output: filingDetail,
    changes: ['filings', 'files', 'taxWriteOff'],
    job: true,
  }),
  'filings.createCapabilityTable': operation({
    summary: '把经营状况及生产能力信息表定格为一份申报，交商务（R-177）',
    input: z.object({}),
    output: filingDetail,
    changes: ['filings', 'files'],
    job: true,
  }),
}
