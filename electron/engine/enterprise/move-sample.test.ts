import { expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import { day } from '../../../shared/domain/day.ts'
import { sampleMove } from './move-sample.ts'

test('the sample is moved by whole weeks, and not while its own year lasts', () => {
  expect(['2025-06-01', '2026-02-08'].map((on) => sampleMove(day(on)))).toEqual([0, 0])
  expect(['2026-02-09', '2026-11-21', '2031-03-02'].map((on) => sampleMove(day(on)))).toEqual([35, 315, 1876])
})

test('whoever loads the sample years later finds a handbook that runs, its figures unchanged', async () => {
  const [then, later] = await Promise.all([
    openEngine({ now: '2026-01-05T02:00:00.000Z' }),
    openEngine({ now: '2031-03-02T02:00:00.000Z' }),
  ])
  const seen = []
  for (const engine of [then, later]) {
    const { handbookNo, lists } = await engine.call('enterprise.loadSample', {})
    const { validTo, daysLeft } = await engine.call('handbooks.get', { handbookNo })
    const { materials } = await engine.call('writeOff.balance', { handbookNo })
    const { months } = await engine.call('selfVerification.periods', { handbookNo })
    const draft = await engine.call('handbookDrafts.create', { kind: 'C', copyOf: handbookNo })
    seen.push({ materials, lists, orders: months.reduce((sum, { orders }) => sum + orders, 0), lines: draft.consumptions })
    expect({ validTo, daysLeft }).toEqual(
      engine === then ? { validTo: '2026-02-08', daysLeft: 34 } : { validTo: '2031-03-30', daysLeft: 28 },
    )
  }
  expect(seen[0]).toEqual(seen[1])
  await Promise.all([then.close(), later.close()])
})
