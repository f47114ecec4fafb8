import { useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { saleKinds } from '../../../shared/contract/domestic-sales.ts'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { FirstHandbook } from '../../components/first-handbook.tsx'
import { Page, Panel } from '../../components/page.tsx'
import { usePreferences } from '../../state/preferences.ts'
import { SaleDesk } from './sale-desk.tsx'
import { newForm } from './sale-form.ts'

/** The address of a sale that is not saved yet. */
const unsaved = 'new'

/** One domestic sale; `new` with ?kind= and ?handbook= is one that is not in the books yet. */
export function SalePage() {
  const { saleId = unsaved } = useParams()
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const isNew = saleId === unsaved
  const answer = useOperation('domesticSales.get', { saleId }, { enabled: !isNew })
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks
  const today = useOperation('house.status', {}).data?.businessDate
  const last = usePreferences((state) => state.handbookNo)
  /** The sale that was new a moment ago: it is typed on in the same desk. */
  const [born, setBorn] = useState({ saleId: '', desk: '' })

  if (answer.isError && !answer.data) {
    return (
      <Page title="内销">
        <ErrorNotice error={answer.error} action={{ label: '看全部内销', onClick: () => void navigate(paths.domesticSales()) }} />
      </Page>
    )
  }
  if (handbooks === undefined || today === undefined || (!isNew && !answer.data)) return null
  if (handbooks.length === 0) {
    return (
      <Page title="内销">
        <Panel>
          <Empty action={<FirstHandbook />}>内销的货物在手册里。请先导入海关已批准的手册，或从备案草稿开始。</Empty>
        </Panel>
      </Page>
    )
  }
  const sale = isNew ? undefined : answer.data
  const kind = sale?.kind ?? saleKinds.find((known) => known === search.get('kind')) ?? 'material'
  const asked = search.get('handbook') ?? last
  const handbookNo = (handbooks.find((book) => book.handbookNo === asked) ?? handbooks[0])?.handbookNo ?? ''
  const name = `domesticSale.${isNew ? `new.${kind}` : saleId}`
  const desk = born.saleId === saleId ? born.desk : name
  return (
    <SaleDesk
      key={desk}
      name={name}
      blank={newForm(kind, handbookNo, today)}
      sale={sale}
      handbooks={handbooks}
      today={today}
      onCreated={(id) => {
        setBorn({ saleId: id, desk })
        void navigate(paths.sale(id), { replace: true })
      }}
    />
  )
}
