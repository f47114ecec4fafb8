/** Every address of the window: its routes, and where a work item or a search hit of the engine leads. */
export const handbookTabs = ['overview', 'materials', 'products', 'consumption', 'lists', 'write-off', 'filings'] as const
export type HandbookTab = (typeof handbookTabs)[number]
export const settingsSections = ['enterprise', 'operators', 'journal', 'keys', 'backups', 'program'] as const
export type SettingsSection = (typeof settingsSections)[number]

/** 单耗, of the handbook last worked in. */
export const consumptionSections = ['versions', 'mappings', 'boms', 'work-orders', 'self-verification', 'challenges'] as const
export type ConsumptionSection = (typeof consumptionSections)[number]
export const referenceSections = ['calendar', 'consumption-standards', 'controlled-goods', 'capability'] as const
export type ReferenceSection = (typeof referenceSections)[number]
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
  reference: (section: ReferenceSection = 'calendar') => `/reference/${section}`,
  list: (no: string, listNo: string) => `/handbooks/${no}/lists?list=${encodeURIComponent(listNo)}`,
  imports: (no: string) => `/handbooks/${no}/lists?view=imports`,
  figure: (no: string, seq: number, column: string, version?: string) =>
    `/handbooks/${no}/write-off?explain=${seq}.${column}${version === undefined ? '' : `.${version}`}`,
  filings: '/filings',
  filing: (id: string) => `/filings/${id}`,
  /** With `file`, once or more: stored files that are read at once. */
  importReceipts: '/filings?import=receipts',
  importHandbook: '/import/handbook',
  importDraft: '/import/draft',
  importLists: (no?: string) => (no ? `/import/lists?handbook=${no}` : '/import/lists'),
  settings: (section: SettingsSection = 'enterprise') => `/settings/${section}`,
} as const
