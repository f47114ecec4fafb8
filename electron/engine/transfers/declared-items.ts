import { currencyName } from '../../../shared/codes/tables.ts'
import { addQuantities, noQuantity, parseEntered } from '../../../shared/domain/exact.ts'
import type { Money, Quantity } from '../../../shared/domain/exact.ts'
import { weightedPrice } from '../../../shared/domain/pairing.ts'
import type { TransferItem } from '../../../shared/domain/pairing.ts'
import type { ItemRow } from '../handbooks/service.ts'
import type { ListDraftsService } from '../list-drafts/service.ts'
import type { TransferLine } from './proposals.ts'
import type { TransferLineRow } from './transfer-store.ts'

/** What a transfer began with. */
export const lineOfRow = (row: TransferLineRow): TransferLine => ({
  itemSeq: Number(row.item_seq),
  version: row.version,
  quantity: row.quantity_e5 as Quantity,
  unitPrice: row.unit_price_e5 === null ? undefined : (row.unit_price_e5 as Money),
  currency: row.currency,
  slips: Number(row.slips),
})

/** What its list declares now, by item and version; what it began with, while a line of the draft is not a figure. */
export function declaredLines(
  listDrafts: ListDraftsService,
  draftId: string,
  began: readonly TransferLine[],
): readonly TransferLine[] {
  const lines = listDrafts.get(draftId).body.map(({ cells, proposed }) => {
    const cell = (id: string): string => cells[id] || proposed[id] || ''
    const [amount, price] = [parseEntered('Quantity', cell('quantity')), parseEntered('Money', cell('unitPrice'))]
    const hasPrice = typeof price === 'bigint' && price >= 0n && currencyName(cell('currency')) !== undefined
    return {
      itemSeq: Number(cell('itemSeq')),
      version: cell('version'),
      quantity: amount,
      unitPrice: hasPrice ? price : undefined,
      currency: hasPrice ? cell('currency') : '',
    }
  })
  const figures = lines.flatMap(({ quantity, ...line }) =>
    typeof quantity === 'bigint' && quantity > 0n && Number.isInteger(line.itemSeq) && line.itemSeq > 0
      ? [{ ...line, quantity }]
      : [],
  )
  if (figures.length === 0 || figures.length < lines.length) return began
  const slips = new Map(began.map((line) => [`${line.itemSeq}|${line.version}`, line.slips]))
  return [...Map.groupBy(figures, ({ itemSeq, version }) => `${itemSeq}|${version}`)].map(([key, of]) => ({
    itemSeq: of[0]?.itemSeq ?? 0,
    version: of[0]?.version ?? '',
    ...merged(of),
    slips: slips.get(key) ?? 0,
  }))
}

/** Item by item, versions together: what the partner is told, and what is compared with its items. */
export function declaredItems(lines: readonly TransferLine[], items: ReadonlyMap<number, ItemRow>): TransferItem[] {
  return [...Map.groupBy(lines, ({ itemSeq }) => itemSeq)]
    .map(([itemSeq, of]) => {
      const item = items.get(itemSeq)
      return { itemSeq, hsCode: item?.hs_code ?? '', name: item?.name ?? '', unit: item?.unit ?? '', ...merged(of) }
    })
    .toSorted((a, b) => a.itemSeq - b.itemSeq)
}

type Figures = Pick<TransferLine, 'quantity' | 'unitPrice' | 'currency'>
function merged(of: readonly Figures[]): Figures {
  const price = of.every(({ unitPrice }) => unitPrice !== undefined) ? weightedPrice(of) : undefined
  return {
    quantity: of.reduce((sum, { quantity }) => addQuantities(sum, quantity), noQuantity),
    unitPrice: price?.unitPrice,
    currency: price?.currency ?? '',
  }
}
