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
