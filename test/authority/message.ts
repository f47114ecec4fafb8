import { childrenNamed, find, readXml, textOf } from './xml.ts'
import type { Element } from './xml.ts'

/** 报核, 手册备案或变更, 核注清单, 外发加工; other: tables and reports of other departments, which are read by people. */
export type MessageKind = 'DCR' | 'EML' | 'INV' | 'GCD' | 'other'

/** A line of a list as the books take it up, in 10⁻⁵ units. */
interface BookedLine {
  item: string
  mode: string
  direction: string
  quantity: bigint
}

export interface Message {
  kind: MessageKind
  /** The enterprise's own number. Of a write-off report, which has none, its handbook. */
  ownNumber: string
  enterprise: string
  handbookNo: string
  seqNo: string
  /** 申报类型: 1 备案, 2 变更, 3 删除 */
  declarationType: string
  customsDistrict: string
  direction: string
  /** 清单编号, of the list that is changed. */
  listNo: string
  lines: BookedLine[]
  /** What customs would send it back for, in words. */
  problems: string[]
}

const roots = [
  ['DcrMessage', 'DCR'],
  ['EmlMessage', 'EML'],
  ['InvtMessage', 'INV'],
  ['GcdBsc', 'GCD'],
] as const

/** @throws Unreadable where the bytes are no message */
function readMessage(bytes: Uint8Array): Message {
  const root = readXml(bytes)
  for (const [name, kind] of roots) {
    const body = find(root, name)
    if (body) return readers[kind](body)
  }
  return nothing('other')
}

const nothing = (kind: MessageKind): Message => ({
  kind,
  ownNumber: '',
  enterprise: '',
  handbookNo: '',
  seqNo: '',
  declarationType: '1',
  customsDistrict: '',
  direction: '',
  listNo: '',
  lines: [],
  problems: [],
})

const scale = 100_000n
/** A quantity in 10⁻⁵ units; undefined for what is none. */
export function readQuantity(text: string): bigint | undefined {
  const [, sign, whole, fraction = ''] = /^(-?)(\d{1,19})(?:\.(\d{1,5}))?$/.exec(text) ?? []
  if (whole === undefined) return undefined
  const value = BigInt(whole) * scale + BigInt(fraction.padEnd(5, '0'))
  return sign === '-' ? -value : value
}

const readers = { DCR: readReport, EML: readHandbook, INV: readList, GCD: readOutward }

const came = ['ImpTotalQty', 'DprcsCrdImpQty'] as const
const went = ['SdinQty', 'ReexpQty', 'MtpckDstryQty', 'RemainCrdwQty', 'CsmTotalQty', 'RemainMtpckQty'] as const

function readReport(body: Element): Message {
  const head = body.children.find(({ name }) => name === 'NptsDcrHeadType')
  const tables = ['NptsDcrBillType', 'NptsDcrImgType', 'NptsDcrExgType'].map((name) => childrenNamed(body, name))
  const [lists = [], materials = [], products = []] = tables
  const handbookNo = textOf(head, 'EmlNo')
  const problems = [
    ...(/^[A-Z][0-9A-Z]{11}$/.test(handbookNo) ? [] : ['手册编号不是 12 位']),
    ...counted(head, 'ImpInvtTotalCnt', '进口清单总数', lists.filter((list) => textOf(list, 'IeFlag') === 'I').length),
    ...counted(head, 'ExpInvtTotalCnt', '出口清单总数', lists.filter((list) => textOf(list, 'IeFlag') === 'E').length),
    ...counted(head, 'ChgoffMtpckTotalAmt', '报核料件总数', materials.length),
    ...counted(head, 'ChgoffEndprdTotalAmt', '报核成品总数', products.length),
    ...tables.flatMap((rows) =>
      rows.flatMap((row, index) => (textOf(row, 'GNo') === `${index + 1}` ? [] : [`${row.name} 第 ${index + 1} 行的序号不连续`])),
    ),
    ...repeated(lists.map((list) => textOf(list, 'BondInvtNo'))).map((no) => `清单 ${no} 列了不止一次`),
    ...materials.flatMap(balanced),
  ]
  return {
    ...nothing('DCR'),
    ownNumber: handbookNo,
    enterprise: textOf(head, 'BizopEtpsSccd') || textOf(head, 'BizopEtpsNo'),
    handbookNo,
    seqNo: textOf(head, 'SeqNo'),
    customsDistrict: textOf(head, 'MasterCuscd'),
    problems,
  }
}

const counted = (head: Element | undefined, name: string, label: string, rows: number): string[] =>
  textOf(head, name) === `${rows}` ? [] : [`${label}写 ${textOf(head, name) || '空'}，实有 ${rows}`]

const repeated = (values: readonly string[]): string[] => [...new Set(values.filter((value, at) => values.indexOf(value) !== at))]

/** R-112: what came in is what went out and what remains. */
function balanced(row: Element): string[] {
  const of = (names: readonly string[]) => names.map((name) => readQuantity(textOf(row, name)))
  const [ins, outs] = [of(came), of(went)]
  const where = `料件 ${textOf(row, 'EmlSeqno')}`
  if ([...ins, ...outs].includes(undefined)) return [`${where} 的数量不是数字`]
  const sum = (values: readonly (bigint | undefined)[]) => values.reduce<bigint>((total, value) => total + (value ?? 0n), 0n)
  const difference = sum(ins) - sum(outs)
  return difference === 0n ? [] : [`${where} 不平衡：进口与各项去向相差 ${printQuantity(difference)}`]
}

export function printQuantity(value: bigint): string {
  const digits = `${value < 0n ? -value : value}`.padStart(6, '0')
  const fraction = digits.slice(-5).replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -5)}${fraction === '' ? '' : `.${fraction}`}`
}

function readHandbook(body: Element): Message {
  const head = body.children.find(({ name }) => name === 'NptsEmlHead')
  const items = ['NptsEmlImg', 'NptsEmlExg'].flatMap((name) => childrenNamed(body, name))
  const changes = textOf(head, 'DclTypecd') === '2'
  return {
    ...nothing('EML'),
    ownNumber: textOf(head, 'EtpsPreentNo'),
    enterprise: textOf(head, 'BizopEtpsSccd') || textOf(head, 'BizopEtpsno'),
    handbookNo: textOf(head, 'EmlNo'),
    seqNo: textOf(head, 'SeqNo'),
    declarationType: textOf(head, 'DclTypecd'),
    customsDistrict: textOf(head, 'MasterCuscd'),
    direction: textOf(head, 'EmlType'),
    problems: [
      ...(['B', 'C'].includes(textOf(head, 'EmlType')) ? [] : ['手册类型不是 B 或 C']),
      ...(/^\d{8}$/.test(textOf(head, 'ValidDate')) ? [] : ['有效期不是日期']),
      ...(changes && textOf(head, 'EmlNo') === '' ? ['变更没有手册编号'] : []),
      ...items.flatMap((item) => (readQuantity(textOf(item, 'DclQty')) === undefined ? [`${item.name} 的申报数量不是数字`] : [])),
    ],
  }
}

function readList(body: Element): Message {
  const head = body.children.find(({ name }) => name === 'InvtHeadType')
  const rows = childrenNamed(body, 'InvtListType')
  const goods = textOf(head, 'MtpckEndprdMarkcd')
  const lines: BookedLine[] = []
  const problems = [...(rows.length === 0 ? ['清单没有表体'] : []), ...(['I', 'E'].includes(goods) ? [] : ['料件成品标志不对'])]
  for (const [index, row] of rows.entries()) {
    const quantity = readQuantity(textOf(row, 'DclQty'))
    if (textOf(row, 'GdsSeqno') !== `${index + 1}`) problems.push(`第 ${index + 1} 行的商品序号不连续`)
    if (quantity === undefined || quantity <= 0n) problems.push(`第 ${index + 1} 行的申报数量不是正数`)
    else
      lines.push({
        item: `${goods}${textOf(row, 'PutrecSeqno')}`,
        mode: textOf(head, 'SupvModecd'),
        direction: textOf(head, 'ImpexpMarkcd'),
        quantity,
      })
  }
  return {
    ...nothing('INV'),
    ownNumber: textOf(head, 'EtpsInnerInvtNo'),
    enterprise: textOf(head, 'BizopEtpsSccd') || textOf(head, 'BizopEtpsno'),
    handbookNo: textOf(head, 'PutrecNo'),
    seqNo: textOf(head, 'SeqNo'),
    declarationType: textOf(head, 'DclTypecd'),
    customsDistrict: textOf(head, 'DclPlcCuscd'),
    direction: textOf(head, 'ImpexpMarkcd'),
    listNo: textOf(head, 'BondInvtNo'),
    lines,
    problems,
  }
}

function readOutward(body: Element): Message {
  return {
    ...nothing('GCD'),
    ownNumber: textOf(body, 'trfoutEtpsInnerNo'),
    enterprise: textOf(body, 'trfoutEtpsSccd') || textOf(body, 'trfoutEtpsno'),
    handbookNo: textOf(body, 'trfoutOriactNo'),
    customsDistrict: textOf(body, 'trfoutPlcCuscd'),
    declarationType: textOf(body, 'dclTypecd'),
  }
}

/** The message among the files of a package: the first that is one. */
export function messageIn(files: readonly { name: string; bytes: Uint8Array }[]): Message {
  const xml = files.find(({ name }) => name.endsWith('.xml') && !name.includes('/attachments/'))
  return xml ? readMessage(xml.bytes) : nothing('other')
}
