import { expect, test } from 'vitest'
import { day } from './day.ts'
import { reportDeadline } from './deadlines.ts'

test('E-11 the report is due 30 days after its trigger (raw dates)', () => {
  expect(['2024-11-30', '2025-01-31', '2025-04-15'].map((trigger) => reportDeadline(day(trigger)))).toEqual([
    '2024-12-30',
    '2025-03-02',
    '2025-05-15',
  ])
})
