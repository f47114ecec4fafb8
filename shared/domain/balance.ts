import { ExactSum, rate } from './exact.ts'
import type { Quantity } from './exact.ts'
import { materialColumns, postingRule, productColumns } from './posting-rules.ts'
import type { Direction, MaterialColumn, ProductColumn } from './posting-rules.ts'
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

export interface ProductExport extends Record<ProductColumn, Quantity> {
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
/** Brings quantity (10⁻⁵) × 净耗 (10⁻⁹) × 保税比例 (10⁻⁹ percent) ÷ (100 % − loss, 10⁻⁹ percent) back to 10⁻⁵. */
const netScale = 10n ** 9n

const none = <Column extends string>(columns: readonly Column[]): Record<Column, Quantity> =>
  Object.fromEntries(columns.map((column) => [column, 0n as Quantity])) as Record<Column, Quantity>

/** What one set of lists does: quantities by column of each material, and net exports of each product version. */
function post(totals: Iterable<MovementTotal>) {
  const materials = new Map<number, { columns: Record<MaterialColumn, Quantity>; effect: bigint }>()
  const products = new Map<string, { seq: number; version: string; columns: Record<ProductColumn, Quantity>; netExport: bigint }>()
  for (const { goods, seq, version, mode, direction, quantity } of totals) {
    const rule = postingRule(mode, direction, goods)
    if (!rule) throw new Error(`no posting rule for ${mode} ${direction} ${goods}`)
    if (rule.goods === 'material') {
      let entry = materials.get(seq)
      if (!entry) materials.set(seq, (entry = { columns: none(materialColumns), effect: 0n }))
      entry.columns[rule.column] = (entry.columns[rule.column] + quantity) as Quantity
      entry.effect += BigInt(rule.sign) * quantity
    } else {
      const key = `${seq}:${version}`
      let entry = products.get(key)
      if (!entry) products.set(key, (entry = { seq, version, columns: none(productColumns), netExport: 0n }))
      entry.columns[rule.column] = (entry.columns[rule.column] + quantity) as Quantity
      entry.netExport += BigInt(rule.sign) * quantity
    }
  }
  return { materials, products }
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

  const uses = new Map<number, Record<'consumed' | 'tangible' | 'intangible' | 'pending', ExactSum>>()
  const declared = new Set<string>()
  for (const line of consumption) {
    const key = `${line.productSeq}:${line.version}`
    declared.add(key)
    const exported = books.products.get(key)?.netExport ?? 0n
    const pendingExport = pending.products.get(key)?.netExport ?? 0n
    if (exported === 0n && pendingExport === 0n) continue
    let use = uses.get(line.materialSeq)
    if (!use) {
      use = { consumed: new ExactSum(), tangible: new ExactSum(), intangible: new ExactSum(), pending: new ExactSum() }
      uses.set(line.materialSeq, use)
    }
    const perUnit = line.netConsumption * line.bondedRatio
    const amount = exported * perUnit
    const remaining = (hundred - line.tangibleLossRate - line.intangibleLossRate) * netScale
    use.consumed.add(amount, remaining)
    if (line.tangibleLossRate !== 0n) use.tangible.add(amount * line.tangibleLossRate, remaining * hundred)
    if (line.intangibleLossRate !== 0n) use.intangible.add(amount * line.intangibleLossRate, remaining * hundred)
    if (pendingExport !== 0n) use.pending.add(pendingExport * perUnit, remaining)
  }

  const unused = new ExactSum()
  const noUse = { consumed: unused, tangible: unused, intangible: unused, pending: unused }
  const materials = seqs.map((seq): MaterialBalance => {
    const { columns, effect } = books.materials.get(seq) ?? { columns: none(materialColumns), effect: 0n }
    const { consumed, tangible, intangible, pending: pendingUse } = uses.get(seq) ?? noUse
    const result: MaterialBalance = {
      seq,
      ...columns,
      imported: (columns.direct + columns.transferIn + columns.surplusIn + columns.exchangeIn - columns.exchangeOut) as Quantity,
      consumed: consumed.toQuantity(),
      tangible: tangible.toQuantity(),
      intangible: intangible.toQuantity(),
      balance: consumed.takenFrom(effect as Quantity),
      reserved: pendingUse.takenFrom((pending.materials.get(seq)?.effect ?? 0n) as Quantity),
      scrapLeft: tangible.less(columns.scrapDisposed),
    }
    assertConserved(result)
    return result
  })

  const products = [...new Map([...pending.products, ...books.products])]
    .map(([key, { seq, version }]): ProductExport => {
      const entry = books.products.get(key)
      return {
        seq,
        version,
        ...(entry?.columns ?? none(productColumns)),
        netExport: (entry?.netExport ?? 0n) as Quantity,
        reserved: (pending.products.get(key)?.netExport ?? 0n) as Quantity,
        declared: declared.has(key),
      }
    })
    .sort((a, b) => a.seq - b.seq || (a.version < b.version ? -1 : 1))
  return { materials, products }
}

/** Imported = used + sold + returned + carried over + destroyed + balance (DESIGN §6, R-112), up to the one rounding of each. @throws */
function assertConserved(of: MaterialBalance): void {
  const out = of.consumed + of.domestic + of.reexport + of.surplusOut + of.destroyed + of.balance
  const gap = of.imported - out
  if (gap > 1n || gap < -1n) throw new Error(`material ${of.seq} is not conserved: imported ${of.imported}, accounted for ${out}`)
}
