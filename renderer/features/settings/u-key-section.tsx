import { Button, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { call, runJob, saveFile } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useJob } from '../../app/use-job.ts'
import { Definitions } from '../../components/definitions.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { PassphraseField } from '../../components/fields/passphrase-field.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { printInstant, printSize } from '../../components/moment.ts'
import { Panel } from '../../components/page.tsx'
import { say } from '../../components/say.ts'
import { Tag } from '../../components/tag.tsx'
import classes from './keys.module.css'

type State = Output<'uKey.get'>
type Report = Output<'uKey.diagnose'>

/** U 盾: is the service there, the key, its certificate, does it sign; what went wrong last, and what was signed last. */
export function UKeySection() {
  const state = useOperation('uKey.get', {})
  return (
    <>
      <ErrorNotice error={state.error} />
      {state.data && <Diagnosis key={state.data.address} address={state.data.address} />}
      {state.data?.lastError && <LastError error={state.data.lastError} />}
      {state.data?.lastSigned && <LastSigned signed={state.data.lastSigned} />}
    </>
  )
}

const results: Record<Report['steps'][number]['result'], { name: string; tone: 'accent' | 'blocks' | 'neutral' }> = {
  passes: { name: '正常', tone: 'accent' },
  fails: { name: '不行', tone: 'blocks' },
  skipped: { name: '未查', tone: 'neutral' },
}

function Diagnosis({ address: saved }: { address: string }) {
  const diagnose = useJob('uKey.diagnose')
  const [address, setAddress] = useState(saved)
  const [pin, setPin] = useState('')
  const [report, setReport] = useState<Report | null>(null)
  const [error, setError] = useState<unknown>(null)

  async function run(event: FormEvent) {
    event.preventDefault()
    setError(null)
    const found = await diagnose.start({ pin })
    setPin('')
    if (found) setReport(found)
  }
  const act = (deed: () => Promise<void>) => {
    setError(null)
    void deed().catch(setError)
  }
  const saveAddress = async () => {
    await call('uKey.saveAddress', { address })
    say('U 盾服务的地址已保存')
  }
  const register = async () => {
    const holder = /(?:^|, )CN=([^,]+)/.exec(report?.certificate?.subject ?? '')?.[1]
    const { name } = await runJob('uKey.register', { name: (holder ? `${holder}的 U 盾` : 'U 盾').slice(0, 64) })
    say(`已登记为签名密钥“${name}”`)
    setReport((await diagnose.start({ pin: '' })) ?? null)
  }
  const unknown = report?.steps.some(({ what, result }) => what === '登记为签名密钥' && result === 'fails')

  return (
    <Panel title="U 盾诊断">
      <form className={classes.form} onSubmit={(event) => void run(event)}>
        <TextInput
          label="服务地址（只在本机）"
          w={260}
          classNames={{ input: 'mono' }}
          spellCheck={false}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        {address !== saved && (
          <Button variant="default" onClick={() => act(saveAddress)}>
            保存地址
          </Button>
        )}
        <PassphraseField label="U 盾口令（留空则不试签）" description={undefined} w={220} value={pin} onChange={setPin} />
        <Button type="submit" disabled={address !== saved} loading={diagnose.running !== null}>
          诊断
        </Button>
        {unknown && (
          <Button variant="default" onClick={() => act(register)}>
            登记这把 U 盾
          </Button>
        )}
      </form>
      <Text size="sm" c="dimmed" px="md" pb="sm">
        口令只用这一次，不保存；输错会消耗 U 盾的重试次数。通信格式是本程序自定的，尚未与真实 U 盾核对。
      </Text>
      {diagnose.running && (
        <div style={{ padding: 12 }}>
          <JobProgress job={diagnose.running} what="正在诊断" />
        </div>
      )}
      <ErrorNotice error={error ?? diagnose.error} />
      {report && (
        <>
          <ol className={classes.steps} aria-label="诊断结果">
            {report.steps.map(({ what, result, found, next }) => (
              <li key={what} className={classes.step}>
                <span>
                  <Tag tone={results[result].tone}>{results[result].name}</Tag>
                </span>
                <span>{what}</span>
                <span>
                  {found}
                  {next && <div className={classes.next}>{next}</div>}
                </span>
              </li>
            ))}
          </ol>
          {report.certificate && (
            <Definitions
              items={[
                ['持证人', report.certificate.subject],
                ['发证机构', report.certificate.issuer],
                ['有效期', `${report.certificate.validFrom} 至 ${report.certificate.validTo}`],
                ['签发算法', report.certificate.algorithm],
                ['用途', report.certificate.keyUsage.join('、')],
                [
                  '序列号',
                  <span key="serial" className="mono">
                    {report.certificate.serial}
                  </span>,
                ],
              ]}
            />
          )}
        </>
      )}
    </Panel>
  )
}

function LastError({ error }: { error: NonNullable<State['lastError']> }) {
  return (
    <Panel title={`最近一次出错　${printInstant(error.at)}`}>
      <Text p="sm" px="md">
        {error.message}
      </Text>
      <pre className={`${classes.raw} mono`} aria-label="服务的原话">
        {error.raw}
      </pre>
    </Panel>
  )
}

function LastSigned({ signed }: { signed: NonNullable<State['lastSigned']> }) {
  const [error, setError] = useState<unknown>(null)
  async function exportReport() {
    setError(null)
    try {
      await saveFile((await call('uKey.exportReport', {})).fileId)
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Panel
      title={`最近一次签名的内容　${printInstant(signed.at)}`}
      aside={
        <Button size="compact-md" variant="default" onClick={() => void exportReport()}>
          导出诊断
        </Button>
      }
    >
      <ErrorNotice error={error} />
      <Definitions
        columns={1}
        items={[
          ['大小', `${printSize(signed.size)}，${signed.verified ? '签名可用公钥验证' : '签名不能验证'}`],
          ['SM3', mono(signed.sm3)],
          ['SHA-256', mono(signed.sha256)],
          ['签名', mono(signed.signature)],
        ]}
      />
      <pre className={`${classes.raw} mono`} aria-label="被签名的内容">
        {signed.base64}
      </pre>
    </Panel>
  )
}

const mono = (text: string) => (
  <span className="mono" style={{ wordBreak: 'break-all' }}>
    {text}
  </span>
)
