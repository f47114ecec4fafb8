import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNavigate, useParams } from 'react-router'
import { paths, settingsSections } from '../../../shared/contract/paths.ts'
import type { SettingsSection } from '../../../shared/contract/paths.ts'
import { Page } from '../../components/page.tsx'
import { BackupsSection } from './backups-section.tsx'
import { ChannelsSection } from './channels-section.tsx'
import { EnterpriseSection } from './enterprise-section.tsx'
import { JournalSection } from './journal-section.tsx'
import { KeysSection } from './keys-section.tsx'
import { OperatorsSection } from './operators-section.tsx'
import { ProgramSection } from './program-section.tsx'
import { UKeySection } from './u-key-section.tsx'

const labels: Record<SettingsSection, string> = {
  enterprise: '企业资料',
  operators: '操作员',
  journal: '操作日志',
  keys: '签名密钥',
  'u-key': 'U 盾',
  channels: '申报通道',
  backups: '备份与恢复',
  program: '程序与账本',
}
const sections: Record<SettingsSection, () => ReactNode> = {
  enterprise: EnterpriseSection,
  operators: OperatorsSection,
  journal: JournalSection,
  keys: KeysSection,
  'u-key': UKeySection,
  channels: ChannelsSection,
  backups: BackupsSection,
  program: ProgramSection,
}

export function SettingsPage() {
  const { section: asked } = useParams()
  const navigate = useNavigate()
  const section = settingsSections.find((known) => known === asked) ?? 'enterprise'
  const Section = sections[section]
  return (
    <Page title="设置" fill={section === 'journal'}>
      <Tabs value={section} onChange={(next) => void navigate(paths.settings(settingsSections.find((known) => known === next)))}>
        <Tabs.List>
          {settingsSections.map((name) => (
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
