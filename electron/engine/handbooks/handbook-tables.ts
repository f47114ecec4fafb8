import { headFields, isAccount, recordFields } from '../../../shared/domain/handbook-record-fields.ts'
import type { RecordBody, RecordPart } from '../../../shared/domain/handbook-record-fields.ts'
import type { ColumnSpec, TableSpec } from '../workbook/table-reader.ts'

/**
 * The tables of a handbook's workbook: headings of this program and those of the Single Window's export (FORMATS §11), which says
 * names instead of codes and has the head as a grid of labels and values.
 */

const aliases: Readonly<Record<RecordPart, Readonly<Record<string, readonly string[]>>>> = {
  head: {
    seqNo: ['统一编号'],
    handbookNo: ['加工贸易手册编号', '账册编号'],
    kind: ['账册类型'],
    innerNo: ['企业预录入编号'],
    customsDistrict: ['主管关区'],
    operatorCreditCode: ['经营单位信用代码', '经营企业社会信用代码'],
    operatorCustomsCode: ['经营单位编码', '经营企业编码'],
    operatorName: ['经营单位名称'],
    processorCreditCode: ['加工单位信用代码', '加工企业社会信用代码'],
    processorCustomsCode: ['加工单位编码', '加工企业编码'],
    processorName: ['加工单位名称'],
    declarantCreditCode: ['申报单位信用代码'],
    declarantCustomsCode: ['申报单位编码', '申报企业编码'],
    declarantName: ['申报单位名称'],
    declaredOn: ['申报时间'],
    approvalNo: ['批准证编号'],
    establishedOn: ['备案日期', '批准日期', '备案批准日期'],
    validTo: ['有效期至', '手册有效期', '账册结束有效期'],
    consumptionStage: ['单耗申报环节代码'],
    purpose: ['台账银行代码', '台账银行', '账册用途'],
    pauseMark: ['暂停进出口标志'],
    inputCustomsCode: ['录入单位编码'],
    inputOn: ['录入时间'],
    contact: ['企业联系人'],
    phone: ['联系人手机号', '联系电话'],
  },
  materials: {
    seq: ['备案序号', '商品序号'],
    partNo: ['商品料号'],
    hsCode: ['HS编码', '税号'],
    name: ['品名'],
    spec: ['商品规格型号'],
    unit: ['申报单位', '计量单位'],
    legalUnit: ['法定单位'],
    secondLegalUnit: ['第二法定计量单位', '法定第二单位', '第二法定单位'],
    quantity: ['申报数量', '数量'],
    unitPrice: ['申报单价'],
    total: ['总价'],
    country: ['产销国', '原产国(地区)'],
    mainMark: ['主料标志', '主辅料标志'],
  },
  products: {},
  consumptions: {
    version: ['版本号'],
    netConsumption: ['净耗数量'],
    tangibleLossRate: ['有形损耗率'],
    intangibleLossRate: ['无形损耗率'],
    bondedRatio: ['保税料件比例'],
  },
}
const aliasesOf = (part: RecordPart, id: string) => aliases[part === 'products' ? 'materials' : part][id] ?? []

/** What the Single Window puts beside the fields of the head that the record does not keep: a label all the same, never a value. */
export const otherHeadLabels: ReadonlySet<string> = new Set([
  '申报类型',
  '首次出口日期',
  '暂停变更标记',
  '延期次数',
  '自核资格标记',
  '手册变更次数',
  '账册变更次数',
  '企业档案库编号',
  '实际进/出口总金额',
  '实际进口总金额',
  '实际出口总金额',
  '料件/成品项数',
  '料件项数',
  '成品项数',
  '最大周转金额(万美金)',
  '最大进口金额(美元)',
  '备案/变更批准日期',
  '变更批准日期',
  '最近核销日期',
  '单耗版本号控制标志',
  '核销周期',
  '核销类型',
  '账册执行标志',
  '核销方式',
])

export const headColumns = headFields.map((field) => ({
  id: field.id as string,
  heading: field.label,
  aliases: aliasesOf('head', field.id),
  required: field.required === 'always' && field.fallback === undefined,
}))

/**
 * What an export says in words where the record takes a code that has no list, or a list of other words: 台账银行 of old handbooks,
 * 账册用途, 加工种类 (FORMATS §9, §11). By the heading; what cannot be read there is told and left out.
 */
export const wordsForCodes: ReadonlyMap<string, string> = new Map([
  ['台账银行代码', '手册用途'],
  ['台账银行', '手册用途'],
  ['账册用途', '手册用途'],
  ['加工种类', '两位代码'],
  ['加工企业地区代码', '五位代码'],
])

/** `mark` is 修改标志, which is not kept: but a row that it calls deleted is not in force. */
const columnsOf = (body: RecordBody, account: boolean): ColumnSpec[] => [
  ...recordFields[body].map(({ id, label, required, fallback }) => ({
    id,
    heading: label,
    aliases: aliasesOf(body, id),
    required: (required === 'always' || (required === 'handbook' && !account)) && fallback === undefined,
  })),
  { id: 'mark', heading: '修改标志', required: false },
]

/** Pairs of label and value, one below the other, as this program writes them. */
export const headTable = {
  readAs: '表头',
  sheetNames: ['表头', '手册表头', '账册表头'],
  columns: [
    { id: 'field', heading: '项目', aliases: ['栏目', '字段'], required: true },
    { id: 'value', heading: '内容', aliases: ['值'], required: true },
  ],
} as const satisfies TableSpec

const tablesOf = (account: boolean): Readonly<Record<RecordBody, TableSpec>> => ({
  materials: { readAs: '料件', sheetNames: ['料件', '手册料件', '账册料件'], columns: columnsOf('materials', account) },
  products: { readAs: '成品', sheetNames: ['成品', '手册成品', '账册成品'], columns: columnsOf('products', account) },
  consumptions: {
    readAs: '单耗',
    sheetNames: ['单耗', '单损耗', '手册单损耗', '手册单耗', '账册单损耗', '账册单耗'],
    columns: columnsOf('consumptions', account),
  },
})
const ofHandbooks = tablesOf(false)
const ofAccounts = tablesOf(true)

/** The tables below a head of this kind. */
export const bodyTables = (kind: string): Readonly<Record<RecordBody, TableSpec>> => (isAccount(kind) ? ofAccounts : ofHandbooks)
