import type { Input, Output } from '../../../shared/contract/contract.ts'
import { mostPlaces, Refusal } from '../../../shared/contract/errors.ts'
import type { RefusedRow } from '../../../shared/contract/values.ts'
import type { Call } from '../call.ts'
import { readStoredFile } from '../files/service.ts'
import type { FileFolder } from '../files/service.ts'
import { openWorkbook } from '../workbook/read-workbook.ts'
import type { FoundTable, TableSpec } from '../workbook/table-reader.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { planImport } from './plan-import.ts'
import type { OrderImportPlan } from './plan-import.ts'
import { orderTable, readWorkOrders, slipTable, stepEvery } from './read-work-orders.ts'
import type { ReadWorkOrders } from './read-work-orders.ts'

async function readInput(input: { handbookNo: string; fileId: string }, call: Call): Promise<ReadWorkOrders> {
  await call.step('打开工作簿', 0, null)
  // A wrong handbook number is told before a long file is read.
  call.read((services) => services.handbooks.require(input.handbookNo))
  const bytes = await readStoredFile(call.read((services) => services.files.require(input.fileId)))
  return readWorkOrders(await openWorkbook(bytes), call.step)
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
    const books = services.workOrders.books(input.handbookNo)
    const planned = planImport(read, books)
    const { name } = services.files.require(input.fileId)
    let refusedRows: { fileId: string } | null = null
    if (planned.refused.length > 0) {
      await call.step('整理被拒的行', 0, null)
      refusedRows = services.files.record(`被拒的行_${name}`, await folder.take([await refusedRowsWorkbook(read, planned)]))
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
  if (!written) {
    throw new Refusal({
      code: 'order.badRows',
      message: `有 ${rejected.length} 处不合格，没有写入任何数据。${rejected[0]?.message ?? ''}`,
      at: { sheet: rejected[0]?.sheet, row: rejected[0]?.row, column: rejected[0]?.column },
      next: '请改正后再导入，或选择“导入合格的行”',
      rejected: rejected.slice(0, mostPlaces),
      total: rejected.length,
      ...(refusedFile && { rejectedFileId: refusedFile.fileId }),
    })
  }
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

/** The refused orders as they stood in the file, whole, with the reason in a last column. Mended, the workbook imports as it is. */
async function refusedRowsWorkbook(read: ReadWorkOrders, plan: OrderImportPlan): Promise<Uint8Array> {
  const reasons = new Map<string, string[]>()
  for (const { sheet, row, message } of [...plan.refused, ...plan.heldBack]) {
    const key = `${sheet}\n${row}`
    reasons.set(key, [...(reasons.get(key) ?? []), message])
  }
  return writeWorkbook([await sheetOf(orderTable, read.orderSheet, reasons), await sheetOf(slipTable, read.slipSheet, reasons)])
}

async function sheetOf<Id extends string>(spec: TableSpec<Id>, found: FoundTable<Id>, reasons: ReadonlyMap<string, string[]>) {
  const rows: string[][] = []
  for await (const { row, cells } of found.rows()) {
    const why = reasons.get(`${found.sheet}\n${row}`)
    if (why) rows.push([...spec.columns.map((column) => cells[column.id]?.text ?? ''), String(row), why.join('；')])
  }
  const columns = [
    ...spec.columns.map((column) => ({ title: column.heading, width: 16 })),
    { title: '原行号', width: 8 },
    { title: '原因', width: 60 },
  ]
  return { name: spec.readAs, columns, rows }
}
