import type { Output } from '../../../shared/contract/contract.ts'
import type { Tone } from '../../components/tag.tsx'

export type Filing = Output<'filings.list'>['filings'][number]
export type FilingDetail = Output<'filings.get'>

export const filingKinds: Record<Filing['kind'], string> = {
  writeOffReport: '手册报核',
  handbookFiling: '手册备案',
  handbookChange: '手册变更',
  selfVerification: '自核记录',
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
