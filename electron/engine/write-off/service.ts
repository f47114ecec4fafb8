import type { Input, Output } from '../../../shared/contract/contract.ts'
import { balanceColumns } from '../../../shared/contract/write-off.ts'
import { writeOffBalance } from '../../../shared/domain/balance.ts'
import type { MovementTotal, WriteOffBalance } from '../../../shared/domain/balance.ts'
import { printQuantity } from '../../../shared/domain/exact.ts'
import type { Money, Quantity } from '../../../shared/domain/exact.ts'
import type { Database } from '../database/connection.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import { explain } from './explain.ts'
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

/** The write-off balance of a handbook, and where each of its figures comes from. */
export class WriteOffService {
  private readonly store: WriteOffStore
  private readonly handbooks: HandbooksService

  constructor(db: Database, handbooks: HandbooksService) {
    this.store = new WriteOffStore(db)
    this.handbooks = handbooks
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

  /** @throws Refusal handbook.notFound, item.notFound */
  explain(input: Input<'writeOff.explain'>): Output<'writeOff.explain'> {
    const handbook = this.handbooks.require(input.handbookNo)
    return explain(input, handbook, this.compute(handbook.id, input.asOf), this.handbooks, this.store)
  }
}

const movementTotal = (row: TotalRow): MovementTotal => ({
  goods: row.item_kind === 'I' ? 'material' : 'product',
  seq: Number(row.item_seq),
  version: row.version,
  mode: row.mode,
  direction: row.direction,
  quantity: row.quantity_e5 as Quantity,
})
