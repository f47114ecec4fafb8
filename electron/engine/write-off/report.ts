import type { ProductColumn } from '../../../shared/domain/posting-rules.ts'
import { productColumns } from '../../../shared/domain/posting-rules.ts'
import type { WriteOffBalance } from '../../../shared/domain/balance.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { addQuantities, negateQuantity, noQuantity, printQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import type { Party, ReportedMaterial, ReportedProduct, WriteOffReport } from '../../../shared/messages/write-off-report.ts'
import type { ReportedList } from '../bonded-lists/service.ts'
import { partiesOf } from '../handbooks/service.ts'
import type { HandbookRow, ItemRow } from '../handbooks/service.ts'

/** All that a report is made from, as the ledger has it at one moment. */
export interface ReportBooks {
  handbook: HandbookRow
  declarant: Party
  /** 报核申报日期 */
  today: Day
  /** 统一编号 of a report that was sent back; empty where there is none (FORMATS §7.1). */
  seqNo: string
  materials: readonly ItemRow[]
  products: readonly ItemRow[]
  /** Every booked list once, those of the opening first. */
  lists: readonly ReportedList[]
  balance: WriteOffBalance
}

/**
 * every booked list once, every recorded material and product once (also those that never moved: nothing recorded goes
 * unmentioned), figures of R-106 … R-116.
 */
export function reportOf(books: ReportBooks): WriteOffReport {
  const { handbook, declarant, today, seqNo, materials, products, lists, balance } = books
  const bySeq = new Map(balance.materials.map((material) => [material.seq, material]))
  return {
    seqNo,
    handbookNo: handbook.handbook_no,
    ...partiesOf(handbook),
    declarant,
    customsDistrict: handbook.customs_district,
    declaredOn: today,
    remark: '',
    lists: lists.map(({ listNo, direction }) => ({ listNo, direction })),
    materials: materials.map((item): ReportedMaterial => {
      const figures = bySeq.get(Number(item.seq))
      if (!figures) throw new Error(`material ${item.seq} is not in the balance`)
      return {
        ...recorded(item),
        remark: '',
        imported: addQuantities(figures.imported, negateQuantity(figures.transferIn)),
        transferIn: figures.transferIn,
        domestic: figures.domestic,
        reexport: figures.reexport,
        destroyed: figures.destroyed,
        scrap: figures.tangible,
        surplusOut: figures.surplusOut,
        consumed: figures.consumed,
        remaining: figures.balance,
      }
    }),
    products: products.map((item): ReportedProduct => {
      const figures = overVersions(balance, Number(item.seq))
      return {
        ...recorded(item),
        // The message has no column for it, yet its materials are in 产品总耗用量.
        remark: figures.otherwiseOut === noQuantity ? '' : `另有减免或以产顶进 ${printQuantity(figures.otherwiseOut)}`,
        exported: figures.exported,
        transferredOut: figures.transferredOut,
        returnedIn: figures.returnedIn,
        returnedOut: figures.returnedOut,
      }
    }),
  }
}

/** What the row comes to without 料件剩余数量. */
export const reckonedRemaining = (of: ReportedMaterial): Quantity =>
  (of.imported + of.transferIn - of.domestic - of.reexport - of.destroyed - of.surplusOut - of.consumed) as Quantity

/** 1e-5, one unit of the last digit, for the one rounding of each figure. */
export function rowHolds(of: ReportedMaterial): boolean {
  const gap = reckonedRemaining(of) - of.remaining
  return gap >= -1n && gap <= 1n
}

const recorded = (item: ItemRow) => ({
  seq: Number(item.seq),
  partNo: item.part_no,
  hsCode: item.hs_code,
  name: item.name,
  unit: item.unit,
})

/** A product of the report is that of the handbook: its 单耗版本 together. */
function overVersions({ products }: WriteOffBalance, seq: number): Record<ProductColumn, Quantity> {
  const sum: Record<ProductColumn, Quantity> = {
    exported: noQuantity,
    transferredOut: noQuantity,
    returnedIn: noQuantity,
    returnedOut: noQuantity,
    otherwiseOut: noQuantity,
  }
  for (const version of products.filter((product) => product.seq === seq)) {
    for (const column of productColumns) sum[column] = addQuantities(sum[column], version[column])
  }
  return sum
}
