import { parseDay } from '../domain/day.ts'
import type { Day } from '../domain/day.ts'
import { parseScaled, printQuantity } from '../domain/exact.ts'
import type { Quantity } from '../domain/exact.ts'
import { readXml, writeXml } from './xml.ts'
import type { XmlElement } from './xml.ts'

export interface Party {
  creditCode: string
  customsCode: string
  name: string
}

interface ReportedItem {
  /** 备案序号 */
  seq: number
  partNo: string
  hsCode: string
  name: string
  unit: string
  remark: string
}

/** Quantities in the declared unit; R-112: imported + transferIn = domestic + reexport + destroyed + surplusOut + consumed + remaining. */
export interface ReportedMaterial extends ReportedItem {
  /** 进口数量: direct, with surplus in and the net of exchanges, without {@link transferIn}. */
  imported: Quantity
  transferIn: Quantity
  domestic: Quantity
  reexport: Quantity
  destroyed: Quantity
  /** 边角料数量: the tangible loss. Inside {@link consumed}. */
  scrap: Quantity
  surplusOut: Quantity
  consumed: Quantity
  remaining: Quantity
}

export interface ReportedProduct extends ReportedItem {
  exported: Quantity
  transferredOut: Quantity
  returnedIn: Quantity
  returnedOut: Quantity
}

/** 报核 of one handbook. The counts of its head and the 序号 of its rows follow from the rows, so they are not in it. */
export interface WriteOffReport {
  /** 统一编号 that the Single Window gave when it was first saved; empty before. */
  seqNo: string
  handbookNo: string
  operator: Party
  processor: Party
  declarant: Party
  /** 主管海关 */
  customsDistrict: string
  /** 报核申报日期, also the date of entry. */
  declaredOn: Day
  remark: string
  lists: { listNo: string; direction: 'I' | 'E' }[]
  materials: ReportedMaterial[]
  products: ReportedProduct[]
}

/** Elements of the message beside the fields they carry, in the order of FORMATS §7.1. */
const materialQuantities = [
  ['ImpTotalQty', 'imported'],
  ['DprcsCrdImpQty', 'transferIn'],
  ['SdinQty', 'domestic'],
  ['ReexpQty', 'reexport'],
  ['MtpckDstryQty', 'destroyed'],
  ['LfmtQty', 'scrap'],
  ['RemainCrdwQty', 'surplusOut'],
  ['CsmTotalQty', 'consumed'],
  ['RemainMtpckQty', 'remaining'],
] as const
const productQuantities = [
  ['ExpTotalQty', 'exported'],
  ['DprcsCrdExpQty', 'transferredOut'],
  ['EndprdRetnExchImpQty', 'returnedIn'],
  ['EndprdRetnExchExpQty', 'returnedOut'],
] as const

const text = (name: string, content: string | number): XmlElement => ({ name, content: `${content}` })
const compact = (day: Day): string => day.replaceAll('-', '')

/**
 * The message of a handbook's write-off as the import client takes it (layer A, FORMATS §7.1).
 *
 * Seen: the fields of the head and of the three tables, and the sets of quantities (twice, independently).
 * Inferred, never seen in a message: the names of `DcrMessage`, `NptsDcrHeadType`, `NptsDcrBillType`, `NptsDcrImgType` and
 * `NptsDcrExgType`, that fields are written with a capital first letter, the ImportInfo block and its type NPTS002.
 * @throws RangeError where a text has no form in XML.
 */
export function writeWriteOffReport(report: WriteOffReport): string {
  return writeXml({
    name: 'DcrMessage',
    content: [
      { name: 'NptsDcrHeadType', content: head(report) },
      ...report.lists.map((list, index) =>
        row('NptsDcrBillType', index, [text('BondInvtNo', list.listNo), text('IeFlag', list.direction)]),
      ),
      ...report.materials.map((material, index) =>
        row(
          'NptsDcrImgType',
          index,
          item(
            material,
            materialQuantities.map(([name, field]) => text(name, printQuantity(material[field]))),
          ),
        ),
      ),
      ...report.products.map((product, index) =>
        row(
          'NptsDcrExgType',
          index,
          item(
            product,
            productQuantities.map(([name, field]) => text(name, printQuantity(product[field]))),
          ),
        ),
      ),
      text('OperCusRegCode', report.declarant.customsCode),
      {
        name: 'ImportInfo',
        content: [text('MessageType', 'NPTS002'), text('OpType', 'S'), text('HostId', ''), text('FileSize', 0), text('Sign', '')],
      },
    ],
  })
}

function head(report: WriteOffReport): XmlElement[] {
  const count = (direction: 'I' | 'E') => report.lists.filter((list) => list.direction === direction).length
  return [
    text('SeqNo', report.seqNo),
    text('EmlNo', report.handbookNo),
    ...party('BizopEtps', report.operator),
    ...party('OwnerEtps', report.processor),
    text('ImpInvtTotalCnt', count('I')),
    text('ExpInvtTotalCnt', count('E')),
    text('ChgoffMtpckTotalAmt', report.materials.length),
    text('ChgoffEndprdTotalAmt', report.products.length),
    text('ChgoffDclDate', compact(report.declaredOn)),
    text('DclTypeMarkcd', 1),
    ...party('DclEtps', report.declarant),
    ...party('InputEtps', report.declarant),
    text('InputTime', compact(report.declaredOn)),
    text('Rmk', report.remark),
    text('MasterCuscd', report.customsDistrict),
  ]
}

const party = (prefix: string, { creditCode, customsCode, name }: Party): XmlElement[] => [
  text(`${prefix}Sccd`, creditCode),
  text(`${prefix}No`, customsCode),
  text(`${prefix}Nm`, name),
]

const row = (name: string, index: number, fields: XmlElement[]): XmlElement => ({
  name,
  content: [text('GNo', index + 1), ...fields],
})

const item = (of: ReportedItem, quantities: XmlElement[]): XmlElement[] => [
  text('EmlSeqno', of.seq),
  text('GdsMtno', of.partNo),
  text('Gdecd', of.hsCode),
  text('Gdsnm', of.name),
  text('DclUnitcd', of.unit),
  ...quantities,
  text('Rmk', of.remark),
]

/** The report in a message that {@link writeWriteOffReport} wrote. @throws RangeError for any other text. */
export function readWriteOffReport(message: string): WriteOffReport {
  const rows = readXml(message).content
  if (typeof rows === 'string') throw new RangeError('no report in the message')
  const named = (name: string) => rows.filter((element) => element.name === name).map(fieldsOf)
  const fields = named('NptsDcrHeadType')[0] ?? new Map<string, string>()
  const report: WriteOffReport = {
    seqNo: fields.get('SeqNo') ?? '',
    handbookNo: fields.get('EmlNo') ?? '',
    operator: readParty(fields, 'BizopEtps'),
    processor: readParty(fields, 'OwnerEtps'),
    declarant: readParty(fields, 'DclEtps'),
    customsDistrict: fields.get('MasterCuscd') ?? '',
    declaredOn: readDate(fields.get('ChgoffDclDate') ?? ''),
    remark: fields.get('Rmk') ?? '',
    lists: named('NptsDcrBillType').map((list) => ({
      listNo: list.get('BondInvtNo') ?? '',
      direction: list.get('IeFlag') === 'I' ? 'I' : 'E',
    })),
    materials: named('NptsDcrImgType').map((material) => ({
      ...readItem(material),
      ...readQuantities(material, materialQuantities),
    })),
    products: named('NptsDcrExgType').map((product) => ({ ...readItem(product), ...readQuantities(product, productQuantities) })),
  }
  // Counts, 序号 and constants are checked by writing them again.
  if (writeWriteOffReport(report) !== message)
    throw new RangeError('the counts, numbers or fields of the message are not those of a report')
  return report
}

type Fields = Map<string, string>

const fieldsOf = ({ content }: XmlElement): Fields =>
  new Map(
    typeof content === 'string'
      ? []
      : content.map((field) => [field.name, typeof field.content === 'string' ? field.content : '']),
  )

const readParty = (fields: Fields, prefix: string): Party => ({
  creditCode: fields.get(`${prefix}Sccd`) ?? '',
  customsCode: fields.get(`${prefix}No`) ?? '',
  name: fields.get(`${prefix}Nm`) ?? '',
})

const readItem = (fields: Fields): ReportedItem => ({
  seq: Number(fields.get('EmlSeqno')),
  partNo: fields.get('GdsMtno') ?? '',
  hsCode: fields.get('Gdecd') ?? '',
  name: fields.get('Gdsnm') ?? '',
  unit: fields.get('DclUnitcd') ?? '',
  remark: fields.get('Rmk') ?? '',
})

function readQuantities<Field extends string>(
  fields: Fields,
  names: readonly (readonly [string, Field])[],
): Record<Field, Quantity> {
  const read = names.map(([name, field]): [Field, Quantity] => {
    const value = parseScaled('Quantity', fields.get(name) ?? '')
    if (typeof value === 'string') throw new RangeError(`${name}: ${value}`)
    return [field, value]
  })
  return Object.fromEntries(read) as Record<Field, Quantity>
}

function readDate(digits: string): Day {
  const day = parseDay(digits.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'))
  if (!day) throw new RangeError(`no date: ${digits}`)
  return day
}
