import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { cents, printCents } from '../../../shared/domain/exact.ts'
import type { Cents, Quantity } from '../../../shared/domain/exact.ts'
import { saleKindNames, treatmentOf } from '../../../shared/domain/sale-kinds.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { ConsumptionService } from '../consumption/service.ts'
import type { Database } from '../database/connection.ts'
import type { FilesService } from '../files/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { ListDraftsService } from '../list-drafts/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { SaleAssessor } from './assess.ts'
import { draftLines } from './draft-lines.ts'
import { KnownSales } from './known-sales.ts'
import type { KnownSale } from './known-sales.ts'
import { printSheet } from './print-sheet.ts'
import { headRow, lineRows, materialRows, saleOfInput } from './sale-body.ts'
import type { SaleDetail, SaleInput } from './sale-body.ts'
import { pageOfSales } from './sale-page.ts'
import { saleWork } from './sale-work.ts'
import { ScrapControl } from './scrap.ts'
import { settleSale } from './settle.ts'
import { DomesticSaleStore } from './store.ts'
import type { SaleRow } from './store.ts'

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

interface OpenSale {
  saleNo: number
  kind: SaleRow['kind']
  state: 'draft' | 'listed'
  to: string
  lines: readonly { itemSeq: number; quantity: Quantity }[]
}

/** 内销 (R-69 … R-105): draft, lists with a frozen sheet, declared, settled. */
export class DomesticSalesService {
  readonly scrap: ScrapControl
  private readonly assessor: SaleAssessor
  private readonly known: KnownSales
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
    this.known = new KnownSales(this.store, services, this.assessor, clock)
    this.scrap = new ScrapControl(db, services, clock, (handbookId) => this.scrapSales(handbookId))
  }

  list(query: Input<'domesticSales.list'>): Output<'domesticSales.list'> {
    const { handbookNo, ...page } = query
    const handbookId = handbookNo === undefined ? null : this.services.handbooks.require(handbookNo).id
    const rows = this.known.list(handbookId).map((known) => this.known.summaryOf(known))
    return pageOfSales(this.db, rows, page)
  }

  get(saleId: string): SaleDetail {
    return this.known.detailOf(this.known.of(this.require(saleId)))
  }

  /** Nothing is written. @throws Refusal handbook.notFound */
  preview(input: SaleInput): Output<'domesticSales.preview'> {
    const handbook = this.services.handbooks.require(input.handbookNo)
    const { sheet, guards, payBy } = this.assessor.assess(this.assessor.booksOf(handbook), saleOfInput(input), this.today())
    return { sheet: sheet ? printSheet(sheet, payBy ?? null) : null, guards, body: this.known.bodyOf(handbook, input) }
  }

  /** What materials are worth and would be taxed at on a day, each by itself. @throws Refusal reference.noParameter */
  materialsOn(handbookNo: string, of: readonly { itemSeq: number; quantity: Quantity }[], on: Day) {
    return this.assessor.materialsOn(this.services.handbooks.require(handbookNo), of, on)
  }

  /** What a sale of materials takes as it is now, and since when the books have it. @throws Refusal sale.notFound */
  takes(saleId: string): {
    saleNo: number
    state: SaleRow['state']
    quantityOf(itemSeq: number): Quantity
    booked: { declaredOn: string; at: string } | undefined
  } {
    const row = this.require(saleId)
    const lines = this.store.linesOf(row.id)
    const handbookNo = this.services.handbooks.list().find(({ id }) => id === row.handbook_id)?.handbook_no ?? ''
    const [booked] = this.services.listDrafts.ofOrigin('domesticSale', saleId).flatMap(({ state, listNo }) => {
      if (state !== 'accepted') return []
      const { status, declaredOn, bookedAt } = this.services.bondedLists.get(handbookNo, listNo)
      return status === 'booked' && bookedAt !== null ? [{ declaredOn, at: bookedAt }] : []
    })
    const quantityOf = (itemSeq: number) =>
      lines.reduce((sum, line) => (Number(line.item_seq) === itemSeq ? sum + line.quantity_e5 : sum), 0n) as Quantity
    return { saleNo: Number(row.sale_no), state: row.state, quantityOf, booked }
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
    const { row, handbook, sale, input, assessment, guards } = this.known.of(this.requireDraft(saleId))
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
    const known = this.known.of(this.require(input.saleId))
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
    const known = this.known.of(this.require(saleId))
    const found = this.known.requirementsOf(known).find(({ id }) => id === requirement)
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

  /** @throws Refusal sale.notFound, file.notFound, sale.ended: with a sale that is settled or discarded its evidence stays */
  detach({ saleId, requirement, fileId }: Input<'domesticSales.detach'>): SaleDetail {
    const row = this.require(saleId)
    const file = this.services.files.require(fileId)
    if (row.state === 'settled' || row.state === 'discarded')
      return refuse({
        code: 'sale.ended',
        message: row.state === 'settled' ? '税款已缴，凭证不能再取下' : '内销已作废，凭证不能再取下',
        next: row.state === 'settled' ? '可以另外附上一份' : '作废的内销只供查看',
      })
    if (this.store.detach(row.id, requirement, fileId))
      this.services.journal.record({ subject: subjectOf(row), what: `取下凭证“${file.name}”` })
    return this.get(saleId)
  }

  /** what has not been declared yet, by what is declared together. */
  collective({ handbookNo }: Input<'domesticSales.collective'>): Output<'domesticSales.collective'> {
    const handbookId = handbookNo === undefined ? null : this.services.handbooks.require(handbookNo).id
    const open = this.known.list(handbookId).flatMap((known) => {
      const of = isOpen(known) ? this.known.collectiveOf(known) : undefined
      return of ? [{ known, of, key: `${known.handbook.handbook_no} ${of.period} ${of.deadline}` }] : []
    })
    const groups = [...Map.groupBy(open, ({ key }) => key).values()].flatMap((members) => {
      const [first] = members
      if (!first) return []
      const totals = members.map(({ known }) => known.sheet?.totals.total)
      return {
        handbookNo: first.known.handbook.handbook_no,
        period: first.of.period,
        deadline: first.of.deadline,
        deadlineRolled: first.of.rolled,
        basis: first.of.basis,
        sales: members.map(({ known }) => this.known.summaryOf(known)),
        dueTotal: totals.includes(undefined)
          ? null
          : printCents(totals.reduce((sum, total) => (sum + cents(total ?? '0')) as Cents, cents('0'))),
      }
    })
    return { groups: groups.toSorted((a, b) => (a.deadline < b.deadline ? -1 : 1)) }
  }

  /** Of a handbook what is neither on accepted lists nor given up: to count what is on its way. */
  openOf(handbookId: bigint): OpenSale[] {
    return this.store.list(handbookId).flatMap((row) => {
      if (row.state !== 'draft' && row.state !== 'listed') return []
      const drafts = this.services.listDrafts.ofOrigin('domesticSale', row.sale_id)
      if (row.state === 'listed' && drafts.every(({ state }) => state === 'accepted' || state === 'discarded')) return []
      const lines = this.store.linesOf(row.id).map((line) => ({
        itemSeq: Number(line.item_seq),
        quantity: line.quantity_e5 as Quantity,
      }))
      return [{ saleNo: Number(row.sale_no), kind: row.kind, state: row.state, to: paths.sale(row.sale_id), lines }]
    })
  }

  /** Of a handbook what customs has taken and nobody has paid. */
  unpaidOf(handbookId: bigint): { saleNo: number; to: string }[] {
    return this.store
      .list(handbookId)
      .filter(({ state }) => state === 'listed')
      .map((row) => this.known.of(row))
      .filter(({ state, deadline }) => state === 'declared' && deadline !== undefined)
      .map(({ row }) => ({ saleNo: Number(row.sale_no), to: paths.sale(row.sale_id) }))
  }

  /** and scrap beyond its due: for the workbench. */
  work(today: Day): ReturnType<typeof saleWork> & { margins: ReturnType<ScrapControl['margins']> } {
    const open = this.known.list(null).filter(({ state }) => state !== 'settled' && state !== 'discarded')
    return { ...saleWork(open, today), margins: this.scrap.margins() }
  }

  /** @throws Refusal sale.notFound */
  private require(saleId: string): SaleRow {
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

const subjectOf = (row: Pick<SaleRow, 'sale_no'>): string => `内销 ${row.sale_no}`
