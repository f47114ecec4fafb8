import type { Input, Output } from '../../../shared/contract/contract.ts'
import { mostPlaces, refuse } from '../../../shared/contract/errors.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import { netExportByProduct } from '../../../shared/domain/balance.ts'
import { noQuantity, parseEntered, printMoney, printQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import type { Cells } from '../../../shared/domain/handbook-record-cells.ts'
import { listBusinessTable } from '../../../shared/domain/list-business.ts'
import { normaliseListCells } from '../../../shared/domain/list-cells.ts'
import { listField, listFieldLabel } from '../../../shared/domain/list-fields.ts'
import type { ListPart } from '../../../shared/domain/list-fields.ts'
import { pairedLines } from '../../../shared/domain/list-pairs.ts'
import type { ListRecord } from '../../../shared/domain/list-record.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import type { SelfVerificationService } from '../self-verification/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { BeginListDraft } from './begin-draft.ts'
import type { NewDraft } from './begin-draft.ts'
import { isEditable, isEnded, ListDrafts, subjectOf } from './drafts.ts'
import { differing, ExamineDraft } from './examine.ts'
import type { Examination } from './examine.ts'
import { ListFate } from './fate.ts'
import type { Acceptance } from './fate.ts'
import { recordOf } from './record.ts'
import { ListDraftStore } from './store.ts'
import type { Draft, OriginKind } from './store.ts'

export type ListDraftSummary = Output<'listDrafts.list'>['drafts'][number]
/** A draft of a list with what it moves; cells that are no numbers yet count for nothing. */
interface OpenListDraft {
  draftId: string
  business: Draft['business']
  state: Draft['state']
  innerNo: string
  lines: readonly { itemSeq: number; quantity: Quantity }[]
}
export type { Acceptance } from './fate.ts'
export type { NewDraft } from './begin-draft.ts'

interface Neighbours {
  enterprise: EnterpriseService
  reference: ReferenceService
  handbooks: HandbooksService
  bondedLists: BondedListsService
  writeOff: WriteOffService
  handbookLife: HandbookLifeService
  selfVerification: SelfVerificationService
  journal: JournalService
}

/** Where the page of what made a draft stands; of surplus, of the handbook that it leaves. */
const origins: Record<OriginKind, { what: string; to: (id: string, from: string) => string }> = {
  transfer: { what: '深加工结转', to: paths.transfer },
  surplus: { what: '余料结转', to: (_id, from) => paths.surplus(from) },
  domesticSale: { what: '内销', to: paths.sale },
}

/** Bonded lists that are made here, from the first cell to what customs has taken. */
export class ListDraftsService {
  private readonly store: ListDraftStore
  private readonly drafts: ListDrafts
  private readonly begin: BeginListDraft
  private readonly examination: ExamineDraft
  private readonly fate: ListFate
  private readonly services: Neighbours
  private readonly clock: Clock
  /** Of the ledger as the writer left it last: to count what blocks, every line of an open draft is examined. */
  private listed = { at: '', blocks: new Map<string, number>() }

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new ListDraftStore(db)
    this.drafts = new ListDrafts(this.store)
    this.begin = new BeginListDraft(this.store, services, clock)
    this.examination = new ExamineDraft(this.store, this.begin, services, clock)
    this.services = services
    this.clock = clock
    this.fate = new ListFate(this.store, this.drafts, services, {
      record: (draft) => recordOf(this.examine(draft), services.enterprise.get()),
      handbookNo: (draft) => this.handbookNoOf(draft),
    })
  }

  private handbookNoOf({ handbook_id }: Draft): string {
    return this.services.handbooks.list().find(({ id }) => id === handbook_id)?.handbook_no ?? ''
  }

  private examine(draft: Draft): Examination {
    return this.examination.session()(draft)
  }

  /** For the reading connection alone: what the ledger's version tells of is what the other one has written. */
  list({ handbookNo, open }: Input<'listDrafts.list'>): Output<'listDrafts.list'> {
    const wanted = handbookNo === undefined ? undefined : this.services.handbooks.require(handbookNo).id
    return { drafts: this.examined(this.store.list(wanted).filter((draft) => !open || !isEnded(draft))) }
  }

  /** What nobody has filed yet, newest first; of those that have been, however many, none is looked at. As {@link list}, for reading. */
  unfiled(): ListDraftSummary[] {
    return this.examined(this.store.unfiled())
  }

  private examined(drafts: readonly Draft[]): ListDraftSummary[] {
    const at = `${this.store.ledgerVersion()} ${dayOfInstant(this.clock.now())}`
    if (at !== this.listed.at) this.listed = { at, blocks: new Map() }
    const { blocks } = this.listed
    const examine = this.examination.session()
    return drafts.map((draft) => {
      if (isEditable(draft) && !blocks.has(draft.draft_id)) blocks.set(draft.draft_id, countBlocks(examine(draft)))
      return this.summaryWith(draft, blocks.get(draft.draft_id) ?? 0)
    })
  }

  get(draftId: string): Output<'listDrafts.get'> {
    const draft = this.drafts.require(draftId)
    const of = this.examine(draft)
    const declarationNo = new Map(of.declaration.flatMap(({ no, lineNos }) => lineNos.map((lineNo) => [lineNo, no] as const)))
    const exported = netExportByProduct(of.before.products)
    const materials = new Map(of.before.materials.map((material) => [material.seq, material]))
    const isMaterial = listBusinessTable[draft.business].goods === 'material'
    return {
      ...this.summaryWith(draft, isEnded(draft) ? 0 : countBlocks(of)),
      head: { ...of.head },
      headBefore: of.headBefore ? { ...of.headBefore } : null,
      body: of.lines.map(({ lineNo, typed, cells, item }) => {
        const material = item && isMaterial ? materials.get(item.seq) : undefined
        const moved = item ? (isMaterial ? material?.imported : exported.get(item.seq)) : undefined
        const numbered = { ...cells, declarationLineNo: String(declarationNo.get(lineNo) ?? '') }
        const proposed = Object.entries(numbered).filter(([id, text]) => text !== '' && (typed[id] ?? '') === '')
        return {
          lineNo,
          cells: { ...typed },
          proposed: Object.fromEntries(proposed),
          item: {
            name: item?.name ?? '',
            partNo: item?.partNo ?? '',
            hsCode: item?.hsCode ?? '',
            spec: item?.spec ?? '',
            unit: item?.unit ?? '',
            legalUnit: item?.legalUnit ?? '',
            secondLegalUnit: item?.secondLegalUnit ?? '',
            recorded: item ? printQuantity(item.recorded) : '',
            left: item ? printQuantity((item.recorded - (moved ?? noQuantity)) as Quantity) : '',
            balance: material ? printQuantity(material.balance) : '',
          },
          before: of.linesBefore.has(lineNo) ? { ...of.linesBefore.get(lineNo) } : null,
        }
      }),
      deleted:
        draft.declaration_type === '2'
          ? of.deleted.map(({ lineNo, item, typed }) => ({ lineNo, name: item?.name ?? '', before: { ...typed } }))
          : [],
      guards: isEnded(draft) ? [] : mostOf(of.guards),
      declaration: printDeclaration(of),
    }
  }

  summary(draftId: string): ListDraftSummary {
    return this.summaryOf(this.drafts.require(draftId))
  }

  /** Of a handbook what has not ended, unexamined: to count what is on its way. */
  openOf(handbookId: bigint): OpenListDraft[] {
    return this.store
      .list(handbookId)
      .filter((draft) => !isEnded(draft))
      .map(({ draft_id, business, state, inner_no, lines }) => ({
        draftId: draft_id,
        business,
        state,
        innerNo: inner_no,
        lines: lines.map((cells) => ({ itemSeq: Number(cells['itemSeq']), quantity: enteredOf(cells['quantity'] ?? '') })),
      }))
  }

  ofOrigin(kind: OriginKind, id: string): ListDraftSummary[] {
    return this.store.ofOrigin(kind, id).map((draft) => this.summaryOf(draft))
  }

  /** The list as it would be declared (INV101), or how many cells are wrong. @throws Refusal listDraft.notFound */
  proposal(draftId: string): ListRecord | { problems: number } {
    return recordOf(this.examine(this.drafts.require(draftId)), this.services.enterprise.get())
  }

  /** All that a filing of it would say, of one look at it. Guards are worst first. @throws Refusal listDraft.notFound */
  toBeFiled(draftId: string) {
    const draft = this.drafts.require(draftId)
    const of = this.examine(draft)
    return {
      state: draft.state,
      handbookNo: this.handbookNoOf(draft),
      proposal: recordOf(of, this.services.enterprise.get()),
      guards: [...of.guards],
      declaration: printDeclaration(of),
    }
  }

  /** @throws Refusal handbook.notFound, handbook.closed, listDraft.noMode, list.notFound, listDraft.otherGoods */
  createByHand(input: Input<'listDrafts.create'>): ListDraftSummary {
    return this.summaryOf(this.begin.create(input))
  }

  /** For a transfer, a surplus or a sale. @returns the draft's id. @throws Refusal as {@link createByHand} */
  create(input: NewDraft): string {
    requireCells('head', input.head ?? {})
    for (const cells of input.lines) requireCells('line', cells)
    return this.begin.createFor(input).draft_id
  }

  /** @throws Refusal list.notFound, list.cannotChange, listDraft.noBusiness, list.linesMissing */
  createChange(input: Input<'listDrafts.createChange'>): ListDraftSummary {
    return this.summaryOf(this.begin.createChange(input))
  }

  /** @throws Refusal listDraft.savedMeanwhile, listDraft.unknownField, listDraft.filed … */
  save({ draftId, head, lines, savedAt }: Input<'listDrafts.save'>): ListDraftSummary {
    const draft = this.drafts.requireEditable(draftId)
    if (draft.saved_at !== savedAt) {
      refuse({
        code: 'listDraft.savedMeanwhile',
        message: '这份草稿已被别处保存过，没有覆盖',
        at: { field: 'savedAt' },
        next: '请刷新后重新填写',
      })
    }
    return this.write(draft, head, lines, '修改清单草稿')
  }

  /** Puts the lines of a workbook in the place of those of the draft. */
  replaceLines(draftId: string, lines: readonly Cells[]): ListDraftSummary {
    const draft = this.drafts.requireEditable(draftId)
    return this.write(draft, draft.head, lines, '从工作簿导入表体，替换原有各行')
  }

  /** Given cells alone; others of the head stay. @throws Refusal listDraft.filed … */
  setHead(draftId: string, head: Record<string, string>): void {
    const draft = this.drafts.requireEditable(draftId)
    this.write(draft, { ...draft.head, ...head }, draft.lines, '补填清单草稿的表头')
  }

  private write(draft: Draft, head: Cells, lines: readonly Cells[], what: string): ListDraftSummary {
    requireCells('head', head)
    for (const cells of lines) requireCells('line', cells)
    const saved: Draft = {
      ...draft,
      head: normaliseListCells('head', head),
      lines: lines.map((cells) => normaliseListCells('line', cells)),
      saved_at: later(this.clock.now(), draft.saved_at),
    }
    saved.inner_no = saved.head['innerNo'] ?? ''
    this.store.save(saved)
    this.services.journal.record({ subject: subjectOf(saved, this.handbookNoOf(saved)), what, ...changesOf(draft, saved) })
    return this.summaryOf(saved)
  }

  /** @throws Refusal listDraft.filed, listDraft.accepted, listDraft.discarded */
  discard(draftId: string): ListDraftSummary {
    const draft = this.drafts.requireEditable(draftId)
    this.store.setFate({ ...draft, state: 'discarded' })
    this.services.journal.record({ subject: subjectOf(draft, this.handbookNoOf(draft)), what: '作废清单草稿' })
    return this.summaryOf({ ...draft, state: 'discarded' })
  }

  /** What was frozen of it last, signed or not. */
  noteFiling(draftId: string, filingId: string): void {
    this.store.setFate({ ...this.drafts.requireEditable(draftId), filing_id: filingId })
  }

  /** A signed filing waits for its answer: a new list stands in the books as 预核扣 from now on. */
  markFiled(draftId: string, filingId: string): void {
    this.fate.markFiled(draftId, filingId)
  }

  markReturned(draftId: string): void {
    this.fate.markReturned(draftId)
  }

  accept(draftId: string, by: Acceptance): void {
    this.fate.accept(draftId, by)
  }

  settleFromBooks(): void {
    this.fate.settleFromBooks()
  }

  private summaryOf(draft: Draft): ListDraftSummary {
    return this.summaryWith(draft, isEnded(draft) ? 0 : countBlocks(this.examine(draft)))
  }

  private summaryWith(draft: Draft, blocks: number): ListDraftSummary {
    const { direction, goods } = listBusinessTable[draft.business]
    const handbookNo = this.handbookNoOf(draft)
    const from = draft.business === 'surplusIn' ? (draft.head['relatedHandbookNo'] ?? '') : handbookNo
    const origin = draft.origin_kind && draft.origin_id ? { ...origins[draft.origin_kind], id: draft.origin_id } : undefined
    return {
      draftId: draft.draft_id,
      handbookNo,
      business: draft.business,
      mode: draft.mode,
      direction,
      goods,
      declarationType: draft.declaration_type,
      innerNo: draft.inner_no,
      listNo: this.listNoOf(draft),
      declaredOn: draft.head['declaredOn'] ?? '',
      state: draft.state,
      lines: draft.lines.length,
      origin: origin ? { what: origin.what, to: origin.to(origin.id, from) } : null,
      blocks,
      createdAt: draft.created_at,
      savedAt: draft.saved_at,
      filingId: draft.filing_id,
    }
  }

  private listNoOf({ state, base_list, list_id }: Draft): string {
    const of = base_list ?? (state === 'accepted' ? list_id : null)
    return of === null ? '' : (this.services.bondedLists.byId(of)?.list_no ?? '')
  }
}

function enteredOf(text: string): Quantity {
  const value = parseEntered('Quantity', text)
  return typeof value === 'string' ? noQuantity : value
}

const printDeclaration = ({ declaration }: Examination): Output<'listDrafts.get'>['declaration'] =>
  declaration.map(({ quantity, total, ...line }) => ({ ...line, quantity: printQuantity(quantity), total: printMoney(total) }))

const countBlocks = ({ guards }: Examination): number => guards.filter(({ severity }) => severity === 'blocks').length

/** A body that is wrong everywhere says so in its first places. */
function mostOf(guards: Examination['guards']): Guard[] {
  if (guards.length <= mostPlaces) return [...guards]
  const rest = guards.length - mostPlaces
  const more = {
    severity: 'warns',
    rule: 'R-67',
    message: `另有 ${rest} 条没有列出`,
    next: '请先处理列出的各条',
    lineNo: null,
    column: '',
    to: null,
  } as const
  return [...guards.slice(0, mostPlaces), more]
}

/** Two saves within a millisecond are still told apart. */
const later = (now: string, than: string): string => (now > than ? now : new Date(Date.parse(than) + 1).toISOString())

function requireCells(part: ListPart, cells: Cells): void {
  const unknown = Object.keys(cells).find((id) => !listField(part, id))
  if (unknown === undefined) return
  refuse({
    code: 'listDraft.unknownField',
    message: `清单${part === 'head' ? '表头' : '表体'}没有“${unknown}”这个栏目`,
    at: { field: unknown },
    next: '请刷新后重试',
  })
}

/** Beyond this an entry of the journal counts lines instead of telling them. */
const mostToldLines = 200

function changesOf(was: Draft, is: Draft): { before: Record<string, string>; after: Record<string, string> } {
  const before: Record<string, string> = {}
  const after: Record<string, string> = {}
  for (const id of differing(was.head, is.head)) {
    before[listFieldLabel('head', id)] = was.head[id] ?? ''
    after[listFieldLabel('head', id)] = is.head[id] ?? ''
  }
  const pairs = pairedLines(was.lines, is.lines)
  const kept = new Set(pairs)
  const gone = was.lines.flatMap((cells, index) =>
    kept.has(index) ? [] : [{ where: `删去的第 ${index + 1} 行`, earlier: cells, now: undefined }],
  )
  const others = is.lines.map((now, index) => ({
    where: `第 ${index + 1} 行`,
    earlier: was.lines[pairs[index] ?? -1],
    now,
  }))
  const changed = [...gone, ...others].flatMap(({ where, earlier, now }) => {
    const ids = differing(earlier ?? {}, now ?? {})
    return ids.length === 0 ? [] : [{ where, earlier, now, ids }]
  })
  const said = (cells: Cells | undefined, ids: readonly string[]) =>
    cells === undefined ? '' : ids.map((id) => `${listFieldLabel('line', id)} ${cells[id] ?? ''}`).join('；')
  for (const { where, earlier, now, ids } of changed.slice(0, mostToldLines)) {
    before[where] = said(earlier, ids)
    after[where] = said(now, ids)
  }
  if (changed.length > mostToldLines) after['改动的行数'] = String(changed.length)
  return { before, after }
}
