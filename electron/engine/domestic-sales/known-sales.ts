import { Refusal } from '../../../shared/contract/errors.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { rollForward } from '../../../shared/domain/calendar.ts'
import { day, dayOfInstant } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { cents, printCents } from '../../../shared/domain/exact.ts'
import type { Cents } from '../../../shared/domain/exact.ts'
import { modeOfBusiness } from '../../../shared/domain/list-business.ts'
import { saleDocuments } from '../../../shared/domain/sale-documents.ts'
import { deliveryProblems } from '../../../shared/domain/sale-guards.ts'
import { processingOf, treatmentOf } from '../../../shared/domain/sale-kinds.ts'
import type { Clock } from '../clock.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { ListDraftsService } from '../list-drafts/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import type { Assessment, SaleAssessor, SaleBooks } from './assess.ts'
import { printSheet } from './print-sheet.ts'
import type { PrintedSheet } from './print-sheet.ts'
import { inputOfRow, saleOfInput } from './sale-body.ts'
import type { Sale, SaleDetail, SaleInput } from './sale-body.ts'
import type { SaleSummary } from './sale-page.ts'
import type { DomesticSaleStore, SaleRow } from './store.ts'

type DraftSummary = ReturnType<ListDraftsService['ofOrigin']>[number]
type State = SaleDetail['state']

interface Neighbours {
  reference: ReferenceService
  handbooks: HandbooksService
  listDrafts: ListDraftsService
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
  /** The last day, raw and moved to a working day (C-1): to declare, then to pay. */
  deadline: { on: Day; rolled: Day } | undefined
}

/** Sales as they stand: computed while they are drafts, as they were frozen afterwards. */
export class KnownSales {
  private readonly store: DomesticSaleStore
  private readonly services: Neighbours
  private readonly assessor: SaleAssessor
  private readonly clock: Clock

  constructor(store: DomesticSaleStore, services: Neighbours, assessor: SaleAssessor, clock: Clock) {
    this.store = store
    this.services = services
    this.assessor = assessor
    this.clock = clock
  }

  /** Newest first; of all handbooks where null. */
  list(handbookId: bigint | null): KnownSale[] {
    const books = new Map<bigint, SaleBooks>()
    const booksOf = (handbook: HandbookRow): SaleBooks => {
      const known = books.get(handbook.id) ?? this.assessor.booksOf(handbook)
      books.set(handbook.id, known)
      return known
    }
    return this.store.list(handbookId).map((row) => this.of(row, booksOf))
  }

  private handbookOf(row: SaleRow): HandbookRow {
    const handbook = this.services.handbooks.list().find(({ id }) => id === row.handbook_id)
    if (!handbook) throw new Error(`sale ${row.sale_no} has no handbook`)
    return handbook
  }

  of(row: SaleRow, booksOf = (handbook: HandbookRow) => this.assessor.booksOf(handbook)): KnownSale {
    const handbook = this.handbookOf(row)
    const input = inputOfRow(handbook.handbook_no, row, this.store.linesOf(row.id), this.store.materialsOf(row.id))
    const sale = saleOfInput(input)
    const drafts = this.services.listDrafts.ofOrigin('domesticSale', row.sale_id)
    const standing = drafts.filter(({ state }) => state !== 'discarded')
    const isDeclared = row.state === 'listed' && standing.length > 0 && standing.every(({ state }) => state === 'accepted')
    const state: State = isDeclared ? 'declared' : row.state
    const of = { row, handbook, input, sale, drafts, state }
    if (row.state === 'draft') {
      const assessment = this.assessor.assess(booksOf(handbook), sale, this.today())
      const { sheet, guards, payBy, collective } = assessment
      const printed = sheet ? printSheet(sheet, payBy ?? null) : null
      return {
        ...of,
        sheet: printed,
        assessment,
        guards,
        deadline: collective && { on: collective.deadline, rolled: collective.rolled },
      }
    }
    const sheet = this.sheetOf(row)
    const payBy = sheet?.payBy ? day(sheet.payBy) : undefined
    const collective = state === 'listed' ? this.collectiveOf(of) : undefined
    const open = state === 'listed' || state === 'declared'
    const paid = payBy && { on: payBy, rolled: rollForward(payBy, this.services.reference.calendar()) }
    const deadline = collective ? { on: collective.deadline, rolled: collective.rolled } : open ? paid : undefined
    return { ...of, sheet, assessment: undefined, guards: open || state === 'settled' ? this.standingGuards(of) : [], deadline }
  }

  /** Undefined also where nobody has a value for the rule of its day: the sale's own guards say so, and the other sales stay in sight. */
  collectiveOf({ handbook, sale }: Pick<KnownSale, 'handbook' | 'sale'>) {
    try {
      return this.assessor.collectiveDeadline(handbook, sale.head)
    } catch (error) {
      if (error instanceof Refusal && error.failure.code === 'reference.noParameter') return undefined
      throw error
    }
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

  summaryOf(known: KnownSale): SaleSummary {
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
      deadline: deadline?.on ?? null,
      deadlineRolled: deadline?.rolled ?? null,
      blocks: guards.filter(({ severity }) => severity === 'blocks').length,
      savedAt: row.saved_at,
      madeBy: row.made_by,
    }
  }

  detailOf(known: KnownSale): SaleDetail {
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

  bodyOf(handbook: HandbookRow, input: SaleInput): SaleDetail['body'] {
    const treatment = treatmentOf(input)
    const mode = modeOfBusiness(handbook.kind, treatment.list, handbook.supervision_mode) ?? ''
    return input.lines.map((line, index) => {
      const isProduct = treatment.sold === 'product' || (treatment.sold === 'either' && line.version !== '')
      const item = this.services.handbooks.itemOf(handbook.id, isProduct ? 'E' : 'I', line.itemSeq)
      return { ...line, lineNo: index + 1, itemName: item?.name ?? '', unit: item?.unit ?? '', mode }
    })
  }

  requirementsOf({ handbook, input, sheet }: Pick<KnownSale, 'handbook' | 'input' | 'sheet'>) {
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

  private today(): Day {
    return dayOfInstant(this.clock.now())
  }
}
