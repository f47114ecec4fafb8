import type { Input, Output } from '../../../shared/contract/contract.ts'
import { mostPlaces } from '../../../shared/contract/errors.ts'
import type { Call } from '../call.ts'
import { openStoredWorkbook } from '../files/open-stored-workbook.ts'
import type { FileFolder } from '../files/service.ts'
import type { Services } from '../services.ts'
import { refusedRowsWorkbook, refuseRows } from '../workbook/refused-rows.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { planDeliveries } from './plan-deliveries.ts'
import type { DeliveryBooks, DeliveryPlan } from './plan-deliveries.ts'
import { deliveryTable, readDeliveries, stepEvery } from './read-deliveries.ts'
import type { DeliveryColumn, ReadDeliveries } from './read-deliveries.ts'
import type { Slip, SlipChecks } from './slip-problem.ts'

const readInput = async (fileId: string, call: Call): Promise<ReadDeliveries> =>
  readDeliveries(await openStoredWorkbook(fileId, call), call.step)

function booksOf({ partners, handbooks, handbookLife, deliveries }: Services): DeliveryBooks {
  const known = partners.rows()
  const open = new Map<string, SlipChecks>()
  return {
    partner: (text) => {
      const byCode = known.find(({ credit_code, customs_code }) => credit_code === text || customs_code === text)
      if (byCode) return byCode
      const named = known.filter(({ name }) => name === text)
      return named.length === 1 ? named[0] : undefined
    },
    handbook: (no) => handbooks.find(no),
    isClosed: (handbook) => handbookLife.life(handbook.id).closed !== undefined,
    checks: (partner, handbook, way) => {
      const key = `${partner.id}|${handbook.id}|${way}`
      const checks = open.get(key) ?? deliveries.checks(partner, handbook, way)
      open.set(key, checks)
      return checks
    },
  }
}

const countLines = ({ slips }: DeliveryPlan): number => slips.reduce((sum, { slip }) => sum + slip.lines.length, 0)
const byRow = (plan: DeliveryPlan) => plan.refused.toSorted((a, b) => a.row - b.row)

/** What an import would do, without doing it. */
export async function inspectDeliveries(
  { fileId }: Input<'deliveries.inspectWorkbook'>,
  call: Call,
): Promise<Output<'deliveries.inspectWorkbook'>> {
  const read = await readInput(fileId, call)
  await call.step('核对账内数据', 0, null)
  const plan = call.read((services) => planDeliveries(read, booksOf(services)))
  const days = read.rows.flatMap(({ deliveredOn }) => deliveredOn ?? []).toSorted()
  const [from, to] = [days[0], days.at(-1)]
  const rejected = byRow(plan)
  return {
    sheets: [read.sheet.recognised()],
    slips: plan.slips.length,
    lines: countLines(plan),
    unchanged: plan.unchanged,
    period: from && to ? { from, to } : null,
    rejected: rejected.slice(0, mostPlaces),
    rejectedTotal: rejected.length,
  }
}

/**
 * Reads, checks and keeps. With a refused row and `refuse` nothing is written; with `skip` the sound slips are, and the rows of the
 * others come back as a workbook that can be mended and imported. @throws Refusal workbook.*, delivery.badRows, delivery.tooMuch
 */
export async function importDeliveries(
  input: Input<'deliveries.importWorkbook'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'deliveries.importWorkbook'>> {
  const read = await readInput(input.fileId, call)
  const { plan, refusedFile, written } = await call.write(async (services) => {
    const planned = planDeliveries(read, booksOf(services))
    const { name } = services.files.require(input.fileId)
    let kept: { fileId: string } | undefined
    if (planned.refused.length > 0) {
      await call.step('整理被拒的行', 0, null)
      kept = services.files.record(`被拒的行_${name}`, await folder.take([await leftOut(read, planned)]))
      if (input.onBadRows === 'refuse') return { plan: planned, refusedFile: kept, written: false }
    }
    for (const [done, { partner, handbook, slip }] of planned.slips.entries()) {
      if (done % stepEvery === 0) await call.step('写入收发货单', done, planned.slips.length)
      services.deliveries.write(partner, handbook, slip, { kind: 'workbook', fileId: input.fileId })
    }
    services.deliveries.requireCountable()
    services.journal.record({
      subject: '收发货单',
      what: `从“${name}”导入：${sentence(planned)}`,
      after: { 单号: numbersOf(planned.slips.map(({ slip }) => slip)) },
    })
    return { plan: planned, refusedFile: kept, written: true }
  })
  const rejected = byRow(plan)
  if (!written) refuseRows('delivery.badRows', '收发货单', rejected, refusedFile?.fileId)
  return {
    slips: plan.slips.length,
    lines: countLines(plan),
    unchanged: plan.unchanged,
    rejected,
    ...(refusedFile && { rejectedFileId: refusedFile.fileId }),
    message: sentence(plan),
  }
}

const mostNamed = 50
const numbersOf = (slips: readonly Slip[]): string =>
  `${slips
    .slice(0, mostNamed)
    .map(({ slipNo }) => slipNo)
    .join('、')}${slips.length > mostNamed ? ` 等 ${slips.length} 张` : ''}`

function sentence(plan: DeliveryPlan): string {
  const parts = [
    ...(plan.slips.length > 0 ? [`新增收发货单 ${plan.slips.length} 张，${countLines(plan)} 行`] : []),
    ...(plan.unchanged > 0 ? [`${plan.unchanged} 张已在账内，没有变化`] : []),
    ...(plan.refused.length > 0 ? [`拒绝 ${plan.refused.length} 处`] : []),
  ]
  return parts.length > 0 ? parts.join('；') : '工作簿里没有收发货单'
}

/** A slip with one refused row comes back whole. */
const leftOut = ({ sheet }: ReadDeliveries, { refused, heldBack }: DeliveryPlan): Promise<Uint8Array> =>
  refusedRowsWorkbook([...refused, ...heldBack], [{ spec: deliveryTable, found: sheet }])

const kinds: Partial<Record<DeliveryColumn, 'number' | 'date'>> = {
  deliveredOn: 'date',
  itemSeq: 'number',
  quantity: 'number',
  unitPrice: 'number',
}
const example: Partial<Record<DeliveryColumn, string>> = {
  slipNo: 'SH-20250506-01',
  way: '转出',
  kind: '交货',
  deliveredOn: '2025-05-06',
  partner: '往来企业的名称、统一社会信用代码或海关编码',
  itemSeq: '1',
  version: '0',
  quantity: '1000',
  unitPrice: '12.5',
  currency: '美元',
  lot: 'L2505',
  vehicle: '苏E12345',
  signedBy: '签收人',
}

/** An empty sheet with the headings and one row that shows how it is filled. */
export async function deliveryTemplate(
  _: Input<'deliveries.template'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'deliveries.template'>> {
  const columns = deliveryTable.columns.map(({ id, heading }) => ({
    title: heading,
    width: 16,
    kind: kinds[id] ?? ('text' as const),
  }))
  const bytes = await writeWorkbook([
    { name: deliveryTable.readAs, columns, rows: [deliveryTable.columns.map(({ id }) => example[id] ?? '')] },
  ])
  const taken = await folder.take([bytes])
  const { fileId, name } = await call.write((services) => services.files.record('收发货单样式.xlsx', taken))
  return { fileId, name }
}
