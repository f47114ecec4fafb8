import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { headingOf } from '../../../shared/domain/capability.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import {
  cellsOf,
  headCells,
  normaliseCells,
  readHead,
  readRow,
  rowKey,
  useOfRows,
} from '../../../shared/domain/handbook-record-cells.ts'
import type { Cells, RowOf } from '../../../shared/domain/handbook-record-cells.ts'
import { differingFields, markRecord } from '../../../shared/domain/handbook-record-changes.ts'
import type { MarkedBodies } from '../../../shared/domain/handbook-record-changes.ts'
import { bodyLabels } from '../../../shared/domain/handbook-record-fields.ts'
import type { RecordBody } from '../../../shared/domain/handbook-record-fields.ts'
import type { HandbookRecord, RecordConsumption, RecordHead } from '../../../shared/domain/handbook-record.ts'
import { extensionProblem, mayBeChangedOn } from '../../../shared/domain/validity.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { ConsumptionService } from '../consumption/service.ts'
import type { Database } from '../database/connection.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { FilesService } from '../files/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { checkDraft, guaranteeOf, requiredDocumentsOf } from './check-draft.ts'
import { bodies, examineBody, headProblems, inForceOf } from './draft-grid.ts'
import type { DraftGrid, InForce } from './draft-grid.ts'
import { DraftRows, subjectOf } from './draft-rows.ts'
import { changeHead, copiedHead, newHead } from './prefill.ts'
import { rowsOfSheet } from './sheet-rows.ts'
import type { Sheet, Sheets } from './sheet-rows.ts'
import { DraftStore } from './store.ts'
import type { Draft } from './store.ts'

type Summary = Output<'handbookDrafts.create'>
type Documents = Output<'handbookDrafts.attach'>['documents']

export interface Neighbours {
  enterprise: EnterpriseService
  files: FilesService
  reference: ReferenceService
  handbooks: HandbooksService
  bondedLists: BondedListsService
  writeOff: WriteOffService
  handbookLife: HandbookLifeService
  consumption: ConsumptionService
  journal: JournalService
}

/** What a draft comes to once none of its cells is wrong: the whole head, and every row with its 修改标志. */
export interface Proposal {
  kind: 'filing' | 'change'
  extension: boolean
  head: RecordHead
  bodies: MarkedBodies
}

/** What the enterprise is about to file of a handbook. Nothing is in force before customs has accepted it. */
export class HandbookDraftsService {
  private readonly store: DraftStore
  private readonly rowsOfDrafts: DraftRows
  private readonly services: Neighbours
  private readonly clock: Clock
  /** Of the ledger as the writer left it last: to count what is wrong, every row of an open draft is examined. */
  private listed = { version: -1n, summaries: new Map<string, Summary>() }

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new DraftStore(db)
    this.rowsOfDrafts = new DraftRows(this.store, services.journal)
    this.services = services
    this.clock = clock
  }

  private today(): Day {
    return dayOfInstant(this.clock.now())
  }

  /** @throws Refusal handbook.notFound */
  inForce(handbookNo: string): HandbookRecord {
    return this.services.handbooks.record(this.services.handbooks.require(handbookNo))
  }

  /** The change of a handbook that is being written or waits for its answer; there is at most one. */
  openChange(handbookId: bigint): { draftId: string; state: Draft['state'] } | undefined {
    const draft = this.store.openChange(handbookId)
    return draft && { draftId: draft.draft_id, state: draft.state }
  }

  /** For the reading connection alone: what the ledger's version tells of is what the other one has written. */
  list({ handbookNo }: Input<'handbookDrafts.list'>): Output<'handbookDrafts.list'> {
    const wanted = handbookNo === undefined ? undefined : this.services.handbooks.require(handbookNo).id
    const drafts = this.store.list().filter(({ handbook_id }) => wanted === undefined || handbook_id === wanted)
    const version = this.store.ledgerVersion()
    if (version !== this.listed.version) this.listed = { version, summaries: new Map() }
    const { summaries } = this.listed
    for (const draft of drafts) if (!summaries.has(draft.draft_id)) summaries.set(draft.draft_id, this.summary(draft))
    return { drafts: drafts.flatMap((draft) => summaries.get(draft.draft_id) ?? []) }
  }

  /** what the information table would have to list for the handbooks in force and for what is being drafted. */
  headings(): Output<'handbookDrafts.headings'> {
    const names = new Map<string, Set<string>>()
    const add = (hsCode: string, name: string) => {
      const heading = headingOf(hsCode)
      if (heading.length === 4) names.set(heading, (names.get(heading) ?? new Set()).add(name))
    }
    for (const handbook of this.services.handbooks.list()) {
      if (this.services.handbookLife.life(handbook.id).closed) continue
      for (const kind of ['I', 'E'] as const)
        for (const item of this.services.handbooks.itemsOf(handbook.id, kind)) add(item.hs_code, item.name)
    }
    for (const draft of this.store.list().filter(({ state }) => state === 'editing' || state === 'returned')) {
      const { rows } = this.grid(draft)
      for (const { cells } of [...rows.materials, ...rows.products]) add(cells['hsCode'] ?? '', cells['name'] ?? '')
    }
    return {
      headings: [...names]
        .map(([heading, of]) => ({ heading, names: [...of] }))
        .toSorted((a, b) => (a.heading < b.heading ? -1 : 1)),
    }
  }

  get(draftId: string): Output<'handbookDrafts.get'> {
    const grid = this.grid(this.require(draftId))
    return {
      ...this.summaryOf(grid),
      head: { ...grid.draft.head },
      headBefore: grid.inForce ? { ...grid.inForce.head } : null,
      headProblems: [...headProblems(grid)],
      documents: this.documents(grid),
    }
  }

  rows({ draftId, body }: Input<'handbookDrafts.rows'>): Output<'handbookDrafts.rows'> {
    const examined = examineBody(this.grid(this.require(draftId)), body)
    return {
      rows: examined.map(({ rowId, cells, mark, before, problems }) => ({ rowId, cells, mark, before, problems: [...problems] })),
    }
  }

  /** The draft as the clerk left it. */
  contents(draftId: string): Pick<DraftGrid, 'draft' | 'rows'> {
    return this.grid(this.require(draftId))
  }

  compare(draftId: string): Output<'handbookDrafts.compare'> {
    const grid = this.grid(this.require(draftId))
    const { draft, inForce } = grid
    return {
      head: differingFields('head', inForce?.head ?? {}, draft.head).filter(({ column }) => !ofTheDeclaration.has(column)),
      bodies: bodies.map((body) => ({
        body,
        rows: examineBody(grid, body).flatMap(({ cells, mark, before }) => {
          if (mark === '0') return []
          const [was, is] = [before ?? {}, mark === '2' ? {} : cells]
          return [{ key: rowKey(body, cells) ?? '', mark, fields: differingFields(body, was, is) }]
        }),
      })),
    }
  }

  check(draftId: string): Output<'handbookDrafts.check'> {
    const grid = this.grid(this.require(draftId))
    const documents = this.documents(grid)
    return { checks: checkDraft(grid, { ...this.services, today: this.today(), documents }), documents }
  }

  /** The record that the draft proposes, with every mark; or how many cells are wrong. @throws Refusal draft.notFound */
  proposedRecord(draftId: string): Proposal | { problems: number } {
    const grid = this.grid(this.require(draftId))
    const problems = problemCount(grid)
    if (problems > 0) return { problems }
    const head = readHead(grid.draft.head, 'filing')
    if ('problems' in head) return { problems: head.problems.length }
    const proposed = {
      head: head.value,
      materials: readRows('materials', grid),
      products: readRows('products', grid),
      consumptions: readRows('consumptions', grid),
    }
    const handbook = this.handbookOf(grid.draft)
    return {
      kind: grid.draft.kind,
      extension: isExtension(grid),
      head: head.value,
      bodies: markRecord(handbook && this.services.handbooks.record(handbook), proposed),
    }
  }

  /** @throws Refusal draft.overdueHandbook, handbook.notFound */
  create({ kind, copyOf }: Input<'handbookDrafts.create'>): Summary {
    this.refuseOverdue()
    const copied = copyOf === undefined ? undefined : this.inForce(copyOf)
    const filled = this.filledHead(kind)
    const draft = this.add('filing', null, copied ? copiedHead(headCells(copied.head), filled) : filled)
    if (copied) this.copyBodies(draft.draft_id, copied)
    this.services.journal.record({
      subject: subjectOf(draft),
      what: copyOf === undefined ? '新建手册备案草稿' : `新建手册备案草稿，内容取自手册 ${copyOf}`,
    })
    return this.summary(draft)
  }

  private filledHead(kind: 'B' | 'C'): Cells {
    const latest = this.services.handbooks.list().find((handbook) => handbook.kind === kind)
    return newHead(kind, {
      today: this.today(),
      number: this.store.count() + 1,
      enterprise: this.services.enterprise.get(),
      latest: latest && headCells(this.services.handbooks.head(latest)),
    })
  }

  /** A draft of a new handbook from a workbook; what it leaves out is filled as in any new draft. @throws Refusal draft.overdueHandbook */
  createFrom(head: Cells, sheets: Sheets): Summary {
    this.refuseOverdue()
    const filled = this.filledHead(head['kind'] === 'B' ? 'B' : 'C')
    const draft = this.add('filing', null, { ...filled, ...head })
    this.addSheets(draft, sheets, undefined)
    this.services.journal.record({ subject: subjectOf(draft), what: '从工作簿导入为手册备案草稿' })
    return this.summary(draft)
  }

  private refuseOverdue(): void {
    const [overdue] = this.services.handbookLife.overdue(this.today())
    if (!overdue) return
    refuse({
      code: 'draft.overdueHandbook',
      message: `手册 ${overdue.handbookNo} 应于 ${overdue.deadline} 前报核，逾期未报核，不能备案新手册（R-7）`,
      at: { field: 'kind' },
      next: '请先办理这本手册的报核，海关受理后再新建',
    })
  }

  /** @throws Refusal handbook.notFound, handbook.closed, draft.openChange, draft.expired, draft.notLater */
  createChange({ handbookNo, validTo }: Input<'handbookDrafts.createChange'>): Summary {
    const handbook = this.services.handbookLife.requireOpen(handbookNo)
    const inForce = this.services.handbooks.record(handbook)
    this.requireChangeable(handbook, inForce.head, validTo)
    const draft = this.addChange(handbook, inForce, validTo)
    this.copyBodies(draft.draft_id, inForce)
    return this.summary(draft)
  }

  /** A change whose content comes from a workbook: the rows in force that it lacks are deleted by it. */
  createChangeFrom(handbookNo: string, head: Cells, sheets: Sheets): Summary {
    const handbook = this.services.handbookLife.requireOpen(handbookNo)
    const inForce = this.services.handbooks.record(handbook)
    this.requireChangeable(handbook, inForce.head, undefined)
    const draft = this.addChange(handbook, inForce, undefined, head)
    this.addSheets(draft, sheets, this.inForceOf(draft))
    return this.summary(draft)
  }

  private addSheets(draft: Draft, sheets: Sheets, inForce: InForce | undefined): void {
    for (const body of bodies) {
      const rows = rowsOfSheet(body, sheets[body], inForce?.rows[body] ?? [])
      for (const cells of rows) this.store.addRow(draft.draft_id, body, cells)
    }
  }

  private addChange(handbook: HandbookRow, inForce: HandbookRecord, validTo: string | undefined, over: Cells = {}): Draft {
    const known = { today: this.today(), number: this.store.count() + 1, enterprise: this.services.enterprise.get() }
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
    const filedOn = this.today()
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

  saveHead({ draftId, cells }: Input<'handbookDrafts.saveHead'>): Summary {
    const draft = this.requireEditable(draftId)
    const head = this.rowsOfDrafts.saveHead(draft, cells, this.clock.now())
    return this.summary({ ...draft, head })
  }

  saveRows({ draftId, body, rows }: Input<'handbookDrafts.saveRows'>): Output<'handbookDrafts.saveRows'> {
    const draft = this.requireEditable(draftId)
    const taken = () => this.inForceOf(draft)?.rows[body] ?? []
    return { rowIds: this.rowsOfDrafts.save(draft, body, rows, taken, this.clock.now()) }
  }

  removeRows({ draftId, body, rowIds }: Input<'handbookDrafts.removeRows'>): Output<'handbookDrafts.removeRows'> {
    return { removed: this.rowsOfDrafts.remove(this.requireEditable(draftId), body, rowIds, this.clock.now()) }
  }

  /** @throws Refusal draft.noSuchRow where the record in force has no such row */
  restoreRow({ draftId, body, before }: Input<'handbookDrafts.restoreRow'>): Output<'handbookDrafts.restoreRow'> {
    const draft = this.requireEditable(draftId)
    const key = rowKey(body, before)
    const held = this.inForceOf(draft)?.rows[body].find((cells) => rowKey(body, cells) === key)
    if (key === undefined || !held) {
      return refuse({
        code: 'draft.noSuchRow',
        message: `在用备案的${bodyLabels[body]}里没有 ${key ?? '这一行'}`,
        at: { field: 'before' },
        next: '请刷新后重试',
      })
    }
    return { rowId: this.rowsOfDrafts.restore(draft, body, key, held, this.clock.now()) }
  }

  /** Puts the rows of a sheet in the place of those of the body. */
  replaceBody(draftId: string, body: RecordBody, sheet: Sheet): Output<'handbookDrafts.importBody'> {
    const draft = this.requireEditable(draftId)
    const rows = rowsOfSheet(body, sheet, this.inForceOf(draft)?.rows[body] ?? [])
    this.rowsOfDrafts.replace(draft, body, rows, this.clock.now())
    const problems = examineBody(this.grid(draft), body).reduce((sum, row) => sum + row.problems.length, 0)
    return { rows: rows.length, problems }
  }

  /**
   * Proposes consumption of versions that are not in force: they come into the change that is being written, or a new one. Nothing
   * is declared by it, and nothing in force is touched.
   * @throws Refusal draft.versionInForce, draft.filed, and as createChange
   */
  propose(handbookNo: string, consumptions: readonly RecordConsumption[]): string {
    const handbook = this.services.handbookLife.requireOpen(handbookNo)
    const declared = this.services.handbooks.recordedVersions(handbook.id)
    const versions = new Set(consumptions.map(({ productSeq, version }) => `${productSeq}:${version}`))
    const existing = [...versions].find((key) => declared.has(key))
    if (existing !== undefined) {
      const [productSeq, version] = existing.split(':')
      refuse({
        code: 'draft.versionInForce',
        message: `成品 ${productSeq} 的单耗版本 ${version} 已在用，只能提出新版本（R-40）`,
        next: '请用一个还没有的版本号',
      })
    }
    const open = this.store.openChange(handbook.id)
    const draft = this.requireEditable(open?.draft_id ?? this.createChange({ handbookNo }).draftId)
    this.rowsOfDrafts.propose(
      draft,
      versions,
      consumptions.map((row) => cellsOf('consumptions', row)),
      this.clock.now(),
    )
    return draft.draft_id
  }

  attach({ draftId, requirement, fileId }: Input<'handbookDrafts.attach'>): Output<'handbookDrafts.attach'> {
    const draft = this.requireEditable(draftId)
    const file = this.services.files.require(fileId)
    const needed = this.documents(this.grid(draft)).find((each) => each.requirement === requirement)
    if (!needed) {
      return refuse({
        code: 'draft.unknownDocument',
        message: `没有“${requirement}”这一项单证`,
        at: { field: 'requirement' },
        next: '请从单证清单中选择（R-4）',
      })
    }
    this.store.attach(draftId, requirement, fileId)
    this.store.touch(draftId, this.clock.now())
    this.services.journal.record({ subject: subjectOf(draft), what: `附上单证“${needed.name}”：${file.name}` })
    return { documents: this.documents(this.grid(draft)) }
  }

  detach({ draftId, requirement, fileId }: Input<'handbookDrafts.detach'>): Output<'handbookDrafts.detach'> {
    const draft = this.requireEditable(draftId)
    const file = this.services.files.require(fileId)
    if (this.store.detach(draftId, requirement, fileId)) {
      this.store.touch(draftId, this.clock.now())
      this.services.journal.record({ subject: subjectOf(draft), what: `取下单证：${file.name}` })
    }
    return { documents: this.documents(this.grid(draft)) }
  }

  discard(draftId: string): Summary {
    const draft = this.requireEditable(draftId)
    this.store.setState({ ...draft, state: 'discarded' })
    this.services.journal.record({ subject: subjectOf(draft), what: '作废草稿' })
    return this.summary({ ...draft, state: 'discarded' })
  }

  /** What was frozen of it last, signed or not. */
  noteFiling(draftId: string, filingId: string): void {
    this.store.setState({ ...this.requireEditable(draftId), filing_id: filingId })
  }

  /** A signed filing waits for its answer. */
  markFiled(draftId: string, filingId: string): void {
    const draft = this.requireEditable(draftId)
    this.store.setExtension(draftId, isExtension(this.grid(draft)))
    this.store.setState({ ...draft, state: 'filed', filing_id: filingId })
  }

  /** 退单: the draft is in the clerk's hands again. */
  markReturned(draftId: string): void {
    this.store.setState({ ...this.requireFiled(draftId), state: 'returned' })
  }

  /**
   * Puts what was filed in force: a new handbook, or the changes of one. Who calls keeps it in one transaction, and records the step of
   * the handbook's life.
   * @param sourceFileId the accepted message
   * @returns the handbook
   * @throws Refusal draft.notFiled, draft.wrong, draft.wrongHandbook, draft.barred
   */
  accept(draftId: string, by: { handbookNo: string; seqNo: string; acceptedOn: Day; sourceFileId: string }): HandbookRow {
    const draft = this.requireFiled(draftId)
    const proposal = this.proposedRecord(draftId)
    if ('problems' in proposal) return this.refuseAcceptance(draft)
    const head = { ...proposal.head, seqNo: by.seqNo || proposal.head.seqNo, handbookNo: by.handbookNo }
    const handbook = draft.kind === 'change' ? this.acceptChange(draft, head, proposal) : this.acceptFiling(head, proposal, by)
    this.store.setState({ ...draft, state: 'accepted', handbook_id: handbook.id })
    this.services.journal.record({
      subject: `手册 ${by.handbookNo}`,
      what: draft.kind === 'change' ? '变更经海关批准，已生效' : '备案经海关批准，手册已设立',
      after: { 批准日期: by.acceptedOn, 有效期: head.validTo },
    })
    return handbook
  }

  private acceptFiling(head: RecordHead, proposal: Proposal, by: { acceptedOn: Day; sourceFileId: string }): HandbookRow {
    const { handbooks } = this.services
    const wrong =
      !/^[A-Z][0-9A-Z]{11}$/.test(head.handbookNo) || head.handbookNo[0] !== head.kind
        ? `手册编号 ${head.handbookNo} 应为 12 位，首字母 ${head.kind}（R-1）`
        : handbooks.find(head.handbookNo)
          ? `手册 ${head.handbookNo} 已在账内`
          : head.validTo < by.acceptedOn
            ? `有效期 ${head.validTo} 早于批准日期 ${by.acceptedOn}`
            : undefined
    if (wrong !== undefined)
      refuse({ code: 'draft.wrongHandbook', message: `${wrong}，没有设立手册`, next: '请核对回执或登记的内容' })
    const rowsOf = <Row>(marked: readonly { row: Row }[]) => marked.map(({ row }) => row)
    return handbooks.addWhole(
      {
        head: { ...head, establishedOn: by.acceptedOn },
        materials: rowsOf(proposal.bodies.materials),
        products: rowsOf(proposal.bodies.products),
        consumptions: rowsOf(proposal.bodies.consumptions),
      },
      by.sourceFileId,
    )
  }

  private acceptChange(draft: Draft, head: RecordHead, proposal: Proposal): HandbookRow {
    const handbook = this.handbookOf(draft)
    if (handbook?.handbook_no !== head.handbookNo) {
      return refuse({
        code: 'draft.wrongHandbook',
        message: `回执的手册编号 ${head.handbookNo} 不是草稿所变更的 ${handbook?.handbook_no ?? ''}，没有生效`,
        next: '请核对回执',
      })
    }
    this.services.handbooks.change(handbook, head, proposal.bodies)
    return this.services.handbooks.require(head.handbookNo)
  }

  /** What was right when it was filed can have become wrong: a version may have been used meanwhile. */
  private refuseAcceptance(draft: Draft): never {
    const grid = this.grid(draft)
    const barred = bodies.flatMap((body) => examineBody(grid, body).flatMap((row) => row.barred ?? []))[0]
    return refuse({
      code: 'draft.barred',
      message: barred ? `${barred.message}（${barred.rule}），变更没有生效` : '草稿已与账内内容不符，没有生效',
      next: '请登记退单，改用新版本后重新申报',
    })
  }

  private documents(grid: DraftGrid): Documents {
    const held = Map.groupBy(this.store.documents(grid.draft.draft_id), ({ requirement }) => requirement)
    const guarantee = guaranteeOf(grid, this.services)
    return requiredDocumentsOf(grid, guarantee, { ...this.services, today: this.today() }).map(
      ({ id, name, condition, required }) => ({
        requirement: id,
        name,
        condition,
        required,
        files: (held.get(id) ?? []).map((file) => ({
          fileId: file.file_id,
          name: file.name,
          size: Number(file.size),
          sha256: file.sha256,
        })),
      }),
    )
  }

  private require(draftId: string): Draft {
    return (
      this.store.find(draftId) ??
      refuse({ code: 'draft.notFound', message: '没有这份草稿', at: { field: 'draftId' }, next: '请在草稿列表中选择' })
    )
  }

  private requireEditable(draftId: string): Draft {
    const draft = this.require(draftId)
    if (draft.state === 'editing' || draft.state === 'returned') return draft
    const [message, next] =
      draft.state === 'filed'
        ? ['草稿已签名申报，正在等待海关答复，不能修改', '请先登记海关的答复']
        : [`草稿已${draft.state === 'accepted' ? '生效' : '作废'}，不能修改`, '请新建草稿']
    return refuse({ code: `draft.${draft.state}`, message, at: { field: 'draftId' }, next })
  }

  private requireFiled(draftId: string): Draft {
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
  private handbookOf({ handbook_id }: Draft): HandbookRow | undefined {
    return handbook_id === null ? undefined : this.services.handbooks.list().find(({ id }) => id === handbook_id)
  }

  private inForceOf(draft: Draft): InForce | undefined {
    const handbook = draft.kind === 'change' ? this.handbookOf(draft) : undefined
    if (!handbook) return undefined
    const { handbooks, consumption, bondedLists } = this.services
    return inForceOf(
      handbooks.record(handbook),
      isEnded(draft) ? new Map() : consumption.frozenVersions(handbook.id),
      isEnded(draft) ? new Set() : bondedLists.listedItems(handbook.id),
    )
  }

  private grid(draft: Draft): DraftGrid {
    const rows = (body: RecordBody) => this.store.rows(draft.draft_id, body)
    return {
      draft,
      rows: { materials: rows('materials'), products: rows('products'), consumptions: rows('consumptions') },
      inForce: this.inForceOf(draft),
    }
  }

  private summary(draft: Draft): Summary {
    return isEnded(draft) ? this.summaryWithout(draft) : this.summaryOf(this.grid(draft))
  }

  private summaryOf(grid: DraftGrid): Summary {
    const summary = this.summaryWithout(grid.draft)
    return isEnded(grid.draft) ? summary : { ...summary, extension: isExtension(grid), problems: problemCount(grid) }
  }

  /** Without a look at the rows: of an ended draft nothing is wrong any more. */
  private summaryWithout(draft: Draft): Summary {
    return {
      draftId: draft.draft_id,
      kind: draft.kind,
      extension: draft.extension === 1n,
      handbookNo: this.handbookOf(draft)?.handbook_no ?? null,
      handbookKind: draft.head['kind'] ?? '',
      innerNo: draft.head['innerNo'] ?? '',
      state: draft.state,
      createdAt: draft.created_at,
      savedAt: draft.saved_at,
      ...this.store.counts(draft.draft_id),
      problems: 0,
      filingId: draft.filing_id,
    }
  }
}

/** What every declaration says anew, and so is no change. */
const ofTheDeclaration: ReadonlySet<string> = new Set(['declaredOn', 'inputOn'])

const isEnded = ({ state }: Draft): boolean => state === 'accepted' || state === 'discarded'

/** the change puts 有效期 off. */
const isExtension = ({ draft, inForce }: DraftGrid): boolean =>
  inForce !== undefined && (draft.head['validTo'] ?? '') > (inForce.head['validTo'] ?? '')

const problemCount = (grid: DraftGrid): number =>
  bodies.reduce(
    (sum, body) => sum + examineBody(grid, body).reduce((wrong, row) => wrong + row.problems.length, 0),
    headProblems(grid).length,
  )

const readRows = <B extends RecordBody>(body: B, grid: DraftGrid): RowOf[B][] =>
  grid.rows[body].flatMap(({ cells }) => {
    const read = readRow(body, cells, useOfRows(grid.draft.head['kind'] ?? ''))
    return 'value' in read ? [read.value] : []
  })
