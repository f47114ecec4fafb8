import type { Output } from '../../../shared/contract/contract.ts'
import { addQuantities, noQuantity, printQuantity, quantity } from '../../../shared/domain/exact.ts'

export type Flow = Output<'writeOff.flow'>
export type FlowEnd = Flow['sources'][number]

/** Where the bar of one end stands on its side, and where its ribbon meets the bar of the material. In pixels from the top. */
export interface PlacedEnd {
  end: FlowEnd
  top: number
  bar: number
  middleTop: number
  middleBar: number
}
export interface FlowLayout {
  height: number
  middle: { top: number; height: number }
  sources: readonly PlacedEnd[]
  uses: readonly PlacedEnd[]
}

/** Height of the whole material. */
const whole = 260
/** A line of text in the middle of its bar: what a year's material goes into is seen without scrolling. */
const labelHeight = 24
/** Anything that is there can be seen. */
const thinnest = 2

/** From shares to pixels: rough numbers for drawing; every label says the exact figure. No label stands over another. */
export function layOut({ sources, uses }: Pick<Flow, 'sources' | 'uses'>): FlowLayout {
  const sideHeight = (ends: readonly FlowEnd[]) => ends.reduce((sum, end) => sum + slotOf(end), 0)
  const height = Math.max(whole, sideHeight(sources), sideHeight(uses))
  const top = (height - whole) / 2
  const place = (ends: readonly FlowEnd[]): PlacedEnd[] => {
    let next = (height - sideHeight(ends)) / 2
    let middle = top
    return ends.map((end) => {
      const middleBar = shareOf(end) * whole
      const bar = barOf(end)
      const placed = { end, top: next + (slotOf(end) - bar) / 2, bar, middleTop: middle, middleBar }
      next += slotOf(end)
      middle += middleBar
      return placed
    })
  }
  return { height, middle: { top, height: whole }, sources: place(sources), uses: place(uses) }
}

const shareOf = ({ share }: FlowEnd): number => Number(share) / 100
const barOf = (end: FlowEnd): number => Math.max(thinnest, shareOf(end) * whole)
const slotOf = (end: FlowEnd): number => Math.max(labelHeight, barOf(end) + 6)

/** What is drawn of many products: the largest, and the rest of them as one. The table under the picture has them all. */
export function gather(uses: readonly FlowEnd[], most = 14): FlowEnd[] {
  const products = uses.filter(({ productSeq }) => productSeq !== null)
  if (products.length <= most) return [...uses]
  const bySize = products.toSorted((a, b) => (quantity(a.quantity) < quantity(b.quantity) ? 1 : -1))
  const shown = new Set(bySize.slice(0, most - 1))
  const rest = products.filter((end) => !shown.has(end))
  const sum = (of: (end: FlowEnd) => string) =>
    printQuantity(rest.reduce((total, end) => addQuantities(total, quantity(of(end))), noQuantity))
  const others: FlowEnd = {
    label: `其余 ${rest.length} 个成品`,
    quantity: sum((end) => end.quantity),
    share: sum((end) => end.share),
    column: 'embodied',
    productSeq: null,
  }
  const kept = uses.filter((end) => !rest.includes(end))
  return kept.toSpliced(shown.size, 0, others)
}
