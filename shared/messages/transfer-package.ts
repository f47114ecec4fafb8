import * as z from 'zod'
import { isCreditCode } from '../domain/credit-code.ts'
import { parseDay } from '../domain/day.ts'
import type { Day } from '../domain/day.ts'
import { parseEntered, printMoney, printQuantity } from '../domain/exact.ts'
import type { Money, Quantity } from '../domain/exact.ts'

/**
 * transfer.json: what one side of a deep-processing transfer tells the other, in the writer's own words — its items, its
 * units, its way. No other program knows this form; the two copies of this one check each other by it.
 *
 * One content has one form, byte for byte. What is read is hostile until its signature and its form have been checked.
 */
export interface TransferContent {
  /** 结转编号, the same on both sides. */
  transferNo: string
  from: TransferEnterprise
  to: TransferEnterprise
  /** Of the writer: `out` where the writer's products go to the reader. */
  way: 'out' | 'in'
  /** The writer's, and the reader's as the writer knows it. */
  handbookNo: string
  partnerHandbookNo: string
  periodFrom: Day
  periodTo: Day
  /** Of the writer's list, once customs has numbered it; empty before. */
  listNo: string
  slips: readonly ContentSlip[]
  /** What the writer declares, item by item, each once. Zero where its slips are declared elsewhere. */
  items: readonly ContentItem[]
}

interface TransferEnterprise {
  name: string
  creditCode: string
  customsCode: string
}

export interface ContentSlip {
  slipNo: string
  kind: 'delivery' | 'return'
  deliveredOn: Day
  vehicle: string
  signedBy: string
  lines: readonly ContentLine[]
}

interface Priced {
  quantity: Quantity
  unitPrice: Money | undefined
  currency: string
}
export interface ContentLine extends Priced {
  itemSeq: number
  lot: string
}
export interface ContentItem extends Priced {
  itemSeq: number
  hsCode: string
  name: string
  unit: string
}

/** Far above a month of deliveries: what is longer is no transfer. */
export const mostSlips = 5000
export const mostItems = 1000
const mostLines = 1000
/** Of the file, in bytes. */
export const largestTransferJson = 32 * 1024 * 1024

// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/
const plain = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => text === text.trim() && text.isWellFormed() && !unprintable.test(text))
/** A text of the books as a package can hold it: in one line, without what cannot be seen. */
export const plainText = (text: string): string => text.toWellFormed().replace(new RegExp(unprintable, 'g'), ' ').trim()
const filled = (most: number) => plain(most).min(1)
const businessDay = z.string().refine((text) => parseDay(text) !== undefined)
const itemSeq = z.int().min(1).max(999_999_999)
const handbookNo = z.string().regex(/^[A-Z][0-9A-Z]{11}$/)
/** As {@link printQuantity} and {@link printMoney} write it, and no finer or larger than real goods. */
const amount = (name: 'Quantity' | 'Money', least: bigint) =>
  z
    .string()
    .max(40)
    .refine((text) => {
      const value = parseEntered(name, text)
      return typeof value === 'bigint' && value >= least && printQuantity(value as bigint as Quantity) === text
    })
const currency = z.string().regex(/^\d{3}$/)
const priced = { unitPrice: amount('Money', 0n).nullable(), currency: currency.or(z.literal('')) }
const priceHasCurrency = (of: { unitPrice: string | null; currency: string }) => of.unitPrice === null || of.currency !== ''

const enterprise = z.strictObject({
  name: filled(512),
  creditCode: z.string().refine(isCreditCode),
  customsCode: z.string().regex(/^\d{5}[0-9A-Z]{5}$/),
})
const line = z.strictObject({ itemSeq, quantity: amount('Quantity', 1n), ...priced, lot: plain(64) }).refine(priceHasCurrency)
const slip = z.strictObject({
  slipNo: filled(64),
  kind: z.enum(['delivery', 'return']),
  deliveredOn: businessDay,
  vehicle: plain(64),
  signedBy: plain(64),
  lines: z.array(line).min(1).max(mostLines),
})
const item = z
  .strictObject({
    itemSeq,
    hsCode: plain(16),
    name: plain(512),
    unit: plain(8),
    quantity: amount('Quantity', 0n),
    ...priced,
  })
  .refine(priceHasCurrency)

const onlyOnce = <T>(of: readonly T[], key: (each: T) => unknown): boolean => new Set(of.map(key)).size === of.length

/** The order of the fields here is their order in the file. */
const schema = z
  .strictObject({
    format: z.literal('bonded-ledger-transfer/1'),
    transferNo: filled(64),
    from: enterprise,
    to: enterprise,
    way: z.enum(['out', 'in']),
    handbookNo,
    partnerHandbookNo: handbookNo,
    periodFrom: businessDay,
    periodTo: businessDay,
    listNo: plain(64),
    slips: z.array(slip).max(mostSlips),
    items: z.array(item).min(1).max(mostItems),
  })
  .refine(({ periodFrom, periodTo }) => periodFrom <= periodTo)
  .refine(({ from, to }) => from.creditCode !== to.creditCode)
  .refine(({ slips }) => onlyOnce(slips, ({ slipNo }) => slipNo))
  .refine(({ items }) => onlyOnce(items, (each) => each.itemSeq))
  .refine(({ items }) => items.some(({ quantity }) => quantity !== '0'))
  .refine(({ slips, items }) => {
    const described = new Set(items.map((each) => each.itemSeq))
    return slips.every(({ lines }) => lines.every((each) => described.has(each.itemSeq)))
  })
type Written = z.infer<typeof schema>

const texts = ({ quantity, unitPrice, currency: of }: Priced) => ({
  quantity: printQuantity(quantity),
  unitPrice: unitPrice === undefined ? null : printMoney(unitPrice),
  currency: of,
})

/** The one way to write it. @throws where a field is not of its form */
export function writeTransferPackage(content: TransferContent): Uint8Array {
  const written: Written = {
    format: 'bonded-ledger-transfer/1',
    ...content,
    slips: content.slips.map((each) => ({ ...each, lines: each.lines.map((of) => ({ ...of, ...texts(of) })) })),
    items: content.items.map((each) => ({ ...each, ...texts(each) })),
  }
  return encode(written)
}

// Parsing puts the fields into the order of the schema.
const encode = (written: Written): Uint8Array => new TextEncoder().encode(`${JSON.stringify(schema.parse(written), null, 1)}\n`)

/** The content, or undefined unless `bytes` are what {@link writeTransferPackage} writes for it. */
export function readTransferPackage(bytes: Uint8Array): TransferContent | undefined {
  if (bytes.length > largestTransferJson) return undefined
  const read = schema.safeParse(parseJson(bytes))
  if (!read.success || !sameBytes(encode(read.data), bytes)) return undefined
  const { format: _, ...content } = read.data
  return {
    ...content,
    periodFrom: content.periodFrom as Day,
    periodTo: content.periodTo as Day,
    slips: content.slips.map((each) => ({
      ...each,
      deliveredOn: each.deliveredOn as Day,
      lines: each.lines.map((of) => ({ ...of, ...figures(of) })),
    })),
    items: content.items.map((each) => ({ ...each, ...figures(each) })),
  }
}

const figures = (of: { quantity: string; unitPrice: string | null; currency: string }): Priced => ({
  quantity: parseEntered('Quantity', of.quantity) as Quantity,
  unitPrice: of.unitPrice === null ? undefined : (parseEntered('Money', of.unitPrice) as Money),
  currency: of.currency,
})

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return undefined
  }
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, at) => byte === b[at])

/** Whose is whose, as the other side sees it: what is `from` and `out` for the writer is `to` and `in` for the reader. */
export const seenByOther = <Content extends Pick<TransferContent, 'from' | 'to' | 'way' | 'handbookNo' | 'partnerHandbookNo'>>(
  content: Content,
): Content => ({
  ...content,
  from: content.to,
  to: content.from,
  way: content.way === 'out' ? 'in' : 'out',
  handbookNo: content.partnerHandbookNo,
  partnerHandbookNo: content.handbookNo,
})
