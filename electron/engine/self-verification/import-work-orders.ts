import type { Input, Output } from '../../../shared/contract/contract.ts'
import { mostPlaces } from '../../../shared/contract/errors.ts'
import type { RefusedRow } from '../../../shared/contract/values.ts'
import type { Call } from '../call.ts'
import { openStoredWorkbook } from '../files/open-stored-workbook.ts'
import type { FileFolder } from '../files/service.ts'
import { refusedRowsWorkbook, refuseRows } from '../workbook/refused-rows.ts'
import { planImport } from './plan-import.ts'
import type { OrderImportPlan } from './plan-import.ts'
import { orderTable, readWorkOrders, slipTable, stepEvery } from './read-work-orders.ts'
import type { ReadWorkOrders } from './read-work-orders.ts'

async function readInput(input: { handbookNo: string; fileId: string }, call: Call): Promise<ReadWorkOrders> {
  // A wrong handbook number is told before a long file is read.
  call.read((services) => services.handbooks.require(input.handbookNo))
  return readWorkOrders(await openStoredWorkbook(input.fileId, call), call.step)
}

/** In the order of the file: orders first, then what was issued to them. */
function inOrder(read: ReadWorkOrders, rows: readonly RefusedRow[]): RefusedRow[] {
  const rank = (row: RefusedRow) => (row.sheet === read.orderSheet.sheet ? 0 : 1)
  return rows.toSorted((a, b) => rank(a) - rank(b) || a.row - b.row)
}

const countLines = (plan: OrderImportPlan): number => plan.orders.reduce((sum, { slips }) => sum + slips.length, 0)

/** What an import would do, without doing it. */
export async function inspectWorkOrders(
  input: Input<'workOrders.inspectWorkbook'>,
  call: Call,
): Promise<Output<'workOrders.inspectWorkbook'>> {
  const read = await readInput(input, call)
  await call.step('核对账内数据', 0, null)
  const plan = call.read((services) => planImport(read, services.workOrders.books(input.handbookNo)))
  const rejected = inOrder(read, plan.refused)
  const days = read.orders.flatMap(({ postedOn }) => postedOn ?? []).toSorted()
  const [from, to] = [days[0], days.at(-1)]
  return {
    sheets: [read.orderSheet.recognised(), read.slipSheet.recognised()],
    period: from && to ? { from, to } : null,
    orders: plan.orders.length - plan.replaced,
    lines: countLines(plan),
    unchanged: plan.unchanged,
    replaced: plan.replaced,
    imbalanced: inOrder(read, plan.imbalanced).slice(0, mostPlaces),
    rejected: rejected.slice(0, mostPlaces),
    rejectedTotal: rejected.length,
  }
}

/**
 * Reads, checks and keeps. With a refused row and `refuse` nothing is written; with `skip` the sound orders are, and the rows of the
 * others come back as a workbook that can be mended and imported. @throws Refusal workbook.*, order.badRows
 */
export async function importWorkOrders(
  input: Input<'workOrders.importWorkbook'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'workOrders.importWorkbook'>> {
  const read = await readInput(input, call)
  const { plan, refusedFile, written } = await call.write(async (services) => {
    services.handbookLife.requireOpen(input.handbookNo)
    const books = services.workOrders.books(input.handbookNo)
    const planned = planImport(read, books)
    const { name } = services.files.require(input.fileId)
    let refusedRows: { fileId: string } | null = null
    if (planned.refused.length > 0) {
      await call.step('整理被拒的行', 0, null)
      refusedRows = services.files.record(`被拒的行_${name}`, await folder.take([await leftOut(read, planned)]))
      if (input.onBadRows === 'refuse') return { plan: planned, refusedFile: refusedRows, written: false }
    }
    for (const [index, order] of planned.orders.entries()) {
      if (index % stepEvery === 0) await call.step('写入工单', index, planned.orders.length)
      services.workOrders.write(books, order, input.fileId)
    }
    services.workOrders.requireCountable(books.handbookId)
    services.journal.record({ subject: `手册 ${input.handbookNo}`, what: `从“${name}”导入工单：${sentence(planned)}` })
    return { plan: planned, refusedFile: refusedRows, written: true }
  })
  const rejected = inOrder(read, plan.refused)
  if (!written) refuseRows('order.badRows', '工单', rejected, refusedFile?.fileId)
  return {
    orders: plan.orders.length - plan.replaced,
    lines: countLines(plan),
    unchanged: plan.unchanged,
    replaced: plan.replaced,
    rejected,
    ...(refusedFile && { rejectedFileId: refusedFile.fileId }),
    message: sentence(plan),
  }
}

function sentence(plan: OrderImportPlan): string {
  const added = plan.orders.length - plan.replaced
  const parts = [
    ...(added > 0 ? [`新增工单 ${added} 张`] : []),
    ...(plan.replaced > 0 ? [`改正 ${plan.replaced} 张`] : []),
    ...(plan.unchanged > 0 ? [`${plan.unchanged} 张已在账内，没有变化`] : []),
    ...(plan.imbalanced.length > 0 ? [`${plan.imbalanced.length} 处领料少于成品应含的料件`] : []),
    ...(plan.refused.length > 0 ? [`拒绝 ${plan.refused.length} 处`] : []),
  ]
  return parts.length > 0 ? parts.join('；') : '工作簿里没有工单'
}

/** An order with one refused row comes back whole. */
const leftOut = ({ orderSheet, slipSheet }: ReadWorkOrders, { refused, heldBack }: OrderImportPlan): Promise<Uint8Array> =>
  refusedRowsWorkbook(
    [...refused, ...heldBack],
    [
      { spec: orderTable, found: orderSheet },
      { spec: slipTable, found: slipSheet },
    ],
  )
