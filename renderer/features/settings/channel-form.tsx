import { Button, Group, Radio, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { FormEvent } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { call, EngineError } from '../../app/engine.ts'
import { useJob } from '../../app/use-job.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { JobProgress } from '../../components/job-progress.tsx'
import { printInstant } from '../../components/moment.ts'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/page.tsx'
import { say } from '../../components/say.ts'
import { Tag } from '../../components/tag.tsx'
import { useDrafts } from '../../state/drafts.ts'
import { channelKinds, channelStates } from '../filings/channel-words.ts'
import type { Channel } from '../filings/channel-words.ts'
import { fieldsOf, settingsOf, withSiblings } from './channel-fields.ts'
import type { ChannelFields } from './channel-fields.ts'
import classes from './channels.module.css'
import { GatewayFields } from './gateway-fields.tsx'

type Steps = Output<'channels.test'>['steps']
const kinds = ['handCarried', 'folders', 'gateway'] as const

/** The channel of one authority. What is typed is kept when the page is left, and says so. */
export function ChannelForm({ channel }: { channel: Channel }) {
  const { authority, authorityName, status } = channel
  const draftName = `channel-${authority}`
  const { drafts, keep, drop } = useDrafts()
  const saved = fieldsOf(channel)
  const draft = drafts[draftName]
  // Only what the form itself has kept stands there.
  const fields: ChannelFields = { ...saved, ...draft }
  const changed = JSON.stringify(fields) !== JSON.stringify(saved)
  const [restored] = useState(changed)
  const [error, setError] = useState<unknown>(null)
  const [steps, setSteps] = useState<Steps>([])
  const [busy, setBusy] = useState(false)
  const test = useJob('channels.test')
  const set = (change: Partial<ChannelFields>) => keep(draftName, { ...fields, ...change } as ChannelFields)

  async function save(): Promise<boolean> {
    if (busy) return false
    setBusy(true)
    setError(null)
    try {
      await call('channels.save', { authority, ...settingsOf(fields) })
      drop(draftName)
      say(`${authorityName}的通道已保存`)
      return true
    } catch (problem) {
      setError(problem)
      return false
    } finally {
      setBusy(false)
    }
  }
  useSaveKey(() => void save())
  /** What is tried is what is saved, so that it is what will be used. */
  async function tryIt() {
    setSteps([])
    if ((changed || status.state === 'unset') && !(await save())) return
    const done = await test.start({ authority })
    if (done) setSteps(done.steps)
  }
  const wrong = (name: string): string | undefined =>
    error instanceof EngineError && error.failure.at?.field === name ? error.failure.message : undefined
  const text = (name: 'outBox' | 'sentBox' | 'inBox' | 'failBox', label: string, description: string) => (
    <TextInput
      label={label}
      description={description}
      classNames={{ input: 'mono' }}
      value={fields[name]}
      error={wrong(`folders.${name}`)}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
      onBlur={() => name === 'outBox' && fields.outBox !== saved.outBox && set(withSiblings(fields))}
    />
  )

  return (
    <Stack gap="md">
      <Panel
        title={authorityName}
        aside={
          <>
            <Tag tone={channelStates[status.state].tone}>{channelStates[status.state].name}</Tag>
            {status.at !== null && (
              <Text size="sm" c="dimmed">
                {printInstant(status.at)} 查看
              </Text>
            )}
          </>
        }
      >
        <form
          className={classes.form}
          onKeyDown={enterMovesOn}
          noValidate
          onSubmit={(event: FormEvent) => {
            event.preventDefault()
            void save()
          }}
        >
          <Stack gap="md">
            {restored && changed && (
              <Group gap="sm">
                <Text size="sm" c="dimmed">
                  已恢复上次未保存的填写
                </Text>
                <Button size="compact-xs" variant="default" onClick={() => drop(draftName)}>
                  放弃
                </Button>
              </Group>
            )}
            {status.message && status.state !== 'ready' && status.state !== 'unset' && (
              <Notice severity={status.state === 'refused' ? 'blocks' : 'warns'}>
                {[status.message, status.next].filter(Boolean).join('。')}
              </Notice>
            )}
            <Radio.Group
              label="怎样送到"
              value={fields.kind}
              onChange={(value) => {
                const kind = kinds.find((each) => each === value)
                if (kind) set({ kind })
              }}
            >
              <Group mt={4} gap="lg">
                {kinds.map((kind) => (
                  <Radio key={kind} value={kind} label={channelKinds[kind]} />
                ))}
              </Group>
            </Radio.Group>
            {fields.kind === 'handCarried' && (
              <Text size="sm">
                申报签名后放入待发，在“申报箱 › 收发”里选中、点“U
                盘带走”存成一个压缩包；回执拿回来，拖进窗口即可记入。不需要网络。
              </Text>
            )}
            {fields.kind === 'folders' && (
              <>
                <Text size="sm">
                  单一窗口导入客户端在哪台电脑上，就填那台电脑上的文件夹（可以是共享文件夹）。客户端的“系统设置”里能看到；也写在那台电脑的
                  <span className="mono"> %LOCALAPPDATA%\SIC\UserSetting\DFWJobSettings.xml </span>
                  里：手册业务看 <span className="mono">Key</span> 为 <span className="mono">NPTS</span> 的一段，照抄它的
                  OutBox、SentBox、InBox、FailBox。填好第一个，其余会自动带出。
                </Text>
                <SimpleGrid cols={2} spacing="lg" verticalSpacing="md">
                  {text('outBox', '发送文件夹 OutBox', '我们把申报写到这里，客户端来取')}
                  {text('sentBox', '已发文件夹 SentBox', '客户端发走以后移到这里')}
                  {text('inBox', '回执文件夹 InBox', '客户端把应答和海关回执放到这里')}
                  {text('failBox', '失败文件夹 FailBox', '客户端没有发成的移到这里')}
                </SimpleGrid>
                <Radio.Group
                  label="写进去的是"
                  value={fields.form}
                  onChange={(value) => set({ form: value === 'package' ? 'package' : 'message' })}
                >
                  <Stack mt={4} gap={6}>
                    <Radio value="message" label="报文：一个 XML 压成一个 ZIP，导入客户端认得的样子" />
                    <Radio value="package" label="申报包：签名的申报包本身，交给自己能验签的接收单位" />
                  </Stack>
                </Radio.Group>
              </>
            )}
            {fields.kind === 'gateway' && <GatewayFields fields={fields} set={set} wrong={wrong} />}
            {fields.kind !== 'handCarried' && (
              <Switch
                label="自动收发"
                description="有网络时按次序自动发送，并取回回执；不选，只在点“立即收发”时收发"
                checked={fields.automatic === 'yes'}
                onChange={(event) => set({ automatic: event.currentTarget.checked ? 'yes' : 'no' })}
              />
            )}
            <ErrorNotice error={error ?? test.error} />
            <Group>
              <Button type="submit" loading={busy}>
                保存
              </Button>
              {fields.kind !== 'handCarried' && (
                <Button variant="default" disabled={busy} loading={test.running !== null} onClick={() => void tryIt()}>
                  {changed || status.state === 'unset' ? '保存并试通道' : '试通道'}
                </Button>
              )}
              <Text size="sm" c="dimmed">
                Ctrl+S 保存
              </Text>
            </Group>
          </Stack>
        </form>
      </Panel>
      {test.running && <JobProgress job={test.running} what="正在试通道" />}
      {steps.length > 0 && <TestSteps steps={steps} />}
    </Stack>
  )
}

function TestSteps({ steps }: { steps: Steps }) {
  const seen = useCallback((list: HTMLOListElement | null) => list?.scrollIntoView({ block: 'end' }), [])
  const failed = steps.filter(({ ok }) => !ok).length
  return (
    <Panel title={failed === 0 ? '通道可用' : `有 ${failed} 步没有成功`}>
      <ol ref={seen} className={classes.steps}>
        {steps.map(({ what, ok, found, next }) => (
          <li key={what + found}>
            <span>
              <Tag tone={ok ? 'accent' : 'blocks'}>{ok ? '成功' : '没有成功'}</Tag>
            </span>
            <strong>{what}</strong>
            <div className={classes.found}>
              {found}
              {next && <div className={classes.next}>下一步：{next}</div>}
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
