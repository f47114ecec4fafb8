import { Button, Group, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { useOperation } from '../../app/queries.ts'
import { useJob } from '../../app/use-job.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { printInstant, printSize } from '../../components/moment.ts'
import { Panel } from '../../components/page.tsx'
import { say } from '../../components/say.ts'
import { RestoreDialog } from './restore-dialog.tsx'

export type Backup = Output<'backups.list'>['backups'][number]

const reasons: Record<Backup['reason'], string> = { manual: '手工备份', migration: '升级前', restore: '恢复前', daily: '每日' }

export function BackupsSection() {
  const list = useOperation('backups.list', {})
  const create = useJob('backups.create')
  const [restoring, setRestoring] = useState<Backup | null>(null)
  async function back() {
    if (await create.start({})) say('账本已备份，备份已校验可用')
  }
  return (
    <Panel
      title="备份"
      aside={
        <Button size="compact-md" loading={create.running !== null} onClick={() => void back()}>
          立即备份
        </Button>
      }
    >
      {create.running && (
        <div style={{ padding: 12 }}>
          <JobProgress job={create.running} what="正在备份" />
        </div>
      )}
      <ErrorNotice error={create.error ?? list.error} />
      {list.data?.backups.length === 0 && <Empty>还没有备份</Empty>}
      {list.data && list.data.backups.length > 0 && (
        <Table verticalSpacing={6} horizontalSpacing={12}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={170}>时间</Table.Th>
              <Table.Th w={110}>缘由</Table.Th>
              <Table.Th w={110} ta="right">
                大小
              </Table.Th>
              <Table.Th>SHA-256</Table.Th>
              <Table.Th w={130} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.data.backups.map((backup) => (
              <Table.Tr key={backup.backupId}>
                <Table.Td>{printInstant(backup.createdAt)}</Table.Td>
                <Table.Td>{reasons[backup.reason]}</Table.Td>
                <Table.Td ta="right">{printSize(backup.size)}</Table.Td>
                <Table.Td>
                  <Text size="xs" className="mono" truncate>
                    {backup.sha256}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Group justify="flex-end">
                    <Button size="compact-sm" variant="default" onClick={() => setRestoring(backup)}>
                      恢复到此
                    </Button>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {restoring && <RestoreDialog backup={restoring} onClose={() => setRestoring(null)} />}
    </Panel>
  )
}
