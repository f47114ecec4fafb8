import type { Output } from '../../../shared/contract/contract.ts'
import { day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { addQuantities, noQuantity, printQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { settle } from '../../../shared/domain/slip-settlement.ts'
import type { Settlement } from '../../../shared/domain/slip-settlement.ts'
import { monthOf } from '../../../shared/domain/transfer-deadline.ts'
import type { DeclaredTransfer, DeepProcessingLists } from '../bonded-lists/deep-processing.ts'
import type { Database } from '../database/connection.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { ListDraftsService, ListDraftSummary } from '../list-drafts/service.ts'
import type { TransferDeadlines } from './deadlines.ts'
import { DeliveryStore } from './delivery-store.ts'
import type { SlipRow, StandingLineRow } from './delivery-store.ts'
import type { PartnerRow, PartnersService } from './partners.ts'
import { TransferStore } from './transfer-store.ts'

interface Neighbours {
  handbooks: HandbooksService
  deepProcessing: DeepProcessingLists
  listDrafts: ListDraftsService
  partners: PartnersService
  deadlines: TransferDeadlines
}
type MatchingRow = Output<'transfers.matching'>['rows'][number]
/** Undefined is: of all. */
interface Scope {
  handbookId?: bigint | undefined
  partner?: bigint | undefined
}

/** Slips and lists of one item (and version) between two handbooks, in one way. */
export interface MatchedGroup {
  partner: bigint
  handbookId: bigint
  way: 'out' | 'in'
  partnerHandbookNo: string
  itemSeq: number
  version: string
  lines: readonly StandingLineRow[]
  declared: Quantity
  settlement: Settlement<StandingLineRow>
}
/** A line of a delivery of which something is neither declared nor in a draft. */
export interface OpenLine {
  line: StandingLineRow
  left: Quantity
}

/** Slips against lists: what is 已收（发）货未结转 and 已结转未收（发）货, first in first out. */
export class MatchingService {
  private readonly slips: DeliveryStore
  private readonly transfers: TransferStore
  private readonly services: Neighbours

  constructor(db: Database, services: Neighbours) {
    this.slips = new DeliveryStore(db)
    this.transfers = new TransferStore(db)
    this.services = services
  }

  groups(of: Scope): MatchedGroup[] {
    const groups = new Map<
      string,
      { head: Omit<MatchedGroup, 'lines' | 'declared' | 'settlement'>; lines: StandingLineRow[]; declared: Quantity }
    >()
    const groupOf = (head: Omit<MatchedGroup, 'lines' | 'declared' | 'settlement'>) => {
      const key = [head.partner, head.handbookId, head.way, head.partnerHandbookNo, head.itemSeq, head.version].join('|')
      const found = groups.get(key) ?? { head, lines: [], declared: noQuantity }
      groups.set(key, found)
      return found
    }
    for (const line of this.slips.standingLines(of)) {
      const head = {
        partner: line.partner,
        handbookId: line.handbook_id,
        way: line.way,
        partnerHandbookNo: line.partner_handbook_no,
        itemSeq: Number(line.item_seq),
        version: line.version,
      }
      groupOf(head).lines.push(line)
    }
    for (const total of this.declaredTo(of)) {
      const { partner, relatedHandbookNo, quantity, ...rest } = total
      const group = groupOf({ ...rest, partner, partnerHandbookNo: relatedHandbookNo })
      group.declared = addQuantities(group.declared, quantity)
    }
    const standing = this.services.deepProcessing.standing()
    const named = this.claimsOf(
      of,
      ({ state, handbookNo, listNo, innerNo }) =>
        (state === 'filed' || state === 'accepted') && standing.has(`${handbookNo} ${listNo || innerNo}`),
    )
    return [...groups.values()].map(({ head, lines, declared }) => ({
      ...head,
      lines,
      declared,
      settlement: settled(lines, declared, named),
    }))
  }

  /** What lists declare with handbooks of registered partners. */
  private declaredTo(of: Scope): (DeclaredTransfer & { partner: bigint })[] {
    const owners = this.ownersOfHandbooks()
    return this.services.deepProcessing.declared().flatMap((total) => {
      const partner = owners.get(total.relatedHandbookNo)
      if (partner === undefined || (of.partner !== undefined && partner !== of.partner)) return []
      return of.handbookId !== undefined && total.handbookId !== of.handbookId ? [] : [{ ...total, partner }]
    })
  }

  private ownersOfHandbooks(): Map<string, bigint> {
    const entries = [...this.services.partners.handbooksByPartner()]
    return new Map(entries.flatMap(([partner, handbooks]) => handbooks.map((no) => [no, partner] as const)))
  }

  /** Handbooks that the lists of some of ours name and no partner has. */
  handbooksWithoutPartner(ours: ReadonlyMap<bigint, HandbookRow>): string[] {
    const owners = this.ownersOfHandbooks()
    const declared = this.services.deepProcessing.declared().filter(({ handbookId }) => ours.has(handbookId))
    const named = declared.map(({ relatedHandbookNo }) => relatedHandbookNo)
    return [...new Set(named.filter((no) => no !== '' && !owners.has(no)))].toSorted()
  }

  rows(input: { handbookNo?: string | undefined; partnerId?: string | undefined }): MatchingRow[] {
    const { handbooks, partners } = this.services
    const of = {
      handbookId: input.handbookNo === undefined ? undefined : handbooks.require(input.handbookNo).id,
      partner: input.partnerId === undefined ? undefined : partners.require(input.partnerId).id,
    }
    const names = new Map(partners.rows().map((row) => [row.id, row]))
    const books = new Map(handbooks.list().map((row) => [row.id, row]))
    return this.groups(of)
      .flatMap((group) => {
        const [partner, handbook] = [names.get(group.partner), books.get(group.handbookId)]
        return partner && handbook ? [this.row(group, partner, handbook)] : []
      })
      .toSorted(byPartnerAndItem)
  }

  private row(group: MatchedGroup, partner: PartnerRow, handbook: HandbookRow): MatchingRow {
    const item = this.services.handbooks.itemOf(handbook.id, group.way === 'out' ? 'E' : 'I', group.itemSeq)
    const { settlement } = group
    const oldestMonth = settlement.oldestOpen && monthOf(settlement.oldestOpen)
    return {
      partnerId: partner.partner_id,
      partnerName: partner.name,
      way: group.way,
      handbookNo: handbook.handbook_no,
      partnerHandbookNo: group.partnerHandbookNo,
      itemSeq: group.itemSeq,
      itemName: item?.name ?? '',
      version: group.version,
      unit: item?.unit ?? '',
      delivered: printQuantity(settlement.delivered),
      returned: printQuantity(settlement.returned),
      declared: printQuantity(group.declared),
      undeclared: printQuantity(settlement.undeclared),
      undelivered: printQuantity(settlement.undelivered),
      oldestMonth,
      deadline: oldestMonth === null ? null : (this.services.deadlines.of(oldestMonth, handbook)?.on ?? null),
    }
  }

  /** Of each slip how much is declared: none, part, all. */
  slipStates(of: Scope): Map<string, 'none' | 'part' | 'all'> {
    const open = new Map<string, { some: boolean; allOpen: boolean; allSettled: boolean }>()
    for (const group of this.groups(of)) {
      for (const line of group.lines) {
        const left = group.settlement.open.get(line) ?? noQuantity
        const state = open.get(line.slip_id) ?? { some: false, allOpen: true, allSettled: true }
        open.set(line.slip_id, {
          some: true,
          allOpen: state.allOpen && left === line.quantity_e5,
          allSettled: state.allSettled && left === noQuantity,
        })
      }
    }
    return new Map([...open].map(([slipId, { allOpen, allSettled }]) => [slipId, allSettled ? 'all' : allOpen ? 'none' : 'part']))
  }

  /** Of the lines of a slip what needs no declaration any more. */
  declaredOf(slip: SlipRow): Map<bigint, Quantity> {
    const lines = this.groups({ handbookId: slip.handbook_id, partner: slip.partner }).flatMap((group) =>
      group.lines
        .filter((line) => line.slip === slip.id)
        .map((line) => [line.line_no, (line.quantity_e5 - (group.settlement.open.get(line) ?? noQuantity)) as Quantity] as const),
    )
    return new Map(lines)
  }

  /** Number of the transfer that has a slip, where it has not been given up. */
  transferOf(slip: bigint): string | undefined {
    return this.transfers
      .transfersWithSlip(slip)
      .find(({ draft_id }) => this.services.listDrafts.summary(draft_id).state !== 'discarded')?.transfer_no
  }

  /**
   * Deliveries until a day of which something is neither on a list nor claimed by a transfer whose list is still a draft.
   * @param except a transfer whose own claims do not count
   */
  openLines(
    of: { partner: bigint; handbookId: bigint; way: 'out' | 'in'; partnerHandbookNo: string },
    through: Day,
    except?: bigint,
  ): OpenLine[] {
    const claimed = this.claimsOf(of, ({ state }) => state === 'editing' || state === 'returned', except)
    return this.groups(of)
      .filter(({ way, partnerHandbookNo }) => way === of.way && partnerHandbookNo === of.partnerHandbookNo)
      .flatMap(({ lines, settlement }) =>
        lines.flatMap((line) => {
          const open = settlement.open.get(line) ?? noQuantity
          const left = (open - (claimed.get(keyOf(line)) ?? 0n)) as Quantity
          return left > 0n && line.delivered_on <= through ? [{ line, left }] : []
        }),
      )
  }

  /** The returns of some items until a day that no transfer has, a line of each. */
  returnsOf(
    of: { partner: bigint; handbookId: bigint; way: 'out' | 'in'; partnerHandbookNo: string },
    items: readonly { itemSeq: number; version: string }[],
    through: Day,
  ): StandingLineRow[] {
    const wanted = new Set(items.map(({ itemSeq, version }) => `${itemSeq}|${version}`))
    const lines = this.slips
      .standingLines(of)
      .filter(
        (line) =>
          line.kind === 'return' &&
          line.way === of.way &&
          line.partner_handbook_no === of.partnerHandbookNo &&
          line.delivered_on <= through &&
          wanted.has(`${line.item_seq}|${line.version}`),
      )
    return [...new Map(lines.map((line) => [line.slip, line])).values()].filter(({ slip }) => this.transferOf(slip) === undefined)
  }

  /** What transfers whose drafts are as wanted have of the lines of slips. */
  private claimsOf(of: Scope, isWanted: (draft: ListDraftSummary) => boolean, except?: bigint): Map<string, bigint> {
    const wanted = new Map<string, boolean>()
    const claimed = new Map<string, bigint>()
    for (const claim of this.transfers.claimsOf(of)) {
      if (claim.transfer === except) continue
      const counts = wanted.get(claim.draft_id) ?? isWanted(this.services.listDrafts.summary(claim.draft_id))
      wanted.set(claim.draft_id, counts)
      const key = keyOf(claim)
      if (counts) claimed.set(key, (claimed.get(key) ?? 0n) + claim.quantity_e5)
    }
    return claimed
  }
}

const keyOf = ({ slip, line_no }: { slip: bigint; line_no: bigint }): string => `${slip}:${line_no}`

const settled = (
  lines: readonly StandingLineRow[],
  declared: Quantity,
  named: ReadonlyMap<string, bigint>,
): Settlement<StandingLineRow> =>
  settle(
    lines.map((line) => ({ id: line, on: day(line.delivered_on), kind: line.kind, quantity: line.quantity_e5 as Quantity })),
    declared,
    (line) => (named.get(keyOf(line)) ?? noQuantity) as Quantity,
  )

const byPartnerAndItem = (a: MatchingRow, b: MatchingRow): number =>
  compare(a.partnerName, b.partnerName) ||
  compare(a.handbookNo, b.handbookNo) ||
  compare(a.way, b.way) ||
  compare(a.partnerHandbookNo, b.partnerHandbookNo) ||
  a.itemSeq - b.itemSeq ||
  compare(a.version, b.version)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
