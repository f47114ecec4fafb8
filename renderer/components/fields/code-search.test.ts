import { expect, test } from 'vitest'
import { customsDistrictCodes, supervisionModeCodes, unitCodes } from '../../../shared/codes/tables.ts'
import { CodeSearch } from './code-search.ts'

const units = new CodeSearch(unitCodes)
const first = (search: CodeSearch, text: string): string | undefined => search.find(text)[0]?.code

test('a code is found by code, name and pinyin initials, whole matches first', () => {
  expect(first(units, '035')).toBe('035')
  expect(first(units, '35')).toBe('035')
  expect(first(units, '千克')).toBe('035')
  expect(first(units, 'QK')).toBe('035')
  expect(first(units, '米')).toBe('030')
  expect(units.find('平方').map(({ code }) => code)).toEqual(['032', '110', '111', '112'])
  expect(first(new CodeSearch(supervisionModeCodes), 'jldk')).toBe('0615')
})

test('what is typed by an IME in full width, or is the label itself, is found too', () => {
  expect(first(units, '０３５')).toBe('035')
  expect(first(units, '035 千克')).toBe('035')
})

test('nothing that does not match is listed, and never more than anyone reads', () => {
  expect(units.find('不存在')).toEqual([])
  expect(new CodeSearch(customsDistrictCodes).find('').length).toBe(50)
})
