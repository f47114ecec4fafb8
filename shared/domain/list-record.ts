import type { Day } from './day.ts'
import type { Money, Quantity } from './exact.ts'
import type { ModificationMark } from './handbook-record.ts'

/** An enterprise as a message names it. */
export interface NamedEnterprise {
  creditCode: string
  customsCode: string
  name: string
}

/** 保税核注清单 as it is declared (R-67, FORMATS §5.2): every field checked. Codes are those of the customs tables; an empty text is "not filled". */
export interface ListRecordHead {
  /** 预录入统一编号 and 保税清单编号 that customs has given; empty before. */
  seqNo: string
  listNo: string
  /** 变更次数: 0 for a new list. */
  changeNo: number
  /** 申报类型: 1 备案, 2 变更, 3 删除. */
  declarationType: '1' | '2' | '3'
  handbookNo: string
  /** 企业内部清单编号 */
  innerNo: string
  operator: NamedEnterprise
  processor: NamedEnterprise
  declarant: NamedEnterprise
  input: NamedEnterprise
  enteredOn: Day
  declaredOn: Day
  direction: 'I' | 'E'
  /** 料件成品标志 */
  goods: 'I' | 'E'
  mode: string
  transportMode: string
  /** 进出境关别 */
  port: string
  /** 主管海关 */
  customsDistrict: string
  /** 启运/运抵国(地区) */
  country: string
  /** 清单类型 */
  listType: string
  /** 流转类型: A 深加工结转, B 余料结转 …; empty where it is no transfer. */
  flowType: string
  applyNo: string
  relatedListNo: string
  relatedHandbookNo: string
  /** 是否报关: 1, 2 */
  declaredToCustoms: '1' | '2'
  /** 报关类型: 1 关联报关, 2 对应报关; empty where it is not declared. */
  declarationLink: '' | '1' | '2'
  /** 是否生成报关单: 1, 2 */
  makesDeclaration: '1' | '2'
  /** 报关单类型; empty where none is made. */
  declarationForm: string
  /** Of 对应报关: who declares. */
  correspondingDeclarant: NamedEnterprise | undefined
  /** Of 关联报关: 境内收发货人, 消费使用/生产销售单位 and 申报单位 of the other declaration. */
  related: { operator: NamedEnterprise; processor: NamedEnterprise; declarant: NamedEnterprise } | undefined
  remark: string
}

/** FORMATS §5.3. Name, code and units are what the handbook says of the item on the day it is declared. */
export interface ListRecordLine {
  lineNo: number
  itemSeq: number
  /** 报关单商品序号. */
  declarationLineNo: number
  partNo: string
  hsCode: string
  name: string
  spec: string
  unit: string
  legalUnit: string
  secondLegalUnit: string
  originCountry: string
  destinationCountry: string
  quantity: Quantity
  legalQuantity: Quantity
  secondLegalQuantity: Quantity | undefined
  unitPrice: Money
  total: Money
  currency: string
  grossWeight: Quantity | undefined
  netWeight: Quantity | undefined
  use: string
  levyMode: string
  /** 单耗版本号 */
  version: string
  applyLineNo: string
  mark: ModificationMark
  remark: string
}

export interface ListRecord {
  head: ListRecordHead
  lines: readonly ListRecordLine[]
}
