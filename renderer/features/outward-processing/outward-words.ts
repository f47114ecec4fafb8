import type { Output } from '../../../shared/contract/contract.ts'
import type { Tone } from '../../components/tag.tsx'

export type Application = Output<'outwardProcessing.list'>['applications'][number]
export type ApplicationDetail = Output<'outwardProcessing.get'>
export type OutwardMovement = ApplicationDetail['movements'][number]
export type Outstanding = ApplicationDetail['outstandingLines'][number]
export type Goods = Outstanding['goods']
export type UsedGoods = OutwardMovement['lines'][number]['uses'][number]['goods']

export const goodsNames: Record<Goods, string> = {
  material: '料件',
  semiFinished: '半成品',
  product: '成品',
  defect: '残次品',
  scrap: '边角料',
  byProduct: '副产品',
  surplus: '余料',
}
export const isGoods = (value: string | null): value is Goods => value !== null && Object.hasOwn(goodsNames, value)

/** Semi-finished goods and defects go by the product that they become, the others by the material that they come from. */
export const sideOf = (goods: Goods): 'material' | 'product' =>
  goods === 'product' || goods === 'semiFinished' || goods === 'defect' ? 'product' : 'material'
/** What can be made outside out of what was sent: it comes back with what it has used up. */
export const isMade = (goods: Goods): boolean => sideOf(goods) === 'product'
export const isUsable = (goods: Goods): goods is UsedGoods => goods === 'material' || sideOf(goods) === 'product'

export const movementNames: Record<OutwardMovement['kind'], string> = { dispatch: '外发', return: '收回' }

export const applicationStates: Record<Application['state'], { name: string; tone: Tone }> = {
  draft: { name: '草稿', tone: 'neutral' },
  filed: { name: '已申报，待结果', tone: 'accent' },
  accepted: { name: '已备案', tone: 'confirmed' },
  returned: { name: '退单', tone: 'warns' },
  closed: { name: '已结束', tone: 'neutral' },
}
export const isEditable = ({ state }: Pick<Application, 'state'>): boolean => state === 'draft' || state === 'returned'
