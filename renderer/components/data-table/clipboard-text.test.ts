import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { fromClipboardText, toClipboardText } from './clipboard-text.ts'

test('cells with tabs, line breaks or quotes are quoted as Excel does', () => {
  expect(
    toClipboardText([
      ['a', '1234.5'],
      ['两\n行', '5"管'],
      ['a\tb', ''],
    ]),
  ).toBe('a\t1234.5\r\n"两\n行"\t"5""管"\r\n"a\tb"\t')
})

test('a block as Excel writes it, with a line break at its end', () => {
  expect(fromClipboardText('a\tb\r\nc\td\r\n', 100)).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
  expect(fromClipboardText('a', 100)).toEqual([['a']])
  expect(fromClipboardText('a\n\nb\n', 100)).toEqual([['a'], [''], ['b']])
  expect(fromClipboardText('\t\n', 100)).toEqual([['', '']])
})

test('a quote inside text is only a quote', () => {
  expect(fromClipboardText('5"管\t"x"y\t"z', 100)).toEqual([['5"管', '"x"y', '"z']])
})

test('more cells than allowed are refused before they are read', () => {
  expect(fromClipboardText('1\t2\n3\t4', 4)).toHaveLength(2)
  expect(fromClipboardText('1\t2\n3\t4', 3)).toBe('tooLarge')
  const started = performance.now()
  expect(fromClipboardText('1\t'.repeat(5_000_000), 1000)).toBe('tooLarge')
  expect(performance.now() - started).toBeLessThan(500)
})

const cell = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', '\r', '\r\n', '保') })
const block = fc
  .integer({ min: 1, max: 5 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }))

property.prop([block])('what is copied is pasted the same', (rows) => {
  // oxlint-disable-next-line vitest/no-standalone-expect
  expect(fromClipboardText(`${toClipboardText(rows)}\r\n`, 10_000)).toEqual(rows)
})
