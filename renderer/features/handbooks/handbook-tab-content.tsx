import type { ReactElement } from 'react'
import type { HandbookTab } from '../../../shared/contract/paths.ts'
import { ListsTab } from '../bonded-lists/lists-tab.tsx'
import { HandbookSalesTab } from '../domestic-sales/handbook-sales-tab.tsx'
import { HandbookFilings } from '../filings/handbook-filings.tsx'
import { HandbookTransfersTab } from '../transfers/handbook-transfers-tab.tsx'
import { BalanceTab } from '../write-off/balance-tab.tsx'
import { ConsumptionTab } from './consumption-tab.tsx'
import type { HandbookSummary } from '../../components/handbook-words.ts'
import { ItemsTab } from './items-tab.tsx'
import { OverviewTab } from './overview-tab.tsx'

const contents: Record<HandbookTab, (handbook: HandbookSummary) => ReactElement> = {
  overview: (handbook) => <OverviewTab handbook={handbook} />,
  materials: ({ handbookNo }) => <ItemsTab handbookNo={handbookNo} goods="material" />,
  products: ({ handbookNo }) => <ItemsTab handbookNo={handbookNo} goods="product" />,
  consumption: ({ handbookNo }) => <ConsumptionTab handbookNo={handbookNo} />,
  lists: ({ handbookNo }) => <ListsTab handbookNo={handbookNo} />,
  transfers: ({ handbookNo }) => <HandbookTransfersTab handbookNo={handbookNo} />,
  'domestic-sales': ({ handbookNo }) => <HandbookSalesTab handbookNo={handbookNo} />,
  'write-off': ({ handbookNo }) => <BalanceTab handbookNo={handbookNo} />,
  filings: ({ handbookNo }) => <HandbookFilings handbookNo={handbookNo} />,
}

export const HandbookTabContent = ({ tab, handbook }: { tab: HandbookTab; handbook: HandbookSummary }) => contents[tab](handbook)
