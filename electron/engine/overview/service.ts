import type { Output } from '../../../shared/contract/contract.ts'
import { netExportByProduct } from '../../../shared/domain/balance.ts'
import { day, dayOfInstant, daysBetween } from '../../../shared/domain/day.ts'
import { Exact, printQuantity } from '../../../shared/domain/exact.ts'
import { lifeState } from '../../../shared/domain/handbook-life.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { FilingsService } from '../filings/service.ts'
import type { HandbookDraftsService } from '../handbook-drafts/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import type { HandbookRow, HandbooksService, ItemRow } from '../handbooks/service.ts'

type Summary = Output<'handbooks.get'>

interface Neighbours {
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  handbookDrafts: HandbookDraftsService
  bondedLists: BondedListsService
  writeOff: WriteOffService
  filings: FilingsService
}

/** The state of a handbook at a glance, from the features that know its parts. */
export class HandbookOverviewService {
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(services: Neighbours, clock: Clock) {
    this.services = services
    this.clock = clock
  }

  list(): Output<'handbooks.list'> {
    return { handbooks: this.services.handbooks.list().map((row) => this.summary(row)) }
  }

  get(handbookNo: string): Summary {
    return this.summary(this.services.handbooks.require(handbookNo))
  }

  private summary(row: HandbookRow): Summary {
    const { handbooks, handbookLife, handbookDrafts, bondedLists, writeOff, filings } = this.services
    const { materials, products } = writeOff.compute(row.id)
    const imported = new Map(materials.map((material) => [material.seq, material.imported]))
    const exported = netExportByProduct(products)
    const head = handbooks.head(row)
    return {
      ...head,
      state: lifeState(handbookLife.life(row.id), handbookDrafts.openChange(row.id) !== undefined),
      capacity: printQuantity(head.capacity),
      importedAt: row.imported_at,
      ...handbooks.counts(row.id),
      lists: bondedLists.countByStatus(row.id),
      reportDeadline: handbookLife.reportDeadline(row),
      daysLeft: daysBetween(dayOfInstant(this.clock.now()), day(row.valid_to)),
      importedShare: share(handbooks.itemsOf(row.id, 'I'), imported),
      exportedShare: share(handbooks.itemsOf(row.id, 'E'), exported),
      negativeMaterials: materials.filter((material) => material.balance < 0n).length,
      openFilings: filings.openCount(row.id),
    }
  }
}

/** Moved ÷ recorded, both at the recorded price, in percent. Items in several currencies are added as they stand: it is a gauge, not an account. */
function share(items: readonly ItemRow[], moved: ReadonlyMap<number, bigint>): string {
  let [part, whole] = [0n, 0n]
  for (const item of items) {
    part += (moved.get(Number(item.seq)) ?? 0n) * item.unit_price_e5
    whole += item.quantity_e5 * item.unit_price_e5
  }
  return whole === 0n ? '0' : Exact.fraction(part * 100n, whole).toText(1)
}
