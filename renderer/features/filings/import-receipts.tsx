import { Button, FileButton, Modal, Stack, Text } from '@mantine/core'
import { useEffect, useEffectEvent, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { putFile } from '../../app/engine.ts'
import { useJob } from '../../app/use-job.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { Tag } from '../../components/tag.tsx'
import classes from './filing.module.css'
import { receiptResults } from './filing-words.ts'

type Read = Output<'filings.importReceipts'>['read'][number]

/** 导入回执: one or several files of the import client, or a ZIP of them; then what each of them did. The address can ask for it too. */
export function ImportReceipts({ variant = 'filled' }: { variant?: 'filled' | 'default' }) {
  const job = useJob('filings.importReceipts')
  const [read, setRead] = useState<Read[]>([])
  const [error, setError] = useState<unknown>(null)
  const [state, setState] = useState<'closed' | 'asking' | 'reading' | 'done'>('closed')

  const [search, setSearch] = useSearchParams()
  const asked = search.get('import') === 'receipts'
  const begin = useEffectEvent(() => {
    // Once: neither Back nor a reload reads the files again.
    setSearch({}, { replace: true })
    if (search.has('file')) void take(search.getAll('file'))
    else setState('asking')
  })
  useEffect(() => {
    if (asked) void Promise.resolve().then(() => begin())
  }, [asked])

  /** @param files as chosen, or the ids of stored ones */
  async function take(files: readonly (File | string)[]) {
    if (files.length === 0 || state === 'reading') return
    setRead([])
    setError(null)
    setState('reading')
    try {
      for (const file of files) {
        const taken = await job.start({ fileId: typeof file === 'string' ? file : await putFile(file) })
        // Given up, or refused whole: what was read before it stays.
        if (!taken) break
        setRead((before) => [...before, ...taken.read])
      }
    } catch (problem) {
      setError(problem)
    }
    setState('done')
  }

  return (
    <>
      <FileButton multiple onChange={(files) => void take(files)}>
        {(props) => (
          <Button {...props} variant={variant}>
            导入回执
          </Button>
        )}
      </FileButton>
      {state !== 'closed' && (
        <Modal
          opened
          onClose={() => state !== 'reading' && setState('closed')}
          size={760}
          title="导入回执"
          closeButtonProps={{ 'aria-label': '关闭' }}
        >
          <Stack gap="md">
            {state === 'asking' && (
              <>
                <Text>导入客户端收到的回执：XML，或装着几份的 ZIP；可以一次选择多份，也可以拖到窗口任何地方。</Text>
                <div>
                  <FileButton multiple onChange={(files) => void take(files)}>
                    {(props) => (
                      <Button {...props} data-autofocus>
                        选择文件
                      </Button>
                    )}
                  </FileButton>
                </div>
              </>
            )}
            {job.running && <JobProgress job={job.running} what="正在读取回执" />}
            <ErrorNotice error={error ?? job.error} />
            {read.length > 0 && <ReadReceipts read={read} onClose={() => setState('closed')} />}
            {state === 'done' && (
              <div>
                <Button autoFocus onClick={() => setState('closed')}>
                  关闭
                </Button>
              </div>
            )}
          </Stack>
        </Modal>
      )}
    </>
  )
}

function ReadReceipts({ read, onClose }: { read: readonly Read[]; onClose: () => void }) {
  const taken = read.filter(({ filingId }) => filingId !== null).length
  return (
    <>
      <Text>
        读到 {read.length} 份，对上申报 {taken} 份{taken < read.length && '；没有对上的不改动任何数据'}。
      </Text>
      <ul className={classes.receipts} data-framed>
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
    </>
  )
}
