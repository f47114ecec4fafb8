import { DeepProcessingLists } from './bonded-lists/deep-processing.ts'
import { BondedListsService } from './bonded-lists/service.ts'
import { ChainsService } from './chains/service.ts'
import { CleanUpService } from './clean-up/service.ts'
import type { Clock } from './clock.ts'
import { ConsumptionService } from './consumption/service.ts'
import type { Database } from './database/connection.ts'
import { DomesticSalesService } from './domestic-sales/service.ts'
import { EnterpriseService } from './enterprise/service.ts'
import { FilesService } from './files/service.ts'
import type { FileFolder } from './files/service.ts'
import { FilingAnswers } from './filings/answers.ts'
import { filingSources } from './filings/filing-source.ts'
import { ReportFilings } from './filings/report-filings.ts'
import { FilingsService } from './filings/service.ts'
import { ForexService } from './forex/service.ts'
import { GroupModeService } from './group-mode/service.ts'
import { HandbookDraftsService } from './handbook-drafts/service.ts'
import { HandbookLifeService } from './handbook-life/service.ts'
import { HandbooksService } from './handbooks/service.ts'
import { JournalService } from './journal/service.ts'
import { KeysService } from './keys/service.ts'
import { UKeyService } from './keys/u-key-service.ts'
import { ListDraftsService } from './list-drafts/service.ts'
import { OpeningsService } from './openings/service.ts'
import { OperatorsService } from './operators/service.ts'
import { OutwardProcessingService } from './outward-processing/service.ts'
import { LifeOverview } from './overview/life-overview.ts'
import { HandbookOverviewService } from './overview/service.ts'
import { PartsService } from './parts/service.ts'
import { ReferenceService } from './reference/service.ts'
import { SearchService } from './search/service.ts'
import { SelectiveTaxationService } from './selective-taxation/service.ts'
import { SelfVerificationService } from './self-verification/service.ts'
import { WorkOrdersService } from './self-verification/work-orders.ts'
import { StocktakesService } from './stocktakes/service.ts'
import { SubstitutionsService } from './substitutions/service.ts'
import { TaxWriteOffService } from './tax-write-off/service.ts'
import { TaxWork } from './tax-write-off/tax-work.ts'
import { taxYear } from './tax-write-off/tax-year.ts'
import { TransferDeadlines } from './transfers/deadlines.ts'
import { DeliveriesService } from './transfers/deliveries.ts'
import { MatchingService } from './transfers/matching.ts'
import { PartnerPackages } from './transfers/partner-packages.ts'
import { PartnersService } from './transfers/partners.ts'
import { Proposals } from './transfers/proposals.ts'
import { TransfersService } from './transfers/service.ts'
import { ChannelsService } from './sync/channels.ts'
import { OutboxWork } from './sync/outbox-work.ts'
import { OutboxService } from './sync/outbox.ts'
import { ReceiptIntake } from './sync/receipt-intake.ts'
import { SurplusService } from './transfers/surplus.ts'
import { TransferWork } from './transfers/transfer-work.ts'
import { WorkbenchService } from './workbench/service.ts'
import { WriteOffService } from './write-off/service.ts'

export type Services = ReturnType<typeof composeServices>

/** All services over one connection: the engine has one set that reads and one that writes. */
export function composeServices(db: Database, context: { clock: Clock; folder: FileFolder; programVersion: string }) {
  const { clock, folder } = context
  const operators = new OperatorsService(db, clock)
  const journal = new JournalService(db, operators, clock)
  const enterprise = new EnterpriseService(db, journal, clock)
  const files = new FilesService(db, folder, clock)
  const reference = new ReferenceService(db, journal, clock)
  const handbooks = new HandbooksService(db, clock)
  const bondedLists = new BondedListsService(db, handbooks, journal, clock)
  const openings = new OpeningsService({ operators, journal, handbooks, bondedLists }, clock)
  const writeOff = new WriteOffService(db, { handbooks, bondedLists, declarant: () => enterprise.get() }, clock)
  const handbookLife = new HandbookLifeService(db, { handbooks, writeOff, operators, journal }, clock)
  const consumption = new ConsumptionService(
    db,
    { handbooks, bondedLists, writeOff, files, reference, operators, journal },
    clock,
  )
  const handbookDrafts = new HandbookDraftsService(
    db,
    { enterprise, files, reference, handbooks, bondedLists, writeOff, handbookLife, consumption, journal },
    clock,
  )
  const workOrders = new WorkOrdersService(db, { handbooks, journal }, clock)
  const selfVerification = new SelfVerificationService(db, { handbooks, writeOff, consumption, operators, journal }, clock)
  const listDrafts = new ListDraftsService(
    db,
    { enterprise, reference, handbooks, bondedLists, writeOff, handbookLife, selfVerification, journal },
    clock,
  )
  const parts = new PartsService(db, { handbooks, bondedLists, journal }, clock)
  const outwardProcessing = new OutwardProcessingService(db, { enterprise, reference, handbooks, handbookLife, journal }, clock)
  const substitutions = new SubstitutionsService(db, { handbooks, handbookLife, writeOff, operators, journal }, clock)
  const chains = new ChainsService(db, { handbooks, bondedLists, journal }, clock)
  const groupMode = new GroupModeService(db, journal, clock)
  const keys = new KeysService(db, journal, clock)
  const uKey = new UKeyService(db, journal, clock)
  const partners = new PartnersService(db, { enterprise, handbooks, journal }, clock)
  const deadlines = new TransferDeadlines({ reference, handbookLife })
  const deepProcessing = new DeepProcessingLists(db)
  const matching = new MatchingService(db, { handbooks, deepProcessing, listDrafts, partners, deadlines })
  const deliveries = new DeliveriesService(db, { handbooks, handbookLife, partners, matching, journal }, clock)
  const proposals = new Proposals({ handbooks, handbookLife, reference, partners, matching, deadlines }, clock)
  const transfers = new TransfersService(
    db,
    { enterprise, handbooks, handbookLife, listDrafts, partners, deliveries, matching, proposals, journal },
    clock,
  )
  const partnerPackages = new PartnerPackages(
    db,
    { enterprise, handbooks, handbookLife, listDrafts, partners, deliveries, matching, deadlines, transfers, journal },
    clock,
  )
  const surplus = new SurplusService(db, { handbooks, handbookLife, reference, writeOff, listDrafts, journal }, clock)
  const transferWork = new TransferWork({ handbooks, handbookLife, partners, matching, deadlines, transfers })
  const taxWriteOff = new TaxWriteOffService(db, { bondedLists, reference, handbooks, handbookLife, operators, journal }, clock)
  const forex = new ForexService(db, { handbooks, operators, journal }, clock)
  const domesticSales = new DomesticSalesService(
    db,
    { files, reference, handbooks, bondedLists, writeOff, handbookLife, consumption, listDrafts, operators, journal },
    clock,
  )
  const stocktakes = new StocktakesService(
    db,
    { files, reference, handbooks, bondedLists, writeOff, handbookLife, parts, domesticSales, operators, journal },
    clock,
  )
  const reportFilings = new ReportFilings(db)
  const cleanUp = new CleanUpService({
    enterprise,
    reference,
    handbooks,
    handbookLife,
    bondedLists,
    writeOff,
    listDrafts,
    matching,
    outwardProcessing,
    domesticSales,
    stocktakes,
    reportFilings: (handbookId) => reportFilings.of(handbookId),
  })
  const sources = filingSources({ handbookDrafts, listDrafts, outwardProcessing, transfers })
  const filings = new FilingsService(
    db,
    {
      sources,
      enterprise,
      handbooks,
      handbookLife,
      handbookDrafts,
      writeOff,
      cleanUp,
      reportFilings,
      selfVerification,
      taxWriteOff,
      operators,
      journal,
    },
    context,
  )
  const filingAnswers = new FilingAnswers(
    db,
    { handbookLife, handbookDrafts, listDrafts, outwardProcessing, surplus, journal, sources },
    clock,
  )
  const channels = new ChannelsService(db, { files, journal }, clock)
  const outbox = new OutboxService(db, { filings, channels, operators }, clock)
  const receiptIntake = new ReceiptIntake(db, { files, filings, filingAnswers, outbox, operators, journal }, clock)
  const overview = new HandbookOverviewService({ handbooks, handbookLife, handbookDrafts, bondedLists, writeOff, filings }, clock)
  const lifeOverview = new LifeOverview({ handbooks, handbookLife, handbookDrafts, bondedLists, filings, reference }, clock)
  const taxWork = new TaxWork(taxWriteOff, (year) =>
    filings.ofSubject('taxWriteOff', taxYear(year)).some(({ signedAt }) => signedAt !== null),
  )
  const workbench = new WorkbenchService(
    {
      enterprise,
      handbooks,
      handbookLife,
      bondedLists,
      writeOff,
      selfVerification,
      consumption,
      listDrafts,
      filings,
      keys,
      sources: [
        transferWork,
        outwardProcessing,
        chains,
        domesticSales,
        taxWork,
        keys,
        stocktakes,
        new OutboxWork({ channels, outbox, receiptIntake }),
      ],
    },
    clock,
  )
  const search = new SearchService(db)
  const selectiveTaxation = new SelectiveTaxationService(db, { handbooks, reference, operators, journal }, clock)
  return {
    operators,
    journal,
    enterprise,
    files,
    reference,
    handbooks,
    bondedLists,
    openings,
    writeOff,
    workOrders,
    selfVerification,
    handbookLife,
    consumption,
    handbookDrafts,
    listDrafts,
    parts,
    outwardProcessing,
    substitutions,
    chains,
    groupMode,
    partners,
    deliveries,
    matching,
    transfers,
    partnerPackages,
    surplus,
    keys,
    cleanUp,
    uKey,
    filings,
    filingAnswers,
    channels,
    outbox,
    receiptIntake,
    overview,
    lifeOverview,
    workbench,
    search,
    domesticSales,
    stocktakes,
    selectiveTaxation,
    taxWriteOff,
    forex,
  }
}
