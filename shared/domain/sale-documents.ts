import type { SaleKind } from './sale-kinds.ts'

/** What decides which papers a sale must keep. */
interface SaleDocumentFacts {
  kind: SaleKind
  destruction: '' | 'materials' | 'scrap'
  withIncome: boolean
  supplied: boolean
  delivered: boolean
  /** Some material's origin is proved. */
  proved: boolean
  licenceNeeded: boolean
  /** A by-product that is not wholly of bonded materials. */
  partlyBonded: boolean
}

const isSold = ({ kind, withIncome }: SaleDocumentFacts) => kind !== 'destruction' || withIncome
const isDestroyed = ({ kind, destruction }: SaleDocumentFacts) =>
  kind === 'destruction' || (kind === 'disaster' && destruction !== '')

/** Sheets of conversion, value, rates and interest are this program's own: they are printed, not attached. */
const table = [
  { id: 'contract', name: '内销合同', when: isSold },
  { id: 'invoice', name: '内销发票', when: isSold },
  { id: 'delivery', name: '发货单或出门证', when: (of) => of.delivered },
  { id: 'weighing', name: '磅单', when: (of) => of.kind === 'scrap' || of.destruction === 'scrap' },
  {
    id: 'similarPrice',
    name: '同期相同或类似货物的价格资料',
    when: (of) => of.supplied && of.kind !== 'scrap' && !isDestroyed(of),
  },
  { id: 'origin', name: '料件的原产地证明', when: (of) => of.proved },
  { id: 'bondedShare', name: '保税料件占投入成本份额的核算', when: (of) => of.kind === 'byProduct' && of.partlyBonded },
  { id: 'licence', name: '许可证件', when: (of) => of.licenceNeeded },
  { id: 'disaster', name: '受灾情况说明与证明（保险、检验、消防等）', when: (of) => of.kind === 'disaster' },
  { id: 'disasterList', name: '受灾货物清单', when: (of) => of.kind === 'disaster' },
  { id: 'destructionPlan', name: '销毁处置方案及不能内销、退运的说明', when: isDestroyed },
  { id: 'disposer', name: '处置单位的资质与合同', when: isDestroyed },
  { id: 'ownerStatement', name: '外方同意销毁的声明', when: (of) => of.supplied && isDestroyed(of) },
  { id: 'other', name: '其他材料', when: () => false },
] as const satisfies readonly { id: string; name: string; when: (of: SaleDocumentFacts) => boolean }[]

export const saleDocuments = (facts: SaleDocumentFacts): { id: string; name: string; required: boolean }[] =>
  table.map(({ id, name, when }) => ({ id, name, required: when(facts) }))
