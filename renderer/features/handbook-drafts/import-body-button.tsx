import { Button, FileButton, Modal, Stack, Text } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { putFile } from '../../app/engine.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { useJob } from '../../app/use-job.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { printCount } from '../../components/moment.ts'
import { bodyNames } from './draft-words.ts'
import type { DraftBody } from './draft-words.ts'

/** Puts one sheet of a workbook in the place of this body. */
export function ImportBodyButton({ draftId, body }: { draftId: string; body: DraftBody }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconUpload size={14} />} onClick={() => setOpen(true)}>
        从工作簿导入
      </Button>
      {open && <ImportBodyDialog draftId={draftId} body={body} onClose={() => setOpen(false)} />}
    </>
  )
}

function ImportBodyDialog({ draftId, body, onClose }: { draftId: string; body: DraftBody; onClose: () => void }) {
  useFocusBack()
  const [error, setError] = useState<unknown>(null)
  const job = useJob('handbookDrafts.importBody')
  const [done, setDone] = useState<{ rows: number; problems: number }>()

  async function take(file: File) {
    setError(null)
    try {
      setDone(await job.start({ draftId, body, fileId: await putFile(file) }))
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Modal opened onClose={onClose} title={`导入${bodyNames[body]}`} closeButtonProps={{ 'aria-label': '关闭' }}>
      <Stack gap="md">
        {done ? (
          <>
            <Text>
              已放入 {printCount(done.rows)} 行
              {done.problems > 0 ? `，其中 ${printCount(done.problems)} 处待改，已标出，按 F8 逐处查看。` : '，没有待改之处。'}
            </Text>
            <Button data-autofocus onClick={onClose}>
              看{bodyNames[body]}
            </Button>
          </>
        ) : (
          <>
            <Text>
              工作簿中的{bodyNames[body]}表将<b>替换</b>草稿里现有的{bodyNames[body]}。有不合格的格也照样放入并标出。
            </Text>
            <ErrorNotice error={error ?? job.error} />
            {job.running ? (
              <JobProgress job={job.running} what="正在读取工作簿" />
            ) : (
              <FileButton accept=".xlsx" onChange={(file) => file && void take(file)}>
                {(props) => (
                  <Button {...props} data-autofocus>
                    选择文件
                  </Button>
                )}
              </FileButton>
            )}
          </>
        )}
      </Stack>
    </Modal>
  )
}
