import type { Output } from '../../../shared/contract/contract.ts'
import type { Tone } from '../../components/tag.tsx'

export type Version = Output<'consumption.versions'>['versions'][number]
export type Evidence = Output<'consumption.evidence'>['evidence'][number]
export type Challenge = Output<'consumption.challenges'>['challenges'][number]

/** What names a version to the engine. */
export interface VersionOf {
  handbookNo: string
  productSeq: number
  version: string
}

/** R-36 */
export const evidenceKinds: Record<Evidence['kind'], string> = {
  photo: '样品照片',
  drawing: '图纸规格',
  process: '工艺文件',
  bom: '物料清单或配方',
  workOrder: '工单',
  production: '生产报表',
  cost: '成本核算',
  audit: '审核结论',
  other: '其他',
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

/** Why a version cannot be changed, in one sentence (R-34), and what can be done (R-35). */
export function whyFrozen({ version, frozenBy }: Version): string {
  if (!frozenBy) return ''
  const by = [frozenBy.listNo && `清单 ${frozenBy.listNo}`, frozenBy.on].filter(Boolean).join('，')
  return `版本 ${version} ${frozenBy.reason}${by && `（${by}）`}，不能再变更或撤销（R-34）；尚未出口的部分可以提出新版本`
}

export const productLabel = ({ productSeq, productName }: { productSeq: number; productName: string }): string =>
  `成品 ${productSeq} ${productName}`
