import { expect, test } from 'vitest'
import { readReportFigure, writeReportFigure } from './report-figure.ts'

test('a figure of the report stands in the address and is read from it; anything else is none', () => {
  const imported = { goods: 'material', seq: 3, column: 'imported' } as const
  const returned = { goods: 'product', seq: 12, column: 'returnedIn' } as const
  for (const figure of [imported, returned]) expect(readReportFigure(writeReportFigure(figure))).toEqual(figure)
  expect(writeReportFigure(returned)).toBe('E12.returnedIn')
  for (const text of [null, '', 'I3', 'I3.returnedIn', 'E3.imported', 'X3.imported', 'E3.exported; drop', 'Ex.exported'])
    expect(readReportFigure(text)).toBeNull()
})
