import { Button, CopyButton, Group, Table, Text } from '@mantine/core'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { printInstant } from '../../components/moment.ts'
import { Panel } from '../../components/page.tsx'
import { say } from '../../components/say.ts'
import { KeyForm } from '../filings/key-form.tsx'

export function KeysSection() {
  const list = useOperation('keys.list', {})
  return (
    <>
      <Panel title="本机的签名密钥">
        <ErrorNotice error={list.error} />
        {list.data?.keys.length === 0 && <Empty>还没有密钥。签名报核之前要有一把。</Empty>}
        {list.data && list.data.keys.length > 0 && (
          <Table verticalSpacing={6} horizontalSpacing={12}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>名称</Table.Th>
                <Table.Th w={80}>算法</Table.Th>
                <Table.Th w={240}>指纹（可电话核对）</Table.Th>
                <Table.Th w={160}>生成时间</Table.Th>
                <Table.Th w={120} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.data.keys.map((key) => (
                <Table.Tr key={key.keyId}>
                  <Table.Td>{key.name}</Table.Td>
                  <Table.Td>{key.algorithm}</Table.Td>
                  <Table.Td className="mono">{key.fingerprint}</Table.Td>
                  <Table.Td>{printInstant(key.createdAt)}</Table.Td>
                  <Table.Td ta="right">
                    <CopyButton value={key.publicKey}>
                      {({ copied, copy }) => (
                        <Button size="compact-sm" variant="default" onClick={copy}>
                          {copied ? '已复制' : '复制公钥'}
                        </Button>
                      )}
                    </CopyButton>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Panel>
      <Panel title="生成一把密钥">
        <Group align="flex-start" gap={48} p="lg">
          <div style={{ flex: '0 0 400px' }}>
            <KeyForm onCreated={({ name }) => say(`密钥「${name}」已生成`)} />
          </div>
          <Text size="sm" c="dimmed" style={{ flex: 1 }} maw={420}>
            国密 SM2
            密钥用口令加密，只存在本机的账本文件夹里，不会离开这台电脑。口令无法找回：忘记口令时请另生成一把，以前签过的申报包仍可验证。
          </Text>
        </Group>
      </Panel>
    </>
  )
}
