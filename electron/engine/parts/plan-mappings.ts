import type { RefusedRow } from '../../../shared/contract/values.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { printRate } from '../../../shared/domain/exact.ts'
import type { Mapping } from '../../../shared/domain/mapping.ts'
import { mappingTable } from './read-mappings.ts'
import type { MappingColumn, ReadMapping, ReadMappings } from './read-mappings.ts'

/** What of the books a mapping is checked against. */
export interface MappingBooks {
  handbookId: bigint
  /** Mappings of a part, by their day. */
  mappingsOf(partNo: string): readonly Mapping[]
  hasItem(goods: Mapping['goods'], seq: number): boolean
  /** Of the last booked export of the handbook; null where there is none. */
  lastExport: Day | null
}

export interface MappingPlan {
  added: ReadMapping[]
  unchanged: number
  refused: RefusedRow[]
}

/** Why a mapping cannot be taken: the column that is wrong, and what to say of it. */
interface MappingProblem {
  column: MappingColumn
  code: string
  what: string
}

/** True where the books hold this very mapping. The name of the part is no part of what it says. */
const same = (a: Mapping, b: Mapping): boolean =>
  a.partUnit === b.partUnit && a.goods === b.goods && a.itemSeq === b.itemSeq && a.factor === b.factor

const said = (held: Mapping): string =>
  `${held.goods === 'material' ? '料件' : '成品'} ${held.itemSeq}，1 ${held.partUnit} = ${printRate(held.factor)}`

/**
 * A mapping only follows those of its part, and only from a day after the last booked export: what has been exported was counted
 * with the factor of its day. 'same' where the books have it already.
 */
export function checkMapping(mapping: Mapping, books: MappingBooks): MappingProblem | 'same' | undefined {
  if (!books.hasItem(mapping.goods, mapping.itemSeq)) {
    const side = mapping.goods === 'material' ? '料件' : '成品'
    return { column: 'itemSeq', code: 'mapping.unknownItem', what: `${mapping.itemSeq} 不在手册的${side}中` }
  }
  const held = books.mappingsOf(mapping.partNo)
  const sameDay = held.find(({ from }) => from === mapping.from)
  if (sameDay) {
    if (same(sameDay, mapping)) return 'same'
    return {
      column: 'from',
      code: 'mapping.differs',
      what: `${mapping.from} 起的归并关系账内已有（${said(sameDay)}）；不能改动，请从更晚的一天起登记新的`,
    }
  }
  const latest = held.at(-1)
  if (!latest) return undefined
  if (mapping.from < latest.from) {
    return {
      column: 'from',
      code: 'mapping.notLater',
      what: `${mapping.from} 早于账内最近一条的生效日期 ${latest.from}；新的只能接在后面（R-45）`,
    }
  }
  if (books.lastExport && mapping.from <= books.lastExport) {
    return {
      column: 'from',
      code: 'mapping.beforeExport',
      what: `${mapping.from} 不晚于最近一次出口 ${books.lastExport}；改换算系数不能影响已出口的货物（R-45）`,
    }
  }
  return undefined
}

/** Decides what an import does, row by row, without touching the books. A part that the books do not know brings its whole history. */
export function planMappings(read: ReadMappings, books: MappingBooks): MappingPlan {
  const refused = [...read.rejected]
  const added: ReadMapping[] = []
  let unchanged = 0
  const seen = new Map<string, number>()
  for (const mapping of read.sound) {
    const refuse = (column: MappingColumn, code: string, what: string) => {
      const heading = mappingTable.columns.find(({ id }) => id === column)?.heading ?? column
      const message = `第 ${mapping.row} 行“${heading}”${what}`
      refused.push({ sheet: read.sheet.sheet, row: mapping.row, column: heading, code, message })
    }
    const key = JSON.stringify([mapping.partNo, mapping.from])
    const earlier = seen.get(key)
    seen.set(key, earlier ?? mapping.row)
    if (earlier !== undefined) {
      refuse('partNo', 'mapping.duplicate', `${mapping.partNo} 自 ${mapping.from} 起与第 ${earlier} 行重复`)
      continue
    }
    const problem = checkMapping(mapping, books)
    if (problem === 'same') unchanged += 1
    else if (problem) refuse(problem.column, problem.code, problem.what)
    else added.push(mapping)
  }
  // Each begins after the one before it, whatever the order of the rows.
  added.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.row - b.row))
  return { added, unchanged, refused: refused.toSorted((a, b) => a.row - b.row) }
}
