import { addQuantities, exactMoney, exactQuantity, noQuantity } from './exact.ts'
import type { Money, Quantity } from './exact.ts'

/** A line of a list as the merging looks at it. */
export interface MergedLine {
  lineNo: number
  hsCode: string
  unit: string
  name: string
  currency: string
  /** 原产国 of materials, 最终目的国 of products. */
  country: string
  quantity: Quantity
  total: Money
  /** 消耗性物料 stand apart from other materials. */
  consumable: boolean
  /** Products with and without a 单耗标准 stand apart. */
  hasStandard: boolean
  /** 单独列为一行 */
  apart: boolean
  /** 报关单商品序号 that the clerk has given; undefined where the program numbers. */
  wantedNo: number | undefined
}

export interface DeclarationLine {
  no: number
  hsCode: string
  unit: string
  name: string
  currency: string
  country: string
  quantity: Quantity
  total: Money
  /** Total ÷ quantity, to four decimals. */
  unitPrice: string
  lineNos: number[]
  /** Why it stands alone although others are alike; empty where nothing is. */
  apart: string
}

const alike = ({ hsCode, unit, name, currency, country }: MergedLine): string =>
  JSON.stringify([hsCode, unit, name, currency, country])

/** What keeps a line from those that it is alike to. */
function reasonApart(line: MergedLine): string {
  if (line.apart) return '注明单独列为一行'
  if (line.consumable) return '消耗性物料不与其他料件合并'
  if (line.hasStandard) return '有单耗标准的成品不与没有的合并'
  return ''
}

/** The lines of the declaration that a list is merged into, in the order of their first line (公告2018年第23号 art 8). */
export function declarationLines(lines: readonly MergedLine[]): DeclarationLine[] {
  const groups = new Map<string, { lines: MergedLine[]; wantedNo: number | undefined; reason: string }>()
  const alikeGroups = new Map<string, number>()
  for (const line of lines) {
    const reason = reasonApart(line)
    const own = line.apart ? `apart ${line.lineNo}` : `${line.consumable} ${line.hasStandard}`
    const key = line.wantedNo === undefined ? `${own} ${alike(line)}` : `no ${line.wantedNo}`
    const group = groups.get(key)
    if (group) group.lines.push(line)
    else {
      groups.set(key, { lines: [line], wantedNo: line.wantedNo, reason })
      alikeGroups.set(alike(line), (alikeGroups.get(alike(line)) ?? 0) + 1)
    }
  }
  const taken = new Set([...groups.values()].flatMap(({ wantedNo }) => wantedNo ?? []))
  let last = 0
  const next = (): number => {
    do last += 1
    while (taken.has(last))
    return last
  }
  const merged = [...groups.values()].flatMap(({ lines: of, wantedNo, reason }): DeclarationLine[] => {
    const [first] = of
    if (!first) return []
    const quantity = of.reduce((sum, line) => addQuantities(sum, line.quantity), noQuantity)
    const total = of.reduce((sum, line) => sum + line.total, 0n) as Money
    return [
      {
        no: wantedNo ?? next(),
        hsCode: first.hsCode,
        unit: first.unit,
        name: first.name,
        currency: first.currency,
        country: first.country,
        quantity,
        total,
        unitPrice: exactMoney(total).dividedBy(exactQuantity(quantity)).toText(4),
        lineNos: of.map(({ lineNo }) => lineNo),
        apart: (alikeGroups.get(alike(first)) ?? 0) > 1 ? reason || (wantedNo === undefined ? '' : '按填写的报关单商品序号') : '',
      },
    ]
  })
  return merged.toSorted((a, b) => a.no - b.no)
}

/** Lines that the clerk has put under one number although they may not be merged: the line, and what differs. */
export function wrongMerges(lines: readonly MergedLine[]): { lineNo: number; no: number; differs: string }[] {
  const firstOf = new Map<number, MergedLine>()
  return lines.flatMap((line) => {
    if (line.wantedNo === undefined) return []
    const first = firstOf.get(line.wantedNo)
    if (!first) {
      firstOf.set(line.wantedNo, line)
      return []
    }
    const differs = differing(first, line)
    return differs === undefined ? [] : [{ lineNo: line.lineNo, no: line.wantedNo, differs }]
  })
}

function differing(a: MergedLine, b: MergedLine): string | undefined {
  if (a.hsCode !== b.hsCode) return '商品编码不同'
  if (a.unit !== b.unit) return '申报单位不同'
  if (a.name !== b.name) return '商品名称不同'
  if (a.currency !== b.currency) return '币制不同'
  if (a.country !== b.country) return '国别不同'
  if (a.consumable !== b.consumable) return '消耗性物料与其他料件'
  if (a.hasStandard !== b.hasStandard) return '有单耗标准的成品与没有的'
  return a.apart || b.apart ? '注明单独列为一行' : undefined
}
