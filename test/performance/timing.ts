/** The median time of `runs` runs in milliseconds, after one that is not counted. */
export function median(runs: number, work: () => unknown): number {
  work()
  const times = Array.from({ length: runs }, () => {
    const startedAt = performance.now()
    work()
    return performance.now() - startedAt
  })
  return times.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? 0
}
