import { Refusal } from '../../../shared/contract/errors.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { day, dayOfInstant } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { addQuantities, noQuantity, printQuantity, quantity, rate } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { isUndecided } from '../../../shared/domain/stocktake.ts'
import type { CountKind } from '../../../shared/domain/stocktake.ts'
import { tradeOf } from '../../../shared/domain/surplus-transfer.ts'
import type { MaterialAssessment } from '../../../shared/domain/tax-sheet.ts'
import type { Clock } from '../clock.ts'
import type { HandbookRow } from '../handbooks/service.ts'
import { countBooks, readGoods } from './count-books.ts'
import type { CountBooks, HandbookGoods } from './count-books.ts'
import { stocktakeGuards } from './guards.ts'
import { figuresOf, firstImports, goodsOf } from './live-books.ts'
import type { Neighbours } from './neighbours.ts'
import { absolute, printDifference, printShared } from './print-stocktake.ts'
import type { Difference, Shared, StocktakeDetail } from './print-stocktake.ts'
import { reckon } from './reckon.ts'
import type { BookFigures, CountGroup, Reckoned } from './reckon.ts'
import { resolver } from './resolve-count.ts'
import type { CountGroupRow, JudgementRow, StocktakeRow, StocktakeStore } from './store.ts'

export const materialKey = (handbookNo: string, seq: number | bigint): string => `${handbookNo} ${seq}`

/** What a stocktake comes to; of a settled one as it was then. */
export interface StocktakeResult {
  differences: Difference[]
  shared: Shared[]
  guards: Guard[]
  tolerance: string
  /** What the counts were read by. */
  goods: HandbookGoods[]
  /** 期初 + 进口 of each difference, by {@link materialKey}. */
  came: Record<string, string>
  /** What of a shared part was dealt to a handbook, in the unit of the part. */
  dealt: { partNo: string; kind: CountKind; handbookNo: string; quantity: string }[]
}

/** A stocktake that is still open, held against the books of this moment. */
interface OpenStocktake {
  cutOff: Day
  handbooks: HandbookRow[]
  goods: HandbookGoods[]
  books: CountBooks
  groups: CountGroup[]
  reckoned: Reckoned
  judgements: ReadonlyMap<string, JudgementRow>
}

/** Sales that tax a shortage: the newest of them, how much of the difference they are for, and whether any was made of this stocktake. */
interface Taxed {
  own: boolean
  label: string
  to: string
  quantity: Quantity
}
type Made = ReadonlyMap<string, Taxed>

/** What of a shortage no sale taxes yet; negative where more is taxed than is short. */
export const untaxed = (difference: Quantity, made: Taxed | undefined): Quantity =>
  (-difference - (made?.quantity ?? noQuantity)) as Quantity

/** Stocktakes as they stand: reckoned anew while they are counted, as they were kept afterwards. */
export class KnownStocktakes {
  private readonly store: StocktakeStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(store: StocktakeStore, services: Neighbours, clock: Clock) {
    this.store = store
    this.services = services
    this.clock = clock
  }

  handbooksOf(row: StocktakeRow): HandbookRow[] {
    return this.store.handbooksOf(row.id).map((handbookNo) => this.services.handbooks.require(handbookNo))
  }

  /** What counts are read by, as long as it may still change. */
  goodsOf(row: StocktakeRow): HandbookGoods[] {
    return this.handbooksOf(row).map((handbook) => goodsOf(handbook, day(row.cut_off), this.services))
  }

  open(row: StocktakeRow): OpenStocktake {
    const cutOff = day(row.cut_off)
    const handbooks = this.handbooksOf(row)
    const goods = handbooks.map((handbook) => goodsOf(handbook, cutOff, this.services))
    const books = countBooks(goods)
    const groups = this.store.groups(row.id).map(groupOf)
    const figures = new Map(handbooks.map((handbook) => [handbook.handbook_no, figuresOf(handbook, cutOff, this.services)]))
    const imports = this.firstImports(groups, handbooks, books, cutOff)
    const divisions = Map.groupBy(this.store.divisions(row.id), ({ part_no }) => part_no)
    const reckoned = reckon(groups, {
      books,
      figures: (handbookNo, seq): BookFigures => figures.get(handbookNo)?.get(seq) ?? { book: noQuantity, came: noQuantity },
      firstImport: (handbookNo, seq) => imports.get(handbookNo)?.get(seq),
      divisions: new Map(
        [...divisions].map(([partNo, of]) => [
          partNo,
          {
            reason: of[0]?.reason ?? '',
            shares: of.map(({ handbook_no, quantity_e5 }) => ({
              handbookNo: handbook_no,
              quantity: quantity_e5 as Quantity,
            })),
          },
        ]),
      ),
      tolerance: rate(this.services.reference.parameterOn('stocktakeTolerance', cutOff).value),
    })
    const judgements = new Map(
      this.store.judgements(row.id).map((judged) => [materialKey(judged.handbook_no, judged.item_seq), judged]),
    )
    return { cutOff, handbooks, goods, books, groups, reckoned, judgements }
  }

  /** Only of what several handbooks share. */
  private firstImports(groups: readonly CountGroup[], handbooks: readonly HandbookRow[], books: CountBooks, cutOff: Day) {
    const resolve = resolver(books)
    const seqs = new Map<string, Set<number>>()
    for (const group of groups) {
      const found = resolve(group)
      if (found.what !== 'shared') continue
      for (const { book, seq } of found.claims) seqs.set(book.handbookNo, (seqs.get(book.handbookNo) ?? new Set()).add(seq))
    }
    return new Map(
      handbooks.map((handbook) => [
        handbook.handbook_no,
        firstImports(handbook, [...(seqs.get(handbook.handbook_no) ?? [])], cutOff, this.services),
      ]),
    )
  }

  /** With the latest cut-off. */
  lastSettled(handbookId: bigint): StocktakeRow | undefined {
    return this.store
      .list(handbookId)
      .filter(({ state }) => state === 'settled')
      .toSorted((a, b) => (a.cut_off > b.cut_off ? -1 : a.cut_off < b.cut_off ? 1 : 0))[0]
  }

  /** How many differences wait for a decision (R-118 … R-120), and how many rows for a correction. */
  undecided(row: StocktakeRow): { open: number; problems: number } {
    if (row.state !== 'counting') return { open: 0, problems: 0 }
    const { reckoned, judgements } = this.open(row)
    const open = reckoned.differences.filter((each) =>
      isUndecided(each, judgements.get(materialKey(each.handbookNo, each.seq))),
    ).length
    return { open, problems: [...reckoned.problems.values()].reduce((sum, rows) => sum + rows, 0) }
  }

  resultOf(row: StocktakeRow): StocktakeResult & { problems: ReadonlyMap<bigint, number>; open: number } {
    if (row.result !== null) return { ...readResult(row.result), problems: new Map(), open: 0 }
    const known = this.open(row)
    const { reckoned, judgements, books, cutOff } = known
    const judgementOf = (handbookNo: string, seq: number) => judgements.get(materialKey(handbookNo, seq))
    const assessed = this.assess(reckoned, cutOff)
    const printed = reckoned.differences.map((each) =>
      printDifference(each, books, assessed.get(each.handbookNo)?.get(each.seq), judgementOf(each.handbookNo, each.seq)),
    )
    const made = this.madeOf(row)
    const guards = stocktakeGuards({
      stocktakeId: row.stocktake_id,
      cutOff,
      today: this.today(),
      sheets: this.store.sheets(row.id),
      reckoned,
      printed,
      judgementOf,
      closed: known.handbooks
        .filter(({ id }) => this.services.handbookLife.life(id).closed)
        .map(({ handbook_no }) => handbook_no),
      waiting: known.handbooks
        .filter(({ id }) => {
          const { reserved, unbooked } = this.services.bondedLists.countByStatus(id)
          return reserved + unbooked > 0
        })
        .map(({ handbook_no }) => handbook_no),
      beforeOpening: known.handbooks.flatMap(({ id, handbook_no }) => {
        const opening = this.services.bondedLists.openings.find(id)
        return opening && opening.as_of > cutOff ? [{ handbookNo: handbook_no, asOf: opening.as_of }] : []
      }),
      supplied: known.handbooks
        .filter(({ kind, supervision_mode }) => tradeOf(kind, supervision_mode) === '来料')
        .map(({ handbook_no }) => handbook_no),
      outdated: [
        ...new Set(
          reckoned.differences.flatMap((each) => {
            const sale = made.get(materialKey(each.handbookNo, each.seq))
            const isTaxed = sale?.own || judgementOf(each.handbookNo, each.seq)?.disposal === 'tax'
            return sale && isTaxed && untaxed(each.difference, sale) !== 0n ? [sale.label] : []
          }),
        ),
      ],
    })
    return {
      differences: printed,
      shared: reckoned.shared.map(printShared),
      guards: row.state === 'counting' ? guards : [],
      tolerance: this.services.reference.parameterOn('stocktakeTolerance', cutOff).value,
      goods: countedGoods(known),
      came: Object.fromEntries(
        reckoned.differences.map(({ handbookNo, seq, came }) => [materialKey(handbookNo, seq), printQuantity(came)]),
      ),
      dealt: reckoned.shared.flatMap(({ part, dealt }) =>
        dealt.map((each) => ({ ...each, partNo: part.partNo, quantity: printQuantity(each.quantity) })),
      ),
      problems: reckoned.problems,
      open: reckoned.differences.filter((each) => isUndecided(each, judgementOf(each.handbookNo, each.seq))).length,
    }
  }

  /** what each difference is worth on the cut-off; nothing of a material whose price, rate or rule is missing. */
  private assess({ differences }: Reckoned, cutOff: Day): Map<string, Map<number, MaterialAssessment>> {
    const differing = Map.groupBy(
      differences.filter(({ difference }) => difference !== 0n),
      ({ handbookNo }) => handbookNo,
    )
    return new Map(
      [...differing].map(([handbookNo, of]) => {
        const goods = of.map(({ seq, difference }) => ({ itemSeq: seq, quantity: absolute(difference) }))
        try {
          return [handbookNo, this.services.domesticSales.materialsOn(handbookNo, goods, cutOff)]
        } catch (error) {
          if (error instanceof Refusal && error.failure.code === 'reference.noParameter') return [handbookNo, new Map()]
          throw error
        }
      }),
    )
  }

  /**
   * What taxes each shortage, as the sales say now: also those of an earlier stocktake. Nothing is short twice, but what the books had
   * already taken out at the cut-off is no part of the difference.
   */
  madeOf(row: StocktakeRow): Made {
    const sales = new Map<string, ReturnType<Neighbours['domesticSales']['takes']>>()
    const made = new Map<string, Taxed>()
    const seen = row.ended_at ?? this.clock.now()
    for (const { stocktake, handbook_no, item_seq, sale_id } of this.store.sales(row.id)) {
      const sale = sales.get(sale_id) ?? this.services.domesticSales.takes(sale_id)
      sales.set(sale_id, sale)
      const { booked } = sale
      const inBook = booked !== undefined && booked.declaredOn <= row.cut_off && booked.at <= seen
      if (sale.state === 'discarded' || (inBook && stocktake !== row.id)) continue
      const key = materialKey(handbook_no, item_seq)
      const taken = inBook ? noQuantity : sale.quantityOf(Number(item_seq))
      const held = made.get(key)
      const sum = addQuantities(held?.quantity ?? noQuantity, taken)
      const own = stocktake === row.id || held?.own === true
      made.set(key, { own, label: `内销 ${sale.saleNo}`, to: paths.sale(sale_id), quantity: sum })
    }
    return made
  }

  summaryOf(
    row: StocktakeRow,
    open: number,
  ): Omit<StocktakeDetail, 'note' | 'sheetsOf' | 'differences' | 'shared' | 'guards' | 'tolerance'> {
    return {
      stocktakeId: row.stocktake_id,
      stocktakeNo: Number(row.stocktake_no),
      name: row.name,
      cutOff: row.cut_off,
      handbookNos: this.store.handbooksOf(row.id),
      state: row.state,
      sheets: this.store.sheets(row.id).length,
      rows: [...this.rowsOf(row).values()].reduce((sum, rows) => sum + rows, 0),
      open,
      madeBy: row.made_by,
      createdAt: row.created_at,
      settledAt: row.state === 'settled' ? row.ended_at : null,
    }
  }

  private rowsOf(row: StocktakeRow): Map<bigint, number> {
    const counts = new Map<bigint, number>()
    for (const { sheet, rows } of this.store.groups(row.id)) counts.set(sheet, (counts.get(sheet) ?? 0) + Number(rows))
    return counts
  }

  detailOf(row: StocktakeRow): StocktakeDetail {
    const { differences, shared, guards, tolerance, problems, open } = this.resultOf(row)
    const rows = this.rowsOf(row)
    const made = this.madeOf(row)
    return {
      ...this.summaryOf(row, open),
      note: row.note,
      sheetsOf: this.store.sheets(row.id).map((sheet) => ({
        sheetId: sheet.sheet_id,
        name: sheet.name,
        origin: sheet.origin,
        countedBy: sheet.counted_by,
        countedOn: sheet.counted_on,
        rows: rows.get(sheet.id) ?? 0,
        problems: problems.get(sheet.id) ?? 0,
        fileId: sheet.file_id,
        at: sheet.at,
      })),
      differences: differences.map((each) => {
        const sale = made.get(materialKey(each.handbookNo, each.seq))
        const isTaxed = sale && (sale.own || each.disposal === 'tax') && untaxed(quantity(each.difference), sale) <= 0n
        return isTaxed ? { ...each, made: { label: sale.label, to: sale.to } } : each
      }),
      shared,
      guards,
      tolerance,
    }
  }

  private today(): Day {
    return dayOfInstant(this.clock.now())
  }
}

const groupOf = (row: CountGroupRow): CountGroup => ({
  ...row,
  rows: Number(row.rows),
  quantity: (row.quantity_high * 1_000_000_000n + row.quantity_low) as Quantity,
})

/** Of the handbooks only what the counts and the differences name: enough to explain them for good. */
function countedGoods({ goods, groups, books, reckoned }: OpenStocktake): HandbookGoods[] {
  const resolve = resolver(books)
  const parts = new Set(groups.map(({ part_no }) => part_no))
  const items = new Set(reckoned.differences.map(({ handbookNo, seq }) => `${handbookNo} material ${seq}`))
  for (const group of groups) {
    const found = resolve(group)
    if (found.what === 'own') items.add(`${found.book.handbookNo} ${group.goods} ${found.seq}`)
  }
  return goods.map((of) => {
    const isCounted = (kind: string, seq: number) => items.has(`${of.handbookNo} ${kind} ${seq}`)
    return {
      ...of,
      items: of.items.filter((item) => isCounted(item.goods, item.seq)),
      consumption: of.consumption.filter(({ productSeq }) => isCounted('product', productSeq)),
      standing: of.standing.filter(({ productSeq }) => isCounted('product', productSeq)),
      parts: of.parts.filter(({ partNo }) => parts.has(partNo)),
    }
  })
}

/** Written by {@link resultText} alone. */
function readResult(text: string): StocktakeResult {
  const kept = JSON.parse(text) as StocktakeResult
  return { ...kept, goods: readGoods(kept.goods) }
}

export const resultText = ({ differences, shared, guards, tolerance, goods, came, dealt }: StocktakeResult): string =>
  JSON.stringify({ differences, shared, guards, tolerance, goods, came, dealt }, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
