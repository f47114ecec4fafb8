import { versionKey } from '../../../shared/domain/consumption-version.ts'
import { day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { noQuantity, quantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import type { HandbookRow } from '../handbooks/service.ts'
import type { HandbookGoods } from './count-books.ts'
import type { Neighbours } from './neighbours.ts'
import type { BookFigures } from './reckon.ts'

/** What of a handbook its count is read by, at the cut-off. */
export function goodsOf(handbook: HandbookRow, cutOff: Day, { handbooks, parts }: Neighbours): HandbookGoods {
  const { materials, products, consumptions } = handbooks.record(handbook)
  const items = (goods: 'material' | 'product', of: typeof materials) =>
    of.map(({ seq, name, unit, partNo }) => ({ goods, seq, name, unit, partNo }))
  const standing = new Map(
    consumptions
      .filter(({ executionMark, validTo }) => executionMark === '1' && (validTo === '' || validTo >= cutOff))
      .map(({ productSeq, version }) => [versionKey(productSeq, version), { productSeq, version }]),
  )
  return {
    handbookNo: handbook.handbook_no,
    items: [...items('material', materials), ...items('product', products)],
    consumption: consumptions.map(
      ({ materialSeq, productSeq, version, netConsumption, tangibleLossRate, intangibleLossRate, bondedRatio }) => ({
        materialSeq,
        productSeq,
        version,
        netConsumption,
        tangibleLossRate,
        intangibleLossRate,
        bondedRatio,
      }),
    ),
    standing: [...standing.values()],
    parts: [...parts.mappingsOn(handbook.id, cutOff).values()].map(({ partNo, partName, partUnit, goods, itemSeq, factor }) => ({
      partNo,
      partName,
      partUnit,
      goods,
      itemSeq,
      factor,
    })),
  }
}

/**
 * Balance at the end of the cut-off, and what came in until then: of an account what customs approved at the end
 * of the last cycle, and the imports since.
 */
export function figuresOf(handbook: HandbookRow, cutOff: Day, { writeOff, handbookLife }: Neighbours): Map<number, BookFigures> {
  const { materials } = writeOff.compute(handbook.id, cutOff)
  const cycle = handbook.kind === 'E' ? lastApproved(handbook, cutOff, handbookLife) : undefined
  const before = new Map(
    cycle ? writeOff.compute(handbook.id, cycle.endsOn).materials.map(({ seq, imported }) => [seq, imported]) : [],
  )
  const opening = new Map(
    cycle
      ? handbookLife
          .endings({ handbookNo: handbook.handbook_no, cycleNo: cycle.cycleNo })
          .endings.map(({ seq, ending }) => [seq, quantity(ending)])
      : [],
  )
  return new Map(
    materials.map(({ seq, balance, imported }) => {
      const came = (opening.get(seq) ?? noQuantity) + imported - (before.get(seq) ?? noQuantity)
      return [seq, { book: balance, came: came as Quantity }]
    }),
  )
}

const lastApproved = (handbook: HandbookRow, cutOff: Day, handbookLife: Neighbours['handbookLife']) =>
  handbookLife
    .cycles(handbook.handbook_no)
    .cycles.filter(({ approvedOn, endsOn }) => approvedOn !== null && endsOn < cutOff)
    .at(-1)

/** the day on which each of these materials came in first, until the cut-off. */
export function firstImports(
  handbook: HandbookRow,
  seqs: readonly number[],
  cutOff: Day,
  { bondedLists }: Neighbours,
): Map<number, Day> {
  const first = new Map<number, Day>()
  for (const { itemSeq, declaredOn } of bondedLists.materialImports(handbook.id, seqs)) {
    const earlier = first.get(itemSeq)
    if (declaredOn <= cutOff && (earlier === undefined || declaredOn < earlier)) first.set(itemSeq, day(declaredOn))
  }
  return first
}
