import {
  CodeTable,
  countryCodes,
  currencyCodes,
  customsDistrictCodes,
  findCountry,
  findCurrency,
  findCustomsDistrict,
  findLevyMode,
  findLevyNature,
  findSupervisionMode,
  findUnit,
  levyModeCodes,
  levyNatureCodes,
  supervisionModeCodes,
  unitCodes,
} from '../codes/tables.ts'
import type { Code } from '../codes/tables.ts'
import type { RecordConsumption, RecordHead, RecordItem } from './handbook-record.ts'

/**
 * The fields of a handbook's record as the window shows them and the message carries them: label, kind, length, code table
 * (R-10 … R-12, FORMATS §3.2 … §3.4). One table for the engine and the window.
 */
export type RecordBody = 'materials' | 'products' | 'consumptions'
export type RecordPart = 'head' | RecordBody

export type FieldKind =
  /** as typed */
  | 'text'
  /** half-width capitals without blanks */
  | 'code'
  /** a code of `table` */
  | 'table'
  /** several of them, separated by commas */
  | 'tables'
  | 'quantity'
  | 'money'
  /** 净耗 */
  | 'rate'
  /** a rate in percent */
  | 'percent'
  | 'day'
  /** 备案序号 */
  | 'seq'

interface FieldTable {
  readonly codes: readonly Code[]
  find(text: string): string | undefined
}

export interface RecordField<Id extends string = string> {
  readonly id: Id
  readonly label: string
  readonly kind: FieldKind
  /** Characters; the figures have their scale instead. */
  readonly most: number
  /**
   * `handbook`: an account has none (FORMATS §4.2). `filing`: customs asks for it when it is filed; records that came from elsewhere
   * may lack it.
   */
  readonly required: 'always' | 'handbook' | 'filing' | 'never'
  readonly table?: FieldTable
  /** What a code must look like, and how that is said. */
  readonly form?: { readonly pattern: RegExp; readonly said: string }
  /** What is meant where it is left empty. */
  readonly fallback?: string
  /** Given by customs or by the program: nobody types it. */
  readonly given?: true
}

const listOf = (pairs: Readonly<Record<string, string>>, words: readonly (readonly [word: string, code: string])[] = []) =>
  new CodeTable(
    Object.entries(pairs).map(([code, name]) => ({ code, name })),
    words,
  )

const handbookKinds = listOf({ B: '来料加工', C: '进料加工', D: '不作价设备', E: '加工贸易账册', H: '特殊监管区域账册' }, [
  ['来料加工手册', 'B'],
  ['进料加工手册', 'C'],
  ['E账册', 'E'],
  ['E账户', 'E'],
  ['耗料', 'E'],
  ['工单', 'E'],
  ['企业为单元', 'E'],
  ['H账册', 'H'],
  ['H账户', 'H'],
])
/** 账册, kept by cycles, not 手册. */
export const isAccount = (kind: string): boolean => kind === 'E' || kind === 'H'
const declarantTypes = listOf({ 1: '企业', 2: '代理公司', 3: '报关行' })
const consumptionStages = listOf({ 1: '出口前', 2: '报核前' })
const purposes = listOf({ 1: '保税加工', 2: '特殊行业', 3: '保税维修', 4: '保税研发', 9: '其他' })
/** 未暂停 is what accounts say for 正常执行 (FORMATS §9). */
const pauseMarks = listOf(
  {
    0: '未开始执行',
    1: '正常执行',
    2: '恢复执行',
    3: '台帐未开出',
    4: '台帐未登记',
    5: '暂停变更',
    6: '暂停进出口',
    7: '暂停进口',
    8: '暂停出口',
    9: '全部暂停',
    A: '申请注销',
  },
  [['未暂停', '1']],
)
const mainMarks = listOf({ 1: '主料', 2: '辅料' })
const attributes = listOf({ 1: '消耗性物料', 2: '深加工结转', 3: '区域实质加工', 8: '现场自定义', 9: '其他' })
const declarationStates = listOf({ 1: '未申报', 2: '已申报', 3: '已确定' })
const executionMarks = listOf({ 1: '运行', 2: '停用' })
export const modificationMarks = listOf({ 0: '未修改', 1: '修改', 2: '删除', 3: '增加' })

const units: FieldTable = { codes: unitCodes, find: findUnit }
const currencies: FieldTable = { codes: currencyCodes, find: findCurrency }
const countries: FieldTable = { codes: countryCodes, find: findCountry }
const districts: FieldTable = { codes: customsDistrictCodes, find: findCustomsDistrict }
const supervisionModes: FieldTable = { codes: supervisionModeCodes, find: findSupervisionMode }
const levyNatures: FieldTable = { codes: levyNatureCodes, find: findLevyNature }
const levyModes: FieldTable = { codes: levyModeCodes, find: findLevyMode }

type Required = RecordField['required']
const text = <Id extends string>(id: Id, label: string, most: number, required: Required = 'never') => ({
  id,
  label,
  kind: 'text' as const,
  most,
  required,
})
const code = <Id extends string>(id: Id, label: string, most: number, required: Required = 'never') => ({
  ...text(id, label, most, required),
  kind: 'code' as const,
})
const coded = <Id extends string>(id: Id, label: string, table: FieldTable, required: Required = 'always') => ({
  ...text(id, label, 64, required),
  kind: 'table' as const,
  table,
})
const figure = <Id extends string>(
  id: Id,
  label: string,
  kind: 'quantity' | 'money' | 'rate' | 'percent',
  required: Required = 'always',
) => ({ ...text(id, label, 40, required), kind })
const dayField = <Id extends string>(id: Id, label: string, required: Required = 'never') => ({
  ...text(id, label, 20, required),
  kind: 'day' as const,
})
const seq = <Id extends string>(id: Id, label: string) => ({ ...text(id, label, 9, 'always'), kind: 'seq' as const })
const creditCode = { pattern: /^[0-9A-Z]{18}$/, said: '应为 18 位数字和大写字母' }
const customsCode = { pattern: /^[0-9A-Z]{10}$/, said: '应为 10 位数字和大写字母' }

export const headFields: readonly RecordField<keyof RecordHead>[] = [
  { ...code('seqNo', '预录入统一编号', 18), given: true },
  {
    ...code('handbookNo', '手册编号', 12),
    form: { pattern: /^[A-Z][0-9A-Z]{11}$/, said: '应为 12 位大写字母和数字' },
    given: true,
  },
  coded('kind', '手册类型', handbookKinds),
  code('innerNo', '企业内部编号', 64, 'filing'),
  coded('customsDistrict', '主管海关', districts),
  { ...code('operatorCreditCode', '经营企业信用代码', 18), form: creditCode },
  { ...code('operatorCustomsCode', '经营企业海关编码', 10, 'always'), form: customsCode },
  text('operatorName', '经营企业名称', 512, 'always'),
  { ...code('processorCreditCode', '加工企业信用代码', 18), form: creditCode },
  { ...code('processorCustomsCode', '加工企业海关编码', 10, 'always'), form: customsCode },
  text('processorName', '加工企业名称', 512, 'always'),
  code('processorDistrict', '加工企业地区代码', 5),
  coded('declarantType', '申报企业类型', declarantTypes, 'never'),
  { ...code('declarantCreditCode', '申报企业信用代码', 18), form: creditCode },
  { ...code('declarantCustomsCode', '申报企业海关编码', 10, 'filing'), form: customsCode },
  text('declarantName', '申报企业名称', 512, 'filing'),
  dayField('declaredOn', '申报日期', 'filing'),
  coded('supervisionMode', '监管方式', supervisionModes, 'handbook'),
  coded('levyNature', '征免性质', levyNatures, 'handbook'),
  code('approvalNo', '业务批准证编号', 80),
  text('importContractNo', '进口合同号', 30),
  text('exportContractNo', '出口合同号', 30),
  coded('importCurrency', '进口币制', currencies, 'handbook'),
  coded('exportCurrency', '出口币制', currencies, 'handbook'),
  { ...dayField('establishedOn', '设立日期'), given: true },
  dayField('validTo', '有效期', 'always'),
  code('processingKind', '加工种类', 2),
  { ...text('ports', '进出口岸', 255), kind: 'tables', table: districts },
  figure('capacity', '加工生产能力', 'quantity', 'never'),
  { ...coded('consumptionStage', '单耗申报环节', consumptionStages), fallback: '1' },
  coded('purpose', '手册用途', purposes, 'never'),
  { ...coded('pauseMark', '暂停进出口标记', pauseMarks, 'never'), given: true },
  { ...code('inputCreditCode', '录入单位信用代码', 18, 'filing'), form: creditCode },
  { ...code('inputCustomsCode', '录入单位海关编码', 10, 'filing'), form: customsCode },
  text('inputName', '录入单位名称', 512, 'filing'),
  dayField('inputOn', '录入日期', 'filing'),
  text('contact', '联系人', 64),
  text('phone', '联系人电话', 64),
  text('remark', '备注', 4000),
]

const itemFields: readonly RecordField<keyof RecordItem>[] = [
  seq('seq', '序号'),
  text('partNo', '料号', 32, 'always'),
  { ...code('hsCode', '商品编码', 10, 'always'), form: { pattern: /^\d{10}$/, said: '应为 10 位数字' } },
  text('name', '商品名称', 512, 'always'),
  text('spec', '规格型号', 512),
  coded('unit', '申报计量单位', units),
  coded('legalUnit', '法定计量单位', units),
  coded('secondLegalUnit', '法定第二计量单位', units, 'never'),
  figure('quantity', '备案数量', 'quantity'),
  figure('unitPrice', '单价', 'money'),
  figure('total', '申报总价', 'money', 'never'),
  coded('currency', '币制', currencies),
  coded('country', '产销国(地区)', countries, 'handbook'),
  coded('levyMode', '征免方式', levyModes),
  coded('mainMark', '主辅料标记', mainMarks, 'never'),
  coded('attribute', '商品属性', attributes, 'never'),
  text('remark', '备注', 255),
]

const consumptionFields: readonly RecordField<keyof RecordConsumption>[] = [
  seq('productSeq', '成品序号'),
  { ...code('version', '单耗版本号', 8), fallback: '0' },
  seq('materialSeq', '料件序号'),
  figure('netConsumption', '净耗', 'rate'),
  figure('tangibleLossRate', '有形损耗率(%)', 'percent'),
  figure('intangibleLossRate', '无形损耗率(%)', 'percent'),
  { ...figure('bondedRatio', '保税料件比例(%)', 'percent', 'never'), fallback: '100' },
  { ...coded('declarationState', '单耗申报状态', declarationStates, 'never'), fallback: '2' },
  { ...coded('executionMark', '企业执行标志', executionMarks, 'never'), fallback: '1' },
  dayField('validTo', '单耗有效期'),
  text('remark', '备注', 255),
]

export const recordFields: Readonly<Record<RecordPart, readonly RecordField[]>> = {
  head: headFields,
  materials: itemFields,
  products: itemFields.filter(({ id }) => id !== 'mainMark'),
  consumptions: consumptionFields,
}

const byId = Object.fromEntries(
  Object.entries(recordFields).map(([part, fields]) => [part, new Map(fields.map((field) => [field.id, field]))]),
)
export const recordField = (part: RecordPart, id: string): RecordField | undefined => byId[part]?.get(id)
export const fieldLabel = (part: RecordPart, id: string): string => recordField(part, id)?.label ?? id

export const bodyLabels: Readonly<Record<RecordBody, string>> = { materials: '料件', products: '成品', consumptions: '单耗' }
export const partLabels: Readonly<Record<RecordPart, string>> = { head: '表头', ...bodyLabels }
