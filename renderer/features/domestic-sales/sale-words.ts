import type { Output } from '../../../shared/contract/contract.ts'
import { saleKindNames, treatmentOf } from '../../../shared/domain/sale-kinds.ts'
import type { SaleKind, SaleTreatment } from '../../../shared/domain/sale-kinds.ts'
import { taxKinds } from '../../../shared/domain/tax.ts'
import type { TaxKind } from '../../../shared/domain/tax.ts'
import type { Tone } from '../../components/tag.tsx'

export type Sale = Output<'domesticSales.list'>['rows'][number]
export type SaleDetail = Output<'domesticSales.get'>
export type Sheet = NonNullable<SaleDetail['sheet']>
export type SheetLine = Sheet['lines'][number]
export type LineTax = SheetLine['taxes'][number]
export type { SaleKind, SaleTreatment, TaxKind }
export { saleKindNames, taxKinds, treatmentOf }

export const taxOrder = ['duty', 'tradeRemedy', 'consumption', 'vat', 'fund'] as const satisfies readonly TaxKind[]

/** What each kind is, and what it is taxed on: one line of the menu. */
export const saleKindMeanings: Record<SaleKind, string> = {
  material: '进口料件原样内销；按料件的进口加权平均价征税（来料按同期价格）',
  surplus: '合同做完剩下、仍可用的料件；同料件征税，小额的免交许可证',
  product: '成品转内销；按单耗版本折成料件，逐项料件征税',
  semiFinished: '没有做完的成品；按完工比例折成料件征税',
  defect: '残次品，不合合同、不能出口；按单耗折成料件征税',
  scrap: '单耗内的边角余料；按内销价格、报验状态征税，不计缓税利息',
  byProduct: '同时产出、合同不要求出口的产品；按内销价格和保税份额征税',
  disaster: '受灾后仍可用的货物；按内销或拍卖价格、原料件税率征税',
  destruction: '不能内销也不能退运而销毁；无收入不征税，有收入按收入征税',
}

export const saleStates: Record<Sale['state'], { name: string; tone: Tone }> = {
  draft: { name: '编制中', tone: 'neutral' },
  listed: { name: '已生成清单', tone: 'accent' },
  declared: { name: '清单已申报', tone: 'accent' },
  settled: { name: '税款已缴', tone: 'confirmed' },
  discarded: { name: '已作废', tone: 'struck' },
}

export const valuationMethods: Record<SheetLine['valuation']['method'], string> = {
  weightedAverage: '进口加权平均价',
  similarGoods: '同期相同或类似保税货物的价格',
  transferPrice: '结转价格',
  salePrice: '内销价格',
  auctionPrice: '拍卖价格',
}

/** The code for what the clerk types in a column that shows words: `成品` is `product`. */
const wordsOfColumn: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kind: saleKindNames,
  state: Object.fromEntries(Object.entries(saleStates).map(([code, { name }]) => [code, name])),
}
export function saleCodes(column: string, typed: string): string {
  const text = typed.replace(/^=/, '').trim()
  const found = text === '' ? [] : Object.entries(wordsOfColumn[column] ?? {}).filter(([, name]) => name.includes(text))
  return found.length > 0 ? `=${found.map(([code]) => code).join('|')}` : typed
}
