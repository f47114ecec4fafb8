import { shownUnit } from '../../../shared/codes/tables.ts'
import type { OutwardGoods } from '../../../shared/domain/outward-processing.ts'
import type { HandbooksService } from '../handbooks/service.ts'

/** Semi-finished goods and defects go by the product that they become, the others by the material that they come from. */
export const itemKindOf = (goods: OutwardGoods): 'I' | 'E' =>
  goods === 'product' || goods === 'semiFinished' || goods === 'defect' ? 'E' : 'I'

export const goodsNames: Record<OutwardGoods, string> = {
  material: '料件',
  semiFinished: '半成品',
  product: '成品',
  scrap: '边角料',
  defect: '残次品',
  byProduct: '副产品',
  surplus: '余料',
}

/** Name and unit, in words, of what moves. */
export function itemNames(
  handbooks: HandbooksService,
  handbookId: bigint,
): (goods: OutwardGoods, seq: bigint) => { name: string; unit: string } {
  return (goods, seq) => {
    const item = handbooks.itemOf(handbookId, itemKindOf(goods), Number(seq))
    return { name: item?.name ?? '', unit: item ? shownUnit(item.unit) : '' }
  }
}
