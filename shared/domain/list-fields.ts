import {
  CodeTable,
  countryCodes,
  currencyCodes,
  customsDistrictCodes,
  findCountry,
  findCurrency,
  findCustomsDistrict,
  findLevyMode,
  levyModeCodes,
} from '../codes/tables.ts'
import type { Code } from '../codes/tables.ts'

/**
 * The fields of a bonded list as the window shows them and INV101 carries them: label, kind, length, code table (FORMATS §5.2, §5.3, §9).
 * What follows from the business, the handbook and the enterprise is no field; what the handbook says of an item is none of a line.
 */
export type ListPart = 'head' | 'line'
export type ListFieldKind =
  /** as typed */
  | 'text'
  /** half-width capitals without blanks */
  | 'code'
  /** a code of `table` */
  | 'table'
  | 'quantity'
  | 'money'
  | 'day'
  /** a counting number */
  | 'seq'

interface FieldTable {
  readonly codes: readonly Code[]
  find(text: string): string | undefined
}

export interface ListField {
  readonly id: string
  readonly label: string
  readonly kind: ListFieldKind
  /** Characters; of a figure its decimals. */
  readonly most: number
  /** `filled`: customs asks for it in every list; `proposed`: it asks too, and what is left empty is proposed. */
  readonly required: 'filled' | 'proposed' | 'never'
  readonly table?: FieldTable
  /** What a code must look like, and how that is said. */
  readonly form?: { readonly pattern: RegExp; readonly said: string }
}

const listOf = (pairs: Readonly<Record<string, string>>, words: readonly (readonly [word: string, code: string])[] = []) =>
  new CodeTable(
    Object.entries(pairs).map(([code, name]) => ({ code, name })),
    words,
  )

export const listTypes = listOf({
  0: '普通清单',
  1: '集报清单',
  3: '先入区后报关',
  4: '简单加工',
  5: '保税展示交易',
  6: '区内流转',
  7: '区港联动',
  8: '保税电商',
  9: '一纳成品内销',
})
const transportModes = listOf(
  {
    0: '非保税区',
    1: '监管仓库',
    2: '水路运输',
    3: '铁路运输',
    4: '公路运输',
    5: '航空运输',
    6: '邮件运输',
    7: '保税区',
    8: '保税仓库',
    9: '其他方式运输',
    G: '固定设施运输',
    H: '边境特殊海关作业区',
    L: '旅客携带',
    T: '综合实验区',
    W: '物流中心',
    X: '物流园区',
    Y: '保税港区',
    Z: '出口加工区',
  },
  [
    ['水运', '2'],
    ['海运', '2'],
    ['铁路', '3'],
    ['公路', '4'],
    ['空运', '5'],
    ['其他', '9'],
  ],
)
const declaredToCustoms = listOf({ 1: '报关', 2: '非报关' })
const declarationLinks = listOf({ 1: '关联报关', 2: '对应报关' })
const makesDeclaration = listOf({ 1: '生成', 2: '不生成' })
const declarationForms = listOf({
  1: '进口报关单',
  2: '出口报关单',
  3: '进境备案清单',
  4: '出境备案清单',
  5: '进境两单一审备案清单',
  6: '出境两单一审备案清单',
  B: '转关提前进境备案清单',
  C: '转关提前出境备案清单',
  F: '出口二次转关单',
  G: '进口提前/工厂验放报关单',
  H: '出口提前/工厂验放报关单',
  I: '进口提前/暂时进口报关单',
  J: '出口提前/暂时出口报关单',
  K: '进口提前/中欧班列报关单',
  L: '出口提前/中欧班列报关单',
  M: '出口提前/市场采购报关单',
  N: '出口提前/空运联程报关单',
  O: '进口提前/工厂验放备案清单',
  P: '出口提前/工厂验放备案清单',
  Q: '进口提前/暂时进口备案清单',
  R: '出口提前/暂时出口备案清单',
  S: '进口提前/中欧班列备案清单',
  T: '出口提前/中欧班列备案清单',
  U: '出口提前/市场采购备案清单',
  V: '出口提前/空运联程备案清单',
  X: '进口两步申报报关单',
  Y: '进口两步申报备案清单',
})
const uses = listOf({ 0: '非重点商品', 1: '目录重点商品', 2: '连带重点商品', 3: '过渡期重点商品' })
/** 单独列为一行: not merged with others. */
const apart = listOf({ 1: '单独列为一行' }, [['是', '1']])

const currencies: FieldTable = { codes: currencyCodes, find: findCurrency }
const countries: FieldTable = { codes: countryCodes, find: findCountry }
const districts: FieldTable = { codes: customsDistrictCodes, find: findCustomsDistrict }
const levyModes: FieldTable = { codes: levyModeCodes, find: findLevyMode }

type Required = ListField['required']
const text = (id: string, label: string, most: number, required: Required = 'never'): ListField => ({
  id,
  label,
  kind: 'text',
  most,
  required,
})
const code = (id: string, label: string, most: number, required: Required = 'never'): ListField => ({
  ...text(id, label, most, required),
  kind: 'code',
})
const coded = (id: string, label: string, table: FieldTable, required: Required = 'filled'): ListField => ({
  ...text(id, label, 64, required),
  kind: 'table',
  table,
})
const figure = (id: string, label: string, kind: 'quantity' | 'money', decimals: number, required: Required): ListField => ({
  ...text(id, label, decimals, required),
  kind,
})
const seq = (id: string, label: string, required: Required = 'never'): ListField => ({
  ...text(id, label, 9, required),
  kind: 'seq',
})
const creditCode = { pattern: /^[0-9A-Z]{18}$/, said: '应为 18 位数字和大写字母' }
const customsCode = { pattern: /^[0-9A-Z]{10}$/, said: '应为 10 位数字和大写字母' }
const handbookNo = { pattern: /^[A-Z][0-9A-Z]{11}$/, said: '应为 12 位大写字母和数字' }

/** 信用代码, 海关编码 and 名称 of an enterprise of another declaration. */
const enterprise = (prefix: string, label: string): ListField[] => [
  { ...code(`${prefix}CreditCode`, `${label}信用代码`, 18), form: creditCode },
  { ...code(`${prefix}CustomsCode`, `${label}海关编码`, 10), form: customsCode },
  text(`${prefix}Name`, `${label}名称`, 512),
]

export const listFields: Readonly<Record<ListPart, readonly ListField[]>> = {
  head: [
    code('innerNo', '企业内部清单编号', 64, 'filled'),
    { ...text('declaredOn', '清单申报日期', 20, 'filled'), kind: 'day' },
    coded('port', '进出境关别', districts),
    coded('customsDistrict', '主管海关', districts),
    coded('transportMode', '运输方式', transportModes),
    coded('country', '启运/运抵国(地区)', countries),
    coded('listType', '清单类型', listTypes),
    code('applyNo', '申请表编号', 64),
    code('relatedListNo', '关联清单编号', 64),
    { ...code('relatedHandbookNo', '关联备案编号', 12), form: handbookNo },
    coded('declaredToCustoms', '是否报关', declaredToCustoms),
    coded('declarationLink', '报关类型', declarationLinks, 'never'),
    coded('makesDeclaration', '是否生成报关单', makesDeclaration),
    coded('declarationForm', '报关单类型', declarationForms, 'never'),
    ...enterprise('correspondingDeclarant', '对应报关单申报单位'),
    ...enterprise('relatedOperator', '关联报关单收发货人'),
    ...enterprise('relatedProcessor', '关联报关单消费使用/生产销售单位'),
    ...enterprise('relatedDeclarant', '关联报关单申报单位'),
    text('remark', '备注', 4000),
  ],
  line: [
    seq('itemSeq', '备案序号', 'filled'),
    code('version', '单耗版本号', 8),
    figure('quantity', '申报数量', 'quantity', 5, 'filled'),
    figure('unitPrice', '申报单价', 'money', 4, 'proposed'),
    figure('total', '申报总价', 'money', 2, 'proposed'),
    coded('currency', '币制', currencies, 'proposed'),
    figure('legalQuantity', '法定数量', 'quantity', 5, 'proposed'),
    figure('secondLegalQuantity', '第二法定数量', 'quantity', 5, 'never'),
    coded('originCountry', '原产国(地区)', countries, 'proposed'),
    coded('destinationCountry', '最终目的国(地区)', countries, 'proposed'),
    coded('levyMode', '征免方式', levyModes, 'proposed'),
    coded('use', '重点商品标识', uses, 'never'),
    coded('apart', '单独列为一行', apart, 'never'),
    seq('declarationLineNo', '报关单商品序号', 'proposed'),
    figure('grossWeight', '毛重', 'quantity', 5, 'never'),
    figure('netWeight', '净重', 'quantity', 5, 'never'),
    seq('applyLineNo', '流转申报表序号'),
    text('remark', '备注', 4000),
  ],
}

const byId = {
  head: new Map(listFields.head.map((field) => [field.id, field])),
  line: new Map(listFields.line.map((field) => [field.id, field])),
}
export const listField = (part: ListPart, id: string): ListField | undefined => byId[part].get(id)
export const listFieldLabel = (part: ListPart, id: string): string => listField(part, id)?.label ?? id
