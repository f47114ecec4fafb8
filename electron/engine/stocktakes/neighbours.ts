import type { BondedListsService } from '../bonded-lists/service.ts'
import type { DomesticSalesService } from '../domestic-sales/service.ts'
import type { FilesService } from '../files/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { PartsService } from '../parts/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import type { WriteOffService } from '../write-off/service.ts'

/** What a stocktake asks of the other features. */
export interface Neighbours {
  files: FilesService
  reference: ReferenceService
  handbooks: HandbooksService
  bondedLists: BondedListsService
  writeOff: WriteOffService
  handbookLife: HandbookLifeService
  parts: PartsService
  domesticSales: DomesticSalesService
  operators: OperatorsService
  journal: JournalService
}
