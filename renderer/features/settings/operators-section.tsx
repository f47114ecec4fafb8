import { Button, Group, Switch, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { roleNames } from '../../../shared/contract/operators.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Panel } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { useOperatorChange } from '../../state/operator-change.ts'
import { OperatorDialog } from './operator-dialog.tsx'

export type Operator = Output<'operators.list'>['operators'][number]

export function OperatorsSection() {
  const list = useOperation('operators.list', {})
  const changeOperator = useOperatorChange((state) => state.open)
  const [editing, setEditing] = useState<Operator | 'new' | null>(null)
  const operators = list.data?.operators ?? []
  return (
    <>
      <Panel
        title="操作员"
        aside={
          <>
            {list.data && operators.length > 1 && (
              <Button size="compact-md" variant="default" onClick={changeOperator}>
                换人
              </Button>
            )}
            <Button size="compact-md" onClick={() => setEditing('new')}>
              登记操作员
            </Button>
          </>
        }
      >
        <ErrorNotice error={list.error} />
        {list.data && operators.length === 0 && (
          <Empty>还没有登记操作员，日志里不会有姓名。登记第一位以后由其值守，此后每一步都记在值守的人名下。</Empty>
        )}
        {operators.length > 0 && (
          <Table verticalSpacing={6} horizontalSpacing={12}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={220}>姓名</Table.Th>
                <Table.Th w={220}>职责</Table.Th>
                <Table.Th w={100}>口令</Table.Th>
                <Table.Th>状态</Table.Th>
                <Table.Th w={100} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {operators.map((operator) => (
                <Table.Tr key={operator.operatorId} {...(!operator.active && { c: 'dimmed' })}>
                  <Table.Td>{operator.name}</Table.Td>
                  <Table.Td>{operator.roles.map((role) => roleNames[role]).join('、')}</Table.Td>
                  <Table.Td>{operator.hasPassphrase ? '已设' : '未设'}</Table.Td>
                  <Table.Td>
                    {operator.operatorId === list.data?.onDuty ? (
                      <Tag tone="accent">值守中</Tag>
                    ) : (
                      <Tag>{operator.active ? '在岗' : '离岗'}</Tag>
                    )}
                  </Table.Td>
                  <Table.Td>
                    <Group justify="flex-end">
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`修改 ${operator.name}`}
                        onClick={() => setEditing(operator)}
                      >
                        修改
                      </Button>
                    </Group>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Panel>
      {list.data && <SigningPolicy signedByAnother={list.data.signedByAnother} />}
      {editing && <OperatorDialog operator={editing === 'new' ? undefined : editing} onClose={() => setEditing(null)} />}
    </>
  )
}

function SigningPolicy({ signedByAnother }: { signedByAnother: boolean }) {
  const [error, setError] = useState<unknown>(null)
  async function set(wanted: boolean) {
    setError(null)
    try {
      await call('operators.setPolicy', { signedByAnother: wanted })
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Panel title="签名">
      <div style={{ display: 'grid', gap: 12, padding: 16 }}>
        <Switch
          label="签名须由制单以外的人"
          checked={signedByAnother}
          onChange={(event) => void set(event.currentTarget.checked)}
        />
        <Text size="sm" c="dimmed" maw={760}>
          打开后，谁生成的申报，谁就不能签名，须换由另一位有“申报”职责的操作员签名。至少要有两位在岗的操作员。
        </Text>
        <ErrorNotice error={error} />
      </div>
    </Panel>
  )
}
