import { Exact, exactPercent, exactQuantity, printQuantity, printRate } from './exact.ts'
import type { Quantity, Rate } from './exact.ts'

/** The scrap of one material, in its declared unit. */
export interface ScrapFigures {
  /** Tangible loss of what has been exported: never the whole loss rate (E-27). */
  due: Quantity
  /** By the slips of the weighbridge; undefined where there are none. */
  weighed: Quantity | undefined
  /** Sold, re-exported and destroyed by lists that are booked. */
  disposed: Quantity
  /** In sales whose lists are not booked yet. */
  pending: Quantity
}

export interface ScrapProblem {
  what: 'notWeighed' | 'beyondWeighed' | 'beyondDue'
  severity: 'warns' | 'blocks'
  message: string
  next: string
}

/** What of the scrap due is neither disposed of nor about to be. */
export const scrapLeft = ({ due, disposed, pending }: ScrapFigures): Quantity => (due - disposed - pending) as Quantity

/** 处置 ≤ 过磅 ≤ 应有 × (1 + 允差). @param tolerance percent (rule parameter scrapTolerance) */
export function scrapProblems(of: ScrapFigures, tolerance: Rate): ScrapProblem[] {
  const { due, weighed, disposed, pending } = of
  const gone = (disposed + pending) as Quantity
  const problems: ScrapProblem[] = []
  if (gone > 0n && weighed === undefined)
    problems.push({
      what: 'notWeighed',
      severity: 'warns',
      message: `处置边角料 ${printQuantity(gone)}，没有磅单`,
      next: '请登记或导入磅单，作为数量的依据',
    })
  if (weighed !== undefined && gone > weighed)
    problems.push({
      what: 'beyondWeighed',
      severity: 'blocks',
      message: `处置合计 ${printQuantity(gone)} 超过过磅 ${printQuantity(weighed)}`,
      next: '请补登磅单，或改正内销数量',
    })
  const limit = exactQuantity(due).times(Exact.fraction(1n, 1n).plus(exactPercent(tolerance)))
  const actual = weighed !== undefined && weighed > gone ? weighed : gone
  if (limit.isLessThan(exactQuantity(actual)))
    problems.push({
      what: 'beyondDue',
      severity: 'warns',
      message: `边角料 ${printQuantity(actual)} 超过应有 ${printQuantity(due)} 加 ${printRate(tolerance)}% 允差`,
      next: '请查明：多报了净耗、混入了余料，或出口清单没有核扣；多出的不能按边角料处置',
    })
  return problems
}
