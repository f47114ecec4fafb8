import { day, parseDay } from '../domain/day.ts'
import { parseScaled, printMoney, printQuantity } from '../domain/exact.ts'
import type { Money, Quantity } from '../domain/exact.ts'
import type { ListRecord, ListRecordHead, ListRecordLine, NamedEnterprise } from '../domain/list-record.ts'
import { isXmlText, readXml, writeXml } from './xml.ts'
import type { XmlElement } from './xml.ts'

/** 核注清单 as it is sent (INV101): the list, and whose card declares it. */
export interface ListMessage extends ListRecord {
  /** OperCusRegCode: customs code of the enterprise whose card declares. */
  cardCustomsCode: string
}

/** Element beside the place of its field; a name alone is a constant or derived. In the order of FORMATS §5.2. */
const headElements = [
  ['SeqNo', 'seqNo'],
  ['BondInvtNo', 'listNo'],
  ['ChgTmsCnt', 'changeNo'],
  ['PutrecNo', 'handbookNo'],
  ['EtpsInnerInvtNo', 'innerNo'],
  ['BizopEtpsSccd', 'operator.creditCode'],
  ['BizopEtpsno', 'operator.customsCode'],
  ['BizopEtpsNm', 'operator.name'],
  ['RvsngdEtpsSccd', 'processor.creditCode'],
  ['RcvgdEtpsno', 'processor.customsCode'],
  ['RcvgdEtpsNm', 'processor.name'],
  ['DclEtpsSccd', 'declarant.creditCode'],
  ['DclEtpsno', 'declarant.customsCode'],
  ['DclEtpsNm', 'declarant.name'],
  ['InputCreditCode', 'input.creditCode'],
  ['InputCode', 'input.customsCode'],
  ['InputName', 'input.name'],
  ['InputTime', 'enteredOn'],
  ['InvtDclTime', 'declaredOn'],
  ['ImpexpMarkcd', 'direction'],
  ['MtpckEndprdMarkcd', 'goods'],
  ['SupvModecd', 'mode'],
  ['TrspModecd', 'transportMode'],
  ['ImpexpPortcd', 'port'],
  ['DclPlcCuscd', 'customsDistrict'],
  ['StshipTrsarvNatcd', 'country'],
  ['DclTypecd', 'declarationType'],
  ['InvtType', 'listType'],
  ['ListType', 'flowType'],
  ['ApplyNo', 'applyNo'],
  ['RltInvtNo', 'relatedListNo'],
  ['RltPutrecNo', 'relatedHandbookNo'],
  ['DclcusFlag', 'declaredToCustoms'],
  ['DclcusTypecd', 'declarationLink'],
  ['GenDecFlag', 'makesDeclaration'],
  ['DecType', 'declarationForm'],
  ['CorrEntryDclEtpsSccd', 'correspondingDeclarant.creditCode'],
  ['CorrEntryDclEtpsNo', 'correspondingDeclarant.customsCode'],
  ['CorrEntryDclEtpsNm', 'correspondingDeclarant.name'],
  ['RltEntryBizopEtpsSccd', 'related.operator.creditCode'],
  ['RltEntryBizopEtpsno', 'related.operator.customsCode'],
  ['RltEntryBizopEtpsNm', 'related.operator.name'],
  ['RltEntryRvsngdEtpsSccd', 'related.processor.creditCode'],
  ['RltEntryRcvgdEtpsno', 'related.processor.customsCode'],
  ['RltEntryRcvgdEtpsNm', 'related.processor.name'],
  ['RltEntryDclEtpsSccd', 'related.declarant.creditCode'],
  ['RltEntryDclEtpsno', 'related.declarant.customsCode'],
  ['RltEntryDclEtpsNm', 'related.declarant.name'],
  ['Rmk', 'remark'],
] as const satisfies readonly ElementOf[]

/** FORMATS §5.3. 归类标志 is written 0: what it means is disputed (§9). */
const lineElements = [
  ['SeqNo'],
  ['GdsSeqno', 'lineNo'],
  ['PutrecSeqno', 'itemSeq'],
  ['GdsMtno', 'partNo'],
  ['Gdecd', 'hsCode'],
  ['GdsNm', 'name'],
  ['GdsSpcfModelDesc', 'spec'],
  ['DclUnitcd', 'unit'],
  ['LawfUnitcd', 'legalUnit'],
  ['SecdLawfUnitcd', 'secondLegalUnit'],
  ['Natcd', 'originCountry'],
  ['DestinationNatcd', 'destinationCountry'],
  ['DclUprcAmt', 'unitPrice'],
  ['DclTotalAmt', 'total'],
  ['DclCurrcd', 'currency'],
  ['LawfQty', 'legalQuantity'],
  ['SecdLawfQty', 'secondLegalQuantity'],
  ['DclQty', 'quantity'],
  ['GrossWt', 'grossWeight'],
  ['NetWt', 'netWeight'],
  ['UseCd', 'use'],
  ['LvyrlfModecd', 'levyMode'],
  ['UcnsVerno', 'version'],
  ['EntryGdsSeqno', 'declarationLineNo'],
  ['ApplyTbSeqno', 'applyLineNo'],
  ['ClyMarkcd'],
  ['ModfMarkcd', 'mark'],
  ['Rmk', 'remark'],
] as const satisfies readonly ElementOf[]

type ElementOf = readonly [name: string, place?: string]

const quantities: ReadonlySet<string> = new Set(['quantity', 'legalQuantity', 'secondLegalQuantity', 'grossWeight', 'netWeight'])
const amounts: ReadonlySet<string> = new Set(['unitPrice', 'total'])
const numbers: ReadonlySet<string> = new Set(['changeNo', 'lineNo', 'itemSeq', 'declarationLineNo'])
const days: ReadonlySet<string> = new Set(['enteredOn', 'declaredOn'])
/** FORMATS §2.9: layer A takes no more. */
const mostDecimals: Readonly<Record<string, number>> = { unitPrice: 4, total: 2 }

/** By the letter of the handbook (FORMATS §1.3, §2.3): subsystem, and who receives. */
const systems: Readonly<Record<string, { sysId: string; receiver: string }>> = {
  B: { sysId: 'B1', receiver: 'DXPEDCNEMS000001' },
  C: { sysId: 'B1', receiver: 'DXPEDCNEMS000001' },
  E: { sysId: '95', receiver: 'DXPEDCNEMS000002' },
  H: { sysId: 'Z7', receiver: 'DXPEDCSAS0000001' },
}

/** What the message cannot carry as it is; nothing is rounded or left out in silence. */
export function listMessageProblems({ head, lines, cardCustomsCode }: ListMessage): string[] {
  const problems: string[] = []
  const check = (where: string, of: object): void => {
    for (const [field, value] of Object.entries(of)) {
      if (typeof value === 'string' && !isXmlText(value)) problems.push(`${where}含有报文不能书写的字符（${field}）`)
      else if (typeof value === 'object' && value !== null) check(where, value as object)
      const most = mostDecimals[field]
      if (most !== undefined && decimalsOf(printMoney(value as Money)) > most)
        problems.push(`${where}${field === 'total' ? '申报总价' : '申报单价'}最多 ${most} 位小数`)
    }
  }
  if (!systems[head.handbookNo.charAt(0)]) problems.push(`手册 ${head.handbookNo} 的类别没有对应的报文通道`)
  check('表头', head)
  check('申报企业', { cardCustomsCode })
  for (const line of lines) check(`第 ${line.lineNo} 行`, line)
  return problems
}

const decimalsOf = (printed: string): number => printed.split('.')[1]?.length ?? 0

/**
 * INV101 in its envelope, as the import client takes it (FORMATS §2.1, §5.1): without the blocks that the client signs itself, which
 * senders leave out and the client accepts. `DelcareFlag` 1: it goes on to customs.
 * @throws RangeError where {@link listMessageProblems} has something to say
 */
export function writeListMessage(message: ListMessage): string {
  const [problem] = listMessageProblems(message)
  if (problem) throw new RangeError(problem)
  const { head, lines } = message
  const system = systems[head.handbookNo.charAt(0)] ?? { sysId: '', receiver: '' }
  const derived: Readonly<Record<string, string>> = { SeqNo: head.seqNo, ClyMarkcd: '0' }
  return writeXml(
    nested(
      ['Signature', 'Object', 'Package'],
      [
        element('EnvelopInfo', [
          element('version', '1.0'),
          element('message_id', head.innerNo),
          element('file_name', `INV101_${head.direction}_${head.innerNo}.xml`),
          element('message_type', 'INV101'),
          element('receiver_id', system.receiver),
        ]),
        nested(
          ['DataInfo', 'BussinessData'],
          [
            element('InvtMessage', [
              element('SysId', system.sysId),
              element('OperCusRegCode', message.cardCustomsCode),
              element('InvtHeadType', fieldsOf(headElements, head, {})),
              ...lines.map((line) => element('InvtListType', fieldsOf(lineElements, line, derived))),
            ]),
            element('DelcareFlag', '1'),
          ],
        ),
      ],
    ),
  )
}

const element = (name: string, content: string | XmlElement[]): XmlElement => ({ name, content })
const nested = ([name = '', ...rest]: readonly string[], content: XmlElement[]): XmlElement =>
  element(name, rest.length === 0 ? content : [nested(rest, content)])

const fieldsOf = (table: readonly ElementOf[], of: object, derived: Readonly<Record<string, string>>): XmlElement[] =>
  table.map(([name, place]) => element(name, place === undefined ? (derived[name] ?? '') : print(place, valueAt(of, place))))

const valueAt = (of: object, place: string): unknown =>
  place.split('.').reduce<unknown>((inside, name) => (inside as Record<string, unknown> | undefined)?.[name], of)

function print(place: string, value: unknown): string {
  if (value === undefined) return ''
  if (quantities.has(place)) return printQuantity(value as Quantity)
  if (amounts.has(place)) return printMoney(value as Money)
  const text = `${value as string | number}`
  return days.has(place) ? text.replaceAll('-', '') : text
}

/** What a message that {@link writeListMessage} wrote says. @throws RangeError for any other text */
export function readListMessage(text: string): ListMessage {
  const inside = (from: XmlElement, name: string): XmlElement =>
    (typeof from.content === 'string' ? undefined : from.content.find((child) => child.name === name)) ?? missing(name)
  const message = ['Object', 'Package', 'DataInfo', 'BussinessData', 'InvtMessage'].reduce(inside, readXml(text))
  const rows = (name: string) =>
    typeof message.content === 'string' ? [] : message.content.filter((child) => child.name === name)
  const head = readFields(headElements, inside(message, 'InvtHeadType'))
  const card = inside(message, 'OperCusRegCode').content
  const read: ListMessage = {
    head: { ...head, ...named(head) } as unknown as ListRecordHead,
    lines: rows('InvtListType').map((row) => readFields(lineElements, row) as unknown as ListRecordLine),
    cardCustomsCode: typeof card === 'string' ? card : '',
  }
  // Order, derived texts and constants are checked by writing them again.
  if (writeListMessage(read) !== text) throw new RangeError('the fields of the message are not those of a list')
  return read
}

const missing = (name: string): never => {
  throw new RangeError(`no ${name} in the message`)
}

/** Groups that the list may leave out are absent, not empty. */
function named(head: Record<string, unknown>): Pick<ListRecordHead, 'correspondingDeclarant' | 'related'> {
  const present = (enterprise: unknown): enterprise is NamedEnterprise =>
    Object.values(enterprise as NamedEnterprise).some((text) => text !== '')
  const { correspondingDeclarant, related } = head as unknown as Required<ListRecordHead>
  return {
    correspondingDeclarant: present(correspondingDeclarant) ? correspondingDeclarant : undefined,
    related: related && Object.values(related).some(present) ? related : undefined,
  }
}

function readFields(table: readonly ElementOf[], { content }: XmlElement): Record<string, unknown> {
  const texts = new Map(typeof content === 'string' ? [] : content.map(({ name, content: text }) => [name, text]))
  const read: Record<string, unknown> = {}
  for (const [name, place] of table) {
    if (place === undefined) continue
    const text = texts.get(name)
    const path = place.split('.')
    const last = path.pop() ?? ''
    const inside = path.reduce((at, step) => (at[step] ??= {}) as Record<string, unknown>, read)
    inside[last] = readField(place, typeof text === 'string' ? text : '')
  }
  return read
}

function readField(place: string, text: string): unknown {
  const scale = quantities.has(place) ? 'Quantity' : amounts.has(place) ? 'Money' : undefined
  if (scale) {
    if (text === '') return undefined
    const value = parseScaled(scale, text)
    return typeof value === 'bigint' ? value : missing(place)
  }
  if (numbers.has(place)) return Number(text)
  if (!days.has(place)) return text
  const dashed = text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
  return parseDay(dashed) ? day(dashed) : missing(place)
}
