import { supervisionModeName } from '../../../shared/codes/tables.ts'
import type { Money, Quantity } from '../../../shared/domain/exact.ts'
import type { Clock } from '../clock.ts'
import type { ListBooking } from './list-booking.ts'
import type { OpeningRow, OpeningStore, OpeningTotalRow } from './opening-store.ts'
import type { BondedListStore } from './store.ts'

/** What an older system has booked of one item. */
export interface OpeningTotal {
  goods: 'I' | 'E'
  itemSeq: number
  /** Empty of a material. */
  version: string
  mode: string
  direction: 'I' | 'E'
  quantity: Quantity
  value: Money | null
  currency: string
}
export interface OpeningList {
  listNo: string
  direction: 'I' | 'E'
}

/** What an opening brings. */
interface NewOpening {
  handbookId: bigint
  asOf: string
  fileId: string
  importedBy: string
  totals: readonly OpeningTotal[]
  lists: readonly OpeningList[]
}

/**
 * 期初 in the books: totals stand as lists of their own, one per mode, direction and goods, so that whatever reads movements has them;
 * what reads lists leaves them out.
 */
export class OpeningLists {
  private readonly store: OpeningStore
  private readonly lists: BondedListStore
  private readonly booking: ListBooking
  private readonly clock: Clock

  constructor(store: OpeningStore, lists: BondedListStore, booking: ListBooking, clock: Clock) {
    this.store = store
    this.lists = lists
    this.booking = booking
    this.clock = clock
  }

  /** Undefined where the handbook has none, or it was withdrawn. */
  find(handbookId: bigint): OpeningRow | undefined {
    return this.store.standing(handbookId)
  }

  /** What an import of lists must stay clear of. */
  boundaryOf(handbookId: bigint): { asOf: string; listNos: ReadonlySet<string> } | undefined {
    const opening = this.store.standing(handbookId)
    return opening && { asOf: opening.as_of, listNos: new Set(this.store.listsOf(opening.id).map(({ list_no }) => list_no)) }
  }

  /** Of the older system, imports first. */
  listsOf(handbookId: bigint): OpeningList[] {
    const opening = this.store.standing(handbookId)
    return opening ? this.store.listsOf(opening.id).map(({ list_no, direction }) => ({ listNo: list_no, direction })) : []
  }

  totalsOf(opening: bigint): OpeningTotalRow[] {
    return this.store.totalsOf(opening)
  }

  /** Lists of the books that an opening up to this day would count twice. */
  overlapping(handbookId: bigint, asOf: string): string[] {
    return this.store.listsUpTo(handbookId, asOf)
  }

  /** Numbers of the lists that stand in the books. */
  listNosInBooks(handbookId: bigint): ReadonlySet<string> {
    return new Set(this.store.listNos(handbookId))
  }

  /** @throws Refusal list.tooMuch */
  enter({ handbookId, asOf, fileId, importedBy, totals, lists }: NewOpening): void {
    const opening = this.store.add({
      handbook_id: handbookId,
      as_of: asOf,
      file_id: fileId,
      imported_at: this.clock.now(),
      imported_by: importedBy,
    })
    for (const { listNo, direction } of lists) this.store.addList(opening, { list_no: listNo, direction })
    for (const of of Map.groupBy(totals, ({ mode, direction, goods }) => `${mode} ${direction} ${goods}`).values()) {
      const [first] = of
      if (!first) continue
      const { mode, direction, goods } = first
      const row = {
        handbook_id: handbookId,
        list_no: openingName(mode, direction, goods),
        inner_no: '',
        seq_no: '',
        direction,
        goods,
        mode,
        list_type: '',
        declared_on: asOf,
        related_handbook_no: '',
        status: 'booked' as const,
        import_id: null,
        draft_id: null,
      }
      const lines = of.map((total, index) => ({
        line_no: BigInt(index + 1),
        item_seq: BigInt(total.itemSeq),
        version: total.version,
        quantity_e5: total.quantity,
        unit_price_e5: null,
        total_e5: total.value,
        currency: total.currency,
        legal_quantity_e5: null,
        origin_country: '',
        destination_country: '',
      }))
      this.booking.enterOpening(row, opening, lines)
    }
  }

  /** Takes every total back by a row that reverses it. @returns how many */
  withdraw(opening: OpeningRow, by: string, reason: string): number {
    let reversed = 0
    for (const id of this.store.bookingsOf(opening.id)) {
      const list = this.lists.get(id)
      if (!list) continue
      reversed += this.lists.standingMovements(id).length
      this.booking.move(list, 'deleted')
    }
    this.store.withdraw(opening.id, this.clock.now(), by, reason)
    return reversed
  }
}

/** How it is named where the lines of a figure are listed. Customs gives no such number: a list number has no blanks. */
const openingName = (mode: string, direction: 'I' | 'E', goods: 'I' | 'E'): string =>
  `期初 ${mode} ${supervisionModeName(mode) ?? ''} ${direction === 'I' ? '进口' : '出口'}${goods === 'I' ? '料件' : '成品'}`
