import { Box, Button, FileButton, Text } from '@mantine/core'
import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { putFile, saveFile } from '../../app/engine.ts'
import { useJob } from '../../app/use-job.ts'
import { Definitions } from '../../components/definitions.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { printInstant, printSize } from '../../components/moment.ts'
import { Panel } from '../../components/page.tsx'
import { say } from '../../components/say.ts'
import { filingKinds } from '../filings/filing-words.ts'
import { useKeyChoice } from '../filings/key-choice.tsx'
import { KeyForm } from '../filings/key-form.tsx'
import { SignForm } from '../filings/sign-form.tsx'
import classes from './signing.module.css'

type Request = Output<'signing.inspectRequest'>

/** On the computer that has the key: see what is asked, sign it, give it back. */
export function ForOthers() {
  const inspect = useJob('signing.inspectRequest')
  const [request, setRequest] = useState<(Request & { fileId: string }) | null>(null)
  const [error, setError] = useState<unknown>(null)
  async function open(file: File) {
    setError(null)
    setRequest(null)
    try {
      const fileId = await putFile(file)
      const read = await inspect.start({ fileId })
      if (read) setRequest({ ...read, fileId })
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Panel
      title="替别的电脑签名"
      aside={
        <FileButton accept=".blsign" onChange={(file) => file && void open(file)}>
          {(props) => (
            <Button {...props} size="compact-md" variant="default">
              打开代签文件
            </Button>
          )}
        </FileButton>
      }
    >
      <ErrorNotice error={error ?? inspect.error} />
      <div className={classes.body}>
        {inspect.running && <JobProgress job={inspect.running} what="正在核对代签文件" />}
        {request ? (
          <Asked key={request.fileId} request={request} onDone={() => setRequest(null)} />
        ) : (
          !inspect.running && (
            <Text size="sm" c="dimmed">
              打开别的电脑导出的代签文件，看清要签的内容，核对校验码，再用本机的密钥或 U 盾签名；签好的文件拿回原来的电脑导入。
            </Text>
          )
        )}
      </div>
    </Panel>
  )
}

function Asked({ request, onDone }: { request: Request & { fileId: string }; onDone: () => void }) {
  const choice = useKeyChoice()
  const sign = useJob('signing.signRequest')
  const [error, setError] = useState<unknown>(null)
  async function submit() {
    if (!choice.chosen || !choice.ready) return
    setError(null)
    try {
      const { fileId, passphrase, keyId } = { fileId: request.fileId, passphrase: choice.passphrase, keyId: choice.chosen.keyId }
      const signed = await sign.start({ fileId, keyId, passphrase })
      choice.setPassphrase('')
      if (!signed || !(await saveFile(signed.fileId))) return
      say(`已签名 ${signed.signed} 份，请把 ${signed.name} 拿回原来的电脑导入`)
      onDone()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <>
      <Definitions
        items={[
          ['申报企业', request.enterpriseName],
          ['导出时间', printInstant(request.createdAt)],
          [
            '校验码（两台电脑须相同）',
            <strong key="code" className={`mono ${classes.code}`}>
              {request.checkCode}
            </strong>,
          ],
          ['申报', `${request.filings.length} 份`],
          ['接在申报包', request.afterSequence === 0 ? '尚无申报包' : `第 ${request.afterSequence} 号之后`],
        ]}
      />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the keyboard can scroll it */}
      <section className={classes.asked} aria-label="将要签名的内容" tabIndex={0}>
        {request.filings.map((filing) => (
          <section key={filing.filingId} className={classes.filing} aria-label={filingKinds[filing.kind]}>
            <h3>
              {filingKinds[filing.kind]}　<span className="mono">{filing.handbookNo || filing.subject}</span>
            </h3>
            <Definitions items={filing.summary.map(({ label, value }) => [label, value] as const)} />
            <ul className={classes.rows}>
              {filing.files.map(({ name, size, sha256 }) => (
                <li key={name} className={classes.row}>
                  <span>{name}</span>
                  <span className={classes.dim}>{printSize(size)}</span>
                  <span className={`mono ${classes.hash}`}>{sha256}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </section>
      {choice.keys?.length === 0 ? (
        <KeyForm across autoFocus onCreated={(key) => choice.setKeyId(key.keyId)} />
      ) : (
        <Box maw={720}>
          <SignForm
            choice={choice}
            error={error ?? sign.error}
            running={sign.running}
            may
            giveUpLabel="不签"
            onSign={submit}
            onGiveUp={onDone}
          />
        </Box>
      )}
    </>
  )
}
