import type { Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { VersionUse } from '../../../shared/domain/consumption-version.ts'
import { clockOfInstant, day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { printMoney, printQuantity } from '../../../shared/domain/exact.ts'
import type { Money, Quantity } from '../../../shared/domain/exact.ts'
import { postingRules } from '../../../shared/domain/posting-rules.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { PageQuery } from '../database/page.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import { stepEvery } from './read-lists.ts'
import { versionOf } from './plan-import.ts'
import type { Books, ImportPlan, PlannedList } from './plan-import.ts'
import { ListBooking } from './list-booking.ts'
import { OpeningLists } from './opening-lists.ts'
import { OpeningStore } from './opening-store.ts'
import { BondedListStore } from './store.ts'
import type { LineRow, ListRow, ListStatus, NamedLineRow } from './store.ts'

export type { EnteredLine, EnteredList } from './list-booking.ts'
export type { LineRow, ListRow, ListStatus } from './store.ts'

/** A booked line that brought a material into the handbook; price and total in its currency, null where the list does not say. */
interface MaterialImport {
  listNo: string
  lineNo: number
  itemSeq: number
  mode: string
  declaredOn: Day
  quantity: Quantity
  unitPrice: Money | null
  total: Money | null
  currency: string
}

export interface ReportedList {
  listNo: string
  direction: 'I' | 'E'
  /** Null of a list of the opening. */
  declaredOn: Day | null
}

const importModes = postingRules.flatMap((rule) =>
  rule.goods === 'material' && ['direct', 'transferIn', 'surplusIn'].includes(rule.column) ? [rule.mode] : [],
)

/** Bonded lists and the movements that they book. */
export class BondedListsService {
  /** For a list made here. */
  readonly booking: ListBooking
  /** What an older system has booked. */
  readonly openings: OpeningLists
  private readonly store: BondedListStore
  private readonly handbooks: HandbooksService
  private readonly journal: JournalService
  private readonly clock: Clock

  constructor(db: Database, handbooks: HandbooksService, journal: JournalService, clock: Clock) {
    this.store = new BondedListStore(db)
    const openings = new OpeningStore(db)
    this.booking = new ListBooking(this.store, openings, clock)
    this.openings = new OpeningLists(openings, this.store, this.booking, clock)
    this.handbooks = handbooks
    this.journal = journal
    this.clock = clock
  }

  /** What an import into this handbook is checked against. */
  books(handbookNo: string): Books {
    const handbook = this.handbooks.require(handbookNo)
    const seqs = (kind: 'I' | 'E') => new Set(this.handbooks.itemsOf(handbook.id, kind).map((item) => Number(item.seq)))
    return {
      handbookId: handbook.id,
      handbookNo,
      kind: handbook.kind,
      consumptionStage: handbook.consumption_stage,
      materials: seqs('I'),
      products: seqs('E'),
      declaredVersions: this.handbooks.declaredVersions(handbook.id),
      opening: this.openings.boundaryOf(handbook.id),
      list: (listNo) => this.store.find(handbook.id, listNo),
      madeHere: (innerNo) =>
        this.store
          .withInnerNo(innerNo)
          .find(
            (list) => list.handbook_id === handbook.id && list.draft_id !== null && list.list_no === innerNo && isPending(list),
          ),
      lines: (listId) => this.store.linesOf(listId),
    }
  }

  /**
   * Writes what a plan says, and books it: new lists and lines, lists that have become 已核扣, and reversals of those that were
   * deleted.
   */
  async apply(
    handbookId: bigint,
    plan: ImportPlan,
    source: { fileId: string; rejectedFileId: string | null },
    step: (done: number, total: number) => Promise<void>,
  ): Promise<{ lists: number; lines: number; statusChanges: number }> {
    this.booking.requireRoom(
      handbookId,
      plan.lists.flatMap(({ newLines }) => newLines.map(({ quantity }) => ({ quantity_e5: quantity }))),
    )
    const importId = this.store.addImport(handbookId, source.fileId, this.clock.now())
    const total = plan.lists.reduce((sum, list) => sum + list.newLines.length, 0)
    const written = { lists: 0, lines: 0, statusChanges: 0 }
    for (const planned of plan.lists) {
      const list = this.place(planned, handbookId, importId, written)
      for (const line of planned.newLines) {
        if (written.lines % stepEvery === 0) await step(written.lines, total)
        this.booking.addLine(list, {
          line_no: BigInt(line.lineNo),
          item_seq: BigInt(line.itemSeq),
          version: versionOf(line, list.goods),
          quantity_e5: line.quantity,
          unit_price_e5: line.unitPrice,
          total_e5: line.total,
          currency: line.currency,
          legal_quantity_e5: null,
          origin_country: '',
          destination_country: '',
        })
        written.lines += 1
      }
    }
    for (const { listNo, lineNo, sheet, row, column, code, message } of plan.refused) {
      this.store.addRefusal(importId, {
        sheet,
        row: BigInt(row),
        column,
        code,
        message,
        list_no: listNo,
        line_no: lineNo === null ? null : BigInt(lineNo),
      })
    }
    this.store.finishImport(importId, written.lists, written.lines, source.rejectedFileId)
    return written
  }

  /** The list's row, made or moved on. */
  private place(
    planned: PlannedList,
    handbookId: bigint,
    importId: bigint,
    written: { lists: number; statusChanges: number },
  ): ListRow {
    const { head, inBooks } = planned
    if (!inBooks) {
      written.lists += 1
      return this.booking.addHead({
        handbook_id: handbookId,
        list_no: head.listNo,
        inner_no: head.innerNo,
        seq_no: '',
        direction: head.direction,
        goods: head.goods,
        mode: head.mode,
        list_type: head.listType,
        declared_on: head.declaredOn,
        related_handbook_no: head.relatedHandbookNo,
        status: head.status,
        import_id: importId,
        draft_id: null,
      })
    }
    const unnumbered = inBooks.list_no !== head.listNo || inBooks.declared_on !== head.declaredOn
    const list = unnumbered
      ? this.booking.number(inBooks, { listNo: head.listNo, seqNo: '', declaredOn: head.declaredOn })
      : inBooks
    if (list.status !== head.status) written.statusChanges += 1
    return this.booking.move(list, head.status)
  }

  list(handbookNo: string, query: PageQuery): Output<'bondedLists.list'> {
    const { total, rows } = this.store.page(this.handbooks.require(handbookNo).id, query)
    return { total, rows: rows.map((row) => ({ ...printHead(row), lines: Number(row.lines) })) }
  }

  lines(handbookNo: string, query: PageQuery): Output<'bondedLists.lines'> {
    const { total, rows } = this.store.linePage(this.handbooks.require(handbookNo).id, query)
    return {
      total,
      rows: rows.map((row) => ({
        ...printLine(row),
        direction: row.direction,
        goods: row.goods === 'I' ? 'material' : 'product',
        mode: row.mode,
        declaredOn: row.declared_on,
        status: row.status,
      })),
    }
  }

  /** The newest edition of a list. @throws Refusal list.notFound */
  require(handbookNo: string, listNo: string): ListRow {
    return (
      this.store.find(this.handbooks.require(handbookNo).id, listNo) ??
      refuse({
        code: 'list.notFound',
        message: `手册 ${handbookNo} 没有清单 ${listNo}`,
        at: { field: 'listNo' },
        next: '请核对清单编号',
      })
    )
  }

  find(handbookId: bigint, listNo: string): ListRow | undefined {
    return this.store.find(handbookId, listNo)
  }

  byId(listId: bigint): ListRow | undefined {
    return this.store.get(listId)
  }

  /** Of any handbook, the newest edition of each. */
  withInnerNo(innerNo: string): ListRow[] {
    return this.store.withInnerNo(innerNo)
  }

  linesOf(listId: bigint): LineRow[] {
    return this.store.linesOf(listId)
  }

  /** @throws Refusal list.notFound */
  get(handbookNo: string, listNo: string): Output<'bondedLists.get'> {
    const list = this.require(handbookNo, listNo)
    const { booked_at, reversed_at } = this.store.timesOf(list.id)
    return {
      ...printHead(list),
      lines: this.store.namedLinesOf(list.id).map(printLine),
      edition: Number(list.edition),
      seqNo: list.seq_no,
      draftId: list.draft_id,
      importedAt: list.entered_at,
      bookedAt: booked_at,
      reversedAt: reversed_at,
    }
  }

  imports(handbookNo: string | undefined): Output<'bondedLists.imports'> {
    const rows = this.store.imports(handbookNo === undefined ? null : this.handbooks.require(handbookNo).id)
    return {
      imports: rows.map((row) => ({
        importId: Number(row.id),
        handbookNo: row.handbook_no,
        fileName: row.file_name,
        fileId: row.file_id,
        importedAt: row.imported_at,
        lists: Number(row.lists),
        lines: Number(row.lines),
        rejected: Number(row.rejected),
        open: Number(row.open),
        rejectedFileId: row.rejected_file_id,
      })),
    }
  }

  settleRefusals(importId: number): { settled: number } {
    const importedAt =
      this.store.importedAt(BigInt(importId)) ??
      refuse({ code: 'import.notFound', message: '没有这次导入', at: { field: 'importId' } })
    const settled = this.store.settleRefusals(importId, this.clock.now())
    const what = `${clockOfInstant(importedAt)} 的导入：${settled} 处被拒的行已处理`
    this.journal.record({ subject: '保税核注清单', what })
    return { settled }
  }

  countByStatus(handbookId: bigint): Record<ListStatus, number> {
    return this.store.countByStatus(handbookId)
  }

  /** The day of the last booked list that took products out. */
  lastProductExport(handbookId: bigint): Day | undefined {
    const last = this.store.lastProductExport(handbookId)
    return last === undefined ? undefined : day(last)
  }

  /** The first list that declares each product version and has not been deleted, whether it is booked yet or not. */
  firstProductUses(handbookId: bigint): VersionUse[] {
    return this.store.firstProductUses(handbookId).map((row) => ({
      productSeq: Number(row.item_seq),
      version: row.version,
      listNo: row.list_no,
      mode: row.mode,
      direction: row.direction,
      declaredOn: day(row.declared_on),
    }))
  }

  /** Items that any line of any list names, deleted lists included: `I5` is material 5. */
  listedItems(handbookId: bigint): Set<string> {
    return new Set(this.store.listedItems(handbookId).map(({ goods, item_seq }) => `${goods}${item_seq}`))
  }

  /** Booked lines that brought these materials in: from abroad, from another enterprise, from another handbook. */
  materialImports(handbookId: bigint, seqs: readonly number[]): MaterialImport[] {
    return this.store.importsOf(handbookId, seqs, importModes).map((row) => ({
      listNo: row.list_no,
      lineNo: Number(row.line_no),
      itemSeq: Number(row.item_seq),
      mode: row.mode,
      declaredOn: day(row.declared_on),
      quantity: row.quantity_e5 as Quantity,
      unitPrice: row.unit_price_e5 as Money | null,
      total: row.total_e5 as Money | null,
      currency: row.currency,
    }))
  }

  /** the day of the first booked import of materials. */
  firstMaterialImport(handbookId: bigint): Day | undefined {
    const first = this.store.firstImportOf(handbookId, importModes)
    return first === undefined ? undefined : day(first)
  }

  /** What has been imported under the handbook, by day and currency; `withoutPrice` counts lines that do not say. */
  importValues(handbookId: bigint): { declaredOn: Day; currency: string; total: Money; withoutPrice: number }[] {
    return this.store.importValuesOf(handbookId, importModes).map((row) => ({
      declaredOn: day(row.declared_on),
      currency: row.currency,
      total: (row.total_high * 1_000_000_000n + row.total_low) as Money,
      withoutPrice: Number(row.without_price),
    }))
  }

  /** What a report names: the lists of an older system, whose days are not known, then 已核扣 lists by date and number. */
  reportedLists(handbookId: bigint): ReportedList[] {
    return [
      ...this.openings.listsOf(handbookId).map(({ listNo, direction }) => ({ listNo, direction, declaredOn: null })),
      ...this.store
        .bookedListsOf(handbookId)
        .map(({ list_no, direction, declared_on }) => ({ listNo: list_no, direction, declaredOn: day(declared_on) })),
    ]
  }
}

const isPending = ({ status }: ListRow): boolean => status === 'reserved' || status === 'unbooked'

const printHead = (row: ListRow) => ({
  listNo: row.list_no,
  innerNo: row.inner_no,
  direction: row.direction,
  goods: row.goods === 'I' ? ('material' as const) : ('product' as const),
  mode: row.mode,
  listType: row.list_type,
  declaredOn: row.declared_on,
  relatedHandbookNo: row.related_handbook_no,
  status: row.status,
})

const printLine = (row: NamedLineRow) => ({
  listNo: row.list_no,
  lineNo: Number(row.line_no),
  itemSeq: Number(row.item_seq),
  itemName: row.item_name ?? '',
  unit: row.unit ?? '',
  version: row.version,
  quantity: printQuantity(row.quantity_e5 as Quantity),
  unitPrice: row.unit_price_e5 === null ? '' : printMoney(row.unit_price_e5 as Money),
  total: row.total_e5 === null ? '' : printMoney(row.total_e5 as Money),
  currency: row.currency,
})
