import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { ConsumptionLine } from '../../../shared/domain/balance.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import { printQuantity, quantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { isImbalanced, orderBalance } from '../../../shared/domain/work-order.ts'
import type { MaterialBalance, WorkOrderLine } from '../../../shared/domain/work-order.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { PageQuery } from '../database/page.ts'
import type { HandbooksService, ItemRow } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import { isSameOrder, orderProblem } from './order-problem.ts'
import type { OrderBooks } from './order-problem.ts'
import { RecordStore } from './record-store.ts'
import { WorkOrderStore } from './work-order-store.ts'
import type { ListedOrderRow, OrderRow, SlipRow } from './work-order-store.ts'

/** A work order as it is written down. */
export interface WorkOrder {
  orderNo: string
  productSeq: number
  version: string
  planned: Quantity
  finished: Quantity
  rejected: Quantity
  postedOn: string
  slips: readonly (WorkOrderLine & { lot: string })[]
}

type Summary = Output<'workOrders.save'>

/** 工单: what the factory has issued, returned, weighed and finished. */
export class WorkOrdersService {
  private readonly store: WorkOrderStore
  private readonly records: RecordStore
  private readonly services: { handbooks: HandbooksService; journal: JournalService }
  private readonly clock: Clock

  constructor(db: Database, services: { handbooks: HandbooksService; journal: JournalService }, clock: Clock) {
    this.store = new WorkOrderStore(db)
    this.records = new RecordStore(db)
    this.services = services
    this.clock = clock
  }

  /** What orders of this handbook are checked against. */
  books(handbookNo: string): OrderBooks {
    const { handbooks } = this.services
    const handbook = handbooks.require(handbookNo)
    const itemsOf = (kind: 'I' | 'E') => new Map(handbooks.itemsOf(handbook.id, kind).map((item) => [Number(item.seq), item]))
    return {
      handbookId: handbook.id,
      handbookNo,
      products: itemsOf('E'),
      materials: itemsOf('I'),
      // Where consumption is declared before the report, there may be none yet.
      declaredVersions: handbook.consumption_stage === '1' ? handbooks.recordedVersions(handbook.id) : null,
      signedPeriods: this.records
        .standingRecords(handbook.id)
        .flatMap(({ from_day, to_day, signed }) => (signed === 1n ? [{ from: from_day, to: to_day }] : [])),
      today: dayOfInstant(this.clock.now()),
      order: (orderNo) => {
        const row = this.store.find(handbook.id, orderNo)
        return row && orderOf(row, this.store.slipsOf(row.id))
      },
      balanceOf: this.balances(handbook.id),
    }
  }

  /** R-42 of an order, by what the handbook declares for its product version. */
  balances(handbookId: bigint): (order: WorkOrder) => MaterialBalance[] {
    const rates = new Map<string, Map<number, ConsumptionLine>>()
    for (const line of this.services.handbooks.consumptionOf(handbookId)) {
      const key = `${line.productSeq} ${line.version}`
      const ofVersion = rates.get(key) ?? new Map<number, ConsumptionLine>()
      rates.set(key, ofVersion.set(line.materialSeq, line))
    }
    return (order) =>
      orderBalance(order, order.slips, (materialSeq) => rates.get(`${order.productSeq} ${order.version}`)?.get(materialSeq))
  }

  /** @throws Refusal order.* */
  save(input: Input<'workOrders.save'>): Summary {
    const books = this.books(input.handbookNo)
    const order: WorkOrder = {
      orderNo: input.orderNo,
      productSeq: input.productSeq,
      version: input.version,
      planned: quantity(input.planned),
      finished: quantity(input.finished),
      rejected: quantity(input.rejected),
      postedOn: input.postedOn,
      slips: input.lines.map((line) => ({
        materialSeq: line.materialSeq,
        bonded: line.bonded,
        lot: line.lot,
        issued: quantity(line.issued),
        returned: quantity(line.returned),
        scrap: quantity(line.scrap),
        defects: quantity(line.defects),
        wip: quantity(line.wip),
      })),
    }
    const problem = orderProblem(order, books)
    if (problem) {
      const field = problem.slip === undefined ? problem.column : `lines.${problem.slip}.${problem.column}`
      const where = problem.slip === undefined ? '' : `第 ${problem.slip + 1} 行领料：`
      refuse({
        code: problem.code,
        message: `工单 ${order.orderNo} ${where}${problem.message}`,
        at: { field },
        next: '请改正后再保存',
      })
    }
    this.write(books, order, null)
    this.requireCountable(books.handbookId)
    return this.summaryOf(this.requireOrder(input.handbookNo, input.orderNo), books.balanceOf)
  }

  /** Adds the order, or puts it in the place of the one of its number. Answers whether anything has changed. */
  write(books: OrderBooks, order: WorkOrder, sourceFileId: string | null): 'added' | 'replaced' | 'unchanged' {
    const held = this.store.find(books.handbookId, order.orderNo)
    const heldOrder = held && orderOf(held, this.store.slipsOf(held.id))
    if (heldOrder && isSameOrder(heldOrder, order)) return 'unchanged'
    const row = {
      handbook_id: books.handbookId,
      order_no: order.orderNo,
      product_seq: BigInt(order.productSeq),
      version: order.version,
      planned_e5: order.planned,
      finished_e5: order.finished,
      rejected_e5: order.rejected,
      posted_on: order.postedOn,
      recorded_at: this.clock.now(),
      source_file_id: sourceFileId,
    }
    const slips = order.slips.map(slipRow)
    if (held) this.store.replace({ ...row, id: held.id }, slips)
    else this.store.add(row, slips)
    // What comes in a workbook is there to be read again; one line of the journal says that it came (see the import).
    if (held || sourceFileId === null) {
      const subject = `手册 ${books.handbookNo} 工单 ${order.orderNo}`
      const before = heldOrder && { before: fieldsOf(heldOrder) }
      this.services.journal.record({ subject, what: held ? '改正工单' : '登记工单', ...before, after: fieldsOf(order) })
    }
    return held ? 'replaced' : 'added'
  }

  /** After orders are written: their figures can still be added up. @throws Refusal order.tooMuch */
  requireCountable(handbookId: bigint): void {
    if (!this.store.isTooMuch(handbookId)) return
    refuse({
      code: 'order.tooMuch',
      message: '工单的完工数量或领料数量合计过大，没有写入任何数据',
      next: '请核对数量与单位，是否把编号或条码填成了数量',
    })
  }

  list(handbookNo: string, query: PageQuery): Output<'workOrders.list'> {
    const { id } = this.services.handbooks.require(handbookNo)
    const { total, rows } = this.store.page(id, query)
    const slips = Map.groupBy(this.store.slipsOfAll(rows.map((row) => row.id)), ({ work_order }) => work_order)
    const balanceOf = this.balances(id)
    return { total, rows: rows.map((row) => summary(row, balanceOf(orderOf(row, slips.get(row.id) ?? [])))) }
  }

  get(handbookNo: string, orderNo: string): Output<'workOrders.get'> {
    const row = this.requireOrder(handbookNo, orderNo)
    const books = this.books(handbookNo)
    const order = orderOf(row, this.store.slipsOf(row.id))
    const balance = books.balanceOf(order)
    return {
      ...summary(row, balance),
      slips: order.slips.map((slip) => ({ ...printLine(slip, books.materials), lot: slip.lot })),
      balance: balance.map((of) => printBalance(of, books.materials)),
    }
  }

  /** The orders posted in some days, with what was issued to them. */
  ordersOf(handbookId: bigint, from: string, to: string): (WorkOrder & { productName: string })[] {
    const slips = Map.groupBy(this.store.slipsOfPeriod(handbookId, from, to), ({ work_order }) => work_order)
    return this.store
      .ordersOf(handbookId, from, to)
      .map((row) => ({ ...orderOf(row, slips.get(row.id) ?? []), productName: row.product_name }))
  }

  /** The workbooks in which the orders of some days came, each once. */
  sourceFilesOf(handbookId: bigint, from: string, to: string): string[] {
    return [...new Set(this.store.sourcesOf(handbookId, from, to).map(({ file_id }) => file_id))]
  }

  private requireOrder(handbookNo: string, orderNo: string): ListedOrderRow {
    return (
      this.store.findListed(this.services.handbooks.require(handbookNo).id, orderNo) ??
      refuse({
        code: 'order.notFound',
        message: `手册 ${handbookNo} 没有工单 ${orderNo}`,
        at: { field: 'orderNo' },
        next: '请核对工单号',
      })
    )
  }

  private summaryOf(row: ListedOrderRow, balanceOf: OrderBooks['balanceOf']): Summary {
    return summary(row, balanceOf(orderOf(row, this.store.slipsOf(row.id))))
  }
}

const summary = (row: ListedOrderRow, balance: readonly MaterialBalance[]): Summary => ({
  orderNo: row.order_no,
  productSeq: Number(row.product_seq),
  productName: row.product_name,
  version: row.version,
  planned: printQuantity(row.planned_e5 as Quantity),
  finished: printQuantity(row.finished_e5 as Quantity),
  rejected: printQuantity(row.rejected_e5 as Quantity),
  postedOn: row.posted_on,
  lines: Number(row.lines),
  imbalanced: balance.filter(isImbalanced).length,
  recordedAt: row.recorded_at,
  signed: row.signed === 1n,
})

const orderOf = (row: OrderRow, slips: readonly SlipRow[]): WorkOrder => ({
  orderNo: row.order_no,
  productSeq: Number(row.product_seq),
  version: row.version,
  planned: row.planned_e5 as Quantity,
  finished: row.finished_e5 as Quantity,
  rejected: row.rejected_e5 as Quantity,
  postedOn: row.posted_on,
  slips: slips.map((slip) => ({ ...lineOf(slip), lot: slip.lot })),
})

export const lineOf = (slip: Omit<SlipRow, 'work_order' | 'line_no'>): WorkOrderLine => ({
  materialSeq: Number(slip.material_seq),
  bonded: slip.bonded === 1n,
  issued: slip.issued_e5 as Quantity,
  returned: slip.returned_e5 as Quantity,
  scrap: slip.scrap_e5 as Quantity,
  defects: slip.defects_e5 as Quantity,
  wip: slip.wip_e5 as Quantity,
})

const slipRow = (slip: WorkOrderLine & { lot: string }, index: number): Omit<SlipRow, 'work_order'> => ({
  line_no: BigInt(index + 1),
  material_seq: BigInt(slip.materialSeq),
  bonded: slip.bonded ? 1n : 0n,
  lot: slip.lot,
  issued_e5: slip.issued,
  returned_e5: slip.returned,
  scrap_e5: slip.scrap,
  defects_e5: slip.defects,
  wip_e5: slip.wip,
})

const printLine = (line: WorkOrderLine, materials: ReadonlyMap<number, ItemRow>) => ({
  materialSeq: line.materialSeq,
  materialName: materials.get(line.materialSeq)?.name ?? '',
  unit: materials.get(line.materialSeq)?.unit ?? '',
  bonded: line.bonded,
  issued: printQuantity(line.issued),
  returned: printQuantity(line.returned),
  scrap: printQuantity(line.scrap),
  defects: printQuantity(line.defects),
  wip: printQuantity(line.wip),
})

export const printBalance = (of: MaterialBalance, materials: ReadonlyMap<number, ItemRow>) => ({
  ...printLine(of, materials),
  embodied: of.embodied && printQuantity(of.embodied.toQuantity()),
  rest: of.rest && printQuantity(of.rest.toQuantity()),
})

/** An order as the journal shows it. */
function fieldsOf(order: WorkOrder): Record<string, string> {
  const fields: Record<string, string> = {
    成品: `${order.productSeq}`,
    单耗版本号: order.version,
    计划数量: printQuantity(order.planned),
    完工数量: printQuantity(order.finished),
    报废数量: printQuantity(order.rejected),
    过账日期: order.postedOn,
  }
  for (const [index, slip] of order.slips.entries()) {
    const figures = [
      ['领料', slip.issued],
      ['退料', slip.returned],
      ['边角料', slip.scrap],
      ['残次品', slip.defects],
      ['在制品', slip.wip],
    ] as const
    fields[`领料 ${index + 1}`] = [
      `料件 ${slip.materialSeq}${slip.bonded ? '' : '（非保税）'}`,
      ...(slip.lot === '' ? [] : [`批次 ${slip.lot}`]),
      ...figures.flatMap(([name, value]) => (value === 0n ? [] : [`${name} ${printQuantity(value)}`])),
    ].join('，')
  }
  return fields
}
