import type { FilingKind, FilingRow } from './store.ts'

/** What a filing is called in its events, in the journal and in the names of its files. */
export const kindNames: Record<FilingKind, string> = {
  writeOffReport: '报核',
  handbookFiling: '备案',
  handbookChange: '变更',
  selfVerification: '自核记录',
}

/** As the journal and the log of a handbook name it. */
export const describe = ({ kind, handbook_no, subject }: FilingRow): string =>
  [kindNames[kind], handbook_no || subject].filter((part) => part !== '').join(' ')
