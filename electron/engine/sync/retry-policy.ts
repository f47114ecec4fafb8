import { createHash } from 'node:crypto'

/** So often in a row an outcome is sought; then a person must look. */
export const mostTries = 12
const first = 5_000
const longest = 15 * 60_000

/**
 * The one retry policy of all channels: 5 s, doubled from try to try, at most 15 minutes; drawn from the upper half of that span by
 * lot, so that what failed together does not come back together. The lot follows from the filing and the try: a run can be replayed.
 * @param tries so far, from 1 @returns ISO 8601
 */
export function nextTry(now: string, filingId: string, tries: number): string {
  const span = Math.min(longest, first * 2 ** (tries - 1))
  const lot = createHash('sha256').update(`${filingId} ${tries}`).digest().readUInt32BE() / 2 ** 32
  return new Date(Date.parse(now) + Math.round(span * (0.5 + lot / 2))).toISOString()
}

/** No try was ever put further ahead. @returns ISO 8601 */
export const farthestTry = (now: string): string => new Date(Date.parse(now) + longest).toISOString()
