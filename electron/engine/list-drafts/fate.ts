import { listTypes } from '../../../shared/domain/list-fields.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { ListRecord, ListRecordLine } from '../../../shared/domain/list-record.ts'
import type { BondedListsService, EnteredLine, EnteredList, ListRow, ListStatus } from '../bonded-lists/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { ListDrafts } from './drafts.ts'
import { subjectOf } from './drafts.ts'
import type { Draft, ListDraftStore } from './store.ts'

export interface Acceptance {
  listNo: string
  seqNo: string
  on: Day
  status: 'booked' | 'reserved' | 'unbooked'
}

const statusNames: Record<ListStatus, string> = { booked: '已核扣', reserved: '预核扣', unbooked: '未核扣', deleted: '已删除' }

interface Neighbours {
  bondedLists: BondedListsService
  journal: JournalService
}

/** What becomes of a filed list, and how the books follow: each step once, whatever comes twice or late. */
export class ListFate {
  private readonly store: ListDraftStore
  private readonly drafts: ListDrafts
  private readonly services: Neighbours
  private readonly recordOf: (draft: Draft) => ListRecord | { problems: number }
  private readonly handbookNoOf: (draft: Draft) => string

  constructor(
    store: ListDraftStore,
    drafts: ListDrafts,
    services: Neighbours,
    of: { record: (draft: Draft) => ListRecord | { problems: number }; handbookNo: (draft: Draft) => string },
  ) {
    this.store = store
    this.drafts = drafts
    this.services = services
    this.recordOf = of.record
    this.handbookNoOf = of.handbookNo
  }

  /** A new list stands in the books as 预核扣 from now on. @throws Refusal listDraft.* */
  markFiled(draftId: string, filingId: string): void {
    const draft = this.drafts.require(draftId)
    if (draft.state === 'filed' && draft.filing_id === filingId) return
    this.drafts.requireEditable(draftId)
    const listId = draft.declaration_type === '1' ? this.enter(draft, 'reserved').id : null
    this.store.setFate({ ...draft, state: 'filed', filing_id: filingId, list_id: listId, filed_saved_at: draft.saved_at })
  }

  /** 退单: what was reserved is free again, and the draft is in the clerk's hands. @throws Refusal listDraft.notFiled */
  markReturned(draftId: string): void {
    const draft = this.drafts.require(draftId)
    if (draft.state === 'returned') return
    this.requireFiled(draft)
    const list = draft.list_id === null ? undefined : this.services.bondedLists.byId(draft.list_id)
    if (list) this.services.bondedLists.booking.move(list, 'deleted')
    this.store.setFate({ ...draft, state: 'returned' })
  }

  /**
   * Customs has taken it: a new list gets its number and its mark, a change comes in the place of the list that it changes, a deletion
   * takes that list back. Told again, it only moves the mark on.
   * @throws Refusal listDraft.notFiled, list.numberTaken, list.changedMeanwhile, listDraft.wrong
   */
  accept(draftId: string, by: Acceptance): void {
    const draft = this.drafts.require(draftId)
    if (draft.state === 'accepted') {
      this.acceptAgain(draft, by)
      return
    }
    if (draft.state === 'returned' && draft.filed_saved_at === draft.saved_at) {
      // The return came first, the approval after it, and nobody has touched the draft in between.
      this.markFiled(draftId, draft.filing_id ?? '')
    } else this.requireFiled(draft)
    const filed = this.drafts.require(draftId)
    const list =
      filed.declaration_type === '1'
        ? this.acceptNew(filed, by)
        : filed.declaration_type === '2'
          ? this.acceptChange(filed, by)
          : this.acceptDeletion(filed)
    this.store.setFate({ ...filed, state: 'accepted', list_id: list.id })
    const what = { '1': '清单通过', '2': '清单变更通过', '3': '清单删除通过' }[filed.declaration_type]
    this.services.journal.record({
      subject: subjectOf(filed, this.handbookNoOf(filed)),
      what,
      after: { 清单编号: list.list_no, 核扣标志: statusNames[list.status], 答复日期: by.on },
    })
  }

  /** A workbook has brought the number and the booking of lists that wait for their receipts. */
  settleFromBooks(): void {
    for (const draft of this.store.filed()) {
      const list = draft.list_id === null ? undefined : this.services.bondedLists.byId(draft.list_id)
      if (list?.status !== 'booked') continue
      this.store.setFate({ ...draft, state: 'accepted' })
      this.services.journal.record({
        subject: subjectOf(draft, this.handbookNoOf(draft)),
        what: '清单通过（由导入的清单工作簿得知）',
        after: { 清单编号: list.list_no, 核扣标志: statusNames[list.status] },
      })
    }
  }

  private acceptAgain(draft: Draft, by: Acceptance): void {
    const list = draft.list_id === null ? undefined : this.services.bondedLists.byId(draft.list_id)
    if (!list) return
    if (by.listNo !== '' && by.listNo !== list.list_no) {
      refuse({
        code: 'list.otherNumber',
        message: `清单 ${list.inner_no} 已是 ${list.list_no}，答复说的是 ${by.listNo}`,
        at: { field: 'listNo' },
        next: '请核对这份答复属于哪一份清单',
      })
    }
    // Late or repeated: a mark never goes back.
    if (draft.declaration_type === '3' || !movesOn(list.status, by.status)) return
    this.services.bondedLists.booking.move(list, by.status)
    this.services.journal.record({
      subject: subjectOf(draft, this.handbookNoOf(draft)),
      what: `清单 ${list.list_no} ${statusNames[by.status]}`,
      before: { 核扣标志: statusNames[list.status] },
      after: { 核扣标志: statusNames[by.status] },
    })
  }

  private acceptNew(draft: Draft, by: Acceptance): ListRow {
    const { bondedLists } = this.services
    const list = draft.list_id === null ? undefined : bondedLists.byId(draft.list_id)
    if (!list) throw new Error(`no list of draft ${draft.draft_id}`)
    const other = bondedLists.find(list.handbook_id, by.listNo)
    if (other && other.id !== list.id) return this.sameAsImported(list, other, by)
    const numbered =
      list.status === 'reserved' || list.status === 'unbooked'
        ? bondedLists.booking.number(list, { listNo: by.listNo, seqNo: by.seqNo, declaredOn: list.declared_on })
        : list
    return movesOn(numbered.status, by.status) ? bondedLists.booking.move(numbered, by.status) : numbered
  }

  /** A workbook may have brought it before its receipt came, without its inner number: it is counted once. */
  private sameAsImported(list: ListRow, imported: ListRow, by: Acceptance): ListRow {
    const { bondedLists } = this.services
    const goods = (of: ListRow) =>
      JSON.stringify([
        of.mode,
        of.direction,
        of.goods,
        bondedLists
          .linesOf(of.id)
          .map(({ line_no, item_seq, version, quantity_e5 }) => [line_no, item_seq, version, quantity_e5].map(String)),
      ])
    if (imported.draft_id !== null || imported.status === 'deleted' || goods(list) !== goods(imported)) {
      return refuse({
        code: 'list.numberTaken',
        message: `清单编号 ${by.listNo} 在账内已是另一份清单，内容与申报的 ${list.inner_no} 不同，没有记账`,
        at: { field: 'listNo' },
        next: '请核对清单编号；账内的那一份如有误，请先变更或删除',
      })
    }
    bondedLists.booking.giveWay(list, imported)
    return movesOn(imported.status, by.status) ? bondedLists.booking.move(imported, by.status) : imported
  }

  private acceptChange(draft: Draft, by: Acceptance): ListRow {
    const base = this.standingBase(draft)
    const record = this.requireRecord(draft)
    return this.services.bondedLists.booking.replace(
      base,
      { ...this.entryOf(draft, record, by.status), list_no: base.list_no, seq_no: base.seq_no || by.seqNo },
      record.lines.filter(({ mark }) => mark !== '2').map(entryLine),
    )
  }

  private acceptDeletion(draft: Draft): ListRow {
    const base = this.services.bondedLists.byId(draft.base_list ?? -1n)
    if (!base) throw new Error(`no list that draft ${draft.draft_id} deletes`)
    // A workbook may have brought the deletion before.
    return base.replaced_by === null ? this.services.bondedLists.booking.move(base, 'deleted') : this.standingBase(draft)
  }

  /** The edition that was to change, as long as it is the newest. @throws Refusal list.changedMeanwhile */
  private standingBase(draft: Draft): ListRow {
    const base = this.services.bondedLists.byId(draft.base_list ?? -1n)
    if (base && base.replaced_by === null && base.status !== 'deleted') return base
    return refuse({
      code: 'list.changedMeanwhile',
      message: `清单 ${base?.list_no ?? ''} 在账内已变更或删除，这份变更没有记账`,
      next: '请核对单一窗口上的清单，再导入清单工作簿',
    })
  }

  private enter(draft: Draft, status: ListStatus): ListRow {
    const record = this.requireRecord(draft)
    const { bondedLists } = this.services
    const earlier = draft.list_id === null ? undefined : bondedLists.byId(draft.list_id)
    const entry = this.entryOf(draft, record, status)
    const lines = record.lines.map(entryLine)
    // Sent back and sent again: the list that was voided gives way to this one.
    if (earlier && earlier.status === 'deleted' && earlier.replaced_by === null)
      return bondedLists.booking.replace(earlier, entry, lines)
    return bondedLists.booking.enter(entry, lines)
  }

  private entryOf(draft: Draft, { head }: ListRecord, status: ListStatus): EnteredList {
    return {
      handbook_id: draft.handbook_id,
      list_no: head.innerNo,
      inner_no: head.innerNo,
      seq_no: '',
      direction: head.direction,
      goods: head.goods,
      mode: head.mode,
      list_type: listTypes.name(head.listType) ?? head.listType,
      declared_on: head.declaredOn,
      related_handbook_no: head.relatedHandbookNo,
      status,
      import_id: null,
      draft_id: draft.draft_id,
    }
  }

  private requireRecord(draft: Draft): ListRecord {
    const record = this.recordOf(draft)
    if (!('problems' in record)) return record
    return refuse({
      code: 'listDraft.wrong',
      message: `清单草稿有 ${record.problems} 处填写有误，没有记账`,
      at: { field: 'draftId' },
      next: '请按草稿中标出的位置改正',
    })
  }

  private requireFiled(draft: Draft): void {
    if (draft.state === 'filed') return
    refuse({
      code: 'listDraft.notFiled',
      message: '清单草稿没有在等待海关答复',
      at: { field: 'draftId' },
      next: '请核对这份答复属于哪一份申报',
    })
  }
}

/** 核扣标志 moves on, never back. */
const order: Record<ListStatus, number> = { unbooked: 0, reserved: 0, booked: 1, deleted: 2 }
const movesOn = (from: ListStatus, to: ListStatus): boolean => from !== to && order[to] >= order[from] && from !== 'deleted'

const entryLine = (line: ListRecordLine): EnteredLine => ({
  line_no: BigInt(line.lineNo),
  item_seq: BigInt(line.itemSeq),
  version: line.version,
  quantity_e5: line.quantity,
  unit_price_e5: line.unitPrice,
  total_e5: line.total,
  currency: line.currency,
  legal_quantity_e5: line.legalQuantity,
  origin_country: line.originCountry,
  destination_country: line.destinationCountry,
})
