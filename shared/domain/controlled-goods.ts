import type { Day } from './day.ts'

/** a line of the lists of goods that processing trade must not, or only with approval, import or export. */
export interface ControlledGoods {
  /** A prefix of 4 to 10 digits. */
  hsCode: string
  goods: 'import' | 'export' | 'both'
  control: 'prohibited' | 'restricted'
  from: Day
  to: Day | undefined
}

/** Finds what controls a commodity: materials are imported, products exported. A prohibition before a restriction, then the most exact code. */
export type ControlLookup<Row> = (hsCode: string, goods: 'import' | 'export') => Row | undefined

/** The lists as they hold on a day, ready for as many commodities as a handbook has. */
export function controlsOn<Row extends ControlledGoods>(rows: readonly Row[], on: Day): ControlLookup<Row> {
  const byCode = new Map<string, Row[]>()
  for (const row of rows) {
    if (on < row.from || (row.to !== undefined && row.to < on)) continue
    const same = byCode.get(row.hsCode)
    if (same) same.push(row)
    else byCode.set(row.hsCode, [row])
  }
  return (hsCode, goods) => {
    const found: Row[] = []
    for (let length = hsCode.length; length >= 4; length -= 1)
      for (const row of byCode.get(hsCode.slice(0, length)) ?? [])
        if (row.goods === 'both' || row.goods === goods) found.push(row)
    return found.find(({ control }) => control === 'prohibited') ?? found[0]
  }
}
