import type { Output } from '../../shared/contract/contract.ts'
import type { Tone } from './tag.tsx'

export type HandbookSummary = Output<'handbooks.get'>

export const handbookKinds: Record<HandbookSummary['kind'], string> = {
  B: '来料加工',
  C: '进料加工',
  D: '不作价设备',
  E: '加工贸易账册',
  H: '特殊区域账册',
}
export const consumptionStages: Record<HandbookSummary['consumptionStage'], string> = { '1': '出口前', '2': '报核前' }
/** 手册用途 (enumerations: StndbkBankcd). */
export const purposes: Record<string, string> = {
  '1': '保税加工',
  '2': '特殊行业',
  '3': '保税维修',
  '4': '保税研发',
  '9': '其他',
}

/** Reported and accepted: nothing hangs on the validity any more. */
export const isReported = ({ state }: HandbookSummary): boolean => state === 'reportAccepted' || state === 'closed'

/** Days before the end of validity from which a clerk should act. */
const soon = 30

export function validityTone(daysLeft: number): Tone {
  return daysLeft < 0 ? 'blocks' : daysLeft <= soon ? 'warns' : 'neutral'
}

export const validityText = (daysLeft: number): string =>
  daysLeft < 0 ? `已过期 ${-daysLeft} 天` : daysLeft === 0 ? '今天到期' : `剩 ${daysLeft} 天`
