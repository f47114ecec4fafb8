import { Exact, exactPercent } from './exact.ts'
import type { Rate } from './exact.ts'

/** 物料清单: what the ERP says a product is made of, level by level. */
export interface BomLine {
  parentPartNo: string
  partNo: string
  /** `quantity` ÷ `base` units of the part are in one unit of its parent, losses not counted. */
  quantity: Rate
  base: Rate
  /** Loss of this stage in percent of what it is given, 0 ≤ loss < 100. */
  lossRate: Rate
  /** 替代组 within the parent, '' for none: its lines stand for one another by their `share` (percent), which add up to 100. */
  alternateGroup: string
  share: Rate
  bonded: boolean
}

/** A part at which the explosion ends, once for every way that leads to it. Per unit of the product, in the part's own unit. */
export interface BomPart {
  partNo: string
  /** Part numbers from below the product down to this one. */
  path: readonly string[]
  /** In the product when it is finished. */
  net: Exact
  /** Π(1 − stage loss): what is left of the material on its way. */
  kept: Exact
  bonded: boolean
}

/** Deeper or wider than this is a slip of the ERP's export, and would make an explosion without end. */
export const mostLevels = 20
export const mostPaths = 20_000

export type BomProblem =
  /** The line leads back to `path[0]`, which it stands below. */
  | { kind: 'cycle'; line: number; path: readonly string[] }
  | { kind: 'tooDeep'; line: number; path: readonly string[] }
  | { kind: 'tooMany' | 'unreachable' | 'shareOutsideGroup'; line: number }
  | { kind: 'duplicate'; line: number; first: number }
  /** The shares of the group make `sum` percent. */
  | { kind: 'shares'; line: number; sum: string }

const one = Exact.fraction(1n, 1n)
const percent = Exact.fraction(100n, 1n)

/** What keeps a BOM from being exploded; `line` is the index of the line to mend. None when it is sound. */
export function bomProblems(productPartNo: string, lines: readonly BomLine[]): BomProblem[] {
  const problems: BomProblem[] = [...sharesAndDuplicates(lines)]
  const indexed = lines.map((line, index) => ({ line, index }))
  const below = Map.groupBy(indexed, ({ line }) => line.parentPartNo)
  /** Levels and ways below a part that has been walked. */
  const walked = new Map<string, { levels: number; paths: number }>()
  const stack: string[] = []
  const walk = (partNo: string): { levels: number; paths: number } => {
    const known = walked.get(partNo)
    if (known) return known
    stack.push(partNo)
    let levels = 0
    let paths = 0
    for (const { line, index } of below.get(partNo) ?? []) {
      const from = stack.indexOf(line.partNo)
      if (from >= 0) {
        problems.push({ kind: 'cycle', line: index, path: [...stack.slice(from), line.partNo] })
        continue
      }
      if (stack.length > mostLevels) {
        problems.push({ kind: 'tooDeep', line: index, path: [...stack.slice(1), line.partNo] })
        continue
      }
      const beneath = walk(line.partNo)
      // Walked before on a shorter way: the depth of this one is known without walking it again.
      if (stack.length + beneath.levels > mostLevels)
        problems.push({ kind: 'tooDeep', line: index, path: [...stack.slice(1), line.partNo] })
      levels = Math.max(levels, beneath.levels + 1)
      paths = Math.min(paths + Math.max(beneath.paths, 1), mostPaths + 1)
    }
    stack.pop()
    const found = { levels, paths }
    walked.set(partNo, found)
    return found
  }
  if (walk(productPartNo).paths > mostPaths) problems.push({ kind: 'tooMany', line: 0 })
  for (const { line, index } of indexed) {
    if (!walked.has(line.parentPartNo)) problems.push({ kind: 'unreachable', line: index })
  }
  return problems
}

function* sharesAndDuplicates(lines: readonly BomLine[]): Generator<BomProblem> {
  const seen = new Map<string, number>()
  const groups = new Map<string, { line: number; sum: Exact }>()
  for (const [index, line] of lines.entries()) {
    const key = JSON.stringify([line.parentPartNo, line.partNo, line.alternateGroup, line.bonded])
    const first = seen.get(key)
    if (first === undefined) seen.set(key, index)
    else yield { kind: 'duplicate', line: index, first }
    const share = exactPercent(line.share)
    if (line.alternateGroup === '') {
      if (!share.equals(one)) yield { kind: 'shareOutsideGroup', line: index }
      continue
    }
    const group = JSON.stringify([line.parentPartNo, line.alternateGroup])
    const held = groups.get(group)
    groups.set(group, { line: held?.line ?? index, sum: (held?.sum ?? Exact.zero).plus(share) })
  }
  for (const { line, sum } of groups.values()) {
    if (!sum.equals(one)) yield { kind: 'shares', line, sum: sum.times(percent).toText(9) }
  }
}

/** How many levels stand below the product. Only of a sound BOM. */
export function levelsOf(productPartNo: string, lines: readonly BomLine[]): number {
  const below = Map.groupBy(lines, (line) => line.parentPartNo)
  const known = new Map<string, number>()
  const levels = (partNo: string): number => {
    const held = known.get(partNo)
    if (held !== undefined) return held
    const found = (below.get(partNo) ?? []).reduce((most, line) => Math.max(most, levels(line.partNo) + 1), 0)
    known.set(partNo, found)
    return found
  }
  return levels(productPartNo)
}

/**
 * One unit of the product, exploded down to what is bought: parts without lines of their own, semi-finished ones that are
 * recorded materials (`isMaterial`: bought by 深加工结转), and those bought without bond. The losses of the stages on a way multiply.
 * Nothing is rounded. Only of a sound BOM.
 */
export function explode(productPartNo: string, lines: readonly BomLine[], isMaterial: (partNo: string) => boolean): BomPart[] {
  const below = Map.groupBy(lines, (line) => line.parentPartNo)
  const parts: BomPart[] = []
  const walk = (partNo: string, path: readonly string[], net: Exact, kept: Exact) => {
    for (const line of below.get(partNo) ?? []) {
      // Both are of one scale, and most lines have neither share nor loss: the fractions stay short.
      const each = net.times(Exact.fraction(line.quantity, line.base))
      const part: BomPart = {
        partNo: line.partNo,
        path: [...path, line.partNo],
        net: line.alternateGroup === '' ? each : each.times(exactPercent(line.share)),
        kept: line.lossRate === 0n ? kept : kept.times(one.minus(exactPercent(line.lossRate))),
        bonded: line.bonded,
      }
      if (line.bonded && !isMaterial(line.partNo) && below.has(line.partNo)) walk(line.partNo, part.path, part.net, part.kept)
      else parts.push(part)
    }
  }
  walk(productPartNo, [], one, one)
  return parts
}

/** What one unit of the product takes of one material: contained, taken with all losses, and how much of that is bonded. */
export interface MaterialUse {
  net: Exact
  /** UC = Σ N ÷ Π(1 − l) */
  use: Exact
  bondedUse: Exact
}

/** @param factor turns one unit of the part per unit of the product into declared units of both */
export function addPart(to: MaterialUse | undefined, part: BomPart, factor: Exact): MaterialUse {
  const net = part.net.times(factor)
  const use = net.dividedBy(part.kept)
  const bondedUse = part.bonded ? use : Exact.zero
  if (!to) return { net, use, bondedUse }
  return { net: to.net.plus(net), use: to.use.plus(use), bondedUse: to.bondedUse.plus(bondedUse) }
}

/** 1 − Π(1 − l) in percent: over several ways, by what each of them takes. */
export const lossPercent = ({ net, use }: MaterialUse): Exact => one.minus(net.dividedBy(use)).times(percent)
/** 保税料件比例 in percent. */
export const bondedPercent = ({ use, bondedUse }: MaterialUse): Exact => bondedUse.dividedBy(use).times(percent)
/** Of one part on its way. */
export const partLossPercent = ({ kept }: BomPart): Exact => one.minus(kept).times(percent)
