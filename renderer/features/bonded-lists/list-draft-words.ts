import { supervisionModeName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import type { ListBusiness } from '../../../shared/contract/list-drafts.ts'
import { listBusinessTable } from '../../../shared/domain/list-business.ts'
import type { Tone } from '../../components/tag.tsx'

export type ListDraftSummary = Output<'listDrafts.list'>['drafts'][number]
export type ListDraftDetail = Output<'listDrafts.get'>
export type DeclarationLine = ListDraftDetail['declaration'][number]
export type Guard = ListDraftDetail['guards'][number]
export type Cells = Readonly<Record<string, string>>

/** As the menu groups them. */
export const businessGroups: readonly (readonly [group: string, businesses: readonly ListBusiness[]])[] = [
  ['进口', ['import', 'returnedIn']],
  ['出口', ['export', 'returnedOut']],
  ['结转', ['transferIn', 'transferOut', 'surplusIn', 'surplusOut']],
  ['内销', ['materialSale', 'scrapSale']],
  ['料件退换复出', ['exchangeIn', 'exchangeOut', 'reexport', 'scrapReexport']],
  ['销毁', ['destruction', 'scrapDestruction']],
]
export const businessName = (business: ListBusiness): string => listBusinessTable[business].name

export const modeLabel = (mode: string): string => `${mode} ${supervisionModeName(mode) ?? ''}`.trim()

export const listDraftStates: Record<ListDraftSummary['state'], { name: string; tone: Tone }> = {
  editing: { name: '编制中', tone: 'neutral' },
  filed: { name: '已申报，待答复', tone: 'accent' },
  returned: { name: '退单待改', tone: 'blocks' },
  accepted: { name: '已通过', tone: 'confirmed' },
  discarded: { name: '已作废', tone: 'struck' },
}
/** 申报类型. */
export const declarationTypes: Record<ListDraftSummary['declarationType'], string> = { 1: '新清单', 2: '变更', 3: '删除' }

export const isOpenDraft = ({ state }: Pick<ListDraftSummary, 'state'>): boolean => state === 'editing' || state === 'returned'
