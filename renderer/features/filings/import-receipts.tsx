import { Button, FileButton, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { putFile } from '../../app/engine.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { useJob } from '../../app/use-job.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { Tag } from '../../components/tag.tsx'
import classes from './filing.module.css'
import { receiptResults } from './filing-words.ts'

type Read = Output<'filings.importReceipts'>['read'][number]

/** 导入回执: one or several files of the import client, or a ZIP of them; then what each of them did. */
export function ImportReceipts({ variant = 'filled' }: { variant?: 'filled' | 'default' }) {
  const [files, setFiles] = useState<File[]>([])
  return (
    <>
      <FileButton multiple onChange={setFiles}>
        {(props) => (
          <Button {...props} variant={variant}>
            导入回执
          </Button>
        )}
      </FileButton>
      {files.length > 0 && <TakenReceipts files={files} onClose={() => setFiles([])} />}
    </>
  )
}

function TakenReceipts({ files, onClose }: { files: readonly File[]; onClose: () => void }) {
  useFocusBack()
  const job = useJob('filings.importReceipts')
  const [read, setRead] = useState<Read[]>([])
  const [error, setError] = useState<unknown>(null)
  const [begun, setBegun] = useState(false)
  const [done, setDone] = useState(false)

  async function take() {
    if (begun) return
    setBegun(true)
    try {
      for (const file of files) {
        const taken = await job.start({ fileId: await putFile(file) })
        if (!taken) break
        setRead((before) => [...before, ...taken.read])
      }
    } catch (problem) {
      setError(problem)
    } finally {
      setDone(true)
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      onEnterTransitionEnd={() => void take()}
      size={760}
      title="导入回执"
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <Stack gap="md">
        {job.running && <JobProgress job={job.running} what="正在读取回执" />}
        <ErrorNotice error={error ?? job.error} />
        {done && read.length > 0 && (
          <Text>
            读到 {read.length} 份，记入 {read.filter(({ filingId }) => filingId !== null).length} 份；没有对上的不改动任何数据。
          </Text>
        )}
        <ul className={classes.receipts}>
          {read.map(({ name, filingId, result, message }) => (
            <li key={name + message}>
              <div className={classes.receiptHead}>
                {result && <Tag tone={filingId ? receiptResults[result].tone : 'neutral'}>{receiptResults[result].name}</Tag>}
                <strong className={classes.fileName}>{name}</strong>
                {filingId && (
                  <Link to={paths.filing(filingId)} className={classes.toFiling} onClick={onClose}>
                    看申报
                  </Link>
                )}
              </div>
              <div>{message}</div>
            </li>
          ))}
        </ul>
        {done && (
          <div>
            <Button data-autofocus onClick={onClose}>
              关闭
            </Button>
          </div>
        )}
      </Stack>
    </Modal>
  )
}
