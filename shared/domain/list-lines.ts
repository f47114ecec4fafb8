import { exactMoney, exactQuantity, parseEntered, printMoney, printQuantity } from './exact.ts'
import type { Exact, Money, Quantity } from './exact.ts'
import type { CellProblem, Cells } from './handbook-record-cells.ts'
import { levyModeOf, listBusinessTable } from './list-business.ts'
import type { ListBusiness } from './list-business.ts'
import { listCellProblem, normaliseListCells } from './list-cells.ts'
import { listFields } from './list-fields.ts'

/** What the handbook says of an item that a line names. */
export interface ListItem {
  seq: number
  partNo: string
  hsCode: string
  name: string
  spec: string
  unit: string
  legalUnit: string
  secondLegalUnit: string
  /** 备案数量; zero where an account leaves it open. */
  recorded: Quantity
  unitPrice: Money
  currency: string
  country: string
  levyMode: string
  /** 商品属性: 1 消耗性物料 … */
  attribute: string
}

/** The figures of a line of which nothing is wrong. */
export interface ReadLine {
  itemSeq: number
  version: string
  quantity: Quantity
  unitPrice: Money
  total: Money
  currency: string
  legalQuantity: Quantity
  secondLegalQuantity: Quantity | undefined
  originCountry: string
  destinationCountry: string
  levyMode: string
  use: string
  apart: boolean
  grossWeight: Quantity | undefined
  netWeight: Quantity | undefined
  applyLineNo: string
  remark: string
}

interface LineContext {
  business: ListBusiness
  /** 启运/运抵国 of the head. */
  country: string
  /** Of the product: the only version that has a declared consumption, where there is but one. */
  onlyVersion(itemSeq: number): string | undefined
}

export interface ExaminedLine {
  lineNo: number
  /** As the clerk left it. */
  typed: Cells
  /** With what is proposed for the cells that he left empty. */
  cells: Cells
  item: ListItem | undefined
  problems: readonly CellProblem[]
  /** Undefined while anything is wrong. */
  line: ReadLine | undefined
}

const china = '142'

const quantityOf = (text: string | undefined): Quantity | undefined => {
  const value = text === undefined ? undefined : parseEntered('Quantity', text)
  return typeof value === 'bigint' && value > 0n ? value : undefined
}
const moneyOf = (text: string | undefined): Money | undefined => {
  const value = text === undefined ? undefined : parseEntered('Money', text)
  return typeof value === 'bigint' && value > 0n ? value : undefined
}

/** Half-up to so many decimals. What comes out may be more than a line can say: its cell tells. */
function rounded(value: Exact, places: number): Money {
  const [whole = '', fraction = ''] = value.toText(places).split('.')
  return BigInt(whole + fraction.padEnd(5, '0')) as Money
}

/** Quantity × price half-up to 0.01, as 申报总价 is written. */
export const lineTotal = (quantity: Quantity, unitPrice: Money): Money =>
  rounded(exactQuantity(quantity).times(exactMoney(unitPrice)), 2)
/** Total ÷ quantity half-up to four decimals, as 申报单价 is written. */
export const linePrice = (total: Money, quantity: Quantity): Money =>
  rounded(exactMoney(total).dividedBy(exactQuantity(quantity)), 4)

/** A sale and what scrap fetches have prices of their own: the recorded one is no help. */
const ownPrice: ReadonlySet<ListBusiness> = new Set(['materialSale', 'scrapSale', 'scrapReexport', 'scrapDestruction'])

/** Where the goods were made and where they go, as far as the business tells. */
function countries({ business, country }: LineContext, item: ListItem): { origin: string; destination: string } {
  const { goods, direction, transportMode } = listBusinessTable[business]
  const leaves = direction === 'E' && transportMode === ''
  const madeHere = goods === 'product' || business === 'transferIn'
  return {
    origin: madeHere ? china : item.country,
    destination: leaves ? country || (goods === 'product' ? item.country : '') : china,
  }
}

/** What follows from the item and from the other cells: only for cells that are empty. */
function proposedCells(typed: Cells, item: ListItem | undefined, context: LineContext): Cells {
  if (!item) return typed
  const { business } = context
  const proposed: Record<string, string> = {}
  const fill = (id: string, text: string | undefined) => {
    // What rounds to nothing is no proposal.
    if ((typed[id] ?? '') === '' && text !== undefined && text !== '' && text !== '0') proposed[id] = text
  }
  const quantity = quantityOf(typed['quantity'])
  const typedTotal = moneyOf(typed['total'])
  if (typedTotal !== undefined && quantity !== undefined) fill('unitPrice', printMoney(linePrice(typedTotal, quantity)))
  else if (!ownPrice.has(business) && item.unitPrice > 0n) fill('unitPrice', printMoney(rounded(exactMoney(item.unitPrice), 4)))
  const unitPrice = moneyOf(typed['unitPrice'] ?? proposed['unitPrice'])
  if (quantity !== undefined && unitPrice !== undefined) fill('total', printMoney(lineTotal(quantity, unitPrice)))
  fill('currency', business === 'materialSale' || business === 'scrapSale' ? china : item.currency)
  if (quantity !== undefined) {
    if (item.legalUnit === item.unit) fill('legalQuantity', printQuantity(quantity))
    if (item.secondLegalUnit === item.unit) fill('secondLegalQuantity', printQuantity(quantity))
  }
  const { origin, destination } = countries(context, item)
  fill('originCountry', origin)
  fill('destinationCountry', destination)
  fill('levyMode', levyModeOf(business))
  const onlyVersion = listBusinessTable[business].goods === 'product' ? context.onlyVersion(item.seq) : undefined
  if (onlyVersion !== undefined && (typed['version'] ?? '') === '') proposed['version'] = onlyVersion
  return Object.keys(proposed).length === 0 ? typed : { ...typed, ...proposed }
}

function readLine(cells: Cells, itemSeq: number, goods: 'material' | 'product'): ReadLine | undefined {
  const at = (id: string) => cells[id] ?? ''
  const [quantity, unitPrice, total] = [quantityOf(at('quantity')), moneyOf(at('unitPrice')), moneyOf(at('total'))]
  const legalQuantity = quantityOf(at('legalQuantity'))
  if (quantity === undefined || unitPrice === undefined || total === undefined || legalQuantity === undefined) return undefined
  return {
    itemSeq,
    version: goods === 'product' ? at('version') || '0' : '',
    quantity,
    unitPrice,
    total,
    currency: at('currency'),
    legalQuantity,
    secondLegalQuantity: quantityOf(at('secondLegalQuantity')),
    originCountry: at('originCountry'),
    destinationCountry: at('destinationCountry'),
    levyMode: at('levyMode'),
    use: at('use'),
    apart: at('apart') === '1',
    grossWeight: quantityOf(at('grossWeight')),
    netWeight: quantityOf(at('netWeight')),
    applyLineNo: at('applyLineNo'),
    remark: at('remark'),
  }
}

/** Every line with its item, what is proposed, and what is wrong with its cells; `numbers` of lines that have theirs already. */
export function examineLines(
  lines: readonly Cells[],
  itemOf: (seq: number) => ListItem | undefined,
  context: LineContext,
  numbers?: readonly number[],
): ExaminedLine[] {
  const { goods } = listBusinessTable[context.business]
  const side = goods === 'material' ? '料件' : '成品'
  return lines.map((given, index) => {
    const typed = normaliseListCells('line', given)
    const seqText = typed['itemSeq'] ?? ''
    const item = listCellProblem('line', 'itemSeq', seqText) === undefined && seqText !== '' ? itemOf(Number(seqText)) : undefined
    const cells = proposedCells(typed, item, context)
    const problems: CellProblem[] = []
    // What is proposed rests on the item, and two of them on the quantity: while that is wrong they are not missed.
    const proposable = (id: string) =>
      item !== undefined &&
      id !== 'declarationLineNo' &&
      (quantityOf(cells['quantity']) !== undefined || (id !== 'total' && id !== 'legalQuantity'))
    for (const { id, label, required } of listFields.line) {
      const text = cells[id] ?? ''
      const reason = listCellProblem('line', id, text)
      if (reason !== undefined) problems.push({ column: id, message: `“${label}”${reason}` })
      else if (text === '' && (required === 'filled' || (required === 'proposed' && proposable(id))))
        problems.push({ column: id, message: `“${label}”没有填写` })
    }
    if (item && item.secondLegalUnit !== '' && (cells['secondLegalQuantity'] ?? '') === '' && proposable('total'))
      problems.push({ column: 'secondLegalQuantity', message: '“第二法定数量”没有填写：商品有法定第二计量单位' })
    if (!item && seqText !== '' && listCellProblem('line', 'itemSeq', seqText) === undefined)
      problems.push({ column: 'itemSeq', message: `备案序号 ${seqText} 不在手册的${side}中` })
    const line = problems.length === 0 && item ? readLine(cells, item.seq, goods) : undefined
    return { lineNo: numbers?.[index] ?? index + 1, typed, cells, item, problems, line }
  })
}
