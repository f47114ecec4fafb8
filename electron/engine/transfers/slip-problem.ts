import { currencyName } from '../../../shared/codes/tables.ts'
import { addQuantities, noQuantity, printQuantity } from '../../../shared/domain/exact.ts'
import type { Money, Quantity } from '../../../shared/domain/exact.ts'
import type { HandbookRow, ItemRow } from '../handbooks/service.ts'
import type { PartnerRow } from './partner-store.ts'

/** A slip as it is written down. */
export interface Slip {
  way: 'out' | 'in'
  kind: 'delivery' | 'return'
  slipNo: string
  deliveredOn: string
  partnerHandbookNo: string
  vehicle: string
  signedBy: string
  remark: string
  lines: readonly SlipLine[]
}
export interface SlipLine {
  itemSeq: number
  /** Of a product that goes out; '' where it is not known, or of a material. */
  version: string
  quantity: Quantity
  unitPrice: Money | undefined
  currency: string
  lot: string
}

/** What of the books a slip is checked against. */
interface SlipBooks {
  partner: PartnerRow
  /** The partner's own. */
  partnerHandbooks: ReadonlySet<string>
  handbook: HandbookRow
  /** Of the side that the way names: products that go out, materials that come in. */
  items: ReadonlyMap<number, ItemRow>
  /** By product, in their order; none of a material. */
  versions: ReadonlyMap<number, readonly string[]>
  today: string
  /** The slip of this number, not voided. */
  held: Slip | undefined
  /** Delivered less returned until now, of `seq:version`. */
  net: (itemKey: string) => Quantity
  /** A partner's package does not know our versions: which of several it was is for the list to say. */
  versionMayBeOpen: boolean
}

/** What the slips between a handbook of ours and a partner are checked against, one after the other. */
export interface SlipChecks {
  of(slip: Slip, from: SlipOrigin): SlipBooks
  /** A slip that has been found sound: what follows is checked after it. */
  note(slip: Slip): void
}
export type SlipOrigin = 'typed' | 'workbook' | 'package'

type SlipColumn = 'partnerId' | 'handbookNo' | 'partnerHandbookNo' | 'deliveredOn' | 'slipNo'
type LineColumn = 'itemSeq' | 'version' | 'quantity' | 'unitPrice' | 'currency'

type SlipProblem = { code: string; message: string } & (
  | { line?: undefined; column: SlipColumn }
  /** By its place in the slip, from 0. */
  | { line: number; column: LineColumn }
)

export const itemKey = (line: { itemSeq: number; version: string }): string => `${line.itemSeq}:${line.version}`

/** With the only version of a product filled in where a slip leaves it out; a material has none. */
export function withVersions<S extends Slip>(slip: S, books: Pick<SlipBooks, 'versions'>): S {
  const versionOf = (line: SlipLine): string => {
    if (slip.way === 'in') return ''
    if (line.version !== '') return line.version
    const versions = books.versions.get(line.itemSeq) ?? []
    return versions.length === 1 ? (versions[0] ?? '') : versions.length === 0 ? '0' : ''
  }
  return { ...slip, lines: slip.lines.map((line) => ({ ...line, version: versionOf(line) })) }
}

/** The first reason why a slip cannot stand in the books. 'same' where it stands there already. */
export function slipProblem(slip: Slip, books: SlipBooks): SlipProblem | 'same' | undefined {
  if (books.held) {
    const differs = difference(books.held, slip)
    if (differs === undefined) return 'same'
    return {
      column: 'slipNo',
      code: 'delivery.differs',
      message: `${slip.slipNo} 账内已有，${differs}不同；已登记的不能改动，请先作废再登记`,
    }
  }
  if (books.partner.active === 0n)
    return { column: 'partnerId', code: 'delivery.partnerInactive', message: `“${books.partner.name}”已停用` }
  if (!books.partnerHandbooks.has(slip.partnerHandbookNo)) {
    return {
      column: 'partnerHandbookNo',
      code: 'partner.handbookUnknown',
      message: `${slip.partnerHandbookNo} 没有登记在“${books.partner.name}”名下`,
    }
  }
  if (slip.deliveredOn > books.today)
    return { column: 'deliveredOn', code: 'delivery.future', message: `${slip.deliveredOn} 晚于今天 ${books.today}` }
  if (slip.deliveredOn < books.handbook.established_on) {
    return {
      column: 'deliveredOn',
      code: 'delivery.beforeHandbook',
      message: `${slip.deliveredOn} 早于手册设立日期 ${books.handbook.established_on}`,
    }
  }
  return lineProblem(slip, books)
}

function lineProblem(slip: Slip, books: SlipBooks): SlipProblem | undefined {
  const side = slip.way === 'out' ? '成品' : '料件'
  const returned = new Map<string, Quantity>()
  for (const [line, of] of slip.lines.entries()) {
    if (!books.items.has(of.itemSeq))
      return { line, column: 'itemSeq', code: 'delivery.unknownItem', message: `${side} ${of.itemSeq} 不在手册中` }
    const versions = books.versions.get(of.itemSeq) ?? []
    if (slip.way === 'out' && of.version === '' && !books.versionMayBeOpen) {
      const message = `成品 ${of.itemSeq} 有版本 ${versions.join('、')}，请写明是哪一个（R-35）`
      return { line, column: 'version', code: 'delivery.whichVersion', message }
    }
    // where consumption is declared first, a version without it would be no version.
    const isOpen = of.version === '' && books.versionMayBeOpen
    if (slip.way === 'out' && !isOpen && books.handbook.consumption_stage === '1' && !versions.includes(of.version)) {
      const message = `成品 ${of.itemSeq} 没有版本 ${of.version} 的单耗（R-33）`
      return { line, column: 'version', code: 'delivery.unknownVersion', message }
    }
    if (of.quantity <= 0n) return { line, column: 'quantity', code: 'delivery.notAboveZero', message: '数量应大于零' }
    if (of.unitPrice !== undefined && of.unitPrice < 0n)
      return { line, column: 'unitPrice', code: 'delivery.negativePrice', message: '单价不能为负' }
    if (of.unitPrice !== undefined && of.currency === '')
      return { line, column: 'currency', code: 'delivery.noCurrency', message: '有单价时要有币制' }
    if (of.currency !== '' && currencyName(of.currency) === undefined)
      return { line, column: 'currency', code: 'delivery.unknownCurrency', message: `币制 ${of.currency} 不在代码表中` }
    if (slip.kind === 'return') {
      const key = itemKey(of)
      const all = addQuantities(returned.get(key) ?? noQuantity, of.quantity)
      const net = books.net(key)
      if (all > net) {
        const message = `${side} ${of.itemSeq} 退货 ${printQuantity(all)}，多于收发货净数 ${printQuantity(net)}`
        return { line, column: 'quantity', code: 'delivery.moreReturned', message }
      }
      returned.set(key, all)
    }
  }
  return undefined
}

const headNames = [
  ['kind', '类别'],
  ['deliveredOn', '日期'],
  ['partnerHandbookNo', '对方手册编号'],
  ['vehicle', '运输工具'],
  ['signedBy', '签收人'],
  ['remark', '备注'],
] as const
const lineNames = [
  ['itemSeq', '备案序号'],
  ['version', '单耗版本号'],
  ['quantity', '数量'],
  ['unitPrice', '单价'],
  ['currency', '币制'],
  ['lot', '批次'],
] as const

/** What of a slip differs from the one in the books; undefined where they say the same. */
function difference(held: Slip, given: Slip): string | undefined {
  for (const [field, name] of headNames) if (held[field] !== given[field]) return name
  if (held.lines.length !== given.lines.length) return `行数（账内 ${held.lines.length} 行）`
  for (const [index, line] of given.lines.entries())
    for (const [field, name] of lineNames) if (held.lines[index]?.[field] !== line[field]) return `第 ${index + 1} 行${name}`
  return undefined
}
