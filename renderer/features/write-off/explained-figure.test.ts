import { expect, test } from 'vitest'
import { readFigure, writeFigure } from './explained-figure.ts'

test('a figure in the address is read as it was written', () => {
  for (const figure of [
    { seq: 3, column: 'consumed' as const },
    { seq: 12, column: 'netExport' as const, version: '01' },
    { seq: 12, column: 'netExport' as const },
    { seq: 43, column: 'embodied' as const, productSeq: 7 },
  ]) {
    expect(readFigure(writeFigure(figure))).toEqual(figure)
  }
})

test('an address made by hand opens nothing', () => {
  for (const text of [null, '', '3', '3.salary', 'x.consumed', '-1.consumed', '3.toString', '3.embodied', '3.embodied.x'])
    expect(readFigure(text)).toBeNull()
})
