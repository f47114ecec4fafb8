import { refuse } from '../../../shared/contract/errors.ts'
import type { Draft, ListDraftStore } from './store.ts'

/** The drafts as they stand: found, in the state that a step needs. */
export class ListDrafts {
  private readonly store: ListDraftStore

  constructor(store: ListDraftStore) {
    this.store = store
  }

  /** @throws Refusal listDraft.notFound */
  require(draftId: string): Draft {
    return (
      this.store.find(draftId) ??
      refuse({ code: 'listDraft.notFound', message: '没有这份清单草稿', at: { field: 'draftId' }, next: '请在清单草稿中选择' })
    )
  }

  /** @throws Refusal listDraft.notFound, listDraft.filed, listDraft.accepted, listDraft.discarded */
  requireEditable(draftId: string): Draft {
    const draft = this.require(draftId)
    if (isEditable(draft)) return draft
    const [message, next] =
      draft.state === 'filed'
        ? ['清单已签名申报，正在等待海关答复，不能修改', '请先导入回执或登记结果']
        : draft.state === 'accepted'
          ? ['清单已通过，不能修改', '请新建变更或删除草稿（R-68）']
          : ['清单草稿已作废，不能修改', '请新建清单草稿']
    return refuse({ code: `listDraft.${draft.state}`, message, at: { field: 'draftId' }, next })
  }
}

/** Being written: of these alone a person can mend what blocks. */
export const isEditable = ({ state }: Pick<Draft, 'state'>): boolean => state === 'editing' || state === 'returned'
/** It is looked at, no more. */
export const isEnded = ({ state }: Pick<Draft, 'state'>): boolean => state === 'accepted' || state === 'discarded'

export const subjectOf = ({ inner_no }: Pick<Draft, 'inner_no'>, handbookNo: string): string =>
  `手册 ${handbookNo} 清单草稿 ${inner_no}`.trim()
