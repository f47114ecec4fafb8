import { randomUUID } from 'node:crypto'
import type { Input } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { cellsOf, headCells, normaliseCells } from '../../../shared/domain/handbook-record-cells.ts'
import type { Cells, RowOf } from '../../../shared/domain/handbook-record-cells.ts'
import type { RecordBody } from '../../../shared/domain/handbook-record-fields.ts'
import type { HandbookRecord, RecordHead } from '../../../shared/domain/handbook-record.ts'
import { extensionProblem, mayBeChangedOn } from '../../../shared/domain/validity.ts'
import type { Clock } from '../clock.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import { bodies } from './draft-grid.ts'
import type { InForce } from './draft-grid.ts'
import { subjectOf } from './draft-rows.ts'
import type { Drafts } from './drafts.ts'
import { changeHead, copiedHead, newHead } from './prefill.ts'
import { rowsOfSheet } from './sheet-rows.ts'
import type { Sheets } from './sheet-rows.ts'
import type { Draft, DraftStore } from './store.ts'

interface Neighbours {
  enterprise: EnterpriseService
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  journal: JournalService
}

/** Begins a draft where the rules let one begin, with everything filled in that the ledger knows. */
export class BeginDraft {
  private readonly store: DraftStore
  private readonly drafts: Drafts
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(store: DraftStore, drafts: Drafts, services: Neighbours, clock: Clock) {
    this.store = store
    this.drafts = drafts
    this.services = services
    this.clock = clock
  }

  /** @throws Refusal draft.overdueHandbook, handbook.notFound */
  filing({ kind, copyOf }: Input<'handbookDrafts.create'>): Draft {
    this.refuseOverdue()
    const copied = copyOf === undefined ? undefined : this.services.handbooks.record(this.services.handbooks.require(copyOf))
    const filled = this.filledHead(kind)
    const draft = this.add('filing', null, copied ? copiedHead(headCells(copied.head), filled) : filled)
    if (copied) this.copyBodies(draft.draft_id, copied)
    this.services.journal.record({
      subject: subjectOf(draft),
      what: copyOf === undefined ? '新建手册备案草稿' : `新建手册备案草稿，内容取自手册 ${copyOf}`,
    })
    return draft
  }

  private filledHead(kind: 'B' | 'C'): Cells {
    const latest = this.services.handbooks.list().find((handbook) => handbook.kind === kind)
    return newHead(kind, {
      today: dayOfInstant(this.clock.now()),
      number: this.store.count() + 1,
      enterprise: this.services.enterprise.get(),
      latest: latest && headCells(this.services.handbooks.head(latest)),
    })
  }

  /** A draft of a new handbook from a workbook; what it leaves out is filled as in any new draft. @throws Refusal draft.overdueHandbook */
  filingFrom(head: Cells, sheets: Sheets): Draft {
    this.refuseOverdue()
    const filled = this.filledHead(head['kind'] === 'B' ? 'B' : 'C')
    const draft = this.add('filing', null, { ...filled, ...head })
    this.addSheets(draft, sheets, undefined)
    this.services.journal.record({ subject: subjectOf(draft), what: '从工作簿导入为手册备案草稿' })
    return draft
  }

  private refuseOverdue(): void {
    const [overdue] = this.services.handbookLife.overdue(dayOfInstant(this.clock.now()))
    if (!overdue) return
    refuse({
      code: 'draft.overdueHandbook',
      message: `手册 ${overdue.handbookNo} 应于 ${overdue.deadline} 前报核，逾期未报核，不能备案新手册（R-7）`,
      at: { field: 'kind' },
      next: '请先办理这本手册的报核，海关受理后再新建',
    })
  }

  /** @throws Refusal handbook.notFound, handbook.closed, draft.openChange, draft.expired, draft.notLater */
  change(handbookNo: string, validTo: string | undefined): Draft {
    const handbook = this.services.handbookLife.requireOpen(handbookNo)
    const inForce = this.services.handbooks.record(handbook)
    this.requireChangeable(handbook, inForce.head, validTo)
    const draft = this.addChange(handbook, inForce, validTo)
    this.copyBodies(draft.draft_id, inForce)
    return draft
  }

  /** A change whose content comes from a workbook: the rows in force that it lacks are deleted by it. */
  changeFrom(handbookNo: string, head: Cells, sheets: Sheets): Draft {
    const handbook = this.services.handbookLife.requireOpen(handbookNo)
    const inForce = this.services.handbooks.record(handbook)
    this.requireChangeable(handbook, inForce.head, undefined)
    const draft = this.addChange(handbook, inForce, undefined, head)
    this.addSheets(draft, sheets, this.drafts.inForceOf(draft))
    return draft
  }

  private addSheets(draft: Draft, sheets: Sheets, inForce: InForce | undefined): void {
    for (const body of bodies) {
      const rows = rowsOfSheet(body, sheets[body], inForce?.rows[body] ?? [])
      for (const cells of rows) this.store.addRow(draft.draft_id, body, cells)
    }
  }

  private addChange(handbook: HandbookRow, inForce: HandbookRecord, validTo: string | undefined, over: Cells = {}): Draft {
    const known = {
      today: dayOfInstant(this.clock.now()),
      number: this.store.count() + 1,
      enterprise: this.services.enterprise.get(),
    }
    const held = headCells(inForce.head)
    const kept = { handbookNo: handbook.handbook_no, establishedOn: handbook.established_on }
    const proposed = normaliseCells('head', { ...held, ...over, ...kept, ...(validTo === undefined ? {} : { validTo }) })
    const head = changeHead(proposed, known)
    const draft = this.add('change', handbook.id, head)
    this.services.journal.record({
      subject: `手册 ${handbook.handbook_no}`,
      what: validTo === undefined ? '新建变更草稿' : '新建延期草稿',
      before: { 有效期: handbook.valid_to },
      after: { 有效期: head['validTo'] ?? '' },
    })
    return draft
  }

  private requireChangeable(handbook: HandbookRow, { establishedOn, validTo }: RecordHead, extendedTo: string | undefined): void {
    const { reported } = this.services.handbookLife.life(handbook.id)
    if (reported) {
      refuse({
        code: 'draft.reported',
        message: `手册 ${handbook.handbook_no} 已于 ${reported} 报核，不能再变更或延期`,
        at: { field: 'handbookNo' },
        next: '如报核被退单，登记退单结果后可以再变更',
      })
    }
    const open = this.store.openChange(handbook.id)
    if (open) {
      refuse({
        code: 'draft.openChange',
        message: `手册 ${handbook.handbook_no} 已有${open.state === 'filed' ? '待海关审核的变更' : '变更草稿'}，一次只办一项变更`,
        at: { field: 'handbookNo' },
        next: open.state === 'filed' ? '请先登记海关的答复' : '请在这份草稿里修改，或先作废它',
      })
    }
    const filedOn = dayOfInstant(this.clock.now())
    if (!mayBeChangedOn(filedOn, validTo)) {
      refuse({
        code: 'draft.expired',
        message: `手册 ${handbook.handbook_no} 的有效期已于 ${validTo} 届满，不能再变更或延期（R-14）`,
        at: { field: 'handbookNo' },
        next: '请办理报核',
      })
    }
    if (extendedTo === undefined || establishedOn === '') return
    const problem = extensionProblem({ establishedOn, validTo, extendedTo: extendedTo as Day, filedOn })
    if (problem === 'notLater') {
      refuse({
        code: 'draft.notLater',
        message: `延期后的有效期 ${extendedTo} 不晚于现在的有效期 ${validTo}`,
        at: { field: 'validTo' },
        next: '请填写更晚的日期',
      })
    }
  }

  private add(kind: Draft['kind'], handbookId: bigint | null, head: Cells): Draft {
    const now = this.clock.now()
    const draft: Draft = {
      draft_id: randomUUID(),
      kind,
      extension: 0n,
      handbook_id: handbookId,
      state: 'editing',
      filing_id: null,
      head,
      created_at: now,
      saved_at: now,
    }
    this.store.insert(draft)
    return draft
  }

  private copyBodies(draftId: string, record: HandbookRecord): void {
    const copy = <B extends RecordBody>(body: B, rows: readonly RowOf[B][]) => {
      for (const row of rows) this.store.addRow(draftId, body, cellsOf(body, row))
    }
    copy('materials', record.materials)
    copy('products', record.products)
    copy('consumptions', record.consumptions)
  }
}
