import * as z from 'zod'
import { filingDetail } from './filings.ts'
import { operation } from './operation.ts'
import { businessDate, decimal, enteredMoney, handbookNo, instant, isAboveZero, optionalText, text } from './values.ts'

/** 外汇登记: contracts against what was received and paid. Amounts in the currency that stands beside them. */
const forexKind = z.enum([
  'receipt',
  'payment',
  'processingFee',
  'advanceReceipt',
  'advancePayment',
  'deferredReceipt',
  'deferredPayment',
])
export const forexKindNames: Readonly<Record<z.infer<typeof forexKind>, string>> = {
  receipt: '收汇',
  payment: '付汇',
  processingFee: '来料加工费',
  advanceReceipt: '预收',
  advancePayment: '预付',
  deferredReceipt: '延期收款',
  deferredPayment: '延期付款',
}

const entryInput = z.object({
  kind: forexKind,
  contractNo: text(64).min(1, '请填写合同号'),
  handbookNo: handbookNo.or(z.literal('')).default(''),
  /** 3-digit customs number. */
  currency: z.string().regex(/^\d{3}$/, '币制为 3 位数字代码'),
  amount: enteredMoney.refine(isAboveZero, '金额应大于零'),
  on: businessDate,
  bank: optionalText(100),
  documentNo: optionalText(64),
  remark: optionalText(200),
})
const entry = entryInput.extend({
  entryId: z.uuid(),
  enteredAt: instant,
  enteredBy: z.string(),
  /** Why it was struck out; empty while it stands. */
  voidedBecause: z.string(),
})

export const forexOperations = {
  'forex.list': operation({
    summary: '收付汇登记，新的在前（R-180）',
    input: z.object({ handbookNo: handbookNo.optional() }),
    output: z.object({
      entries: z.array(entry),
      /** Of each handbook, contract and currency: what was declared in and out, received and paid, and the gaps. */
      contracts: z.array(
        z.object({
          handbookNo: z.string(),
          contractNo: z.string(),
          currency: z.string(),
          exported: decimal,
          received: decimal,
          toReceive: decimal,
          imported: decimal,
          paid: decimal,
          toPay: decimal,
          processingFee: decimal,
        }),
      ),
    }),
    reads: ['forex', 'movements', 'bondedLists', 'handbooks'],
  }),
  'forex.record': operation({
    summary: '登记一笔收汇、付汇或来料加工费',
    input: entryInput,
    output: entry,
    changes: ['forex'],
  }),
  'forex.void': operation({
    summary: '划去一笔登记，写明原因；原记录留存',
    input: z.object({ entryId: z.uuid(), reason: z.string().trim().min(1, '请写明原因').max(200) }),
    output: entry,
    changes: ['forex'],
  }),
  'filings.createForexReport': operation({
    summary: '把一段时间的收付汇登记与合同对照定格为一份申报，交外汇',
    input: z.object({ from: businessDate, to: businessDate }),
    output: filingDetail,
    changes: ['filings', 'files', 'forex'],
    job: true,
  }),
}
