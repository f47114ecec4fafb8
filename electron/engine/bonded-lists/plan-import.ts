import type { RefusedRow } from '../../../shared/contract/values.ts'
import { day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { modesFor, postingRule } from '../../../shared/domain/posting-rules.ts'
import { supervisionModeName } from '../../../shared/codes/tables.ts'
import { headTable, lineTable } from './read-lists.ts'
import type { HeadCandidate, HeadColumn, LineCandidate, LineColumn, ReadLists } from './read-lists.ts'
import type { LineRow, ListRow, ListStatus } from './store.ts'

/** What of the books an import is checked against. */
export interface Books {
  handbookId: bigint
  handbookNo: string
  /** First letter of the number. */
  kind: string
  /** 1 means that a product must have its consumption declared before it leaves. */
  consumptionStage: '1' | '2'
  materials: ReadonlySet<number>
  products: ReadonlySet<number>
  /** `seq:version` */
  declaredVersions: ReadonlySet<string>
  /** What an older system has booked: end of which day, and its lists. */
  opening: { asOf: string; listNos: ReadonlySet<string> } | undefined
  list(listNo: string): ListRow | undefined
  /** A list made here that customs has not numbered yet, by its 企业内部编号. */
  madeHere(innerNo: string): ListRow | undefined
  lines(listId: bigint): LineRow[]
}

export type SoundHead = HeadCandidate & {
  listNo: string
  direction: 'I' | 'E'
  goods: 'I' | 'E'
  mode: string
  declaredOn: Day
  status: ListStatus
}
export type SoundLine = LineCandidate & { listNo: string; lineNo: number; itemSeq: number; quantity: bigint }

/** One list that the import touches. */
export interface PlannedList {
  head: SoundHead
  /** Undefined for a new list. */
  inBooks: ListRow | undefined
  newLines: SoundLine[]
}

export interface Refused extends RefusedRow {
  listNo: string
  lineNo: number | null
}

export interface ImportPlan {
  lists: PlannedList[]
  unchanged: { lists: number; lines: number }
  /** Rows of lines that go with a refused head. */
  heldBack: number[]
  refused: Refused[]
}

/** 核扣标志 moves on, never back: what may follow what. */
const mayBecome: Record<ListStatus, readonly ListStatus[]> = {
  unbooked: ['reserved', 'booked', 'deleted'],
  reserved: ['unbooked', 'booked', 'deleted'],
  booked: ['deleted'],
  deleted: [],
}
const statusName: Record<ListStatus, string> = {
  booked: '已核扣',
  reserved: '预核扣',
  unbooked: '未核扣',
  deleted: '已删除',
}

/**
 * Decides what an import does to the books, row by row, without touching them: what is new, what is there already, what is refused
 * and why. A refused head takes its lines with it; a refused line leaves the others of its list.
 */
export function planImport(read: ReadLists, books: Books): ImportPlan {
  const refused: Refused[] = []
  const heads = new Map(read.heads.map((head) => [head.row, head]))
  const lines = new Map(read.lines.map((line) => [line.row, line]))
  for (const row of read.rejected) {
    const isHead = row.sheet === read.headSheet.sheet
    const line = isHead ? undefined : lines.get(row.row)
    refused.push({ ...row, listNo: (isHead ? heads.get(row.row) : line)?.listNo ?? '', lineNo: line?.lineNo ?? null })
  }
  const refuseHead = (head: HeadCandidate, id: HeadColumn, code: string, what: string): false => {
    const column = headTable.columns.find((each) => each.id === id)?.heading ?? id
    const message = `第 ${head.row} 行“${column}”${what}`
    refused.push({ sheet: read.headSheet.sheet, row: head.row, column, code, message, listNo: head.listNo ?? '', lineNo: null })
    return false
  }
  const refuseLine = (line: LineCandidate, id: LineColumn, code: string, what: string): false => {
    const column = lineTable.columns.find((each) => each.id === id)?.heading ?? id
    const message = `第 ${line.row} 行“${column}”${what}`
    refused.push({
      sheet: read.lineSheet.sheet,
      row: line.row,
      column,
      code,
      message,
      listNo: line.listNo ?? '',
      lineNo: line.lineNo ?? null,
    })
    return false
  }

  /** Every list number that the file's heads name, sound or not; lines of a refused one are held back rather than called unknown. */
  const named = new Map<string, { head: HeadCandidate; planned: PlannedList | undefined }>()
  for (const head of read.heads) {
    if (head.listNo === undefined) continue
    const earlier = named.get(head.listNo)
    if (earlier) {
      refuseHead(head, 'listNo', 'list.duplicate', `${head.listNo} 与第 ${earlier.head.row} 行重复`)
      continue
    }
    const inBooks = books.list(head.listNo) ?? (head.innerNo === '' ? undefined : books.madeHere(head.innerNo))
    const sameList = inBooks && [...named.values()].find(({ planned }) => planned?.inBooks?.id === inBooks.id)
    if (sameList) {
      refuseHead(head, 'innerNo', 'list.duplicate', `${head.innerNo} 与第 ${sameList.head.row} 行是同一份清单`)
      continue
    }
    const planned = isSound(head) && checkHead(head, inBooks, books, refuseHead) ? { head, inBooks, newLines: [] } : undefined
    named.set(head.listNo, { head, planned })
  }

  const unchanged = { lists: 0, lines: 0 }
  const heldBack: number[] = []
  const linesInBooks = new Map<string, Map<number, LineRow>>()
  const seen = new Map<string, Map<number, number>>()
  for (const line of read.lines) {
    if (line.listNo === undefined) continue
    let entry = named.get(line.listNo)
    if (!entry) {
      const inBooks = books.list(line.listNo)
      if (!inBooks) {
        refuseLine(line, 'listNo', 'line.unknownList', `${line.listNo} 在清单表头和账内都没有`)
        continue
      }
      entry = fromBooks(inBooks, line.row)
      named.set(line.listNo, entry)
    }
    const sound = isSoundLine(line) && checkLine(line, entry.head, books, refuseLine)
    if (!sound) continue
    if (!entry.planned) {
      heldBack.push(line.row)
      continue
    }
    let numbers = seen.get(line.listNo)
    if (!numbers) seen.set(line.listNo, (numbers = new Map()))
    const earlier = numbers.get(line.lineNo)
    if (earlier !== undefined) {
      refuseLine(line, 'lineNo', 'line.duplicate', `${line.lineNo} 与第 ${earlier} 行重复（同一清单 ${line.listNo}）`)
      continue
    }
    numbers.set(line.lineNo, line.row)
    const { inBooks } = entry.planned
    if (inBooks) {
      let held = linesInBooks.get(line.listNo)
      if (!held)
        linesInBooks.set(line.listNo, (held = new Map(books.lines(inBooks.id).map((each) => [Number(each.line_no), each]))))
      const other = held.get(line.lineNo)
      if (other) {
        const differing = differingColumn(line, other, inBooks)
        if (differing)
          refuseLine(line, differing, 'line.differs', '与账内同一清单同一序号的行不同；已入账的行不能改，变更请按 R-68 办理')
        else unchanged.lines += 1
        continue
      }
      if (inBooks.draft_id !== null) {
        refuseLine(
          line,
          'lineNo',
          'line.notDeclared',
          `${line.lineNo} 不在本账申报的清单 ${inBooks.inner_no} 中；变更请按 R-68 办理`,
        )
        continue
      }
    }
    entry.planned.newLines.push(line)
  }
  // A list made here is whole: with some of its lines a workbook brings all of them.
  for (const [listNo, entry] of named) {
    const { planned } = entry
    const lacking = planned?.inBooks?.draft_id != null ? lackingLine(linesInBooks.get(listNo), seen.get(listNo)) : undefined
    if (lacking === undefined) continue
    refuseHead(entry.head, 'listNo', 'list.lineMissing', `${listNo} 在表体里缺第 ${lacking} 行；本账申报的清单有这一行`)
    entry.planned = undefined
  }

  const lists: PlannedList[] = []
  for (const { planned } of named.values()) {
    if (!planned) continue
    const { inBooks, head } = planned
    if (inBooks && planned.newLines.length === 0 && inBooks.status === head.status && inBooks.list_no === head.listNo)
      unchanged.lists += 1
    else lists.push(planned)
  }
  return { lists, unchanged, heldBack, refused }
}

const lackingLine = (
  held: ReadonlyMap<number, LineRow> | undefined,
  seen: ReadonlyMap<number, number> | undefined,
): number | undefined => held && [...held.keys()].find((lineNo) => !seen?.has(lineNo))

const isSound = (head: HeadCandidate): head is SoundHead => head.sound
const isSoundLine = (line: LineCandidate): line is SoundLine => line.sound

/** A list that only the books know: the refused rows of an earlier import, mended, come without their head. */
function fromBooks(inBooks: ListRow, row: number): { head: HeadCandidate; planned: PlannedList } {
  const head: SoundHead = {
    row,
    listNo: inBooks.list_no,
    innerNo: inBooks.inner_no,
    handbookNo: undefined,
    direction: inBooks.direction,
    goods: inBooks.goods,
    mode: inBooks.mode,
    listType: inBooks.list_type,
    declaredOn: day(inBooks.declared_on),
    relatedHandbookNo: inBooks.related_handbook_no,
    status: inBooks.status,
    sound: true,
  }
  return { head, planned: { head, inBooks, newLines: [] } }
}

function checkHead(
  head: SoundHead,
  inBooks: ListRow | undefined,
  books: Books,
  refuse: (head: HeadCandidate, id: HeadColumn, code: string, what: string) => false,
): boolean {
  if (head.handbookNo !== books.handbookNo) {
    return refuse(head, 'handbookNo', 'list.otherHandbook', `是 ${head.handbookNo}，不是本手册 ${books.handbookNo}`)
  }
  if (books.opening && head.declaredOn <= books.opening.asOf) {
    const what = `${head.declaredOn} 在期初截止日 ${books.opening.asOf} 以前，期初已经包含，不再导入`
    return refuse(head, 'declaredOn', 'list.beforeOpening', what)
  }
  if (books.opening?.listNos.has(head.listNo))
    return refuse(head, 'listNo', 'list.inOpening', `${head.listNo} 已列在期初清单中，不再导入`)
  const goods = head.goods === 'I' ? 'material' : 'product'
  const rule = postingRule(head.mode, head.direction, goods)
  const what = `${head.mode} ${supervisionModeName(head.mode) ?? ''}`
  if (!rule) {
    const known = modesFor(books.kind, head.direction, goods).join('、')
    const side = `${head.direction === 'I' ? '进口' : '出口'}${goods === 'material' ? '料件' : '成品'}`
    return refuse(head, 'mode', 'list.noPosting', `${what} 不能用于${side}（R-106），可用 ${known}`)
  }
  if (!rule.letters.includes(books.kind))
    return refuse(head, 'mode', 'list.modeNotAllowed', `${what} 不能用于 ${books.kind} 类手册（R-2）`)
  if (!inBooks) return true
  const madeHere = inBooks.draft_id !== null
  const unbooked = inBooks.status === 'reserved' || inBooks.status === 'unbooked'
  const fields = [
    ['innerNo', inBooks.inner_no],
    ['direction', inBooks.direction],
    ['goods', inBooks.goods],
    ['mode', inBooks.mode],
    ['listType', inBooks.list_type],
    ['declaredOn', inBooks.declared_on],
    ['relatedHandbookNo', inBooks.related_handbook_no],
  ] as const
  for (const [id, held] of fields) {
    // Of a list made here customs words the type by itself, dates the declaration, and may leave out what it knows of the other side.
    if (madeHere && (id === 'listType' || (id === 'declaredOn' && unbooked) || (id === 'relatedHandbookNo' && head[id] === '')))
      continue
    if (head[id] !== held) return refuse(head, id, 'list.differs', `与账内不同（账内为“${held}”）；已在账内的清单不能用导入改动`)
  }
  if (inBooks.status !== head.status && !mayBecome[inBooks.status].includes(head.status)) {
    return refuse(head, 'status', 'list.statusBack', `账内已是${statusName[inBooks.status]}，不能退回${statusName[head.status]}`)
  }
  return true
}

function checkLine(
  line: SoundLine,
  head: HeadCandidate,
  books: Books,
  refuse: (line: LineCandidate, id: LineColumn, code: string, what: string) => false,
): boolean {
  if (head.goods === undefined) return true
  const items = head.goods === 'I' ? books.materials : books.products
  if (!items.has(line.itemSeq)) {
    return refuse(line, 'itemSeq', 'line.unknownItem', `${line.itemSeq} 不在手册的${head.goods === 'I' ? '料件' : '成品'}中`)
  }
  const version = versionOf(line, head.goods)
  // R-33, and not only the law: without the version the use of material would silently count as nothing.
  if (head.goods === 'E' && books.consumptionStage === '1' && !books.declaredVersions.has(`${line.itemSeq}:${version}`)) {
    return refuse(line, 'version', 'line.undeclaredVersion', `成品 ${line.itemSeq} 没有申报版本 ${version} 的单耗（R-33）`)
  }
  return true
}

/** The version a line consumes by: a product without one uses 0; a material has none. */
export const versionOf = (line: { version: string }, goods: 'I' | 'E'): string => (goods === 'I' ? '' : line.version || '0')

/** Of a list made here a workbook need not say all that its draft says. */
function differingColumn(line: SoundLine, held: LineRow, { goods, draft_id }: ListRow): LineColumn | undefined {
  const said = (value: unknown): boolean => draft_id === null || (value !== null && value !== '')
  if (BigInt(line.itemSeq) !== held.item_seq) return 'itemSeq'
  if (line.quantity !== held.quantity_e5) return 'quantity'
  if (said(line.version) && versionOf(line, goods) !== held.version) return 'version'
  if (line.currency !== held.currency) return 'currency'
  if (said(line.unitPrice) && line.unitPrice !== held.unit_price_e5) return 'unitPrice'
  if (said(line.total) && line.total !== held.total_e5) return 'total'
  return undefined
}
