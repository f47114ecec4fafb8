import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNavigate, useParams } from 'react-router'
import { paths, transferSections } from '../../../shared/contract/paths.ts'
import type { TransferSection } from '../../../shared/contract/paths.ts'
import { Page } from '../../components/page.tsx'
import { ChainsSection } from '../chains/chains-section.tsx'
import { GroupModeSection } from '../group-mode/group-mode-section.tsx'
import { OutwardProcessingSection } from '../outward-processing/outward-processing-section.tsx'
import { SubstitutionsSection } from '../substitutions/substitutions-section.tsx'
import { DeliveriesSection } from './deliveries-section.tsx'
import { MatchingSection } from './matching-section.tsx'
import { PartnersSection } from './partners-section.tsx'
import { SurplusSection } from './surplus-section.tsx'
import { TransferListSection } from './transfer-list-section.tsx'

const labels: Record<TransferSection, string> = {
  matching: '收发货对照',
  deliveries: '收发货单',
  transfers: '深加工结转',
  surplus: '余料结转',
  'outward-processing': '外发加工',
  chains: '全产业链',
  substitutions: '料件串换',
  partners: '往来企业',
  'group-mode': '企业集团',
}
const sections: Record<TransferSection, () => ReactNode> = {
  matching: MatchingSection,
  deliveries: DeliveriesSection,
  transfers: TransferListSection,
  surplus: SurplusSection,
  'outward-processing': OutwardProcessingSection,
  chains: ChainsSection,
  substitutions: SubstitutionsSection,
  partners: PartnersSection,
  'group-mode': GroupModeSection,
}

/** What goes to and comes from other handbooks and enterprises without leaving the bond. */
export function TransfersPage() {
  const { section: asked } = useParams()
  const navigate = useNavigate()
  const section = transferSections.find((known) => known === asked) ?? 'matching'
  const Section = sections[section]
  return (
    <Page title="结转" fill>
      <Tabs value={section} onChange={(next) => void navigate(paths.transfers(transferSections.find((known) => known === next)))}>
        <Tabs.List>
          {transferSections.map((name) => (
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
