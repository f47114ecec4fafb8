import { parseDay } from '../domain/day.ts'
import { isPackageReceipt, readPackageReceipt } from './package-receipt.ts'
import type { PackageReceipt } from './package-receipt.ts'
import { readLeaves, UnreadableMessage } from './received-xml.ts'
import type { Leaf } from './received-xml.ts'
import { visibleText } from './visible-text.ts'

export type ReceiptResult = 'received' | 'notReceived' | 'approved' | 'manualReview' | 'returned'

/** What an authority, or its import client, says of a filing. */
export interface Receipt {
  message: ReceiptMessage
  /** 统一编号 of 18 digits, or the enterprise's own number: sources differ on which stands here. */
  etpsPreentNo: string
  /** 统一编号; empty where none is given. */
  seqNo: string
  /** 手册编号, of a list its 清单编号; empty where none is given. */
  businessId: string
  /** 企业内部清单编号 in the answer to a list; else empty. */
  innerNo: string
  /** What customs' books say of a list (核扣标志); undefined where the answer does not say. */
  listStatus: ListStatusInBooks | undefined
  result: ReceiptResult
  /** A weaker answer does not take the place of a stronger one: answers may arrive out of order. */
  strength: number
  /** `yyyy-MM-dd HH:mm:ss`, or the day alone; empty where the message has no time (the client's answer). */
  at: string
  /** The code in words, then the remark and the reasons as they came. */
  notes: string[]
  /** Of a PackageReceipt: the package that it answers, to the last bit, and the numbers it gives. One kind serves all kinds of filings. */
  ofPackage?: Pick<PackageReceipt, 'packageId' | 'sha256' | 'handbookNo' | 'listNo'>
}

/** 已核扣, 预核扣, 通过而未核扣 */
export type ListStatusInBooks = 'booked' | 'reserved' | 'unbooked'

const receiptMessages = [
  'CommonResponeMessage',
  'PackageReceipt',
  'EML200',
  'EML201',
  'EML211',
  'EML221',
  'INV200',
  'INV201',
  'INV202',
  'INV211',
] as const
export type ReceiptMessage = (typeof receiptMessages)[number]

interface Meaning {
  result: ReceiptResult
  strength: number
  said: string
}
type Codes = Readonly<Record<string, Meaning>>

const stored: Codes = {
  1: { result: 'received', strength: 1, said: '入库成功' },
  2: { result: 'notReceived', strength: 1, said: '入库失败' },
}
/** A send-back ranks below a pass: it never replaces one (FORMATS §8.3). */
const approval: Codes = {
  Y: { result: 'received', strength: 1, said: '入库成功' },
  Z: { result: 'notReceived', strength: 1, said: '入库失败' },
  2: { result: 'manualReview', strength: 2, said: '转人工' },
  3: { result: 'returned', strength: 2, said: '退单' },
  1: { result: 'approved', strength: 3, said: '通过' },
}
const writeOff: Codes = {
  Y: { result: 'received', strength: 1, said: '入库成功' },
  Z: { result: 'notReceived', strength: 1, said: '入库失败' },
  B: { result: 'manualReview', strength: 2, said: '正式核算转人工确认' },
  // A step on the way: what settles the report is 报核通过.
  5: { result: 'received', strength: 3, said: '正式核算通过' },
  6: { result: 'returned', strength: 3, said: '正式核算退单' },
  A: { result: 'manualReview', strength: 4, said: '报核转人工确认' },
  7: { result: 'manualReview', strength: 5, said: '差异结果待确认' },
  2: { result: 'approved', strength: 6, said: '报核通过' },
  3: { result: 'returned', strength: 6, said: '报核退单' },
}
/** GATEWAY.md, 5: of a kind of its own, what decides is as strong as any answer of customs. */
const ofPackages: Codes = {
  1: { result: 'received', strength: 1, said: '已收下' },
  2: { result: 'notReceived', strength: 1, said: '未收下' },
  5: { result: 'manualReview', strength: 2, said: '转人工' },
  3: { result: 'returned', strength: 3, said: '退单' },
  4: { result: 'approved', strength: 6, said: '通过' },
}
/** A list that is only pre-booked may still be sent back: the later answer holds. What is booked is final. */
const list: Codes = {
  Y: { result: 'received', strength: 1, said: '入库成功' },
  Z: { result: 'notReceived', strength: 1, said: '入库失败' },
  2: { result: 'manualReview', strength: 2, said: '转人工' },
  3: { result: 'returned', strength: 3, said: '退单' },
  4: { result: 'received', strength: 3, said: '预核扣' },
  5: { result: 'received', strength: 3, said: '通过（未核扣）' },
  1: { result: 'approved', strength: 4, said: '通过（已核扣）' },
}
const listCode: Readonly<Record<ListStatusInBooks, string>> = { booked: '1', reserved: '4', unbooked: '5' }
/** FORMATS §8.3; EML by analogy with EMS. */
const codes = { EML200: stored, EML201: approval, EML211: approval, EML221: writeOff, INV200: stored, INV201: list } as const

/** What a list in the books as customs says it is counts as. */
export function listMeaning(status: ListStatusInBooks): { result: ReceiptResult; strength: number } {
  const { result, strength } = list[listCode[status]] ?? unreadable('不认识的核扣标志')
  return { result, strength }
}

/** Of an answer that the clerk has read off the web page: as the receipt would have it. */
export const strengthOf = (message: 'EML211' | 'EML221' | 'INV201', result: 'approved' | 'manualReview' | 'returned'): number =>
  Object.values(codes[message])
    .filter((meaning) => meaning.result === result)
    .reduce((most, { strength }) => Math.max(most, strength), 0)

const unreadable = (message: string): never => {
  throw new UnreadableMessage(message)
}

/**
 * The receipt in a file of the import client's InBox: the bare message, or one inside Package … BussinessData (FORMATS §2.8, §8.1).
 * Where it stands does not matter; what it says is taken strictly.
 * @throws UnreadableMessage for anything else, with a sentence that says why
 */
export function readReceipt(bytes: Uint8Array): Receipt {
  const leaves = readLeaves(bytes)
  if (isPackageReceipt(leaves)) return packageAnswer(leaves)
  if (leaves.some(({ path }) => path.length === 2 && path[0] === 'Root' && path[1] === 'resultFlag')) return clientFailure(leaves)
  const message = messageOf(leaves)
  if (message === 'CommonResponeMessage') return clientAnswer(leaves)
  if (message === 'INV202') return declarationAnswer(leaves)
  if (message === 'INV211') return bookingAnswer(leaves)
  return customsAnswer(message, leaves)
}

function messageOf(leaves: readonly Leaf[]): Exclude<ReceiptMessage, 'PackageReceipt'> {
  const declared = leaves
    .filter(({ path }) => path.at(-1) === 'message_type' && path.at(-2) === 'EnvelopInfo')
    .map(({ text }) => text)
  // Deep inside the data nothing is a root any more.
  const roots = leaves.flatMap(({ path }) =>
    path.slice(0, 8).filter((name) => /^([A-Z]{3}\d{3}|CommonResponeMessage)$/.test(name)),
  )
  const [found, ...others] = new Set([...declared, ...roots])
  if (found === undefined) return unreadable('不是回执：没有找到报文类型')
  if (others.length > 0) return unreadable(`报文类型前后不一：${[found, ...others].slice(0, 3).join('、').slice(0, 60)}`)
  return (
    receiptMessages.find((each): each is Exclude<ReceiptMessage, 'PackageReceipt'> => each === found) ??
    unreadable(`这是 ${found.slice(0, 20)}，不是手册备案、变更、报核或核注清单的回执`)
  )
}

type Fields = ReadonlyMap<string, string>

/** The fields of the one part of this name. */
function part(leaves: readonly Leaf[], name: string): Fields {
  const fields = new Map<string, string>()
  for (const { path, text } of leaves) {
    const field = path.at(-1)
    if (path.at(-2) !== name || field === undefined) continue
    if (fields.has(field)) unreadable(`${name} 中的 ${field} 出现了不止一次`)
    fields.set(field, text)
  }
  return fields.size === 0 ? unreadable(`回执缺少 ${name}`) : fields
}

/** The same, of a part that may be missing. */
const optionalPart = (leaves: readonly Leaf[], name: string): Fields | undefined =>
  leaves.some(({ path }) => path.at(-2) === name) ? part(leaves, name) : undefined

function limited(fields: Fields, name: string, most: number): string {
  const text = fields.get(name) ?? ''
  return text.length > most ? unreadable(`${name} 超过 ${most} 个字符`) : text
}

const isSeqNo = (text: string): boolean => /^\d{18}$/.test(text)

/** FORMATS §2.6. */
function clientAnswer(leaves: readonly Leaf[]): Receipt {
  const fields = part(leaves, 'CommonResponeMessage')
  const seqNo = limited(fields, 'SeqNo', 18)
  const dealFlag = limited(fields, 'DealFlag', 8)
  if (seqNo !== '' && !isSeqNo(seqNo)) unreadable('SeqNo 不是 18 位统一编号')
  if (dealFlag === '') unreadable('回执没有 DealFlag，不知道导入是否成功')
  const result = dealFlag === '0' ? 'received' : 'notReceived'
  const said = result === 'received' ? '导入客户端：导入成功' : `导入客户端：导入失败（${dealFlag}）`
  return {
    message: 'CommonResponeMessage',
    etpsPreentNo: limited(fields, 'EtpsPreentNo', 64),
    seqNo,
    businessId: '',
    innerNo: '',
    listStatus: undefined,
    result,
    strength: 0,
    at: '',
    notes: notes(said, [limited(fields, 'CheckInfo', 4000)]),
  }
}

/** The second form in which the client says that it has not taken a file (FORMATS §2.6): it names no number, the file's name does. */
function clientFailure(leaves: readonly Leaf[]): Receipt {
  const fields = part(leaves, 'Root')
  const [code, why] = [limited(fields, 'failCode', 64), limited(fields, 'failInfo', 4000)]
  if (code === '' && why === '') unreadable('导入客户端的应答没有说明是否失败')
  return {
    message: 'CommonResponeMessage',
    etpsPreentNo: '',
    seqNo: '',
    businessId: '',
    innerNo: '',
    listStatus: undefined,
    result: 'notReceived',
    strength: 0,
    at: '',
    notes: notes(`导入客户端：导入失败${code === '' ? '' : `（${code}）`}`, [why]),
  }
}

function packageAnswer(leaves: readonly Leaf[]): Receipt {
  const { packageId, sha256, result, at, handbookNo, seqNo, listNo, notes: said } = readPackageReceipt(leaves)
  const meaning = ofPackages[result] ?? unreadable('不认识的结果')
  return {
    message: 'PackageReceipt',
    etpsPreentNo: seqNo,
    seqNo,
    businessId: '',
    innerNo: '',
    // A passed list is in the books of who passed it.
    listStatus: meaning.result === 'approved' ? 'booked' : undefined,
    result: meaning.result,
    strength: meaning.strength,
    at,
    notes: notes(`接收单位：${meaning.said}`, said),
    ofPackage: { packageId, sha256, handbookNo, listNo },
  }
}

const isStored = (message: keyof typeof codes): boolean => codes[message] === stored

/** FORMATS §8.1. */
function customsAnswer(message: keyof typeof codes, leaves: readonly Leaf[]): Receipt {
  const fields = part(leaves, isStored(message) ? 'MsgReceResult' : 'HdeApprResult')
  const head = message === 'INV201' ? optionalPart(leaves, 'BondInvtBsc') : undefined
  const code = listCodeOf(message, limited(fields, 'manageResult', 8), head)
  const meaning = codes[message][code]
  if (!meaning) return unreadable(code === '' ? '回执没有审核结果' : `不认识 ${message} 的审核结果“${code}”`)
  const etpsPreentNo = limited(fields, 'etpsPreentNo', 64)
  const reasons = leaves.filter(({ path }) => path.at(-1) === 'note' && path.at(-2) === 'CheckInfo').map(({ text }) => text)
  if (reasons.length > 1000) unreadable('审核意见超过 1000 条')
  return {
    message,
    etpsPreentNo,
    seqNo: isSeqNo(etpsPreentNo) ? etpsPreentNo : '',
    businessId: limited(fields, isStored(message) ? 'bizNo' : 'businessId', 128),
    innerNo: head ? limited(head, 'etpsInnerInvtNo', 64) : '',
    listStatus: message === 'INV201' ? statusOfCode[code] : undefined,
    result: meaning.result,
    strength: meaning.strength,
    at: moment(limited(fields, 'manageDate', 40)),
    notes: notes(`海关：${meaning.said}`, [limited(fields, 'rmk', 4000), ...reasons]),
  }
}

const statusOfCode: Readonly<Record<string, ListStatusInBooks>> = { 1: 'booked', 4: 'reserved', 5: 'unbooked' }
/** 核扣标志: 未核扣, 预核扣, 已核扣, 已核销 */
const statusOfMark: Readonly<Record<string, ListStatusInBooks>> = { 0: 'unbooked', 1: 'reserved', 2: 'booked', 3: 'booked' }

/** Older answers say 通过 of a list whatever its books say; where its head is there, 核扣标志 tells (FORMATS §8.3). */
function listCodeOf(message: keyof typeof codes, code: string, head: Fields | undefined): string {
  const status = message === 'INV201' && code === '1' ? statusOfMark[head?.get('vrfdedMarkcd') ?? ''] : undefined
  return status === undefined ? code : listCode[status]
}

/** INV211: the list's head alone says that it is booked (FORMATS §8.2). */
function bookingAnswer(leaves: readonly Leaf[]): Receipt {
  const fields = part(leaves, 'BondInvtBsc')
  const mark = limited(fields, 'vrfdedMarkcd', 1)
  const listStatus = statusOfMark[mark] ?? unreadable(`不认识 INV211 的核扣标志“${mark}”`)
  const { result, strength } = listMeaning(listStatus)
  const seqNo = limited(fields, 'invtPreentNo', 64)
  const time = limited(fields, 'formalVrfdedTime', 40) || limited(fields, 'prevdTime', 40)
  return {
    message: 'INV211',
    etpsPreentNo: seqNo,
    seqNo: isSeqNo(seqNo) ? seqNo : '',
    businessId: limited(fields, 'bondInvtNo', 64),
    innerNo: limited(fields, 'etpsInnerInvtNo', 64),
    listStatus,
    result,
    strength,
    at: time === '' ? '' : moment(time),
    notes: notes(`海关记账：${list[listCode[listStatus]]?.said ?? ''}`, [limited(fields, 'rmk', 4000)]),
  }
}

/** INV202 tells whether the declaration was made of a list; of the list itself it says nothing (FORMATS §8.3). */
function declarationAnswer(leaves: readonly Leaf[]): Receipt {
  const fields = part(leaves, 'InvApprResult')
  const code = limited(fields, 'manageResult', 8)
  const seqNo = limited(fields, 'invPreentNo', 64)
  const entry = limited(fields, 'entrySeqNo', 64)
  const said =
    code === '1' ? `报关单已生成${entry === '' ? '' : `，统一编号 ${entry}`}` : `报关单生成失败（${code || '没有结果'}）`
  return {
    message: 'INV202',
    etpsPreentNo: seqNo,
    seqNo: isSeqNo(seqNo) ? seqNo : '',
    businessId: limited(fields, 'businessId', 64),
    innerNo: '',
    listStatus: undefined,
    result: 'received',
    strength: 0,
    at: moment(limited(fields, 'createDate', 40)),
    notes: notes(said, [limited(fields, 'reason', 4000)]),
  }
}

const notes = (said: string, texts: readonly string[]): string[] => [
  said,
  ...texts.filter((text) => text !== '').map((text) => visibleText(text.slice(0, 4000))),
]

/** `yyyy-MM-dd HH:mm:ss`, with a T, or the day alone. */
function moment(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.\d+)?(?:\+08:?00)?)?$/.exec(text)
  const [, date, hour, minute, second] = match ?? []
  if (date === undefined || !parseDay(date)) return unreadable(text === '' ? '回执没有审核时间' : `审核时间“${text}”不是日期`)
  return hour === undefined ? date : `${date} ${hour}:${minute}:${second}`
}
