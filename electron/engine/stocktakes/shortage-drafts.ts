import type { Output } from '../../../shared/contract/contract.ts'
import { domesticSaleOperations } from '../../../shared/contract/domestic-sales.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { printQuantity, quantity } from '../../../shared/domain/exact.ts'
import { materialKey, untaxed } from './known-stocktakes.ts'
import type { KnownStocktakes } from './known-stocktakes.ts'
import type { Neighbours } from './neighbours.ts'
import type { StocktakeDetail } from './print-stocktake.ts'
import type { StocktakeRow, StocktakeStore } from './store.ts'

type Made = Output<'stocktakes.makeDrafts'>['made']

/** A domestic sale takes no more lines. */
const linesOfSale = 500

/**
 * One draft of a sale for each handbook whose shortages are to be taxed; what a sale taxes already is not taxed again.
 * @throws Refusal stocktake.unconverted, stocktake.superseded, stocktake.undeclared
 */
export function makeShortageDrafts(
  row: StocktakeRow,
  { known, store, services }: { known: KnownStocktakes; store: StocktakeStore; services: Neighbours },
): Made {
  const { differences, problems } = known.resultOf(row)
  if (problems.size > 0)
    refuse({
      code: 'stocktake.unconverted',
      message: '有的行还不能折算，短少的数量不可靠，没有生成草稿',
      next: '请先在盘点表中改正这些行',
    })
  const made = known.madeOf(row)
  const short = differences.flatMap(({ handbookNo, seq, disposal, reason, difference }) => {
    const open = untaxed(quantity(difference), made.get(materialKey(handbookNo, seq)))
    return disposal === 'tax' && reason !== null && difference.startsWith('-') && open > 0n ? [{ handbookNo, seq, open }] : []
  })
  const newer = row.state === 'settled' ? newerOf(row, short, { known, services }) : undefined
  if (newer)
    refuse({
      code: 'stocktake.superseded',
      message: `盘点 ${row.stocktake_no} 以后又有定下的盘点 ${newer.stocktake_no}（截止 ${newer.cut_off}），短少以它为准`,
      next: '请在新的盘点中生成草稿',
    })
  const unknown = short.filter(({ handbookNo, seq }) => isUndeclared(differences, handbookNo, seq))
  if (unknown.length > 0)
    refuse({
      code: 'stocktake.undeclared',
      message: `有已收未报或已送未报的料件，申报后才知道短少多少：${unknown.map(({ handbookNo, seq }) => `${handbookNo} 料件 ${seq}`).join('、')}`,
      next: '请先办结转申报，账面随之变动，再生成草稿',
    })
  const drafts: Made = []
  for (const [handbookNo, of] of Map.groupBy(short, (each) => each.handbookNo)) {
    for (let from = 0; from < of.length; from += linesOfSale) {
      const part = of.slice(from, from + linesOfSale)
      const sale = services.domesticSales.save(
        domesticSaleOperations['domesticSales.save'].input.parse({
          kind: 'material',
          handbookNo,
          soldOn: row.cut_off,
          remark: `盘点 ${row.stocktake_no}（截止 ${row.cut_off}）短少补税，R-118`,
          lines: part.map(({ seq, open }) => ({ itemSeq: seq, quantity: printQuantity(open) })),
        }),
      )
      for (const { seq, open } of part)
        store.addSale({
          stocktake: row.id,
          handbook_no: handbookNo,
          item_seq: BigInt(seq),
          quantity_e5: open,
          sale_id: sale.saleId,
        })
      const link = known.madeOf(row).get(materialKey(handbookNo, part[0]?.seq ?? 0))
      drafts.push({ handbookNo, label: link?.label ?? '', to: link?.to ?? '', seqs: part.map(({ seq }) => seq) })
    }
  }
  return drafts
}

/** What has been counted and settled since of the same handbooks. */
function newerOf(
  row: StocktakeRow,
  short: readonly { handbookNo: string }[],
  { known, services }: { known: KnownStocktakes; services: Neighbours },
) {
  return [...new Set(short.map(({ handbookNo }) => handbookNo))]
    .map((handbookNo) => known.lastSettled(services.handbooks.require(handbookNo).id))
    .find((latest) => latest && latest.id !== row.id)
}

/** What is received or delivered and not declared: only the declaration tells how much is short. */
const isUndeclared = (differences: StocktakeDetail['differences'], handbookNo: string, seq: number): boolean =>
  differences.some(
    (each) => each.handbookNo === handbookNo && each.seq === seq && (each.received !== '0' || each.delivered !== '0'),
  )
