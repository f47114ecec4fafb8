/** What decides which documents go with a filing. */
export interface DocumentFacts {
  /** 经营企业 and 加工企业 differ. */
  entrusted: boolean
  /** 异地加工: their direct customs districts differ. */
  crossDistrict: boolean
  firstHandbook: boolean
  /** 申报企业 is an agent or broker. */
  declaredByAgent: boolean
  controlledGoods: boolean
  guaranteeDue: boolean
}

const always = () => true
const never = () => false

/** R-4 (1) … (9), in its order. */
const table = [
  { id: 'capability', name: '加工贸易企业经营状况及生产能力信息表', condition: '每次备案都需要', when: always },
  { id: 'processingContract', name: '委托加工合同', condition: '经营企业与加工企业不是同一家', when: (of) => of.entrusted },
  { id: 'licences', name: '限制类商品批准文件、许可证件', condition: '料件或成品有管制商品', when: (of) => of.controlledGoods },
  { id: 'agency', name: '代理报关委托书', condition: '由代理公司或报关行申报', when: (of) => of.declaredByAgent },
  {
    id: 'basicInformation',
    name: '加工贸易企业基本情况登记表及附件',
    condition: '第一本电子化手册',
    when: (of) => of.firstHandbook,
  },
  { id: 'plant', name: '自有厂房证明或租赁合同', condition: '异地加工', when: (of) => of.crossDistrict },
  { id: 'guarantee', name: '风险担保金计算清单', condition: '应当提供担保', when: (of) => of.guaranteeDue },
  { id: 'foreignContract', name: '对外加工贸易合同', condition: '每次备案都需要', when: always },
  { id: 'explanation', name: '其他说明材料', condition: '有需要说明的情况时', when: never },
] as const satisfies readonly { id: string; name: string; condition: string; when: (of: DocumentFacts) => boolean }[]

type RequirementId = (typeof table)[number]['id']
export interface DocumentRequirement {
  id: RequirementId
  name: string
  condition: string
  required: boolean
}

/** every document of the list, and whether this filing must have it. */
export const requiredDocuments = (facts: DocumentFacts): DocumentRequirement[] =>
  table.map(({ id, name, condition, when }) => ({ id, name, condition, required: when(facts) }))

/**
 * whether two enterprises stand under different direct customs, as far as the first two digits tell: of a customs district its
 * direct customs, of a registration code its province. Not told while one of them is empty.
 */
export const inOtherDistrict = (code: string, other: string): boolean =>
  code !== '' && other !== '' && code.slice(0, 2) !== other.slice(0, 2)
