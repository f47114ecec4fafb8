import type { Output } from '../../../shared/contract/contract.ts'
import type { Tone } from '../../components/tag.tsx'

export type Partner = Output<'partners.list'>['partners'][number]
export type Matching = Output<'transfers.matching'>['rows'][number]
export type Slip = Output<'deliveries.list'>['rows'][number]
export type Transfer = Output<'transfers.list'>['transfers'][number]
export type TransferDetail = Output<'transfers.get'>
export type Pairing = TransferDetail['pairing'][number]
export type PackageContent = Output<'transfers.inspectPackage'>
export type Way = Transfer['way']

/** Of slips. */
export const slipWays: Record<Way, string> = { out: '发货', in: '收货' }
/** Of transfers and their lists. */
export const transferWays: Record<Way, string> = { out: '转出', in: '转入' }
/** processed goods go out, and come in as materials of the next. */
export const goodsOfWay = { out: 'product', in: 'material' } as const
export const slipKinds: Record<Slip['kind'], string> = { delivery: '交货', return: '退货' }
export const slipSources: Record<Slip['source'], string> = { typed: '录入', workbook: '工作簿', package: '对方结转包' }
export const declaredWords: Record<Slip['declared'], { name: string; tone: Tone }> = {
  none: { name: '未结转', tone: 'warns' },
  part: { name: '部分结转', tone: 'warns' },
  all: { name: '已结转', tone: 'neutral' },
}
export const transferStates: Record<Transfer['state'], { name: string; tone: Tone }> = {
  draft: { name: '草稿', tone: 'neutral' },
  filed: { name: '已申报', tone: 'accent' },
  accepted: { name: '海关已通过', tone: 'confirmed' },
  discarded: { name: '已撤销', tone: 'struck' },
}
export const pairedWords: Record<Transfer['paired'], { name: string; tone: Tone }> = {
  no: { name: '对方未回', tone: 'neutral' },
  agrees: { name: '逐项一致', tone: 'accent' },
  differs: { name: '有差异', tone: 'warns' },
}

/** The code for what the clerk types in a column that shows words: `收货` is `in`. */
const wordsOfColumn: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  way: slipWays,
  kind: slipKinds,
  declared: { none: declaredWords.none.name, part: declaredWords.part.name, all: declaredWords.all.name },
}
export function slipCodes(column: string, typed: string): string {
  const text = typed.replace(/^=/, '').trim()
  const found = text === '' ? [] : Object.entries(wordsOfColumn[column] ?? {}).filter(([, name]) => name.includes(text))
  return found.length > 0 ? `=${found.map(([code]) => code).join('|')}` : typed
}

/** SM3 fingerprints are read aloud in groups of four. */
export const inGroups = (fingerprint: string): string => fingerprint.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ')
