import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { headingOf } from '../../../shared/domain/capability.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { cellsOf, readHead, readRow, rowKey, useOfRows } from '../../../shared/domain/handbook-record-cells.ts'
import type { Cells, RowOf } from '../../../shared/domain/handbook-record-cells.ts'
import { differingFields, markRecord } from '../../../shared/domain/handbook-record-changes.ts'
import type { MarkedBodies } from '../../../shared/domain/handbook-record-changes.ts'
import { bodyLabels } from '../../../shared/domain/handbook-record-fields.ts'
import type { RecordBody } from '../../../shared/domain/handbook-record-fields.ts'
import type { HandbookRecord, RecordConsumption, RecordHead } from '../../../shared/domain/handbook-record.ts'
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
import { bodies, examineBody, headProblems } from './draft-grid.ts'
import type { DraftGrid } from './draft-grid.ts'
import { DraftRows, subjectOf } from './draft-rows.ts'
import { rowsOfSheet } from './sheet-rows.ts'
import type { Sheet, Sheets } from './sheet-rows.ts'
import { BeginDraft } from './begin-draft.ts'
import { Drafts, isEnded } from './drafts.ts'
import { change, setUp } from './put-in-force.ts'
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
  private readonly drafts: Drafts
  private readonly begin: BeginDraft
  private readonly rowsOfDrafts: DraftRows
  private readonly services: Neighbours
  private readonly clock: Clock
  /** Of the ledger as the writer left it last: to count what is wrong, every row of an open draft is examined. */
  private listed = { version: -1n, summaries: new Map<string, Summary>() }

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new DraftStore(db)
    this.drafts = new Drafts(this.store, services)
    this.begin = new BeginDraft(this.store, this.drafts, services, clock)
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
      const { rows } = this.drafts.grid(draft)
      for (const { cells } of [...rows.materials, ...rows.products]) add(cells['hsCode'] ?? '', cells['name'] ?? '')
    }
    return {
      headings: [...names]
        .map(([heading, of]) => ({ heading, names: [...of] }))
        .toSorted((a, b) => (a.heading < b.heading ? -1 : 1)),
    }
  }

  get(draftId: string): Output<'handbookDrafts.get'> {
    const grid = this.drafts.grid(this.drafts.require(draftId))
    return {
      ...this.summaryOf(grid),
      head: { ...grid.draft.head },
      headBefore: grid.inForce ? { ...grid.inForce.head } : null,
      headProblems: [...headProblems(grid)],
      documents: this.documents(grid),
    }
  }

  rows({ draftId, body }: Input<'handbookDrafts.rows'>): Output<'handbookDrafts.rows'> {
    const examined = examineBody(this.drafts.grid(this.drafts.require(draftId)), body)
    return {
      rows: examined.map(({ rowId, cells, mark, before, problems }) => ({ rowId, cells, mark, before, problems: [...problems] })),
    }
  }

  /** The draft as the clerk left it. */
  contents(draftId: string): Pick<DraftGrid, 'draft' | 'rows'> {
    return this.drafts.grid(this.drafts.require(draftId))
  }

  compare(draftId: string): Output<'handbookDrafts.compare'> {
    const grid = this.drafts.grid(this.drafts.require(draftId))
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
    const grid = this.drafts.grid(this.drafts.require(draftId))
    const documents = this.documents(grid)
    return { checks: checkDraft(grid, { ...this.services, today: this.today(), documents }), documents }
  }

  /** The record that the draft proposes, with every mark; or how many cells are wrong. @throws Refusal draft.notFound */
  proposedRecord(draftId: string): Proposal | { problems: number } {
    const grid = this.drafts.grid(this.drafts.require(draftId))
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
    const handbook = this.drafts.handbookOf(grid.draft)
    return {
      kind: grid.draft.kind,
      extension: isExtension(grid),
      head: head.value,
      bodies: markRecord(handbook && this.services.handbooks.record(handbook), proposed),
    }
  }

  /** @throws Refusal draft.overdueHandbook, handbook.notFound */
  create(input: Input<'handbookDrafts.create'>): Summary {
    return this.summary(this.begin.filing(input))
  }

  /** A draft of a new handbook from a workbook. @throws Refusal draft.overdueHandbook */
  createFrom(head: Cells, sheets: Sheets): Summary {
    return this.summary(this.begin.filingFrom(head, sheets))
  }

  /** @throws Refusal handbook.notFound, handbook.closed, draft.reported, draft.openChange, draft.expired, draft.notLater */
  createChange({ handbookNo, validTo }: Input<'handbookDrafts.createChange'>): Summary {
    return this.summary(this.begin.change(handbookNo, validTo))
  }

  /** A change whose content comes from a workbook. @throws Refusal as {@link createChange} */
  createChangeFrom(handbookNo: string, head: Cells, sheets: Sheets): Summary {
    return this.summary(this.begin.changeFrom(handbookNo, head, sheets))
  }

  saveHead({ draftId, cells }: Input<'handbookDrafts.saveHead'>): Summary {
    const draft = this.drafts.requireEditable(draftId)
    const head = this.rowsOfDrafts.saveHead(draft, cells, this.clock.now())
    return this.summary({ ...draft, head })
  }

  saveRows({ draftId, body, rows }: Input<'handbookDrafts.saveRows'>): Output<'handbookDrafts.saveRows'> {
    const draft = this.drafts.requireEditable(draftId)
    const taken = () => this.drafts.inForceOf(draft)?.rows[body] ?? []
    return { rowIds: this.rowsOfDrafts.save(draft, body, rows, taken, this.clock.now()) }
  }

  removeRows({ draftId, body, rowIds }: Input<'handbookDrafts.removeRows'>): Output<'handbookDrafts.removeRows'> {
    return { removed: this.rowsOfDrafts.remove(this.drafts.requireEditable(draftId), body, rowIds, this.clock.now()) }
  }

  /** @throws Refusal draft.noSuchRow where the record in force has no such row */
  restoreRow({ draftId, body, before }: Input<'handbookDrafts.restoreRow'>): Output<'handbookDrafts.restoreRow'> {
    const draft = this.drafts.requireEditable(draftId)
    const key = rowKey(body, before)
    const held = this.drafts.inForceOf(draft)?.rows[body].find((cells) => rowKey(body, cells) === key)
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
    const draft = this.drafts.requireEditable(draftId)
    const rows = rowsOfSheet(body, sheet, this.drafts.inForceOf(draft)?.rows[body] ?? [])
    this.rowsOfDrafts.replace(draft, body, rows, this.clock.now())
    const problems = examineBody(this.drafts.grid(draft), body).reduce((sum, row) => sum + row.problems.length, 0)
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
    const draft = this.drafts.requireEditable(open?.draft_id ?? this.createChange({ handbookNo }).draftId)
    this.rowsOfDrafts.propose(
      draft,
      versions,
      consumptions.map((row) => cellsOf('consumptions', row)),
      this.clock.now(),
    )
    return draft.draft_id
  }

  attach({ draftId, requirement, fileId }: Input<'handbookDrafts.attach'>): Output<'handbookDrafts.attach'> {
    const draft = this.drafts.requireEditable(draftId)
    const file = this.services.files.require(fileId)
    const needed = this.documents(this.drafts.grid(draft)).find((each) => each.requirement === requirement)
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
    return { documents: this.documents(this.drafts.grid(draft)) }
  }

  detach({ draftId, requirement, fileId }: Input<'handbookDrafts.detach'>): Output<'handbookDrafts.detach'> {
    const draft = this.drafts.requireEditable(draftId)
    const file = this.services.files.require(fileId)
    if (this.store.detach(draftId, requirement, fileId)) {
      this.store.touch(draftId, this.clock.now())
      this.services.journal.record({ subject: subjectOf(draft), what: `取下单证：${file.name}` })
    }
    return { documents: this.documents(this.drafts.grid(draft)) }
  }

  discard(draftId: string): Summary {
    const draft = this.drafts.requireEditable(draftId)
    this.store.setState({ ...draft, state: 'discarded' })
    this.services.journal.record({ subject: subjectOf(draft), what: '作废草稿' })
    return this.summary({ ...draft, state: 'discarded' })
  }

  /** What was frozen of it last, signed or not. */
  noteFiling(draftId: string, filingId: string): void {
    this.store.setState({ ...this.drafts.requireEditable(draftId), filing_id: filingId })
  }

  /** A signed filing waits for its answer. */
  markFiled(draftId: string, filingId: string): void {
    const draft = this.drafts.requireEditable(draftId)
    this.store.setExtension(draftId, isExtension(this.drafts.grid(draft)))
    this.store.setState({ ...draft, state: 'filed', filing_id: filingId })
  }

  /** 退单: the draft is in the clerk's hands again. */
  markReturned(draftId: string): void {
    this.store.setState({ ...this.drafts.requireFiled(draftId), state: 'returned' })
  }

  /**
   * Puts what was filed in force: a new handbook, or the changes of one. Who calls keeps it in one transaction, and records the step of
   * the handbook's life.
   * @param sourceFileId the accepted message
   * @returns the handbook
   * @throws Refusal draft.notFiled, draft.wrong, draft.wrongHandbook, draft.barred
   */
  accept(draftId: string, by: { handbookNo: string; seqNo: string; acceptedOn: Day; sourceFileId: string }): HandbookRow {
    const draft = this.drafts.requireFiled(draftId)
    const proposal = this.proposedRecord(draftId)
    if ('problems' in proposal) return this.refuseAcceptance(draft)
    const head = { ...proposal.head, seqNo: by.seqNo || proposal.head.seqNo, handbookNo: by.handbookNo }
    const approved = { head, bodies: proposal.bodies }
    const { handbooks } = this.services
    const handbook =
      draft.kind === 'change' ? change(handbooks, this.drafts.handbookOf(draft), approved) : setUp(handbooks, approved, by)
    this.store.setState({ ...draft, state: 'accepted', handbook_id: handbook.id })
    this.services.journal.record({
      subject: `手册 ${by.handbookNo}`,
      what: draft.kind === 'change' ? '变更经海关批准，已生效' : '备案经海关批准，手册已设立',
      after: { 批准日期: by.acceptedOn, 有效期: head.validTo },
    })
    return handbook
  }

  /** What was right when it was filed can have become wrong: a version may have been used meanwhile. */
  private refuseAcceptance(draft: Draft): never {
    const grid = this.drafts.grid(draft)
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

  private summary(draft: Draft): Summary {
    return isEnded(draft) ? this.summaryWithout(draft) : this.summaryOf(this.drafts.grid(draft))
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
      handbookNo: this.drafts.handbookOf(draft)?.handbook_no ?? null,
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
