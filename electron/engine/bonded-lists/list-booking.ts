import { refuse } from '../../../shared/contract/errors.ts'
import { largestSum } from '../../../shared/domain/exact.ts'
import type { Clock } from '../clock.ts'
import type { OpeningStore } from './opening-store.ts'
import type { BondedListStore, LineRow, ListRow, ListStatus } from './store.ts'

export type EnteredList = Omit<ListRow, 'id' | 'edition' | 'opening' | 'entered_at' | 'replaced_by'>
export type EnteredLine = Omit<LineRow, 'list_id'>

/** How lists stand in the books: what is 已核扣 is booked as movements, and what is taken back is reversed, never edited. */
export class ListBooking {
  private readonly store: BondedListStore
  private readonly openings: OpeningStore
  private readonly clock: Clock

  constructor(store: BondedListStore, openings: OpeningStore, clock: Clock) {
    this.store = store
    this.openings = openings
    this.clock = clock
  }

  /** Goods that no handbook has are a slip of the hand, and more than the sums of the books can hold. @throws Refusal list.tooMuch */
  requireRoom(handbookId: bigint, lines: readonly { quantity_e5: bigint }[]): void {
    const declared = lines.reduce((all, { quantity_e5 }) => all + quantity_e5, 0n)
    if (this.store.sumOfLines(handbookId) + declared <= largestSum) return
    refuse({
      code: 'list.tooMuch',
      message: '清单的申报数量合计过大，没有写入任何数据',
      at: { column: '申报数量' },
      next: '请核对申报数量一列，是否读成了编号或条码',
    })
  }

  /** A list with its lines, booked where its mark says so. @throws Refusal list.tooMuch */
  enter(row: EnteredList, lines: readonly EnteredLine[]): ListRow {
    this.requireRoom(row.handbook_id, lines)
    const list = this.addHead(row)
    for (const line of lines) this.addLine(list, line)
    return list
  }

  /** Its lines follow by {@link addLine}. @throws Refusal list.beforeOpening, list.inOpening */
  addHead(row: EnteredList): ListRow {
    this.requireOutsideOpening(row)
    return this.add({ ...row, opening: null })
  }

  /** Totals of an older system, which stand in the books as a list of their own. @throws Refusal list.tooMuch */
  enterOpening(row: EnteredList, opening: bigint, lines: readonly EnteredLine[]): void {
    this.requireRoom(row.handbook_id, lines)
    const list = this.add({ ...row, opening })
    for (const line of lines) this.addLine(list, line)
  }

  private add(row: EnteredList & { opening: bigint | null }): ListRow {
    const edition = this.store.editionsOf(row.handbook_id, row.list_no)
    const entered = { ...row, edition, entered_at: this.clock.now() }
    return { ...entered, id: this.store.addList(entered), replaced_by: null }
  }

  /** What the opening of the handbook holds already must not come in again. */
  private requireOutsideOpening(list: { handbook_id: bigint; list_no: string; declared_on: string }): void {
    const opening = this.openings.standing(list.handbook_id)
    if (!opening) return
    if (list.declared_on <= opening.as_of) {
      refuse({
        code: 'list.beforeOpening',
        message: `清单 ${list.list_no} 的申报日期 ${list.declared_on} 在期初截止日 ${opening.as_of} 以前，期初已经包含，没有记账`,
        at: { column: '申报日期' },
        next: '请核对申报日期；期初有误的，先撤回期初',
      })
    }
    if (this.openings.holdsList(opening.id, list.list_no)) {
      refuse({
        code: 'list.inOpening',
        message: `清单 ${list.list_no} 已列在期初清单中，没有记账`,
        at: { column: '清单编号' },
        next: '请核对清单编号；期初有误的，先撤回期初',
      })
    }
  }

  addLine(list: ListRow, line: EnteredLine): void {
    const row = { ...line, list_id: list.id }
    this.store.addLine(row)
    if (list.status === 'booked') this.book(list, row)
  }

  /** A list that becomes 已核扣 books the lines it has; one that is deleted takes back what it had booked. */
  move(list: ListRow, status: ListStatus): ListRow {
    if (list.status === status) return list
    this.store.setStatus(list.id, status)
    const moved = { ...list, status }
    if (status === 'booked') for (const line of this.store.linesOf(list.id)) this.book(moved, line)
    if (list.status === 'booked') this.takeBack(list)
    return moved
  }

  /** What customs gives to a list made here, before it is booked: its numbers, and the day of its declaration where that differs. */
  number(list: ListRow, given: { listNo: string; seqNo: string; declaredOn: string }): ListRow {
    const list_no = given.listNo || list.list_no
    const edition = list_no === list.list_no ? list.edition : this.store.editionsOf(list.handbook_id, list_no)
    const numbered = { ...list, list_no, edition, seq_no: list.seq_no || given.seqNo, declared_on: given.declaredOn }
    this.requireOutsideOpening(numbered)
    this.store.setNumber(numbered)
    return numbered
  }

  /** The old edition is taken back; the new one stands in its place. */
  replace(old: ListRow, row: EnteredList, lines: readonly EnteredLine[]): ListRow {
    this.move(old, 'deleted')
    const list = this.enter(row, lines)
    this.store.setReplaced(old.id, list.id)
    return list
  }

  /** The same list has come in twice: the one that stands is `to`. */
  giveWay(list: ListRow, to: ListRow): void {
    this.move(list, 'deleted')
    this.store.setReplaced(list.id, to.id)
  }

  private takeBack(list: ListRow): void {
    const recordedAt = this.clock.now()
    for (const movement of this.store.standingMovements(list.id)) {
      this.store.addMovement({
        ...movement,
        quantity_e5: -movement.quantity_e5,
        value_e5: movement.value_e5 === null ? null : -movement.value_e5,
        reverses_id: movement.id,
        recorded_at: recordedAt,
      })
    }
  }

  private book(list: ListRow, line: LineRow): void {
    this.store.addMovement({
      handbook_id: list.handbook_id,
      item_kind: list.goods,
      item_seq: line.item_seq,
      version: line.version,
      mode: list.mode,
      direction: list.direction,
      quantity_e5: line.quantity_e5,
      value_e5: line.total_e5,
      booked_on: list.declared_on,
      list_id: line.list_id,
      line_no: line.line_no,
      reverses_id: null,
      recorded_at: this.clock.now(),
    })
  }
}
