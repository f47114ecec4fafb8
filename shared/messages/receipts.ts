import { parseDay } from '../domain/day.ts'
import { readLeaves, UnreadableMessage } from './received-xml.ts'
import type { Leaf } from './received-xml.ts'

export type ReceiptResult = 'received' | 'notReceived' | 'approved' | 'manualReview' | 'returned'

/** What an authority, or its import client, says of a filing. */
export interface Receipt {
  message: ReceiptMessage
  /** 统一编号 of 18 digits, or the enterprise's own number: sources differ on which stands here. */
  etpsPreentNo: string
  /** 统一编号; empty where none is given. */
  seqNo: string
  /** 手册编号; empty where none is given. */
  businessId: string
  result: ReceiptResult
  /** A weaker answer does not take the place of a stronger one: answers may arrive out of order. */
  strength: number
  /** `yyyy-MM-dd HH:mm:ss`, or the day alone; empty where the message has no time (the client's answer). */
  at: string
  /** The code in words, then the remark and the reasons as they came. */
  notes: string[]
}

const receiptMessages = ['CommonResponeMessage', 'EML200', 'EML201', 'EML211', 'EML221'] as const
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
/** FORMATS §8.3; EML by analogy with EMS. */
const codes = { EML200: stored, EML201: approval, EML211: approval, EML221: writeOff } as const

/** Of an answer that the clerk has read off the web page: as the receipt would have it. */
export const strengthOf = (message: 'EML211' | 'EML221', result: 'approved' | 'manualReview' | 'returned'): number =>
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
  const message = messageOf(leaves)
  return message === 'CommonResponeMessage' ? clientAnswer(leaves) : customsAnswer(message, leaves)
}

function messageOf(leaves: readonly Leaf[]): ReceiptMessage {
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
    receiptMessages.find((each) => each === found) ?? unreadable(`这是 ${found.slice(0, 20)}，不是手册备案、变更或报核的回执`)
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
    result,
    strength: 0,
    at: '',
    notes: notes(said, [limited(fields, 'CheckInfo', 4000)]),
  }
}

/** FORMATS §8.1. */
function customsAnswer(message: keyof typeof codes, leaves: readonly Leaf[]): Receipt {
  const fields = part(leaves, message === 'EML200' ? 'MsgReceResult' : 'HdeApprResult')
  const code = limited(fields, 'manageResult', 8)
  const meaning = codes[message][code]
  if (!meaning) return unreadable(code === '' ? '回执没有审核结果' : `不认识 ${message} 的审核结果“${code}”`)
  const etpsPreentNo = limited(fields, 'etpsPreentNo', 64)
  const reasons = leaves.filter(({ path }) => path.at(-1) === 'note' && path.at(-2) === 'CheckInfo').map(({ text }) => text)
  if (reasons.length > 1000) unreadable('审核意见超过 1000 条')
  return {
    message,
    etpsPreentNo,
    seqNo: isSeqNo(etpsPreentNo) ? etpsPreentNo : '',
    businessId: limited(fields, message === 'EML200' ? 'bizNo' : 'businessId', 128),
    result: meaning.result,
    strength: meaning.strength,
    at: moment(limited(fields, 'manageDate', 40)),
    notes: notes(`海关：${meaning.said}`, [limited(fields, 'rmk', 4000), ...reasons]),
  }
}

const notes = (said: string, texts: readonly string[]): string[] => [
  said,
  ...texts.filter((text) => text !== '').map((text) => text.slice(0, 4000)),
]

/** `yyyy-MM-dd HH:mm:ss`, with a T, or the day alone. */
function moment(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.\d+)?(?:\+08:?00)?)?$/.exec(text)
  const [, date, hour, minute, second] = match ?? []
  if (date === undefined || !parseDay(date)) return unreadable(text === '' ? '回执没有审核时间' : `审核时间“${text}”不是日期`)
  return hour === undefined ? date : `${date} ${hour}:${minute}:${second}`
}
