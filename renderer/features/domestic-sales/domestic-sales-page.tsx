import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNavigate, useParams } from 'react-router'
import { domesticSaleSections, paths } from '../../../shared/contract/paths.ts'
import type { DomesticSaleSection } from '../../../shared/contract/paths.ts'
import { Page } from '../../components/page.tsx'
import { SelectiveTaxationSection } from '../selective-taxation/selective-taxation-section.tsx'
import { CollectiveSection } from './collective-section.tsx'
import { SalesSection } from './sales-section.tsx'
import { ScrapSection } from './scrap-section.tsx'

const labels: Record<DomesticSaleSection, string> = {
  sales: '内销',
  collective: '集中申报',
  scrap: '边角料',
  'selective-taxation': '选择性征税',
}
const sections: Record<DomesticSaleSection, () => ReactNode> = {
  sales: SalesSection,
  collective: CollectiveSection,
  scrap: ScrapSection,
  'selective-taxation': SelectiveTaxationSection,
}

/** What is sold at home, and what it is taxed. */
export function DomesticSalesPage() {
  const { section: asked } = useParams()
  const navigate = useNavigate()
  const section = domesticSaleSections.find((known) => known === asked) ?? 'sales'
  const Section = sections[section]
  return (
    <Page title="内销" fill>
      <Tabs
        value={section}
        onChange={(next) => void navigate(paths.domesticSales(domesticSaleSections.find((known) => known === next)))}
      >
        <Tabs.List>
          {domesticSaleSections.map((name) => (
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
