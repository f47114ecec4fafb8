import { countryName, currencyName, findCountry, findCurrency, findUnit, shownUnit } from '../../../shared/codes/tables.ts'
import { readDecimal } from '../../../shared/domain/cell.ts'
import { printMoney, printRate, rate } from '../../../shared/domain/exact.ts'
import { isCalendarMonth } from '../../../shared/domain/exchange-day.ts'
import { day } from '../../../shared/domain/day.ts'
import {
  confidences,
  parameterChoices,
  parameterText,
  readParameter,
  ruleParameterNames,
  ruleParameters as parameters,
} from '../../../shared/domain/rule-parameters.ts'
import type { RuleParameterName } from '../../../shared/domain/rule-parameters.ts'
import { ofOrigin, tariffKinds } from '../../../shared/domain/tariff.ts'
import type { TariffKind } from '../../../shared/domain/tariff.ts'
import { from, hsCode, period, source, to, wordFor } from './sheet-of.ts'
import type { SheetOf } from './sheet-of.ts'
import type { ExchangeRow, InterestRow, StoredParameter, TariffRateRow } from './store.ts'

const kinds = {
  ...(Object.fromEntries(Object.entries(tariffKinds).map(([kind, word]) => [word, kind])) as Record<string, TariffKind>),
  最惠国税率: 'mfn',
  MFN: 'mfn',
  暂定税率: 'provisional',
  进口暂定税率: 'provisional',
  协定税率: 'agreement',
  特惠: 'agreement',
  特惠税率: 'agreement',
  普通税率: 'general',
  反倾销税: 'antiDumping',
  反补贴税: 'countervailing',
  保障措施关税: 'safeguard',
  报复性: 'retaliatory',
  加征关税: 'retaliatory',
  消费税率: 'consumption',
  增值税率: 'vat',
  废弃电器电子产品处理基金: 'fund',
} as const satisfies Record<string, TariffKind>

/** A rate of 1 000 % is a slip of the hand; no consumption tax takes the whole of its own base (R-74 divides by what is left). */
const highest = { percent: rate('1000'), consumption: rate('100'), exchange: rate('1000000'), interest: rate('100') }

export const tariffRates: SheetOf<TariffRateRow> = {
  spec: {
    readAs: '税率',
    sheetNames: ['税率', '税率表', '进口税率'],
    columns: [
      { id: 'hsCode', heading: '商品编码', aliases: ['税号', '税则号列', '海关商品编号'], required: true },
      { id: 'name', heading: '商品名称', aliases: ['品名', '名称'], required: false },
      { id: 'kind', heading: '税率种类', aliases: ['种类', '税种', '类别'], required: true },
      { id: 'country', heading: '原产国', aliases: ['原产国(地区)', '国别', '原产地'], required: false },
      { id: 'scope', heading: '协定或厂商', aliases: ['协定', '协定名称', '厂商', '生产商', '适用范围'], required: false },
      { id: 'rate', heading: '从价税率(%)', aliases: ['从价税率', '税率', '税率(%)', '比例税率'], required: false },
      { id: 'specific', heading: '从量税额(元)', aliases: ['从量税额', '从量', '定额', '单位税额'], required: false },
      { id: 'unit', heading: '从量单位', aliases: ['计量单位', '单位'], required: false },
      from,
      to,
      source,
    ],
  },
  kinds: { rate: 'number', specific: 'number', from: 'date', to: 'date' },
  note: '每行一种税率。商品编码可写前 2 到 10 位，位数最长的一行为准；协定和贸易救济写明原产国；按数量计征的写从量税额和单位，复合的两样都写。',
  read: (check) => {
    const code = hsCode(check, 'hsCode', 2)
    const name = check.text('name', 255, 'optional') ?? ''
    const kind = check.oneOf('kind', kinds)
    const country = check.inTable('country', findCountry, 'optional') ?? ''
    const scope = check.text('scope', 200, 'optional') ?? ''
    const percent = check.shown('rate') === '' ? null : check.rate('rate', 'percent')
    const specific = check.money('specific')
    const unit = check.inTable('unit', findUnit, 'optional') ?? ''
    const dates = period(check)
    const stands = check.text('source', 200, 'required') ?? ''
    if (percent === null && specific === null) check.refuse('rate', 'cell.required', '和“从量税额(元)”都没有填写；免税请填写 0')
    if (typeof percent === 'bigint') {
      if (percent > highest.percent) check.refuse('rate', 'cell.tooLarge', `超过 1000%（填写了“${check.shown('rate')}”）`)
      else if (kind === 'consumption' && percent >= highest.consumption)
        check.refuse('rate', 'cell.tooLarge', `消费税应低于 100%（填写了“${check.shown('rate')}”）`)
    }
    if (typeof specific === 'bigint' && unit === '' && check.shown('unit') === '')
      check.refuse('unit', 'cell.required', '没有填写；有从量税额时要写单位')
    if (specific === null && unit !== '') check.refuse('specific', 'cell.required', '没有填写；写了从量单位时要写税额')
    if (kind && country === '' && check.shown('country') === '' && kind === 'agreement')
      check.refuse('country', 'cell.required', '没有填写；协定税率要写明原产国')
    if (kind && country !== '' && !ofOrigin.has(kind))
      check.refuse('country', 'cell.notOfOrigin', `不用填写；${tariffKinds[kind]}不分原产国`)
    if (check.failed || code === undefined || !kind || percent === undefined || specific === undefined || !dates.from)
      return undefined
    return {
      hsCode: code,
      name,
      kind,
      country,
      scope,
      rate: percent === null ? null : printRate(percent),
      specific: specific === null ? null : printMoney(specific),
      unit,
      from: dates.from,
      to: dates.to,
      source: stands,
    }
  },
  cells: (row) => ({
    ...row,
    kind: tariffKinds[row.kind],
    country: row.country && `${row.country} ${countryName(row.country) ?? ''}`.trim(),
    rate: row.rate ?? '',
    specific: row.specific ?? '',
    unit: row.unit && shownUnit(row.unit),
    to: row.to ?? '',
  }),
  key: (row) => `${seriesOfTariff(row)} ${row.from}`,
  series: (row) => seriesOfTariff(row),
}
const seriesOfTariff = ({ hsCode: code, kind, country, scope }: TariffRateRow) => [code, kind, country, scope].join('\n')

/** Worth far less than a yuan: their middle rates are published for 100 units. */
const smallCurrencies = new Set(['116', '133'])

export const exchangeRates: SheetOf<ExchangeRow> = {
  spec: {
    readAs: '汇率',
    sheetNames: ['汇率', '计征汇率', '汇率表'],
    columns: [
      { id: 'currency', heading: '币制', aliases: ['币种', '货币', '外币'], required: true },
      {
        id: 'rate',
        heading: '1单位折人民币(元)',
        aliases: ['计征汇率', '汇率', '折人民币', '中间价', '人民币汇率中间价'],
        required: true,
      },
      from,
      to,
      source,
    ],
  },
  kinds: { rate: 'number', from: 'date', to: 'date' },
  note: '计征汇率：上一个月第三个星期三（逢法定节假日顺延为第四个星期三）的人民币汇率中间价（R-70）。每种币制每月一行，起止为该月首日和末日；按 100 单位公布的请除以 100。',
  read: (check) => {
    const currency = check.inTable('currency', findCurrency, 'required')
    if (currency === '142') check.refuse('currency', 'cell.ownCurrency', '是人民币，不用填写汇率')
    const value = check.rate('rate', 'plain')
    if (value === 0n) check.refuse('rate', 'cell.zero', '不能为零')
    if (value !== undefined && value > highest.exchange)
      check.refuse('rate', 'cell.tooLarge', `数值过大（填写了“${check.shown('rate')}”）`)
    const dates = period(check)
    const stands = check.text('source', 200, 'required') ?? ''
    if (check.failed || currency === undefined || value === undefined || !dates.from) return undefined
    return { currency, rate: printRate(value), from: dates.from, to: dates.to, source: stands }
  },
  cells: (row) => ({ ...row, currency: `${row.currency} ${currencyName(row.currency) ?? ''}`.trim(), to: row.to ?? '' }),
  key: (row) => `${row.currency} ${row.from}`,
  series: (row) => row.currency,
  doubt: (row) => {
    const name = currencyName(row.currency) ?? row.currency
    if (smallCurrencies.has(row.currency) && rate(row.rate) >= rate('1'))
      return `${name}的汇率 ${row.rate} 像是按 100 单位填写的，请除以 100`
    if (!isCalendarMonth(day(row.from), row.to === null ? null : day(row.to)))
      return `${name}的起止日期 ${row.from} 至 ${row.to ?? '未定'} 不是一个整月，计征汇率按月确定`
    return undefined
  },
}

const interestKinds = { 利率: 'rate', 暂免: 'waiver', 利息率: 'rate', 缓税利息率: 'rate', 免征: 'waiver' } as const

export const interestRates: SheetOf<InterestRow> = {
  spec: {
    readAs: '缓税利息率',
    sheetNames: ['缓税利息率', '缓税利息', '利息率'],
    columns: [
      { id: 'kind', heading: '利率或暂免', aliases: ['类型', '种类'], required: true },
      { id: 'rate', heading: '年利率(%)', aliases: ['年利率', '利率', '利息率', '缓税利息率'], required: false },
      from,
      to,
      source,
    ],
  },
  kinds: { rate: 'number', from: 'date', to: 'date' },
  note: '利率按税单填发之日取用（R-96）；暂免的一行不填利率，填发之日在起止日期内的免征（R-97b）。',
  read: (check) => {
    const kind = check.oneOf('kind', interestKinds)
    const blank = check.shown('rate') === ''
    const percent = blank ? null : check.rate('rate', 'percent')
    if (kind === 'rate' && blank) check.refuse('rate', 'cell.required', '没有填写')
    if (kind === 'waiver' && !blank) check.refuse('rate', 'cell.notEmpty', `暂免的一行不填（填写了“${check.shown('rate')}”）`)
    if (typeof percent === 'bigint' && percent > highest.interest)
      check.refuse('rate', 'cell.tooLarge', `超过 100%（填写了“${check.shown('rate')}”）`)
    const dates = period(check)
    if (kind === 'waiver' && check.shown('to') === '') check.refuse('to', 'cell.required', '没有填写；暂免期间要有终止日期')
    const stands = check.text('source', 200, 'required') ?? ''
    if (check.failed || !kind || percent === undefined || !dates.from) return undefined
    return { kind, rate: percent === null ? null : printRate(percent), from: dates.from, to: dates.to, source: stands }
  },
  cells: (row) => ({ ...row, kind: wordFor(interestKinds, row.kind), rate: row.rate ?? '', to: row.to ?? '' }),
  key: (row) => `${row.kind} ${row.from}`,
  series: (row) => row.kind,
  neverEmpty: '请放入现行的缓税利息率',
}

const parameterOf: Readonly<Record<string, RuleParameterName>> = Object.fromEntries(
  ruleParameterNames.map((parameter) => [parameters[parameter].name, parameter]),
)
const trust = Object.fromEntries(confidences.map((word) => [word, word]))

export const ruleParameters: SheetOf<StoredParameter> = {
  spec: {
    readAs: '规则参数',
    sheetNames: ['规则参数', '参数'],
    columns: [
      { id: 'rule', heading: '规则', required: false },
      { id: 'parameter', heading: '参数', aliases: ['参数名称', '名称'], required: true },
      { id: 'value', heading: '值', aliases: ['参数值', '数值'], required: true },
      { id: 'unit', heading: '单位', required: false },
      from,
      to,
      { id: 'confidence', heading: '可信程度', required: false },
      source,
    ],
  },
  kinds: { from: 'date', to: 'date' },
  note: '工作簿里有哪几个参数，就替换哪几个参数的全部期间；没有列出的保持不变。“规则”“单位”两列供对照，导入时不读。',
  read: (check) => {
    const parameter = check.inTable(
      'parameter',
      (text) => (Object.hasOwn(parameterOf, text) ? parameterOf[text] : undefined),
      'required',
    )
    const known = ruleParameterNames.find((name) => name === parameter)
    const text = check.text('value', 64, 'required')
    const value = known && text !== undefined ? readParameter(known, readDecimal(text) ?? text) : undefined
    if (known && text !== undefined && value === undefined)
      check.refuse('value', 'cell.notAValue', `应为 ${parameterChoices(known)}（填写了“${text}”）`)
    const confidence = check.shown('confidence') === '' ? '待核' : check.oneOf('confidence', trust)
    const dates = period(check)
    const stands = check.text('source', 200, 'required') ?? ''
    if (check.failed || !known || value === undefined || confidence === undefined || !dates.from) return undefined
    return { parameter: known, value, confidence, from: dates.from, to: dates.to, source: stands }
  },
  cells: (row) => {
    const known = ruleParameterNames.find((name) => name === row.parameter)
    const { rule, name, unit } = known ? parameters[known] : { rule: '', name: row.parameter, unit: '' }
    return { ...row, rule, parameter: name, unit, value: known ? parameterText(known, row.value) : row.value, to: row.to ?? '' }
  },
  key: (row) => `${row.parameter} ${row.from}`,
  scope: (row) => row.parameter,
  series: (row) => row.parameter,
  neverEmpty: '请至少放入一个参数',
}
