import { Button, FileButton, Modal, Stack, Text } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { call, putFile } from '../../app/engine.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { useJob } from '../../app/use-job.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { printCount } from '../../components/moment.ts'
import type { ListDraftDocument } from './list-draft-document.ts'

/** Puts the lines of a workbook in the place of the body. */
export function ImportLinesButton({ draftId, document }: { draftId: string; document: ListDraftDocument }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconUpload size={14} />} onClick={() => setOpen(true)}>
        导入表体
      </Button>
      {open && <ImportLinesDialog draftId={draftId} document={document} onClose={() => setOpen(false)} />}
    </>
  )
}

function ImportLinesDialog({
  draftId,
  document,
  onClose,
}: {
  draftId: string
  document: ListDraftDocument
  onClose: () => void
}) {
  useFocusBack()
  const job = useJob('listDrafts.importLines')
  const [error, setError] = useState<unknown>(null)
  const [lines, setLines] = useState<number>()
  const standing = document.read().lines.length

  async function take(file: File) {
    setError(null)
    try {
      await document.flush()
      const done = await job.start({ draftId, fileId: await putFile(file) })
      if (!done) return
      document.stepTo(await call('listDrafts.get', { draftId }))
      setLines(done.lines)
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Modal opened onClose={onClose} title="导入表体" closeButtonProps={{ 'aria-label': '关闭' }}>
      <Stack gap="md">
        {lines !== undefined ? (
          <>
            <Text>已放入 {printCount(lines)} 行。须处理的格已标出，按 F8 逐处查看。</Text>
            <Button data-autofocus onClick={onClose}>
              看表体
            </Button>
          </>
        ) : (
          <>
            <Text>
              工作簿（.xlsx）的第一张表按标题认列，最少要有备案序号和申报数量。
              {standing > 0 && (
                <>
                  现有的 {printCount(standing)} 行将被<b>替换</b>。
                </>
              )}
              有不合格的格也照样放入并标出。
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
