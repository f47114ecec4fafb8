import type { Input, Output } from '../../../shared/contract/contract.ts'
import { mostPlaces } from '../../../shared/contract/errors.ts'
import type { RecognisedSheet, RefusedRow } from '../../../shared/contract/values.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import { printQuantity } from '../../../shared/domain/exact.ts'
import type { Call } from '../call.ts'
import type { Clock } from '../clock.ts'
import { openStoredWorkbook } from '../files/open-stored-workbook.ts'
import type { Services } from '../services.ts'
import { refuseRows } from '../workbook/refused-rows.ts'
import { RowCheck } from '../workbook/row-check.ts'
import { findTable } from '../workbook/table-reader.ts'
import type { TableSpec } from '../workbook/table-reader.ts'

type Weighing = Input<'scrap.weigh'>
type Column = 'slipNo' | 'weighedOn' | 'handbookNo' | 'itemSeq' | 'quantity' | 'buyer'

const table: TableSpec<Column> = {
  readAs: '磅单',
  sheetNames: ['磅单', '过磅', '边角料过磅', '过磅记录'],
  columns: [
    { id: 'slipNo', heading: '磅单号', aliases: ['过磅单号', '单号', '磅单编号'], required: true },
    { id: 'weighedOn', heading: '过磅日期', aliases: ['日期', '称重日期'], required: true },
    { id: 'handbookNo', heading: '手册编号', aliases: ['手册号', '账册号', '手（账）册编号'], required: true },
    { id: 'itemSeq', heading: '料件序号', aliases: ['备案序号', '序号', '项号'], required: true },
    { id: 'quantity', heading: '数量', aliases: ['净重', '重量', '过磅数量', '申报数量'], required: true },
    { id: 'buyer', heading: '买方', aliases: ['收购方', '客户', '处置单位'], required: false },
  ],
}

interface ReadWeighings {
  rows: { weighing: Weighing; check: RowCheck<Column> }[]
  rejected: RefusedRow[]
  sheet: RecognisedSheet
}

async function readWeighings(fileId: string, call: Call, today: string): Promise<ReadWeighings> {
  const found = await findTable(await openStoredWorkbook(fileId, call), table)
  const rejected: RefusedRow[] = []
  const rows: ReadWeighings['rows'] = []
  const places = new Map<string, number>()
  for await (const each of found.rows()) {
    if (rows.length % 128 === 0) await call.step('读取磅单', rows.length, null)
    const check = new RowCheck(table, found.sheet, each, (refused) => void rejected.push(refused))
    const slipNo = check.code('slipNo', 64, 'required')
    const weighedOn = check.day('weighedOn')
    const handbookNo = check.code('handbookNo', 12, 'required')
    const itemSeq = check.sequence('itemSeq')
    const weighed = check.quantity('quantity')
    const buyer = check.text('buyer', 512, 'optional') ?? ''
    if (weighedOn && weighedOn > today)
      check.refuse('weighedOn', 'cell.future', `在今天（${today}）之后（填写了“${check.shown('weighedOn')}”）`)
    if (check.failed || !slipNo || !weighedOn || !handbookNo || itemSeq === undefined || weighed === undefined) continue
    const key = `${handbookNo} ${slipNo} ${itemSeq}`
    const earlier = places.get(key)
    if (earlier !== undefined) {
      check.refuse('slipNo', 'row.twice', `与第 ${earlier} 行重复`)
      continue
    }
    places.set(key, check.row)
    rows.push({ weighing: { slipNo, weighedOn, handbookNo, itemSeq, quantity: printQuantity(weighed), buyer }, check })
  }
  return { rows, rejected, sheet: found.recognised() }
}

/** Against the books: what is new, and what stands there already to the letter. What differs is refused with its place. */
function plan({ rows, rejected }: ReadWeighings, services: Services) {
  const added: { handbookId: bigint; weighing: Weighing }[] = []
  let unchanged = 0
  for (const { weighing, check } of rows) {
    const { handbookNo, slipNo, itemSeq } = weighing
    const handbook = services.handbooks.find(handbookNo)
    if (!handbook) {
      check.refuse('handbookNo', 'handbook.notFound', `账本里没有这本手册（填写了“${handbookNo}”）`)
      continue
    }
    const { closed } = services.handbookLife.life(handbook.id)
    if (closed) check.refuse('handbookNo', 'handbook.closed', `的手册已于 ${closed} 结案`)
    else if (!services.handbooks.itemOf(handbook.id, 'I', itemSeq))
      check.refuse('itemSeq', 'item.notFound', `手册没有这项料件（填写了 ${itemSeq}）`)
    else {
      const there = services.domesticSales.scrap.standing(handbook.id, slipNo, itemSeq)
      if (!there) added.push({ handbookId: handbook.id, weighing })
      else if (
        printQuantity(there.quantity_e5 as Parameters<typeof printQuantity>[0]) === weighing.quantity &&
        there.weighed_on === weighing.weighedOn
      )
        unchanged += 1
      else check.refuse('slipNo', 'scrap.differs', '已经登记，日期或数量不同；要改请先作废原来那张')
    }
  }
  return { added, unchanged, rejected }
}

/** What an import would do, without doing it. */
export async function inspectWeighings(
  { fileId }: Input<'scrap.inspectWeighings'>,
  call: Call,
  clock: Clock,
): Promise<Output<'scrap.inspectWeighings'>> {
  const read = await readWeighings(fileId, call, dayOfInstant(clock.now()))
  const { added, unchanged, rejected } = call.read((services) => plan(read, services))
  return {
    sheets: [read.sheet],
    rows: added.length,
    unchanged,
    rejected: rejected.slice(0, mostPlaces),
    rejectedTotal: rejected.length,
  }
}

/** All or nothing. @throws Refusal workbook.*, scrap.badRows */
export async function importWeighings(
  { fileId }: Input<'scrap.importWeighings'>,
  call: Call,
  clock: Clock,
): Promise<Output<'scrap.importWeighings'>> {
  const read = await readWeighings(fileId, call, dayOfInstant(clock.now()))
  return call.write(async (services) => {
    const { added, unchanged, rejected } = plan(read, services)
    if (rejected.length > 0) refuseRows('scrap.badRows', table.readAs, rejected)
    for (const [done, { handbookId, weighing }] of added.entries()) {
      if (done % 128 === 0) await call.step('写入磅单', done, added.length)
      services.domesticSales.scrap.add(handbookId, weighing, fileId)
    }
    services.journal.record({
      subject: '磅单',
      what: `导入磅单 ${added.length} 张`,
      after: { 文件: services.files.require(fileId).name, 已在账内: String(unchanged) },
    })
    return { rows: added.length, unchanged }
  })
}
