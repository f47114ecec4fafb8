import { randomUUID } from 'node:crypto'
import type { Input } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { day, dayOfInstant } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { printMoney, printQuantity } from '../../../shared/domain/exact.ts'
import type { Money, Quantity } from '../../../shared/domain/exact.ts'
import type { Cells } from '../../../shared/domain/handbook-record-cells.ts'
import { businessOfMode, listBusinessTable, modeOfBusiness } from '../../../shared/domain/list-business.ts'
import type { ListBusiness } from '../../../shared/domain/list-business.ts'
import { normaliseListCells } from '../../../shared/domain/list-cells.ts'
import { listChange } from '../../../shared/domain/list-change.ts'
import type { ListChangeDecision } from '../../../shared/domain/list-change.ts'
import { pairedLines } from '../../../shared/domain/list-pairs.ts'
import type { BondedListsService, LineRow, ListRow } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import { subjectOf } from './drafts.ts'
import { newHead } from './prefill.ts'
import type { Draft, ListDraftStore, OriginKind } from './store.ts'

interface Neighbours {
  enterprise: EnterpriseService
  handbooks: HandbooksService
  bondedLists: BondedListsService
  handbookLife: HandbookLifeService
  journal: JournalService
}

export interface NewDraft {
  handbookNo: string
  business: ListBusiness
  head?: Record<string, string>
  lines: readonly Record<string, string>[]
  origin: { kind: OriginKind; id: string }
}

/** Begins a draft where the rules let one begin, with everything filled in that the ledger knows. */
export class BeginListDraft {
  private readonly store: ListDraftStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(store: ListDraftStore, services: Neighbours, clock: Clock) {
    this.store = store
    this.services = services
    this.clock = clock
  }

  private today(): Day {
    return dayOfInstant(this.clock.now())
  }

  /** @throws Refusal handbook.notFound, handbook.closed, listDraft.noMode, list.notFound, listDraft.otherGoods */
  create({ handbookNo, business, copyOf }: Input<'listDrafts.create'>): Draft {
    const handbook = this.services.handbookLife.requireOpen(handbookNo)
    const lines = copyOf === undefined ? [] : this.copiedLines(handbookNo, business, copyOf)
    const draft = this.add(handbook, business, {}, lines, null)
    const name = listBusinessTable[business].name
    this.record(
      draft,
      handbookNo,
      copyOf === undefined ? `新建清单草稿（${name}）` : `新建清单草稿（${name}），表体取自清单 ${copyOf}`,
    )
    return draft
  }

  /** A draft that a transfer, a surplus or a sale makes. @throws Refusal as {@link create} */
  createFor({ handbookNo, business, head, lines, origin }: NewDraft): Draft {
    const handbook = this.services.handbookLife.requireOpen(handbookNo)
    const draft = this.add(handbook, business, head ?? {}, lines, origin)
    this.record(draft, handbookNo, `生成清单草稿（${listBusinessTable[business].name}）`)
    return draft
  }

  private add(
    handbook: HandbookRow,
    business: ListBusiness,
    head: Cells,
    lines: readonly Cells[],
    origin: NewDraft['origin'] | null,
  ): Draft {
    const mode =
      modeOfBusiness(handbook.kind, business, handbook.supervision_mode) ??
      refuse({
        code: 'listDraft.noMode',
        message: `${handbook.kind} 类手册不能办理${listBusinessTable[business].name}（R-2）`,
        at: { field: 'business' },
        next: '请核对手册和业务种类',
      })
    const filled = newHead(business, {
      today: this.today(),
      innerNo: this.newInnerNo(),
      enterprise: this.services.enterprise.get(),
      handbook,
      latest: this.store.latest(handbook.id, business)?.head,
    })
    const whole = normaliseListCells('head', { ...filled, ...head })
    return this.insert({
      handbook_id: handbook.id,
      business,
      mode,
      declaration_type: '1',
      base_list: null,
      head: whole,
      lines: lines.map((cells) => normaliseListCells('line', cells)),
      origin_kind: origin?.kind ?? null,
      origin_id: origin?.id ?? null,
    })
  }

  private copiedLines(handbookNo: string, business: ListBusiness, listNo: string): Cells[] {
    const list = this.services.bondedLists.require(handbookNo, listNo)
    const goods = list.goods === 'I' ? 'material' : 'product'
    if (goods !== listBusinessTable[business].goods) {
      refuse({
        code: 'listDraft.otherGoods',
        message: `清单 ${listNo} 是${goods === 'material' ? '料件' : '成品'}清单，不能复制到${listBusinessTable[business].name}`,
        at: { field: 'copyOf' },
        next: '请选择同为料件或同为成品的清单',
      })
    }
    // The numbers of the other declaration and of its application say nothing here.
    const own = new Set(['declarationLineNo', 'applyLineNo'])
    return [...this.linesInBooks(list).values()].map((cells) =>
      Object.fromEntries(Object.entries(cells).filter(([id]) => !own.has(id))),
    )
  }

  /** @throws Refusal list.notFound, list.cannotChange, listDraft.noBusiness, list.linesMissing */
  createChange({ handbookNo, listNo, delete: deletes }: Input<'listDrafts.createChange'>): Draft {
    const list = this.services.bondedLists.require(handbookNo, listNo)
    const handbook = this.services.handbooks.require(handbookNo)
    const decision = this.mayChange(handbook, list, deletes ? 'delete' : 'change')
    if (!decision.allowed)
      refuse({ code: 'list.cannotChange', message: decision.reason, at: { field: 'listNo' }, next: decision.next })
    const business =
      businessOfMode(list.mode, list.direction, list.goods === 'I' ? 'material' : 'product') ??
      refuse({
        code: 'listDraft.noBusiness',
        message: `监管方式 ${list.mode} 的清单不能在本账变更或删除`,
        at: { field: 'listNo' },
        next: '请在单一窗口办理后导入清单',
      })
    // An imported list has all its numbers; one that was changed here lacks those of the lines that were taken out.
    const rows = this.services.bondedLists.linesOf(list.id)
    const gap = rows.findIndex((row, index) => row.line_no !== BigInt(index + 1))
    if (gap >= 0 && list.draft_id === null) {
      refuse({
        code: 'list.linesMissing',
        message: `账内清单 ${listNo} 缺第 ${gap + 1} 行，不能据以变更或删除`,
        at: { field: 'listNo' },
        next: '请先补导入这份清单被拒的行',
      })
    }
    const draft = this.insert({
      handbook_id: handbook.id,
      business,
      mode: list.mode,
      declaration_type: deletes ? '3' : '2',
      base_list: list.id,
      head: { ...this.headInBooks(list), declaredOn: this.today() },
      lines: [...this.linesInBooks(list).values()],
      origin_kind: null,
      origin_id: null,
    })
    this.record(draft, handbookNo, `新建清单 ${listNo} 的${deletes ? '删除' : '变更'}草稿（R-68）`)
    return draft
  }

  mayChange(handbook: HandbookRow, list: ListRow, deed: 'change' | 'delete', except?: string): ListChangeDecision {
    const head = list.draft_id === null ? undefined : this.store.find(list.draft_id)?.head
    const open = this.store.openOf(list.id)
    return listChange(deed, {
      status: list.status,
      waitsForNumber: list.draft_id !== null && list.list_no === list.inner_no && list.status === 'reserved',
      hasDeclaration: head && head['declaredToCustoms'] === '1',
      writtenOffOn: this.writtenOffOn(handbook, list),
      hasOpenChange: open !== undefined && open.draft_id !== except,
    })
  }

  /** 结案 of a handbook; of an account the approval of the cycle in which the list was declared. */
  private writtenOffOn(handbook: HandbookRow, list: ListRow): Day | undefined {
    const { closed } = this.services.handbookLife.life(handbook.id)
    if (closed !== undefined) return closed
    const cycle = this.services.handbookLife
      .cycles(handbook.handbook_no)
      .cycles.find(
        ({ startsOn, endsOn, approvedOn }) => approvedOn !== null && startsOn <= list.declared_on && list.declared_on <= endsOn,
      )
    return cycle?.approvedOn ? day(cycle.approvedOn) : undefined
  }

  /** A list in the books as cells; of an imported one only what the books have of it, and what is usual. */
  headInBooks(list: ListRow): Cells {
    const draft = list.draft_id === null ? undefined : this.store.find(list.draft_id)
    const handbook = this.services.handbooks.list().find(({ id }) => id === list.handbook_id)
    const business = businessOfMode(list.mode, list.direction, list.goods === 'I' ? 'material' : 'product')
    const usual =
      draft?.head ??
      (handbook && business
        ? newHead(business, {
            today: day(list.declared_on),
            innerNo: list.inner_no,
            enterprise: this.services.enterprise.get(),
            handbook,
            latest: this.store.latest(handbook.id, business)?.head,
          })
        : {})
    return normaliseListCells('head', {
      ...usual,
      ...(list.inner_no === '' ? {} : { innerNo: list.inner_no }),
      declaredOn: list.declared_on,
      ...(list.related_handbook_no === '' ? {} : { relatedHandbookNo: list.related_handbook_no }),
    })
  }

  /** By their numbers: what the books say of each line, and what its draft said beyond that. */
  linesInBooks(list: ListRow): ReadonlyMap<number, Cells> {
    const drafted = list.draft_id === null ? [] : (this.store.find(list.draft_id)?.lines ?? [])
    const rows = this.services.bondedLists.linesOf(list.id)
    const booked = rows.map(bookedCells)
    const pairs = pairedLines(drafted, booked)
    return new Map(
      rows.map((row, index) => [
        Number(row.line_no),
        normaliseListCells('line', { ...drafted[pairs[index] ?? -1], ...booked[index] }),
      ]),
    )
  }

  private insert(
    draft: Pick<
      Draft,
      'handbook_id' | 'business' | 'mode' | 'declaration_type' | 'base_list' | 'head' | 'lines' | 'origin_kind' | 'origin_id'
    >,
  ): Draft {
    const now = this.clock.now()
    const whole: Draft = {
      ...draft,
      draft_id: randomUUID(),
      inner_no: draft.head['innerNo'] ?? '',
      state: 'editing',
      filing_id: null,
      list_id: null,
      created_at: now,
      saved_at: now,
      filed_saved_at: null,
    }
    this.store.insert(whole)
    return whole
  }

  /** L20251231-001 and on: unlike any number of a draft or a list. */
  private newInnerNo(): string {
    const prefix = `L${this.today().replaceAll('-', '')}-`
    const taken = this.store.innerNosWith(prefix)
    let number = 1
    while (taken.has(prefix + String(number).padStart(3, '0'))) number += 1
    return prefix + String(number).padStart(3, '0')
  }

  private record(draft: Draft, handbookNo: string, what: string): void {
    this.services.journal.record({ subject: subjectOf(draft, handbookNo), what, after: { 行数: String(draft.lines.length) } })
  }
}

/** What the books say of a line wins over what its draft left to be proposed. */
function bookedCells(row: LineRow): Record<string, string> {
  const cells: Record<string, string> = {
    itemSeq: String(row.item_seq),
    quantity: printQuantity(row.quantity_e5 as Quantity),
    currency: row.currency,
  }
  if (row.version !== '') cells['version'] = row.version
  if (row.unit_price_e5 !== null) cells['unitPrice'] = printMoney(row.unit_price_e5 as Money)
  if (row.total_e5 !== null) cells['total'] = printMoney(row.total_e5 as Money)
  if (row.legal_quantity_e5 !== null) cells['legalQuantity'] = printQuantity(row.legal_quantity_e5 as Quantity)
  if (row.origin_country !== '') cells['originCountry'] = row.origin_country
  if (row.destination_country !== '') cells['destinationCountry'] = row.destination_country
  return cells
}
