import type { Code } from '../../shared/codes/tables.ts'
import { countryCodes, currencyCodes, levyModeCodes, supervisionModeCodes, unitCodes } from '../../shared/codes/tables.ts'
import type { Output } from '../../shared/contract/contract.ts'
import { codeLabel } from './fields/format.ts'
import type { Tone } from './tag.tsx'

/** Words for the enumerations that several features show. */
type BondedList = Output<'bondedLists.list'>['rows'][number]

export const directionNames: Record<BondedList['direction'], string> = { I: '进口', E: '出口' }
export const goodsNames: Record<BondedList['goods'], string> = { material: '料件', product: '成品' }
export const listStatuses: Record<BondedList['status'], { name: string; tone: Tone }> = {
  booked: { name: '已核扣', tone: 'confirmed' },
  reserved: { name: '预核扣', tone: 'warns' },
  unbooked: { name: '未核扣', tone: 'neutral' },
  deleted: { name: '已删除', tone: 'struck' },
}

const asCodes = (names: Readonly<Record<string, string>>): readonly Code[] =>
  Object.entries(names).map(([code, name]) => ({ code, name }))

/** What the codes of a column are called, by the name of the column. */
const codesOfColumn: Readonly<Record<string, readonly Code[]>> = {
  direction: asCodes(directionNames),
  goods: asCodes(goodsNames),
  status: asCodes(Object.fromEntries(Object.entries(listStatuses).map(([code, { name }]) => [code, name]))),
  mode: supervisionModeCodes,
  unit: unitCodes,
  legalUnit: unitCodes,
  currency: currencyCodes,
  country: countryCodes,
  levyMode: levyModeCodes,
}

/** The engine filters by code; the clerk types what the table shows: `预核扣`, `美元`, `0615 进料`. Several names may hold it. */
export function codesOfWords(column: string, typed: string): string {
  const exactly = typed.startsWith('=')
  const text = typed.replace(/^=/, '').trim()
  if (!/\p{Script=Han}/u.test(text)) return typed
  const found = (codesOfColumn[column] ?? []).filter(({ code, name }) =>
    exactly ? name === text || codeLabel(code, name) === text : codeLabel(code, name).includes(text),
  )
  return found.length > 0 ? `=${found.map(({ code }) => code).join('|')}` : typed
}
