import type { Output } from '../../../shared/contract/contract.ts'
import { balanceColumnMeanings } from '../../../shared/domain/balance-columns.ts'
import type { ConsumptionLine, MaterialBalance, WriteOffBalance } from '../../../shared/domain/balance.ts'
import { Exact, exactQuantity, negateQuantity, noQuantity, printQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { bondedUse } from '../../../shared/domain/unit-consumption.ts'

type Flow = Pick<Output<'writeOff.flow'>, 'sources' | 'uses' | 'total'>
interface End {
  label: string
  quantity: Quantity
  column: string | null
  productSeq: number | null
  /** What it is called on the other side, where it is negative. */
  otherwise: string
}

const hundred = Exact.fraction(100n, 1n)

/**
 * Where a material came from and where it went. A negative figure stands on the other side; both sides add up to the same figure, as each
 * end is rounded by itself and what that leaves over stands as an end of its own.
 */
export function flowOf(
  seq: number,
  { materials, products }: WriteOffBalance,
  consumption: readonly ConsumptionLine[],
  productNames: ReadonlyMap<number, string>,
): Flow {
  const material = materials.find((each) => each.seq === seq)
  if (!material) throw new Error(`material ${seq} is not in the balance`)
  const end = (column: keyof typeof balanceColumnMeanings, otherwise = `冲回${balanceColumnMeanings[column].label}`): End => ({
    label: balanceColumnMeanings[column].label,
    quantity: material[column],
    column,
    productSeq: null,
    otherwise,
  })
  const exchanged = (material.exchangeIn - material.exchangeOut) as Quantity
  const sources = [
    end('direct'),
    end('transferIn'),
    end('surplusIn'),
    { label: '退换净进', quantity: exchanged, column: 'imported', productSeq: null, otherwise: '退换净出' },
  ]
  const uses = [
    ...embodiedIn(material, products, consumption, productNames),
    end('tangible', '退回成品的有形损耗'),
    end('intangible', '退回成品的无形损耗'),
    end('domestic'),
    end('reexport'),
    end('surplusOut'),
    end('destroyed'),
    end('balance', '结余不足'),
  ]
  const rest = (sum(sources) - sum(uses)) as Quantity
  const rounding = { label: '四舍五入尾差', quantity: rest, column: null, productSeq: null, otherwise: '四舍五入尾差' }
  const left = [...sources, ...uses.filter(isNegative).map(turned), ...[rounding].filter(isNegative).map(turned)]
  const right = [...uses, ...sources.filter(isNegative).map(turned), rounding]
  const total = sum(left.filter(isPositive))
  const print = ({ label, quantity, column, productSeq }: End) => ({
    label,
    quantity: printQuantity(quantity),
    share: shareOf(quantity, total),
    column,
    productSeq,
  })
  return {
    sources: left.filter(isPositive).map(print),
    uses: right.filter(isPositive).map(print),
    total: printQuantity(total),
  }
}

/** 成品净耗: what its net export holds, its versions together. */
function embodiedIn(
  { seq }: MaterialBalance,
  products: WriteOffBalance['products'],
  consumption: readonly ConsumptionLine[],
  productNames: ReadonlyMap<number, string>,
): End[] {
  const exported = new Map(products.map((product) => [`${product.seq}:${product.version}`, product.netExport]))
  const held = new Map<number, Exact>()
  for (const line of consumption) {
    const netExport = exported.get(`${line.productSeq}:${line.version}`) ?? noQuantity
    if (line.materialSeq !== seq || netExport === noQuantity) continue
    held.set(line.productSeq, (held.get(line.productSeq) ?? Exact.zero).plus(bondedUse(netExport, line).embodied))
  }
  return [...held].map(([productSeq, exact]) => {
    const name = `${productSeq} ${productNames.get(productSeq) ?? ''}`.trimEnd()
    return {
      label: `成品 ${name}`,
      quantity: exact.toQuantity(),
      column: 'embodied',
      productSeq,
      otherwise: `退回的成品 ${name}`,
    }
  })
}

const isPositive = ({ quantity }: End): boolean => quantity > 0n
const isNegative = ({ quantity }: End): boolean => quantity < 0n
const turned = (end: End): End => ({ ...end, label: end.otherwise, quantity: negateQuantity(end.quantity) })
const sum = (ends: readonly End[]): Quantity => ends.reduce((all, { quantity }) => all + quantity, 0n) as Quantity
const shareOf = (part: Quantity, total: Quantity): string =>
  exactQuantity(part).times(hundred).dividedBy(exactQuantity(total)).toText(2)
