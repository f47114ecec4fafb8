import { expect, test } from 'vitest'
import { day } from './day.ts'
import { mappingOn } from './mapping.ts'

test('R-45 the latest mapping that has begun holds, in whatever order they are given', () => {
  const mappings = ['2025-06-01', '2025-01-01', '2025-09-15'].map((from) => ({ from: day(from) }))
  const on = (text: string) => mappingOn(mappings, day(text))?.from
  expect(['2024-12-31', '2025-01-01', '2025-05-31', '2025-06-01', '2025-09-14', '2030-01-01'].map(on)).toEqual([
    undefined,
    '2025-01-01',
    '2025-01-01',
    '2025-06-01',
    '2025-06-01',
    '2025-09-15',
  ])
})
