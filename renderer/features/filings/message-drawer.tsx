import { Drawer, Group, Text } from '@mantine/core'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { saveStoredFile, showError } from '../../components/export-table.ts'
import { printInstant } from '../../components/moment.ts'
import { Tag } from '../../components/tag.tsx'
import classes from './message.module.css'
import { MessageView } from './message-view.tsx'

/** What was made to be sent has no way yet while it has not been. */
export function Way({ direction, by }: { direction: 'sent' | 'received'; by: string }) {
  if (direction === 'received') return <Tag>收到</Tag>
  return by === '' ? <Tag>未发</Tag> : <Tag tone="accent">发出</Tag>
}

/** One message of a filing, over the page it was opened from. */
export function MessageDrawer({ filingId, messageId, onClose }: { filingId: string; messageId: string; onClose: () => void }) {
  useFocusBack()
  const message = useOperation('messages.get', { filingId, messageId })
  const data = message.data
  const fileId = data?.fileId ?? null
  const savePackage = () => void call('filings.export', { filingId }).then(({ fileId: file }) => saveStoredFile(file), showError)
  const save = fileId !== null ? () => saveStoredFile(fileId) : messageId === 'package' ? savePackage : undefined
  return (
    <Drawer
      opened
      onClose={onClose}
      size={960}
      padding="md"
      title={
        data && (
          <Group gap="sm">
            <Way direction={data.direction} by={data.by} />
            <strong>{data.title}</strong>
            <Text size="sm" c="dimmed">
              {[printInstant(data.at), data.by].filter(Boolean).join(' · ')}
            </Text>
          </Group>
        )
      }
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <div className={classes.drawer}>
        <ErrorNotice error={message.error} />
        {data && <MessageView message={data} onSave={save} />}
      </div>
    </Drawer>
  )
}
