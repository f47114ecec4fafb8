import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { addDays, day } from '../../../shared/domain/day.ts'
import { Exact, exactQuantity, noQuantity, printQuantity, printRate, quantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { actualUse, atStake, compareUse, deviationOf, isWithin } from '../../../shared/domain/self-verification.ts'
import type { ExportedProduct, MaterialUse, ProductOutput, UseComparison } from '../../../shared/domain/self-verification.ts'
import { orderBalance } from '../../../shared/domain/work-order.ts'
import type { Database } from '../database/connection.ts'
import type { HandbooksService, ItemRow } from '../handbooks/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { monthOf } from './periods.ts'
import type { RecordStore } from './record-store.ts'
import { WorkOrderStore } from './work-order-store.ts'
import type { MonthlyOutputRow, MonthlyUseRow } from './work-order-store.ts'
import { lineOf, printBalance } from './work-orders.ts'

type Drift = Output<'selfVerification.drift'>['rows'][number]
export interface ItemNames {
  products: ReadonlyMap<number, ItemRow>
  materials: ReadonlyMap<number, ItemRow>
}

/** No day lies outside. */
export const always = { from: '0000-01-01', to: '9999-12-31' }
const hundred = Exact.fraction(100n, 1n)
export const percent = (value: Exact | null): string | null => value && value.times(hundred).toText(4)
export const perUnit = (value: Exact | null): string | null => value && value.toText(9)
export const pointKey = (of: { productSeq: number; version: string; materialSeq: number }): string =>
  `${of.productSeq} ${of.version} ${of.materialSeq}`

/** Declared against actual use, over a period, by month and by order. */
export class UseComparisons {
  private readonly orders: WorkOrderStore
  private readonly records: RecordStore
  private readonly services: { handbooks: HandbooksService; writeOff: WriteOffService }

  constructor(db: Database, records: RecordStore, services: { handbooks: HandbooksService; writeOff: WriteOffService }) {
    this.orders = new WorkOrderStore(db)
    this.records = records
    this.services = services
  }

  /** In domain figures, nothing rounded. */
  compare(handbookId: bigint, { from, to }: { from: string; to: string }): UseComparison[] {
    return compareUse(
      this.orders.usesOf(handbookId, from, to).map(useOf),
      this.orders.outputsOf(handbookId, from, to).map(outputOf),
      this.services.handbooks.consumptionOf(handbookId),
      this.records.settings(handbookId).tolerance,
    )
  }

  namesOf(handbookId: bigint) {
    const of = (kind: 'I' | 'E') =>
      new Map(this.services.handbooks.itemsOf(handbookId, kind).map((item) => [Number(item.seq), item]))
    return { products: of('E'), materials: of('I') }
  }

  trend(input: Input<'selfVerification.trend'>): Output<'selfVerification.trend'> {
    const { id } = this.services.handbooks.require(input.handbookNo)
    const unit = this.services.handbooks.itemOf(id, 'I', input.materialSeq)?.unit ?? ''
    const months = this.byMonth(id).flatMap(({ month, compared }) => {
      const found = compared.find((of) => pointKey(of) === pointKey(input))
      return found?.actualPerUnit ? [{ month, found, actualPerUnit: found.actualPerUnit }] : []
    })
    return {
      unit,
      declaredPerUnit: perUnit(months[0]?.found.declaredPerUnit ?? null),
      tolerance: printRate(this.records.settings(id).tolerance),
      months: months.map(({ month, found, actualPerUnit }) => ({
        ...monthOf(month),
        finished: printQuantity(found.finished),
        actualPerUnit: actualPerUnit.toText(9),
        deviation: percent(found.deviation),
        within: found.within,
      })),
    }
  }

  /** Every month that has orders, oldest first. */
  private byMonth(handbookId: bigint): { month: string; compared: UseComparison[] }[] {
    const outputs = Map.groupBy(this.orders.outputsOf(handbookId, always.from, always.to), ({ month }) => month)
    if (outputs.size === 0) return []
    const consumption = this.services.handbooks.consumptionOf(handbookId)
    const { tolerance } = this.records.settings(handbookId)
    const uses = Map.groupBy(this.orders.usesOf(handbookId, always.from, always.to), ({ month }) => month)
    return [...outputs].map(([month, made]) => ({
      month,
      compared: compareUse((uses.get(month) ?? []).map(useOf), made.map(outputOf), consumption, tolerance),
    }))
  }

  ordersBehind(input: Input<'selfVerification.orders'>): Output<'selfVerification.orders'> {
    const { id } = this.services.handbooks.require(input.handbookNo)
    requireOrder(input.from, input.to)
    const rates = this.services.handbooks.consumptionOf(id).find((line) => pointKey(line) === pointKey(input))
    const { materials } = this.namesOf(id)
    const { tolerance } = this.records.settings(id)
    const slips = Map.groupBy(this.orders.slipsOfPoint(id, input), ({ order_no }) => order_no)
    return {
      rows: [...slips].flatMap(([orderNo, rows]) => {
        const [head] = rows
        if (!head) return []
        const finished = head.finished_e5 as Quantity
        const rejected = head.rejected_e5 as Quantity
        return orderBalance({ finished, rejected }, rows.map(lineOf), () => rates).map((balance) => {
          const actual = exactQuantity(actualUse(balance))
          const [compared] = compareUse(
            [{ productSeq: input.productSeq, version: input.version, ...balance }],
            [{ productSeq: input.productSeq, version: input.version, orders: 1, finished }],
            rates ? [rates] : [],
            tolerance,
          )
          return {
            ...printBalance(balance, materials),
            orderNo,
            postedOn: head.posted_on,
            finished: printQuantity(finished),
            actualPerUnit: perUnit(finished === 0n ? null : actual.dividedBy(exactQuantity(finished))),
            deviation: percent(compared?.deviation ?? null),
          }
        })
      }),
    }
  }

  /**
   * Product versions of which the latest month of work is outside the tolerance, for as long as it has been so without a month
   * between; what is at stake is what was exported in the meantime, written off by the declared figure.
   */
  drift(handbookNo: string): Drift[] {
    const { id } = this.services.handbooks.require(handbookNo)
    const byMonth = this.byMonth(id)
    // The clerk's day asks this of every handbook, and most have no orders.
    if (byMonth.length === 0) return []
    const history = Map.groupBy(
      byMonth.flatMap(({ month, compared }) => compared.map((of) => ({ month, of }))),
      ({ of }) => pointKey(of),
    )
    const exports = new Map<string, Map<string, Quantity>>()
    /** What has left since a month, of each product version. */
    const exportedSince = (from: string): Map<string, Quantity> => {
      const known = exports.get(from)
      if (known) return known
      const since = this.exportedIn(id, { from, to: always.to })
      const found = new Map(since.map((of) => [`${of.productSeq} ${of.version}`, of.quantity]))
      exports.set(from, found)
      return found
    }
    const { products, materials } = this.namesOf(id)
    return [...history.values()].flatMap((months): Drift[] => {
      const lastWithin = months.findLastIndex(({ of }) => of.within)
      const run = months.slice(lastWithin + 1)
      const [first, last] = [run[0], run.at(-1)]
      if (!first || !last || !last.of.declaredPerUnit) return []
      const { productSeq, version, materialSeq, declaredPerUnit } = last.of
      const finished = quantity(run.reduce((sum, { of }) => sum + of.finished, 0n))
      if (finished === 0n) return []
      const actual = exactQuantity(quantity(run.reduce((sum, { of }) => sum + of.actual, 0n)))
      const actualPerUnit = actual.dividedBy(exactQuantity(finished))
      const deviation = deviationOf(actualPerUnit, declaredPerUnit)
      if (!deviation || isWithin(actualPerUnit, declaredPerUnit, this.records.settings(id).tolerance)) return []
      const exported = exportedSince(monthOf(first.month).from).get(`${productSeq} ${version}`) ?? noQuantity
      const row = {
        productSeq,
        productName: products.get(productSeq)?.name ?? '',
        version,
        materialSeq,
        materialName: materials.get(materialSeq)?.name ?? '',
        unit: materials.get(materialSeq)?.unit ?? '',
        from: monthOf(first.month).from,
        to: monthOf(last.month).to,
        declaredPerUnit: declaredPerUnit.toText(9),
        actualPerUnit: actualPerUnit.toText(9),
        deviation: deviation.times(hundred).toText(4),
        difference: printQuantity(atStake(exported, declaredPerUnit, actualPerUnit).toQuantity()),
      }
      return [{ ...row, message: driftSentence(row) }]
    })
  }

  /** One sentence for each product version that drifts, by its widest deviation: what a preview and the clerk's day say. */
  driftingVersions(handbookNo: string): Pick<Drift, 'productSeq' | 'productName' | 'version' | 'message'>[] {
    const size = ({ deviation }: Drift) => Math.abs(Number(deviation))
    return [...Map.groupBy(this.drift(handbookNo), ({ productSeq, version }) => `${productSeq} ${version}`).values()].flatMap(
      (rows) => {
        const [widest] = rows.toSorted((a, b) => size(b) - size(a))
        if (!widest) return []
        const { productSeq, productName, version, message } = widest
        const others = rows.length > 1 ? `；另有 ${rows.length - 1} 种料件` : ''
        return [{ productSeq, productName, version, message: message + others }]
      },
    )
  }

  /** Exports of a period by product version. */
  exportedIn(handbookId: bigint, { from, to }: { from: string; to: string }): ExportedProduct[] {
    const before = new Map(
      this.services.writeOff
        .compute(handbookId, addDays(day(from), -1))
        .products.map(({ seq, version, netExport }) => [`${seq} ${version}`, netExport]),
    )
    return this.services.writeOff.compute(handbookId, to).products.map(({ seq, version, netExport }) => ({
      productSeq: seq,
      version,
      quantity: quantity(netExport - (before.get(`${seq} ${version}`) ?? 0n)),
    }))
  }
}

const useOf = (row: MonthlyUseRow): MaterialUse => ({
  ...lineOf({ ...row, bonded: 1n, lot: '' }),
  productSeq: Number(row.product_seq),
  version: row.version,
})
const outputOf = (row: MonthlyOutputRow): ProductOutput => ({
  productSeq: Number(row.product_seq),
  version: row.version,
  orders: Number(row.orders),
  finished: row.finished_e5 as Quantity,
})

/** What a clerk is told before the next export of a product version. */
const driftSentence = (row: Omit<Drift, 'message'>): string =>
  `成品 ${row.productSeq} ${row.productName} 版本 ${row.version} 自 ${row.from.slice(0, 7)} 起，料件 ${row.materialSeq} ${row.materialName}` +
  `实际单耗 ${row.actualPerUnit}，申报 ${row.declaredPerUnit}，偏差 ${row.deviation}%`

/** @throws Refusal selfVerification.period */
export function requireOrder(from: string, to: string): void {
  if (from > to)
    refuse({
      code: 'selfVerification.period',
      message: `期间的起日 ${from} 晚于止日 ${to}`,
      at: { field: 'to' },
      next: '请改正期间',
    })
}
