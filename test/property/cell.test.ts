import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanCode, cleanText, readDay, readDecimal, readPercent } from '../../shared/domain/cell.ts'
import { addDays, day } from '../../shared/domain/day.ts'
import { parseScaled, printQuantity, quantity } from '../../shared/domain/exact.ts'

const fullWidth = (text: string): string => text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
const grouped = (text: string, separator: string): string =>
  text.replace(/^(-?)(\d+)/, (_, sign: string, whole: string) => sign + whole.replace(/(?<=\d)(?=(\d{3})+$)/g, separator))
const blank = fc.constantFrom('', ' ', '\u3000', '\u00a0', '\n', '\t ', '\u200b', '\ufeff', ' \u3000')

const spoilings = [
  (text: string) => text,
  fullWidth,
  (text: string) => grouped(text, ','),
  (text: string) => fullWidth(grouped(text, ',')),
  (text: string) => grouped(text, ' '),
  (text: string) => grouped(text, '\u00a0'),
  (text: string) => text.replace(/^-/, '\u2212'),
  (text: string) => text.replace(/^(?!-)/, '+'),
  (text: string) => (text.includes('.') ? `${text}00` : `${text}.00`),
] as const

const anyQuantity = fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }).map((value) => printQuantity(quantity(value)))

test('a quantity spoiled in any harmless way reads as the same quantity', () =>
  fc.assert(
    fc.property(anyQuantity, fc.constantFrom(...spoilings), blank, blank, (text, spoil, before, after) => {
      const plain = readDecimal(before + spoil(text) + after)
      expect(plain).toBeDefined()
      expect(parseScaled('Quantity', plain ?? '')).toBe(quantity(text))
      for (const sign of ['%', '％', ' %']) expect(readPercent(before + spoil(text) + sign + after)).toBe(plain)
    }),
  ))

describe('what is no plain number never becomes one', () => {
  test('any text: either refused or made of digits alone', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readDecimal(text) ?? '0').toMatch(/^-?\d+(\.\d+)?$/)
      }),
    ))

  const foreign = fc.constantFrom('约', 'kg', 'e', 'E', '①', '%', '(', ')', '/', '-', '+', '~', '千', '٣', "'", '=', '\n1')
  test('a sign that does not belong, at the end or with digits behind', () =>
    fc.assert(
      fc.property(fc.nat(), fc.nat(), foreign, (a, b, sign) => {
        expect(readDecimal(`${a}${sign}${b}`)).toBeUndefined()
        expect(readDecimal(`${a}${sign}${b}${sign}`)).toBeUndefined()
        expect(readDecimal(`${a}.${sign}${b}.`)).toBeUndefined()
      }),
    ))

  test('separators of thousands count only between groups of three', () =>
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^\d{1,6}$/), { minLength: 2, maxLength: 4 }),
        fc.constantFrom(',', ' ', '，'),
        (groups, separator) => {
          const right = (groups[0]?.length ?? 0) <= 3 && groups.slice(1).every(({ length }) => length === 3)
          expect(readDecimal(groups.join(separator))).toBe(right ? groups.join('') : undefined)
        },
      ),
    ))
})

const anyDay = fc.nat({ max: 73_000 }).map((days) => addDays(day('1970-01-01'), days % 47_000))
const writings = [
  (year: string, month: string, date: string) => `${year}-${month}-${date}`,
  (year: string, month: string, date: string) => `${year}/${Number(month)}/${Number(date)}`,
  (year: string, month: string, date: string) => `${year}.${Number(month)}.${date}`,
  (year: string, month: string, date: string) => `${year}年${Number(month)}月${Number(date)}日`,
  (year: string, month: string, date: string) => `${year}${month}${date}`,
] as const
const time = fc.constantFrom('', ' 00:00:00', 'T00:00:00', ' 0:00', ' 23:59')

describe('days', () => {
  test('a day written in any of the five ways reads as the same day', () =>
    fc.assert(
      fc.property(
        anyDay,
        fc.constantFrom(...writings),
        time,
        fc.boolean(),
        blank,
        blank,
        (of, write, timeOfDay, wide, before, after) => {
          const [year = '', month = '', date = ''] = of.split('-')
          const text = write(year, month, date) + timeOfDay
          expect(readDay({ text: before + (wide ? fullWidth(text) : text) + after, kind: 'text' })).toBe(of)
        },
      ),
    ))

  test('the serial number of a day is that many days after 1899-12-30', () =>
    fc.assert(
      fc.property(fc.integer({ min: 20_000, max: 80_000 }), (serial) => {
        expect(readDay({ text: String(serial), kind: 'number' })).toBe(addDays(day('1954-10-03'), serial - 20_000))
        expect(readDay({ text: String(serial), kind: 'text' })).toBeUndefined()
      }),
    ))

  test('a year of two digits is never guessed', () =>
    fc.assert(
      fc.property(fc.nat(99), fc.nat(99), fc.nat(99), fc.constantFrom('-', '/', '.'), (a, b, c, sign) => {
        expect(readDay({ text: [a, b, c].join(sign), kind: 'text' })).toBeUndefined()
      }),
    ))
})

test('cleaning what is clean changes nothing', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(cleanText(cleanText(text))).toBe(cleanText(text))
      expect(cleanCode(cleanCode(text))).toBe(cleanCode(text))
    }),
  ))
