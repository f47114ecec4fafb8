import type { ListBusiness } from './list-business.ts'

/** What is sold, and what follows from it (R-79 … R-93): one table. */
export type SaleKind =
  | 'material'
  | 'surplus'
  | 'product'
  | 'semiFinished'
  | 'defect'
  | 'scrap'
  | 'byProduct'
  | 'disaster'
  | 'destruction'

export const saleKindNames: Record<SaleKind, string> = {
  material: '料件',
  surplus: '剩余料件',
  product: '成品',
  semiFinished: '半成品',
  defect: '残次品',
  scrap: '边角料',
  byProduct: '副产品',
  disaster: '受灾货物',
  destruction: '销毁',
}

/** The list that moves the goods out of the books (FORMATS §5.7). */
type SaleList = Extract<ListBusiness, 'materialSale' | 'scrapSale' | 'destruction' | 'scrapDestruction'>

export interface SaleTreatment {
  /** What a line names; either: a product where it names a version, else a material. */
  sold: 'material' | 'product' | 'either'
  list: SaleList
  /** By its materials, as presented (报验状态), or not at all. */
  taxed: 'materials' | 'asPresented' | 'nothing'
  /** imports: of 来料加工; income: what it was sold or auctioned for. */
  value: 'imports' | 'income'
  valueRule: 'R-77' | 'R-79' | 'R-80' | 'R-93'
  /** */
  interest: boolean
  /** restricted: as any import; smallSurplus: but for little; presented: by the code as presented. */
  licence: 'restricted' | 'smallSurplus' | 'presented' | 'exempt'
  /** The rule of the kind. */
  rule: string
}

const byMaterials = { list: 'materialSale', taxed: 'materials', value: 'imports', valueRule: 'R-77', interest: true } as const
const asPresented = { sold: 'material', list: 'scrapSale', taxed: 'asPresented', value: 'income' } as const

const treatments = {
  material: { ...byMaterials, sold: 'material', licence: 'restricted', rule: 'R-83' },
  surplus: { ...byMaterials, sold: 'material', licence: 'smallSurplus', rule: 'R-87' },
  product: { ...byMaterials, sold: 'product', licence: 'restricted', rule: 'R-84' },
  semiFinished: { ...byMaterials, sold: 'product', licence: 'restricted', rule: 'R-85' },
  defect: { ...byMaterials, sold: 'product', licence: 'smallSurplus', rule: 'R-90' },
  scrap: { ...asPresented, valueRule: 'R-79', interest: false, licence: 'exempt', rule: 'R-86' },
  byProduct: { ...asPresented, valueRule: 'R-79', interest: true, licence: 'presented', rule: 'R-91' },
  disaster: { ...byMaterials, sold: 'material', value: 'income', valueRule: 'R-80', licence: 'exempt', rule: 'R-92' },
  disasterDestroyed: {
    ...byMaterials,
    sold: 'either',
    list: 'destruction',
    taxed: 'nothing',
    interest: false,
    licence: 'exempt',
    rule: 'R-92',
  },
  destroyed: {
    ...byMaterials,
    sold: 'either',
    list: 'destruction',
    taxed: 'nothing',
    interest: false,
    licence: 'exempt',
    rule: 'R-93',
  },
  destroyedForIncome: {
    ...byMaterials,
    sold: 'material',
    value: 'income',
    valueRule: 'R-93',
    licence: 'restricted',
    rule: 'R-93',
  },
  scrapDestroyed: {
    ...asPresented,
    list: 'scrapDestruction',
    taxed: 'nothing',
    valueRule: 'R-93',
    interest: false,
    licence: 'exempt',
    rule: 'R-93',
  },
  scrapDestroyedForIncome: { ...asPresented, valueRule: 'R-93', interest: false, licence: 'exempt', rule: 'R-93' },
} as const satisfies Record<string, SaleTreatment>

/** `destruction` says what is destroyed; of disaster goods that they are lost or worthless. */
export function treatmentOf(of: { kind: SaleKind; destruction: '' | 'materials' | 'scrap'; withIncome: boolean }): SaleTreatment {
  if (of.kind === 'disaster') return treatments[of.destruction === '' || of.withIncome ? 'disaster' : 'disasterDestroyed']
  if (of.kind !== 'destruction') return treatments[of.kind]
  if (of.destruction === 'scrap') return treatments[of.withIncome ? 'scrapDestroyedForIncome' : 'scrapDestroyed']
  return treatments[of.withIncome ? 'destroyedForIncome' : 'destroyed']
}

/** 来料加工 or 进料加工; of an account what its own supervision mode says. Undefined where nothing is sold under it in this way. */
export function processingOf(letter: string, supervisionMode: string): 'supplied' | 'imported' | undefined {
  if (letter === 'B') return 'supplied'
  if (letter === 'C') return 'imported'
  if (letter === 'E') return supervisionMode === '0214' ? 'supplied' : 'imported'
  return undefined
}
