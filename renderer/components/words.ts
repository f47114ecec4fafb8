import type { Output } from '../../shared/contract/contract.ts'
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

/** The engine filters by its own codes; the clerk types the words that the table shows: `进`, `预核扣`. */
export function codesOfWords(column: string, typed: string): string {
  const words: Record<string, Record<string, string>> = {
    direction: directionNames,
    goods: goodsNames,
    status: Object.fromEntries(Object.entries(listStatuses).map(([code, { name }]) => [code, name])),
  }
  const text = typed.replace(/^=/, '')
  const found = Object.entries(words[column] ?? {}).find(([, name]) => text !== '' && name.includes(text))
  return found ? `=${found[0]}` : typed
}
