import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { farthestTry, mostTries, nextTry } from './retry-policy.ts'

const now = '2026-01-05T01:00:00.000Z'
const wait = (filingId: string, tries: number) => Date.parse(nextTry(now, filingId, tries)) - Date.parse(now)

test('the wait doubles, is bounded, and never lies beyond the farthest try', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 1, max: mostTries }), (filingId, tries) => {
      const span = Math.min(15 * 60_000, 5000 * 2 ** (tries - 1))
      expect(wait(filingId, tries)).toBeGreaterThanOrEqual(span / 2)
      expect(wait(filingId, tries)).toBeLessThanOrEqual(span)
      expect(nextTry(now, filingId, tries) <= farthestTry(now)).toBe(true)
    }),
  )
})

test('the lot is the same for the same filing and try, and not the same for all', () => {
  const waits = Array.from({ length: 50 }, (_, index) => wait(`filing ${index}`, 8))
  expect(waits).toEqual(Array.from({ length: 50 }, (_, index) => wait(`filing ${index}`, 8)))
  expect(new Set(waits).size).toBeGreaterThan(45)
})
