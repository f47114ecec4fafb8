import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { writeOffSections, paths } from '../../shared/contract/paths.ts'
import type { WriteOffSection } from '../../shared/contract/paths.ts'
import { useOperation } from './queries.ts'
import { Empty } from '../components/empty.tsx'
import { FirstHandbook } from '../components/first-handbook.tsx'
import { Notice } from '../components/notice.tsx'
import { Page, Panel } from '../components/page.tsx'
import { usePreferences } from '../state/preferences.ts'
import { HandbookPicker } from '../components/handbook-picker.tsx'
import { CleanUpSection } from '../features/clean-up/clean-up-section.tsx'
import { StocktakesSection } from '../features/stocktakes/stocktakes-section.tsx'
import { ValueBalanceSection } from '../features/tax-write-off/value-balance-section.tsx'
import { BalanceTab } from '../features/write-off/balance-tab.tsx'
import { FlowSection } from '../features/write-off/flow-section.tsx'
import { OpeningsSection } from '../features/write-off/openings-section.tsx'
import { ReportSection } from '../features/write-off/report-section.tsx'

const labels: Record<WriteOffSection, string> = {
  balance: '平衡',
  flow: '流向图',
  'clean-up': '收尾清理',
  stocktakes: '盘点',
  report: '报核表',
  'value-balance': '税务核销',
  openings: '期初',
}
const sections: Record<WriteOffSection, (props: { handbookNo: string; closed: boolean }) => ReactNode> = {
  balance: BalanceTab,
  flow: FlowSection,
  'clean-up': CleanUpSection,
  stocktakes: StocktakesSection,
  report: ReportSection,
  'value-balance': ValueBalanceSection,
  openings: OpeningsSection,
}

/** The write-off of the handbook named in the address, or last worked in: from its balance to the report. */
export function WriteOffPage() {
  const { section: asked } = useParams()
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks
  const { handbookNo: last, workIn } = usePreferences()
  const section = writeOffSections.find((known) => known === asked) ?? 'balance'
  if (!handbooks) return null
  const wanted = search.get('handbook') ?? last
  const chosen = handbooks.find(({ handbookNo }) => handbookNo === wanted) ?? handbooks[0]
  if (!chosen) {
    return (
      <Page title="核销">
        <Panel>
          <Empty action={<FirstHandbook />}>账本里还没有手册。先导入海关已批准的手册，或从备案草稿开始。</Empty>
        </Panel>
      </Page>
    )
  }
  const { handbookNo } = chosen
  const closed = chosen.state === 'closed'
  const Section = sections[section]
  const choose = (next: string) => {
    workIn(next)
    void navigate(paths.writeOff(section, next))
  }
  return (
    <Page title="核销" about={<HandbookPicker handbooks={handbooks} value={handbookNo} onChange={choose} />} fill>
      <Tabs
        value={section}
        // The arrows pass by sections whose own work would take the keyboard; Enter goes into one.
        activateTabWithKeyboard={false}
        onChange={(next) =>
          void navigate(
            paths.writeOff(
              writeOffSections.find((known) => known === next),
              handbookNo,
            ),
          )
        }
      >
        <Tabs.List>
          {writeOffSections.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {labels[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {closed && <Notice severity="info">手册已结案，不再变动；这里的记录留存备查。</Notice>}
      <Section key={handbookNo} handbookNo={handbookNo} closed={closed} />
    </Page>
  )
}
