import type { MaterialColumn } from './posting-rules.ts'

import type { RuleNumber } from './rules.ts'

/** A figure of the balance: what it is called, how it comes about, and from which other figures. */
export interface BalanceColumnMeaning {
  label: string
  formula: string
  rules: readonly RuleNumber[]
  /** The figures it is made of; none for one that is added up from lines or computed from exports. */
  inputs: readonly { column: BalanceColumnId; sign: '+' | '-' }[]
  /** Movement columns of the material whose lines stand in it, and whether product exports do (through consumption). */
  movements: readonly { column: MaterialColumn; sign: 1 | -1 }[]
  exports: 0 | 1 | -1
}

const fromLines = (label: string, column: MaterialColumn, formula: string): BalanceColumnMeaning => ({
  label,
  formula,
  rules: ['R-106', 'R-113'],
  inputs: [],
  movements: [{ column, sign: 1 }],
  exports: 0,
})

const ins = [
  { column: 'direct', sign: 1 },
  { column: 'transferIn', sign: 1 },
  { column: 'surplusIn', sign: 1 },
  { column: 'exchangeIn', sign: 1 },
  { column: 'exchangeOut', sign: -1 },
] as const
const outs = [
  { column: 'domestic', sign: -1 },
  { column: 'reexport', sign: -1 },
  { column: 'surplusOut', sign: -1 },
  { column: 'destroyed', sign: -1 },
] as const

export const balanceColumnMeanings = {
  direct: fromLines('直接进口', 'direct', '来料加工、进料对口、进料非对口进口料件的已核扣数量之和'),
  transferIn: fromLines('深加工转入', 'transferIn', '深加工结转转入料件的已核扣数量之和'),
  surplusIn: fromLines('余料转入', 'surplusIn', '余料结转转入料件的已核扣数量之和'),
  exchangeIn: fromLines('退换进口', 'exchangeIn', '料件退换进口的已核扣数量之和'),
  exchangeOut: fromLines('退换出口', 'exchangeOut', '料件退换出口的已核扣数量之和'),
  imported: {
    label: '进口合计',
    formula: '直接进口 + 深加工转入 + 余料转入 + 退换进口 − 退换出口',
    rules: ['R-107'],
    inputs: ins.map(({ column, sign }) => ({ column, sign: sign === 1 ? ('+' as const) : ('-' as const) })),
    movements: ins,
    exports: 0,
  },
  consumed: {
    label: '总耗用',
    formula: 'Σ 各成品各版本：净出口 × 净耗 ÷（1 − 有形损耗率 − 无形损耗率）× 保税料件比例',
    rules: ['R-109', 'R-27', 'R-31', 'R-108'],
    inputs: [],
    movements: [],
    exports: 1,
  },
  tangible: {
    label: '有形损耗',
    formula: 'Σ 各成品各版本：净出口 × 单耗 × 保税料件比例 × 有形损耗率',
    rules: ['R-28', 'R-31', 'R-116'],
    inputs: [],
    movements: [],
    exports: 1,
  },
  intangible: {
    label: '无形损耗',
    formula: 'Σ 各成品各版本：净出口 × 单耗 × 保税料件比例 × 无形损耗率',
    rules: ['R-28', 'R-31'],
    inputs: [],
    movements: [],
    exports: 1,
  },
  domestic: fromLines('内销', 'domestic', '料件内销（含成品、残次品折料）的已核扣数量之和'),
  reexport: fromLines('复出口', 'reexport', '料件复出的已核扣数量之和'),
  surplusOut: fromLines('余料转出', 'surplusOut', '余料结转转出的已核扣数量之和'),
  destroyed: fromLines('销毁', 'destroyed', '料件销毁的已核扣数量之和'),
  balance: {
    label: '结余',
    formula: '进口合计 − 总耗用 − 内销 − 复出口 − 余料转出 − 销毁',
    rules: ['R-110', 'R-107', 'R-109', 'R-113'],
    inputs: [
      { column: 'imported', sign: '+' },
      { column: 'consumed', sign: '-' },
      { column: 'domestic', sign: '-' },
      { column: 'reexport', sign: '-' },
      { column: 'surplusOut', sign: '-' },
      { column: 'destroyed', sign: '-' },
    ],
    movements: [...ins, ...outs],
    exports: -1,
  },
  reserved: {
    label: '预核扣影响',
    formula: '预核扣清单若全部转为已核扣，结余将增减的数量',
    rules: ['R-113', 'R-106'],
    inputs: [],
    movements: [...ins, ...outs],
    exports: -1,
  },
  scrapDisposed: fromLines('边角料已处置', 'scrapDisposed', '边角料内销、复出、销毁的已核扣数量之和'),
  scrapLeft: {
    label: '边角料待处置',
    formula: '有形损耗 − 边角料已处置',
    rules: ['R-116'],
    inputs: [
      { column: 'tangible', sign: '+' },
      { column: 'scrapDisposed', sign: '-' },
    ],
    movements: [{ column: 'scrapDisposed', sign: -1 }],
    exports: 1,
  },
} as const satisfies Record<
  MaterialColumn | 'imported' | 'consumed' | 'tangible' | 'intangible' | 'balance' | 'reserved' | 'scrapLeft',
  BalanceColumnMeaning
>

type BalanceColumnId = MaterialColumn | 'imported' | 'consumed' | 'tangible' | 'intangible' | 'balance' | 'reserved' | 'scrapLeft'
