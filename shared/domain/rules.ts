import { consumptionRules } from './rules-of-consumption.ts'
import { domesticSaleRules } from './rules-of-domestic-sales.ts'
import { handbookRules } from './rules-of-handbooks.ts'
import { transferRules } from './rules-of-transfers.ts'
import { writeOffRules } from './rules-of-write-off.ts'

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
  ...writeOffRules,
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
