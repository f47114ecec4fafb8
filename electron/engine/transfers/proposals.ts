import { refuse } from '../../../shared/contract/errors.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { day, dayOfInstant } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { addQuantities, noQuantity, printMoney, printQuantity } from '../../../shared/domain/exact.ts'
import type { Money, Quantity } from '../../../shared/domain/exact.ts'
import { weightedPrice } from '../../../shared/domain/pairing.ts'
import { monthOf } from '../../../shared/domain/transfer-deadline.ts'
import { transferGuards } from '../../../shared/domain/transfer-guards.ts'
import type { TransferGuard } from '../../../shared/domain/transfer-guards.ts'
import type { Clock } from '../clock.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService, ItemRow } from '../handbooks/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import type { TransferDeadlines } from './deadlines.ts'
import { ItemMatches } from './item-matches.ts'
import type { MatchingService, OpenLine } from './matching.ts'
import type { PartnerRow, PartnersService } from './partners.ts'

/** Between which handbooks goods go, and which way they go for us. */
export interface Between {
  partner: PartnerRow
  handbook: HandbookRow
  way: 'out' | 'in'
  partnerHandbookNo: string
}

/** What a transfer declares of one item and version. */
export interface TransferLine {
  itemSeq: number
  version: string
  quantity: Quantity
  unitPrice: Money | undefined
  currency: string
  slips: number
}

export interface Proposal {
  lines: (TransferLine & { hasTwoCurrencies: boolean })[]
  open: OpenLine[]
  slips: { id: bigint; slipId: string; slipNo: string; deliveredOn: string }[]
  /** First and last delivery; null where nothing is open. */
  period: { from: Day; to: Day } | null
  deadline: { on: Day; basis: string } | null
  guards: Guard[]
}

interface Neighbours {
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  reference: ReferenceService
  partners: PartnersService
  matching: MatchingService
  deadlines: TransferDeadlines
}

/** 集中申报建议: what is delivered between two handbooks until a day and not declared, merged into lines (R-49 … R-51). */
export class Proposals {
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(services: Neighbours, clock: Clock) {
    this.services = services
    this.clock = clock
  }

  /** @throws Refusal partner.*, handbook.notFound */
  between(input: { partnerId: string; way: 'out' | 'in'; handbookNo: string; partnerHandbookNo: string }): Between {
    const { partners, handbooks } = this.services
    const partner = partners.require(input.partnerId)
    partners.requirePartnersHandbook(partner, input.partnerHandbookNo)
    return { partner, handbook: handbooks.require(input.handbookNo), way: input.way, partnerHandbookNo: input.partnerHandbookNo }
  }

  propose(between: Between, through: Day): Proposal {
    const { matching, deadlines } = this.services
    const of = { ...between, partner: between.partner.id, handbookId: between.handbook.id }
    const open = matching.openLines(of, through)
    const days = open.map(({ line }) => day(line.delivered_on))
    const [from, to] = [days.reduce(earlier, days[0] ?? through), days.reduce(later, days[0] ?? through)]
    const period = days.length > 0 ? { from, to } : null
    const deadline = period && deadlines.of(monthOf(period.from), between.handbook)
    const lines = mergedLines(open)
    const deliveries = [...new Map(open.map(({ line }) => [line.slip, line])).values()]
    const returns = period ? matching.returnsOf(of, lines, through) : []
    const slips = [...deliveries, ...returns].map((line) => ({
      id: line.slip,
      slipId: line.slip_id,
      slipNo: line.slip_no,
      deliveredOn: line.delivered_on,
    }))
    const guards = period
      ? this.guards(between, {
          ...period,
          deadline: deadline?.on ?? null,
          lines,
          partnerListNo: '',
          slipsWithoutEvidence: deliveries.filter((line) => line.has_evidence === 0n).map((line) => line.slip_no),
        })
      : []
    return { lines, open, slips, period, deadline, guards }
  }

  /** R-49 … R-52 of what is declared now. */
  guards(
    between: Between,
    of: {
      from: Day
      to: Day
      deadline: Day | null
      lines: readonly (TransferLine & { hasTwoCurrencies?: boolean })[]
      partnerListNo: string
      slipsWithoutEvidence: readonly string[]
    },
  ): Guard[] {
    const { handbook, partner, way, partnerHandbookNo } = between
    const { handbookLife, reference } = this.services
    const today = dayOfInstant(this.clock.now())
    const capability = reference.capabilityOn(today)
    const matches = new ItemMatches(this.services, { partner: partner.id, handbook, way, partnerHandbookNo }, [])
    const found = transferGuards({
      ...of,
      way,
      today,
      handbook: { no: handbook.handbook_no, validTo: day(handbook.valid_to), rolls: handbook.kind === 'E' },
      standing: {
        orderedToRectify: capability?.orderedToRectify ?? false,
        underSmugglingInvestigation: capability?.underSmugglingInvestigation ?? false,
        overdueHandbooks: handbookLife.overdue(today).map(({ handbookNo }) => handbookNo),
      },
      lines: of.lines.map((line) => ({
        itemSeq: line.itemSeq,
        name: matches.items.get(line.itemSeq)?.name ?? '',
        version: line.version,
        hasPrice: line.unitPrice !== undefined,
        hasTwoCurrencies: line.hasTwoCurrencies ?? false,
      })),
      itemsWithTwoFactors: matches.changedWithin(of.from, of.to),
    })
    return found.map((guard) => printGuard(guard, handbook))
  }

  items({ handbook, way }: Pick<Between, 'handbook' | 'way'>): ReadonlyMap<number, ItemRow> {
    return new Map(
      this.services.handbooks.itemsOf(handbook.id, way === 'out' ? 'E' : 'I').map((item) => [Number(item.seq), item]),
    )
  }

  /** @throws Refusal transfer.nothing, transfer.blocked */
  requireDeclarable(proposal: Proposal): { from: Day; to: Day } {
    const blocking = proposal.guards.find(({ severity }) => severity === 'blocks')
    if (blocking)
      refuse({ code: 'transfer.blocked', message: `${blocking.message}（${blocking.rule}），没有建立结转`, next: blocking.next })
    return (
      proposal.period ??
      refuse({
        code: 'transfer.nothing',
        message: '到这一天为止没有未结转的收发货',
        at: { field: 'through' },
        next: '请核对企业、手册和截止日期',
      })
    )
  }
}

const earlier = (a: Day, b: Day): Day => (b < a ? b : a)
const later = (a: Day, b: Day): Day => (b > a ? b : a)

function mergedLines(open: readonly OpenLine[]): Proposal['lines'] {
  const groups = Map.groupBy(open, ({ line }) => `${line.item_seq}|${line.version}`)
  return [...groups.values()]
    .map((of) => {
      const priced = of.map(({ line, left }) => ({
        quantity: left,
        unitPrice: line.unit_price_e5 === null ? undefined : (line.unit_price_e5 as Money),
        currency: line.currency,
      }))
      const price = weightedPrice(priced)
      const hasPrice = priced.some(({ unitPrice }) => unitPrice !== undefined)
      return {
        itemSeq: Number(of[0]?.line.item_seq),
        version: of[0]?.line.version ?? '',
        quantity: of.reduce((sum, { left }) => addQuantities(sum, left), noQuantity),
        unitPrice: price?.unitPrice,
        currency: price?.currency ?? '',
        hasTwoCurrencies: hasPrice && price === undefined,
        slips: new Set(of.map(({ line }) => line.slip)).size,
      }
    })
    .toSorted((a, b) => a.itemSeq - b.itemSeq || (a.version < b.version ? -1 : 1))
}

const places: Record<TransferGuard['about'], (handbook: HandbookRow) => string | null> = {
  enterprise: () => paths.reference('capability'),
  handbook: (handbook) => paths.handbook(handbook.handbook_no),
  slips: () => paths.transfers('deliveries'),
  list: () => null,
  partner: () => paths.transfers('partners'),
  pairing: () => null,
}
const printGuard = ({ severity, rule, message, next, about }: TransferGuard, handbook: HandbookRow): Guard => ({
  severity,
  rule,
  message,
  next,
  lineNo: null,
  column: '',
  to: places[about](handbook),
})

/** As the contract shows it. */
export const printLine = (line: TransferLine, items: ReadonlyMap<number, ItemRow>) => ({
  itemSeq: line.itemSeq,
  itemName: items.get(line.itemSeq)?.name ?? '',
  version: line.version,
  unit: items.get(line.itemSeq)?.unit ?? '',
  quantity: printQuantity(line.quantity),
  unitPrice: line.unitPrice === undefined ? '' : printMoney(line.unitPrice),
  currency: line.currency,
  slips: line.slips,
})
