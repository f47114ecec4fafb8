import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { paths, referenceSections } from '../../../shared/contract/paths.ts'
import type { ReferenceSection } from '../../../shared/contract/paths.ts'
import { Page } from '../../components/page.tsx'
import { CalendarSection } from './calendar-section.tsx'
import { CalculationsSection } from './calculations-section.tsx'
import { CapabilitySection } from './capability-section.tsx'
import { ControlledGoodsSection } from './controlled-goods-section.tsx'
import { ExchangeRatesSection } from './exchange-rates-section.tsx'
import { InterestRatesSection } from './interest-rates-section.tsx'
import { isImporting } from './reference-table.tsx'
import { RuleParametersSection } from './rule-parameters-section.tsx'
import { StandardsSection } from './standards-section.tsx'
import { TariffRatesSection } from './tariff-rates-section.tsx'

const labels: Record<ReferenceSection, string> = {
  'tariff-rates': '税率',
  'exchange-rates': '汇率',
  'interest-rates': '缓税利息率',
  'rule-parameters': '规则参数',
  calendar: '日历',
  'consumption-standards': '单耗标准',
  'controlled-goods': '禁限类商品',
  capability: '经营状况及生产能力信息表',
  calculations: '测算',
}
const sections: Record<ReferenceSection, () => ReactNode> = {
  'tariff-rates': TariffRatesSection,
  'exchange-rates': ExchangeRatesSection,
  'interest-rates': InterestRatesSection,
  'rule-parameters': RuleParametersSection,
  calendar: CalendarSection,
  'consumption-standards': StandardsSection,
  'controlled-goods': ControlledGoodsSection,
  capability: CapabilitySection,
  calculations: CalculationsSection,
}

/** What the authorities set, with from when to when it holds and where that stands; and the enterprise's own information table. */
export function ReferencePage() {
  const { section: asked } = useParams()
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const section = referenceSections.find((known) => known === asked) ?? 'tariff-rates'
  const Section = sections[section]
  return (
    <Page title="资料" fill={section !== 'capability' && !isImporting(search)}>
      <Tabs
        value={section}
        onChange={(next) => void navigate(paths.reference(referenceSections.find((known) => known === next)))}
      >
        <Tabs.List>
          {referenceSections.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {labels[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Section key={section} />
    </Page>
  )
}
