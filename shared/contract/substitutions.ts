import * as z from 'zod'
import { operation } from './operation.ts'
import { businessDate, decimal, enteredQuantity, guard, handbookNo, instant, itemSeq, optionalText, text } from './values.ts'

/** 料件串换: a voucher of two legs that leaves every balance as it is. A recorded voucher is never changed: it is voided. */
const leg = z.object({
  itemSeq,
  /** What takes its place: bonded goods of another handbook of ours, imported goods that are not bonded, or domestic ones. */
  by: z.enum(['bonded', 'imported', 'domestic']),
  /** Of bonded goods: where they come from. */
  otherHandbookNo: handbookNo.optional(),
  otherItemSeq: itemSeq.optional(),
  /** Of goods that are not bonded, as they are; compared with the item (same kind, same spec). */
  name: optionalText(255),
  spec: optionalText(255),
  /** zero duty and no licence, needed of domestic goods. */
  zeroDutyNoLicence: z.boolean().default(false),
  quantity: enteredQuantity,
})
const substitutionInput = z.object({
  handbookNo,
  substitutedOn: businessDate,
  /** 海关同意的文号: before the substitution. */
  approvalNo: text(64).min(1, '串换须经海关同意，请填写批准文号'),
  approvedOn: businessDate,
  reason: text(400).min(1, '请写明串换原因'),
  lines: z.array(leg).min(1, '至少要有一行').max(200),
})
const substitution = substitutionInput.omit({ lines: true }).extend({
  substitutionId: z.uuid(),
  voucherNo: z.int(),
  recordedBy: z.string(),
  recordedAt: instant,
  voidedAt: instant.nullable(),
  voidReason: z.string(),
  lines: z.array(
    leg.extend({ itemName: z.string(), itemSpec: z.string(), unit: z.string(), otherName: z.string(), quantity: decimal }),
  ),
})

export const substitutionOperations = {
  'substitutions.list': operation({
    summary: '料件串换凭证，新的在前',
    input: z.object({ handbookNo: handbookNo.optional() }),
    output: z.object({ substitutions: z.array(substitution) }),
    reads: ['substitutions', 'handbooks'],
  }),
  'substitutions.check': operation({
    summary: '核对一张将要登记的串换凭证（R-60）；不写入任何数据',
    input: substitutionInput,
    output: z.object({ guards: z.array(guard) }),
    reads: ['handbooks', 'movements'],
  }),
  'substitutions.record': operation({
    summary: '登记一张串换凭证；同一企业、同品种、同规格、同数量，来料加工不得串换（R-60）',
    input: substitutionInput,
    output: substitution,
    changes: ['substitutions'],
  }),
  'substitutions.void': operation({
    summary: '作废一张串换凭证，写明原因',
    input: z.object({ substitutionId: z.uuid(), reason: text(400).min(1, '请写明原因') }),
    output: substitution,
    changes: ['substitutions'],
  }),
}
