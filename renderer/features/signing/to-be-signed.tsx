import { Button, Checkbox, FileButton, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { putFile, saveFile } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useJob } from '../../app/use-job.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { printInstant } from '../../components/moment.ts'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/page.tsx'
import { say } from '../../components/say.ts'
import { filingKinds, nameOf } from '../filings/filing-words.ts'
import classes from './signing.module.css'

/** On the computer that has the filings: out as a request, back as signed packages. */
export function ToBeSigned() {
  const list = useOperation('filings.list', {})
  const request = useJob('signing.exportRequest')
  const importing = useJob('signing.importSigned')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [exported, setExported] = useState<Output<'signing.exportRequest'> | null>(null)
  const [error, setError] = useState<unknown>(null)
  // The oldest first: that is the order in which they are signed.
  const waiting = (list.data?.filings ?? []).filter(({ state }) => state === 'checked').toReversed()
  const chosen = waiting.filter(({ filingId }) => !left.has(filingId))

  const toggle = (filingId: string) =>
    setLeft((before) => new Set(before.has(filingId) ? [...before].filter((id) => id !== filingId) : [...before, filingId]))
  async function exportChosen() {
    setError(null)
    try {
      const made = await request.start({ filingIds: chosen.map(({ filingId }) => filingId) })
      if (!made) return
      setExported(made)
      await saveFile(made.fileId)
    } catch (problem) {
      setError(problem)
    }
  }
  async function take(file: File) {
    setError(null)
    try {
      const taken = await importing.start({ fileId: await putFile(file) })
      if (!taken) return
      setExported(null)
      say(`已收下 ${taken.filings.length} 份签好的申报`)
    } catch (problem) {
      setError(problem)
    }
  }

  return (
    <Panel
      title="拿到有密钥的电脑上签名"
      aside={
        <FileButton accept=".blsigned" onChange={(file) => file && void take(file)}>
          {(props) => (
            <Button {...props} size="compact-md" variant={exported ? 'filled' : 'default'}>
              导入签好的文件
            </Button>
          )}
        </FileButton>
      }
    >
      <ErrorNotice error={error ?? request.error ?? importing.error ?? list.error} />
      {list.data && waiting.length === 0 && !exported && <Empty>没有等待签名的申报。</Empty>}
      <ul className={classes.rows}>
        {waiting.map((filing) => (
          <li key={filing.filingId} className={classes.row}>
            <Checkbox
              aria-label={`${filingKinds[filing.kind]} ${nameOf(filing)}`}
              checked={!left.has(filing.filingId)}
              onChange={() => toggle(filing.filingId)}
            />
            <Link to={paths.filing(filing.filingId)}>{filingKinds[filing.kind]}</Link>
            <span className="mono">{nameOf(filing)}</span>
            <span className={classes.dim}>{filing.handbookNo ? filing.subject : ''}</span>
            <span className={classes.dim} style={{ marginLeft: 'auto' }}>
              {printInstant(filing.createdAt)} 生成
            </span>
          </li>
        ))}
      </ul>
      <div className={classes.body}>
        {exported && (
          <Notice severity="info">
            代签文件 {exported.name} 已导出。两台电脑上的校验码须相同：
            <strong className={`mono ${classes.code}`}> {exported.checkCode}</strong>
            <br />
            签好拿回之前，请不要在本机签别的申报：申报包一个接一个，次序变了就要重新导出。
          </Notice>
        )}
        {(request.running ?? importing.running) ? (
          <JobProgress
            job={request.running ?? importing.running ?? { progress: null, cancel: () => undefined }}
            what="正在处理"
          />
        ) : (
          waiting.length > 0 && (
            <Group>
              <Button
                variant={exported ? 'default' : 'filled'}
                disabled={chosen.length === 0}
                onClick={() => void exportChosen()}
              >
                导出代签文件（{chosen.length} 份）
              </Button>
              <Text size="sm" c="dimmed">
                对方的密钥先要在“设置 › 签名密钥”登记。
              </Text>
            </Group>
          )
        )}
      </div>
    </Panel>
  )
}
