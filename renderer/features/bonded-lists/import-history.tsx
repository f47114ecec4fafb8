import { Button, Group, Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { saveStoredFile, showError } from '../../components/export-table.ts'
import { printCount, printInstant } from '../../components/moment.ts'
import { Panel } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'

const settle = (importId: number) => void call('bondedLists.settleRefusals', { importId }).catch(showError)

/** Every import with what it refused; a refusal stays open until it is settled or imported since. */
export function ImportHistory({ handbookNo, toolbar }: { handbookNo: string; toolbar: ReactNode }) {
  const imports = useOperation('bondedLists.imports', { handbookNo })
  return (
    <>
      <Group>{toolbar}</Group>
      <ErrorNotice error={imports.error} />
      {imports.data?.imports.length === 0 && (
        <Panel>
          <Empty>还没有导入核注清单</Empty>
        </Panel>
      )}
      {imports.data && imports.data.imports.length > 0 && (
        <Panel>
          <Table verticalSpacing={6} horizontalSpacing={12}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={150}>时间</Table.Th>
                <Table.Th>文件</Table.Th>
                <Table.Th ta="right" w={110}>
                  写入（份）
                </Table.Th>
                <Table.Th ta="right" w={110}>
                  写入（行）
                </Table.Th>
                <Table.Th ta="right" w={110}>
                  被拒（行）
                </Table.Th>
                <Table.Th w={110}>状态</Table.Th>
                <Table.Th w={340} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {imports.data.imports.map((entry) => {
                const { rejectedFileId } = entry
                return (
                  <Table.Tr key={entry.importId}>
                    <Table.Td>{printInstant(entry.importedAt)}</Table.Td>
                    <Table.Td>{entry.fileName}</Table.Td>
                    <Table.Td ta="right">{printCount(entry.lists)}</Table.Td>
                    <Table.Td ta="right">{printCount(entry.lines)}</Table.Td>
                    <Table.Td ta="right">{printCount(entry.rejected)}</Table.Td>
                    <Table.Td>
                      {entry.open > 0 ? (
                        <Tag tone="warns">待处理 {printCount(entry.open)}</Tag>
                      ) : (
                        <Tag>{entry.rejected > 0 ? '已处理' : '全部写入'}</Tag>
                      )}
                    </Table.Td>
                    <Table.Td>
                      <Group gap="sm" justify="flex-end" wrap="nowrap">
                        <Button size="compact-sm" variant="default" onClick={() => saveStoredFile(entry.fileId)}>
                          原文件
                        </Button>
                        {rejectedFileId && (
                          <Button size="compact-sm" variant="default" onClick={() => saveStoredFile(rejectedFileId)}>
                            被拒行工作簿
                          </Button>
                        )}
                        {entry.open > 0 && (
                          <Button size="compact-sm" variant="default" onClick={() => settle(entry.importId)}>
                            标为已处理
                          </Button>
                        )}
                      </Group>
                    </Table.Td>
                  </Table.Tr>
                )
              })}
            </Table.Tbody>
          </Table>
        </Panel>
      )}
    </>
  )
}
