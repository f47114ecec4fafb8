import { writeOffBalance } from '../../../shared/domain/balance.ts'
import type { ConsumptionLine, MovementTotal, WriteOffBalance } from '../../../shared/domain/balance.ts'
import { day, dayOfInstant, parseDay } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { declarationLines } from '../../../shared/domain/declaration-lines.ts'
import { rate } from '../../../shared/domain/exact.ts'
import type { Money, Quantity } from '../../../shared/domain/exact.ts'
import type { CellProblem, Cells } from '../../../shared/domain/handbook-record-cells.ts'
import { listBusinessTable } from '../../../shared/domain/list-business.ts'
import { listCellProblem, normaliseListCells } from '../../../shared/domain/list-cells.ts'
import { listFields } from '../../../shared/domain/list-fields.ts'
import { listGuards, mergedLines } from '../../../shared/domain/list-guards.ts'
import type { ListFacts, ListGuard } from '../../../shared/domain/list-guards.ts'
import { examineLines } from '../../../shared/domain/list-lines.ts'
import { pairedLines } from '../../../shared/domain/list-pairs.ts'
import type { ExaminedLine, ListItem } from '../../../shared/domain/list-lines.ts'
import { postingRules } from '../../../shared/domain/posting-rules.ts'
import type { BondedListsService, ListRow } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService, ItemRow } from '../handbooks/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import type { SelfVerificationService } from '../self-verification/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import type { BeginListDraft } from './begin-draft.ts'
import type { Draft, ListDraftStore } from './store.ts'

interface Neighbours {
  enterprise: EnterpriseService
  reference: ReferenceService
  handbooks: HandbooksService
  bondedLists: BondedListsService
  writeOff: WriteOffService
  handbookLife: HandbookLifeService
  selfVerification: SelfVerificationService
}

/** A draft beside the books: its lines with what is proposed, its guards, and the declaration that it makes. */
export interface Examination extends ListFacts {
  draft: Draft
  handbookRow: HandbookRow
  /** The list that a change or deletion is of. */
  base: ListRow | undefined
  headBefore: Cells | undefined
  /** By their numbers, which a change keeps: a line that is new in it goes on behind them. */
  linesBefore: ReadonlyMap<number, Cells>
  /** Lines of that list that the draft has no more. */
  deleted: readonly ExaminedLine[]
  guards: readonly ListGuard[]
}

/** What of a handbook every draft of it is held against. */
interface Books {
  handbook: HandbookRow
  items: Record<'I' | 'E', ReadonlyMap<number, ItemRow>>
  consumption: readonly ConsumptionLine[]
  /** Booked, and what waits for customs as if it were: lists, and changes and deletions of them. */
  totals: readonly MovementTotal[]
  changes: ReadonlyMap<string, readonly MovementTotal[]>
  now: WriteOffBalance
  recordedVersions: ReadonlySet<string>
  declaredVersions: ReadonlySet<string>
  onlyVersions: ReadonlyMap<number, string | undefined>
  /** R-40, only where a draft asks. */
  drifting(): ReadonlyMap<string, string>
}

export class ExamineDraft {
  private readonly store: ListDraftStore
  private readonly begin: BeginListDraft
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(store: ListDraftStore, begin: BeginListDraft, services: Neighbours, clock: Clock) {
    this.store = store
    this.begin = begin
    this.services = services
    this.clock = clock
  }

  /** Several drafts of one handbook at one moment share what the books say. */
  session(): (draft: Draft) => Examination {
    const books = new Map<bigint, Books>()
    return (draft) => {
      let of = books.get(draft.handbook_id)
      if (!of) books.set(draft.handbook_id, (of = this.books(draft.handbook_id)))
      return this.examine(draft, of)
    }
  }

  private books(handbookId: bigint): Books {
    const { handbooks, writeOff, selfVerification } = this.services
    const handbook = handbooks.list().find(({ id }) => id === handbookId)
    if (!handbook) throw new Error(`no handbook ${handbookId}`)
    const of = (kind: 'I' | 'E') => new Map(handbooks.itemsOf(handbookId, kind).map((item) => [Number(item.seq), item]))
    const items = { I: of('I'), E: of('E') }
    const consumption = handbooks.consumptionOf(handbookId)
    const { booked, waiting } = writeOff.totals(handbookId)
    const changes = new Map(
      this.store.filedChanges(handbookId).map((draft) => [draft.draft_id, this.effectOfChange(draft, items)] as const),
    )
    const totals = [...booked, ...waiting, ...[...changes.values()].flat()]
    const declaredVersions = handbooks.declaredVersions(handbookId)
    const onlyVersions = new Map<number, string | undefined>()
    for (const key of declaredVersions) {
      const [seq, version] = [Number(key.slice(0, key.indexOf(':'))), key.slice(key.indexOf(':') + 1)]
      onlyVersions.set(seq, onlyVersions.has(seq) ? undefined : version)
    }
    let drifting: ReadonlyMap<string, string> | undefined
    return {
      handbook,
      items,
      consumption,
      totals,
      changes,
      now: writeOffBalance([...items.I.keys()], totals, [], consumption),
      recordedVersions: handbooks.recordedVersions(handbookId),
      declaredVersions,
      onlyVersions,
      drifting: () =>
        (drifting ??= new Map(
          selfVerification.comparisons
            .driftingVersions(handbook.handbook_no)
            .map(({ productSeq, version, message }) => [`${productSeq}:${version}`, message]),
        )),
    }
  }

  private examine(draft: Draft, books: Books): Examination {
    const { bondedLists, writeOff, reference } = this.services
    const { handbook } = books
    const today = dayOfInstant(this.clock.now())
    const { direction, goods } = listBusinessTable[draft.business]
    const kind = goods === 'material' ? 'I' : 'E'
    const head = normaliseListCells('head', draft.head)
    const items = books.items[kind]
    const itemOf = (seq: number) => {
      const item = items.get(seq)
      return item && listItem(item)
    }
    const context = {
      business: draft.business,
      country: head['country'] ?? '',
      onlyVersion: (seq: number) => books.onlyVersions.get(seq),
    }
    const base = draft.base_list === null ? undefined : bondedLists.byId(draft.base_list)
    const [headBefore, linesBefore] = base
      ? [this.begin.headInBooks(base), this.begin.linesInBooks(base)]
      : [undefined, new Map<number, Cells>()]
    const numbers = base && numbersBeside(linesBefore, draft.lines)
    const lines = examineLines(draft.lines, itemOf, context, numbers)
    const baseTotals = base && base.status !== 'deleted' ? this.totalsOf(base, -1n) : []
    const own = draft.declaration_type === '3' ? [] : totalsOfLines(draft, lines)
    const seqs = [...books.items.I.keys()]
    const balance = (totals: readonly MovementTotal[]) =>
      totals.length === 0 ? books.now : writeOffBalance(seqs, [...books.totals, ...totals], [], books.consumption)
    // What has been filed of the draft stands in the books already: it is looked at as they were before.
    const standing = draft.list_id === null ? undefined : bondedLists.byId(draft.list_id)
    const ownStands = standing !== undefined && standing.status !== 'deleted' && draft.declaration_type === '1'
    const filed = [...(ownStands ? this.totalsOf(standing, -1n) : []), ...negated(books.changes.get(draft.draft_id) ?? [])]
    const now = balance(filed)
    const before = baseTotals.length === 0 ? now : balance([...filed, ...baseTotals])
    const after = own.length === 0 ? before : balance([...filed, ...baseTotals, ...own])

    const kept = new Set(numbers)
    const gone = [...linesBefore].filter(([lineNo]) => !kept.has(lineNo))
    const declaredOn = parseDay(head['declaredOn'] ?? '')
    const standards = reference.standardsOn(declaredOn ?? today)
    const parameter = (name: 'priceTolerance' | 'scrapTolerance' | 'declarationLines') => reference.parameterOn(name, today).value
    const facts = {
      today,
      business: draft.business,
      mode: draft.mode,
      declarationType: draft.declaration_type,
      handbook: this.handbookFacts(handbook),
      hasEnterprise: this.services.enterprise.get() !== null,
      head,
      headProblems: headProblems(head),
      declaredOn,
      declaredToCustoms: head['declaredToCustoms'] === '1',
      lines,
      change: base && this.changeFacts(draft, handbook, base, { head, lines, gone: gone.length }, headBefore, linesBefore),
      innerNoTakenBy: draft.declaration_type === '1' ? this.takenBy(draft, head['innerNo'] ?? '') : undefined,
      transferBars: draft.business === 'transferIn' || draft.business === 'transferOut' ? this.transferBars(today) : [],
      relatedHandbook: this.relatedHandbook(head['relatedHandbookNo'] ?? ''),
      recordedVersions: books.recordedVersions,
      declaredVersions: books.declaredVersions,
      drifting: goods === 'product' && direction === 'E' ? books.drifting() : new Map<string, string>(),
      before,
      after,
      now,
      materialName: (seq: number) => books.items.I.get(seq)?.name ?? '',
      recordedOf: (seq: number) => items.get(seq)?.quantity_e5 as Quantity | undefined,
      history: writeOff.history(
        handbook.id,
        goods,
        [...new Set(lines.flatMap(({ line }) => line?.itemSeq ?? []))],
        goods === 'material' ? purchases : sales,
      ),
      hasStandard: (hsCode: string) => standards.some(({ productHsCode }) => hsCode.startsWith(productHsCode)),
      parameters: {
        priceTolerance: rate(parameter('priceTolerance')),
        scrapTolerance: rate(parameter('scrapTolerance')),
        declarationLines: Number(parameter('declarationLines')),
      },
    }
    const merged = mergedLines(facts)
    const whole: ListFacts = { ...facts, merged, declaration: declarationLines(merged) }
    const deleted = examineLines(
      gone.map(([, cells]) => cells),
      itemOf,
      context,
      gone.map(([lineNo]) => lineNo),
    )
    return { ...whole, draft, handbookRow: handbook, base, headBefore, linesBefore, deleted, guards: listGuards(whole) }
  }

  /** What a filed change or deletion would do to the books. */
  private effectOfChange(draft: Draft, items: Books['items']): MovementTotal[] {
    const base = this.services.bondedLists.byId(draft.base_list ?? -1n)
    if (!base || base.status === 'deleted') return []
    if (draft.declaration_type === '3') return this.totalsOf(base, -1n)
    const lines = examineLines(
      draft.lines,
      (seq) => {
        const item = items[base.goods].get(seq)
        return item && listItem(item)
      },
      { business: draft.business, country: draft.head['country'] ?? '', onlyVersion: () => undefined },
    )
    return [...this.totalsOf(base, -1n), ...totalsOfLines(draft, lines)]
  }

  private totalsOf(list: ListRow, sign: 1n | -1n): MovementTotal[] {
    return this.services.bondedLists.linesOf(list.id).map((row) => ({
      goods: list.goods === 'I' ? 'material' : 'product',
      seq: Number(row.item_seq),
      version: row.version,
      mode: list.mode,
      direction: list.direction,
      quantity: (sign * row.quantity_e5) as Quantity,
    }))
  }

  private handbookFacts(handbook: HandbookRow): ListFacts['handbook'] {
    const { closed, reported } = this.services.handbookLife.life(handbook.id)
    return {
      handbookNo: handbook.handbook_no,
      kind: handbook.kind,
      levyNature: handbook.levy_nature,
      establishedOn: day(handbook.established_on),
      validTo: day(handbook.valid_to),
      consumptionStage: handbook.consumption_stage,
      pauseMark: handbook.pause_mark,
      closedOn: closed,
      reportedOn: reported,
      operatorCustomsCode: handbook.operator_customs_code,
      processorCustomsCode: handbook.processor_customs_code,
    }
  }

  private changeFacts(
    draft: Draft,
    handbook: HandbookRow,
    base: ListRow,
    is: { head: Cells; lines: readonly ExaminedLine[]; gone: number },
    headBefore: Cells | undefined,
    linesBefore: ReadonlyMap<number, Cells>,
  ): NonNullable<ListFacts['change']> {
    const ended = draft.state === 'accepted' || draft.state === 'discarded'
    const decision = ended
      ? { allowed: true, reason: '', next: '' }
      : this.begin.mayChange(handbook, base, draft.declaration_type === '3' ? 'delete' : 'change', draft.draft_id)
    const differs =
      is.gone > 0 ||
      differing(headBefore ?? {}, is.head).some((id) => id !== 'declaredOn') ||
      is.lines.some(({ lineNo, typed }) => differing(linesBefore.get(lineNo) ?? {}, typed).length > 0)
    return { ...decision, differs, innerNo: base.inner_no }
  }

  /** */
  private takenBy(draft: Draft, innerNo: string): string | undefined {
    if (innerNo === '') return undefined
    const listed = this.services.bondedLists.withInnerNo(innerNo).find((list) => list.draft_id !== draft.draft_id)
    if (listed) return `清单 ${listed.list_no}`
    const [other] = this.store.withInnerNo(innerNo, draft.draft_id)
    return other && `另一份清单草稿（${listBusinessTable[other.business].name}，${dayOfInstant(other.created_at)} 新建）`
  }

  /** */
  private transferBars(today: Day): string[] {
    const bars = this.services.handbookLife
      .overdue(today)
      .map(({ handbookNo, deadline }) => `手册 ${handbookNo} 应于 ${deadline} 前报核而没有报核`)
    const table = this.services.reference.capability()
    if (table?.orderedToRectify) bars.push('企业被责令整改')
    if (table?.underSmugglingInvestigation) bars.push('企业涉嫌走私被立案')
    return bars
  }

  private relatedHandbook(handbookNo: string): ListFacts['relatedHandbook'] {
    const handbook = this.services.handbooks.find(handbookNo)
    if (!handbook) return undefined
    const goods = new Set(this.services.handbooks.itemsOf(handbook.id, 'I').map((item) => `${item.hs_code} ${item.name}`))
    return {
      handbookNo,
      operatorCustomsCode: handbook.operator_customs_code,
      processorCustomsCode: handbook.processor_customs_code,
      hasMaterial: (hsCode, name) => goods.has(`${hsCode} ${name}`),
    }
  }
}

/** Of each line its number in the list: its own where it was there before, else one behind all of them. */
function numbersBeside(linesBefore: ReadonlyMap<number, Cells>, lines: readonly Cells[]): number[] {
  const numbers = [...linesBefore.keys()]
  const pairs = pairedLines([...linesBefore.values()], lines)
  let last = numbers.at(-1) ?? 0
  return pairs.map((was) => (was === undefined ? undefined : numbers[was]) ?? (last += 1))
}

function totalsOfLines({ business, mode }: Draft, lines: readonly ExaminedLine[]): MovementTotal[] {
  const { goods, direction } = listBusinessTable[business]
  return lines.flatMap(({ line }): MovementTotal[] =>
    line ? [{ goods, seq: line.itemSeq, version: line.version, mode, direction, quantity: line.quantity }] : [],
  )
}

const negated = (totals: readonly MovementTotal[]): MovementTotal[] =>
  totals.map((total) => ({ ...total, quantity: -total.quantity as Quantity }))

/** Purchases and sales: what the price of an item is held against. */
const postingsIn = (columns: readonly string[]): string[] =>
  postingRules.filter(({ column }) => columns.includes(column)).map(({ mode, direction }) => mode + direction)
const purchases = postingsIn(['direct', 'transferIn'])
const sales = postingsIn(['exported', 'transferredOut'])

export const differing = (a: Cells, b: Cells): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((id) => (a[id] ?? '') !== (b[id] ?? ''))

function headProblems(head: Cells): CellProblem[] {
  return listFields.head.flatMap(({ id, label, required }): CellProblem[] => {
    const text = head[id] ?? ''
    const reason = listCellProblem('head', id, text)
    if (reason !== undefined) return [{ column: id, message: `“${label}”${reason}` }]
    return text === '' && required !== 'never' ? [{ column: id, message: `“${label}”没有填写` }] : []
  })
}

const listItem = (row: ItemRow): ListItem => ({
  seq: Number(row.seq),
  partNo: row.part_no,
  hsCode: row.hs_code,
  name: row.name,
  spec: row.spec,
  unit: row.unit,
  legalUnit: row.legal_unit,
  secondLegalUnit: row.second_legal_unit,
  recorded: row.quantity_e5 as Quantity,
  unitPrice: row.unit_price_e5 as Money,
  currency: row.currency,
  country: row.country,
  levyMode: row.levy_mode,
  attribute: row.attribute,
})
