import { Button, Tooltip } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { call, EngineError, saveFile } from '../../app/engine.ts'
import { useJob } from '../../app/use-job.ts'
import { say } from '../../components/say.ts'
import { AnswerDialog } from './answer-dialog.tsx'
import type { Channel, OutboxItem } from './channel-words.ts'
import { isAnswered, mendAt } from './filing-words.ts'
import type { FilingDetail } from './filing-words.ts'
import { ImportReceipts } from './import-receipts.tsx'
import { SendDialog } from './send-dialog.tsx'

/** What comes next with a signed filing; the first thing to do is the one that stands out. */
export function FilingActions(props: {
  filing: FilingDetail
  /** Of its authority; undefined of what no authority is sent. */
  channel: Channel | undefined
  item: OutboxItem | undefined
  onExport: () => void
  onError: (error: unknown) => void
}) {
  const { filing, channel, item, onExport, onError } = props
  const [answering, setAnswering] = useState(false)
  const [sending, setSending] = useState(false)
  const { filingId, state } = filing
  const exchange = useJob('outbox.exchange')
  const handOver = useJob('outbox.handOver')
  const waits = isAnswered(filing) && state !== 'accepted' && state !== 'closed'

  /** For a stick, and put down as handed in. */
  async function carry() {
    onError(null)
    const taken = await handOver.start({ filingIds: [filingId] })
    try {
      if (taken && (await saveFile(taken.fileId))) say('已记为递交；回执拿回来后，点导入回执')
    } catch (problem) {
      onError(problem)
    }
  }
  async function exchangeNow() {
    onError(null)
    const done = channel && (await exchange.start({ authority: channel.authority }))
    if (!done) return
    const [problem] = done.problems
    if (problem) onError(new EngineError({ code: 'outbox.problem', message: problem.message, next: problem.next }))
    else say(`发出 ${done.sent} 份，收到 ${done.received} 份`)
  }
  useEffect(() => {
    const problem = exchange.error ?? handOver.error
    if (problem) onError(problem)
  }, [exchange.error, handOver.error, onError])
  const act = (deed: () => Promise<unknown>) => {
    onError(null)
    void deed().catch(onError)
  }

  const carried = channel?.kind === 'handCarried'
  const next = nextOf(filing, channel, item)
  const mend = mendAt(filing)
  const primary = (which: typeof next) => (next === which ? { autoFocus: true } : { variant: 'default' })
  return (
    <>
      {waits && (
        <>
          <Button variant="default" onClick={() => setAnswering(true)}>
            登记结果
          </Button>
          <ImportReceipts variant="default" />
        </>
      )}
      {state === 'queued' && item?.state === 'waiting' && (
        <Button variant="default" onClick={() => act(() => call('outbox.withdraw', { filingId }))}>
          取回
        </Button>
      )}
      {(state === 'signed' || state === 'queued') && carried && (
        <Tooltip label="存成一个压缩包，记为已递交">
          <Button {...primary('carry')} loading={handOver.running !== null} onClick={() => void carry()}>
            U 盘带走
          </Button>
        </Tooltip>
      )}
      <Button {...primary('export')} onClick={onExport}>
        {filing.kind === 'transferPackage' ? '导出结转包' : '导出申报包'}
      </Button>
      {state === 'signed' && channel && !carried && (
        <Button {...primary('send')} onClick={() => setSending(true)}>
          发送
        </Button>
      )}
      {item?.state === 'stopped' && (
        <Button {...primary('retry')} onClick={() => act(() => call('outbox.retry', { filingId }))}>
          再试
        </Button>
      )}
      {next === 'exchange' && (
        <Button {...primary('exchange')} loading={exchange.running !== null} onClick={() => void exchangeNow()}>
          立即收发
        </Button>
      )}
      {next === 'mend' && mend && (
        <Button component={Link} to={mend.to} autoFocus>
          改正后重新申报
        </Button>
      )}
      {answering && <AnswerDialog filing={filing} onClose={() => setAnswering(false)} />}
      {sending && channel && <SendDialog filing={filing} channel={channel} onClose={() => setSending(false)} />}
    </>
  )
}

type Next = 'send' | 'carry' | 'export' | 'exchange' | 'retry' | 'mend'

function nextOf(filing: FilingDetail, channel: Channel | undefined, item: OutboxItem | undefined): Next {
  if (filing.state === 'returned' && mendAt(filing)) return 'mend'
  if (item?.state === 'stopped') return 'retry'
  if (filing.state === 'signed') return !channel || channel.kind === 'handCarried' ? 'export' : 'send'
  if (!channel || channel.kind === 'handCarried') return filing.state === 'queued' ? 'carry' : 'export'
  return filing.state === 'accepted' || filing.state === 'closed' ? 'export' : 'exchange'
}
