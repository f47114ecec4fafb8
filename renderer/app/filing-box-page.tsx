import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { filingBoxSections, paths } from '../../shared/contract/paths.ts'
import type { FilingBoxSection } from '../../shared/contract/paths.ts'
import { Page } from '../components/page.tsx'
import { ForexSection } from '../features/forex/forex-section.tsx'
import { ExceptionsSection } from '../features/outbox/exceptions-section.tsx'
import { OutboxSection } from '../features/outbox/outbox-section.tsx'
import { SigningSection } from '../features/signing/signing-section.tsx'
import { FilingsSection } from '../features/filings/filings-section.tsx'
import { ImportReceipts } from '../features/filings/import-receipts.tsx'

const labels: Record<FilingBoxSection, string> = {
  filings: '全部申报',
  outbox: '收发',
  exceptions: '异常回执',
  signing: '代签',
  forex: '外汇登记',
}
const sections: Record<FilingBoxSection, () => ReactNode> = {
  filings: FilingsSection,
  outbox: OutboxSection,
  exceptions: ExceptionsSection,
  signing: SigningSection,
  forex: ForexSection,
}

/** All filings of all handbooks, and their way to the authorities and back. */
export function FilingBoxPage({ section }: { section: FilingBoxSection }) {
  const navigate = useNavigate()
  const Section = sections[section]
  return (
    <Page title="申报箱" actions={<ImportReceipts />} fill>
      <Tabs
        value={section}
        onChange={(next) => void navigate(paths.filingBox(filingBoxSections.find((known) => known === next) ?? 'filings'))}
      >
        <Tabs.List>
          {filingBoxSections.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {labels[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Section />
    </Page>
  )
}
