import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { consumptionSections, paths } from '../../../shared/contract/paths.ts'
import type { ConsumptionSection } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { FirstHandbook } from '../../components/first-handbook.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page, Panel } from '../../components/page.tsx'
import { usePreferences } from '../../state/preferences.ts'
import { HandbookPicker } from '../../components/handbook-picker.tsx'
import { BomsSection } from './boms-section.tsx'
import { ChallengesSection } from './challenges-section.tsx'
import { MappingsSection } from './mappings-section.tsx'
import { SelfVerificationSection } from './self-verification-section.tsx'
import { VersionsSection } from './versions-section.tsx'
import { WorkOrdersSection } from './work-orders-section.tsx'

const labels: Record<ConsumptionSection, string> = {
  versions: '单耗版本',
  mappings: '归并关系',
  boms: '物料清单',
  'work-orders': '工单',
  'self-verification': '企业自核',
  challenges: '单耗质疑',
}
const sections: Record<ConsumptionSection, (props: { handbookNo: string; closed: boolean }) => ReactNode> = {
  versions: VersionsSection,
  mappings: MappingsSection,
  boms: BomsSection,
  'work-orders': WorkOrdersSection,
  'self-verification': SelfVerificationSection,
  challenges: ChallengesSection,
}

/** What the factory uses, as it is declared and as it is: of the handbook named in the address, or last worked in. */
export function ConsumptionPage() {
  const { section: asked } = useParams()
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks
  const { handbookNo: last, workIn } = usePreferences()
  const section = consumptionSections.find((known) => known === asked) ?? 'versions'
  if (!handbooks) return null
  const wanted = search.get('handbook') ?? last
  const chosen = handbooks.find(({ handbookNo }) => handbookNo === wanted) ?? handbooks[0]
  if (!chosen) {
    return (
      <Page title="单耗">
        <Panel>
          <Empty action={<FirstHandbook />}>账本里还没有手册。先备案或导入一本手册，再管理它的单耗。</Empty>
        </Panel>
      </Page>
    )
  }
  const { handbookNo } = chosen
  const closed = chosen.state === 'closed'
  const Section = sections[section]
  const choose = (next: string) => {
    workIn(next)
    void navigate(paths.consumption(section, next))
  }
  return (
    <Page title="单耗" about={<HandbookPicker handbooks={handbooks} value={handbookNo} onChange={choose} />} fill>
      <Tabs
        value={section}
        onChange={(next) =>
          void navigate(
            paths.consumption(
              consumptionSections.find((known) => known === next),
              handbookNo,
            ),
          )
        }
      >
        <Tabs.List>
          {consumptionSections.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {labels[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {closed && <Notice severity="info">手册已结案，单耗不再变更；这里的记录留存备查。</Notice>}
      <Section key={handbookNo} handbookNo={handbookNo} closed={closed} />
    </Page>
  )
}
