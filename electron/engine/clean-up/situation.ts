import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { daysBetween, day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { printQuantity } from '../../../shared/domain/exact.ts'
import type { HandbookLife } from '../../../shared/domain/handbook-life.ts'
import type { HandbookRow } from '../handbooks/service.ts'
import type { ListStatus } from '../bonded-lists/service.ts'
import type { ReportBooks } from '../write-off/report.ts'
import type { Difference, KnownStocktake, Neighbours, ReportFiling } from './neighbours.ts'

type Matching = ReturnType<Neighbours['matching']['rows']>[number]
type OutwardApplication = Output<'outwardProcessing.list'>['applications'][number]

/** All that the clean-up before 报核 looks at, as the ledger has it at one moment. */
export interface Situation {
  books: ReportBooks
  life: HandbookLife
  /** */
  reportBy: Day
  lists: Record<ListStatus, number>
  openDrafts: ReturnType<Neighbours['listDrafts']['openOf']>
  openSales: ReturnType<Neighbours['domesticSales']['openOf']>
  unpaidSales: ReturnType<Neighbours['domesticSales']['unpaidOf']>
  /** Refused rows of imports, not settled yet. */
  openRefusals: number
  matching: readonly Matching[]
  outward: readonly OutwardApplication[]
  stocktake: {
    /** `moved`: materials of which the books of the cut-off have changed since it was settled. */
    latest: (KnownStocktake & { age: number; differences: readonly Difference[]; moved: number }) | undefined
    counting: readonly KnownStocktake[]
    /** no older than so many days. */
    mostDays: number
  }
  reports: readonly ReportFiling[]
}

/** @param books as the report is made from */
export function situationOf(services: Neighbours, handbook: HandbookRow, books: ReportBooks): Situation {
  const { handbookLife, bondedLists, listDrafts, domesticSales, matching, outwardProcessing, reference } = services
  const handbookNo = handbook.handbook_no
  return {
    books,
    life: handbookLife.life(handbook.id),
    reportBy: handbookLife.reportDeadline(handbook),
    lists: bondedLists.countByStatus(handbook.id),
    openDrafts: listDrafts.openOf(handbook.id),
    openSales: domesticSales.openOf(handbook.id),
    unpaidSales: domesticSales.unpaidOf(handbook.id),
    openRefusals: bondedLists.imports(handbookNo).imports.reduce((sum, { open }) => sum + open, 0),
    matching: matching.rows({ handbookNo }),
    outward: outwardProcessing.list({ handbookNo }).applications,
    stocktake: {
      latest: latestStocktake(services, handbook, books.today),
      counting: services.stocktakes.openOf(handbook.id),
      mostDays: Number(reference.parameterOn('stocktakeAgeDays', books.today).value),
    },
    reports: services.reportFilings(handbook.id),
  }
}

/** Handbooks that share one stock are counted together, and each has its own differences. */
function latestStocktake(
  { stocktakes, writeOff }: Neighbours,
  handbook: HandbookRow,
  today: Day,
): Situation['stocktake']['latest'] {
  const latest = stocktakes.latestSettled(handbook.id)
  if (!latest) return undefined
  const differences = stocktakes
    .get(latest.stocktakeId)
    .differences.filter(({ handbookNo }) => handbookNo === handbook.handbook_no)
  const kept = new Map(differences.map(({ seq, book }) => [seq, book]))
  const { materials } = writeOff.compute(handbook.id, latest.cutOff)
  return {
    ...latest,
    age: daysBetween(day(latest.cutOff), today),
    differences,
    moved: materials.filter(({ seq, balance }) => printQuantity(balance) !== (kept.get(seq) ?? '0')).length,
  }
}

/** Signed, and nobody has answered. */
export const isUnanswered = ({ sequence, state }: ReportFiling): boolean =>
  sequence !== null && state !== 'accepted' && state !== 'returned' && state !== 'closed'

/** Where goods of the handbook are still with a contractor. */
export const stillOut = (outward: Situation['outward']) =>
  outward
    .filter(({ state, outstanding }) => state !== 'closed' && outstanding > 0)
    .map(({ applicationId, contractor, innerNo, outstanding }) => ({
      to: paths.outwardProcessing(applicationId),
      contractor: contractor.name,
      innerNo,
      goods: outstanding,
    }))
