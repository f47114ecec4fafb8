import type { ReceiptResult } from '../../../shared/messages/receipts.ts'
import type { FilingKind, FilingRow } from './store.ts'

/** What a filing is called in its events, in the journal and in the names of its files. */
export const kindNames: Record<FilingKind, string> = {
  writeOffReport: '报核',
  handbookFiling: '备案',
  handbookChange: '变更',
  selfVerification: '自核记录',
  bondedList: '核注清单',
  outwardProcessing: '外发加工',
  transferPackage: '结转包',
  capabilityTable: '信息表',
  taxWriteOff: '进料加工年度核销',
  forexReport: '外汇收支登记',
}

/** As the journal and the log of a handbook name it. */
export const describe = ({ kind, handbook_no, subject }: FilingRow): string =>
  [kindNames[kind], handbook_no || subject].filter((part) => part !== '').join(' ')

export const resultNames: Record<ReceiptResult, string> = {
  received: '已接收',
  notReceived: '未接收',
  approved: '通过',
  manualReview: '转人工',
  returned: '退单',
}

/** For the name of a file: the enterprise numbers its filings as it likes. */
export const plainName = (text: string): string => text.replace(/[^\p{L}\p{N}._-]/gu, '_')
