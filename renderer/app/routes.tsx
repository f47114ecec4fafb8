import { Navigate, Route, Routes } from 'react-router'
import { ErrorNotice } from '../components/error-notice.tsx'
import { Page } from '../components/page.tsx'
import { ConsumptionPage } from '../features/consumption/consumption-page.tsx'
import { FirstRunPage } from '../features/enterprise/first-run-page.tsx'
import { FilingPage } from '../features/filings/filing-page.tsx'
import { DraftPage } from '../features/handbook-drafts/draft-page.tsx'
import { HandbookListPage } from '../features/handbooks/handbook-list-page.tsx'
import { HandbookPage } from '../features/handbooks/handbook-page.tsx'
import { ReferencePage } from '../features/reference/reference-page.tsx'
import { ImportDraftPage } from '../features/handbook-drafts/import-draft-page.tsx'
import { ImportHandbookPage } from '../features/handbooks/import-handbook-page.tsx'
import { ChainPage } from '../features/chains/chain-page.tsx'
import { DomesticSalesPage } from '../features/domestic-sales/domestic-sales-page.tsx'
import { SalePage } from '../features/domestic-sales/sale-page.tsx'
import { ListDraftPage } from '../features/bonded-lists/list-draft-page.tsx'
import { OutwardProcessingPage } from '../features/outward-processing/outward-processing-page.tsx'
import { ImportDeliveriesPage } from '../features/transfers/import-deliveries-page.tsx'
import { ImportTransferPackagePage } from '../features/transfers/import-transfer-package-page.tsx'
import { TransferPage } from '../features/transfers/transfer-page.tsx'
import { TransfersPage } from '../features/transfers/transfers-page.tsx'
import { ImportListsPage } from '../features/bonded-lists/import-lists-page.tsx'
import { SettingsPage } from '../features/settings/settings-page.tsx'
import { StocktakePage } from '../features/stocktakes/stocktake-page.tsx'
import { WorkbenchPage } from '../features/workbench/workbench-page.tsx'
import { ChosenHandbookPage } from '../features/handbooks/chosen-handbook-page.tsx'
import { filingBoxSections, paths } from '../../shared/contract/paths.ts'
import { FilingBoxPage } from './filing-box-page.tsx'
import { useOperation } from './queries.ts'
import { Shell } from './shell.tsx'
import { WriteOffPage } from './write-off-page.tsx'

/** Until there is an enterprise, every address leads to the first run. */
export function AppRoutes() {
  const enterprise = useOperation('enterprise.get', {})
  if (enterprise.isError) {
    return (
      <Page>
        <ErrorNotice error={enterprise.error} action={{ label: '重试', onClick: () => void enterprise.refetch() }} />
      </Page>
    )
  }
  if (enterprise.data === undefined) return null
  if (enterprise.data === null) {
    return (
      <Routes>
        <Route path={paths.welcome} element={<FirstRunPage />} />
        <Route path="*" element={<Navigate to={paths.welcome} replace />} />
      </Routes>
    )
  }
  return (
    <Routes>
      <Route path={paths.welcome} element={<FirstRunPage />} />
      <Route element={<Shell enterprise={enterprise.data} />}>
        <Route path={paths.workbench} element={<WorkbenchPage />} />
        <Route path={paths.handbooks} element={<HandbookListPage />} />
        <Route path="/handbooks/:handbookNo/:tab?" element={<HandbookPage />} />
        <Route path="/drafts/:draftId/:tab?" element={<DraftPage />} />
        <Route path="/consumption/:section?" element={<ConsumptionPage />} />
        <Route path="/reference/:section?" element={<ReferencePage />} />
        <Route path="/lists" element={<ChosenHandbookPage />} />
        <Route path="/list-drafts/:draftId" element={<ListDraftPage />} />
        <Route path="/transfers/:section?" element={<TransfersPage />} />
        <Route path="/transfers/transfers/:transferId" element={<TransferPage />} />
        <Route path="/transfers/outward-processing/:applicationId" element={<OutwardProcessingPage />} />
        <Route path="/transfers/chains/:chainId" element={<ChainPage />} />
        <Route path="/domestic-sales/:section?" element={<DomesticSalesPage />} />
        <Route path="/domestic-sales/sales/:saleId" element={<SalePage />} />
        <Route path="/write-off/:section?" element={<WriteOffPage />} />
        <Route path="/write-off/stocktakes/:stocktakeId" element={<StocktakePage />} />
        {filingBoxSections.map((section) => (
          <Route key={section} path={paths.filingBox(section)} element={<FilingBoxPage section={section} />} />
        ))}
        <Route path="/filings/:filingId" element={<FilingPage />} />
        <Route path={paths.importHandbook} element={<ImportHandbookPage />} />
        <Route path={paths.importDraft} element={<ImportDraftPage />} />
        <Route path="/import/lists" element={<ImportListsPage />} />
        <Route path={paths.importDeliveries} element={<ImportDeliveriesPage />} />
        <Route path={paths.importTransferPackage} element={<ImportTransferPackagePage />} />
        <Route path="/settings/:section?" element={<SettingsPage />} />
        <Route path="*" element={<Navigate to={paths.workbench} replace />} />
      </Route>
    </Routes>
  )
}
