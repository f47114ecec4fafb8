/**
 * Customs code tables, typed: the name of a code, the list for a picker, and the code of what a workbook says.
 *
 * The code of a row is the one that the messages carry: the three-digit customs number for currencies and countries, not ISO letters.
 */
import countryTable from './countries.json' with { type: 'json' }
import currencyTable from './currencies.json' with { type: 'json' }
import districtTable from './customs-districts.json' with { type: 'json' }
import levyModeTable from './levy-modes.json' with { type: 'json' }
import levyNatureTable from './levy-natures.json' with { type: 'json' }
import supervisionModeTable from './supervision-modes.json' with { type: 'json' }
import unitTable from './units.json' with { type: 'json' }

export interface Code {
  readonly code: string
  readonly name: string
}

/** Further words for a code. A word that several codes share finds none of them. */
type Words = readonly (readonly [word: string, code: string])[]

/** What a person types and a workbook spoils: full-width forms, blanks, brackets of all kinds, letters of two sizes. */
const normalise = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[[【〔]/g, '(')
    .replace(/[\]】〕]/g, ')')
    .toUpperCase()

export class CodeTable {
  readonly codes: readonly Code[]
  private readonly names: ReadonlyMap<string, string>
  private readonly codesOf: ReadonlyMap<string, ReadonlySet<string>>
  private readonly width: number

  /** Where a code is listed twice (a country number shared by small territories), the first row names it. */
  constructor(rows: readonly Code[], words: Words = []) {
    const names = new Map<string, string>()
    for (const { code, name } of rows) if (!names.has(code)) names.set(code, name)
    const codesOf = new Map<string, Set<string>>()
    for (const [word, code] of [...rows.map((row) => [row.name, row.code] as const), ...words]) {
      const key = normalise(word)
      codesOf.set(key, (codesOf.get(key) ?? new Set()).add(code))
    }
    this.names = names
    this.codesOf = codesOf
    this.codes = [...names].map(([code, name]) => ({ code, name })).toSorted((a, b) => (a.code < b.code ? -1 : 1))
    this.width = Math.max(...rows.map(({ code }) => code.length))
  }

  name(code: string): string | undefined {
    return this.names.get(code)
  }

  /** A code (leading zeros may be lost), a name, or both (`035 千克`, `千克(035)`) where they agree. */
  find(text: string): string | undefined {
    if (this.names.has(text)) return text
    const wanted = normalise(text)
    const alone = this.ofCode(wanted)
    if (alone !== undefined) return alone
    const [first, ...others] = this.codesOf.get(wanted) ?? []
    if (first !== undefined) return others.length === 0 ? first : undefined
    const both =
      /^\(?(?<code>[A-Z]?\d+)\)?[-:/,|]?(?<name>\D.*)$/.exec(wanted) ??
      /^(?<name>.*[^\dA-Z(])\(?(?<code>[A-Z]?\d+)\)?$/.exec(wanted)
    const code = this.ofCode(both?.groups?.['code'] ?? '')
    return code !== undefined && this.codesOf.get(both?.groups?.['name'] ?? '')?.has(code) ? code : undefined
  }

  private ofCode(text: string): string | undefined {
    const padded = /^\d+$/.test(text) ? text.padStart(this.width, '0') : text
    return this.names.has(padded) ? padded : undefined
  }
}

/** Everyday words for units that a workbook uses; the table's own name stands beside its code. */
const unitWords: Words = [
  ['公斤', '035'],
  ['KG', '035'],
  ['KGS', '035'],
  ['公尺', '030'],
  ['平米', '032'],
  ['立方', '033'],
  ['立方米', '033'],
  ['公吨', '070'],
]

const currencyWords: Words = [
  ['美金', '502'],
  ['RMB', '142'],
  ['人民币元', '142'],
  ['港元', '110'],
  ['日元', '116'],
  ['日圆', '116'],
  ['韩元', '133'],
  ['台币', '143'],
  ['澳元', '601'],
  ['加元', '501'],
]

const countryWords: Words = [
  ['香港', '110'],
  ['澳门', '121'],
  ['台湾', '143'],
  ['俄罗斯', '344'],
  ['中华人民共和国', '142'],
]

const units = new CodeTable(unitTable.rows, unitWords)

// The older table alone numbers the currencies that the present one dropped.
const currencyRows = currencyTable.rows.flatMap((row) => {
  const code = row.customs_numeric ?? row.second_source_customs_numeric
  return code === null ? [] : [{ code, name: row.name, iso: row.iso }]
})
const currencies = new CodeTable(currencyRows, [...currencyRows.map(({ iso, code }) => [iso, code] as const), ...currencyWords])

// "Elsewhere in …" and the states proper name their number; the small territories that share it come after them.
const territories = new Set(['BVT', 'ATA', 'BES'])
const countryRows = countryTable.rows
  .map((row) => ({ code: row.customs_numeric, name: row.name, iso: row.iso }))
  .toSorted((a, b) => rank(a.iso) - rank(b.iso))
function rank(iso: string): number {
  return iso.startsWith('Z') ? 0 : territories.has(iso) ? 2 : 1
}
const countries = new CodeTable(countryRows, [...countryRows.map(({ iso, code }) => [iso, code] as const), ...countryWords])

const supervisionModes = new CodeTable(
  supervisionModeTable.rows,
  supervisionModeTable.rows.flatMap((row) => (row.second_source_name ? [[row.second_source_name, row.code] as const] : [])),
)
const levyModes = new CodeTable(levyModeTable.rows)
const levyNatures = new CodeTable(
  levyNatureTable.rows,
  levyNatureTable.rows.flatMap((row) => (row.full_name ? [[row.full_name, row.code] as const] : [])),
)
const customsDistricts = new CodeTable(districtTable.rows)

export const unitCodes = units.codes
export const currencyCodes = currencies.codes
export const countryCodes = countries.codes
export const supervisionModeCodes = supervisionModes.codes
export const levyModeCodes = levyModes.codes
export const levyNatureCodes = levyNatures.codes
export const customsDistrictCodes = customsDistricts.codes

export const unitName = (code: string): string | undefined => units.name(code)
/** As a person reads it; a code that nobody knows stands for itself. */
export const shownUnit = (code: string): string => unitName(code) ?? code
export const currencyName = (code: string): string | undefined => currencies.name(code)
export const countryName = (code: string): string | undefined => countries.name(code)
export const supervisionModeName = (code: string): string | undefined => supervisionModes.name(code)
export const levyModeName = (code: string): string | undefined => levyModes.name(code)
export const levyNatureName = (code: string): string | undefined => levyNatures.name(code)
export const customsDistrictName = (code: string): string | undefined => customsDistricts.name(code)

export const findUnit = (text: string): string | undefined => units.find(text)
/** Also by ISO letters: `USD` → `502`. */
export const findCurrency = (text: string): string | undefined => currencies.find(text)
/** Also by ISO letters: `CHN` → `142`. */
export const findCountry = (text: string): string | undefined => countries.find(text)
export const findSupervisionMode = (text: string): string | undefined => supervisionModes.find(text)
export const findLevyMode = (text: string): string | undefined => levyModes.find(text)
export const findLevyNature = (text: string): string | undefined => levyNatures.find(text)
export const findCustomsDistrict = (text: string): string | undefined => customsDistricts.find(text)
