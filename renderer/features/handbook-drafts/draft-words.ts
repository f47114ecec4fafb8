import type { Output } from '../../../shared/contract/contract.ts'
import type { DraftTab } from '../../../shared/contract/paths.ts'
import type { Tone } from '../../components/tag.tsx'

export type DraftSummary = Output<'handbookDrafts.list'>['drafts'][number]
export type DraftDetail = Output<'handbookDrafts.get'>
export type DraftRow = Output<'handbookDrafts.rows'>['rows'][number]
export type DraftCheck = Output<'handbookDrafts.check'>['checks'][number]
export type DraftBody = Output<'handbookDrafts.compare'>['bodies'][number]['body']

export const draftStates: Record<DraftSummary['state'], { name: string; tone: Tone }> = {
  editing: { name: '编制中', tone: 'neutral' },
  filed: { name: '已申报，待答复', tone: 'accent' },
  returned: { name: '退单待改', tone: 'blocks' },
  accepted: { name: '已通过', tone: 'confirmed' },
  discarded: { name: '已作废', tone: 'struck' },
}

export const draftKind = ({ kind, extension }: Pick<DraftSummary, 'kind' | 'extension'>): string =>
  kind === 'filing' ? '备案' : extension ? '延期' : '变更'

export const isOpen = ({ state }: Pick<DraftSummary, 'state'>): boolean => state === 'editing' || state === 'returned'

/** 修改标志. */
export const marks: Record<DraftRow['mark'], { name: string; tone: Tone }> = {
  '0': { name: '未改', tone: 'neutral' },
  '1': { name: '改', tone: 'warns' },
  '2': { name: '删', tone: 'struck' },
  '3': { name: '增', tone: 'accent' },
}

export const bodyNames: Record<DraftBody, string> = { materials: '料件', products: '成品', consumptions: '单耗' }

export const tabNames: Record<DraftTab, string> = {
  head: '表头',
  ...bodyNames,
  compare: '变更对照',
  documents: '随附单证',
  checks: '核对结果',
}
