import type { Day } from './day.ts'
import type { Money, Quantity, Rate } from './exact.ts'

/**
 * What customs holds of one handbook: head, recorded materials and products, declared consumption (R-10 … R-12, FORMATS §3).
 * Codes are those of the customs tables; an empty text is "not filled".
 */
export interface HandbookRecord {
  head: RecordHead
  materials: readonly RecordItem[]
  products: readonly RecordItem[]
  consumptions: readonly RecordConsumption[]
}

export interface RecordHead {
  /** 预录入统一编号: given by the Single Window; empty before the first answer. */
  seqNo: string
  /** 手册编号: 12 characters; empty before customs has accepted the filing. */
  handbookNo: string
  kind: 'B' | 'C' | 'D' | 'E' | 'H'
  /** 企业内部编号 (EtpsPreentNo): the enterprise's own, the key by which an answer is matched. */
  innerNo: string
  customsDistrict: string
  operatorCreditCode: string
  operatorCustomsCode: string
  operatorName: string
  processorCreditCode: string
  processorCustomsCode: string
  processorName: string
  /** 加工企业地区代码 */
  processorDistrict: string
  /** 申报企业类型: 1 企业, 2 代理公司, 3 报关行 */
  declarantType: '' | '1' | '2' | '3'
  declarantCreditCode: string
  declarantCustomsCode: string
  declarantName: string
  /** 申报时间 */
  declaredOn: Day | ''
  supervisionMode: string
  levyNature: string
  /** 业务批准证编号 (historic, R-5) */
  approvalNo: string
  importContractNo: string
  exportContractNo: string
  importCurrency: string
  exportCurrency: string
  /** 设立日期: not in the message; empty before customs has accepted the filing. */
  establishedOn: Day | ''
  validTo: Day
  /** 加工种类: two characters, no code list known */
  processingKind: string
  /** 进出口岸: one or several customs districts, separated by commas */
  ports: string
  /** 加工生产能力 */
  capacity: Quantity
  consumptionStage: '1' | '2'
  /** 手册用途: 1 保税加工 … */
  purpose: string
  /** 暂停进出口标记 */
  pauseMark: string
  /** 录入单位 */
  inputCreditCode: string
  inputCustomsCode: string
  inputName: string
  inputOn: Day | ''
  contact: string
  phone: string
  remark: string
}

export interface RecordItem {
  seq: number
  partNo: string
  hsCode: string
  name: string
  spec: string
  unit: string
  legalUnit: string
  secondLegalUnit: string
  /** 备案数量 */
  quantity: Quantity
  unitPrice: Money
  /** 申报总价: as declared; a new line has quantity × price, rounded half-up to 0.01. */
  total: Money
  currency: string
  country: string
  levyMode: string
  /** 主辅料标记, materials only: 1 主料, 2 辅料 */
  mainMark: '' | '1' | '2'
  /** 商品属性: 1, 2, 3, 8, 9 */
  attribute: '' | '1' | '2' | '3' | '8' | '9'
  remark: string
}

export interface RecordConsumption {
  productSeq: number
  materialSeq: number
  version: string
  netConsumption: Rate
  tangibleLossRate: Rate
  intangibleLossRate: Rate
  bondedRatio: Rate
  /** 单耗申报状态: 1 未申报, 2 已申报, 3 已确定 */
  declarationState: '1' | '2' | '3'
  /** 企业执行标志: 1 运行, 2 停用 */
  executionMark: '1' | '2'
  /** 单耗有效期 */
  validTo: Day | ''
  remark: string
}

/** 修改标志: 0 未修改, 1 修改, 2 删除, 3 增加. Never stored: it is what a proposal differs by from the record in force. */
export type ModificationMark = '0' | '1' | '2' | '3'
