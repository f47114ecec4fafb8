import { modesFor, postingRule } from './posting-rules.ts'
import type { Direction } from './posting-rules.ts'

/** What is done to the goods with a list; its mode, direction, goods side and 流转类型 follow (FORMATS §5.7, R-106). */
export const listBusinesses = [
  'import',
  'export',
  'transferIn',
  'transferOut',
  'surplusIn',
  'surplusOut',
  'exchangeIn',
  'exchangeOut',
  'reexport',
  'returnedIn',
  'returnedOut',
  'materialSale',
  'scrapSale',
  'scrapReexport',
  'destruction',
  'scrapDestruction',
] as const
export type ListBusiness = (typeof listBusinesses)[number]

interface BusinessOfList {
  name: string
  /** 来料, 进料. */
  modes: readonly [supplied: string, purchased: string]
  direction: Direction
  goods: 'material' | 'product'
  /** 流转类型 */
  flowType: '' | 'A' | 'B'
  /** `9` where the goods do not cross the border; `''` as shipped. */
  transportMode: '' | '9'
  /**
   * Whether a declaration goes with it. 余料结转 and 销毁 without income need none (公告2018年第23号 art 5).
   */
  declared: boolean
  /** What the price is compared with: the purchases or the sales of the item; a sale or disposal has a price of its own. */
  priceLike: 'history' | 'none'
}

const across = { flowType: '', transportMode: '', declared: true, priceLike: 'history' } as const
const inland = { flowType: '', transportMode: '9', declared: true, priceLike: 'none' } as const
const into = { direction: 'I', goods: 'material' } as const
const outOf = { direction: 'E', goods: 'material' } as const
const products = { goods: 'product' } as const

export const listBusinessTable: Readonly<Record<ListBusiness, BusinessOfList>> = {
  import: { name: '料件进口', modes: ['0214', '0615'], ...into, ...across },
  export: { name: '成品出口', modes: ['0214', '0615'], direction: 'E', ...products, ...across },
  transferIn: { name: '深加工结转转入', modes: ['0255', '0654'], ...into, ...across, flowType: 'A', transportMode: '9' },
  transferOut: {
    name: '深加工结转转出',
    modes: ['0255', '0654'],
    direction: 'E',
    ...products,
    ...across,
    flowType: 'A',
    transportMode: '9',
  },
  surplusIn: {
    name: '余料结转转入',
    modes: ['0258', '0657'],
    ...into,
    ...inland,
    flowType: 'B',
    declared: false,
    priceLike: 'history',
  },
  surplusOut: {
    name: '余料结转转出',
    modes: ['0258', '0657'],
    ...outOf,
    ...inland,
    flowType: 'B',
    declared: false,
    priceLike: 'history',
  },
  exchangeIn: { name: '料件退换进口', modes: ['0300', '0700'], ...into, ...across },
  exchangeOut: { name: '料件退换出口', modes: ['0300', '0700'], ...outOf, ...across },
  reexport: { name: '料件复出', modes: ['0265', '0664'], ...outOf, ...across },
  returnedIn: { name: '成品退换进口', modes: ['4400', '4600'], direction: 'I', ...products, ...across },
  returnedOut: { name: '成品退换出口', modes: ['4400', '4600'], direction: 'E', ...products, ...across },
  materialSale: { name: '料件内销', modes: ['0245', '0644'], ...into, ...inland },
  scrapSale: { name: '边角料内销', modes: ['0845', '0844'], ...into, ...inland },
  scrapReexport: { name: '边角料复出', modes: ['0865', '0864'], ...outOf, ...across, priceLike: 'none' },
  destruction: { name: '料件销毁', modes: ['0200', '0200'], ...outOf, ...inland, declared: false },
  scrapDestruction: { name: '边角料销毁', modes: ['0400', '0400'], ...outOf, ...inland, declared: false },
}

/**
 * The supervision mode of a business in a record with this letter, undefined where it has none. An account may be of either kind:
 * `recordMode`, the 监管方式 of the record itself, says which; 0715 stays 0715.
 */
export function modeOfBusiness(letter: string, business: ListBusiness, recordMode = ''): string | undefined {
  const { modes, direction, goods } = listBusinessTable[business]
  const supplied = letter === 'B' || (letter !== 'C' && recordMode === '0214')
  const usual = supplied ? modes[0] : modes[1]
  const mode = recordMode === '0715' && usual === '0615' ? '0715' : usual
  return modesFor(letter, direction, goods).includes(mode) ? mode : undefined
}

/** What a list in the books was made for; undefined for modes that nobody makes here (成品减免 …). */
export function businessOfMode(mode: string, direction: Direction, goods: 'material' | 'product'): ListBusiness | undefined {
  const rule = postingRule(mode, direction, goods)
  if (!rule) return undefined
  const usual = mode === '0715' ? '0615' : mode
  return listBusinesses.find((business) => {
    const of = listBusinessTable[business]
    // 料件销毁 and 边角料销毁 are entered in either direction (FORMATS §5.7).
    const sameWay = of.direction === direction || mode === '0200' || mode === '0400'
    return sameWay && of.goods === goods && of.modes.includes(usual)
  })
}

/** 征免方式 that a mode asks for; a domestic sale is taxed, other modes of processing trade are exempt. */
export const levyModeOf = (business: ListBusiness): string =>
  business === 'materialSale' || business === 'scrapSale' ? '1' : '3'
