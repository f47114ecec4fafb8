import type { Output } from '../../../shared/contract/contract.ts'

export type ForexEntry = Output<'forex.list'>['entries'][number]
export type ForexContract = Output<'forex.list'>['contracts'][number]

export const forexKindNames: Record<ForexEntry['kind'], string> = {
  receipt: '收汇',
  payment: '付汇',
  processingFee: '来料加工费',
  advanceReceipt: '预收',
  advancePayment: '预付',
  deferredReceipt: '延期收款',
  deferredPayment: '延期付款',
}
