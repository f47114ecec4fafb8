import { shownUnit, unitName } from '../../../shared/codes/tables.ts'
import type { RefusedRow } from '../../../shared/contract/values.ts'
import type { HandbookRow } from '../handbooks/service.ts'
import type { PartnerRow } from './partner-store.ts'
import { deliveryTable } from './read-deliveries.ts'
import type { DeliveryColumn, DeliveryRow, ReadDeliveries } from './read-deliveries.ts'
import { slipProblem, withVersions } from './slip-problem.ts'
import type { Slip, SlipChecks, SlipLine } from './slip-problem.ts'

/** What of the books an import is checked against. */
export interface DeliveryBooks {
  /** By name, credit code or customs code. */
  partner(text: string): PartnerRow | undefined
  handbook(handbookNo: string): HandbookRow | undefined
  /** a closed one takes no more. */
  isClosed(handbook: HandbookRow): boolean
  checks(partner: PartnerRow, handbook: HandbookRow, way: 'out' | 'in'): SlipChecks
}

interface PlannedSlip {
  partner: PartnerRow
  handbook: HandbookRow
  slip: Slip
}
export interface DeliveryPlan {
  slips: PlannedSlip[]
  unchanged: number
  refused: RefusedRow[]
  /** Rows that go with a refused one: a slip stands whole or not at all. */
  heldBack: RefusedRow[]
}

const heading = (id: DeliveryColumn) => deliveryTable.columns.find((column) => column.id === id)?.heading ?? id
/** What every row of a slip says alike. */
const ofSlip = ['kind', 'deliveredOn', 'handbookNo', 'partnerHandbookNo', 'vehicle', 'signedBy', 'remark'] as const

/** Decides what an import does, slip by slip, without touching the books. Deliveries come before returns: those may be of the same file. */
export function planDeliveries(read: ReadDeliveries, books: DeliveryBooks): DeliveryPlan {
  const plan: DeliveryPlan = { slips: [], unchanged: 0, refused: [...read.rejected], heldBack: [] }
  const refuse = (row: number, id: DeliveryColumn, code: string, what: string) =>
    void plan.refused.push({
      sheet: read.sheet.sheet,
      row,
      column: heading(id),
      code,
      message: `第 ${row} 行“${heading(id)}”${what}`,
    })
  const groups = Map.groupBy(
    read.rows.filter((row) => row.slipNo !== undefined),
    (row) => `${row.partner ?? ''}\n${row.way ?? ''}\n${row.slipNo}`,
  )
  const isReturn = (rows: readonly DeliveryRow[]) => Number(rows[0]?.kind === 'return')
  const taken = new Map<string, number>()
  for (const rows of [...groups.values()].toSorted((a, b) => isReturn(a) - isReturn(b))) {
    const before = plan.refused.length
    const planned = plannedSlip(rows, books, refuse)
    const first = rows[0]
    if (!planned || !first) continue
    const { partner, handbook, slip } = planned
    const own = `${partner.id}|${slip.way}|${slip.slipNo}`
    const twice = taken.get(own)
    if (twice !== undefined) {
      refuse(first.row, 'slipNo', 'delivery.duplicate', `${slip.slipNo} 与第 ${twice} 行是同一家企业的同一张单`)
      continue
    }
    taken.set(own, first.row)
    const checks = books.checks(partner, handbook, slip.way)
    const problem = slipProblem(slip, checks.of(slip, 'workbook'))
    if (problem === 'same') plan.unchanged += 1
    else if (problem) {
      const row = problem.line === undefined ? first.row : (rows[problem.line]?.row ?? first.row)
      const column = problem.column === 'partnerId' ? 'partner' : problem.column
      refuse(row, column, problem.code, `：${problem.message}`)
    }
    if (problem !== undefined || plan.refused.length > before) continue
    plan.slips.push(planned)
    checks.note(slip)
  }
  holdBack(read, [...groups.values()], plan)
  return plan
}

/** The slip that rows of one number make; undefined where any of them is wrong. */
function plannedSlip(
  rows: readonly DeliveryRow[],
  books: DeliveryBooks,
  refuse: (row: number, id: DeliveryColumn, code: string, what: string) => void,
): PlannedSlip | undefined {
  const [first] = rows
  if (!first) return undefined
  let sound = rows.every((row) => row.sound)
  const wrong = (row: number, id: DeliveryColumn, code: string, what: string) => {
    sound = false
    refuse(row, id, code, what)
  }
  for (const row of rows.slice(1)) {
    const other = ofSlip.find((id) => row[id] !== undefined && first[id] !== undefined && row[id] !== first[id])
    if (other) wrong(row.row, other, 'delivery.rowsDiffer', `与同一张单的第 ${first.row} 行不同`)
  }
  const partner = first.partner === undefined ? undefined : books.partner(first.partner)
  if (first.partner !== undefined && !partner)
    wrong(first.row, 'partner', 'delivery.unknownPartner', `“${first.partner}”不在往来企业中；请先登记`)
  const handbook = first.handbookNo === undefined ? undefined : books.handbook(first.handbookNo)
  if (first.handbookNo !== undefined && !handbook)
    wrong(first.row, 'handbookNo', 'delivery.unknownHandbook', ` ${first.handbookNo} 不在账内`)
  else if (handbook && books.isClosed(handbook))
    wrong(first.row, 'handbookNo', 'handbook.closed', ` ${handbook.handbook_no} 已结案，不再变动（R-18）`)
  const { way, kind, slipNo, deliveredOn, partnerHandbookNo } = first
  if (!sound || !partner || !handbook || !way || !kind || !slipNo || !deliveredOn || !partnerHandbookNo) return undefined
  const lines = rows.flatMap((row): SlipLine[] =>
    row.itemSeq === undefined || row.quantity === undefined
      ? []
      : [
          {
            itemSeq: row.itemSeq,
            version: row.version,
            quantity: row.quantity,
            unitPrice: row.unitPrice,
            currency: row.currency,
            lot: row.lot,
          },
        ],
  )
  const { vehicle, signedBy, remark } = first
  const written: Slip = { way, kind, slipNo, deliveredOn, partnerHandbookNo, vehicle, signedBy, remark, lines }
  const inBooks = books.checks(partner, handbook, way).of(written, 'workbook')
  for (const row of rows) {
    const item = row.itemSeq === undefined ? undefined : inBooks.items.get(row.itemSeq)
    if (item && row.unit !== '' && item.unit !== row.unit)
      wrong(
        row.row,
        'unit',
        'delivery.otherUnit',
        `是 ${shownUnit(row.unit)}，手册申报单位是 ${unitName(item.unit) ?? ''}；请换算后再导入`,
      )
  }
  return sound ? { partner, handbook, slip: withVersions(written, inBooks) } : undefined
}

function holdBack(read: ReadDeliveries, groups: readonly (readonly DeliveryRow[])[], plan: DeliveryPlan): void {
  const said = new Set(plan.refused.map(({ row }) => row))
  for (const rows of groups) {
    if (!rows.some(({ row }) => said.has(row))) continue
    for (const { row } of rows) {
      if (said.has(row)) continue
      const column = heading('slipNo')
      plan.heldBack.push({ sheet: read.sheet.sheet, row, column, code: 'delivery.heldBack', message: '同一张单的其他行被拒' })
    }
  }
}
