import type { Day } from '../../../shared/domain/day.ts'
import { rate } from '../../../shared/domain/exact.ts'
import type { ItemMatch } from '../../../shared/domain/pairing.ts'
import type { HandbookRow, HandbooksService, ItemRow } from '../handbooks/service.ts'
import type { ItemPair, PartnersService } from './partners.ts'

interface TheirItem {
  itemSeq: number
  hsCode: string
  name: string
  unit: string
}
const oneToOne = rate('1')

/** Between a handbook of ours and one of a partner: which of our items each of theirs is. */
export class ItemMatches {
  readonly items: ReadonlyMap<number, ItemRow>
  private readonly pairs: readonly ItemPair[]
  private readonly theirs: ReadonlyMap<number, TheirItem>

  constructor(
    services: { handbooks: HandbooksService; partners: PartnersService },
    of: { partner: bigint; handbook: HandbookRow; way: 'out' | 'in'; partnerHandbookNo: string },
    theirs: readonly TheirItem[],
  ) {
    const goods = of.way === 'out' ? 'E' : 'I'
    this.items = new Map(services.handbooks.itemsOf(of.handbook.id, goods).map((item) => [Number(item.seq), item]))
    this.pairs = services.partners.pairs(of.partner, of.handbook.id, goods, of.partnerHandbookNo)
    this.theirs = new Map(theirs.map((item) => [item.itemSeq, item]))
  }

  /** By the pair that holds on a day; without any, by code, name and unit, where one item alone fits on either side. */
  on(partnerItemSeq: number, on: Day): ItemMatch | undefined {
    const pair = this.pairs.find(
      (each) => each.partnerItemSeq === partnerItemSeq && each.from <= on && (each.to === null || on <= each.to),
    )
    if (pair) return { itemSeq: pair.itemSeq, factor: pair.factor }
    const their = this.theirs.get(partnerItemSeq)
    if (!their || their.hsCode === '' || this.pairs.some((each) => each.partnerItemSeq === partnerItemSeq)) return undefined
    if ([...this.theirs.values()].some((each) => each.itemSeq !== their.itemSeq && isAlike(each, their))) return undefined
    const paired = new Set(this.pairs.map(({ itemSeq }) => itemSeq))
    const alike = [...this.items.values()].filter((item) => isAlike({ ...item, hsCode: item.hs_code }, their))
    const [only, second] = alike
    return only && !second && !paired.has(Number(only.seq)) ? { itemSeq: Number(only.seq), factor: oneToOne } : undefined
  }

  /** Items of ours whose factor changes after `from`, until `to`. */
  changedWithin(from: Day, to: Day): number[] {
    return this.pairs
      .filter((pair) => pair.from > from && pair.from <= to && this.pairs.some((earlier) => this.isBefore(earlier, pair)))
      .map(({ itemSeq }) => itemSeq)
  }

  private isBefore(earlier: ItemPair, pair: ItemPair): boolean {
    return earlier.itemSeq === pair.itemSeq && earlier.from < pair.from && earlier.factor !== pair.factor
  }
}

const isAlike = (a: Omit<TheirItem, 'itemSeq'>, b: Omit<TheirItem, 'itemSeq'>): boolean =>
  a.hsCode === b.hsCode && a.name === b.name && a.unit === b.unit
