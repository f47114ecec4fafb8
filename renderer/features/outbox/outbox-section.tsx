import { Button, Switch } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { authorityNames, authorityOf } from '../../../shared/domain/authorities.ts'
import { call, EngineError, saveFile } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useJob } from '../../app/use-job.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { JobProgress } from '../../components/job-progress.tsx'
import { Notice } from '../../components/notice.tsx'
import { Panel, Room } from '../../components/page.tsx'
import { say } from '../../components/say.ts'
import type { OutboxItem } from '../filings/channel-words.ts'
import { ChannelCards } from './channel-cards.tsx'
import { outboxColumns } from './outbox-columns.tsx'
import classes from './outbox.module.css'
import { QueueDialog } from './queue-dialog.tsx'

const nothing: readonly OutboxItem[] = []
const isOpen = ({ state }: OutboxItem): boolean => state !== 'answered'

/** 收发: all that is on its way to an authority, why it waits, and what a person can do about it. */
export function OutboxSection() {
  const navigate = useNavigate()
  const kept = useArrangementInAddress()
  const channels = useOperation('channels.list', {})
  const list = useOperation('outbox.list', {})
  const filings = useOperation('filings.list', {}).data?.filings
  const exchange = useJob('outbox.exchange')
  const handOver = useJob('outbox.handOver')
  const [error, setError] = useState<unknown>(null)
  const [all, setAll] = useState(false)
  const [queueing, setQueueing] = useState(false)
  const [chosen, setChosen] = useState<readonly OutboxItem[]>(nothing)

  const items = list.data?.items ?? nothing
  const rows = useMemo(() => (all ? items : items.filter(isOpen)), [all, items])
  const source = useMemo(() => ({ kind: 'rows' as const, rows }), [rows])
  const unqueued = (filings ?? []).filter((filing) => filing.state === 'signed' && authorityOf(filing.kind) !== null)
  /** As they are now: the table tells of a selection once. */
  const selected = chosen.flatMap(({ filingId }) => rows.find((row) => row.filingId === filingId) ?? [])
  const waiting = selected.filter(({ state }) => state === 'waiting')
  const late = selected.filter(({ state, nextTryAt }) => state === 'stopped' || nextTryAt !== null)
  const carried = selected.filter(({ state }) => state !== 'answered' && state !== 'sending')

  async function exchangeNow() {
    setError(null)
    const done = await exchange.start({})
    if (!done) return
    const [problem] = done.problems
    if (problem)
      setError(
        new EngineError({
          code: 'outbox.problem',
          message: `${authorityNames[problem.authority]}的通道没有收发：${problem.message}`,
          next: problem.next,
        }),
      )
    say(`发出 ${done.sent} 份，收到 ${done.received} 份${done.exceptions > 0 ? `，异常回执 ${done.exceptions} 份` : ''}`)
  }
  async function each(of: readonly OutboxItem[], name: 'outbox.withdraw' | 'outbox.retry', done: string) {
    setError(null)
    try {
      for (const { filingId } of of) await call(name, { filingId })
      say(`${done} ${of.length} 份`)
    } catch (problem) {
      setError(problem)
    }
  }
  async function carry() {
    setError(null)
    const taken = await handOver.start({ filingIds: carried.map(({ filingId }) => filingId) })
    if (!taken) return
    try {
      if (await saveFile(taken.fileId)) say(`${taken.packages} 份已存入 ${taken.name}，记为递交`)
    } catch (problem) {
      setError(problem)
    }
  }

  return (
    <>
      <ErrorNotice error={error ?? exchange.error ?? handOver.error ?? list.error ?? channels.error} />
      {channels.data && <ChannelCards channels={channels.data.channels} />}
      {unqueued.length > 0 && (
        <Notice severity="info">
          <div className={classes.unqueued}>
            <span>有 {unqueued.length} 份申报已签名，还没有放入待发。</span>
            <Button size="compact-sm" variant="default" onClick={() => setQueueing(true)}>
              放入待发
            </Button>
          </div>
        </Notice>
      )}
      {exchange.running && <JobProgress job={exchange.running} what="正在收发" />}
      {handOver.running && <JobProgress job={handOver.running} what="正在存入压缩包" />}
      {list.data && (
        <Room>
          {items.length === 0 ? (
            <Panel>
              <Empty
                action={
                  <Button
                    component={Link}
                    to={unqueued.length > 0 ? paths.settings('channels') : paths.filings}
                    variant="default"
                  >
                    {unqueued.length > 0 ? '设置申报通道' : '看全部申报'}
                  </Button>
                }
              >
                没有待发或已发的申报。先为各部门设定申报通道，再在申报页签名、点发送；没有网络时放入待发后用 U 盘带走。
              </Empty>
            </Panel>
          ) : (
            <DataTable
              id="outbox"
              columns={outboxColumns}
              source={source}
              kept={kept}
              rowKey={(row) => row.filingId}
              frozen={2}
              onOpenRow={(row) => void navigate(paths.filing(row.filingId))}
              onSelect={setChosen}
              onExport={(table) => void exportTable('收发')(table)}
              toolbar={
                <>
                  <Button size="compact-md" loading={exchange.running !== null} onClick={() => void exchangeNow()}>
                    立即收发
                  </Button>
                  <Button
                    size="compact-md"
                    variant="default"
                    disabled={waiting.length === 0}
                    onClick={() => void each(waiting, 'outbox.withdraw', '已取回')}
                  >
                    取回{waiting.length > 1 && ` ${waiting.length}`}
                  </Button>
                  <Button
                    size="compact-md"
                    variant="default"
                    disabled={late.length === 0}
                    onClick={() => void each(late, 'outbox.retry', '再试')}
                  >
                    再试{late.length > 1 && ` ${late.length}`}
                  </Button>
                  <Button
                    size="compact-md"
                    variant="default"
                    disabled={carried.length === 0}
                    loading={handOver.running !== null}
                    onClick={() => void carry()}
                  >
                    U 盘带走{carried.length > 1 && ` ${carried.length}`}
                  </Button>
                  <Switch size="xs" label="连同已答复" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
                </>
              }
              emptyText="没有在路上的申报"
            />
          )}
        </Room>
      )}
      {queueing && <QueueDialog filings={unqueued.toReversed()} onClose={() => setQueueing(false)} />}
    </>
  )
}
