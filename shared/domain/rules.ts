import { consumptionRules } from './rules-of-consumption.ts'
import { domesticSaleRules } from './rules-of-domestic-sales.ts'
import { handbookRules } from './rules-of-handbooks.ts'
import { transferRules } from './rules-of-transfers.ts'

/** The rules that explanations and checks cite: what they say, where it stands, since when, and how sure that is (RULES.md §0.1). */
export interface Rule {
  number: string
  text: string
  source: string
  /** First day on which it holds; empty where the source names none. */
  from: string
  confidence: '原文' | '转述' | '待核' | '工程约定'
}

const table = [
  ...handbookRules,
  ...consumptionRules,
  ...transferRules,
  ...domesticSaleRules,
  {
    number: 'R-106',
    text: '各监管方式对料件结余的增减',
    source: '监管方式代码表；报核字段',
    from: '2014-05-01',
    confidence: '转述',
  },
  {
    number: 'R-107',
    text: '进口合计 = 直接进口 + 深加工转入 + 余料转入 + 退换进口 − 退换出口',
    source: '报核字段',
    from: '',
    confidence: '转述',
  },
  {
    number: 'R-108',
    text: '净出口 = 出口 + 深加工转出 − 成品退换进口 + 成品退换出口',
    source: '报核字段',
    from: '',
    confidence: '转述',
  },
  {
    number: 'R-109',
    text: '总耗用 = Σ 各成品各版本（净出口 × 单耗 × 保税料件比例）',
    source: '海关总署令第155号；报核字段',
    from: '2007-03-01',
    confidence: '转述',
  },
  {
    number: 'R-110',
    text: '结余 = 进口合计 − 总耗用 − 内销 − 复出口 − 余料转出 − 销毁',
    source: '报核字段',
    from: '',
    confidence: '转述',
  },
  { number: 'R-112', text: '报核料件表逐行平衡', source: '报核字段', from: '', confidence: '工程约定' },
  {
    number: 'R-113',
    text: '只有已放行并已核扣的清单计入，已删除的从不计入',
    source: '核注清单业务规则',
    from: '',
    confidence: '工程约定',
  },
  { number: 'R-114', text: '料件累计进口不得超过备案数量', source: '报核字段', from: '', confidence: '转述' },
  { number: 'R-115', text: '成品累计出口不得超过备案数量', source: '报核字段', from: '', confidence: '工程约定' },
  {
    number: 'R-116',
    text: '应有边角料 = Σ 净出口 × 单耗 × 有形损耗率；内销、复出、销毁的边角料从中扣除',
    source: '海关总署令第111号',
    from: '2004-07-01',
    confidence: '工程约定',
  },
  { number: 'R-124', text: '报核前的阻断检查', source: '报核业务规则', from: '', confidence: '工程约定' },
  {
    number: 'R-139',
    text: '加工贸易禁止类、限制类商品目录，按商品编码、进出口和日期核对每项料件和成品',
    source: '商务部 海关总署公告2014年第90号、2015年第63号、2020年第54号',
    from: '',
    confidence: '待核',
  },
] as const satisfies readonly Rule[]

export type RuleNumber = (typeof table)[number]['number']
const byNumber = new Map<string, Rule>(table.map((each) => [each.number, each]))

/** What a rule says; undefined of a number that the table does not have. */
export const findRule = (number: string): Rule | undefined => byNumber.get(number)

/** @throws where the table has no such rule, which a type check prevents. */
export function rule(number: RuleNumber): Rule {
  const found = byNumber.get(number)
  if (!found) throw new Error(`no rule ${number}`)
  return found
}
