import { day } from './day.ts'
import type { Held } from './dated-row.ts'

/**
 * Numbers inside rules that are dated themselves (RULES §0.2). `value` says how one is written: a whole number from 1, an amount in
 * CNY, a decimal, or one of the words (code and what a clerk reads).
 */
interface ParameterSpec {
  rule: string
  name: string
  unit: string
  value: 'whole' | 'yuan' | 'decimal' | Readonly<Record<string, string>>
  /** A decimal or one of the words. */
  orWord?: Readonly<Record<string, string>>
}

const deadlines = { nextMonth15: '次月15日', nextMonthEnd: '次月末日', quarter15: '季后15日，不跨年' } as const

export const ruleParameters = {
  paymentDays: { rule: 'R-71', name: '缴款期限', unit: '天', value: 'whole' },
  paymentStart: {
    rule: 'R-71',
    name: '缴款期限的起算',
    unit: '',
    value: { declaration: '申报完成之日', taxBill: '税款缴款书填发之日' },
  },
  lateFeeRate: { rule: 'R-71', name: '滞纳金每日比例', unit: '%', value: 'decimal' },
  lateFeeMinimum: { rule: 'R-71', name: '滞纳金起征点', unit: '元', value: 'yuan' },
  taxFreePerShipment: { rule: 'R-75', name: '一票货物每一税种的免征额度', unit: '元', value: 'yuan' },
  deepTransferDeadline: { rule: 'R-49', name: '深加工结转集中申报期限', unit: '', value: deadlines },
  collectiveSaleDeadline: { rule: 'R-94', name: '集中内销纳税期限', unit: '', value: deadlines },
  surplusGuaranteeShare: {
    rule: 'R-56',
    name: '余料结转须担保的份额',
    unit: '%',
    value: 'decimal',
    orWord: { none: '不再要求' },
  },
  surplusLicenceShare: { rule: 'R-87', name: '剩余料件免许可证的份额', unit: '%', value: 'decimal' },
  surplusLicenceValue: { rule: 'R-87', name: '剩余料件免许可证的价值', unit: '元', value: 'yuan' },
  outwardDeclarationDays: { rule: 'R-61', name: '外发加工申报期限', unit: '工作日', value: 'whole' },
  disasterReportDays: { rule: 'R-92', name: '受灾报告期限', unit: '天', value: 'whole' },
  interestYearBase: { rule: 'R-96', name: '缓税利息一年的天数', unit: '天', value: { '360': '360', '365': '365' } },
  interestBothEnds: { rule: 'C-7', name: '缓税利息首尾两天都计', unit: '', value: { '0': '否', '1': '是' } },
  interestEnd: {
    rule: 'R-98',
    name: '缓税利息的截止',
    unit: '',
    value: { taxBill: '税款缴款书填发之日', declaration: '申报完成之日' },
  },
  valueDecimals: { rule: 'C-3', name: '计税价格的小数位数', unit: '位', value: { '0': '0', '1': '1', '2': '2' } },
  scrapTolerance: { rule: 'R-116', name: '边角料数量的允差', unit: '%', value: 'decimal' },
  priceTolerance: { rule: 'R-67', name: '申报单价偏离历史的提示线', unit: '%', value: 'decimal' },
  declarationLines: { rule: 'R-67', name: '一份报关单的项数', unit: '项', value: 'whole' },
  stocktakeTolerance: { rule: 'R-120', name: '盘点差异率的预警线', unit: '%', value: 'decimal' },
  stocktakeAgeDays: { rule: 'R-124', name: '报核时盘点最多过去的天数', unit: '天', value: 'whole' },
} as const satisfies Readonly<Record<string, ParameterSpec>>

export type RuleParameterName = keyof typeof ruleParameters
export const ruleParameterNames = Object.keys(ruleParameters) as readonly RuleParameterName[]
/** How far a value can be trusted (RULES §0.1), the words of rules.ts. */
export const confidences = ['原文', '转述', '待核', '工程约定'] as const
type Confidence = (typeof confidences)[number]

export interface ParameterRow extends Held {
  parameter: RuleParameterName
  rule: string
  name: string
  /** Canonical: a decimal, or the code of a word. */
  value: string
  unit: string
  confidence: Confidence
}

const specOf = (parameter: RuleParameterName): ParameterSpec => ruleParameters[parameter]

/** A value as a clerk reads it; its unit stands beside. */
export function parameterText(parameter: RuleParameterName, value: string): string {
  const spec = specOf(parameter)
  const words = typeof spec.value === 'object' ? spec.value : spec.orWord
  return (words && Object.hasOwn(words, value) ? words[value] : undefined) ?? value
}

/** The figure without what is only written: leading zeros, decimals of a whole number. */
const patterns = {
  whole: /^0*([1-9]\d{0,3})(?:\.0*)?$/,
  yuan: /^0*(\d{1,9}(?:\.\d{1,2})?)$/,
  decimal: /^0*(\d{1,9}(?:\.\d{1,9})?)$/,
}
const patternWords = { whole: '1 到 9999 的整数', yuan: '不为负、最多两位小数的金额', decimal: '不为负的数字' }

/** The canonical value of what somebody wrote (a decimal already plain, or a word or its code); undefined where it is none. */
export function readParameter(parameter: RuleParameterName, text: string): string | undefined {
  const spec = specOf(parameter)
  const words = typeof spec.value === 'object' ? spec.value : spec.orWord
  const word = words && Object.keys(words).find((code) => code === text || words[code] === text)
  if (word !== undefined || typeof spec.value === 'object') return word
  const plain = patterns[spec.value].exec(text)?.[1]
  return plain?.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
}

/** What a value may be, for a message. */
export function parameterChoices(parameter: RuleParameterName): string {
  const spec = specOf(parameter)
  const words = Object.values(typeof spec.value === 'object' ? spec.value : (spec.orWord ?? {}))
  if (typeof spec.value === 'object') return words.join('、')
  return [patternWords[spec.value], ...words].join('，或 ')
}

/** From the first day of the program's data. */
const always = '2000-01-01'
type Shipped = readonly [RuleParameterName, value: string, from: string, to: string | null, source: string, Confidence]
const shipped: readonly Shipped[] = [
  ['paymentDays', '15', always, null, '海关法第六十条；关税法第四十三条', '原文'],
  ['paymentStart', 'taxBill', always, '2024-11-30', '海关法第六十条', '原文'],
  ['paymentStart', 'declaration', '2024-12-01', null, '关税法第四十三条', '原文'],
  ['lateFeeRate', '0.05', always, null, '海关法第六十条；关税法第四十三条', '原文'],
  ['lateFeeMinimum', '50', always, null, '海关征税办法', '待核'],
  ['taxFreePerShipment', '50', always, '2024-11-30', '进出口关税条例', '原文'],
  ['taxFreePerShipment', '50', '2024-12-01', null, '关税法第三十二条第一项，国务院规定的免征额度', '待核'],
  ['deepTransferDeadline', 'nextMonth15', '2020-01-01', '2023-10-30', '海关总署公告2019年第218号第四条', '转述'],
  ['deepTransferDeadline', 'nextMonthEnd', '2023-10-31', null, '加工贸易改革十六条措施', '转述'],
  ['collectiveSaleDeadline', 'nextMonthEnd', '2013-12-01', '2019-12-31', '海关总署公告2013年第70号', '待核'],
  ['collectiveSaleDeadline', 'nextMonth15', '2020-01-01', '2020-06-30', '海关总署公告2019年第218号第六条', '待核'],
  ['collectiveSaleDeadline', 'quarter15', '2020-07-01', null, '海关总署公告2020年第78号', '原文'],
  ['surplusGuaranteeShare', '50', always, '2019-12-31', '海关总署令第111号', '待核'],
  ['surplusGuaranteeShare', 'none', '2020-01-01', null, '海关总署公告2019年第218号第五条', '转述'],
  ['surplusLicenceShare', '3', always, null, '海关总署令第111号第六条', '待核'],
  ['surplusLicenceValue', '10000', always, null, '海关总署令第111号第六条', '待核'],
  ['outwardDeclarationDays', '3', always, null, '海关总署公告2019年第218号第三条', '转述'],
  ['disasterReportDays', '7', always, null, '海关总署令第111号第九条', '待核'],
  ['interestYearBase', '360', always, null, '海关总署公告2009年第13号', '原文'],
  ['interestBothEnds', '0', always, null, '公告没有明确，默认首日不计', '工程约定'],
  ['interestEnd', 'taxBill', always, null, '缓税利息的通行解释', '转述'],
  ['valueDecimals', '2', always, null, '计税价格取到分', '待核'],
  ['scrapTolerance', '5', always, null, '本程序的提示线', '工程约定'],
  ['priceTolerance', '20', always, null, '本程序的提示线', '工程约定'],
  ['declarationLines', '50', always, null, '报关单填制规范', '待核'],
  ['stocktakeTolerance', '0.5', always, null, '本程序的预警线', '工程约定'],
  ['stocktakeAgeDays', '30', always, null, '本程序的检查', '工程约定'],
]

/** What comes with the program; of every parameter it holds until the enterprise imports its own. */
export const shippedParameters: readonly ParameterRow[] = shipped.map(([parameter, value, from, to, source, confidence]) => {
  const { rule, name, unit } = ruleParameters[parameter]
  return { parameter, rule, name, value, unit, confidence, from: day(from), to: to === null ? null : day(to), source }
})
