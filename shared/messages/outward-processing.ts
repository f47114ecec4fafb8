import type { Day } from '../domain/day.ts'
import { printCents } from '../domain/exact.ts'
import type { Cents } from '../domain/exact.ts'
import { isXmlText, writeXml } from './xml.ts'

interface Party {
  creditCode: string
  customsCode: string
  name: string
  customsDistrict: string
  district: string
  contact: string
}

/** 外发加工申报表 as it is filed; what customs or the Single Window gives it is not in it. */
export interface OutwardApplication {
  innerNo: string
  handbookNo: string
  principal: Party
  declarant: Pick<Party, 'creditCode' | 'customsCode' | 'name' | 'contact'>
  contractor: Party
  contractNo: string
  /** Days from the first dispatch to the end; undefined before it. */
  days: number | undefined
  validTo: Day
  firstDispatchOn: Day | undefined
  sentGoods: string
  returnedGoods: string
  allProcesses: boolean
  /** Of all processes sent out. */
  guarantee: Cents | undefined
  remark: string
}

/**
 * Elements of GcdBsc beside what they say, in its order (FORMATS §6.2). Seen: the names and types of the elements. Inferred: what each
 * means, and that 备案 is 1. Never seen: a message that holds them, so that the clerk files on the web page and reads the fields off it.
 */
const elements: readonly (readonly [element: string, label: string, say: (of: OutwardApplication) => string])[] = [
  ['dclTypecd', '申报类型', () => '1'],
  ['trfoutEtpsInnerNo', '企业内部编号', ({ innerNo }) => innerNo],
  ['trfoutPlcCuscd', '委托方主管海关', ({ principal }) => principal.customsDistrict],
  ['trfoutOriactNo', '委托方手册（账册）编号', ({ handbookNo }) => handbookNo],
  ['trfoutEtpsSccd', '委托方统一社会信用代码', ({ principal }) => principal.creditCode],
  ['trfoutEtpsno', '委托方海关编码', ({ principal }) => principal.customsCode],
  ['trfoutEtpsNm', '委托方名称', ({ principal }) => principal.name],
  ['trfoutDclEtpsSccd', '申报企业统一社会信用代码', ({ declarant }) => declarant.creditCode],
  ['trfoutDclEtpsno', '申报企业海关编码', ({ declarant }) => declarant.customsCode],
  ['trfoutDclEtpsNm', '申报企业名称', ({ declarant }) => declarant.name],
  ['trfoutEtpsConcErName', '委托方联系人', ({ principal }) => principal.contact],
  ['trfoutDclConcErName', '申报联系人', ({ declarant }) => declarant.contact],
  ['trfoutDstcd', '委托方地区代码', ({ principal }) => principal.district],
  ['trfoutCtrtNo', '委托加工合同号', ({ contractNo }) => contractNo],
  ['gcdDays', '加工期限（天）', ({ days }) => (days === undefined ? '' : `${days}`)],
  ['trfinPlcCuscd', '承揽方主管海关', ({ contractor }) => contractor.customsDistrict],
  ['trfinEtpsSccd', '承揽方统一社会信用代码', ({ contractor }) => contractor.creditCode],
  ['trfinEtpsno', '承揽方海关编码', ({ contractor }) => contractor.customsCode],
  ['trfinEtpsNm', '承揽方名称', ({ contractor }) => contractor.name],
  ['trfinEtpsConcNameTel', '承揽方联系人及电话', ({ contractor }) => contractor.contact],
  ['trfinDstcd', '承揽方地区代码', ({ contractor }) => contractor.district],
  ['validDate', '有效期', ({ validTo }) => validTo],
  ['firstTrfoutTime', '首次外发日期', ({ firstDispatchOn }) => firstDispatchOn ?? ''],
  ['levyBlAmt', '担保金额', ({ guarantee }) => (guarantee === undefined ? '' : printCents(guarantee))],
  ['trfoutGoods', '外发货物', ({ sentGoods }) => sentGoods],
  ['trfinGoods', '收回货物', ({ returnedGoods }) => returnedGoods],
  ['allTrfoutMarkcd', '全部工序外发', ({ allProcesses }) => (allProcesses ? '1' : '0')],
  ['rmk', '备注', ({ remark }) => remark],
]

/** What is filed, field by field, for the workbook and for typing on the web page. */
export const outwardFields = (of: OutwardApplication): { element: string; label: string; value: string }[] =>
  elements.map(([element, label, say]) => ({ element, label, value: say(of) }))

/** Labels of the fields that XML cannot hold. */
export const outwardMessageProblems = (of: OutwardApplication): string[] =>
  outwardFields(of).flatMap(({ label, value }) => (isXmlText(value) ? [] : [label]))

/** The data as XML. @throws RangeError where a text has no form in it: {@link outwardMessageProblems} */
export const writeOutwardApplication = (of: OutwardApplication): string =>
  writeXml({ name: 'GcdBsc', content: outwardFields(of).map(({ element, value }) => ({ name: element, content: value })) })
