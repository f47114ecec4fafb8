import { findUnit } from '../../../shared/codes/tables.ts'
import { cleanText } from '../../../shared/domain/cell.ts'
import { addPart, explode } from '../../../shared/domain/bom.ts'
import type { BomPart, MaterialUse } from '../../../shared/domain/bom.ts'
import { Exact, exactRate } from '../../../shared/domain/exact.ts'
import type { BomRow } from './store.ts'
import type { NamedMapping, StoredBomLine } from './service.ts'

/** A material or part that the product is made of. */
export interface ExplodedLine {
  /** Undefined where it could not be turned into an item of the handbook. */
  material: NamedMapping | undefined
  /** Of the part that has a problem. */
  partName: string
  partUnit: string
  parts: readonly BomPart[]
  use: MaterialUse
  problem: string | null
  /** Bought without bond and no material of the handbook: no difference from what is declared. */
  outside: boolean
}

export interface ExplodedBom {
  bom: BomRow
  product: NamedMapping | undefined
  /** By item, then those with a problem. Per declared unit of the product; per unit of its part where it is no item. */
  lines: readonly ExplodedLine[]
}

const one = Exact.fraction(1n, 1n)
/** `千克`, `KG` and `035` are one unit where the table knows them so; other words are compared as they stand. */
const unitOf = (text: string): string => findUnit(cleanText(text)) ?? cleanText(text)
const sameUnit = (a: string, b: string): boolean => unitOf(a) === unitOf(b)

/** Explodes a BOM down to the items that its parts are on a day. A part that is no item gives a line that says why. */
export function explodeBom(
  bom: BomRow,
  lines: readonly StoredBomLine[],
  mappings: ReadonlyMap<string, NamedMapping>,
): ExplodedBom {
  const mapped = mappings.get(bom.product_part_no)
  const product = mapped?.goods === 'product' ? mapped : undefined
  const perProduct = product ? one.dividedBy(exactRate(product.factor)) : one
  const described = new Map(lines.map((line) => [line.partNo, line]))
  const found = new Map<string, ExplodedLine>()
  for (const part of explode(bom.product_part_no, lines, (partNo) => mappings.get(partNo)?.goods === 'material')) {
    const line = described.get(part.partNo)
    const mapping = mappings.get(part.partNo)
    const problem = problemOf(part, line?.partUnit ?? '', mapping)
    const material = problem === null ? mapping : undefined
    const key = material ? `item ${material.itemSeq}` : `part ${part.partNo}`
    const held = found.get(key)
    const factor = material ? exactRate(material.factor) : one
    found.set(key, {
      material,
      partName: line?.partName ?? '',
      partUnit: line?.partUnit ?? '',
      parts: [...(held?.parts ?? []), part],
      use: addPart(held?.use, part, factor.times(perProduct)),
      problem,
      outside: !part.bonded && mapping === undefined && (held?.outside ?? true),
    })
  }
  const order = ({ material }: ExplodedLine) => material?.itemSeq ?? Number.MAX_SAFE_INTEGER
  return { bom, product, lines: [...found.values()].toSorted((a, b) => order(a) - order(b)) }
}

function problemOf(part: BomPart, unit: string, mapping: NamedMapping | undefined): string | null {
  if (!mapping) return part.bonded ? '当日没有归并关系' : '非保税，没有归并关系'
  if (mapping.goods === 'product') return `归并到成品 ${mapping.itemSeq}，不是料件`
  if (mapping.itemUnit === '') return `归并到料件 ${mapping.itemSeq}，手册里已没有这一项`
  if (!sameUnit(unit, mapping.partUnit)) return `物料清单的单位是“${unit}”，归并关系的单位是“${mapping.partUnit}”`
  return null
}
