import { IconCheck } from '@tabler/icons-react'
import classes from './filing.module.css'
import { filingStates, isAnswered } from './filing-words.ts'
import type { FilingDetail } from './filing-words.ts'

/** What came back, once something has. */
const lastStep = ({ state, receipts }: FilingDetail): string =>
  receipts.length === 0 ? '递交与回执' : `回执：${filingStates[state].name}`

/** Where a filing stands on its way out of the house. */
export function FilingSteps({ filing }: { filing: FilingDetail }) {
  const blocked = filing.checks.some(({ severity }) => severity === 'blocks')
  const steps: readonly (readonly [name: string, done: boolean])[] = [
    ['生成', true],
    ['核对', !blocked],
    ['签名', filing.signedAt !== null],
    // What was answered has gone out, however it went.
    ['导出', filing.exportedAt !== null || filing.receipts.length > 0],
    ...(isAnswered(filing) ? [[lastStep(filing), filing.state === 'accepted' || filing.state === 'closed'] as const] : []),
  ]
  const now = steps.findIndex(([, done]) => !done)
  return (
    <ol className={classes.steps} aria-label="进度">
      {steps.map(([name, done], index) => (
        <li
          key={name}
          className={classes.step}
          data-state={done ? 'done' : index === now ? 'now' : 'later'}
          aria-current={index === now ? 'step' : undefined}
        >
          <span className={classes.stepMark}>{done ? <IconCheck size={12} aria-label="已完成" /> : index + 1}</span>
          {name}
        </li>
      ))}
    </ol>
  )
}
