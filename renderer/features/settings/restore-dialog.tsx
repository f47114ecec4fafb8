import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { useJob } from '../../app/use-job.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { printInstant } from '../../components/moment.ts'
import { say } from '../../components/say.ts'
import type { Backup } from './backups-section.tsx'

/** A destructive step: needs the backup's date typed, and says how it is undone. */
export function RestoreDialog({ backup, onClose }: { backup: Backup; onClose: () => void }) {
  useFocusBack()
  const restore = useJob('backups.restore')
  const [typed, setTyped] = useState('')
  const at = printInstant(backup.createdAt)
  const date = at.slice(0, 10)
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (typed.trim() !== date) return
    if (!(await restore.start({ backupId: backup.backupId }))) return
    say(`已恢复到 ${at}；恢复前的账本也留有备份，可以再恢复回来`)
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title="恢复到备份" size={520} closeButtonProps={{ 'aria-label': '关闭' }}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <Text>账本将回到 {at} 的样子，此后导入的手册、清单和签名的申报都不在其中。恢复前会自动备份现状，可以再恢复回来。</Text>
          <TextInput
            label={`输入备份的日期 ${date} 以确认`}
            placeholder={date}
            data-autofocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <ErrorNotice error={restore.error} />
          {restore.running ? (
            <JobProgress job={restore.running} what="正在恢复" />
          ) : (
            <Group>
              <Button type="submit" color="red" disabled={typed.trim() !== date}>
                恢复
              </Button>
              <Button variant="default" onClick={onClose}>
                取消
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Modal>
  )
}
