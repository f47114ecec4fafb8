import type { RefusedRow } from '../../../shared/contract/values.ts'
import { bomProblems, levelsOf, mostLevels, mostPaths } from '../../../shared/domain/bom.ts'
import type { BomLine, BomProblem } from '../../../shared/domain/bom.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { bomTable } from './read-boms.ts'
import type { BomColumn, ReadBomLine, ReadBoms } from './read-boms.ts'

/** One version of a product's BOM as the books have it. */
interface BomInBooks {
  from: string
  lines: readonly (BomLine & { partUnit: string })[]
}

/** What of the books an import is checked against. */
export interface BomBooks {
  find(productPartNo: string, version: string): BomInBooks | undefined
  /** First day of the latest version of a product. */
  latestFrom(productPartNo: string): string | undefined
}

export interface PlannedBom {
  productPartNo: string
  productPartName: string
  bomVersion: string
  from: Day
  levels: number
  lines: readonly ReadBomLine[]
}

export interface BomPlan {
  added: PlannedBom[]
  unchanged: number
  /** Rows that go with a refused one of their BOM. */
  heldBack: number[]
  refused: RefusedRow[]
}

type Refuse = (row: number, column: BomColumn, code: string, what: string) => void

/** Decides what an import does, BOM by BOM, without touching the books: with a row amiss, the whole BOM would be another one. */
export function planBoms(read: ReadBoms, books: BomBooks): BomPlan {
  const refused = [...read.rejected]
  const refuse: Refuse = (row, id, code, what) => {
    const column = bomTable.columns.find((each) => each.id === id)?.heading ?? id
    refused.push({ sheet: read.sheet.sheet, row, column, code, message: `第 ${row} 行“${column}”${what}` })
  }
  const key = (row: { productPartNo?: string | undefined; bomVersion?: string | undefined }) =>
    JSON.stringify([row.productPartNo, row.bomVersion])
  const unsound = new Set(read.unsound.map(key))
  const added: PlannedBom[] = []
  const heldBack: number[] = []
  let unchanged = 0
  for (const [bom, lines] of Map.groupBy(read.sound, key)) {
    const before = refused.length
    const planned = soundBom(lines, refuse)
    if (!unsound.has(bom) && planned && refused.length === before) {
      const state = checkBooks(planned, books, refuse)
      if (state === 'same') unchanged += 1
      if (state === 'new') added.push(planned)
      if (state !== 'refused') continue
    }
    const wrong = new Set(refused.slice(before).map(({ row }) => row))
    heldBack.push(...lines.map(({ row }) => row).filter((row) => !wrong.has(row)))
  }
  const taken = refuseSameDay(added, refuse)
  heldBack.push(...added.filter((bom) => !taken.includes(bom)).flatMap(({ lines }) => lines.slice(1).map(({ row }) => row)))
  return {
    added: taken,
    unchanged,
    heldBack: heldBack.toSorted((a, b) => a - b),
    refused: refused.toSorted((a, b) => a.row - b.row),
  }
}

/** In the order of their days; of two versions that begin on one day, the later row is refused. */
function refuseSameDay(boms: readonly PlannedBom[], refuse: Refuse): PlannedBom[] {
  const taken = new Map<string, PlannedBom>()
  for (const bom of boms) {
    const key = JSON.stringify([bom.productPartNo, bom.from])
    const other = taken.get(key)
    if (!other) taken.set(key, bom)
    else
      refuse(bom.lines[0]?.row ?? 0, 'from', 'bom.sameDay', `与版本 ${other.bomVersion} 同为 ${bom.from}；各版本须从不同的一天起`)
  }
  return [...taken.values()].toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
}

function soundBom(lines: readonly ReadBomLine[], refuse: Refuse): PlannedBom | undefined {
  const [first] = lines
  if (!first) return undefined
  const units = new Map<string, ReadBomLine>()
  for (const line of lines) {
    if (line.from !== first.from)
      refuse(line.row, 'from', 'bom.twoDays', `${line.from} 与第 ${first.row} 行的 ${first.from} 不同（同一版本）`)
    const other = units.get(line.partNo)
    if (!other) units.set(line.partNo, line)
    else if (other.partUnit !== line.partUnit)
      refuse(
        line.row,
        'partUnit',
        'bom.twoUnits',
        `“${line.partUnit}”与第 ${other.row} 行的“${other.partUnit}”不同（同一料号 ${line.partNo}）`,
      )
  }
  const { productPartNo, bomVersion, from } = first
  const problems = bomProblems(productPartNo, lines)
  for (const problem of problems) {
    const [column, code, what] = wording(problem, lines)
    refuse(lines[problem.line]?.row ?? first.row, column, code, what)
  }
  if (problems.length > 0) return undefined
  const productPartName = lines.find((line) => line.productPartName !== '')?.productPartName ?? ''
  return { productPartNo, productPartName, bomVersion, from, levels: levelsOf(productPartNo, lines), lines }
}

function wording(problem: BomProblem, lines: readonly ReadBomLine[]): [BomColumn, string, string] {
  const line = lines[problem.line]
  const product = line?.productPartNo ?? ''
  const parent = line?.parentPartNo ?? ''
  const { kind } = problem
  if (kind === 'cycle') return ['partNo', 'bom.cycle', `形成循环：${problem.path.join(' → ')}`]
  if (kind === 'tooDeep') return ['partNo', 'bom.tooDeep', `超过 ${mostLevels} 级：… → ${problem.path.slice(-3).join(' → ')}`]
  if (kind === 'tooMany') return ['product', 'bom.tooMany', `${product} 展开超过 ${mostPaths} 个分支`]
  if (kind === 'unreachable') return ['parent', 'bom.unreachable', `${parent} 不在这份物料清单里，从成品 ${product} 到不了`]
  if (kind === 'duplicate') {
    const first = lines[problem.first]?.row ?? 0
    return ['partNo', 'bom.duplicate', `${line?.partNo ?? ''} 与第 ${first} 行重复；请合并用量`]
  }
  if (kind === 'shares') {
    const group = line?.alternateGroup ?? ''
    return ['share', 'bom.shares', `：上级 ${parent} 的替代组“${group}”合计 ${problem.sum}，应为 100`]
  }
  return ['share', 'bom.shareOutsideGroup', '没有替代组的行应为 100，或不填']
}

/** What a line says, for comparing with the books; the order of the lines says nothing. */
const essence = (line: BomLine & { partUnit: string }): string =>
  JSON.stringify([
    line.parentPartNo,
    line.partNo,
    line.partUnit,
    ...[line.quantity, line.base, line.lossRate, line.share].map(String),
    line.alternateGroup,
    line.bonded,
  ])

function checkBooks(bom: PlannedBom, books: BomBooks, refuse: Refuse): 'new' | 'same' | 'refused' {
  const held = books.find(bom.productPartNo, bom.bomVersion)
  const firstRow = bom.lines[0]?.row ?? 0
  const advice = '物料清单的版本不能改动，请用新的版本号'
  if (held) {
    const known = new Set(held.lines.map(essence))
    const differing = bom.lines.find((line) => !known.has(essence(line)))
    if (held.from === bom.from && !differing && held.lines.length === bom.lines.length) return 'same'
    const what = differing ? '这一行不同' : held.from === bom.from ? `账内有 ${held.lines.length} 行` : `账内自 ${held.from} 起`
    refuse(differing?.row ?? firstRow, 'version', 'bom.differs', `${bom.bomVersion} 已在账内而内容不同（${what}）；${advice}`)
    return 'refused'
  }
  const latest = books.latestFrom(bom.productPartNo)
  if (latest === undefined || bom.from > latest) return 'new'
  refuse(firstRow, 'from', 'bom.notLater', `${bom.from} 不晚于账内最近版本的 ${latest}；新版本只能接在后面`)
  return 'refused'
}
