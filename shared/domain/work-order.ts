import { Exact, exactPercent, exactQuantity, exactRate, noQuantity, quantity, rate } from './exact.ts'
import type { Quantity } from './exact.ts'
import type { ConsumptionRates } from './unit-consumption.ts'

/** What went into a work order of one material, and what came out of it beside the products. In the material's declared unit. */
export interface WorkOrderLine {
  materialSeq: number
  bonded: boolean
  issued: Quantity
  returned: Quantity
  /** 边角料, weighed. */
  scrap: Quantity
  /** 残次品 of the material. */
  defects: Quantity
  /** 在制品 at the cut-off. */
  wip: Quantity
}

/** issued = returned + embodied + wip + scrap + defects + rest. */
export interface MaterialBalance extends WorkOrderLine {
  /** What the products hold, rejected ones too: (finished + rejected) × 净耗 × its share; null where no consumption is declared. */
  embodied: Exact | null
  /** What is left: intangible loss, or unexplained; below zero the products would hold more than was issued. */
  rest: Exact | null
}

const whole = exactPercent(rate('100'))

/**
 * The balance of an order, material by material, bonded and non-bonded apart: lots are added up, and the products' content is shared
 * by the declared bonded ratio (R-31), so that the balance of the bonded part is that of the handbook.
 */
export function orderBalance(
  products: { finished: Quantity; rejected: Quantity },
  lines: readonly WorkOrderLine[],
  ratesOf: (materialSeq: number) => ConsumptionRates | undefined,
): MaterialBalance[] {
  const sums = new Map<string, WorkOrderLine>()
  for (const line of lines) {
    const key = `${line.materialSeq} ${line.bonded}`
    const sum = sums.get(key)
    sums.set(key, sum ? addLines(sum, line) : line)
  }
  const made = exactQuantity(quantity(products.finished + products.rejected))
  return [...sums.values()]
    .toSorted((a, b) => a.materialSeq - b.materialSeq || Number(b.bonded) - Number(a.bonded))
    .map((sum) => {
      const rates = ratesOf(sum.materialSeq)
      if (!rates) return { ...sum, embodied: null, rest: null }
      const bondedShare = exactPercent(rates.bondedRatio)
      const share = sum.bonded ? bondedShare : whole.minus(bondedShare)
      const embodied = made.times(exactRate(rates.netConsumption)).times(share)
      return { ...sum, embodied, rest: exactQuantity(unreturned(sum)).minus(embodied) }
    })
}

/** What neither came back nor lies beside the products. */
const unreturned = (line: WorkOrderLine): Quantity => quantity(line.issued - line.returned - line.wip - line.scrap - line.defects)

const addLines = (a: WorkOrderLine, b: WorkOrderLine): WorkOrderLine => ({
  ...a,
  issued: quantity(a.issued + b.issued),
  returned: quantity(a.returned + b.returned),
  scrap: quantity(a.scrap + b.scrap),
  defects: quantity(a.defects + b.defects),
  wip: quantity(a.wip + b.wip),
})

type LineProblem = 'negative' | 'nothingIssued' | 'moreOutThanIn'

/** What no work order can say. Undefined when it holds. */
export function lineProblem(line: WorkOrderLine): LineProblem | undefined {
  const parts = [line.issued, line.returned, line.scrap, line.defects, line.wip]
  if (parts.some((part) => part < noQuantity)) return 'negative'
  if (line.issued === noQuantity) return 'nothingIssued'
  return unreturned(line) < noQuantity ? 'moreOutThanIn' : undefined
}

/** More in the products than was issued: either the slip is wrong, or the declared 净耗 is higher than the true one. */
export const isImbalanced = ({ rest }: MaterialBalance): boolean => rest !== null && rest.isLessThan(Exact.zero)
