import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { rollForward } from '../../../shared/domain/calendar.ts'
import { day, dayOfInstant, daysBetween } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { cents, printCents } from '../../../shared/domain/exact.ts'
import type { Cents, Quantity } from '../../../shared/domain/exact.ts'
import { urgency } from '../../../shared/domain/handbook-life.ts'
import { modeOfBusiness } from '../../../shared/domain/list-business.ts'
import { saleDocuments } from '../../../shared/domain/sale-documents.ts'
import { deliveryProblems } from '../../../shared/domain/sale-guards.ts'
import { processingOf, saleKindNames, treatmentOf } from '../../../shared/domain/sale-kinds.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { ConsumptionService } from '../consumption/service.ts'
import type { Database } from '../database/connection.ts'
import type { FilesService } from '../files/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { ListDraftsService } from '../list-drafts/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { SaleAssessor } from './assess.ts'
import type { Assessment } from './assess.ts'
import { draftLines } from './draft-lines.ts'
import { printSheet } from './print-sheet.ts'
import type { PrintedSheet } from './print-sheet.ts'
import { headRow, inputOfRow, lineRows, materialRows, saleOfInput } from './sale-body.ts'
import type { Sale, SaleDetail, SaleInput } from './sale-body.ts'
import { pageOfSales } from './sale-page.ts'
import type { SaleSummary } from './sale-page.ts'
import { ScrapControl } from './scrap.ts'
import { settleSale } from './settle.ts'
import { DomesticSaleStore } from './store.ts'
import type { SaleRow } from './store.ts'

type WorkItem = Output<'workbench.today'>['todo'][number]
type DueItem = Output<'workbench.today'>['due'][number]
type DraftSummary = ReturnType<ListDraftsService['ofOrigin']>[number]
type State = SaleDetail['state']

interface Neighbours {
  files: FilesService
  reference: ReferenceService
  handbooks: HandbooksService
  bondedLists: BondedListsService
  writeOff: WriteOffService
  handbookLife: HandbookLifeService
  consumption: ConsumptionService
  listDrafts: ListDraftsService
  operators: OperatorsService
  journal: JournalService
}

/** A stored sale with everything that is known of it. */
export interface KnownSale {
  row: SaleRow
  handbook: HandbookRow
  input: SaleInput
  sale: Sale
  drafts: readonly DraftSummary[]
  state: State
  sheet: PrintedSheet | null
  /** Of a draft, computed now. */
  assessment: Assessment | undefined
  guards: Guard[]
  /** The last day, raw: to declare, then to pay. */
  deadline: Day | undefined
}

/** 内销 (R-69 … R-105): draft, lists with a frozen sheet, declared, settled. */
export class DomesticSalesService {
  readonly scrap: ScrapControl
  readonly assessor: SaleAssessor
  private readonly db: Database
  private readonly store: DomesticSaleStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.db = db
    this.store = new DomesticSaleStore(db)
    this.services = services
    this.clock = clock
    this.assessor = new SaleAssessor(services)
    this.scrap = new ScrapControl(db, services, clock, (handbookId) => this.scrapSales(handbookId))
  }

  list(query: Input<'domesticSales.list'>): Output<'domesticSales.list'> {
    const { handbookNo, ...page } = query
    const handbookId = handbookNo === undefined ? null : this.services.handbooks.require(handbookNo).id
    const rows = this.known(handbookId).map((known) => this.summaryOf(known))
    return pageOfSales(this.db, rows, page)
  }

  get(saleId: string): SaleDetail {
    return this.detailOf(this.knownOf(this.require(saleId)))
  }

  /** Nothing is written. @throws Refusal handbook.notFound */
  preview(input: SaleInput): Output<'domesticSales.preview'> {
    const handbook = this.services.handbooks.require(input.handbookNo)
    const { sheet, guards, payBy } = this.assessor.assess(handbook, saleOfInput(input), this.today())
    return { sheet: sheet ? printSheet(sheet, payBy ?? null) : null, guards, body: this.bodyOf(handbook, input) }
  }

  /** @throws Refusal handbook.closed, sale.notDraft, sale.changed, sale.materialTwice */
  save({ saleId, savedAt, ...input }: Input<'domesticSales.save'>): SaleDetail {
    const handbook = this.services.handbookLife.requireOpen(input.handbookNo)
    const twice = input.materials.find(({ itemSeq }, at) => input.materials.findIndex((each) => each.itemSeq === itemSeq) !== at)
    if (twice)
      refuse({
        code: 'sale.materialTwice',
        message: `料件 ${twice.itemSeq} 的原产地和价格写了两次`,
        at: { field: 'materials' },
        next: '每项料件只写一行',
      })
    const head = headRow(input, handbook.id, this.clock.now())
    const id = saleId === undefined ? this.add(head) : this.change(saleId, savedAt, head)
    this.store.replaceBody(id.rowId, lineRows(input), materialRows(input))
    const saved = this.require(id.saleId)
    this.services.journal.record({
      subject: subjectOf(saved),
      what: saleId === undefined ? `登记${saleKindNames[input.kind]}内销` : '修改内销',
      after: { 手册: input.handbookNo, 销售日期: input.soldOn, 买方: input.buyer, 行数: String(input.lines.length) },
    })
    return this.get(id.saleId)
  }

  private add(head: ReturnType<typeof headRow>): { rowId: bigint; saleId: string } {
    const saleId = randomUUID()
    const rowId = this.store.add({ ...head, sale_id: saleId, made_by: this.services.operators.onDuty()?.name ?? '' })
    return { rowId, saleId }
  }

  private change(
    saleId: string,
    savedAt: string | undefined,
    head: ReturnType<typeof headRow>,
  ): { rowId: bigint; saleId: string } {
    const row = this.requireDraft(saleId)
    if (savedAt !== undefined && savedAt !== row.saved_at)
      refuse({
        code: 'sale.changed',
        message: '这笔内销已在别处改过，没有保存',
        next: '请重新打开，核对后再改',
      })
    this.store.change(row.id, head)
    return { rowId: row.id, saleId }
  }

  /** @throws Refusal sale.blocked */
  makeLists(saleId: string): SaleDetail {
    const { row, handbook, sale, input, assessment, guards } = this.knownOf(this.requireDraft(saleId))
    const blocking = guards.filter(({ severity }) => severity === 'blocks')
    const sheet = assessment?.sheet
    if (!assessment || !sheet || blocking.length > 0)
      return refuse({
        code: 'sale.blocked',
        message: `内销 ${row.sale_no} 还有 ${blocking.length} 处须先解决：${blocking[0]?.message ?? ''}`,
        next: blocking[0]?.next ?? '请在内销页逐项解决',
      })
    const { listDrafts, consumption, operators, journal } = this.services
    const treatment = treatmentOf(sale.head)
    this.store.freeze(row.id, {
      sheet: JSON.stringify(printSheet(sheet, assessment.payBy ?? null)),
      declared_on: assessment.declaredOn,
      frozen_at: this.clock.now(),
      frozen_by: operators.onDuty()?.name ?? '',
    })
    listDrafts.create({
      handbookNo: input.handbookNo,
      business: treatment.list,
      head: { declaredOn: assessment.declaredOn },
      lines: draftLines(sheet, treatment, (seq) => this.services.handbooks.itemOf(handbook.id, 'I', seq)),
      origin: { kind: 'domesticSale', id: saleId },
    })
    const converted = treatment.sold === 'material' ? [] : sale.lines.filter(({ version }) => version !== '')
    const versions = new Map(converted.map(({ itemSeq, version }) => [`${itemSeq} ${version}`, { productSeq: itemSeq, version }]))
    consumption.holdForSale(handbook.id, { saleId, saleNo: Number(row.sale_no), soldOn: sale.head.soldOn }, [
      ...versions.values(),
    ])
    this.store.setState(row.id, 'listed', this.clock.now())
    journal.record({
      subject: subjectOf(row),
      what: '定格税款计算表，生成清单草稿',
      after: { 税款: printCents(sheet.totals.tax), 缓税利息: printCents(sheet.totals.interest), 税率日: assessment.declaredOn },
    })
    return this.get(saleId)
  }

  /** @throws Refusal sale.notListed, listDraft.filed, listDraft.accepted */
  takeBack(saleId: string): SaleDetail {
    const row = this.require(saleId)
    if (row.state !== 'listed')
      refuse({ code: 'sale.notListed', message: '这笔内销没有可以撤回的清单草稿', next: '请核对内销的状态' })
    for (const draft of this.services.listDrafts.ofOrigin('domesticSale', saleId))
      if (draft.state !== 'discarded') this.services.listDrafts.discard(draft.draftId)
    const now = this.clock.now()
    this.store.withdrawSheet(row.id, now)
    this.services.consumption.releaseFromSale(saleId)
    this.store.setState(row.id, 'draft', now)
    this.services.journal.record({ subject: subjectOf(row), what: '撤回清单草稿，内销回到可改' })
    return this.get(saleId)
  }

  /** @throws Refusal sale.notDeclared, sale.noTax, sale.dates */
  settle(input: Input<'domesticSales.settle'>): SaleDetail {
    const known = this.knownOf(this.require(input.saleId))
    const settlement = settleSale(input, known, { ...this.services, assessor: this.assessor, today: this.today() })
    this.store.settle(known.row.id, {
      ...settlement,
      settled_at: this.clock.now(),
      settled_by: this.services.operators.onDuty()?.name ?? '',
    })
    this.store.setState(known.row.id, 'settled', this.clock.now())
    this.services.journal.record({
      subject: subjectOf(known.row),
      what: '登记税款已缴',
      after: { 税单号: input.taxBillNo, 申报完成: input.declaredOn, 税单填发: input.taxBillOn, 缴款: input.paidOn },
    })
    return this.get(input.saleId)
  }

  discard(saleId: string): SaleDetail {
    const row = this.requireDraft(saleId)
    this.store.setState(row.id, 'discarded', this.clock.now())
    this.services.journal.record({ subject: subjectOf(row), what: '作废内销' })
    return this.get(saleId)
  }

  /** @throws Refusal sale.notFound, sale.noRequirement, file.notFound */
  attach({ saleId, requirement, fileId }: Input<'domesticSales.attach'>): SaleDetail {
    const known = this.knownOf(this.require(saleId))
    const found = this.requirementsOf(known).find(({ id }) => id === requirement)
    if (!found)
      return refuse({
        code: 'sale.noRequirement',
        message: '内销凭证里没有这一种',
        at: { field: 'requirement' },
        next: '请从凭证清单中选择',
      })
    const file = this.services.files.require(fileId)
    this.store.attach(known.row.id, requirement, fileId, this.clock.now(), this.services.operators.onDuty()?.name ?? '')
    this.services.journal.record({ subject: subjectOf(known.row), what: `附上${found.name}“${file.name}”` })
    return this.get(saleId)
  }

  /** what has not been declared yet, by what is declared together. */
  collective({ handbookNo }: Input<'domesticSales.collective'>): Output<'domesticSales.collective'> {
    const handbookId = handbookNo === undefined ? null : this.services.handbooks.require(handbookNo).id
    const open = this.known(handbookId).flatMap((known) => {
      const of = isOpen(known) ? this.collectiveOf(known) : undefined
      return of ? [{ known, of, key: `${known.handbook.handbook_no} ${of.period} ${of.deadline}` }] : []
    })
    const calendar = this.services.reference.calendar()
    const groups = [...Map.groupBy(open, ({ key }) => key).values()].flatMap((members) => {
      const [first] = members
      if (!first) return []
      const totals = members.map(({ known }) => known.sheet?.totals.total)
      return {
        handbookNo: first.known.handbook.handbook_no,
        period: first.of.period,
        deadline: first.of.deadline,
        deadlineRolled: rollForward(first.of.deadline, calendar),
        basis: first.of.basis,
        sales: members.map(({ known }) => this.summaryOf(known)),
        taxTotal: totals.includes(undefined)
          ? null
          : printCents(totals.reduce((sum, total) => (sum + cents(total ?? '0')) as Cents, cents('0'))),
      }
    })
    return { groups: groups.toSorted((a, b) => (a.deadline < b.deadline ? -1 : 1)) }
  }

  /** What the clerk has to do about domestic sales: dates, sales that wait, R-105, and scrap beyond its due. */
  work(today: Day): { due: DueItem[]; todo: WorkItem[]; margins: WorkItem[] } {
    const open = this.known(null).filter(({ state }) => state !== 'settled' && state !== 'discarded')
    const due = open.flatMap((known): DueItem[] => {
      const { deadline, row, handbook, state } = known
      if (!deadline) return []
      const daysLeft = daysBetween(today, deadline)
      const declares = state !== 'declared' && row.collective === 1n
      return [
        {
          severity: urgency(daysLeft),
          title: declares ? '集中内销申报' : '缴纳内销税款',
          detail: `内销 ${row.sale_no} · 手册 ${handbook.handbook_no}`,
          to: paths.sale(row.sale_id),
          rule: declares ? 'R-94' : 'R-71',
          date: deadline,
          daysLeft,
        },
      ]
    })
    const todo = open.flatMap(({ row, handbook, state, guards }): WorkItem[] => {
      const to = paths.sale(row.sale_id)
      const detail = `内销 ${row.sale_no} · ${saleKindNames[row.kind]} · 手册 ${handbook.handbook_no}`
      const loose = guards.find(({ rule }) => rule === 'R-105')
      if (loose)
        return [{ severity: 'blocks', title: '未结清税款已经发货', detail: `${detail}：${loose.next}`, to, rule: 'R-105' }]
      if (state === 'draft') return [{ severity: 'info', title: '内销还没有生成清单', detail, to, rule: 'R-83' }]
      return state === 'listed' ? [{ severity: 'info', title: '内销清单还没有申报', detail, to, rule: 'R-73' }] : []
    })
    return { due, todo, margins: this.scrap.margins() }
  }

  /** A stored sale as it stands. @throws Refusal sale.notFound */
  known(handbookId: bigint | null): KnownSale[] {
    return this.store.list(handbookId).map((row) => this.knownOf(row))
  }

  require(saleId: string): SaleRow {
    return (
      this.store.find(saleId) ??
      refuse({ code: 'sale.notFound', message: '没有这笔内销', at: { field: 'saleId' }, next: '请在内销中选择' })
    )
  }

  /** @throws Refusal sale.notFound, sale.notDraft */
  private requireDraft(saleId: string): SaleRow {
    const row = this.require(saleId)
    if (row.state === 'draft') return row
    const next = row.state === 'listed' ? '请先撤回清单草稿' : '请另外登记一笔'
    const why = { listed: '已生成清单', settled: '已缴税', discarded: '已作废' }[row.state]
    return refuse({ code: 'sale.notDraft', message: `内销 ${row.sale_no} ${why}，不能改动`, next })
  }

  private today(): Day {
    return dayOfInstant(this.clock.now())
  }

  private handbookOf(row: SaleRow): HandbookRow {
    const handbook = this.services.handbooks.list().find(({ id }) => id === row.handbook_id)
    if (!handbook) throw new Error(`sale ${row.sale_no} has no handbook`)
    return handbook
  }

  knownOf(row: SaleRow): KnownSale {
    const handbook = this.handbookOf(row)
    const input = inputOfRow(handbook.handbook_no, row, this.store.linesOf(row.id), this.store.materialsOf(row.id))
    const sale = saleOfInput(input)
    const drafts = this.services.listDrafts.ofOrigin('domesticSale', row.sale_id)
    const standing = drafts.filter(({ state }) => state !== 'discarded')
    const isDeclared = row.state === 'listed' && standing.length > 0 && standing.every(({ state }) => state === 'accepted')
    const state: State = isDeclared ? 'declared' : row.state
    const of = { row, handbook, input, sale, drafts, state }
    if (row.state === 'draft') {
      const assessment = this.assessor.assess(handbook, sale, this.today())
      const { sheet, guards, payBy, collective } = assessment
      const printed = sheet ? printSheet(sheet, payBy ?? null) : null
      return { ...of, sheet: printed, assessment, guards, deadline: collective?.deadline }
    }
    const sheet = this.sheetOf(row)
    const payBy = sheet?.payBy ? day(sheet.payBy) : undefined
    const collective = state === 'listed' ? this.collectiveOf(of)?.deadline : undefined
    const open = state === 'listed' || state === 'declared'
    const deadline = open ? (collective ?? payBy) : undefined
    return { ...of, sheet, assessment: undefined, guards: open || state === 'settled' ? this.standingGuards(of) : [], deadline }
  }

  private collectiveOf({ handbook, sale }: Pick<KnownSale, 'handbook' | 'sale'>) {
    return this.assessor.collectiveDeadline(handbook, sale.head)
  }

  /** As it was frozen; with interest and late fee by its real days once it is settled. */
  private sheetOf(row: SaleRow): PrintedSheet | null {
    const text = this.store.settlementOf(row.id)?.sheet ?? this.store.sheetOf(row.id)?.sheet
    // Written by makeLists and settle alone.
    return text === undefined ? null : (JSON.parse(text) as PrintedSheet)
  }

  /** Of a sale that is listed or more: its figures stand, what is around them may have moved. */
  private standingGuards({
    row,
    handbook,
    sale,
    drafts,
    state,
  }: Omit<KnownSale, 'sheet' | 'assessment' | 'guards' | 'deadline'>): Guard[] {
    const today = this.today()
    const warns = (rule: string, message: string, next: string): Guard => ({
      severity: 'warns',
      rule,
      message,
      next,
      lineNo: null,
      column: '',
      to: null,
    })
    const found: Guard[] = deliveryProblems(sale.head, {
      today,
      collective: state === 'listed' ? this.collectiveOf({ handbook, sale }) : undefined,
      declared: state !== 'listed',
      settled: state === 'settled',
    }).map((problem) => ({ ...problem, to: null }))
    const frozen = this.store.sheetOf(row.id)
    if (state === 'listed' && frozen && frozen.declared_on < today)
      found.push(
        warns('R-70', `税款按 ${frozen.declared_on} 的税率和汇率定格，这一天已过`, '今天申报的，请撤回清单，按今天重算后再生成'),
      )
    if (state === 'listed' && drafts.every((draft) => draft.state === 'discarded'))
      found.push(warns('R-73', '清单草稿已经作废', '请撤回这笔内销，改正后重新生成清单'))
    const settlement = this.store.settlementOf(row.id)
    const tax = frozen && (JSON.parse(frozen.sheet) as PrintedSheet).totals.tax
    if (settlement && tax !== undefined && settlement.recomputed_tax_e2 !== cents(tax)) {
      const again = settlement.recomputed_tax_e2
      found.push(
        warns(
          'R-70',
          again === null
            ? `${settlement.declared_on} 的税率或汇率没有录入，税款没有按这一天核对`
            : `按 ${settlement.declared_on} 的税率和汇率税款为 ${printCents(again as Cents)}，定格时为 ${tax}`,
          '以海关税单为准；请核对税单',
        ),
      )
    }
    return found
  }

  private summaryOf(known: KnownSale): SaleSummary {
    const { row, input, state, sheet, deadline, guards } = known
    const { lines, materials: _, ...head } = input
    return {
      ...head,
      saleId: row.sale_id,
      saleNo: Number(row.sale_no),
      state,
      lines: lines.length,
      taxTotal: sheet?.totals.tax ?? null,
      interestTotal: sheet?.totals.interest ?? null,
      deadline: deadline ?? null,
      deadlineRolled: deadline ? rollForward(deadline, this.services.reference.calendar()) : null,
      blocks: guards.filter(({ severity }) => severity === 'blocks').length,
      savedAt: row.saved_at,
      madeBy: row.made_by,
    }
  }

  private detailOf(known: KnownSale): SaleDetail {
    const { row, handbook, input, drafts, sheet, guards } = known
    const settlement = this.store.settlementOf(row.id)
    const files = Map.groupBy(this.store.documentsOf(row.id), ({ requirement }) => requirement)
    return {
      ...this.summaryOf(known),
      materials: input.materials,
      body: this.bodyOf(handbook, input),
      sheet,
      guards,
      documents: this.requirementsOf(known).map(({ id, name, required }) => ({
        requirement: id,
        name,
        required,
        files: (files.get(id) ?? []).map((file) => ({ fileId: file.file_id, name: file.name })),
      })),
      drafts: drafts.map(({ draftId, innerNo, mode, state, listNo }) => ({ draftId, innerNo, mode, state, listNo })),
      frozenAt: this.store.sheetOf(row.id)?.frozen_at ?? null,
      paidOn: settlement?.paid_on ?? null,
      taxBillNo: settlement?.tax_bill_no ?? '',
    }
  }

  private bodyOf(handbook: HandbookRow, input: SaleInput): SaleDetail['body'] {
    const treatment = treatmentOf(input)
    const mode = modeOfBusiness(handbook.kind, treatment.list, handbook.supervision_mode) ?? ''
    return input.lines.map((line, index) => {
      const isProduct = treatment.sold === 'product' || (treatment.sold === 'either' && line.version !== '')
      const item = this.services.handbooks.itemOf(handbook.id, isProduct ? 'E' : 'I', line.itemSeq)
      return { ...line, lineNo: index + 1, itemName: item?.name ?? '', unit: item?.unit ?? '', mode }
    })
  }

  private requirementsOf({ handbook, input, sheet }: Pick<KnownSale, 'handbook' | 'input' | 'sheet'>) {
    return saleDocuments({
      kind: input.kind,
      destruction: input.destruction,
      withIncome: input.withIncome,
      supplied: processingOf(handbook.kind, handbook.supervision_mode) === 'supplied',
      delivered: input.deliveredOn !== null,
      proved: input.materials.some(({ proofNo }) => proofNo !== ''),
      licenceNeeded: sheet?.licence.needed ?? false,
      partlyBonded: input.lines.some(({ bondedShare }) => bondedShare !== '100'),
    })
  }

  /** What scrap is in sales, for R-116: how much of it the books have not got yet, and what of the books is by-product. */
  private scrapSales(handbookId: bigint) {
    const { bondedLists } = this.services
    const handbookNo = this.services.handbooks.list().find(({ id }) => id === handbookId)?.handbook_no ?? ''
    return this.store
      .list(handbookId)
      .filter(
        ({ state, kind, destruction }) =>
          state !== 'discarded' && (kind === 'scrap' || kind === 'byProduct' || destruction === 'scrap'),
      )
      .flatMap((row) => {
        const isBooked = this.services.listDrafts
          .ofOrigin('domesticSale', row.sale_id)
          .some(({ state, listNo }) => state === 'accepted' && bondedLists.require(handbookNo, listNo).status === 'booked')
        return this.store.linesOf(row.id).map((line) => ({
          itemSeq: Number(line.item_seq),
          quantity: line.quantity_e5 as Quantity,
          isByProduct: row.kind === 'byProduct',
          isBooked,
        }))
      })
  }
}

const isOpen = ({ state }: KnownSale): boolean => state === 'draft' || state === 'listed'

export const subjectOf = (row: Pick<SaleRow, 'sale_no'>): string => `内销 ${row.sale_no}`
