import type { ConsumptionLine } from '../../../shared/domain/balance.ts'
import { versionKey } from '../../../shared/domain/consumption-version.ts'
import { rate } from '../../../shared/domain/exact.ts'
import type { Rate } from '../../../shared/domain/exact.ts'

type Goods = 'material' | 'product'

interface CountedItem {
  goods: Goods
  seq: number
  name: string
  unit: string
  partNo: string
}
interface CountedPart {
  partNo: string
  partName: string
  partUnit: string
  goods: Goods
  itemSeq: number
  factor: Rate
}
interface CountedVersion {
  productSeq: number
  version: string
}

/** What of a handbook its count is read by, as it stood at the cut-off: plain values, so that a settled stocktake can keep them. */
export interface HandbookGoods {
  handbookNo: string
  items: readonly CountedItem[]
  consumption: readonly ConsumptionLine[]
  /** 单耗版本 that hold at the cut-off. */
  standing: readonly CountedVersion[]
  /** R-13, of the cut-off. */
  parts: readonly CountedPart[]
}

/** The same, looked up. */
export class CountBook {
  readonly handbookNo: string
  readonly materials: readonly CountedItem[]
  private readonly items: ReadonlyMap<string, CountedItem>
  private readonly lines: ReadonlyMap<string, readonly ConsumptionLine[]>
  private readonly standing: ReadonlyMap<number, readonly CountedVersion[]>
  private readonly parts: ReadonlyMap<string, CountedPart>

  constructor({ handbookNo, items, consumption, standing, parts }: HandbookGoods) {
    this.handbookNo = handbookNo
    this.materials = items.filter(({ goods }) => goods === 'material')
    this.items = new Map(items.map((item) => [`${item.goods}${item.seq}`, item]))
    this.lines = Map.groupBy(consumption, ({ productSeq, version }) => versionKey(productSeq, version))
    this.standing = Map.groupBy(standing, ({ productSeq }) => productSeq)
    this.parts = new Map(parts.map((part) => [part.partNo, part]))
  }

  item(goods: Goods, seq: number): CountedItem | undefined {
    return this.items.get(`${goods}${seq}`)
  }

  linesOf(productSeq: number, version: string): readonly ConsumptionLine[] {
    return this.lines.get(versionKey(productSeq, version)) ?? []
  }

  /** That hold at the cut-off. */
  versionsOf(productSeq: number): string[] {
    return (this.standing.get(productSeq) ?? []).map(({ version }) => version)
  }

  part(partNo: string): CountedPart | undefined {
    return this.parts.get(partNo)
  }
}

/** The handbooks of a stocktake, by number. */
export type CountBooks = ReadonlyMap<string, CountBook>
export const countBooks = (goods: readonly HandbookGoods[]): CountBooks =>
  new Map(goods.map((of) => [of.handbookNo, new CountBook(of)]))

/** Of JSON again: what an integer of the domain was written as text. */
export function readGoods(kept: readonly HandbookGoods[]): HandbookGoods[] {
  const again = (text: Rate): Rate => rate(BigInt(text))
  return kept.map((of) => ({
    ...of,
    consumption: of.consumption.map((line) => ({
      ...line,
      netConsumption: again(line.netConsumption),
      tangibleLossRate: again(line.tangibleLossRate),
      intangibleLossRate: again(line.intangibleLossRate),
      bondedRatio: again(line.bondedRatio),
    })),
    parts: of.parts.map((part) => ({ ...part, factor: again(part.factor) })),
  }))
}
