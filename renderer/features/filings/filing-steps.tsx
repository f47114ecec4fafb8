import { IconCheck, IconX } from '@tabler/icons-react'
import type { OutboxItem } from './channel-words.ts'
import classes from './filing.module.css'
import { filingStates, isAnswered } from './filing-words.ts'
import type { FilingDetail } from './filing-words.ts'

interface Step {
  name: string
  state: 'done' | 'open' | 'failed'
}

const open = (name: string, done: boolean): Step => ({ name, state: done ? 'done' : 'open' })

/** Where a filing stands on its way out of the house and back. */
export function FilingSteps({ filing, item }: { filing: FilingDetail; item: OutboxItem | undefined }) {
  const blocked = filing.checks.some(({ severity }) => severity === 'blocks')
  const steps: Step[] = [
    open('生成', true),
    open('核对', !blocked),
    open('签名', filing.signedAt !== null),
    ...(isAnswered(filing) ? wayThere(filing, item) : [open('导出', filing.exportedAt !== null)]),
  ]
  const now = steps.findIndex(({ state }) => state === 'open')
  return (
    <ol className={classes.steps} aria-label="进度">
      {steps.map(({ name, state }, index) => {
        const shown = state !== 'open' ? state : index === now ? 'now' : 'later'
        return (
          <li key={index} className={classes.step} data-state={shown} aria-current={shown === 'now' ? 'step' : undefined}>
            <span className={classes.stepMark}>
              {state === 'done' ? (
                <IconCheck size={12} aria-label="已完成" />
              ) : state === 'failed' ? (
                <IconX size={12} aria-label="没有通过" />
              ) : (
                index + 1
              )}
            </span>
            {name}
          </li>
        )
      })}
    </ol>
  )
}

/** Sending, arriving, the answer: what was answered has gone out and arrived, however it went. */
function wayThere(filing: FilingDetail, item: OutboxItem | undefined): Step[] {
  const { state } = filing
  const answered = filing.receipts.length > 0
  const arrived = answered || ['acknowledged', 'manualReview', 'returned', 'accepted', 'closed'].includes(state)
  const gone = arrived || state === 'sent'
  const settled = state === 'accepted' || state === 'closed'
  return [
    item?.state === 'stopped' && !gone ? { name: '已停下', state: 'failed' } : open(sendingName(gone, item, filing), gone),
    open('对方接收', arrived),
    state === 'returned'
      ? { name: `回执：${filingStates.returned.name}`, state: 'failed' }
      : open(answered || settled ? `回执：${filingStates[state].name}` : '回执', settled),
  ]
}

function sendingName(gone: boolean, item: OutboxItem | undefined, { state, exportedAt }: FilingDetail): string {
  if (gone) return '已发送'
  if (item?.state === 'unknown') return '发送：先询问对方'
  if (item?.state === 'sending') return '正在发送'
  if (state === 'queued') return '待发送'
  return exportedAt !== null ? '待递交' : '发送'
}
