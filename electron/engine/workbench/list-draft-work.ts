import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { listBusinessTable } from '../../../shared/domain/list-business.ts'
import type { ListDraftsService } from '../list-drafts/service.ts'

type WorkItem = Output<'workbench.today'>['todo'][number]

/** Lists that are being made here: what blocks them, or that nobody has filed them yet. What is filed is the filing's work. */
export const listDraftWork = (listDrafts: ListDraftsService): WorkItem[] =>
  listDrafts.unfiled().map(({ business, innerNo, handbookNo, draftId, blocks, origin }): WorkItem => {
    const detail = [`手册 ${handbookNo}`, origin?.what ?? listBusinessTable[business].name, innerNo].filter(Boolean).join(' · ')
    const to = paths.listDraft(draftId)
    return blocks > 0
      ? { severity: 'warns', title: `清单草稿有 ${blocks} 处须先处理`, detail, to, rule: 'R-67' }
      : { severity: 'info', title: '清单草稿尚未申报', detail, to, rule: 'R-67' }
  })
