import type { Input, Output } from '../../../shared/contract/contract.ts'
import { balanceColumns } from '../../../shared/contract/write-off.ts'
import { writeOffBalance } from '../../../shared/domain/balance.ts'
import type { MovementTotal, WriteOffBalance } from '../../../shared/domain/balance.ts'
import { printQuantity } from '../../../shared/domain/exact.ts'
import type { Money, Quantity } from '../../../shared/domain/exact.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import type { Party } from '../../../shared/messages/write-off-report.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import { explain } from './explain.ts'
import { explainEmbodied } from './explain-embodied.ts'
import { flowOf } from './flow.ts'
import type { ReportBooks } from './report.ts'
import { reportTables } from './report-tables.ts'
import { WriteOffStore } from './store.ts'
import type { TotalRow } from './store.ts'

interface ItemHistory {
  seq: number
  currency: string
  quantity: Quantity
  value: Money
  legalBase: Quantity
  legalQuantity: Quantity
}

interface Neighbours {
  handbooks: HandbooksService
  bondedLists: BondedListsService
  /** The enterprise, which is above; null while it is not written down. */
  declarant(): Party | null
}

/** The write-off balance of a handbook, and where each of its figures comes from. */
export class WriteOffService {
  private readonly store: WriteOffStore
  private readonly handbooks: HandbooksService
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new WriteOffStore(db)
    this.handbooks = services.handbooks
    this.services = services
    this.clock = clock
  }

  /** The balance in domain figures. @param asOf last day that counts; everything booked without it */
  compute(handbookId: bigint, asOf?: string): WriteOffBalance {
    return writeOffBalance(
      this.handbooks.itemsOf(handbookId, 'I').map((item) => Number(item.seq)),
      this.store.totals(handbookId, asOf).map(movementTotal),
      this.store.reservedTotals(handbookId, asOf).map(movementTotal),
      this.handbooks.consumptionOf(handbookId),
    )
  }

  /** What is booked, and what lists that customs has not booked yet would add. */
  totals(handbookId: bigint): { booked: MovementTotal[]; waiting: MovementTotal[] } {
    return {
      booked: this.store.totals(handbookId, undefined).map(movementTotal),
      waiting: this.store.waitingTotals(handbookId).map(movementTotal),
    }
  }

  /** What the booked lists of these items have cost, and how much of the legal unit went with the declared one. */
  history(
    handbookId: bigint,
    goods: 'material' | 'product',
    items: readonly number[],
    postings: readonly string[],
  ): ItemHistory[] {
    return this.store.historyOf(handbookId, goods === 'material' ? 'I' : 'E', items, postings).map((row) => ({
      seq: Number(row.item_seq),
      currency: row.currency,
      quantity: row.quantity_e5 as Quantity,
      value: (row.value_high * 1_000_000_000n + row.value_low) as Money,
      legalBase: row.legal_base_e5 as Quantity,
      legalQuantity: row.legal_quantity_e5 as Quantity,
    }))
  }

  balance({ handbookNo, asOf }: Input<'writeOff.balance'>): Output<'writeOff.balance'> {
    const handbook = this.handbooks.require(handbookNo)
    const { materials, products } = this.compute(handbook.id, asOf)
    const items = this.handbooks.itemsOf(handbook.id, 'I')
    const productItems = new Map(this.handbooks.itemsOf(handbook.id, 'E').map((item) => [Number(item.seq), item]))
    return {
      handbookNo,
      asOf: asOf ?? null,
      materials: materials.map((material, index) => {
        const item = items[index]
        const figures = {} as Record<(typeof balanceColumns)[number], string>
        for (const column of balanceColumns) figures[column] = printQuantity(material[column])
        return {
          seq: material.seq,
          name: item?.name ?? '',
          partNo: item?.part_no ?? '',
          unit: item?.unit ?? '',
          recordedQuantity: printQuantity((item?.quantity_e5 ?? 0n) as Quantity),
          ...figures,
        }
      }),
      products: products.map((product) => ({
        seq: product.seq,
        version: product.version,
        name: productItems.get(product.seq)?.name ?? '',
        unit: productItems.get(product.seq)?.unit ?? '',
        netExport: printQuantity(product.netExport),
        reserved: printQuantity(product.reserved),
        declared: product.declared,
      })),
    }
  }

  /** What a report is made from, as the ledger has it now. */
  reportBooks(handbook: HandbookRow, declarant: Party, seqNo: string): ReportBooks {
    return {
      handbook,
      declarant,
      today: dayOfInstant(this.clock.now()),
      seqNo,
      materials: this.handbooks.itemsOf(handbook.id, 'I'),
      products: this.handbooks.itemsOf(handbook.id, 'E'),
      lists: this.services.bondedLists.reportedLists(handbook.id),
      balance: this.compute(handbook.id),
    }
  }

  /** The tables that a report would have now. @throws Refusal handbook.notFound */
  report({ handbookNo }: Input<'writeOff.report'>): Output<'writeOff.report'> {
    const handbook = this.handbooks.require(handbookNo)
    const declarant = this.services.declarant()
    const books = this.reportBooks(handbook, declarant ? partyOf(declarant) : nobody, '')
    return reportTables(books, this.handbooks.consumptionOf(handbook.id))
  }

  /** @throws Refusal handbook.notFound, item.notFound */
  flow({ handbookNo, seq, asOf }: Input<'writeOff.flow'>): Output<'writeOff.flow'> {
    const handbook = this.handbooks.require(handbookNo)
    const item =
      this.handbooks.itemOf(handbook.id, 'I', seq) ??
      refuse({
        code: 'item.notFound',
        message: `手册 ${handbookNo} 没有料件 ${seq}`,
        at: { field: 'seq' },
        next: '请核对备案序号',
      })
    const names = new Map(this.handbooks.itemsOf(handbook.id, 'E').map((product) => [Number(product.seq), product.name]))
    const flow = flowOf(seq, this.compute(handbook.id, asOf), this.handbooks.consumptionOf(handbook.id), names)
    return { seq, name: item.name, unit: item.unit, ...flow }
  }

  /** @throws Refusal handbook.notFound, item.notFound */
  explain(input: Input<'writeOff.explain'>): Output<'writeOff.explain'> {
    const handbook = this.handbooks.require(input.handbookNo)
    const { column, ...about } = input
    const balance = this.compute(handbook.id, input.asOf)
    const explained =
      column === 'embodied'
        ? explainEmbodied(input, handbook, balance, this.handbooks, this.store)
        : explain({ ...about, column }, handbook, balance, this.handbooks, this.store)
    const opening = this.services.bondedLists.openings.find(handbook.id)
    if (!opening || input.asOf === undefined || opening.as_of <= input.asOf) return explained
    return { ...explained, excludes: [...explained.excludes, `截至 ${opening.as_of} 的期初，晚于 ${input.asOf}`] }
  }
}

/** Of a ledger whose enterprise is not written down yet. */
export const nobody: Party = { creditCode: '', customsCode: '', name: '' }
/** An enterprise as a message names it. */
export const partyOf = ({ creditCode, customsCode, name }: Party): Party => ({ creditCode, customsCode, name })

const movementTotal = (row: TotalRow): MovementTotal => ({
  goods: row.item_kind === 'I' ? 'material' : 'product',
  seq: Number(row.item_seq),
  version: row.version,
  mode: row.mode,
  direction: row.direction,
  quantity: row.quantity_e5 as Quantity,
})
