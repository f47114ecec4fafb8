import type { Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { ConsumptionLine } from '../../../shared/domain/balance.ts'
import { printMoney, printQuantity, printRate } from '../../../shared/domain/exact.ts'
import type { Money, Quantity, Rate } from '../../../shared/domain/exact.ts'
import { unitConsumption } from '../../../shared/domain/unit-consumption.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { PageQuery } from '../database/page.ts'
import type { ReadHandbook } from './read-handbook.ts'
import { HandbookStore } from './store.ts'
import type { ConsumptionRow, HandbookRow, ItemKind, ItemRow } from './store.ts'

type Item = Output<'handbooks.materials'>['rows'][number]

export type { HandbookRow, ItemRow } from './store.ts'

/** Handbooks with their recorded materials, products and consumption. */
export class HandbooksService {
  private readonly store: HandbookStore
  private readonly clock: Clock

  constructor(db: Database, clock: Clock) {
    this.store = new HandbookStore(db)
    this.clock = clock
  }

  find(handbookNo: string): HandbookRow | undefined {
    return this.store.find(handbookNo)
  }

  /** @throws Refusal handbook.notFound */
  require(handbookNo: string): HandbookRow {
    return (
      this.store.find(handbookNo) ??
      refuse({
        code: 'handbook.notFound',
        message: `账本里没有手册 ${handbookNo}`,
        at: { field: 'handbookNo' },
        next: '请先导入这本手册',
      })
    )
  }

  list(): HandbookRow[] {
    return this.store.list()
  }

  counts(handbookId: bigint) {
    const { materials, products, consumptions } = this.store.countsOf(handbookId)
    return { materials: Number(materials), products: Number(products), consumptions: Number(consumptions) }
  }

  itemsOf(handbookId: bigint, kind: ItemKind): ItemRow[] {
    return this.store.itemsOf(handbookId, kind)
  }

  itemOf(handbookId: bigint, kind: ItemKind, seq: number): ItemRow | undefined {
    return this.store.itemOf(handbookId, kind, seq)
  }

  /** Declared consumption, material by material. */
  consumptionOf(handbookId: bigint): ConsumptionLine[] {
    return this.store.consumptionOf(handbookId).map(([materialSeq, productSeq, version, net, tangible, intangible, bonded]) => ({
      materialSeq: Number(materialSeq),
      productSeq: Number(productSeq),
      version,
      netConsumption: net as Rate,
      tangibleLossRate: tangible as Rate,
      intangibleLossRate: intangible as Rate,
      bondedRatio: bonded as Rate,
    }))
  }

  /** `seq:version` of every product version with a declared consumption. */
  declaredVersions(handbookId: bigint): Set<string> {
    return new Set(this.store.declaredVersions(handbookId).map((row) => `${row.product_seq}:${row.version}`))
  }

  materials(handbookNo: string, query: PageQuery): Output<'handbooks.materials'> {
    return this.itemPage(handbookNo, 'I', query)
  }

  products(handbookNo: string, query: PageQuery): Output<'handbooks.products'> {
    return this.itemPage(handbookNo, 'E', query)
  }

  private itemPage(handbookNo: string, kind: ItemKind, query: PageQuery): { total: number; rows: Item[] } {
    const { total, rows } = this.store.itemPage(this.require(handbookNo).id, kind, query)
    return { total, rows: rows.map(printItem) }
  }

  consumptions(handbookNo: string, query: PageQuery): Output<'handbooks.consumptions'> {
    const { total, rows } = this.store.consumptionPage(this.require(handbookNo).id, query)
    return {
      total,
      rows: rows.map((row) => {
        const rates = {
          netConsumption: row.net_e9 as Rate,
          tangibleLossRate: row.tangible_e9 as Rate,
          intangibleLossRate: row.intangible_e9 as Rate,
          bondedRatio: row.bonded_e9 as Rate,
        }
        return {
          productSeq: Number(row.product_seq),
          productName: row.product_name,
          materialSeq: Number(row.material_seq),
          materialName: row.material_name,
          materialUnit: row.material_unit,
          version: row.version,
          netConsumption: printRate(rates.netConsumption),
          tangibleLossRate: printRate(rates.tangibleLossRate),
          intangibleLossRate: printRate(rates.intangibleLossRate),
          bondedRatio: printRate(rates.bondedRatio),
          unitConsumption: printRate(unitConsumption(rates).toRate()),
        }
      }),
    }
  }

  /**
   * What differs between a workbook's handbook and the one in the books, in sentences; none when they are the same to the letter,
   * null when the books have no such handbook.
   */
  differences(read: ReadHandbook): string[] | null {
    const handbook = this.store.find(read.head.handbook_no)
    if (!handbook) return null
    const found: string[] = []
    for (const [field, value] of Object.entries(read.head)) {
      const held = handbook[field as keyof typeof read.head]
      if (held !== value) found.push(`表头：账内为“${held}”，文件为“${value}”`)
    }
    const compare = <Row extends object>(
      what: string,
      held: readonly Row[],
      given: readonly Row[],
      key: (row: Row) => string,
    ) => {
      const inBooks = new Map(held.map((row) => [key(row), row]))
      for (const row of given) {
        const other = inBooks.get(key(row))
        if (!other) found.push(`${what} ${key(row)} 账内没有`)
        else if (Object.entries(row).some(([name, value]) => other[name as keyof Row] !== value))
          found.push(`${what} ${key(row)} 与账内不同`)
        inBooks.delete(key(row))
      }
      for (const missing of inBooks.keys()) found.push(`${what} ${missing} 文件里没有`)
    }
    compare('料件', this.store.itemsOf(handbook.id, 'I'), read.materials, (row) => `${row.seq}`)
    compare('成品', this.store.itemsOf(handbook.id, 'E'), read.products, (row) => `${row.seq}`)
    const consumption = this.store
      .consumptionOf(handbook.id)
      .map(([material_seq, product_seq, version, net_e9, tangible_e9, intangible_e9, bonded_e9]): ConsumptionRow => ({
        material_seq,
        product_seq,
        version,
        net_e9,
        tangible_e9,
        intangible_e9,
        bonded_e9,
      }))
    compare(
      '单耗（成品:版本:料件）',
      consumption,
      read.consumption,
      (row) => `${row.product_seq}:${row.version}:${row.material_seq}`,
    )
    return found
  }

  /** Writes a new handbook, row by row. @param row called before each row, to let a job report and be cancelled */
  async add(read: ReadHandbook, sourceFileId: string, row: (done: number, total: number) => Promise<void>): Promise<void> {
    const total = read.materials.length + read.products.length + read.consumption.length
    const handbookId = this.store.insert({ ...read.head, imported_at: this.clock.now(), source_file_id: sourceFileId })
    let done = 0
    for (const [kind, items] of [
      ['I', read.materials],
      ['E', read.products],
    ] as const) {
      for (const item of items) {
        await row(done++, total)
        this.store.addItem(handbookId, kind, item)
      }
    }
    for (const line of read.consumption) {
      await row(done++, total)
      this.store.addConsumption(handbookId, line)
    }
  }
}

const printItem = (row: ItemRow): Item => ({
  seq: Number(row.seq),
  partNo: row.part_no,
  hsCode: row.hs_code,
  name: row.name,
  spec: row.spec,
  unit: row.unit,
  legalUnit: row.legal_unit,
  quantity: printQuantity(row.quantity_e5 as Quantity),
  unitPrice: printMoney(row.unit_price_e5 as Money),
  currency: row.currency,
  country: row.country,
  levyMode: row.levy_mode,
})
