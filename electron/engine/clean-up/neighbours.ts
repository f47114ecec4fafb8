import type { Output } from '../../../shared/contract/contract.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { DomesticSalesService } from '../domestic-sales/service.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { ListDraftsService } from '../list-drafts/service.ts'
import type { OutwardProcessingService } from '../outward-processing/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import type { MatchingService } from '../transfers/matching.ts'
import type { WriteOffService } from '../write-off/service.ts'

type FilingState = Output<'filings.list'>['filings'][number]['state']

/** A 报核 as it stands in the filing box. */
export interface ReportFiling {
  filingId: string
  state: FilingState
  /** Place in the chain of packages; null before it is signed. */
  sequence: number | null
}

export interface KnownStocktake {
  stocktakeId: string
  stocktakeNo: number
  cutOff: string
  /** Of the handbook: what nobody has decided on, and of a settled one shortages to be taxed without a sale. */
  openDifferences: number
}
export type Difference = Output<'stocktakes.get'>['differences'][number]

export interface Neighbours {
  enterprise: EnterpriseService
  reference: ReferenceService
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  bondedLists: BondedListsService
  writeOff: WriteOffService
  listDrafts: ListDraftsService
  matching: MatchingService
  outwardProcessing: OutwardProcessingService
  domesticSales: DomesticSalesService
  stocktakes: {
    /** By cut-off; undefined where none of the handbook is settled. */
    latestSettled(handbookId: bigint): KnownStocktake | undefined
    openOf(handbookId: bigint): KnownStocktake[]
    get(stocktakeId: string): { differences: Difference[] }
  }
  /** Filings are above: what is asked of them, newest first. */
  reportFilings(handbookId: bigint): ReportFiling[]
}
