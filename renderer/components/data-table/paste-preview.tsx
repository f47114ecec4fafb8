import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { printCount } from '../moment.ts'
import { displayText } from './cell-text.tsx'
import type { Column } from './column.ts'
import classes from './data-table.module.css'
import type { PastedCell, PastePlan } from './paste-plan.ts'

interface PastePreviewProps<Row> {
  plan: PastePlan<Row>
  columns: readonly Column<Row>[]
  onCancel: () => void
  onAccept: () => void
}

/** A preview is read, not scrolled through: what is wrong comes first. */
const listed = 200

export function PastePreview<Row>({ plan, columns, onCancel, onAccept }: PastePreviewProps<Row>): ReactNode {
  const { added, changes, wrong, same, outside } = plan
  const standing = changes.filter(({ reason }) => reason !== undefined)
  const cells = [...wrong, ...standing, ...changes.filter(({ reason }) => reason === undefined)]
  const facts = [
    `将${added > 0 ? '写入' : '修改'} ${printCount(changes.length)} 格`,
    added > 0 && `其中新增 ${printCount(added)} 行`,
    standing.length > 0 && `${printCount(standing.length)} 格待改，照样写入并标出`,
    wrong.length > 0 && `${printCount(wrong.length)} 格有误，不写入`,
    same > 0 && `${printCount(same)} 格没有变化`,
    outside > 0 && `${printCount(outside)} 格超出表格，不写入`,
  ].filter((fact) => fact !== false)
  return (
    <Modal opened onClose={onCancel} title="粘贴预览" size="lg" centered returnFocus={false}>
      <Stack gap={12}>
        <Text size="sm">{facts.join('，')}。</Text>
        {cells.length > 0 && (
          <div className={classes['preview']}>
            <Table stickyHeader verticalSpacing={4} horizontalSpacing={8} fz={13}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>行</Table.Th>
                  <Table.Th>列</Table.Th>
                  <Table.Th>原值</Table.Th>
                  <Table.Th>新值</Table.Th>
                  <Table.Th>说明</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {cells.slice(0, listed).map((cell) => (
                  <PreviewRow
                    key={`${cell.index}-${cell.columnId}`}
                    cell={cell}
                    column={columns.find(({ id }) => id === cell.columnId)}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
        {cells.length > listed && (
          <Text size="xs" c="dimmed">
            只列出前 {listed} 格，共 {printCount(cells.length)} 格
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            取消
          </Button>
          <Button onClick={onAccept} disabled={changes.length === 0} data-autofocus>
            {wrong.length > 0 ? `只写入正确的 ${printCount(changes.length)} 格` : `写入 ${printCount(changes.length)} 格`}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function PreviewRow<Row>({ cell, column }: { cell: PastedCell<Row>; column: Column<Row> | undefined }): ReactNode {
  const show = (text: string): string => (column ? displayText(column, text) : text) || '（空）'
  return (
    <Table.Tr>
      <Table.Td>{cell.index + 1}</Table.Td>
      <Table.Td>{cell.title}</Table.Td>
      <Table.Td>{show(cell.before)}</Table.Td>
      <Table.Td>{show(cell.text)}</Table.Td>
      <Table.Td className={classes['reason'] ?? ''}>{cell.reason}</Table.Td>
    </Table.Tr>
  )
}
