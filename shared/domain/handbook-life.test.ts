import { expect, test } from 'vitest'
import { day } from './day.ts'
import { cycleProblem, lifeOf, lifeState, urgency } from './handbook-life.ts'
import type { LifeEvent } from './handbook-life.ts'

const life = (...events: [LifeEvent, string][]) => lifeOf(events.map(([event, on]) => ({ event, on: day(on) })))

test('the state follows from the events alone, the furthest step first', () => {
  const way: [LifeEvent, string][] = [
    ['established', '2025-02-09'],
    ['changed', '2025-05-01'],
    ['extended', '2026-02-01'],
    ['lastExport', '2026-05-30'],
    ['reported', '2026-06-10'],
    ['reportAccepted', '2026-06-12'],
    ['closed', '2026-07-01'],
  ]
  const states = way.map((_, index) => lifeState(life(...way.slice(0, index + 1)), false))
  expect(states).toEqual(['executing', 'executing', 'executing', 'lastExported', 'reporting', 'reportAccepted', 'closed'])
  expect(lifeState(life(['established', '2025-02-09']), true)).toBe('changing')
  expect(life(...way)).toMatchObject({ changes: 1, extensions: 1, closed: '2026-07-01' })
})

test('a mark that is taken back and a report that is returned leave nothing', () => {
  const taken = life(
    ['lastExport', '2025-11-30'],
    ['lastExportUnmarked', '2025-12-01'],
    ['reported', '2025-12-02'],
    ['reportReturned', '2025-12-05'],
  )
  expect([taken.lastExport, taken.reported]).toEqual([undefined, undefined])
  expect(lifeState(taken, false)).toBe('executing')
})

test('a cycle follows the one before without a gap and lasts a year at most', () => {
  const after = { nextDay: day('2025-07-01') }
  const limit = day('2026-06-30')
  const problem = (startsOn: string, endsOn: string) =>
    cycleProblem({ startsOn: day(startsOn), endsOn: day(endsOn) }, after, limit)
  expect(problem('2025-07-01', '2025-12-31')).toBeUndefined()
  expect(problem('2025-07-02', '2025-12-31')).toBe('gap')
  expect(problem('2025-07-01', '2026-07-01')).toBe('tooLong')
  expect(problem('2025-07-01', '2025-06-30')).toBe('order')
  expect(cycleProblem({ startsOn: day('2024-03-05'), endsOn: day('2024-09-01') }, undefined, limit)).toBeUndefined()
})

test('R-17 a date turns red from day 20 of 30 on', () => {
  expect([31, 30, 11, 10, -1].map(urgency)).toEqual(['info', 'warns', 'warns', 'blocks', 'blocks'])
})
