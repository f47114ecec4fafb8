import type { Day } from './day.ts'
import type { Rate } from './exact.ts'

/** 归并关系: the factory's part is this item of the handbook, from a day on. */
export interface Mapping {
  partNo: string
  partName: string
  partUnit: string
  goods: 'material' | 'product'
  itemSeq: number
  /** Declared units in one unit of the part; above zero. */
  factor: Rate
  from: Day
}

/** The mapping in force on a day: the latest that has begun. A later one ends it the day before, whatever was recorded when. */
export function mappingOn<M extends { from: Day }>(mappings: readonly M[], on: Day): M | undefined {
  const begun = mappings.filter((each) => each.from <= on)
  return begun.reduce<M | undefined>((held, each) => (held && held.from > each.from ? held : each), undefined)
}
