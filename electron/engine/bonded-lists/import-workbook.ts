import type { Input, Output } from '../../../shared/contract/contract.ts'
import { mostPlaces } from '../../../shared/contract/errors.ts'
import type { RefusedRow } from '../../../shared/contract/values.ts'
import type { Call } from '../call.ts'
import { openStoredWorkbook } from '../files/open-stored-workbook.ts'
import type { FileFolder } from '../files/service.ts'
import { refusedRowsWorkbook, refuseRows } from '../workbook/refused-rows.ts'
import { planImport, versionOf } from './plan-import.ts'
import type { ImportPlan, Refused } from './plan-import.ts'
import { headTable, lineTable, readLists } from './read-lists.ts'
import type { ReadLists } from './read-lists.ts'

async function readInput(input: { handbookNo: string; fileId: string }, call: Call): Promise<ReadLists> {
  // A wrong handbook number is told before a long file is read.
  call.read((services) => services.handbooks.require(input.handbookNo))
  return readLists(await openStoredWorkbook(input.fileId, call), call.step)
}

/** In the order of the file: heads first, then lines. */
function inOrder(lists: ReadLists, refused: readonly Refused[]): RefusedRow[] {
  const rank = (row: RefusedRow) => (row.sheet === lists.headSheet.sheet ? 0 : 1)
  return refused
    .toSorted((a, b) => rank(a) - rank(b) || a.row - b.row)
    .map(({ sheet, row, column, code, message }) => ({ sheet, row, column, code, message }))
}

const countLines = (plan: ImportPlan): number => plan.lists.reduce((sum, list) => sum + list.newLines.length, 0)

/** What an import would do, without doing it. */
export async function inspectLists(
  input: Input<'bondedLists.inspectWorkbook'>,
  call: Call,
): Promise<Output<'bondedLists.inspectWorkbook'>> {
  const lists = await readInput(input, call)
  await call.step('核对账内数据', 0, null)
  const plan = call.read((services) => planImport(lists, services.bondedLists.books(input.handbookNo)))
  const rejected = inOrder(lists, plan.refused)
  const days = lists.heads.flatMap((head) => head.declaredOn ?? []).toSorted()
  const byMode = new Map<string, Output<'bondedLists.inspectWorkbook'>['byMode'][number]>()
  for (const { head, newLines } of plan.lists) {
    const key = `${head.mode} ${head.direction} ${head.goods}`
    const entry = byMode.get(key) ?? {
      mode: head.mode,
      direction: head.direction,
      goods: head.goods === 'I' ? ('material' as const) : ('product' as const),
      lists: 0,
      lines: 0,
    }
    byMode.set(key, { ...entry, lists: entry.lists + 1, lines: entry.lines + newLines.length })
  }
  const [from, to] = [days[0], days.at(-1)]
  const exported = new Set(
    plan.lists.flatMap(({ head, newLines }) =>
      head.direction === 'E' && head.goods === 'E' ? newLines.map((line) => `${line.itemSeq} ${versionOf(line, 'E')}`) : [],
    ),
  )
  const drifting = call.read((services) => services.selfVerification.comparisons.driftingVersions(input.handbookNo))
  return {
    sheets: [lists.headSheet.recognised(), lists.lineSheet.recognised()],
    period: from && to ? { from, to } : null,
    added: { lists: plan.lists.filter((list) => !list.inBooks).length, lines: countLines(plan) },
    statusChanges: plan.lists.filter((list) => list.inBooks && list.inBooks.status !== list.head.status).length,
    unchanged: plan.unchanged,
    heldBack: plan.heldBack.length,
    rejected: rejected.slice(0, mostPlaces),
    rejectedTotal: rejected.length,
    byMode: [...byMode.values()].toSorted((a, b) => b.lines - a.lines),
    warnings: drifting
      .filter(({ productSeq, version }) => exported.has(`${productSeq} ${version}`))
      .map(({ message }) => `出口前请核对：${message}（R-40）`),
  }
}

/**
 * Reads, checks and books. With a refused row and `refuse` nothing is written; with `skip` the rest is, and the refused rows come
 * back as a workbook that can be mended and imported. @throws Refusal workbook.*, list.badRows
 */
export async function importLists(
  input: Input<'bondedLists.importWorkbook'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'bondedLists.importWorkbook'>> {
  const lists = await readInput(input, call)
  const keepRefused = async (plan: ImportPlan) => {
    await call.step('整理被拒的行', 0, null)
    return folder.take([await leftOut(lists, plan)])
  }
  const outcome = await call.write(async (services) => {
    services.handbookLife.requireOpen(input.handbookNo)
    const books = services.bondedLists.books(input.handbookNo)
    const plan = planImport(lists, books)
    const name = `被拒的行_${services.files.require(input.fileId).name}`
    const refusedFile = plan.refused.length > 0 ? services.files.record(name, await keepRefused(plan)) : null
    const record = (what: string) =>
      services.journal.record({
        subject: `手册 ${input.handbookNo}`,
        what,
        after: { 文件: services.files.require(input.fileId).name, ...(refusedFile && { 被拒的行: refusedFile.name }) },
      })
    if (refusedFile && input.onBadRows === 'refuse') {
      record(`清单没有导入：${plan.refused.length} 处不合格`)
      return { plan, refusedFile, written: null }
    }
    if (plan.lists.length === 0 && !refusedFile) {
      record('导入清单：全部已在账内，没有变化')
      return { plan, refusedFile, written: { lists: 0, lines: 0, statusChanges: 0 } }
    }
    const source = { fileId: input.fileId, rejectedFileId: refusedFile?.fileId ?? null }
    const written = await services.bondedLists.apply(books.handbookId, plan, source, (done, total) =>
      call.step('记账', done, total),
    )
    services.listDrafts.settleFromBooks()
    record(`导入清单：${sentence(written, plan, plan.refused.length)}`)
    return { plan, refusedFile, written }
  })
  const { plan, refusedFile, written } = outcome
  const rejected = inOrder(lists, plan.refused)
  if (!written) return refuseRows('list.badRows', '清单', rejected, refusedFile?.fileId)
  return {
    ...written,
    unchanged: plan.unchanged,
    heldBack: plan.heldBack.length,
    rejected,
    ...(refusedFile && { rejectedFileId: refusedFile.fileId }),
    message: sentence(written, plan, rejected.length),
  }
}

function sentence(written: { lists: number; lines: number; statusChanges: number }, plan: ImportPlan, rejected: number): string {
  const parts: string[] = []
  if (written.lists + written.lines > 0) parts.push(`新增清单 ${written.lists} 份、${written.lines} 行`)
  if (written.statusChanges > 0) parts.push(`${written.statusChanges} 份清单的核扣标志有变化`)
  if (plan.unchanged.lists + plan.unchanged.lines > 0)
    parts.push(`已在账内 ${plan.unchanged.lists} 份、${plan.unchanged.lines} 行，没有变化`)
  if (rejected > 0)
    parts.push(`拒绝 ${rejected} 处${plan.heldBack.length > 0 ? `，随表头一并搁置 ${plan.heldBack.length} 行` : ''}`)
  if (written.lists + written.lines + written.statusChanges === 0 && rejected === 0) return '全部清单已在账内，本次没有变化'
  return parts.join('；')
}

/** A line whose head is refused comes back with it. */
const leftOut = ({ headSheet, lineSheet }: ReadLists, { refused, heldBack }: ImportPlan): Promise<Uint8Array> =>
  refusedRowsWorkbook(
    [...heldBack.map((row) => ({ sheet: lineSheet.sheet, row, message: '所属清单的表头被拒' })), ...refused],
    [
      { spec: headTable, found: headSheet },
      { spec: lineTable, found: lineSheet },
    ],
  )
