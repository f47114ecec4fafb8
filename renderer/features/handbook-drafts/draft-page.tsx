import { Tabs } from '@mantine/core'
import type { ReactElement } from 'react'
import { Navigate, useNavigate, useParams } from 'react-router'
import { draftTabs, paths } from '../../../shared/contract/paths.ts'
import type { DraftTab } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Page } from '../../components/page.tsx'
import { ChecksTab } from './checks-tab.tsx'
import { CompareTab } from './compare-tab.tsx'
import { DocumentsTab } from './documents-tab.tsx'
import { DraftGrid } from './draft-grid.tsx'
import { DraftHead } from './draft-head.tsx'
import { DraftStrip } from './draft-strip.tsx'
import { tabNames } from './draft-words.ts'
import type { DraftDetail } from './draft-words.ts'

const contents: Record<DraftTab, (draft: DraftDetail) => ReactElement> = {
  head: (draft) => <DraftHead draft={draft} />,
  materials: (draft) => <DraftGrid draft={draft} body="materials" />,
  products: (draft) => <DraftGrid draft={draft} body="products" />,
  consumptions: (draft) => <DraftGrid draft={draft} body="consumptions" />,
  compare: (draft) => <CompareTab draft={draft} />,
  documents: (draft) => <DocumentsTab draft={draft} />,
  checks: (draft) => <ChecksTab draft={draft} />,
}

const fills = new Set<DraftTab>(['materials', 'products', 'consumptions'])
const isTab = (name: string | null): name is DraftTab => draftTabs.some((known) => known === name)

/** One draft of a handbook: what is about to be filed, its mistakes, and what it changes. The address holds the tab. */
export function DraftPage() {
  const { draftId = '', tab = 'head' } = useParams()
  const navigate = useNavigate()
  const draft = useOperation('handbookDrafts.get', { draftId })
  if (!isTab(tab)) return <Navigate to={paths.draft(draftId)} replace />
  if (draft.isError) {
    return (
      <Page title="手册草稿">
        <ErrorNotice error={draft.error} action={{ label: '看全部草稿', onClick: () => void navigate(paths.drafts) }} />
      </Page>
    )
  }
  if (!draft.data) return null
  const { data } = draft
  const missing = data.documents.filter(({ required, files }) => required && files.length === 0).length
  const counts: Partial<Record<DraftTab, string>> = {
    materials: String(data.materials),
    products: String(data.products),
    consumptions: String(data.consumptions),
    documents: missing > 0 ? `缺 ${missing}` : '',
  }
  const shown = draftTabs.filter((name) => name !== 'compare' || data.kind === 'change')
  return (
    <Page fill={fills.has(tab)}>
      <DraftStrip draft={data} tab={tab} />
      <Tabs value={tab} onChange={(next) => isTab(next) && void navigate(paths.draft(draftId, next))}>
        <Tabs.List>
          {shown.map((name) => (
            // With the mouse the work goes on in the table; with the arrow keys, in the tabs.
            <Tabs.Tab key={name} value={name} onClick={(event) => event.detail > 0 && event.currentTarget.blur()}>
              {tabNames[name]}
              {counts[name] && <span style={{ marginLeft: 6, color: 'var(--mantine-color-dimmed)' }}>{counts[name]}</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <div key={`${draftId}/${tab}`} style={{ display: 'contents' }}>
        {contents[tab](data)}
      </div>
    </Page>
  )
}
