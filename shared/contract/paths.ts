/** Every address of the window: its routes, and where a work item or a search hit of the engine leads. */
export const handbookTabs = [
  'overview',
  'materials',
  'products',
  'consumption',
  'lists',
  'transfers',
  'domestic-sales',
  'write-off',
  'filings',
] as const
export type HandbookTab = (typeof handbookTabs)[number]
export const settingsSections = ['enterprise', 'operators', 'journal', 'keys', 'u-key', 'channels', 'backups', 'program'] as const
export type SettingsSection = (typeof settingsSections)[number]

/** 单耗, of the handbook last worked in. */
export const consumptionSections = ['versions', 'mappings', 'boms', 'work-orders', 'self-verification', 'challenges'] as const
export type ConsumptionSection = (typeof consumptionSections)[number]
export const referenceSections = [
  'tariff-rates',
  'exchange-rates',
  'interest-rates',
  'rule-parameters',
  'calendar',
  'consumption-standards',
  'controlled-goods',
  'capability',
  'calculations',
] as const
export type ReferenceSection = (typeof referenceSections)[number]
/** 结转: slips against lists, slips, deep-processing and surplus transfers, partners, and what goes beside them. */
export const transferSections = [
  'matching',
  'deliveries',
  'transfers',
  'surplus',
  'outward-processing',
  'chains',
  'substitutions',
  'partners',
  'group-mode',
] as const
export type TransferSection = (typeof transferSections)[number]
export const domesticSaleSections = ['sales', 'collective', 'scrap', 'selective-taxation'] as const
export type DomesticSaleSection = (typeof domesticSaleSections)[number]
/** 核销: of the handbook last worked in, but for stocktakes, which may be of several. */
export const writeOffSections = ['balance', 'flow', 'clean-up', 'stocktakes', 'report', 'value-balance', 'openings'] as const
export type WriteOffSection = (typeof writeOffSections)[number]
/** 申报箱: all filings, what is on its way, receipts without a filing, signing for another computer, foreign exchange. */
export const filingBoxSections = ['filings', 'outbox', 'exceptions', 'signing', 'forex'] as const
export type FilingBoxSection = (typeof filingBoxSections)[number]
export const draftTabs = ['head', 'materials', 'products', 'consumptions', 'compare', 'documents', 'checks'] as const
export type DraftTab = (typeof draftTabs)[number]

export const paths = {
  welcome: '/welcome',
  workbench: '/',
  handbooks: '/handbooks',
  handbook: (no: string, tab: HandbookTab = 'overview') => (tab === 'overview' ? `/handbooks/${no}` : `/handbooks/${no}/${tab}`),
  drafts: '/handbooks?view=drafts',
  newDraft: '/handbooks?view=drafts&new=1',
  draft: (id: string, tab: DraftTab = 'head') => `/drafts/${id}/${tab}`,
  consumption: (section: ConsumptionSection = 'versions', no?: string) =>
    `/consumption/${section}${no === undefined ? '' : `?handbook=${no}`}`,
  reference: (section: ReferenceSection = 'tariff-rates') => `/reference/${section}`,
  list: (no: string, listNo: string) => `/handbooks/${no}/lists?list=${encodeURIComponent(listNo)}`,
  listDrafts: (no: string) => `/handbooks/${no}/lists?view=drafts`,
  listDraft: (id: string) => `/list-drafts/${id}`,
  transfers: (section: TransferSection = 'matching') => `/transfers/${section}`,
  surplus: (from: string) => `/transfers/surplus?from=${from}`,
  transfer: (id: string) => `/transfers/transfers/${id}`,
  outwardProcessing: (id: string) => `/transfers/outward-processing/${id}`,
  chain: (id: string) => `/transfers/chains/${id}`,
  importDeliveries: '/import/deliveries',
  importTransferPackage: '/import/transfer-package',
  domesticSales: (section: DomesticSaleSection = 'sales') => `/domestic-sales/${section}`,
  scrap: (no: string) => `/domestic-sales/scrap?handbook=${no}`,
  sale: (id: string) => `/domestic-sales/sales/${id}`,
  imports: (no: string) => `/handbooks/${no}/lists?view=imports`,
  figure: (no: string, seq: number, column: string, version?: string) =>
    `/handbooks/${no}/write-off?explain=${seq}.${column}${version === undefined ? '' : `.${version}`}`,
  writeOff: (section: WriteOffSection = 'balance', no?: string) =>
    `/write-off/${section}${no === undefined ? '' : `?handbook=${no}`}`,
  flow: (no: string, seq: number, asOf?: string) =>
    `/write-off/flow?handbook=${no}&seq=${seq}${asOf === undefined ? '' : `&asOf=${asOf}`}`,
  stocktake: (id: string) => `/write-off/stocktakes/${id}`,
  filings: '/filings',
  filingBox: (section: FilingBoxSection) => (section === 'filings' ? '/filings' : `/filings/${section}`),
  filing: (id: string) => `/filings/${id}`,
  /** With `file`, once or more: stored files that are read at once. */
  importReceipts: '/filings?import=receipts',
  importHandbook: '/import/handbook',
  importDraft: '/import/draft',
  importLists: (no?: string) => (no ? `/import/lists?handbook=${no}` : '/import/lists'),
  settings: (section: SettingsSection = 'enterprise') => `/settings/${section}`,
} as const
