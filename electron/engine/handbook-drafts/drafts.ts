import { refuse } from '../../../shared/contract/errors.ts'
import type { RecordBody } from '../../../shared/domain/handbook-record-fields.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { ConsumptionService } from '../consumption/service.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import { inForceOf } from './draft-grid.ts'
import type { DraftGrid, InForce } from './draft-grid.ts'
import type { Draft, DraftStore } from './store.ts'

/** The drafts as they stand: found, in the state that a step needs, beside what is in force. */
export class Drafts {
  private readonly store: DraftStore
  private readonly handbooks: HandbooksService
  private readonly consumption: ConsumptionService
  private readonly bondedLists: BondedListsService

  constructor(
    store: DraftStore,
    services: { handbooks: HandbooksService; consumption: ConsumptionService; bondedLists: BondedListsService },
  ) {
    this.store = store
    this.handbooks = services.handbooks
    this.consumption = services.consumption
    this.bondedLists = services.bondedLists
  }

  /** @throws Refusal draft.notFound */
  require(draftId: string): Draft {
    return (
      this.store.find(draftId) ??
      refuse({ code: 'draft.notFound', message: '没有这份草稿', at: { field: 'draftId' }, next: '请在草稿列表中选择' })
    )
  }

  /** @throws Refusal draft.notFound, draft.filed, draft.accepted, draft.discarded */
  requireEditable(draftId: string): Draft {
    const draft = this.require(draftId)
    if (draft.state === 'editing' || draft.state === 'returned') return draft
    const [message, next] =
      draft.state === 'filed'
        ? ['草稿已签名申报，正在等待海关答复，不能修改', '请先登记海关的答复']
        : [`草稿已${draft.state === 'accepted' ? '生效' : '作废'}，不能修改`, '请新建草稿']
    return refuse({ code: `draft.${draft.state}`, message, at: { field: 'draftId' }, next })
  }

  /** @throws Refusal draft.notFound, draft.notFiled */
  requireFiled(draftId: string): Draft {
    const draft = this.require(draftId)
    return draft.state === 'filed'
      ? draft
      : refuse({
          code: 'draft.notFiled',
          message: '草稿没有在等待海关答复',
          at: { field: 'draftId' },
          next: '请核对这份答复属于哪一份申报',
        })
  }

  /** Which it changes, or what has come of it. */
  handbookOf({ handbook_id }: Draft): HandbookRow | undefined {
    return handbook_id === null ? undefined : this.handbooks.list().find(({ id }) => id === handbook_id)
  }

  inForceOf(draft: Draft): InForce | undefined {
    const handbook = draft.kind === 'change' ? this.handbookOf(draft) : undefined
    if (!handbook) return undefined
    return inForceOf(
      this.handbooks.record(handbook),
      isEnded(draft) ? new Map() : this.consumption.frozenVersions(handbook.id),
      isEnded(draft) ? new Set() : this.bondedLists.listedItems(handbook.id),
    )
  }

  grid(draft: Draft): DraftGrid {
    const rows = (body: RecordBody) => this.store.rows(draft.draft_id, body)
    return {
      draft,
      rows: { materials: rows('materials'), products: rows('products'), consumptions: rows('consumptions') },
      inForce: this.inForceOf(draft),
    }
  }
}

/** 生效 or 作废: it is looked at, no more. */
export const isEnded = ({ state }: Draft): boolean => state === 'accepted' || state === 'discarded'
