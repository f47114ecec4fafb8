import { parseDay } from '../domain/day.ts'
import type { Day } from '../domain/day.ts'
import { parseScaled, printMoney, printQuantity, printRate } from '../domain/exact.ts'
import type { Money, Quantity, Rate, ScaledName } from '../domain/exact.ts'
import { recordField } from '../domain/handbook-record-fields.ts'
import type { RecordBody, RecordPart } from '../domain/handbook-record-fields.ts'
import type { ModificationMark, RecordConsumption, RecordHead, RecordItem } from '../domain/handbook-record.ts'
import { isXmlText, readXml, writeXml } from './xml.ts'
import type { XmlElement } from './xml.ts'

/** 设立日期 is given by customs and has no element. */
export type MessageHead = Omit<RecordHead, 'establishedOn' | 'kind'> & { kind: 'B' | 'C' }
/** 单耗有效期 is a field of accounts and has no element. */
export type MessageConsumption = Omit<RecordConsumption, 'validTo'>
interface Marked<Row> {
  mark: ModificationMark
  row: Row
}

/** 备案 or 变更 of one handbook. 序号, the texts beside a consumption's numbers and the constants follow from it, so they are not in it. */
export interface HandbookMessage {
  /** 申报类型: 1 备案, 2 变更 */
  declarationType: '1' | '2'
  head: MessageHead
  materials: readonly Marked<RecordItem>[]
  products: readonly Marked<RecordItem>[]
  consumptions: readonly Marked<MessageConsumption>[]
  /** OperCusRegCode: customs code of the enterprise whose card declares. */
  cardCustomsCode: string
}

/** FORMATS §2.9: what layer A takes, though layer B has five decimals. */
const mostDecimals = { unitPrice: 4, total: 2 } as const

/** Elements beside the fields that they carry, in the order of FORMATS §3.2 … §3.4; a name alone is a constant or derived. */
const headElements = [
  ['SeqNo', 'seqNo'],
  ['EmlNo', 'handbookNo'],
  ['EmlType', 'kind'],
  ['EtpsPreentNo', 'innerNo'],
  ['DclTypecd'],
  ['MasterCuscd', 'customsDistrict'],
  ['BizopEtpsSccd', 'operatorCreditCode'],
  ['BizopEtpsno', 'operatorCustomsCode'],
  ['BizopEtpsNm', 'operatorName'],
  ['RvsngdEtpsSccd', 'processorCreditCode'],
  ['RcvgdEtpsno', 'processorCustomsCode'],
  ['RcvgdEtpsNm', 'processorName'],
  ['RcvgdEtpsDtcd', 'processorDistrict'],
  ['DclEtpsTypecd', 'declarantType'],
  ['DclEtpsSccd', 'declarantCreditCode'],
  ['DclEtpsno', 'declarantCustomsCode'],
  ['DclEtpsNm', 'declarantName'],
  ['DclTime', 'declaredOn'],
  ['SupvModecd', 'supervisionMode'],
  ['ApcretNo', 'approvalNo'],
  ['ImpCtrtNo', 'importContractNo'],
  ['ExpCtrtNo', 'exportContractNo'],
  ['ValidDate', 'validTo'],
  ['ReduNatrcd', 'levyNature'],
  ['ProduceTypecd', 'processingKind'],
  ['ImpexpPortcd', 'ports'],
  ['UcnsDclSegcd', 'consumptionStage'],
  ['StndbkBankcd', 'purpose'],
  ['ProductRatio', 'capacity'],
  ['ImpCurrcd', 'importCurrency'],
  ['ExpCurrcd', 'exportCurrency'],
  ['DclTypeMarkcd'],
  ['PauseImpexpMarkcd', 'pauseMark'],
  ['InputEtpsNm', 'inputName'],
  ['InputEtpsSccd', 'inputCreditCode'],
  ['InputEtpsTypecd', 'inputCustomsCode'],
  ['Rmk', 'remark'],
  ['InputTime', 'inputOn'],
  ['LinkMan', 'contact'],
  ['LinkManTel', 'phone'],
] as const satisfies readonly ElementOf<MessageHead>[]

const itemElements = [
  ['SeqNo'],
  ['GdsSeqno', 'seq'],
  ['MtpckEndprdTypecd'],
  ['GdsMtno', 'partNo'],
  ['Gdecd', 'hsCode'],
  ['GdsNm', 'name'],
  ['EndprdGdsSpcfModelDesc', 'spec'],
  ['DclUnitcd', 'unit'],
  ['LawfUnitcd', 'legalUnit'],
  ['SecdLawfUnitcd', 'secondLegalUnit'],
  ['DclQty', 'quantity'],
  ['DclUprcAmt', 'unitPrice'],
  ['DclTotalAmt', 'total'],
  ['DclCurrcd', 'currency'],
  ['Natcd', 'country'],
  ['LvyrlfModecd', 'levyMode'],
  ['AdjmtrMarkcd', 'mainMark'],
  ['GdsAtrcd', 'attribute'],
  ['ModfMarkcd'],
  ['Rmk', 'remark'],
] as const satisfies readonly ElementOf<RecordItem>[]

const consumptionElements = [
  ['SeqNo'],
  ['GseqNo'],
  ['EndprdSeqno', 'productSeq'],
  ['EndprdGdsMtno'],
  ['EndprdGdecd'],
  ['EndprdGdsNm'],
  ['MtpckSeqno', 'materialSeq'],
  ['MtpckGdsMtno'],
  ['MtpckGdecd'],
  ['MtpckGdsNm'],
  ['UcnsVerno', 'version'],
  // Not in use: 单耗 is computed.
  ['UcnsQty'],
  ['NetUseupQty', 'netConsumption'],
  ['TgblLossRate', 'tangibleLossRate'],
  ['IntgbLossRate', 'intangibleLossRate'],
  ['UcnsDclStucd', 'declarationState'],
  ['ModfMarkcd'],
  ['BondMtpckPrpr', 'bondedRatio'],
  ['EtpsExeMarkcd', 'executionMark'],
  ['Rmk', 'remark'],
] as const satisfies readonly ElementOf<MessageConsumption>[]

type ElementOf<Of> = readonly [name: string, field?: keyof Of & string]
type Derived = Readonly<Record<string, string>>

const figures: Readonly<Record<string, ScaledName>> = {
  capacity: 'Quantity',
  quantity: 'Quantity',
  unitPrice: 'Money',
  total: 'Money',
  netConsumption: 'Rate',
  tangibleLossRate: 'Rate',
  intangibleLossRate: 'Rate',
  bondedRatio: 'Rate',
}
const days: ReadonlySet<string> = new Set(['declaredOn', 'validTo', 'inputOn'])
const sequences: ReadonlySet<string> = new Set(['seq', 'productSeq', 'materialSeq'])

/**
 * The message of a handbook's 备案 or 变更 as the import client takes it (layer A, FORMATS §3.1). The names of its three bodies
 * were seen once (AS); another edition may write them with `Type` behind.
 * @throws RangeError where {@link handbookMessageProblems} has something to say.
 */
export function writeHandbookMessage(message: HandbookMessage): string {
  const [problem] = handbookMessageProblems(message)
  if (problem) throw new RangeError(problem.message)
  const { head, materials, products } = message
  const bySeq = (rows: readonly Marked<RecordItem>[]) => new Map(rows.map(({ row }) => [row.seq, row]))
  const [materialOf, productOf] = [bySeq(materials), bySeq(products)]
  const items = (name: string, type: 'I' | 'E', rows: readonly Marked<RecordItem>[]): XmlElement[] =>
    rows.map(({ mark, row }) => ({
      name,
      content: elements(itemElements, row, { SeqNo: head.seqNo, MtpckEndprdTypecd: type, ModfMarkcd: mark }),
    }))
  return writeXml({
    name: 'EmlMessage',
    content: [
      { name: 'NptsEmlHead', content: elements(headElements, head, { DclTypecd: message.declarationType, DclTypeMarkcd: '1' }) },
      ...items('NptsEmlImg', 'I', materials),
      ...items('NptsEmlExg', 'E', products),
      ...message.consumptions.map(({ mark, row }, index) => ({
        name: 'NptsEmlConsume',
        content: elements(consumptionElements, row, {
          SeqNo: head.seqNo,
          GseqNo: `${index + 1}`,
          ...described('Endprd', productOf.get(row.productSeq)),
          ...described('Mtpck', materialOf.get(row.materialSeq)),
          ModfMarkcd: mark,
        }),
      })),
      { name: 'NptsSign', content: '' },
      { name: 'OperCusRegCode', content: message.cardCustomsCode },
      {
        name: 'ImportInfo',
        content: [
          { name: 'MessageType', content: 'NPTS001' },
          { name: 'OpType', content: 'S' },
          { name: 'HostId', content: '' },
          { name: 'FileSize', content: '0' },
          { name: 'Sign', content: '' },
        ],
      },
    ],
  })
}

const described = (prefix: string, item: RecordItem | undefined): Derived => ({
  [`${prefix}GdsMtno`]: item?.partNo ?? '',
  [`${prefix}Gdecd`]: item?.hsCode ?? '',
  [`${prefix}GdsNm`]: item?.name ?? '',
})

function elements<Of extends object>(table: readonly ElementOf<Of>[], of: Of, derived: Derived): XmlElement[] {
  return table.map(([name, field]) => ({ name, content: field ? print(field, of[field]) : (derived[name] ?? '') }))
}

function print(field: string, value: unknown): string {
  const scale = figures[field]
  if (scale === 'Quantity') return printQuantity(value as Quantity)
  if (scale === 'Money') return printMoney(value as Money)
  if (scale === 'Rate') return printRate(value as Rate)
  return days.has(field) ? String(value).replaceAll('-', '') : String(value)
}

/** A text or figure that the message cannot carry as it is, by its place; nothing is rounded or left out in silence. */
interface MessageProblem {
  part: RecordPart
  /** 备案序号, or 成品:版本:料件; empty for the head. */
  key: string
  column: string
  message: string
}

export function handbookMessageProblems(message: HandbookMessage): MessageProblem[] {
  const of = (part: RecordPart, key: string, where: string, row: object): MessageProblem[] =>
    Object.entries(row).flatMap(([column, value]): MessageProblem[] => {
      const problem = (said: string) => {
        const label = recordField(part, column)?.label ?? column
        return [{ part, key, column, message: `${where}“${label}”${said}` }]
      }
      if (typeof value === 'string' && !isXmlText(value)) return problem('含有报文不能书写的字符')
      const most = column === 'unitPrice' || column === 'total' ? mostDecimals[column] : undefined
      if (most === undefined || decimalsOf(printMoney(value as Money)) <= most) return []
      return problem(`最多 ${most} 位小数（填写了 ${printMoney(value as Money)}）`)
    })
  const body = (part: RecordBody, name: string) =>
    part === 'consumptions'
      ? message.consumptions.flatMap(({ row }) => {
          const key = `${row.productSeq}:${row.version}:${row.materialSeq}`
          return of(part, key, `单耗 成品 ${row.productSeq} 版本 ${row.version} 料件 ${row.materialSeq}：`, row)
        })
      : message[part].flatMap(({ row }) => of(part, `${row.seq}`, `${name} ${row.seq}：`, row))
  return [
    ...of('head', '', '表头：', message.head),
    ...(isXmlText(message.cardCustomsCode)
      ? []
      : [{ part: 'head' as const, key: '', column: 'declarantCustomsCode', message: '申报单位海关编码含有报文不能书写的字符' }]),
    ...body('materials', '料件'),
    ...body('products', '成品'),
    ...body('consumptions', '单耗'),
  ]
}

const decimalsOf = (printed: string): number => printed.split('.')[1]?.length ?? 0

/** What a message that {@link writeHandbookMessage} wrote says. @throws RangeError for any other text. */
export function readHandbookMessage(text: string): HandbookMessage {
  const rows = readXml(text).content
  if (typeof rows === 'string') throw new RangeError('no handbook in the message')
  const named = (name: string) => rows.filter((element) => element.name === name)
  const texts = (element: XmlElement | undefined): Map<string, string> =>
    new Map(
      typeof element?.content === 'object'
        ? element.content.map(({ name, content }) => [name, typeof content === 'string' ? content : ''])
        : [],
    )
  const marked = <Row>(name: string, table: readonly ElementOf<Row>[]): Marked<Row>[] =>
    named(name).map((element) => {
      const found = texts(element)
      return { mark: (found.get('ModfMarkcd') ?? '') as ModificationMark, row: readFields(table, found) }
    })
  const head = texts(named('NptsEmlHead')[0])
  const card = named('OperCusRegCode')[0]?.content
  const message: HandbookMessage = {
    declarationType: head.get('DclTypecd') === '2' ? '2' : '1',
    head: readFields<MessageHead>(headElements, head),
    materials: marked<RecordItem>('NptsEmlImg', itemElements),
    products: marked<RecordItem>('NptsEmlExg', itemElements),
    consumptions: marked<MessageConsumption>('NptsEmlConsume', consumptionElements),
    cardCustomsCode: typeof card === 'string' ? card : '',
  }
  if (!oneOf('BC', message.head.kind)) throw new RangeError('no handbook of kind B or C')
  for (const body of ['materials', 'products', 'consumptions'] as const)
    if (!message[body].every(({ mark }) => oneOf('0123', mark))) throw new RangeError('a row without a mark')
  // Order, derived texts and constants are checked by writing them again.
  if (writeHandbookMessage(message) !== text) throw new RangeError('the fields of the message are not those of a handbook')
  return message
}

const oneOf = (letters: string, one: string): boolean => one.length === 1 && letters.includes(one)

/** Every field of the table; what the texts do not have is empty, and found out when it is written again. */
function readFields<Of>(table: readonly ElementOf<Of>[], texts: ReadonlyMap<string, string>): Of {
  const fields = table.flatMap(([name, field]): [string, unknown][] =>
    field ? [[field, readField(name, field, texts.get(name) ?? '')]] : [],
  )
  return Object.fromEntries(fields) as Of
}

function readField(name: string, field: string, text: string): string | bigint | number | Day {
  const scale = figures[field]
  if (scale) {
    const value = parseScaled(scale, text)
    if (typeof value === 'string') throw new RangeError(`${name}: ${value}`)
    return value
  }
  if (sequences.has(field)) return Number(text)
  if (!days.has(field) || text === '') return text
  return parseDay(text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')) ?? refuseDay(text)
}

function refuseDay(text: string): never {
  throw new RangeError(`no date: ${text}`)
}
