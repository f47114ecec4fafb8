import { Text } from '@mantine/core'
import { useOperation } from '../../app/queries.ts'
import { Panel } from '../../components/page.tsx'
import { say } from '../../components/say.ts'
import { EnterpriseForm } from '../enterprise/enterprise-form.tsx'

export function EnterpriseSection() {
  const enterprise = useOperation('enterprise.get', {}).data
  if (!enterprise) return null
  const { isSample, savedAt: _savedAt, ...saved } = enterprise
  return (
    <Panel title="企业资料">
      <div style={{ maxWidth: 760, padding: 16 }}>
        {isSample && (
          <Text c="dimmed" mb="md">
            现在是示例企业。填写本企业的资料并保存后，申报包将以本企业的名义签名。
          </Text>
        )}
        <EnterpriseForm key={enterprise.savedAt} saved={saved} submitLabel="保存" onSaved={() => say('企业资料已保存')} />
      </div>
    </Panel>
  )
}
