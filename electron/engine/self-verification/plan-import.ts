import { shownUnit, unitName } from '../../../shared/codes/tables.ts'
import type { RefusedRow } from '../../../shared/contract/values.ts'
import { printQuantity } from '../../../shared/domain/exact.ts'
import { isImbalanced } from '../../../shared/domain/work-order.ts'
import type { WorkOrderLine } from '../../../shared/domain/work-order.ts'
import type { ItemRow } from '../handbooks/service.ts'
import { isSameOrder, orderProblem } from './order-problem.ts'
import type { OrderBooks } from './order-problem.ts'
import { orderTable, slipTable } from './read-work-orders.ts'
import type { OrderCandidate, OrderTableColumn, ReadWorkOrders, SlipCandidate, SlipTableColumn } from './read-work-orders.ts'
import type { WorkOrder } from './work-orders.ts'

export interface OrderImportPlan {
  /** New ones and those that take the place of one in the books. */
  orders: WorkOrder[]
  unchanged: number
  replaced: number
  imbalanced: RefusedRow[]
  refused: RefusedRow[]
  /** Rows that go with a refused one: an order stands whole or not at all, as half its slips would be wrong figures. */
  heldBack: RefusedRow[]
}

const orderHeading = (id: OrderTableColumn) => orderTable.columns.find((column) => column.id === id)?.heading ?? id
const slipHeading = (id: SlipTableColumn) => slipTable.columns.find((column) => column.id === id)?.heading ?? id

/** Decides what an import does to the books, order by order, without touching them. */
export function planImport(read: ReadWorkOrders, books: OrderBooks): OrderImportPlan {
  const { orderSheet, slipSheet } = read
  const refused: RefusedRow[] = [...read.rejected]
  const atOrder = (row: number, id: OrderTableColumn, code: string, what: string): RefusedRow => {
    const column = orderHeading(id)
    return { sheet: orderSheet.sheet, row, column, code, message: `第 ${row} 行“${column}”${what}` }
  }
  const atSlip = (row: number, id: SlipTableColumn, code: string, what: string): RefusedRow => {
    const column = slipHeading(id)
    return { sheet: slipSheet.sheet, row, column, code, message: `第 ${row} 行“${column}”${what}` }
  }

  const named = new Map<string, OrderCandidate>()
  /** Whose slips belong to which of them cannot be told. */
  const twice = new Set<string>()
  for (const order of read.orders) {
    if (order.orderNo === undefined) continue
    const earlier = named.get(order.orderNo)
    if (!earlier) named.set(order.orderNo, order)
    else {
      refused.push(atOrder(order.row, 'orderNo', 'order.duplicate', `${order.orderNo} 与第 ${earlier.row} 行重复`))
      twice.add(order.orderNo)
    }
  }
  const slipsOf = new Map<string, SlipCandidate[]>()
  for (const slip of read.slips) {
    if (slip.orderNo === undefined) continue
    if (!named.has(slip.orderNo))
      refused.push(atSlip(slip.row, 'orderNo', 'order.unknown', `${slip.orderNo} 在“${orderSheet.sheet}”表中没有`))
    else if (slip.materialSeq !== undefined && differs(books.materials.get(slip.materialSeq), slip.unit))
      refused.push(atSlip(slip.row, 'unit', 'order.otherUnit', otherUnit(books.materials.get(slip.materialSeq), slip.unit)))
    const slips = slipsOf.get(slip.orderNo)
    if (slips) slips.push(slip)
    else slipsOf.set(slip.orderNo, [slip])
  }

  const plan: OrderImportPlan = { orders: [], unchanged: 0, replaced: 0, imbalanced: [], refused, heldBack: [] }
  const whole: { candidate: OrderCandidate; slips: SlipCandidate[] }[] = []
  const badSlips = new Set(refused.flatMap(({ sheet, row }) => (sheet === slipSheet.sheet ? [row] : [])))
  for (const [orderNo, candidate] of named) {
    const slips = slipsOf.get(orderNo) ?? []
    const before = refused.length
    const order = wholeOrder(candidate, slips)
    const product = candidate.productSeq === undefined ? undefined : books.products.get(candidate.productSeq)
    if (differs(product, candidate.unit))
      refused.push(atOrder(candidate.row, 'unit', 'order.otherUnit', otherUnit(product, candidate.unit)))
    else if (slips.length === 0) refused.push(atOrder(candidate.row, 'orderNo', 'order.noSlips', `${orderNo} 没有领料行`))
    else if (order) {
      const problem = orderProblem(order, books)
      if (problem?.slip === undefined) {
        if (problem) refused.push(atOrder(candidate.row, problem.column, problem.code, `：${problem.message}`))
      } else refused.push(atSlip(slips[problem.slip]?.row ?? 0, problem.column, problem.code, `：${problem.message}`))
    }
    if (!order || refused.length > before || twice.has(orderNo) || slips.some(({ row }) => badSlips.has(row))) {
      whole.push({ candidate, slips })
      continue
    }
    const held = books.order(orderNo)
    if (held && isSameOrder(held, order)) {
      plan.unchanged += 1
      continue
    }
    if (held) plan.replaced += 1
    plan.orders.push(order)
    for (const balance of books.balanceOf(order).filter(isImbalanced)) {
      const row = slips.find(({ materialSeq }) => materialSeq === balance.materialSeq)?.row ?? 0
      const short = balance.rest ? printQuantity(balance.rest.toQuantity()).slice(1) : ''
      const what = `：工单 ${orderNo} 的料件 ${balance.materialSeq} 领料比成品按申报净耗应含的少 ${short}（R-42）`
      plan.imbalanced.push(atSlip(row, 'issued', 'order.imbalanced', what))
    }
  }
  const said = new Set(refused.map(({ sheet, row }) => `${sheet}\n${row}`))
  const holdBack = (sheet: string, row: number, column: string) => {
    if (said.has(`${sheet}\n${row}`)) return
    plan.heldBack.push({ sheet, row, column, code: 'order.heldBack', message: '同一工单的其他行被拒' })
  }
  for (const { candidate, slips } of whole) {
    holdBack(orderSheet.sheet, candidate.row, orderHeading('orderNo'))
    for (const slip of slips) holdBack(slipSheet.sheet, slip.row, slipHeading('orderNo'))
  }
  return plan
}

/** The order with all its slips; undefined where a cell of it could not be read. */
function wholeOrder(candidate: OrderCandidate, slips: readonly SlipCandidate[]): WorkOrder | undefined {
  const { orderNo, productSeq, planned, finished, rejected, postedOn } = candidate
  if (orderNo === undefined || productSeq === undefined || planned === undefined || finished === undefined) return undefined
  if (rejected === undefined || postedOn === undefined || !candidate.sound) return undefined
  const lines = slips.map(wholeSlip)
  if (!lines.every((line) => line !== undefined)) return undefined
  return { orderNo, productSeq, version: candidate.version, planned, finished, rejected, postedOn, slips: lines }
}

function wholeSlip(slip: SlipCandidate): (WorkOrderLine & { lot: string }) | undefined {
  const { materialSeq, issued, returned, scrap, defects, wip } = slip
  if (!slip.sound || materialSeq === undefined || issued === undefined || returned === undefined) return undefined
  if (scrap === undefined || defects === undefined || wip === undefined) return undefined
  return { materialSeq, bonded: slip.bonded === 'bonded', lot: slip.lot, issued, returned, scrap, defects, wip }
}

const differs = (item: ItemRow | undefined, unit: string): boolean => item !== undefined && unit !== '' && item.unit !== unit
const otherUnit = (item: ItemRow | undefined, unit: string): string =>
  `是 ${shownUnit(unit)}，手册申报单位是 ${unitName(item?.unit ?? '') ?? ''}；请换算后再导入`
