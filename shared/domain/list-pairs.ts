import type { Cells } from './handbook-record-cells.ts'

/** What two lines have in common, the most first. A line keeps its number when others beside it go. */
const likenesses: readonly ((cells: Cells) => string)[] = [
  (cells) =>
    JSON.stringify(
      Object.entries(cells)
        .filter(([, text]) => text !== '')
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
  ({ itemSeq = '', version = '', quantity = '' }) => JSON.stringify([itemSeq, version, quantity]),
  ({ itemSeq = '', version = '' }) => JSON.stringify([itemSeq, version]),
  ({ itemSeq = '' }) => itemSeq,
]

/**
 * Which line of `before` each line of `after` was, by what they say and, where several say the same, by where they stand; undefined
 * for one that is new. A line whose item was written anew is still the line in its place.
 */
export function pairedLines(before: readonly Cells[], after: readonly Cells[]): (number | undefined)[] {
  const pairs: (number | undefined)[] = after.map(() => undefined)
  const taken = new Set<number>()
  const pair = (is: number, was: number) => {
    pairs[is] = was
    taken.add(was)
  }
  const inPlace = (alike: (is: number) => boolean) => {
    for (let at = 0; at < Math.min(before.length, after.length); at += 1)
      if (pairs[at] === undefined && !taken.has(at) && alike(at)) pair(at, at)
  }
  for (const likeness of likenesses) {
    const of = { before: before.map(likeness), after: after.map(likeness) }
    inPlace((at) => of.before[at] === of.after[at])
    const free = Map.groupBy(
      of.before.keys().filter((was) => !taken.has(was)),
      (was) => of.before[was] ?? '',
    )
    const next = new Map<string, number>()
    for (const [is, text] of of.after.entries()) {
      if (pairs[is] !== undefined) continue
      const nth = next.get(text) ?? 0
      const was = free.get(text)?.[nth]
      if (was === undefined) continue
      next.set(text, nth + 1)
      pair(is, was)
    }
  }
  inPlace(() => true)
  return pairs
}
