import { noQuantity } from '../../../shared/domain/exact.ts'
import { lineProblem } from '../../../shared/domain/work-order.ts'
import type { MaterialBalance } from '../../../shared/domain/work-order.ts'
import type { ItemRow } from '../handbooks/service.ts'
import type { WorkOrder } from './work-orders.ts'

/** What of the books an order is checked against. */
export interface OrderBooks {
  handbookId: bigint
  handbookNo: string
  products: ReadonlyMap<number, ItemRow>
  materials: ReadonlyMap<number, ItemRow>
  /** `seq:version`; null where consumption need not be declared before it is used. */
  declaredVersions: ReadonlySet<string> | null
  signedPeriods: readonly { from: string; to: string }[]
  today: string
  order: (orderNo: string) => WorkOrder | undefined
  balanceOf: (order: WorkOrder) => MaterialBalance[]
}

type OrderColumn = 'productSeq' | 'version' | 'planned' | 'finished' | 'rejected' | 'postedOn'
type SlipColumn = 'materialSeq' | 'issued' | 'returned'

type OrderProblem = { code: string; message: string } & (
  | { slip?: undefined; column: OrderColumn }
  /** By its place in the order, from 0. */
  | { slip: number; column: SlipColumn }
)

const slipProblems = {
  negative: ['issued', 'order.negative', '数量不能为负'],
  nothingIssued: ['issued', 'order.nothingIssued', '领料数量不能为零'],
  moreOutThanIn: ['returned', 'order.moreOutThanIn', '退料、边角料、残次品、在制品之和超过领料（R-42）'],
} as const satisfies Record<string, readonly [SlipColumn, string, string]>

/** The first reason why an order cannot stand in the books. An order that leaves a negative rest can: that is what is to be found out. */
export function orderProblem(order: WorkOrder, books: OrderBooks): OrderProblem | undefined {
  if (!books.products.has(order.productSeq))
    return { column: 'productSeq', code: 'order.unknownProduct', message: `成品 ${order.productSeq} 不在手册中` }
  if (books.declaredVersions && !books.declaredVersions.has(`${order.productSeq}:${order.version}`)) {
    return {
      column: 'version',
      code: 'order.undeclaredVersion',
      message: `成品 ${order.productSeq} 没有申报版本 ${order.version} 的单耗（R-35）`,
    }
  }
  for (const column of ['planned', 'finished', 'rejected'] as const)
    if (order[column] < noQuantity) return { column, code: 'order.negative', message: '数量不能为负' }
  if (order.postedOn > books.today)
    return { column: 'postedOn', code: 'order.future', message: `过账日期 ${order.postedOn} 晚于今天 ${books.today}` }
  const held = books.order(order.orderNo)
  const signed = books.signedPeriods.find(({ from, to }) =>
    [order.postedOn, held?.postedOn].some((day) => day !== undefined && day >= from && day <= to),
  )
  if (signed && !(held && isSameOrder(held, order))) {
    return {
      column: 'postedOn',
      code: 'order.signed',
      message: `${signed.from} 至 ${signed.to} 的自核记录已签名，其中的工单不再改变（R-42）`,
    }
  }
  for (const [slip, line] of order.slips.entries()) {
    if (!books.materials.has(line.materialSeq))
      return { slip, column: 'materialSeq', code: 'order.unknownMaterial', message: `料件 ${line.materialSeq} 不在手册中` }
    const problem = lineProblem(line)
    if (problem) {
      const [column, code, message] = slipProblems[problem]
      return { slip, column, code, message }
    }
  }
  return undefined
}

const figures = ['productSeq', 'version', 'planned', 'finished', 'rejected', 'postedOn'] as const
const slipFigures = ['materialSeq', 'bonded', 'lot', 'issued', 'returned', 'scrap', 'defects', 'wip'] as const

export const isSameOrder = (a: WorkOrder, b: WorkOrder): boolean =>
  figures.every((name) => a[name] === b[name]) &&
  a.slips.length === b.slips.length &&
  a.slips.every((slip, index) => slipFigures.every((name) => slip[name] === b.slips[index]?.[name]))
