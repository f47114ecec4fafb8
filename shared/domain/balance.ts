import { addQuantities, Exact, exactQuantity, negateQuantity, noQuantity, rate, RoundedSum } from './exact.ts'
import type { Quantity } from './exact.ts'
import { materialColumns, postingRule, productColumns } from './posting-rules.ts'
import type { Direction, MaterialColumn, ProductColumn } from './posting-rules.ts'
import { bondedUse } from './unit-consumption.ts'
import type { ConsumptionRates } from './unit-consumption.ts'

/** Booked quantity of one item in one mode and direction: reversals already taken off. `version` is '' for a material. */
export interface MovementTotal {
  goods: 'material' | 'product'
  seq: number
  version: string
  mode: string
  direction: Direction
  quantity: Quantity
}

export interface ConsumptionLine extends ConsumptionRates {
  materialSeq: number
  productSeq: number
  version: string
}

/** R-106 … R-116 for one material; each figure is rounded once, half-up to 10⁻⁵, from the exact fraction (C-5). */
export interface MaterialBalance extends Record<MaterialColumn, Quantity> {
  seq: number
  /** */
  imported: Quantity
  /** R-109, and what of it is lost */
  consumed: Quantity
  tangible: Quantity
  intangible: Quantity
  /** */
  balance: Quantity
  /** What reserved (预核扣) lists would add to the balance; negative where they would take from it. */
  reserved: Quantity
  /** tangible loss not yet disposed of. */
  scrapLeft: Quantity
}

interface ProductExport extends Record<ProductColumn, Quantity> {
  seq: number
  version: string
  /** */
  netExport: Quantity
  reserved: Quantity
  /** Whether the version has any declared consumption. */
  declared: boolean
}

export interface WriteOffBalance {
  materials: MaterialBalance[]
  products: ProductExport[]
}

const hundred = rate('100') as bigint
/** Quantity (10⁻⁵) × 净耗 (10⁻⁹) × 保税比例 (10⁻⁹ percent) ÷ (100 % − loss, 10⁻⁹ percent): so many of these make 10⁻⁵. */
const useUnit = 10n ** 9n
/** The same again × a loss rate (10⁻⁹ percent). */
const lossUnit = useUnit * hundred

const none = <Column extends string>(columns: readonly Column[]): Record<Column, Quantity> =>
  Object.fromEntries(columns.map((column) => [column, 0n as Quantity])) as Record<Column, Quantity>

interface MaterialPostings {
  columns: Record<MaterialColumn, Quantity>
  /** On the balance, before any use by exports. */
  effect: Quantity
}
interface ProductPostings {
  columns: Record<ProductColumn, Quantity>
  netExport: Quantity
}
/** By product number, then by version: looked up for every consumption line. */
type Products = Map<number, Map<string, ProductPostings>>

/** What one set of lists does: quantities by column of each material, and net exports of each product version. */
function post(totals: Iterable<MovementTotal>): { materials: Map<number, MaterialPostings>; products: Products } {
  const materials = new Map<number, MaterialPostings>()
  const products: Products = new Map()
  for (const { goods, seq, version, mode, direction, quantity } of totals) {
    const rule = postingRule(mode, direction, goods)
    if (!rule) throw new Error(`no posting rule for ${mode} ${direction} ${goods}`)
    const effect = (BigInt(rule.sign) * quantity) as Quantity
    if (rule.goods === 'material') {
      let entry = materials.get(seq)
      if (!entry) materials.set(seq, (entry = { columns: none(materialColumns), effect: noQuantity }))
      entry.columns[rule.column] = addQuantities(entry.columns[rule.column], quantity)
      entry.effect = addQuantities(entry.effect, effect)
    } else {
      let versions = products.get(seq)
      if (!versions) products.set(seq, (versions = new Map()))
      let entry = versions.get(version)
      if (!entry) versions.set(version, (entry = { columns: none(productColumns), netExport: noQuantity }))
      entry.columns[rule.column] = addQuantities(entry.columns[rule.column], quantity)
      entry.netExport = addQuantities(entry.netExport, effect)
    }
  }
  return { materials, products }
}

/**
 * Use of one material by exports and its losses, ready to be rounded together with a whole quantity: each figure of
 * the balance is rounded once. Quick for all but the rare sum at the edge of a tie, which is added again as exact fractions.
 */
function usesOf(lines: readonly ConsumptionLine[], products: Products) {
  const sums = { use: new RoundedSum(useUnit), tangible: new RoundedSum(lossUnit), intangible: new RoundedSum(lossUnit) }
  for (const line of lines) {
    const exported = products.get(line.productSeq)?.get(line.version)?.netExport
    if (!exported) continue
    const amount = exported * line.netConsumption * line.bondedRatio
    const remaining = hundred - line.tangibleLossRate - line.intangibleLossRate
    sums.use.add(amount, remaining)
    if (line.tangibleLossRate !== 0n) sums.tangible.add(amount * line.tangibleLossRate, remaining)
    if (line.intangibleLossRate !== 0n) sums.intangible.add(amount * line.intangibleLossRate, remaining)
  }
  return (figure: keyof typeof sums, whole: Quantity, sign: 1n | -1n): Quantity =>
    sums[figure].roundedWith(whole, sign) ?? exactly(lines, products, figure, whole, sign)
}

function exactly(
  lines: readonly ConsumptionLine[],
  products: Products,
  figure: 'use' | 'tangible' | 'intangible',
  whole: Quantity,
  sign: 1n | -1n,
) {
  let sum = Exact.zero
  for (const line of lines) {
    const exported = products.get(line.productSeq)?.get(line.version)?.netExport ?? noQuantity
    sum = sum.plus(bondedUse(exported, line)[figure])
  }
  return (sign === 1n ? exactQuantity(whole).plus(sum) : exactQuantity(whole).minus(sum)).toQuantity()
}

function* both(booked: Products, reserved: Products) {
  for (const seq of new Set([...booked.keys(), ...reserved.keys()])) {
    const [one, other] = [booked.get(seq), reserved.get(seq)]
    for (const version of new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])) {
      yield { seq, version, done: one?.get(version), waiting: other?.get(version) }
    }
  }
}

/**
 * The balance of every material and the net export of every product version, from totals alone (DESIGN §6).
 * @param booked totals of what is booked; @param reserved totals of 预核扣 lists, shown beside the balance
 * @throws where conservation does not hold, or a total has no posting rule: never for anything a clerk did
 */
export function writeOffBalance(
  seqs: readonly number[],
  booked: Iterable<MovementTotal>,
  reserved: Iterable<MovementTotal>,
  consumption: Iterable<ConsumptionLine>,
): WriteOffBalance {
  const books = post(booked)
  const pending = post(reserved)

  const linesOf = new Map<number, ConsumptionLine[]>()
  const declared = new Map<number, Set<string>>()
  for (const line of consumption) {
    const lines = linesOf.get(line.materialSeq)
    if (lines) lines.push(line)
    else linesOf.set(line.materialSeq, [line])
    const versions = declared.get(line.productSeq)
    if (versions) versions.add(line.version)
    else declared.set(line.productSeq, new Set([line.version]))
  }

  const materials = seqs.map((seq): MaterialBalance => {
    const { columns, effect } = books.materials.get(seq) ?? { columns: none(materialColumns), effect: 0n as Quantity }
    const use = usesOf(linesOf.get(seq) ?? [], books.products)
    const pendingUse = usesOf(linesOf.get(seq) ?? [], pending.products)
    const result: MaterialBalance = {
      seq,
      ...columns,
      imported: (columns.direct + columns.transferIn + columns.surplusIn + columns.exchangeIn - columns.exchangeOut) as Quantity,
      consumed: use('use', noQuantity, 1n),
      tangible: use('tangible', noQuantity, 1n),
      intangible: use('intangible', noQuantity, 1n),
      balance: use('use', effect, -1n),
      reserved: pendingUse('use', pending.materials.get(seq)?.effect ?? noQuantity, -1n),
      scrapLeft: use('tangible', negateQuantity(columns.scrapDisposed), 1n),
    }
    assertConserved(result)
    return result
  })

  const products = [...both(books.products, pending.products)]
    .map(({ seq, version, done, waiting }): ProductExport => ({
      seq,
      version,
      ...(done?.columns ?? none(productColumns)),
      netExport: done?.netExport ?? noQuantity,
      reserved: waiting?.netExport ?? noQuantity,
      declared: declared.get(seq)?.has(version) ?? false,
    }))
    .toSorted((a, b) => a.seq - b.seq || (a.version < b.version ? -1 : 1))
  return { materials, products }
}

/** Net export of each product over all of its versions: what its recorded quantity is held against. */
export function netExportByProduct(products: readonly ProductExport[]): Map<number, Quantity> {
  const sums = new Map<number, Quantity>()
  for (const { seq, netExport } of products) sums.set(seq, addQuantities(sums.get(seq) ?? noQuantity, netExport))
  return sums
}

/** Imported = used + sold + returned + carried over + destroyed + balance (DESIGN §6, R-112), up to the one rounding of each. @throws */
function assertConserved(of: MaterialBalance): void {
  const out = of.consumed + of.domestic + of.reexport + of.surplusOut + of.destroyed + of.balance
  const gap = of.imported - out
  if (gap > 1n || gap < -1n) throw new Error(`material ${of.seq} is not conserved: imported ${of.imported}, accounted for ${out}`)
}
