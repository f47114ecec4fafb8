import { Tabs } from '@mantine/core'
import { useEffect } from 'react'
import { Navigate, useNavigate, useParams } from 'react-router'
import { handbookTabs, paths } from '../../../shared/contract/paths.ts'
import type { HandbookTab } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Page } from '../../components/page.tsx'
import { usePreferences } from '../../state/preferences.ts'
import { HandbookStrip } from './handbook-strip.tsx'
import { HandbookTabContent } from './handbook-tab-content.tsx'
import type { HandbookSummary } from '../../components/handbook-words.ts'

const labels: Record<HandbookTab, string> = {
  overview: '概况',
  materials: '料件',
  products: '成品',
  consumption: '单耗',
  lists: '清单',
  transfers: '结转',
  'domestic-sales': '内销',
  'write-off': '核销',
  filings: '申报',
}

const counts: Partial<Record<HandbookTab, (handbook: HandbookSummary) => number>> = {
  materials: ({ materials }) => materials,
  products: ({ products }) => products,
  consumption: ({ consumptions }) => consumptions,
  lists: ({ lists }) => lists.booked + lists.reserved + lists.unbooked + lists.deleted,
}

/** One handbook: its state always in sight, everything in it one tab away. The address holds the tab. */
export function HandbookPage() {
  const { handbookNo = '', tab: asked = 'overview' } = useParams()
  const navigate = useNavigate()
  const handbook = useOperation('handbooks.get', { handbookNo })
  const workIn = usePreferences((state) => state.workIn)
  const tab = handbookTabs.find((known) => known === asked)
  useEffect(() => {
    if (handbook.data) workIn(handbookNo)
  }, [handbook.data, handbookNo, workIn])

  if (!tab) return <Navigate to={paths.handbook(handbookNo)} replace />
  if (handbook.isError) {
    return (
      <Page title="手册">
        <ErrorNotice error={handbook.error} action={{ label: '看全部手册', onClick: () => void navigate(paths.handbooks) }} />
      </Page>
    )
  }
  if (!handbook.data) return null
  const data = handbook.data
  return (
    <Page fill={tab !== 'overview'}>
      <HandbookStrip handbook={data} />
      <Tabs
        value={tab}
        onChange={(next) =>
          void navigate(
            paths.handbook(
              handbookNo,
              handbookTabs.find((known) => known === next),
            ),
          )
        }
      >
        <Tabs.List>
          {handbookTabs.map((name) => {
            const count = counts[name]?.(data)
            return (
              <Tabs.Tab key={name} value={name}>
                {labels[name]}
                {count !== undefined && <span style={{ marginLeft: 6, color: 'var(--mantine-color-dimmed)' }}>{count}</span>}
              </Tabs.Tab>
            )
          })}
        </Tabs.List>
      </Tabs>
      <HandbookTabContent key={`${handbookNo}/${tab}`} tab={tab} handbook={data} />
    </Page>
  )
}
