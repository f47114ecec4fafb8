import type { Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { ConsumptionLine } from '../../../shared/domain/balance.ts'
import { printMoney, printQuantity, printRate } from '../../../shared/domain/exact.ts'
import type { Money, Quantity, Rate } from '../../../shared/domain/exact.ts'
import { cellsOf, headCells, rowKey } from '../../../shared/domain/handbook-record-cells.ts'
import { differingFields, markRecord } from '../../../shared/domain/handbook-record-changes.ts'
import type { MarkedBodies } from '../../../shared/domain/handbook-record-changes.ts'
import { bodyLabels } from '../../../shared/domain/handbook-record-fields.ts'
import type { HandbookRecord, RecordHead } from '../../../shared/domain/handbook-record.ts'
import { unitConsumption } from '../../../shared/domain/unit-consumption.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { PageQuery } from '../database/page.ts'
import { consumptionOf, consumptionRow, headOf, headRow, itemOf, itemRow } from './record-rows.ts'
import { HandbookStore } from './store.ts'
import type { HandbookRow, ItemKind, ItemRow } from './store.ts'

type Item = Output<'handbooks.materials'>['rows'][number]

export type { HandbookRow, ItemRow } from './store.ts'

/** 经营单位 and 加工单位, as messages name them. */
export const partiesOf = (handbook: HandbookRow) => ({
  operator: {
    creditCode: handbook.operator_credit_code,
    customsCode: handbook.operator_customs_code,
    name: handbook.operator_name,
  },
  processor: {
    creditCode: handbook.processor_credit_code,
    customsCode: handbook.processor_customs_code,
    name: handbook.processor_name,
  },
})

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
        next: '请核对手册编号，或先导入、起草这本手册',
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

  /** `seq:version` of every product version with a consumption, declared or not. */
  recordedVersions(handbookId: bigint): Set<string> {
    return new Set(this.store.recordedVersions(handbookId).map((row) => `${row.product_seq}:${row.version}`))
  }

  /** Those of which every line is declared (单耗申报状态 2 or 3, R-33). */
  declaredVersions(handbookId: bigint): Set<string> {
    const versions = this.recordedVersions(handbookId)
    for (const row of this.store.versionsNotDeclared(handbookId)) versions.delete(`${row.product_seq}:${row.version}`)
    return versions
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
          declarationState: row.declaration_state,
          executionMark: row.execution_mark,
          validTo: row.valid_to,
          remark: row.remark,
        }
      }),
    }
  }

  head(handbook: HandbookRow): RecordHead {
    return headOf(handbook)
  }

  /** What customs holds of it, whole. */
  record(handbook: HandbookRow): HandbookRecord {
    return {
      head: headOf(handbook),
      materials: this.store.itemsOf(handbook.id, 'I').map(itemOf),
      products: this.store.itemsOf(handbook.id, 'E').map(itemOf),
      consumptions: this.store.recordedConsumptionOf(handbook.id).map(consumptionOf),
    }
  }

  /**
   * What differs between a record and the one in the books, in sentences; none when they are the same to the letter, null when
   * the books have no such handbook.
   */
  differences(given: HandbookRecord): string[] | null {
    const handbook = this.store.find(given.head.handbookNo)
    if (!handbook) return null
    const held = this.record(handbook)
    const found = differingFields('head', headCells(held.head), headCells(given.head)).map(
      ({ label, before, after }) => `表头“${label}”：账内为“${before}”，文件为“${after}”`,
    )
    const differing = { '0': undefined, '1': '与账内不同', '2': '文件里没有', '3': '账内没有' } as const
    const marked = markRecord(held, given)
    for (const body of ['materials', 'products', 'consumptions'] as const) {
      for (const { mark, row } of marked[body]) {
        if (differing[mark] !== undefined)
          found.push(`${bodyLabels[body]} ${rowKey(body, cellsOf(body, row))} ${differing[mark]}`)
      }
    }
    return found
  }

  /** Writes a new handbook, row by row. @param row called before each row, to let a job report and be cancelled */
  async add(record: HandbookRecord, sourceFileId: string, row: (done: number, total: number) => Promise<void>): Promise<void> {
    const total = record.materials.length + record.products.length + record.consumptions.length
    let done = 0
    for (const write of this.writes(record, sourceFileId)) {
      await row(done++, total)
      write()
    }
  }

  /** Writes a new handbook at once. */
  addWhole(record: HandbookRecord, sourceFileId: string): HandbookRow {
    for (const write of this.writes(record, sourceFileId)) write()
    return this.require(record.head.handbookNo)
  }

  private *writes(record: HandbookRecord, sourceFileId: string): Generator<() => void, void, undefined> {
    const handbookId = this.store.insert({
      ...headRow(record.head),
      imported_at: this.clock.now(),
      source_file_id: sourceFileId,
    })
    for (const item of record.materials) yield () => this.store.setItem(handbookId, 'I', itemRow(item))
    for (const item of record.products) yield () => this.store.setItem(handbookId, 'E', itemRow(item))
    for (const line of record.consumptions) yield () => this.store.addConsumption(handbookId, consumptionRow(line))
  }

  /** Puts an accepted change in force: the head, and the rows by their marks. The day it was set up stays. */
  change(handbook: HandbookRow, head: RecordHead, marked: MarkedBodies): void {
    this.store.update(handbook.id, {
      ...headRow(head),
      handbook_no: handbook.handbook_no,
      established_on: handbook.established_on,
    })
    // Consumption goes before the items that it names, and comes after them.
    for (const { mark, row } of marked.consumptions) {
      if (mark === '2') this.store.removeConsumption(handbook.id, consumptionRow(row))
    }
    for (const [kind, rows] of [
      ['I', marked.materials],
      ['E', marked.products],
    ] as const) {
      for (const { mark, row } of rows) {
        if (mark === '2') this.store.removeItem(handbook.id, kind, BigInt(row.seq))
        else if (mark !== '0') this.store.setItem(handbook.id, kind, itemRow(row))
      }
    }
    for (const { mark, row } of marked.consumptions) {
      if (mark === '3') this.store.addConsumption(handbook.id, consumptionRow(row))
      if (mark === '1') this.store.changeConsumption(handbook.id, consumptionRow(row))
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
  secondLegalUnit: row.second_legal_unit,
  total: printMoney(row.total_e5 as Money),
  mainMark: row.main_mark,
  attribute: row.attribute,
  remark: row.remark,
})
