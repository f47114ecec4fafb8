import { expect, test } from 'vitest'
import {
  countryCodes,
  countryName,
  currencyName,
  customsDistrictCodes,
  customsDistrictName,
  findCountry,
  findCurrency,
  findCustomsDistrict,
  findLevyMode,
  findLevyNature,
  findSupervisionMode,
  findUnit,
  levyModeName,
  levyNatureName,
  supervisionModeName,
  unitCodes,
  unitName,
} from './tables.ts'

test('a code has its name, an unknown one has none', () => {
  expect(unitName('035')).toBe('千克')
  expect(unitName('35')).toBeUndefined()
  expect(currencyName('502')).toBe('美元')
  expect(currencyName('304')).toBe('德国马克')
  expect(countryName('142')).toBe('中国')
  expect(supervisionModeName('0615')).toBe('进料对口')
  expect(levyModeName('3')).toBe('全免')
  expect(levyNatureName('503')).toBe('进料加工')
  expect(customsDistrictName('A100')).toBe('澳门海关')
})

test('a country number shared by several territories is named after the state or the rest of the continent', () => {
  expect(countryName('326')).toBe('挪威')
  expect(countryName('699')).toBe('大洋洲其他国家(地区)')
  expect(countryName('701')).toBe('国(地)别不详')
  expect(new Set(countryCodes.map(({ code }) => code)).size).toBe(countryCodes.length)
  expect(findCountry('关岛')).toBe('699')
})

test('numeric codes that lost their leading zeros are found', () => {
  expect(findUnit('35')).toBe('035')
  expect(findUnit('7')).toBe('007')
  expect(findSupervisionMode('615')).toBe('0615')
  expect(findCustomsDistrict('100')).toBe('0100')
  expect(findLevyMode('3')).toBe('3')
})

test('a code too long, or unknown, is not found', () => {
  expect(findUnit('0035')).toBeUndefined()
  expect(findUnit('999')).toBeUndefined()
  expect(findSupervisionMode('')).toBeUndefined()
  expect(findLevyMode('03')).toBeUndefined()
  expect(findUnit('__proto__')).toBeUndefined()
})

test('names, ISO letters and everyday words are found, spoiled or not', () => {
  expect(findUnit('千 克')).toBe('035')
  expect(findUnit('公斤')).toBe('035')
  expect(findUnit('０３５')).toBe('035')
  expect(findCurrency('usd')).toBe('502')
  expect(findCurrency('ＵＳＤ')).toBe('502')
  expect(findCurrency('美元')).toBe('502')
  expect(findCurrency('142')).toBe('142')
  expect(findCountry('CHN')).toBe('142')
  expect(findCountry('刚果(金)')).toBe('252')
  expect(findLevyNature('进料加工')).toBe('503')
  expect(findSupervisionMode('进料对口')).toBe('0615')
})

test('code and name together are found where they agree, and only there', () => {
  expect(findUnit('035 千克')).toBe('035')
  expect(findUnit('[035]千克')).toBe('035')
  expect(findUnit('千克【035】')).toBe('035')
  expect(findUnit('35-千克')).toBe('035')
  expect(findUnit('千克（035）')).toBe('035')
  expect(findUnit('035 米')).toBeUndefined()
  expect(findCurrency('502 USD')).toBe('502')
  expect(findCustomsDistrict('A100澳门海关')).toBe('A100')
})

test('a name that several codes share belongs to none of them', () => {
  expect(customsDistrictCodes.filter(({ name }) => name === '机场海关').length).toBeGreaterThan(1)
  expect(findCustomsDistrict('机场海关')).toBeUndefined()
  expect(findCustomsDistrict('0711 机场海关')).toBe('0711')
  expect(findLevyNature('科教图书')).toBeUndefined()
})

test('every unit is found by its code and by its own name', () => {
  for (const { code, name } of unitCodes) {
    expect(findUnit(code)).toBe(code)
    expect(findUnit(name)).toBe(code)
  }
})
