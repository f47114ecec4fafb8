import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { Tone } from '../../components/tag.tsx'

export type Filing = Output<'filings.list'>['filings'][number]
export type FilingDetail = Output<'filings.get'>

export const filingKinds: Record<Filing['kind'], string> = {
  writeOffReport: '手册报核',
  handbookFiling: '手册备案',
  handbookChange: '手册变更',
  selfVerification: '自核记录',
  bondedList: '核注清单',
  outwardProcessing: '外发加工',
  transferPackage: '结转包',
  capabilityTable: '信息表',
  taxWriteOff: '进料加工年度核销',
  forexReport: '外汇收支登记',
}

/** What brings a filing about again when something blocks it. */
export const madeAnew: Record<Filing['kind'], string> = {
  writeOffReport: '处理后在手册页重新生成报核。',
  handbookFiling: '处理后在草稿重新生成申报。',
  handbookChange: '处理后在草稿重新生成申报。',
  selfVerification: '处理后重新生成自核记录。',
  bondedList: '处理后在清单草稿重新生成申报。',
  outwardProcessing: '处理后在外发加工申报表重新生成。',
  transferPackage: '处理后在这笔结转重新生成结转包。',
  capabilityTable: '处理后在信息表重新生成。',
  taxWriteOff: '处理后在税务核销重新生成。',
  forexReport: '处理后在外汇登记重新生成。',
}

/** A record of self-verification stays in the house, a package for a partner goes to the partner: no authority answers them. */
export const isAnswered = ({ kind }: Pick<Filing, 'kind'>): boolean => kind !== 'selfVerification' && kind !== 'transferPackage'

const sources: Partial<Record<Filing['kind'], { label: string; to: (draftId: string) => string }>> = {
  handbookFiling: { label: '看草稿', to: (id) => paths.draft(id) },
  handbookChange: { label: '看草稿', to: (id) => paths.draft(id) },
  bondedList: { label: '看清单草稿', to: paths.listDraft },
  outwardProcessing: { label: '看外发加工申报表', to: paths.outwardProcessing },
  transferPackage: { label: '看这笔结转', to: paths.transfer },
}
/** What it was made of, and where that stands; undefined where it was made of the books themselves. */
export function sourceOf({ kind, draftId }: Pick<Filing, 'kind' | 'draftId'>): { label: string; to: string } | undefined {
  const source = sources[kind]
  return source && draftId !== null ? { label: source.label, to: source.to(draftId) } : undefined
}

/** Where it is mended and filed again; undefined where it leads nowhere. */
export function mendAt(filing: Pick<Filing, 'kind' | 'draftId' | 'handbookNo'>): { label: string; to: string } | undefined {
  if (filing.kind === 'writeOffReport') return { label: '收尾清理', to: paths.writeOff('clean-up', filing.handbookNo) }
  if (filing.kind === 'taxWriteOff') return { label: '税务核销', to: paths.writeOff('value-balance') }
  if (filing.kind === 'forexReport') return { label: '外汇登记', to: paths.filingBox('forex') }
  const source = sourceOf(filing)
  return source && { label: source.label.replace(/^看/, ''), to: source.to }
}

/** 手册编号, or what a first filing is known by. */
export const nameOf = ({ handbookNo, subject }: Pick<Filing, 'handbookNo' | 'subject'>): string => handbookNo || subject

export type Receipt = FilingDetail['receipts'][number]
export const receiptResults: Record<Receipt['result'], { name: string; tone: Tone }> = {
  received: { name: '已接收', tone: 'accent' },
  notReceived: { name: '未接收', tone: 'blocks' },
  approved: { name: '通过', tone: 'confirmed' },
  manualReview: { name: '转人工', tone: 'warns' },
  returned: { name: '退单', tone: 'blocks' },
}

export const filingStates: Record<Filing['state'], { name: string; tone: Tone }> = {
  draft: { name: '草稿', tone: 'neutral' },
  checked: { name: '已核对', tone: 'neutral' },
  signed: { name: '已签名', tone: 'accent' },
  queued: { name: '待发送', tone: 'accent' },
  sent: { name: '已发送', tone: 'accent' },
  acknowledged: { name: '已接收', tone: 'accent' },
  accepted: { name: '已通过', tone: 'confirmed' },
  returned: { name: '退单', tone: 'blocks' },
  manualReview: { name: '转人工', tone: 'warns' },
  closed: { name: '已办结', tone: 'confirmed' },
}
