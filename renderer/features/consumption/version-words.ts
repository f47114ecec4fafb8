import type { Output } from '../../../shared/contract/contract.ts'
import type { Tone } from '../../components/tag.tsx'

export type Evidence = Output<'consumption.evidence'>['evidence'][number]
export type Challenge = Output<'consumption.challenges'>['challenges'][number]

/** What names a version to the engine. */
export interface VersionOf {
  handbookNo: string
  productSeq: number
  version: string
}

export const challengeStates: Record<Challenge['state'], { name: string; tone: Tone }> = {
  open: { name: '待答复', tone: 'warns' },
  answered: { name: '已答复，磋商中', tone: 'accent' },
  settled: { name: '磋商一致', tone: 'neutral' },
  fixed: { name: '海关已核定', tone: 'confirmed' },
}

/** Days of the clock from which an open challenge is amber; past its day it is red. */
const nearlyDue = 3
export function clockOf({ state, daysLeft }: Challenge): { text: string; tone: Tone } | undefined {
  if (state !== 'open') return undefined
  if (daysLeft < 0) return { text: `已超期 ${-daysLeft} 天`, tone: 'blocks' }
  return { text: daysLeft === 0 ? '今天到期' : `还剩 ${daysLeft} 天`, tone: daysLeft <= nearlyDue ? 'warns' : 'neutral' }
}
